"""The mail of an owner as a plain script makes it: our templates, `email.message`, and the size of ours.

It needs no more than Jinja and Babel, so that other mail queues can be measured with it in their own folders.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from terugkom.documents import formatting

TODAY = date(2026, 11, 23)  # as bench.plans has it
TEMPLATES = Path(__file__).parents[1] / "templates" / "nl"
SENDER = "Gemeente Zilverbeke <mvo@zilverbeke.example.org>"
_PARTS = ("subject.txt", "body.txt", "body.html")
QUERY = """
    SELECT p.name, p.email, a.code, a.title, a.deadline, a.status FROM people p
    JOIN ownerships o ON o.person_id = p.id JOIN actions a ON a.id = o.action_id
    WHERE p.id <= ? ORDER BY p.id, a.deadline"""


class _Colours(dict[str, str]):
    """The look of a mail: any colour is the same."""

    def __missing__(self, name: str) -> str:
        return "" if name == "logo" else "#1a4d2e"


class PlainMail(NamedTuple):
    """The parts of a mail."""

    to: str
    subject: str
    text: str
    html: str


def render_mails(rows: Iterable[tuple[str, ...]]) -> Iterator[PlainMail]:
    """Yield the mail of each owner from the rows of `QUERY`."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name, function in formatting.TEMPLATE_FILTERS.items():
        templates.filters[name] = partial(function, language="nl")
    templates.filters["one_line"] = lambda text: " ".join(str(text).split())
    templates.filters["unbroken"] = Markup('<span style="white-space:nowrap">{}</span>').format
    templates.globals |= {"look": _Colours(), "palette": _Colours()}
    parts = [templates.get_template(f"owner-digest/{part}") for part in _PARTS]
    for (name, email), found in groupby(rows, lambda row: row[:2]):
        context = {
            "reader": name,
            "municipality": "Gemeente Zilverbeke",
            "coordinator": "Zilverbeke",
            "answer_to": "mvo@zilverbeke.example.org",
            "items": [_item(*row[2:]) for row in found],
            "page": "",
            "answer_code": "0123456789abcdef0123",
            "has_calendar": False,
        }
        subject, text, html = (part.render(context) for part in parts)
        yield PlainMail(f"{name} <{email}>", " ".join(subject.split()), text, html)


def build_message(mail: PlainMail) -> EmailMessage:
    """Return a mail as `email` builds it, encoded as ours is, so that as many bytes are sent."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, mail.to, mail.subject
    message["Message-ID"] = make_msgid(domain="example.org")
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    return message


def _item(code: str, title: str, deadline: str, status: str) -> dict[str, Any]:
    day = date.fromisoformat(deadline)
    left = (day - TODAY).days
    asked = "second_reminder" if left <= 7 else "first_reminder"
    fixed = {"deadline_text": "", "absent_owner": "", "question": "", "ask": asked}
    return {"code": code, "title": title, "deadline": day, "days_left": left, "status": status, **fixed}
