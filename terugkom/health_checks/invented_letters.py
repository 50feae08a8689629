"""Invented values by which mails are rendered in advance: every name that the real ones have.

Of a kind there may be several, for a template goes other ways where there is an address to answer to or a
page, or nothing to tell. Tests compare the names with those that real mails are given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from terugkom.delivery.failure_kinds import FailureKind
from terugkom.editions import moved_days, refused_answer, unrendered_media
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS
from terugkom.meetings.letter_context import MeetingDetails
from terugkom.meetings.model import StepKind, WithdrawalReason
from terugkom.plan.model import ActionStatus
from terugkom.reminders import coordinator_summary, digest_mail, fresh_link, stuck_notice
from terugkom.reminders.coordinator_inbox import AnswerChoice, AskedQuestion, CoordinatorInbox, OwnerReport
from terugkom.reminders.dropped_deliveries import DroppedDelivery
from terugkom.reminders.due_actions import DueReminder
from terugkom.reminders.failed_deliveries import SummaryDelivery
from terugkom.reminders.idle_groups import IdleGroup, IdleReason
from terugkom.reminders.missing_minutes import MissingMinutes
from terugkom.reminders.set_aside_mails import SetAsideMails
from terugkom.reminders.summary_content import CoordinatorSummary, SummaryMeeting
from terugkom.reminders.summary_lists import SummaryAction, SummaryList
from terugkom.reminders.undelivered import UndeliveredMail
from terugkom.reminders.unreleased import UnreleasedDocument
from terugkom.schedule.reminder_stages import StageKind

Context = Mapping[str, Any]

_DAY = date(2027, 3, 1)
_TOWN, _READER, _ANSWER_TO = "Zilverbeke", "Lotte Maes", "mvo@zilverbeke.example.org"
_ADDRESS = "https://terugkom.example.org/o/1"
# By kind of letter, what one is rendered with that somebody waits for.
URGENT_LETTERS: Mapping[str, Context] = {
    stuck_notice.DOCUMENT: {
        **{"municipality": _TOWN, "reader": _READER, "owner": "An Peeters"},
        **{"owner_address": "an@zilverbeke.example.org", "code": "A1", "title": "Ledlampen"},
        **{"deadline": _DAY, "group": "Energie", "text": "Nobody made an offer.", "page": _ADDRESS},
        "today": _DAY,
    },
    refused_answer.DOCUMENT: {
        **{"municipality": _TOWN, "reader": _READER, "kind": "correct", "title": "Ledlampen"},
        **{"quarter": "2027-Q1", "reason": "Nobody is named.", "page": _ADDRESS, "code": "0a1b2c3d"},
    },
    unrendered_media.DOCUMENT: {
        **{"municipality": _TOWN, "reader": _READER, "quarter": "2027-Q1", "is_published": True},
        "correction": {"kind": "correct", "title": "Ledlampen"},
        "media": [
            {
                **{"medium": "newsletter", "file": "newsletter/body.txt", "error": "line 3: no name"},
                "is_own": is_own,
            }
            for is_own in (True, False)
        ],
    },
    moved_days.DOCUMENT: {
        **{"municipality": _TOWN, "reader": _READER, "quarter": "2027-Q1", "period": "2027-Q1"},
        **{"folder": "2027-Q1", "stories": ["dates"]},
        "days": [moved_days.MovedDay("dates", "To come", "Energie", _DAY, None, ("newsletter",))],
    },
    fresh_link.DOCUMENT: {
        **{"municipality": _TOWN, "reader": "An Peeters", "page": _ADDRESS, "is_owner": True},
        "last_day": _DAY,
    },
}
INVENTED_KINDS = (
    *URGENT_LETTERS,
    digest_mail.DOCUMENT,
    coordinator_summary.DOCUMENT,
    *dict.fromkeys(INVITATION_DOCUMENTS.values()),
)


def list_invented_letters() -> dict[str, list[Context]]:
    """Return by kind of letter the values with which it can be rendered in advance."""
    return {
        **{kind: [values] for kind, values in URGENT_LETTERS.items()},
        digest_mail.DOCUMENT: [*_invent_digests()],
        coordinator_summary.DOCUMENT: [*_invent_summaries()],
        **{INVITATION_DOCUMENTS[step]: [*_invent_meeting_letters(step)] for step in INVITATION_DOCUMENTS},
    }


def _invent_digests() -> Iterator[Context]:
    """Yield what digests say: with a page, with an address to answer to, and without either; of one action,
    and of several in each stage."""
    one = DueReminder(
        1, 1, "A1", "Ledlampen", _DAY, 7, "", ActionStatus.RUNNING, StageKind.SECOND_REMINDER.value, -7, ""
    )
    asked = replace(one, question="How many?", absent_owner="An Peeters", deadline_text="Q1 2027")
    late = replace(asked, days_left=-21, addressee="An", last_update_on=_DAY, asked_before_on=_DAY)
    snoozed = replace(late, last_update_on=None, snoozed_until=_DAY)
    stages = [each.value for each in StageKind if each is not StageKind.ON_AGENDA]
    each_stage = [replace(each, ask=stage) for stage in stages for each in (late, snoozed)]
    given = {
        **{"municipality": _TOWN, "reader": "An Peeters", "coordinator": _READER, "answer_to": _ANSWER_TO},
        **{"items": [one], "page": _ADDRESS, "answer_code": "0a1b2c3d", "has_calendar": True, "copy": ""},
    }
    yield given
    yield given | {"items": [asked, *each_stage], "copy": "coordinator"}
    yield given | {"items": [asked, *each_stage], "page": "", "copy": _READER}
    yield given | {"answer_to": "", "page": "", "answer_code": "", "has_calendar": False}


def _invent_summaries() -> Iterator[Context]:
    """Yield what summaries say: something in each part, with a page and without; and nothing."""
    full, empty = (
        _invent_summary(),
        CoordinatorSummary(_list(), _list(), _list(), _list(), _list(), _list(), []),
    )
    for found, page in ((full, _ADDRESS), (full, ""), (empty, "")):
        yield {
            **{"municipality": _TOWN, "reader": _READER, "week": "9"},
            **{"page": page, "by_mail": bool(page)},
            "has_workbook": bool(page),
            **found.build_context(),
        }


def _invent_summary() -> CoordinatorSummary:
    about = SummaryAction("A1", "Ledlampen", owner="An", ask="late", days_left=-7, deadline=_DAY)
    question = AskedQuestion(
        *(1, "new-deadline", "A1", "Ledlampen", "An", "Nobody made an offer.", _DAY, _DAY, _DAY),
        (AnswerChoice("yes", "Yes"), AnswerChoice("no", "No")),
    )
    report = OwnerReport("A1", "Ledlampen", "An", _DAY, "Half of them.", ActionStatus.RUNNING)
    return CoordinatorSummary(
        reminded=_list(about),
        waiting=_list(about),
        agenda=_list(about, replace(about, group="Energie")),
        orphans=_list(*(replace(about, why=why) for why in ("no_owner", "departed"))),
        skipped=_list(
            replace(about, why="snoozed", until=_DAY, reason="Later."), replace(about, why="stages")
        ),
        failed=_list(SummaryDelivery(12, "An", "unknown-address")),
        coming=[SummaryMeeting(_DAY, "Energie"), SummaryMeeting(_DAY, "Energie", key="a")],
        came_back=CoordinatorInbox(reports=_list(report), questions=_list(question)),
        undelivered=_list(*(UndeliveredMail("An", "Ledlampen", each.value, _DAY) for each in FailureKind)),
        set_aside=SetAsideMails(1, 1),
        dropped=_list(DroppedDelivery(1, "An", "Ledlampen")),
        unreleased=_list(UnreleasedDocument((1,), "edition-press", "Ledlampen", "2027-Q1")),
        superseded=_list(UnreleasedDocument((2, 3), "edition-press", "Fietsen", "2026-Q4")),
        known_idle_groups=_list(
            *(IdleGroup("E", "Energie", why, count, "2027-03") for why in IdleReason for count in (0, 2))
        ),
        known_missing_minutes=_list(MissingMinutes("Energie", "E/2027-03", _DAY, "2027-03")),
    )


def _list(*lines: Any) -> SummaryList[Any]:
    return SummaryList(lines, len(lines))


def _invent_meeting_letters(step: StepKind) -> Iterator[Context]:
    """Yield what a mail about a meeting says: of one with a place that moved, and of one without either."""
    meeting = MeetingDetails(
        *("subgroup-review", "Energie", _DAY, "14.00", "15.30", "Raadzaal", _DAY),
        previous_day=_DAY - timedelta(days=7),
        reason="There is no room.",
        is_cancelled=step is StepKind.CANCEL,
    )
    bare = replace(meeting, kind="peer-exchange", place="", previous_day=None, reason="")
    more: dict[str, Any] = {}
    if step in (StepKind.INVITATION, StepKind.LATE_INVITATION):
        more = {"topics": ["Ledlampen"], "more_topics": 2, "is_pack_out": True}
    given = {"municipality": _TOWN, "coordinator": _READER, "answer_to": _ANSWER_TO, "meeting": meeting}
    if step is StepKind.WITHDRAWAL:
        for why in WithdrawalReason:
            yield given | {"why": why, "known_day": _DAY}
        more = {"why": WithdrawalReason.LEFT_GROUP, "known_day": _DAY}
    yield given | more
    nothing = {name: type(value)() for name, value in more.items() if name in ("topics", "more_topics")}
    yield given | more | nothing | {"meeting": bare, "answer_to": ""}
