"""django-post_office with the same mails: queued in large batches, then sent by two processes.

`PYTHON -m bench.post_office DATABASE PORT MAILS`, with a Python of its own that has django-post_office, Jinja
and Babel: see README.md.
"""

import json
import sqlite3
import sys
from pathlib import Path

import django
from django.conf import settings

from bench.plain_mail import QUERY, SENDER, render_mails

_BATCH = 1000


def main(path: str, port: int, mails: int) -> None:
    """Queue and send the mails."""
    queue = Path(path).with_name("post_office.db")
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(queue),
                "OPTIONS": {"timeout": 60, "init_command": "PRAGMA journal_mode=WAL"},
            }
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        POST_OFFICE={"BATCH_SIZE": _BATCH, "THREADS_PER_PROCESS": 4, "LOG_LEVEL": 1},
    )
    django.setup()
    from django.core.management import call_command
    from post_office import mail as post_office
    from post_office.models import STATUS, Email

    call_command("migrate", verbosity=0)
    rows = sqlite3.connect(path).execute(QUERY, (mails,)).fetchall()
    waiting = []
    for mail in render_mails(rows):
        waiting.append(
            {
                "sender": SENDER,
                "recipients": [mail.to],
                "subject": mail.subject,
                "message": mail.text,
                "html_message": mail.html,
            }
        )
        if len(waiting) == _BATCH:
            post_office.send_many(waiting)
            waiting.clear()
    if waiting:
        post_office.send_many(waiting)
    while Email.objects.filter(status=STATUS.queued).exists():
        post_office.send_queued(processes=2, log_level=1)
    print(json.dumps({"sent": Email.objects.filter(status=STATUS.sent).count()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
