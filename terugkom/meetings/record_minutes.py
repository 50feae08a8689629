"""Record minutes: apply all their decisions to the plan in one transaction, or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.file_store import sha256, write_whole
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.errors import InputError
from terugkom.meetings import reschedule
from terugkom.meetings.agenda import points_of
from terugkom.meetings.apply_decisions import apply
from terugkom.meetings.check_decisions import Known, Verdict, decide
from terugkom.meetings.model import (
    Meeting,
    MeetingState,
    Presence,
)
from terugkom.meetings.occurrences import occasions
from terugkom.meetings.open_meeting import begin
from terugkom.meetings.parse_minutes import Reference, WrittenMinutes
from terugkom.plan.history import Change
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.queries import hold, municipality_named
from terugkom.schedule.model import Moment
from terugkom.workbook.codes import slug
from terugkom.workbook.import_context import Directory

DOCUMENT = "recorded-minutes"
_NOTHING = "Er is nog niets ingevuld: geen aanwezigheid, geen punt, geen besluit."
_NO_MEETING = "Er is geen overleg met het kenmerk “{reference}”. Neem het document van het juiste overleg."
_BACK, _AHEAD = timedelta(days=800), timedelta(days=800)


class WrongMinutes(InputError):
    """Minutes with errors; `problems` lists each with its location. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Recorded:
    """The result of recording minutes. `again`: they were recorded before, and nothing was changed."""

    reference: Reference
    decisions: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0
    closed: int = 0
    put_off: int = 0
    changes: tuple[Change, ...] = ()
    again: bool = False

    @property
    def codes(self) -> list[str]:
        """The codes of the changed and added actions, sorted."""
        return sorted({each.code for each in self.changes})


@dataclass(frozen=True)
class Hand:
    """The run that records minutes: its date, time and id; a dry run stores nothing."""

    today: date
    now: datetime
    run_id: str = ""
    dry_run: bool = False


def record_minutes(
    desk: RenderContext, reference: Reference, written: WrittenMinutes, hand: Hand
) -> Recorded:
    """Record the minutes of a meeting. Raises WrongMinutes with all problems; nothing was changed then.

    Recording equal minutes again changes nothing; different minutes of a recorded meeting are refused.
    """
    content = written.content()
    digest, label = sha256(content), slug(f"{reference.subject} {reference.period}")
    name = f"{reference.municipality}/{hand.today}/{DOCUMENT}-{label}-{digest[:8]}.json"
    with desk.database.writing(dry_run=hand.dry_run) as session:
        town = municipality_named(session, reference.municipality)
        hold(session, town)  # two groups may postpone the same point at once
        meeting = _meeting(session, town, reference, hand)
        if meeting.state is MeetingState.MINUTED:
            return _recorded_before(session, meeting, reference, digest)
        verdict = decide(written, known_of(session, town, meeting))
        if written.says_nothing:
            verdict.problems.insert(0, _NOTHING)
        if verdict.problems:
            raise WrongMinutes(*verdict.problems)
        made = apply(session, town, meeting, verdict, hand.today, hand.now)
        session.add(
            Document(
                municipality_id=town.id,
                moment_id=meeting.moment_id,
                kind=DOCUMENT,
                subject=str(reference),
                path=name,
                sha256=digest,
                run_id=hand.run_id,
                created_at=hand.now,
            )
        )
        session.flush()
        if not hand.dry_run:
            write_whole(desk.documents, name, content)
    return _told(reference, verdict, made)


def reference_named(session: Session, town: Municipality, name: str, today: date) -> Reference:
    """Return the reference of the meeting named ``ENERGIE/2027-03``. Raises InputError if there is none."""
    moment = reschedule.meeting_named(session, town, name, today).moment
    return Reference(town.slug, moment.kind, moment.subject, moment.period)


def _meeting(session: Session, town: Municipality, reference: Reference, hand: Hand) -> Meeting:
    """Return the meeting, locked, and opened if needed. Raises WrongMinutes if it was not held."""
    of = (reference.kind, reference.subject, reference.period)
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == town.id)
    query = query.where(Moment.kind == of[0], Moment.subject == of[1], Moment.period == of[2])
    meeting = session.scalars(query.with_for_update(of=Meeting)).one_or_none()
    if meeting is None:
        planned = occasions(session, town, hand.today - _BACK, hand.today + _AHEAD)
        found = next((each for each in planned if each.key == of), None)
        if found is None:
            raise WrongMinutes(_NO_MEETING.format(reference=reference))
        meeting = begin(session, town, found, now=hand.now, run_id=hand.run_id)
    day = meeting.moment.day
    if meeting.state is MeetingState.CANCELLED:
        raise WrongMinutes("Dit overleg is afgelast: er kan geen verslag van zijn.")
    if day > hand.today:
        raise WrongMinutes(f"Dit overleg is pas op {day:%d/%m/%Y}. Bezorg het verslag daarna.")
    return meeting


def known_of(session: Session, town: Municipality, meeting: Meeting) -> Known:
    """Return what the minutes of this meeting are checked against: actions, people, points, date."""
    actions = session.scalars(
        select(Action).where(Action.municipality_id == town.id).options(selectinload(Action.owners))
    )
    people = session.scalars(select(Person).where(Person.municipality_id == town.id).order_by(Person.code))
    day = meeting.moment.day
    return Known({each.code: each for each in actions}, Directory(people), points_of(session, meeting), day)


def _recorded_before(session: Session, of: Meeting, reference: Reference, digest: str) -> Recorded:
    same = select(Document.id).where(Document.moment_id == of.moment_id, Document.kind == DOCUMENT)
    if session.scalar(same.where(Document.sha256 == digest)) is not None:
        return Recorded(reference, again=True)
    raise WrongMinutes(
        "Het verslag van dit overleg is al verwerkt, en dit is een ander. Er is niets gewijzigd. "
        "Pas het plan zelf aan, of zet het besluit in het verslag van het volgende overleg."
    )


def _told(reference: Reference, verdict: Verdict, made: Sequence[tuple[Action, Change]]) -> Recorded:
    there = Counter(presence for _, presence in verdict.presences.values())
    return Recorded(
        reference,
        decisions=len(verdict.rulings),
        present=there[Presence.PRESENT],
        excused=there[Presence.EXCUSED],
        absent=there[Presence.ABSENT],
        closed=len(verdict.closed),
        put_off=len(verdict.put_off),
        changes=tuple(change for _, change in made),
    )
