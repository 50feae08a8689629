"""Record minutes: apply all their decisions to the plan in one transaction, or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.meetings import reschedule
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.apply_decisions import apply_decisions
from terugkom.meetings.check_decisions import check_decisions
from terugkom.meetings.checked_minutes import CheckedMinutes, PlanSnapshot
from terugkom.meetings.model import (
    Meeting,
    MeetingState,
    Presence,
)
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import open_meeting
from terugkom.meetings.written_minutes import MeetingReference, WrittenMinutes
from terugkom.plan.departures import has_departed
from terugkom.plan.history import FieldChange
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.queries import get_municipality, lock_municipality
from terugkom.schedule.model import Moment
from terugkom.workbook.codes import slugify
from terugkom.workbook.import_context import NameIndex

DOCUMENT = "recorded-minutes"
_LOOKBACK, _LOOKAHEAD = timedelta(days=800), timedelta(days=800)


class InvalidMinutes(InputError):
    """Minutes with errors; `problems` lists each with its location. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class RecordedMinutes:
    """The result of recording minutes. `again`: they were recorded before, and nothing was changed."""

    reference: MeetingReference
    decisions: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0
    closed: int = 0
    put_off: int = 0
    changes: tuple[FieldChange, ...] = ()
    again: bool = False

    @property
    def codes(self) -> list[str]:
        """The codes of the changed and added actions, sorted."""
        return sorted({each.code for each in self.changes})

    def as_json(self) -> dict[str, Any]:
        """Return the result as the report beside the file holds it; values of changes as text."""
        return vars(self) | {
            "reference": asdict(self.reference),
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True)
class MinutesRun:
    """The run that records minutes: its date, time and id; a dry run stores nothing.

    `codes_only`: people are given by code, and no text may name one, for others can read what was given.
    """

    today: date
    now: datetime
    run_id: str = ""
    dry_run: bool = False
    codes_only: bool = False


def record_minutes(
    context: RenderContext, reference: MeetingReference, written: WrittenMinutes, run: MinutesRun
) -> RecordedMinutes:
    """Record the minutes of a meeting. Raises InvalidMinutes with all problems; nothing was changed then.

    Recording equal minutes again changes nothing; different minutes of a recorded meeting are refused.
    """
    content = written.to_json_bytes()
    digest, label = sha256(content), slugify(f"{reference.subject} {reference.period}")
    name = f"{reference.municipality}/{run.today}/{DOCUMENT}-{label}-{digest[:8]}.json"
    with context.database.write_session(dry_run=run.dry_run) as session:
        municipality = get_municipality(session, reference.municipality)
        lock_municipality(session, municipality)  # two groups may postpone the same point at once
        meeting = _load_meeting(session, municipality, reference, run)
        if meeting.state is MeetingState.MINUTED:
            return _find_earlier_recording(session, municipality, meeting, reference, digest)
        snapshot = load_plan_snapshot(session, municipality, meeting)
        checked = check_decisions(written, replace(snapshot, codes_only=run.codes_only))
        if written.is_empty:
            checked.problems.insert(0, translate("minutes.refused.empty", municipality.language))
        if checked.problems:
            raise InvalidMinutes(*checked.problems)
        changes = apply_decisions(session, municipality, meeting, checked, run.today, run.now)
        session.add(
            Document(
                municipality_id=municipality.id,
                moment_id=meeting.moment_id,
                kind=DOCUMENT,
                subject=str(reference),
                path=name,
                sha256=digest,
                run_id=run.run_id,
                created_at=run.now,
            )
        )
        session.flush()
        if not run.dry_run:
            context.documents.write(name, content)
    return _build_result(reference, checked, changes)


def find_reference(session: Session, municipality: Municipality, name: str, today: date) -> MeetingReference:
    """Return the reference of the meeting named ``ENERGIE/2027-03``. Raises InputError if there is none."""
    moment = reschedule.find_meeting(session, municipality, name, today).moment
    return MeetingReference(municipality.slug, moment.kind, moment.subject, moment.period)


def _load_meeting(
    session: Session, municipality: Municipality, reference: MeetingReference, run: MinutesRun
) -> Meeting:
    """Return the meeting, locked, and opened if needed. Raises InvalidMinutes if it was not held."""
    key, language = (reference.kind, reference.subject, reference.period), municipality.language
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == municipality.id)
    query = query.where(Moment.kind == key[0], Moment.subject == key[1], Moment.period == key[2])
    meeting = session.scalars(query.with_for_update(of=Meeting)).one_or_none()
    if meeting is None:
        planned = list_occurrences(session, municipality, run.today - _LOOKBACK, run.today + _LOOKAHEAD)
        found = next((each for each in planned if each.key == key), None)
        if found is None:
            raise InvalidMinutes(translate("minutes.refused.no-meeting", language, reference=reference))
        meeting = open_meeting(session, municipality, found, now=run.now, run_id=run.run_id)
    day = meeting.moment.day
    if meeting.state is MeetingState.CANCELLED:
        raise InvalidMinutes(translate("minutes.refused.cancelled", language))
    if day > run.today:
        raise InvalidMinutes(translate("minutes.refused.too-early", language, day=f"{day:%d/%m/%Y}"))
    return meeting


def load_plan_snapshot(session: Session, municipality: Municipality, meeting: Meeting) -> PlanSnapshot:
    """Return what the minutes of this meeting are checked against: actions, people, points, date."""
    actions = session.scalars(
        select(Action).where(Action.municipality_id == municipality.id).options(selectinload(Action.owners))
    )
    people = session.scalars(
        select(Person).where(Person.municipality_id == municipality.id).order_by(Person.code)
    )
    day = meeting.moment.day
    departed = (Person.municipality_id == municipality.id, has_departed(day))
    return PlanSnapshot(
        {each.code: each for each in actions},
        NameIndex(people),
        list_agenda_points(session, meeting),
        day,
        municipality.language,
        frozenset(session.scalars(select(Person.id).where(*departed))),
    )


def _find_earlier_recording(
    session: Session, municipality: Municipality, meeting: Meeting, reference: MeetingReference, digest: str
) -> RecordedMinutes:
    same = select(Document.id).where(Document.moment_id == meeting.moment_id, Document.kind == DOCUMENT)
    if session.scalar(same.where(Document.sha256 == digest)) is not None:
        return RecordedMinutes(reference, again=True)
    raise InvalidMinutes(translate("minutes.refused.recorded-before", municipality.language))


def _build_result(
    reference: MeetingReference, checked: CheckedMinutes, changes: Sequence[tuple[Action, FieldChange]]
) -> RecordedMinutes:
    counts = Counter(presence for _, presence in checked.attendance.values())
    return RecordedMinutes(
        reference,
        decisions=len(checked.decisions),
        present=counts[Presence.PRESENT],
        excused=counts[Presence.EXCUSED],
        absent=counts[Presence.ABSENT],
        closed=len(checked.closed),
        put_off=len(checked.postponed),
        changes=tuple(change for _, change in changes),
    )
