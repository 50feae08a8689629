"""How far the public actions of a plan are, by theme and by sustainable development goal."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from terugkom.action_pages.public_actions import CHECKED, PublicAction
from terugkom.plan.count_actions import count_actions


@dataclass(frozen=True)
class PublicProgress:
    """How many actions there are, by status; `late` are among the planned and running ones, and those that
    are `checked` are not among the done ones."""

    total: int
    done: int
    running: int
    planned: int
    stopped: int
    checked: int
    late: int


@dataclass(frozen=True)
class OverviewPart:
    """The actions of one theme, whose name may be empty, or of one goal, by its number."""

    theme: str
    goal: int
    progress: PublicProgress
    actions: tuple[PublicAction, ...]


def count_progress(actions: Sequence[PublicAction]) -> PublicProgress:
    """Return how many of the actions have which status."""
    by_status = count_actions(actions, lambda each: each.status)
    by_lateness = count_actions(actions, lambda each: each.is_late)
    counts = {status: by_status[status] for status in ("done", "running", "planned", "stopped", CHECKED)}
    return PublicProgress(total=by_status.total(), late=by_lateness[True], **counts)


def group_by_theme(actions: Sequence[PublicAction]) -> tuple[OverviewPart, ...]:
    """Return a part for each theme by name; actions without one come last."""
    found: defaultdict[str, list[PublicAction]] = defaultdict(list)
    for each in actions:
        found[each.theme.strip()].append(each)
    themes = sorted(found, key=lambda theme: (not theme, theme.casefold()))
    return tuple(OverviewPart(each, 0, count_progress(found[each]), tuple(found[each])) for each in themes)


def group_by_goal(actions: Sequence[PublicAction]) -> tuple[OverviewPart, ...]:
    """Return a part for each goal that some action serves, by number; an action may be in several."""
    found: defaultdict[int, list[PublicAction]] = defaultdict(list)
    for each in actions:
        for goal in each.sdgs:
            found[goal].append(each)
    return tuple(
        OverviewPart("", goal, count_progress(mine), tuple(mine)) for goal, mine in sorted(found.items())
    )
