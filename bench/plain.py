"""The baseline: what a capable colleague writes in an afternoon, with the same templates and the same plan.

sqlite3 with one query for all, jinja2, email.message, smtplib, one commit a mail.
`python -m bench.plain DATABASE PORT MAILS`.
"""

import json
import smtplib
import sqlite3
import sys
import time

from bench.plain_mail import QUERY, build_message, render_mails


def main(path: str, port: int, mails: int) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE IF NOT EXISTS plainly_sent (owner, message_id, at)")
    rows = database.execute(QUERY, (mails,)).fetchall()
    smtp = smtplib.SMTP("127.0.0.1", port)
    size = 0
    for count, mail in enumerate(render_mails(rows), 1):
        message = build_message(mail)
        smtp.send_message(message)
        size += len(bytes(message)) if count == 1 else 0
        sent = (mail.to, message["Message-ID"], time.time())
        database.execute("INSERT INTO plainly_sent VALUES (?, ?, ?)", sent)
        database.commit()
    print(json.dumps({"sent": count, "bytes": size}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
