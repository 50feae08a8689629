"""What an action is about by its title, and which results an action of such a title has.

Text is in lower case and without accents.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from terugkom.inbox.answers import (
    carry_out_words,
    function_words,
    part_words,
    result_words,
    surrounding_words,
)
from terugkom.inbox.answers.action_titles import list_title_words, list_words, name_likewise
from terugkom.inbox.answers.phase_words import MADE_OF, PHASES, PLACES
from terugkom.normalize import strip_accents


def compile_words(*words: str) -> re.Pattern[str]:
    """Return a pattern for any of these as whole words."""
    return re.compile("|".join(rf"(?<![\w'-])(?:{each})(?![\w-])" for each in words))


_ENDED = compile_words(result_words.SIGNS_OFF, *result_words.SAYS_ENDED)
_PLACED = compile_words(*result_words.SAYS_PLACED)
REMOVED = compile_words(*result_words.SAYS_REMOVED)
_ONLY_FOR = tuple((re.compile(title), compile_words(results)) for title, results in result_words.ONLY_FOR)
_PURCHASE = _ONLY_FOR[1][0]
_IS_A_REMOVAL = re.compile(rf"\b{result_words.IS_A_REMOVAL}\b")
_IS_A_REPLACEMENT = re.compile(rf"\b{result_words.IS_A_REPLACEMENT}\b")
_OLD_ONE_IS_GONE = re.compile(result_words.OLD_ONE_IS_GONE)
_BY_WHO_DECIDES = re.compile(part_words.BY_WHO_DECIDES)
_DECIDED_WHO = re.compile(part_words.WHO_DECIDES)
_WITH_SUCCESS = re.compile(part_words.WITH_SUCCESS)
_IS_ABSENT = re.compile(part_words.IS_ABSENT, re.MULTILINE)
_WHERE = re.compile(part_words.WHERE)
_EVENT = re.compile(result_words.IS_AN_EVENT)
_WITH_WHOM = re.compile(part_words.WITH_WHOM)
_ALL_OF_THEM = re.compile(part_words.ALL_OF_THEM)
_BY_WHOM = re.compile(function_words.BY_WHOM)
_PRODUCT = re.compile(result_words.IS_A_PRODUCT)
_TRANSFORMS = re.compile(carry_out_words.TRANSFORMS)
_MADE_OF = re.compile(MADE_OF)
_OF_WHAT = re.compile(carry_out_words.OF_WHAT)
_PLACE = re.compile(PLACES)
_WORK_OF_A_KIND = tuple((re.compile(kind), work) for kind, work in carry_out_words.WORK_OF_A_KIND)
_IS_PLACED = re.compile(carry_out_words.IS_PLACED)
_CALLED_WORK = re.compile(carry_out_words.CALLED_WORK)
_STUDY = re.compile(result_words.IS_A_STUDY)
_VEHICLE = re.compile(result_words.VEHICLES)
_BEFORE_A_VEHICLE = re.compile(result_words.BEFORE_A_VEHICLE)
_MAY_BE_A_STEP = re.compile(carry_out_words.MAY_BE_A_STEP)
_IS_A_PHASE = re.compile(PHASES)
_WAS_SEEN = re.compile(surrounding_words.WAS_SEEN)
_WEEKDAY = re.compile(function_words.WEEKDAYS)
_CLAUSE = re.compile(r"[^.!?:;,\n]+")
_IS_PAST_TENSE = re.compile(function_words.IS_PAST_TENSE)
_IS_FUTURE_TENSE = re.compile(function_words.IS_FUTURE_TENSE)
_HELD = compile_words(result_words.IS_HELD)
_WITH_PEOPLE = compile_words(surrounding_words.WITH_PEOPLE)
_ARRANGED = re.compile(surrounding_words.ARRANGED)
_TOGETHER = re.compile(r"(?:samen|ensemble|zusammen|together)\b|.*\b(?:dank|hulp|aide|hilfe|help|thanks)\b")
_LONGEST_ARRANGED = 60  # characters
_CHANGES_NOTHING = compile_words(
    surrounding_words.MONEY,
    surrounding_words.NUMBERS,
    surrounding_words.MANNER,
    surrounding_words.FULL_HOUSE,
    surrounding_words.INVITATION,
)


@dataclass(frozen=True)
class Thing:
    """What an action is about: the words of its title, those that say which thing is meant, and the results
    that an action of this title has."""

    title: str
    words: Sequence[str]
    names: Sequence[str]
    results: Sequence[re.Pattern[str]]
    is_removal: bool
    is_replacement: bool
    is_event: bool
    is_text: bool
    is_several: bool
    is_course: bool
    is_study: bool
    is_purchase: bool
    work: Collection[str]  # what its being carried out is called

    @property
    def is_made_otherwise(self) -> bool:
        """Return whether that it was placed or carried out says nothing of it: a text, an event, a study."""
        return self.is_text or self.is_event or self.is_study or self.is_several or self.is_removal


@lru_cache(maxsize=512)
def read_title(title: str) -> Thing:
    """Return what an action of this title is about."""
    if any(map(_EVENT.fullmatch, list_words(title)[:1])):
        title = _WITH_WHOM.split(title, maxsplit=1)[0]
    words = list_words(title)
    is_removal = _IS_A_REMOVAL.search(" ".join(words)) is not None
    results = [_ENDED] if is_removal else [_ENDED, _PLACED]
    is_purchase = _is_purchase(words)
    results += [
        pattern
        for word, pattern in _ONLY_FOR
        if any(map(word.fullmatch, words)) or (is_purchase and word is _PURCHASE)
    ]
    named = _list_names(title, words)
    made = [part[1] for each in named if (part := _MADE_OF.fullmatch(each))]  # *dak* of *dakisolatie*
    names = name_likewise([*named, *made])
    is_event = any(map(_EVENT.fullmatch, names))
    results += [_HELD] if is_event else []
    is_text = any(_ONLY_FOR[0][0].fullmatch(each) for each in words)
    is_several = bool(title) and not list_title_words(f"thing {title}")
    is_course = any(_ONLY_FOR[2][0].fullmatch(each) for each in words)
    is_replacement = _IS_A_REPLACEMENT.search(" ".join(words)) is not None
    is_study = any(map(_STUDY.fullmatch, words[:1]))
    kinds = (is_removal, is_replacement, is_event, is_text, is_several, is_course, is_study, is_purchase)
    work = _list_work(title, names)
    joined = [one + two for one, two in pairwise(words)]  # *fairtrade* of "Fair trade"
    return Thing(" ".join(words), [*words, *joined, *names], names, results, *kinds, work)


def _list_work(title: str, names: Sequence[str]) -> Collection[str]:
    """Return what the carrying out of an action of this title is called: "de aanplant" of *Bomen*, and never
    "de renovatie", which is that of something else."""
    first, *others = [*list_words(_PLACE.split(strip_accents(title))[0]), *names] or [""]
    said = [first, *(each for each in others if each != carry_out_words.SQUARE)]  # "Bornes place du Marché"
    found = [work for kind, work in _WORK_OF_A_KIND if any(map(kind.fullmatch, said))]
    if not found or any(map(_IS_PLACED.fullmatch, said)):
        found.append(carry_out_words.PLACES_IT)
    return carry_out_words.WORK.union(*found)


def _is_purchase(words: Sequence[str]) -> bool:
    """Return whether a title is that of a purchase: by its words, or because it begins with vehicles."""
    first = next((each for each in words if not _BEFORE_A_VEHICLE.fullmatch(each)), "")
    return any(map(_PURCHASE.fullmatch, words)) or _VEHICLE.fullmatch(first) is not None


def _list_names(title: str, words: Sequence[str]) -> list[str]:
    """Return the words of a title that name its thing: of what is made only that, and of what is changed the
    words behind *of*; with the words for its being carried out, unless it is several things."""
    if not list_title_words(f"thing {title}"):
        return []
    named = list_title_words(title)
    kind = _STUDY if named else _PRODUCT
    made = [each for each in words[:2] if kind.fullmatch(each) and _IS_A_PHASE.fullmatch(each)]
    if made and not (named and any(map(_MAY_BE_A_STEP.fullmatch, made))):
        return [*made, *result_words.CALLED_A_PRODUCT]
    if not words or not _TRANSFORMS.fullmatch(words[0]):
        return named
    changed = list_title_words(" ".join(_OF_WHAT.split(strip_accents(title), maxsplit=1)[1:]))
    return [*named, *changed]


def drop_what_is_well(words: str, thing: Thing) -> str:
    """Return an answer without what would make it a part in an action of another title: that the old thing is
    gone, and who decided on a text."""
    said = REMOVED.sub(result_words.IT_ENDED, words) if thing.is_removal else words
    if thing.is_replacement:
        said = _OLD_ONE_IS_GONE.sub(" ", said)
    said = _ALL_OF_THEM.sub(r"\1", said)
    if _WAS_SEEN.search(said):
        said = _CLAUSE.sub(_name_day_that_was, said)
    said = _WITH_PEOPLE.sub(_drop_people, _IS_ABSENT.sub(" ", _WITH_SUCCESS.sub(" ", said)))
    said = _CHANGES_NOTHING.sub(" ", said)
    if thing.is_event:
        said = _WHERE.sub(" ", said)
    return _DECIDED_WHO.sub(result_words.SOMEBODY, _BY_WHO_DECIDES.sub(" ", said)) if thing.is_text else said


def _name_day_that_was(clause: re.Match[str]) -> str:
    """Return a clause with *yesterday* for its weekday, if its own verb says that that was."""
    if _IS_FUTURE_TENSE.search(clause[0]) or not _IS_PAST_TENSE.search(clause[0]):
        return clause[0]
    return _WEEKDAY.sub(function_words.A_DAY_THAT_WAS, clause[0])


def _drop_people(found: re.Match[str]) -> str:
    """Return nothing for the people with whom it was done, and all of those with whom it was arranged."""
    before = found.string[max(0, found.start() - _LONGEST_ARRANGED) : found.start()]
    is_arranged = _ARRANGED.search(before) and not _TOGETHER.match(found[0])
    return found[0] if is_arranged else " "


def name_work(words: str) -> str:
    """Return words with one noun for the carrying out that has three: "mise en oeuvre"."""
    return _CALLED_WORK.sub(carry_out_words.WORK_OF_ANY_KIND, words)


def drop_who(text: str, thing: Thing) -> str:
    """Return a text without who did it; of a text that is decided on it says who did so."""
    return text if thing.is_text else _BY_WHOM.sub(" ", text)
