"""Review a plan by group: grades now, and the change since the group's last meeting."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from terugkom.gate.check_plan import CheckedAction, check_plan
from terugkom.gate.grades import Grade
from terugkom.gate.model import GateAcceptance, GateSnapshot
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, Municipality


@dataclass(frozen=True)
class GroupGrades:
    """The grades of one group's actions now, and those of an earlier day if they are known."""

    code: str
    group: str
    now: Counter[Grade]
    before: Counter[Grade] | None = None
    since: date | None = None

    @property
    def concrete_gain(self) -> int:
        """The change in the number of concrete actions (grade A)."""
        return self.now[Grade.A] - self.before[Grade.A] if self.before is not None else 0


@dataclass(frozen=True)
class PlanReview:
    """The result of checking a plan: grades by group, actions with findings, and accepted actions."""

    group_grades: tuple[GroupGrades, ...]
    actions_with_findings: tuple[CheckedAction, ...]
    accepted_actions: tuple[CheckedAction, ...]

    @property
    def total_grades(self) -> Counter[Grade]:
        """The grades of all actions together."""
        return sum((each.now for each in self.group_grades), Counter[Grade]())


def review_plan(
    session: Session, municipality: Municipality, today: date, last_meetings: Mapping[str, date]
) -> PlanReview:
    """Check the whole plan; only actions with a finding, or accepted in spite of one, are held on to.

    `last_meetings` says by its code when a group last came together: what changed since then is counted.
    """
    now: defaultdict[str, Counter[Grade]] = defaultdict(Counter)
    names: dict[str, str] = {}
    with_findings, accepted = [], []
    for each in check_plan(session, municipality):
        now[each.group_code][each.grade] += 1
        names[each.group_code] = each.group
        if each.findings:
            with_findings.append(each)
        elif each.accepted_rules:
            accepted.append(each)
    earlier = session.scalars(_select_snapshots(municipality).where(GateSnapshot.day < today)).all()
    standings = [
        _compare_with_snapshot(code, names[code], now[code], earlier, last_meetings.get(code))
        for code in sorted(now, key=lambda code: (not code, names[code]))
    ]
    with_findings.sort(key=lambda each: (not each.group, each.group, each.code))
    return PlanReview(tuple(standings), tuple(with_findings), tuple(accepted))


def select_with_changed_plans() -> Select[tuple[int]]:
    """Return the query for the municipalities whose plan or acceptances changed since their last check."""
    changed = select(ActionChange.id).join(Action, Action.id == ActionChange.action_id)
    accepted = select(GateAcceptance.id).join(Action, Action.id == GateAcceptance.action_id)
    return select(Municipality.id).where(
        or_(
            *(
                query.where(Action.municipality_id == Municipality.id, number > _build_last(known)).exists()
                for query, number, known in (
                    (changed, ActionChange.id, GateSnapshot.last_change),
                    (accepted, GateAcceptance.id, GateSnapshot.last_acceptance),
                )
            )
        )
    )


def _build_last(known: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Return as SQL what the last check of a municipality knew; 0 before the first one."""
    newest = (
        select(known)
        .where(GateSnapshot.municipality_id == Municipality.id)
        .order_by(GateSnapshot.day.desc())
        .limit(1)
    )
    return func.coalesce(newest.correlate(Municipality).scalar_subquery(), 0)


def save_snapshot(
    session: Session, municipality: Municipality, review: PlanReview, today: date, now: datetime
) -> None:
    """Save the snapshot of this day; a later check on the same day overwrites it."""
    last_change = session.scalar(select(func.max(ActionChange.id))) or 0
    last_acceptance = session.scalar(select(func.max(GateAcceptance.id))) or 0
    snapshot = session.scalar(_select_snapshots(municipality).where(GateSnapshot.day == today))
    snapshot = snapshot or GateSnapshot(municipality_id=municipality.id, day=today)
    snapshot.grades = {
        each.code: {grade.value: each.now[grade] for grade in Grade} for each in review.group_grades
    }
    snapshot.checked_at = now
    snapshot.last_change, snapshot.last_acceptance = last_change, last_acceptance
    session.add(snapshot)


def _select_snapshots(municipality: Municipality) -> Select[tuple[GateSnapshot]]:
    return (
        select(GateSnapshot).where(GateSnapshot.municipality_id == municipality.id).order_by(GateSnapshot.day)
    )


def _compare_with_snapshot(
    code: str, name: str, now: Counter[Grade], earlier: Sequence[GateSnapshot], last_meeting: date | None
) -> GroupGrades:
    """Compare with the newest snapshot up to the last meeting; without one, with the oldest."""
    known = [each for each in earlier if code in each.grades]
    before_meeting = [each for each in known if last_meeting and each.day <= last_meeting]
    if not known:
        return GroupGrades(code, name, now)
    snapshot = before_meeting[-1] if before_meeting else known[0]
    return GroupGrades(code, name, now, _parse_counts(snapshot.grades[code].items()), snapshot.day)


def _parse_counts(counts: Iterable[tuple[str, int]]) -> Counter[Grade]:
    return Counter({Grade(letter): count for letter, count in counts})
