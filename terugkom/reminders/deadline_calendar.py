"""The deadlines of owners for their own calendars: a feed a person, and a part of a digest (RFC 5545).

Only where the municipality switched it on. A deadline is an event of a whole day that keeps nobody busy, and
in the feed also a to-do. Moved in the plan, it keeps its UID and gets a higher SEQUENCE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.documents.file_store import has_content, write_all_atomically
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.documents.rendered_files import are_current, compute_digest, record_files
from terugkom.plan.departures import has_departed
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import OPEN_STATUSES, Action, Municipality, Ownership, Person
from terugkom.workbook.codes import slugify

FOLDER = "calendars/deadlines"
_BATCH_SIZE = 1000  # ids in one statement


@dataclass(frozen=True)
class CalendarDeadline:
    """A deadline as it stands in a calendar. `sequence` counts how often it was moved."""

    action_id: int
    code: str
    title: str
    day: date
    sequence: int = 0


def load_sequences(session: Session, actions: Iterable[int]) -> dict[int, int]:
    """Return by id of an action how often its deadline was changed."""
    found: dict[int, int] = {}
    for some in batched(sorted(set(actions)), _BATCH_SIZE):
        query = (
            select(ActionChange.action_id, func.count())
            .where(ActionChange.action_id.in_(some), ActionChange.field == "deadline")
            .group_by(ActionChange.action_id)
        )
        found |= dict(session.execute(query).tuples().all())
    return found


def write_deadline_feeds(session: Session, municipality: Municipality, outbox: Path, today: date) -> int:
    """Write the changed feeds of owners into the municipality's folder; return how many were written.

    Those of people without a deadline any more, or who left, are deleted; all of them if it is switched off.
    """
    owned = _load_owned(session, municipality, today) if municipality.deadline_calendar else {}
    folder = outbox / municipality.slug / FOLDER
    for path in folder.glob("*.ics"):
        if path.name not in owned:
            path.unlink(missing_ok=True)
    digest = compute_digest(municipality.slug, municipality.language, owned)
    if not owned or are_current(folder, digest):
        return 0
    from terugkom.reminders.deadline_icalendar import render_deadlines  # icalendar takes 40 ms

    feeds = [
        (name, render_deadlines(municipality, deadlines, name=_name_feed(municipality, person)))
        for name, (person, deadlines) in owned.items()
    ]
    changed = [(name, content) for name, content in feeds if not has_content(folder, name, content)]
    write_all_atomically(folder, changed)
    record_files(folder, digest, feeds)
    return len(changed)


def _load_owned(
    session: Session, municipality: Municipality, today: date
) -> dict[str, tuple[str, list[CalendarDeadline]]]:
    """Return by file name of a feed the name of its owner, and the deadlines.

    The file name holds a code and an id, for two codes may look alike.
    """
    query = (
        select(Person.id, Person.code, Person.name, Action.id, Action.code, Action.title, Action.deadline)
        .join(Ownership, Ownership.person_id == Person.id)
        .join(Action, Action.id == Ownership.action_id)
        .where(Action.municipality_id == municipality.id, Action.status.in_(OPEN_STATUSES))
        .where(Action.deadline.is_not(None))
        .where(not_(has_departed(today)))
        .order_by(Person.id, Action.deadline, Action.code)
    )
    rows = session.execute(query).tuples().all()
    sequences = load_sequences(session, [action for _, _, _, action, *_ in rows])
    owned: dict[str, tuple[str, list[CalendarDeadline]]] = {}
    for number, person_code, name, action, code, title, day in rows:
        if day:
            _, deadlines = owned.setdefault(f"{slugify(person_code)}-{number}.ics", (name, []))
            deadlines.append(CalendarDeadline(action, code, title, day, sequences.get(action, 0)))
    return owned


def _name_feed(municipality: Municipality, person: str) -> str:
    return to_one_line(translate("deadline-calendar.name", municipality.language, person=person))
