"""What a sentence says of all actions of a plan: that they are done, that none is open, or how many are."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from terugkom.claims.figure_notation import load_notation
from terugkom.claims.find_completions import find_completions
from terugkom.normalize import normalize_text
from terugkom.yaml_loader import load_yaml

_LINE_END = "\n"
_PARTS = ("plan", "all", "none_open", "share", "done", "unless")


@dataclass(frozen=True)
class ToldShare:
    """How many of how many actions a sentence calls done; None for all of them, however many there are."""

    done: int | None
    total: int | None

    def is_true(self, done: int, open_count: int, stopped: int) -> bool:
        """Return whether it is so in a plan; or may be: another total is of other actions."""
        if self.done is None or self.total is None:
            return not open_count and not stopped
        if self.total not in (done + open_count, done + open_count + stopped):
            return True
        return self.done == done


def is_about_plan(sentence: str, language: str, *, is_of_several: bool) -> bool:
    """Return whether a sentence is about all actions of the plan.

    *All actions* are those of its story if that is about several, unless it names the plan.
    """
    words = _compile(language)
    return bool(words["plan"].search(sentence) or (not is_of_several and words["all"].search(sentence)))


def find_told_share(sentence: str, language: str, *, is_of_several: bool) -> ToldShare | None:
    """Return what a sentence says of the number of actions that are done, in a way that `find_completions`
    does not hear; None if it says nothing of it."""
    words = _compile(language)
    if not is_of_several and words["none_open"].search(sentence):
        return ToldShare(None, None)
    found = words["share"].search(sentence)
    if found is None or not words["done"].search(sentence) or words["unless"].search(sentence):
        return None
    if found["hundred"]:
        return ToldShare(None, None)
    done, total = (_parse_count(found[name], language) for name in ("done", "total"))
    if done is None or total is None or (is_of_several and not words["plan"].search(sentence)):
        return None
    is_known_completion = done == total and bool(find_completions(sentence, language))
    return None if is_known_completion and words["all"].search(sentence) else ToldShare(done, total)


def select_of_themes(sentence: str, themes: Collection[str]) -> frozenset[str]:
    """Return the themes that a sentence names, as they are written in the plan."""
    words = f" {normalize_text(sentence)} "
    return frozenset(each for each in themes if each and f" {normalize_text(each)} " in words)


def _parse_count(word: str, language: str) -> int | None:
    if word.isdecimal():
        return int(word)
    value = load_notation(language).words.get(word.lower())
    return int(value) if value and value == int(value) else None


@cache
def _compile(language: str) -> Mapping[str, re.Pattern[str]]:
    path = Path(__file__).parent / "plan_words.yml"
    content: Mapping[str, Mapping[str, str]] = load_yaml(path.read_text(encoding="utf-8"))
    words = content.get(language, content["nl"])
    return {
        name: re.compile(rf"(?<!\w)(?:{words[name].replace(_LINE_END, '')})(?!\w)", re.IGNORECASE)
        for name in _PARTS
    }
