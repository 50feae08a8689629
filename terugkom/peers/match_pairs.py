"""Match municipalities that can help each other: one has done what the other plans, or is late with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from terugkom.normalize import normalize_text
from terugkom.peers.export_shared import SharedActionData
from terugkom.plan.model import ActionStatus

_MIN_WORD_LENGTH, _STEM_LENGTH = (
    5,
    7,
)  # letters: "schoolstraat" and "schoolstraten" speak of the same, "school" does not
# Stems that occur in every plan and so do not distinguish actions.
_STOP_STEMS = (
    *("gemeen", "stede", "stads", "stad", "actie", "plann", "opmak", "uitvo", "organ", "stimu", "inves"),
    *("duurz", "maatr", "minde", "tegen", "eigen", "onder", "onze", "alle", "voor", "naar", "elke", "bij"),
    *("bevor", "commu", "infor", "sensi", "aanbi", "voorz", "maken", "werke", "nieuw", "extra", "totaa"),
)


@dataclass(frozen=True)
class HelpPair:
    """Two related actions: `helper` has done `done`, `helped` still has to do `wanted`."""

    helper: str
    done: SharedActionData
    helped: str
    wanted: SharedActionData
    late: bool  # whether `wanted` is past its deadline, as far as known


def match_pairs(
    own: str,
    own_actions: Sequence[SharedActionData],
    late_codes: Iterable[str],
    others: Mapping[str, Sequence[SharedActionData]],
) -> tuple[HelpPair, ...]:
    """Return the best pair for each action with a match: our own first, late ones before others.

    Two actions are related if they share a theme or a goal, and the stem of a distinctive word.
    """
    late_set = set(late_codes)
    done_by_others = [(name, each) for name, actions in others.items() for each in actions if _is_done(each)]
    wanted_here = [
        each for each in own_actions if each.status is ActionStatus.PLANNED or each.code in late_set
    ]
    wanted_there = [
        (name, each)
        for name, actions in others.items()
        for each in actions
        if each.status is ActionStatus.PLANNED
    ]
    done_here = [(own, each) for each in own_actions if _is_done(each)]
    for_us = _match([(own, each) for each in wanted_here], done_by_others, late_set)
    for_them = _match(wanted_there, done_here, set())
    return (*sorted(for_us, key=lambda each: (not each.late, each.wanted.code)), *for_them)


def _match(
    wanted: Iterable[tuple[str, SharedActionData]],
    done: Iterable[tuple[str, SharedActionData]],
    late_codes: set[str],
) -> list[HelpPair]:
    by_stem: defaultdict[str, list[tuple[str, SharedActionData]]] = defaultdict(list)
    for helper, each in done:
        for stem in _stem_words(each.title):
            by_stem[stem].append((helper, each))
    found = []
    for helped, want in wanted:
        related = {
            (helper, each.code): (helper, each)
            for stem in _stem_words(want.title)
            for helper, each in by_stem[stem]
            if _is_related(want, each)
        }
        if related:
            helper, best = min(related.values(), key=lambda each: _rank(want, *each))
            found.append(HelpPair(helper, best, helped, want, want.code in late_codes))
    return found


def _rank(want: SharedActionData, helper: str, done: SharedActionData) -> tuple[int, bool, bool, str, str]:
    """Return the sort key of a match, best first: common stems, theme, lessons, helper, code."""
    common = len(_stem_words(want.title) & _stem_words(done.title))
    learnt = bool(done.worked or done.did_not_work)
    return -common, normalize_text(want.theme) != normalize_text(done.theme), not learnt, helper, done.code


def _is_related(one: SharedActionData, other: SharedActionData) -> bool:
    return normalize_text(one.theme) == normalize_text(other.theme) or bool(set(one.sdgs) & set(other.sdgs))


def _is_done(action: SharedActionData) -> bool:
    return action.status is ActionStatus.DONE


@lru_cache(maxsize=65536)
def _stem_words(title: str) -> frozenset[str]:
    words = (
        word for word in normalize_text(title).split() if len(word) >= _MIN_WORD_LENGTH and word.isalpha()
    )
    return frozenset(word[:_STEM_LENGTH] for word in words if not word.startswith(_STOP_STEMS))
