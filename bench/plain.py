"""The baseline: what a capable colleague writes in an afternoon, with the same templates and the same plan.

sqlite3, jinja2, email.message, smtplib, one commit a mail. `python -m bench.plain DATABASE PORT MAILS`.
"""

import json
import smtplib
import sqlite3
import sys
import time
from datetime import date
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from pathlib import Path

import jinja2

from bench.plans import TODAY
from terugkom.documents import formatting

TEMPLATES = Path(__file__).parents[1] / "templates" / "nl"


def main(path: str, port: int, mails: int) -> None:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=jinja2.select_autoescape(), trim_blocks=True
    )
    for name in ("long_date", "day_and_month", "distance"):
        environment.filters[name] = partial(getattr(formatting, name), language="nl")
    environment.filters["one_line"] = lambda text: " ".join(str(text).split())
    parts = [
        environment.get_template(f"owner-digest/{part}") for part in ("subject.txt", "body.txt", "body.html")
    ]
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE IF NOT EXISTS plainly_sent (owner, message_id, at)")
    smtp = smtplib.SMTP("127.0.0.1", port)
    started = time.perf_counter()
    for owner, name, email in database.execute(
        "SELECT id, name, email FROM people LIMIT ?", (mails,)
    ).fetchall():
        rows = database.execute(
            "SELECT a.code, a.title, a.deadline, a.status FROM actions a"
            " JOIN ownerships o ON o.action_id = a.id WHERE o.person_id = ? ORDER BY a.deadline",
            (owner,),
        )
        context = {"reader": name, "municipality": "Gemeente Zilverbeke", "coordinator": "Zilverbeke"}
        context |= {"answer_to": "mvo@zilverbeke.example.org", "items": [_item(*row) for row in rows]}
        subject, text, html = (part.render(context) for part in parts)
        mail = EmailMessage()
        mail["From"] = "Gemeente Zilverbeke <mvo@zilverbeke.example.org>"
        mail["To"] = f"{name} <{email}>"
        mail["Subject"] = " ".join(subject.split())
        mail["Message-ID"] = make_msgid(domain="example.org")
        mail.set_content(text)
        mail.add_alternative(html, subtype="html")
        smtp.send_message(mail)
        database.execute(
            "INSERT INTO plainly_sent VALUES (?, ?, ?)", (owner, mail["Message-ID"], time.time())
        )
        database.commit()
    seconds = time.perf_counter() - started
    print(json.dumps({"mails": mails, "seconds": seconds, "rate": mails / seconds}))


def _item(code: str, title: str, deadline: str, status: str) -> dict[str, object]:
    day = date.fromisoformat(deadline)
    left = (day - TODAY).days
    asked = "second_reminder" if left <= 7 else "first_reminder"
    fixed = {"deadline_text": "", "absent_owner": "", "ask": asked}
    return {"code": code, "title": title, "deadline": day, "days_left": left, "status": status, **fixed}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
