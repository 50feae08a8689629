"""Match municipalities that can help each other: one has done what the other plans, or is late with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from terugkom.normalize import plain
from terugkom.peers.export_shared import Shared
from terugkom.plan.model import Status

_LEAST, _STEM = 5, 7  # letters: "schoolstraat" and "schoolstraten" speak of the same, "school" does not
# Stems that occur in every plan and so do not distinguish actions.
_USUAL = (
    *("gemeen", "stede", "stads", "stad", "actie", "plann", "opmak", "uitvo", "organ", "stimu", "inves"),
    *("duurz", "maatr", "minde", "tegen", "eigen", "onder", "onze", "alle", "voor", "naar", "elke", "bij"),
    *("bevor", "commu", "infor", "sensi", "aanbi", "voorz", "maken", "werke", "nieuw", "extra", "totaa"),
)


@dataclass(frozen=True)
class Pair:
    """Two related actions: `helper` has done `done`, `helped` still has to do `wanted`."""

    helper: str
    done: Shared
    helped: str
    wanted: Shared
    late: bool  # whether `wanted` is past its deadline, as far as known


def pairs(
    own: str,
    mine: Sequence[Shared],
    late: Iterable[str],
    others: Mapping[str, Sequence[Shared]],
) -> tuple[Pair, ...]:
    """Return the best pair for each action with a match: our own first, late ones before others.

    Two actions are related if they share a theme or a goal, and the stem of a distinctive word.
    """
    behind = set(late)
    done_by_others = [(name, each) for name, them in others.items() for each in them if _is_done(each)]
    wanted_here = [each for each in mine if each.status is Status.PLANNED or each.code in behind]
    wanted_there = [
        (name, each) for name, them in others.items() for each in them if each.status is Status.PLANNED
    ]
    done_here = [(own, each) for each in mine if _is_done(each)]
    for_us = _matched([(own, each) for each in wanted_here], done_by_others, behind)
    for_them = _matched(wanted_there, done_here, set())
    return (*sorted(for_us, key=lambda each: (not each.late, each.wanted.code)), *for_them)


def _matched(
    wanted: Iterable[tuple[str, Shared]], done: Iterable[tuple[str, Shared]], late: set[str]
) -> list[Pair]:
    by_stem: defaultdict[str, list[tuple[str, Shared]]] = defaultdict(list)
    for helper, each in done:
        for stem in _stems(each.title):
            by_stem[stem].append((helper, each))
    found = []
    for helped, want in wanted:
        likely = {
            (helper, each.code): (helper, each)
            for stem in _stems(want.title)
            for helper, each in by_stem[stem]
            if _akin(want, each)
        }
        if likely:
            helper, best = min(likely.values(), key=lambda each: _rank(want, *each))
            found.append(Pair(helper, best, helped, want, want.code in late))
    return found


def _rank(want: Shared, helper: str, done: Shared) -> tuple[int, bool, bool, str, str]:
    """Return the sort key of a match, best first: common stems, theme, lessons, helper, code."""
    common = len(_stems(want.title) & _stems(done.title))
    learnt = bool(done.worked or done.did_not_work)
    return -common, plain(want.theme) != plain(done.theme), not learnt, helper, done.code


def _akin(one: Shared, other: Shared) -> bool:
    return plain(one.theme) == plain(other.theme) or bool(set(one.sdgs) & set(other.sdgs))


def _is_done(action: Shared) -> bool:
    return action.status is Status.DONE


@lru_cache(maxsize=65536)
def _stems(title: str) -> frozenset[str]:
    words = (word for word in plain(title).split() if len(word) >= _LEAST and word.isalpha())
    return frozenset(word[:_STEM] for word in words if not word.startswith(_USUAL))
