"""The overview for a peer exchange: progress by topic and municipality, and who can help whom."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.normalize import normalize_text
from terugkom.peers.export_shared import SharedActionData, build_shared_plan, build_shared_plans
from terugkom.peers.import_shared import load_imported_actions
from terugkom.peers.match_pairs import HelpPair, match_pairs
from terugkom.plan.count_actions import count_actions
from terugkom.plan.model import OPEN_STATUSES, Action, ActionStatus, Municipality
from terugkom.process.gc_paused import pause_gc

MAX_SHOWN = 8  # pairs, themes or lessons that a page shows of each; the rest is counted
T = TypeVar("T")


@dataclass(frozen=True)
class MunicipalityProgress:
    """The progress of a municipality on a theme or goal: actions done, and all that it shares."""

    municipality: str
    done: int
    total: int


@dataclass(frozen=True)
class TopicProgress:
    """A theme or goal with the progress of each municipality, most done first; `own` is None without own
    actions."""

    name: str
    progress: tuple[MunicipalityProgress, ...]
    own: MunicipalityProgress | None

    @property
    def leaders(self) -> tuple[str, ...]:
        """The municipalities with the most actions done; empty if none has any."""
        best = self.progress[0].done
        return tuple(each.municipality for each in self.progress if best and each.done == best)


@dataclass(frozen=True)
class SharedLesson:
    """A shared action with what worked or did not."""

    municipality: str
    action: SharedActionData


@dataclass(frozen=True)
class ExchangeOverview:
    """The overview for one municipality's exchange. Lists are complete: a template shows the first ones."""

    own: str
    others: tuple[str, ...]
    shared: int  # by us
    received: int  # from others
    themes: tuple[TopicProgress, ...]
    goals: tuple[TopicProgress, ...]
    for_us: tuple[HelpPair, ...]
    for_them: tuple[HelpPair, ...]
    lessons: tuple[SharedLesson, ...]
    withheld: int


@pause_gc()
def build_exchange_overview(session: Session, municipality: Municipality, today: date) -> ExchangeOverview:
    """Build the overview for an exchange.

    Others are the municipalities of this installation, whose plans are read directly, and those whose file
    was imported.
    """
    own_plan = build_shared_plan(session, municipality)
    others = _load_other_municipalities(session, municipality)
    actions_by_municipality = {own_plan.municipality: own_plan.actions} | others
    help_pairs = match_pairs(
        own_plan.municipality, own_plan.actions, _list_late_codes(session, municipality, today), others
    )
    return ExchangeOverview(
        own=own_plan.municipality,
        others=tuple(others),
        shared=len(own_plan.actions),
        received=sum(len(each) for each in others.values()),
        themes=_compare_topics(
            actions_by_municipality, own_plan.municipality, lambda each: each.theme, lambda theme: (theme,)
        ),
        goals=_compare_topics(
            actions_by_municipality,
            own_plan.municipality,
            lambda each: each.sdgs,
            lambda sdgs: [f"SDG {n}" for n in sdgs],
        ),
        for_us=tuple(each for each in help_pairs if each.helped == own_plan.municipality),
        for_them=_interleave(
            (each for each in help_pairs if each.helper == own_plan.municipality),
            lambda each: (False, each.helped),
        ),
        lessons=_collect_lessons(others),
        withheld=len(own_plan.withheld),
    )


def _load_other_municipalities(
    session: Session, municipality: Municipality
) -> dict[str, Sequence[SharedActionData]]:
    found: dict[str, Sequence[SharedActionData]] = dict(load_imported_actions(session, municipality))
    # The plan in this installation is newer than an imported file of it.
    found |= {
        each.municipality: each.actions
        for each in build_shared_plans(session, _list_municipalities_here(session, municipality))
    }
    return {name: actions for name, actions in sorted(found.items()) if actions}


def _list_municipalities_here(session: Session, municipality: Municipality) -> list[tuple[int, str]]:
    """Return the other municipalities of this installation, each with a unique name."""
    query = (
        select(Municipality.id, Municipality.name, Municipality.slug)
        .where(Municipality.id != municipality.id)
        .order_by(Municipality.name, Municipality.id)
    )
    found, seen = [], {municipality.name}
    for other, name, slug in session.execute(query).tuples():
        found.append((other, f"{name} ({slug})" if name in seen else name))
        seen.add(name)
    return found


def _list_late_codes(session: Session, municipality: Municipality, today: date) -> list[str]:
    return list(
        session.scalars(
            select(Action.code).where(
                Action.municipality_id == municipality.id,
                Action.status.in_(OPEN_STATUSES),
                Action.deadline < today,
            )
        )
    )


def _compare_topics(
    actions_by_municipality: Mapping[str, Sequence[SharedActionData]],
    own: str,
    of: Callable[[SharedActionData], Hashable],
    names_of: Callable[[Any], Sequence[str]],
) -> tuple[TopicProgress, ...]:
    """Return the progress by theme or goal; those with the most municipalities first.

    `of` returns the value of an action to group by, `names_of` the names of the topics of that value.
    """
    counts: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    names: dict[str, str] = {}
    for municipality, actions in actions_by_municipality.items():
        same = count_actions(actions, lambda each: (of(each), each.status is ActionStatus.DONE))
        for (value, done), number in same.items():
            for name in names_of(value):
                count = counts[normalize_text(name)][municipality]
                names.setdefault(normalize_text(name), name)
                count[0] += number if done else 0
                count[1] += number
    found = []
    for key, counts_by_municipality in counts.items():
        progress = [
            MunicipalityProgress(town, done, total) for town, (done, total) in counts_by_municipality.items()
        ]
        progress.sort(key=lambda each: (-each.done, each.total, each.municipality))
        own_progress = next((each for each in progress if each.municipality == own), None)
        found.append(TopicProgress(names[key], tuple(progress), own_progress))
    return tuple(sorted(found, key=lambda each: (-len(each.progress), _pad_number(each.name))))


def _pad_number(name: str) -> str:
    """Return a name so that "SDG 7" comes before "SDG 13"."""
    return re.sub(r"\d+", lambda number: number[0].zfill(4), name)


def _collect_lessons(others: Mapping[str, Sequence[SharedActionData]]) -> tuple[SharedLesson, ...]:
    """Return the lessons of others; those about what did not work first."""
    lessons = [
        SharedLesson(municipality, each)
        for municipality, actions in others.items()
        for each in actions
        if each.worked or each.did_not_work
    ]
    lessons.sort(key=lambda each: (not each.action.did_not_work, each.municipality))
    return _interleave(lessons, lambda each: (not each.action.did_not_work, each.municipality))


def _interleave(items: Iterable[T], key: Callable[[T], tuple[bool, str]]) -> tuple[T, ...]:
    """Return items interleaved by municipality, as only the first ones are shown."""
    turns: Counter[tuple[bool, str]] = Counter()
    found = []
    for item in items:
        last, name = key(item)
        turns[last, name] += 1
        found.append(((last, turns[last, name]), item))
    return tuple(item for _, item in sorted(found, key=lambda each: each[0]))
