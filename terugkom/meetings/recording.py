"""Recording minutes: each decision changes the plan, all of them in one transaction, or nothing does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.model import Document
from terugkom.documents.store import sha256, write_whole
from terugkom.errors import InputError
from terugkom.meetings.agenda import points_of
from terugkom.meetings.deciding import Known, Ruling, Verdict, decide
from terugkom.meetings.model import (
    Attendance,
    Decision,
    DecisionKind,
    Meeting,
    MeetingState,
    OpenPoint,
    Presence,
)
from terugkom.meetings.occasions import Occasion, occasions
from terugkom.meetings.opening import begin, named
from terugkom.meetings.written_minutes import Reference, WrittenMinutes
from terugkom.plan.clock import look_at_orphans, rearm
from terugkom.plan.history import ADDED, Change, changes, keep, state
from terugkom.plan.model import Action, Municipality, Person, Precision, Status
from terugkom.plan.queries import municipality_named
from terugkom.plan.workbook.codes import slug
from terugkom.plan.workbook.job import Directory
from terugkom.reminders.digest import Desk
from terugkom.rhythm.model import MomentState

DOCUMENT = "recorded-minutes"
_NOTHING = "Er is nog niets ingevuld: geen aanwezigheid, geen punt, geen besluit."
_BACK, _AHEAD = timedelta(days=800), timedelta(days=800)


class WrongMinutes(InputError):
    """Minutes that cannot be taken as they are; `problems` says where and what to do. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Recorded:
    """What minutes did. `again`: the same minutes were recorded before, and nothing was changed now."""

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
        """The actions that were changed or added."""
        return sorted({each.code for each in self.changes})


@dataclass(frozen=True)
class Hand:
    """In which run, when and on which day minutes are recorded; a dry run keeps nothing."""

    today: date
    now: datetime
    run_id: str = ""
    dry_run: bool = False


def record_minutes(desk: Desk, reference: Reference, written: WrittenMinutes, hand: Hand) -> Recorded:
    """Record the minutes of a meeting. Raises WrongMinutes with all that is wrong; nothing was changed then.

    The same minutes again change nothing; others, of a meeting that has its minutes, are refused.
    """
    content = written.content()
    digest, label = sha256(content), slug(f"{reference.subject} {reference.period}")
    name = f"{reference.municipality}/{hand.today}/{DOCUMENT}-{label}-{digest[:8]}.json"
    with desk.database.writing(dry_run=hand.dry_run) as session:
        town = municipality_named(session, reference.municipality)
        of = occasion_of(session, town, reference, hand.today)
        _refuse_untimely(of, hand.today)
        if of.state is MeetingState.MINUTED:
            return _recorded_before(session, of, reference, digest)
        meeting = begin(session, town, of, now=hand.now, run_id=hand.run_id)
        session.refresh(meeting, with_for_update={"of": Meeting})
        if meeting.state in (MeetingState.MINUTED, MeetingState.CANCELLED):  # somebody was quicker
            raise WrongMinutes("Dit overleg is intussen verwerkt of afgelast. Probeer opnieuw.")
        verdict = decide(written, known_of(session, town, meeting))
        if written.says_nothing:
            verdict.problems.insert(0, _NOTHING)
        if verdict.problems:
            raise WrongMinutes(*verdict.problems)
        made = _apply(session, town, meeting, verdict, hand)
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


def occasion_of(session: Session, town: Municipality, reference: Reference, today: date) -> Occasion:
    """Return the meeting that minutes are of. Raises WrongMinutes if there is none."""
    found = occasions(session, town, today - _BACK, today + _AHEAD)
    try:
        return named(found, reference.kind, reference.subject, reference.period)
    except InputError as error:
        raise WrongMinutes(
            f"Er is geen overleg met het kenmerk “{reference}”. Neem het document van het juiste overleg."
        ) from error


def known_of(session: Session, town: Municipality, meeting: Meeting) -> Known:
    """Return the plan as minutes of this meeting see it."""
    actions = session.scalars(
        select(Action).where(Action.municipality_id == town.id).options(selectinload(Action.owners))
    )
    people = session.scalars(select(Person).where(Person.municipality_id == town.id).order_by(Person.code))
    day = meeting.moment.day
    points = [each for each in points_of(session, meeting) if each.raised_on is None or each.raised_on <= day]
    return Known({each.code: each for each in actions}, Directory(people), points, day)


def _refuse_untimely(of: Occasion, today: date) -> None:
    if of.state is MeetingState.CANCELLED:
        raise WrongMinutes("Dit overleg is afgelast: er kan geen verslag van zijn.")
    if of.day > today:
        raise WrongMinutes(f"Dit overleg is pas op {of.day:%d/%m/%Y}. Bezorg het verslag daarna.")


