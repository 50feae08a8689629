"""Record minutes: apply all their decisions to the plan in one transaction, or none."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.documents.file_store import sha256
from terugkom.documents.formatting import format_long_date
from terugkom.documents.messages import translate
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.errors import TextInputError
from terugkom.meetings import reschedule
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.invitation_replies import load_expected_presence
from terugkom.meetings.minutes.apply_decisions import apply_decisions
from terugkom.meetings.minutes.check_decisions import check_decisions
from terugkom.meetings.minutes.checked_minutes import CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.correct_minutes import (
    MinutesCorrection,
    compare_minutes,
    list_added_actions,
    take_back_points,
)
from terugkom.meetings.minutes.meeting_days import may_be_day_of
from terugkom.meetings.minutes.minutes_words import DECISION_KINDS
from terugkom.meetings.minutes.written_minutes import MeetingReference, WrittenMinutes
from terugkom.meetings.model import (
    Meeting,
    MeetingState,
    Presence,
)
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import open_meeting
from terugkom.normalize import normalize_text
from terugkom.plan.departures import has_departed
from terugkom.plan.history import FieldChange
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.queries import get_municipality, lock_municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from terugkom.workbook.codes import slugify
from terugkom.workbook.import_context import NameIndex

DOCUMENT = "recorded-minutes"
_LOOKBACK, _LOOKAHEAD = timedelta(days=800), timedelta(days=800)


class InvalidMinutes(TextInputError):
    """Minutes with errors; `problems` lists each with its location. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class RecordedMinutes:
    """The result of recording minutes. `again`: they were recorded before, and nothing was changed.

    `corrected`: others were recorded before; `added` and `removed` say the difference.
    """

    reference: MeetingReference
    decisions: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0
    closed: int = 0
    put_off: int = 0
    changes: tuple[FieldChange, ...] = ()
    again: bool = False
    corrected: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

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

    @property
    def stamp(self) -> RunStamp:
        """The run, its day and the time."""
        return RunStamp(self.today, self.now, self.run_id)


def record_minutes(
    context: RenderContext, reference: MeetingReference, written: WrittenMinutes, run: MinutesRun
) -> RecordedMinutes:
    """Record the minutes of a meeting. Raises InvalidMinutes with all problems; nothing was changed then.

    Recording equal minutes again changes nothing; others of a recorded meeting correct it by what differs.
    """
    content = written.to_json_bytes()
    digest, label = sha256(content), slugify(f"{reference.subject} {reference.period}")
    name = f"{reference.municipality}/{run.today}/{DOCUMENT}-{label}-{digest[:8]}.json"
    with context.database.write_session(dry_run=run.dry_run) as session:
        municipality = get_municipality(session, reference.municipality)
        lock_municipality(session, municipality)  # two groups may postpone the same point at once
        meeting = _load_meeting(session, municipality, reference, run)
        earlier = _load_earlier_minutes(context, session, municipality, meeting, digest)
        if earlier and earlier.digest == digest:
            return RecordedMinutes(reference, again=True)
        _check_day(session, municipality, meeting, written)
        checked, correction = _check_minutes(
            session, municipality, meeting, written, earlier, codes_only=run.codes_only
        )
        if checked.problems:
            raise InvalidMinutes(*checked.problems)
        changes = apply_decisions(session, municipality, meeting, checked, run.stamp, correction)
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
            context.documents.write(name, content, session)
    return _build_result(reference, checked, changes, correction)


def _check_minutes(
    session: Session,
    municipality: Municipality,
    meeting: Meeting,
    written: WrittenMinutes,
    earlier: "_EarlierMinutes | None",
    *,
    codes_only: bool,
) -> tuple[CheckedMinutes, MinutesCorrection | None]:
    """Return what the minutes decide, with all problems, and what they correct of earlier ones."""
    language = municipality.language
    has_points = take_back_points(session, meeting) if earlier else True
    snapshot = load_plan_snapshot(session, municipality, meeting)
    if earlier:
        snapshot = _add_earlier(session, meeting, snapshot, earlier, has_points=has_points)
    checked = check_decisions(written, replace(snapshot, codes_only=codes_only))
    checked.discussion += [vars(each) for each in written.discussion]
    if written.is_empty:
        checked.problems.insert(0, translate("minutes.refused.empty", language))
    elif not written.has_content and _is_as_answered(session, meeting, checked):
        checked.problems.insert(0, translate("minutes.refused.only-answers", language))
    correction = None
    if earlier:
        correction = compare_minutes(session, meeting, checked, includes_points=has_points)
        if not has_points and not earlier.has_same_points(written.to_json_bytes()):
            checked.problems.append(translate("minutes.correction.later-meeting", language))
    return checked, correction


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
        meeting = open_meeting(session, municipality, found, run.stamp)
    day = meeting.moment.day
    if meeting.state is MeetingState.CANCELLED:
        raise InvalidMinutes(translate("minutes.refused.cancelled", language, name=f"{key[1]}/{key[2]}"))
    if day > run.today:
        raise InvalidMinutes(translate("minutes.refused.too-early", language, day=f"{day:%d/%m/%Y}"))
    return meeting


