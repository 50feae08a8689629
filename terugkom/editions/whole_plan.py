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
_SHARES = ("share", "noun_first", "total_first")
_WHOLE_WORDS = ("plan", "all", "none_open", *_SHARES, "done", "unless")
_PLACES = ("clause", "beside", "some", "joined", "bare", "goes_on")  # of what stands around those words
_Words = Mapping[str, re.Pattern[str]]
_Span = tuple[int, int]


@dataclass(frozen=True)
class WrittenShare:
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
    """Return whether a sentence calls all actions of the plan done.

    *All actions* are those of its story if that is about several, unless it names the plan. They are what is
    done: "Each action counts: the pumps are ready" is about the pumps.
    """
    words = _compile(language)
    meant = [each.span() for each in words["plan"].finditer(sentence) if not _is_some(sentence, each, words)]
    if not is_of_several:
        meant += [each.span() for each in words["all"].finditer(sentence)]
    if not meant:
        return False
    done = [each.words for each in find_completions(sentence, language)]
    spans = [at.span() for each in set(done) for at in re.finditer(re.escape(each), sentence)]
    return any(_is_said_of(sentence, subject, span, words) for subject in meant for span in spans)


def find_written_share(sentence: str, language: str, *, is_of_several: bool) -> WrittenShare | None:
    """Return what a sentence says of the number of actions that are done, in a way that `find_completions`
    does not hear; None if it says nothing of it."""
    words = _compile(language)
    if not is_of_several and words["none_open"].search(sentence):
        return WrittenShare(None, None)
    found = _find_share(sentence, words)
    if found is None or words["unless"].search(sentence):
        return None
    if found.groupdict().get("hundred"):
        return WrittenShare(None, None)
    done, total = (_parse_count(found[name], language) for name in ("done", "total"))
    if done is None or total is None or (is_of_several and not words["plan"].search(sentence)):
        return None
    is_known_completion = done == total and bool(find_completions(sentence, language))
    return None if is_known_completion and words["all"].search(sentence) else WrittenShare(done, total)


def select_of_themes(sentence: str, themes: Collection[str]) -> frozenset[str]:
    """Return the themes that a sentence names, as they are written in the plan."""
    words = f" {normalize_text(sentence)} "
    return frozenset(each for each in themes if each and f" {normalize_text(each)} " in words)


def _find_share(sentence: str, words: _Words) -> re.Match[str] | None:
    """Return how many of how many actions a sentence calls done."""
    done = [each.span() for each in words["done"].finditer(sentence)]
    for name in _SHARES:
        for found in words[name].finditer(sentence):
            if any(_is_said_of(sentence, found.span(), span, words) for span in done):
                return found
    return None


def _is_some(sentence: str, found: re.Match[str], words: _Words) -> bool:
    """Return whether only some of the plan are meant: "two actions of our plan"."""
    return words["some"].search(sentence[: found.start()]) is not None


def _is_said_of(sentence: str, subject: _Span, done: _Span, words: _Words) -> bool:
    """Return whether what stands at `subject` is what is called done at `done`."""
    if words["beside"].search(sentence[: subject[0]]):
        return False
    if subject[1] <= done[0]:
        return not words["clause"].search(sentence[subject[1] : done[0]])
    between = sentence[done[1] : subject[0]]
    if not between or words["joined"].fullmatch(between):
        return True
    is_bare = not between.strip(" ,:!–—-") and words["bare"].fullmatch(sentence[: done[0]])
    return bool(is_bare and words["goes_on"].match(sentence[subject[1] :]))


def _parse_count(word: str, language: str) -> int | None:
    value = int(word) if word.isdecimal() else load_notation(language).parse_words(word.lower()).value
    return int(value) if value and value == int(value) else None


@cache
def _compile(language: str) -> _Words:
    path = Path(__file__).parent / "plan_words.yml"
    content: Mapping[str, Mapping[str, str]] = load_yaml(path.read_text(encoding="utf-8"))
    words = content.get(language, content["nl"])
    number = rf"(?<!\w)(?:\d+|{load_notation(language).spoken})(?!\w)"
    patterns = {
        name: words[name].replace(_LINE_END, "").replace("<verb>", words["verb"]).replace("<number>", number)
        for name in (*_WHOLE_WORDS, *_PLACES)
    }
    patterns |= {name: rf"(?<!\w)(?:{patterns[name]})(?!\w)" for name in _WHOLE_WORDS}
    return {name: re.compile(each, re.IGNORECASE) for name, each in patterns.items()}
