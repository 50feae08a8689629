"""The coming year, by quarter: which groups meet when, and which deadlines fall in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from terugkom.documents.formatting import quarter
from terugkom.documents.phrases import say
from terugkom.meetings.due_steps import HELD
from terugkom.meetings.kinds import PEER_EXCHANGE
from terugkom.meetings.upcoming_meetings import reviews
from terugkom.plan.action_facts import Fact
from terugkom.plan.model import Municipality

_A_YEAR = relativedelta(years=1, days=14)  # so that this group's own next meeting is included


@dataclass(frozen=True)
class Gathering:
    """A meeting of a group on a day."""

    day: date
    name: str


@dataclass(frozen=True)
class Quarter:
    """A quarter of the coming year: its meetings, and the open actions whose deadline falls in it."""

    name: str
    gatherings: tuple[Gathering, ...]
    codes: tuple[str, ...]


def year_to_come(
    session: Session, town: Municipality, names: Mapping[str, str], facts: Sequence[Fact], day: date
) -> tuple[Quarter, ...]:
    """Return the quarters of the year after a day; `names` are the groups' names by code."""
    until = day + _A_YEAR
    after = day + relativedelta(days=1)
    gatherings = sorted(
        (each.date, _name(each.kind, names.get(each.subject, each.subject), town.language))
        for each in reviews(session, town, after, until)
        if each.step == HELD
    )
    due = sorted(
        (each.deadline, each.code)
        for each in facts
        if each.deadline and after <= each.deadline <= until and each.status.is_open
    )
    starts = dict.fromkeys(_start(found) for found, _ in sorted([*gatherings, *due]))
    return tuple(
        Quarter(
            quarter(start, town.language),
            tuple(Gathering(on, name) for on, name in gatherings if _start(on) == start),
            tuple(code for on, code in due if _start(on) == start),
        )
        for start in starts
    )


def _name(kind: str, name: str, language: str) -> str:
    return say("peer exchange", language) if kind == PEER_EXCHANGE else name


def _start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
