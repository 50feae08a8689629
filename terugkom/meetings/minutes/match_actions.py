"""Find the actions that a cell of minutes names: a code, its title, both, or several of these."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from terugkom.normalize import normalize_text
from terugkom.plan.model import Action

_SEPARATOR = re.compile(r"[,;&+\n]|\ben\b")
_ALIKE = 0.6  # of 1: from here on words behind a code are those of its title
_MAX_OFFERED = 3


@dataclass(frozen=True)
class ActionMatch:
    """The actions that are named; else the part of the text that names none, and those it may mean."""

    actions: tuple[Action, ...] = ()
    unknown: str = ""
    offered: tuple[Action, ...] = ()


def match_actions(actions: Mapping[str, Action], text: str) -> ActionMatch:
    """Return the actions that a text names: all of its parts, or none."""
    if whole := match_action(actions, text):
        is_asked = _is_asked(whole, text)
        return ActionMatch(unknown=text, offered=(whole,)) if is_asked else ActionMatch((whole,))
    found = []
    for part in filter(None, map(str.strip, _SEPARATOR.split(text))):
        action = match_action(actions, part)
        if action is None or _is_asked(action, part):
            return ActionMatch(unknown=part, offered=_find_alike(actions, part))
        found.append(action)
    return ActionMatch(tuple({each.code: each for each in found}.values()))


def _is_asked(action: Action, text: str) -> bool:
    """Return whether a text asks whether it is this action; a title may be a question."""
    return "?" in text and "?" not in action.title


def match_action(actions: Mapping[str, Action], text: str) -> Action | None:
    """Return the action with this code, or code and title, or title alone; None if that is not clear."""
    return (
        match_action_code(actions, text)
        or _match_code_and_title(actions, text)
        or _get_only([each for each in actions.values() if _is_equal(each.title, text)])
    )


def match_action_code(actions: Mapping[str, Action], code: str) -> Action | None:
    """Return the action with this code, or the only one whose normalized code is equal; None otherwise."""
    if code in actions:
        return actions[code]
    alike = [action for each, action in actions.items() if _is_equal(each, code)]
    squeezed = normalize_text(code).replace(" ", "")
    return _get_only(alike) or _get_only(
        [action for each, action in actions.items() if normalize_text(each).replace(" ", "") == squeezed]
    )


def _match_code_and_title(actions: Mapping[str, Action], text: str) -> Action | None:
    """Return the action whose code begins a text and whose title is what follows, more or less."""
    plain = normalize_text(text)
    longest = sorted(actions.values(), key=lambda each: len(each.code), reverse=True)
    for action in longest:
        code = normalize_text(action.code)
        rest = plain.removeprefix(f"{code} ")
        if code and rest != plain:
            is_one = _is_title(normalize_text(action.title), rest) and not _has_code(actions, rest)
            return action if is_one else None
    return None


def _has_code(actions: Mapping[str, Action], words: str) -> bool:
    """Return whether one of the codes with a figure is among words that would be a title."""
    codes = (normalize_text(each) for each in actions if any(map(str.isdigit, each)))
    return any(f" {code} " in f" {words} " for code in codes)


def _is_title(title: str, words: str) -> bool:
    """Return whether words are those of a title: a part of it, or it with a typing error."""
    return (
        f" {words} " in f" {title} "
        or title.startswith(words)
        or words.startswith(title)
        or SequenceMatcher(None, title[: len(words)], words, autojunk=False).ratio() >= _ALIKE
    )


def _find_alike(actions: Mapping[str, Action], text: str) -> tuple[Action, ...]:
    plain = normalize_text(text)
    by_word: dict[str, Action] = {}
    for action in actions.values():
        code, title = normalize_text(action.code), normalize_text(action.title)
        for word in (code, title, f"{code} {title}"):
            by_word.setdefault(word, action)
    begun = [
        each for each in actions.values() if plain and f"{plain} ".startswith(f"{normalize_text(each.code)} ")
    ]
    alike = [by_word[each] for each in get_close_matches(plain, by_word, n=_MAX_OFFERED, cutoff=0.7)]
    return tuple({each.code: each for each in (*begun, *alike)}.values())[:_MAX_OFFERED]


def _is_equal(left: str, right: str) -> bool:
    return normalize_text(left) == normalize_text(right) != ""


def _get_only(found: Sequence[Action]) -> Action | None:
    return found[0] if len(found) == 1 else None
