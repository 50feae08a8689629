"""A plan that is drawn at random, told forwards: what each action was on which day, and so what counts."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from terugkom.plan.history import ADDED
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Group, Municipality, Person, Precision, ProgressReport
from terugkom.plan.stuck_reports import get_stuck_words
from tests.clock import clock_on

TODAY = date(2027, 3, 8)  # a Monday
BEGIN = date(2024, 3, 1)
THEMES = ("", "Energie", "Lucht", "Water")
GOALS = (7, 11, 13)
OPEN = ("planned", "running")
IS_STUCK = get_stuck_words("nl")
_THREE_YEARS = (TODAY - BEGIN).days


@dataclass(frozen=True)
class DrawnAction:
    """An action and its days in order: when it got which status, which deadline, and a report."""

    code: str
    group: str
    theme: str
    goals: tuple[int, ...]
    is_public: bool
    has_owner: bool
    is_in_plan: bool
    start: date | None
    snoozed_until: date | None
    statuses: tuple[tuple[date, str], ...]
    deadlines: tuple[tuple[date, date], ...]
    reports: tuple[date, ...]

    def status(self, day: date) -> str:
        """Its status at the end of a day, "" before it was in the plan."""
        return next((status for on, status in reversed(self.statuses) if on <= day), "")

    def deadline(self, day: date) -> date | None:
        return next((agreed for on, agreed in reversed(self.deadlines) if on <= day), None)

    def updates(self, until: date) -> list[date]:
        return [day for day in (*self.reports, *(on for on, _ in self.statuses[1:])) if day <= until]

    @property
    def stuck_on(self) -> date | None:
        """The day of its last report, if that says that its owner is stuck: of each second action."""
        return self.reports[-1] if self.reports and int(self.code[2:]) % 2 == 0 else None

    def is_stuck(self, day: date) -> bool:
        """Whether that was the last that was said by the end of a day, and nothing was decided since."""
        decided = [on for on, _ in (*self.statuses[1:], *self.deadlines[1:])]
        since = self.stuck_on
        return since is not None and since <= day and not any(since < on <= day for on in decided)

    def put_off_on(self, day: date, since: date) -> date | None:
        """The day on which its deadline was moved last, if that is later at the end of a day than before."""
        before, now = self.deadline(since), self.deadline(day)
        if not self.status(since) or before is None or now is None or now <= before:
            return None
        return max(on for on, _ in self.deadlines if since < on <= day)

    def is_late(self, day: date) -> bool:
        agreed = self.deadline(day)
        return self.status(day) in OPEN and agreed is not None and agreed < day

    def progress(self, day: date, since: date) -> str:
        """How far it is at the end of a day, in the words of a pack; "" before it was in the plan."""
        status = self.status(day)
        if status in ("", "done", "stopped"):
            return {"": "", "done": "klaar", "stopped": "gestopt"}[status]
        if self.is_late(day):
            return "te laat"
        if self.snoozed_until and self.snoozed_until >= day:
            return "op schema"
        if self.is_stuck(day):
            return "vastgelopen"
        moved_on = self.put_off_on(day, since)
        if moved_on and not any(each > moved_on for each in self.updates(day)):
            return "uitgesteld"
        if (self.start and self.start > since) or not self.status(since):
            return "op schema" if self.updates(day) else "nog geen nieuws"
        return "op schema" if any(each >= since for each in self.updates(day)) else "stil"

    def passed_deadlines(self, since: date) -> list[date]:
        """The deadlines after a day, up to today, that were still agreed when they passed."""
        agreed = {each for _, each in self.deadlines}
        return sorted(day for day in agreed if since < day <= TODAY and self.deadline(day) == day)

    def was_reported_in_time(self, deadline: date) -> bool:
        first = deadline - timedelta(days=30)
        reported = any(first <= each <= deadline for each in self.updates(deadline))
        return reported or self.status(deadline) in ("done", "stopped")


def count_progress(actions: Iterable[DrawnAction], day: date, since: date) -> Counter[str]:
    """Return how many actions are how far, by the words of a pack."""
    return Counter(found for each in actions if (found := each.progress(day, since)))


def draw_actions(seed: int, groups: tuple[str, ...], most: int = 40) -> list[DrawnAction]:
    """Draw a plan; actions that are no longer in it are among them, and count nowhere."""
    draw = random.Random(seed)
    return [_draw_action(draw, number, groups) for number in range(1, draw.randrange(3, most))]


def list_in_plan(actions: Iterable[DrawnAction]) -> list[DrawnAction]:
    return [each for each in actions if each.is_in_plan]


def _draw_action(draw: random.Random, number: int, groups: tuple[str, ...]) -> DrawnAction:
    added = BEGIN + timedelta(days=draw.randrange(_THREE_YEARS))
    days = sorted({added, *(_draw_day(draw, added) for _ in range(draw.choice([0, 0, 1, 2])))})
    states = [draw.choice(OPEN)]
    for _ in days[1:]:
        others = [each.value for each in ActionStatus if each != states[-1]]
        states.append(draw.choice(["done", *others]))
    statuses = [(on, status) for on, status in zip(days, states, strict=True)]
    statuses = [statuses[0], *(now for before, now in pairwise(statuses) if before[1] != now[1])]
    moves = sorted({added, *(_draw_day(draw, added) for _ in range(draw.choice([0, 0, 1, 2])))})
    reports = sorted({_draw_day(draw, added) for _ in range(draw.choice([0, 0, 0, 1, 2]))})
    return DrawnAction(
        code=f"A-{number:03}",
        group=draw.choice(("", *groups)),
        theme=draw.choice(THEMES),
        goals=tuple(sorted(draw.sample(GOALS, draw.randrange(4)))),
        is_public=draw.random() < 0.6,
        has_owner=draw.random() < 0.8,
        is_in_plan=draw.random() < 0.9,
        start=_draw_day(draw, added) if draw.random() < 0.3 else None,
        snoozed_until=TODAY + timedelta(days=draw.randrange(-30, 60)) if draw.random() < 0.1 else None,
        statuses=tuple(statuses),
        deadlines=tuple(_draw_deadlines(draw, moves)) if draw.random() < 0.9 else (),
        reports=tuple(reports),
    )


def _draw_day(draw: random.Random, added: date) -> date:
    return added + timedelta(days=draw.randrange((TODAY - added).days + 1))


def _draw_deadlines(draw: random.Random, moves: list[date]) -> Iterable[tuple[date, date]]:
    before = None
    for day in moves:
        agreed = day + timedelta(days=draw.randrange(1, 1200))
        if draw.random() < 0.2:  # the days on which it is just not late, or just is
            agreed = TODAY - timedelta(days=draw.randrange(2))
        if agreed != before:
            yield day, agreed
        before = agreed


def write_actions(
    session: Session,
    town: Municipality,
    groups: dict[str, Group],
    owner: Person,
    actions: Iterable[DrawnAction],
) -> None:
    """Write drawn actions as the plan has them today, with their history, reminders not yet scheduled."""
    for each in actions:
        row = Action(
            municipality_id=town.id,
            code=each.code,
            title=f"Actie {each.code[2:]}",
            theme=each.theme,
            sdgs="; ".join(str(goal) for goal in each.goals),
            group=groups.get(each.group),
            status=ActionStatus(each.status(TODAY)),
            start=each.start,
            deadline=each.deadline(TODAY),
            deadline_precision=Precision.DAY if each.deadlines else None,
            snoozed_until=each.snoozed_until,
            last_update_on=max(each.updates(TODAY), default=None),
            public=each.is_public,
            missing_since=None if each.is_in_plan else TODAY,
            next_reminder_on=TODAY,
        )
        row.owners = [owner] if each.has_owner else []
        row.reports = [
            ProgressReport(reported_on=day, text=IS_STUCK if day == each.stuck_on else "Er is nieuws.")
            for day in each.reports
        ]
        session.add(row)
        session.flush()
        session.add_all(_list_changes(row.id, each))


def _list_changes(action_id: int, drawn: DrawnAction) -> Iterable[ActionChange]:
    def change(day: date, field: str, old: Any = None, new: Any = None) -> ActionChange:
        return ActionChange(
            action_id=action_id, field=field, old=old, new=new, changed_on=day,
            changed_at=clock_on(day), source="test",
        )  # fmt: skip

    changes = [change(drawn.statuses[0][0], ADDED)]
    changes += [change(on, "status", old, new) for (_, old), (on, new) in pairwise(drawn.statuses)]
    changes += [
        change(on, "deadline", str(old), str(new)) for (_, old), (on, new) in pairwise(drawn.deadlines)
    ]
    yield from sorted(changes, key=lambda each: each.changed_on)