def _recorded_before(session: Session, of: Occasion, reference: Reference, digest: str) -> Recorded:
    same = select(Document.id).where(Document.moment_id == of.moment_id, Document.kind == DOCUMENT)
    if session.scalar(same.where(Document.sha256 == digest)) is not None:
        return Recorded(reference, again=True)
    raise WrongMinutes(
        "Het verslag van dit overleg is al verwerkt, en dit is een ander. Er is niets gewijzigd. "
        "Pas het plan zelf aan, of zet het besluit in het verslag van het volgende overleg."
    )


def _apply(
    session: Session, town: Municipality, meeting: Meeting, verdict: Verdict, hand: Hand
) -> list[tuple[Action, Change]]:
    made: list[tuple[Action, Change]] = []
    moment = meeting.moment
    for ruling in verdict.rulings:
        action, changed = _applied(session, town, meeting, ruling)
        through = f"{moment.kind} {moment.subject}/{moment.period}, decision {ruling.number}"
        told = [(action, each) for each in changed] if action else []
        keep(session, told, changed_at=hand.now, through=through)
        made += told
        session.add(
            Decision(
                moment_id=meeting.moment_id,
                number=ruling.number,
                action=action,
                kind=ruling.kind,
                text=ruling.text,
                value=_value(ruling)[:500],
                applied_at=None if ruling.kind is DecisionKind.NOTE else hand.now,
            )
        )
    _settle_points(session, town, meeting, verdict)
    for person, presence in verdict.presences.values():
        session.add(Attendance(moment_id=meeting.moment_id, person_id=person.id, presence=presence))
    meeting.state, meeting.minuted_on = MeetingState.MINUTED, hand.today
    moment.state, moment.done_at = MomentState.OPEN, None  # members still get them, however late they are
    session.flush()
    look_at_orphans(session, town.id, hand.today)
    return made


def _applied(
    session: Session, town: Municipality, meeting: Meeting, ruling: Ruling
) -> tuple[Action | None, list[Change]]:
    if ruling.kind is DecisionKind.NEW_ACTION:
        action = _new_action(town, meeting, ruling)
        session.add(action)
        rearm(action, town.leads)
        return action, [Change(action.code, ADDED, "", action.title)]
    if ruling.action is None:
        return None, []
    action, before = ruling.action, state(ruling.action)
    _change(action, ruling, meeting.moment.day)
    rearm(action, town.leads)
    found = changes(action, before)
    if ruling.reason:
        found.append(Change(action.code, "note", "", ruling.reason))
    return action, found


def _change(action: Action, ruling: Ruling, day: date) -> None:
    if ruling.deadline:
        told = ruling.deadline
        exactly = told.precision is Precision.DAY and action.deadline_precision is Precision.DAY
        if not (exactly and action.deadline == told.day):
            action.deadline, action.deadline_precision = told.day, told.precision
            action.deadline_text = told.text
    if ruling.owners is not None and set(ruling.owners) != set(action.owners):
        action.owners = list(ruling.owners)
    if ruling.status and ruling.status is not action.status:
        action.status = ruling.status
        action.heard_on = max(action.heard_on or date.min, day)


def _new_action(town: Municipality, meeting: Meeting, ruling: Ruling) -> Action:
    told = ruling.deadline
    return Action(
        municipality_id=town.id,
        code=ruling.code,
        title=ruling.title,
        description=ruling.reason,
        theme="",
        sdgs="",
        deadline=told.day if told else None,
        deadline_precision=told.precision if told else None,
        deadline_text=told.text if told else "",
        budget_text="",
        part_of="",
        status=Status.PLANNED,
        snooze_reason="",
        extra={},
        owners=list(ruling.owners or ()),
        group=meeting.group,
    )


def _value(ruling: Ruling) -> str:
    """Return what a decision set, as the history keeps it."""
    if ruling.kind is DecisionKind.DEADLINE and ruling.deadline:
        return str(ruling.deadline.day)
    if ruling.kind is DecisionKind.OWNER:
        return "; ".join(each.code for each in ruling.owners or ())
    return ruling.status.value if ruling.status else ruling.code


def _settle_points(session: Session, town: Municipality, meeting: Meeting, verdict: Verdict) -> None:
    """Close what was dealt with; what was not counts once more, and comes back next time."""
    closed = [each.open_point_id for each in verdict.closed if each.open_point_id]
    again = [each.open_point_id for each in verdict.put_off if each.open_point_id]
    here = {"closed_moment_id": meeting.moment_id}
    session.execute(update(OpenPoint).where(OpenPoint.id.in_(closed)).values(here))
    session.execute(update(OpenPoint).where(OpenPoint.id.in_(again)).values(put_off=OpenPoint.put_off + 1))
    came_up = [(each.title, each.action_id, 1) for each in verdict.put_off if not each.open_point_id]
    raised = [(text, action.id if action else None, 0) for text, action in verdict.raised]
    session.add_all(
        OpenPoint(
            municipality_id=town.id,
            group_id=meeting.group_id,
            action_id=action,
            text=text,
            raised_moment_id=meeting.moment_id,
            put_off=times,
        )
        for text, action, times in [*came_up, *raised]
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
