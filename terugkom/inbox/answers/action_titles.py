"""Find where an answer names its action by the first words of its title, or by all where those say little.

Text of answers is in lower case and without accents.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from terugkom.inbox.answers.answer_words import ARTICLES
from terugkom.inbox.answers.phase_words import PHASES, PLACES, SEVERAL_THINGS, STREETS
from terugkom.inbox.answers.same_things import SAME_THINGS
from terugkom.normalize import strip_accents
from terugkom.plan.model import Action

_MIN_LENGTH = 5  # letters of a first word that says which thing is meant
_IS_A_PHASE = re.compile(PHASES)
_IS_A_STREET = re.compile(STREETS)
_SEVERAL_THINGS = re.compile(SEVERAL_THINGS)
WORD = re.compile(r"[a-z0-9'-]+")
_NUMBER = re.compile(r"\d[\d./:-]*(?:e|de|ste|er|th|st|nd|rd)?")
_CONTRACTED = re.compile(r"^(?:l|d|s|qu|n|j|m|t|c)'(?=\w{2})|(?<=\w)'(?:s|re|ve|m|ll)$")
_PLACE = re.compile(PLACES)
_PREFIX = re.compile(r"^ge(?=\w{4})")
_ENDINGS = re.compile(r"(?:en|er|es|e|s|n)$")
_PARTICIPLE_ENDINGS = re.compile(r"(?:en|e|t|d)$")
_DOUBLED = re.compile(r"(\w)\1$")
_MIN_STEM = 4
_MAX_ENDING = 3  # letters behind a stem: *isolatie* and *isoleren*


def find_own_title(action: Action | None, owned: Sequence[Action]) -> str:
    """Return the title of an action; empty where the title of another of these begins with the same word."""
    if action is None:
        return ""
    first = action.title.lower().split()[:1]
    is_shared = any(each.title.lower().split()[:1] == first for each in owned if each.id != action.id)
    return "" if is_shared else action.title


def name_by_title(words: str, title: str) -> str:
    """Return an answer with *the action* in its language for the thing that the title begins with.

    Only with an article before it: "de laadpalen zijn klaar" in an action called "Laadpalen aan het zwembad".
    A phase of work, and one of several things, are a part: "de studie is klaar" of "Studie en aanleg".
    """
    pattern = _compile_title(strip_accents(title))
    return pattern.sub(lambda found: ARTICLES[found[1]], words) if pattern else words


@lru_cache(maxsize=512)
def _compile_title(title: str) -> re.Pattern[str] | None:
    first, *more = WORD.findall(title) or [""]
    if len(first) < _MIN_LENGTH:
        return None
    needs_all = _IS_A_PHASE.fullmatch(first) or _SEVERAL_THINGS.search(title)
    tail = ""
    for word in reversed(more):
        tail = rf"[ ,;:&+/]+{re.escape(word)}{tail}" if needs_all else rf"(?: {re.escape(word)}{tail})?"
    articles = "|".join(sorted(map(re.escape, ARTICLES), key=len, reverse=True))
    return re.compile(rf"(?<![\w'])({articles}) ?{re.escape(first)}{tail}(?![\w'-])")


def list_words(title: str) -> list[str]:
    """Return all words of a title."""
    return WORD.findall(strip_accents(title))


def list_title_words(title: str) -> list[str]:
    """Return the words of a title that say which thing is meant: none of a phase of work, of its place, nor
    of several things, each of which is a part."""
    plain = strip_accents(title)
    if _SEVERAL_THINGS.search(plain):
        return []
    words = WORD.findall(_PLACE.split(plain)[0])
    return [
        each
        for number, each in enumerate(words)
        if not _IS_A_PHASE.fullmatch(each) and not (number and _IS_A_STREET.fullmatch(each))
    ]


def name_likewise(named: Iterable[str]) -> list[str]:
    """Return words of a title with what people call the same things: *lampen* of *ledverlichting*."""
    words = list(named)
    alike = [each for each in SAME_THINGS if any(each.titled.fullmatch(word) for word in words)]
    return [*words, *(word for each in alike for word in each.called)]


def has_only_words(text: str, known: Collection[str], named: Sequence[str]) -> bool:
    """Return whether every word of a text is known, a number, or of the thing that is named."""
    return all(_is_known(word, known, named) for word in WORD.findall(text))


def _is_known(word: str, known: Collection[str], named: Sequence[str]) -> bool:
    if word in known or _NUMBER.fullmatch(word) or is_named(word, named):
        return True
    bare = _CONTRACTED.sub("", word)  # "l'equipe", "they've"
    return bare != word and (bare in known or is_named(bare, named))


def is_named(word: str, named: Iterable[str]) -> bool:
    """Return whether a word that was said has the stem of one of these words of a title."""
    return any(_has_stem_of(word, each) for each in named)


def share_stem(participle: str, noun: str) -> bool:
    """Return whether a participle is of the verb of a noun: *geisoleerd* and *isolatie*."""
    said = _PREFIX.sub("", participle)
    return said[:_MIN_STEM] == noun[:_MIN_STEM] and len(said) >= _MIN_STEM


@lru_cache(maxsize=8192)
def _has_stem_of(said: str, named: str) -> bool:
    """Return whether a word has the stem of another: *panelen* and *zonnepanelen*, *geplant* and *planten*;
    not what is longer by something behind it: *energiemeter* and *energie*."""
    if said == named or (len(said) >= _MIN_STEM and named.endswith(said)):
        return True
    if named in (f"{said}s", f"{said}n") or said in (f"{named}s", f"{named}n"):
        return True
    one, other = _cut(said), _cut(named)
    if len(one) < _MIN_STEM or len(other) < _MIN_STEM:
        return False
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return other.endswith(one) or (longer.startswith(shorter) and len(longer) - len(shorter) <= _MAX_ENDING)


@lru_cache(maxsize=8192)
def _cut(word: str) -> str:
    stem = _PREFIX.sub("", word)
    endings = _ENDINGS if stem == word else _PARTICIPLE_ENDINGS
    stem = endings.sub("", stem) if len(stem) > _MIN_STEM else stem
    return _DOUBLED.sub(r"\1", stem)
