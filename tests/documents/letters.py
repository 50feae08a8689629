"""Digests and summaries as the program makes them, parsed back as a mail program would."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from terugkom.claims.outdated_claims import OutdatedReason
from terugkom.delivery.failure_kinds import FailureKind
from terugkom.delivery.mime import build_document
from terugkom.documents.templates import Templates
from terugkom.reminders.due_actions import DueReminder
from terugkom.reminders.failed_deliveries import SummaryDelivery
from terugkom.reminders.outdated_statements import OutdatedStatement
from terugkom.reminders.summary_content import (
    CoordinatorSummary,
    SummaryMeeting,
)
from terugkom.reminders.summary_lists import SummaryAction, SummaryList
from terugkom.reminders.undelivered import UndeliveredMail

TODAY = date(2026, 11, 23)
OURS = Templates("nl")
NASTY = """<script>alert("x")</script> & 'dak' {{ reader }}"""


@dataclass(frozen=True)
class Parsed:
    """A letter as its reader gets it."""

    subject: str
    text: str
    html: str
    mail: EmailMessage


def due(code: str = "E1", days: int = 7, ask: str = "second_reminder", **more: Any) -> DueReminder:
    """An action that is due in so many days."""
    values: dict[str, Any] = {
        "action_id": 1,
        "owner_id": 1,
        "code": code,
        "title": "Het dak van de sporthal isoleren",
        "deadline": TODAY + timedelta(days=days),
        "days_left": days,
        "deadline_text": "",
        "status": "running",
        "ask": ask,
        "stage": -days,
        "skipped_stages": "",
    }
    return DueReminder(**{**values, **more})


def digest(*items: DueReminder, templates: Templates = OURS, **more: Any) -> Parsed:
    """The digest with these actions."""
    context = {
        "municipality": "Gemeente Lievegem",
        "reader": "An Peeters",
        "coordinator": "Lotte Wielemans",
        "answer_to": "mvo@lievegem.example",
        "items": list(items),
        "page": "",
        "answer_code": "",
        "has_calendar": False,
        "copy": "",
    }
    return parsed(templates, "owner-digest", {**context, **more})


def summary(found: CoordinatorSummary, templates: Templates = OURS, **more: Any) -> Parsed:
    """The coordinator's summary that says this."""
    context = {
        "municipality": "Gemeente Lievegem",
        "reader": "Lotte Wielemans",
        "week": "48",
        "page": "",
        "has_workbook": False,
        **found.build_context(),
    }
    return parsed(templates, "coordinator-summary", {**context, **more})


def parsed(templates: Templates, kind: str, context: dict[str, Any]) -> Parsed:
    """Render, make a mail of it, and read that mail back."""
    mail = message_from_bytes(build_document(templates.render_letter(kind, context)), policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    plain, page = (part.get_content().replace("\r\n", "\n") for part in (text, html))
    return Parsed(mail["Subject"], plain, page, mail)


def some(*lines: Any, total: int | None = None) -> SummaryList[Any]:
    """A list of the summary."""
    return SummaryList(lines, len(lines) if total is None else total)


def nothing() -> CoordinatorSummary:
    """A summary that says nothing."""
    return CoordinatorSummary(some(), some(), some(), some(), some(), some(), [])


def outdated_statement(reason: OutdatedReason, title: str) -> OutdatedStatement:
    """A sentence that stands on the website and no longer holds."""
    return OutdatedStatement(
        *(1, reason, "Nog <b> 1.985\u00a0MWh.", title, ("website", "mastodon"), TODAY),
        *(reason, "1.985\u00a0MWh", TODAY, "2.001\u00a0MWh", TODAY),
    )


def everything(
    title: str = "Het dak van de sporthal isoleren", total: int | None = None
) -> CoordinatorSummary:
    """A summary with each section, and each word that a section can need."""
    about = SummaryAction("E1", title)
    asks = ("first_reminder", "second_reminder", "due_today", "late", "coordinator_in_copy")
    skipped: Sequence[SummaryAction] = (
        replace(about, why="snoozed", until=TODAY + timedelta(days=9), reason=title),
        replace(about, why="stages"),
        SummaryAction("", title, why="superseded"),
        replace(about, why="stand_in_absent"),
    )
    return CoordinatorSummary(
        waiting=some(replace(about, owner="An <P>", ask="late", days_left=-7)),
        reminded=some(*(replace(about, owner="An <P>", ask=ask, days_left=-7) for ask in asks), total=total),
        agenda=some(replace(about, group="Energie & co", deadline=TODAY), replace(about, deadline=TODAY)),
        orphans=some(
            *(replace(about, why=why) for why in ("no_owner", "departed", "no_address", "unknown_address"))
        ),
        undelivered=some(*(UndeliveredMail("Bo <x>", title, each.value, TODAY) for each in FailureKind)),
        skipped=some(*skipped),
        failed=some(SummaryDelivery(12, "Bo <x>", "unknown-address")),
        outdated=some(*(outdated_statement(reason, title) for reason in OutdatedReason)),
        coming=[SummaryMeeting(TODAY + timedelta(days=7), "Deelgroep <energie>")],
    )