def _check_day(
    session: Session, municipality: Municipality, meeting: Meeting, written: WrittenMinutes
) -> None:
    """Raise InvalidMinutes if the document says the day of another meeting: who fills in the form of an
    earlier one would correct the minutes of that one."""
    if written.days and not may_be_day_of(session, municipality, meeting, written.days):
        stated, planned = (
            format_long_date(each, municipality.language) for each in (written.days[-1], meeting.moment.day)
        )
        raise InvalidMinutes(
            translate("minutes.refused.other-day", municipality.language, day=stated, planned=planned)
        )


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
        meeting.group_id,
    )


def _is_as_answered(session: Session, meeting: Meeting, checked: CheckedMinutes) -> bool:
    """Return whether the attendance is that of the form, which holds what people answered beforehand."""
    expected = load_expected_presence(session, meeting)
    return bool(expected) and all(
        expected.get(person) is presence for person, (_, presence) in checked.attendance.items()
    )


@dataclass(frozen=True)
class _EarlierMinutes:
    """The minutes that were recorded last, as they are kept; empty where they are no longer kept."""

    digest: str
    content: Mapping[str, Any]

    @property
    def answered_keys(self) -> frozenset[str]:
        return frozenset(
            normalize_text(each["key"]) for each in self.content.get("answers", ()) if each["key"]
        )

    def has_same_points(self, content: bytes) -> bool:
        """Return whether other minutes say the same of the points of the agenda."""
        return _list_points(json.loads(content)) == _list_points(self.content)


def _list_points(content: Mapping[str, Any]) -> list[Any]:
    answered = [each for each in content.get("answers", ()) if each["answer"] or not each["key"]]
    postponed = [
        (each["action"], each["value"], each["reason"])
        for each in content.get("entries", ())
        if DECISION_KINDS.get(normalize_text(each["kind"]), (None, False))[1]
    ]
    return [*answered, *postponed]


def _load_earlier_minutes(
    context: RenderContext, session: Session, municipality: Municipality, meeting: Meeting, digest: str
) -> _EarlierMinutes | None:
    """Return the minutes that were recorded last, None without. Raises InvalidMinutes for older ones."""
    if meeting.state is not MeetingState.MINUTED:
        return None
    recorded = session.execute(
        select(Document.path, Document.sha256)
        .where(Document.moment_id == meeting.moment_id, Document.kind == DOCUMENT)
        .order_by(Document.id.desc())
    ).tuples()
    found = recorded.all()
    if digest in [each for _, each in found[1:]]:
        raise InvalidMinutes(translate("minutes.refused.older-version", municipality.language))
    path, last = found[0] if found else ("", "")
    kept = context.documents.find(path) if path else None
    return _EarlierMinutes(last, json.loads(kept) if kept else {})


def _add_earlier(
    session: Session,
    meeting: Meeting,
    snapshot: PlanSnapshot,
    earlier: _EarlierMinutes,
    *,
    has_points: bool,
) -> PlanSnapshot:
    """Return what corrected minutes are checked against: also what the earlier ones added and answered."""
    return replace(
        snapshot,
        points=snapshot.points if has_points else (),
        added=list_added_actions(session, meeting),
        known_keys=earlier.answered_keys,
    )


def _build_result(
    reference: MeetingReference,
    checked: CheckedMinutes,
    changes: Sequence[tuple[Action, FieldChange]],
    correction: MinutesCorrection | None,
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
        corrected=correction is not None,
        added=correction.added if correction else (),
        removed=correction.removed if correction else (),
    )
