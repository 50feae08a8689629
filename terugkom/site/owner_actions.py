"""What an owner's page shows: their open actions, and those of the owners whose mail they get today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.meetings.occurrences import find_next_meetings
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.waiting_questions import WaitingQuestion, load_waiting_questions, put_readers_first

_SHOWN_REPORTS = 5


@dataclass(frozen=True)
class IndicatorView:
    """An indicator with its latest value."""

    code: str
    name: str
    unit: str
    latest: float | None
    latest_on: date | None
    target: float | None


@dataclass(frozen=True)
class ReportView:
    """An earlier report."""

    on: date
    text: str


@dataclass(frozen=True)
class ActionView:
    """An action as its owner's page shows it. `waiting` is what its owners asked and is still to be decided,
    the reader's own first; `proposed` is the first later date of that."""

    code: str
    title: str
    status: str
    deadline: date | None
    days_left: int | None
    owner: str  # whose it is, if it is not the reader's own
    reports: tuple[ReportView, ...]
    indicators: tuple[IndicatorView, ...]
    next_meeting: date | None
    waiting: tuple[WaitingQuestion, ...] = ()
    is_shared: bool = False  # there are other owners, or the reader is none

    @property
    def proposed(self) -> date | None:
        """The later date that waits, the reader's own if they proposed one."""
        return next((each.deadline for each in self.waiting if each.deadline), None)

    @property
    def waits_for_meeting(self) -> bool:
        """Whether that date waits for a meeting, and not for the coordinator."""
        return next((each.waits_for_meeting for each in self.waiting if each.deadline), False)


def describe_actions(
    session: Session, municipality: Municipality, person: Person, actions: Sequence[Action], today: date
) -> tuple[ActionView, ...]:
    """Return what the page of this person shows of these actions."""
    meetings = find_next_meetings(session, municipality, today)
    waiting = load_waiting_questions(session, municipality.id)
    indicators = _list_indicators(session, [each.id for each in actions])
    return tuple(
        ActionView(
            code=action.code,
            title=action.title,
            status=action.status.value,
            deadline=action.deadline,
            days_left=(action.deadline - today).days if action.deadline else None,
            owner="" if person in action.owners else ", ".join(each.name for each in action.owners),
            reports=tuple(
                ReportView(each.reported_on, each.text) for each in action.reports[: -_SHOWN_REPORTS - 1 : -1]
            ),
            indicators=indicators.get(action.id, ()),
            next_meeting=meetings.get(action.group_id),
            waiting=put_readers_first(waiting.get(action.id, ()), person.id),
            is_shared=any(each is not person for each in action.owners),
        )
        for action in actions
    )


def _list_indicators(session: Session, action_ids: Sequence[int]) -> dict[int, tuple[IndicatorView, ...]]:
    mine = (
        select(Indicator)
        .where(Indicator.action_id.in_(action_ids))
        .options(selectinload(Indicator.measurements))
        .order_by(Indicator.code)
    )
    found: dict[int, tuple[IndicatorView, ...]] = {}
    for each in session.scalars(mine):
        latest = each.measurements[-1] if each.measurements else None
        view = IndicatorView(
            each.code,
            each.name,
            each.unit,
            latest.value if latest else None,
            latest.measured_on if latest else None,
            each.target,
        )
        found[each.action_id] = (*found.get(each.action_id, ()), view)
    return found
