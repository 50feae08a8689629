"""Find the one day to come that an answer names, where a word with it moves the action there.

Text is in lower case and without accents. Without a year a day is the next such one.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from terugkom.inbox.answers import day_doubt_words, late_words, later_words
from terugkom.inbox.answers.action_titles import has_only_words, is_named, list_title_words, list_words
from terugkom.inbox.answers.function_words import BESIDE_A_DAY, COMPLETIONS, FUNCTION_WORDS, TIMES
from terugkom.inbox.answers.later_day import (
    CLAUSE_END,
    MAX_WORDS,
    Place,
    drop_mark_of_request,
    has_its_year,
    is_of_another,
    list_places,
    was_lately,
)
from terugkom.inbox.answers.named_days import list_named_days
from terugkom.inbox.answers.part_words import SPEAKS_OF_ITSELF
from terugkom.inbox.answers.titled_thing import Thing, name_work, read_title
from terugkom.workbook.dates.date_words import MONTHS, ORDINALS

_LONG = timedelta(days=240)
_HAS_ITS_OWN_DATE = re.compile(day_doubt_words.HAS_ITS_OWN_DATE)
_IS_NOT_MET = re.compile(day_doubt_words.IS_NOT_MET)
_IS_WHY = re.compile(f"{later_words.IS_WHY}|{late_words.REASON_BEHIND}")
_INSTRUCTS = re.compile(late_words.INSTRUCTS)
_IS_LATE = re.compile(late_words.IS_LATE)
_MOVES_IT = re.compile(later_words.MOVES_IT)
_SAYS_THE_END = re.compile(later_words.SAYS_THE_END)
_SETS_THE_DEADLINE = re.compile(later_words.SETS_THE_DEADLINE)
_VERB = re.compile(later_words.BECOMES)
_BECOMES_IT = re.compile(later_words.BECOMES_IT)
_WILL_BE = re.compile(late_words.WILL_BE)
_CONCLUDES = re.compile(late_words.CONCLUDES)
_GIVES_A_REASON = re.compile(later_words.GIVES_A_REASON)
_THEN_IT_ENDS = re.compile(later_words.THEN_IT_ENDS)
_IS_FEARED = re.compile(day_doubt_words.IS_FEARED)
_HAS_A_DAY = re.compile(r"\b\d{1,2}\b")
_NEW_DATE = re.compile(f"{later_words.NEW_DATE}|{later_words.NEW_DEADLINE}")
_MAX_NAME = 3  # words of a clause that may only name what moves: "verschoven naar 1 mei: de infoavond"
_WE_DO_IT = re.compile(rf"\b(?:{later_words.WE_DO_IT})\b")
_UNTIL_THEN = re.compile(later_words.UNTIL_THEN)
_SPEAKS_OF_ITSELF = re.compile(SPEAKS_OF_ITSELF)
_DAY_WAS = re.compile(day_doubt_words.DAY_WAS)
_SUBJECTS = tuple(
    re.compile(each) for each in (later_words.SUBJECT, later_words.BARE_SUBJECT, later_words.SUBJECT_BEHIND)
)
_FRACTION = re.compile(r"[1-9]/(?:[2-9]|10)(?![\d/])")
_DENIES = re.compile(day_doubt_words.DENIES)
_IS_AWAY = re.compile(day_doubt_words.IS_AWAY)
_DOES_NOT_MOVE = re.compile(day_doubt_words.DOES_NOT_MOVE)
_LATE_OF_ITS_KIND = {
    kind: tuple((re.compile(pattern), said) for pattern, said in named)
    for kind, named in late_words.LATE_OF_ITS_KIND.items()
}
_BESIDE_A_DAY = FUNCTION_WORDS | TIMES | BESIDE_A_DAY | frozenset(MONTHS) | frozenset(ORDINALS)


def find_only_later_day(words: str, title: str, today: date, deadline: date | None) -> date | None:
    """Return the one day to come that an answer names, if a word with it moves the action there.

    Of several days it is the last, if the answer concludes with it.

    None where another day is to come, where it is that of a step or of another thing, or where something is
    asked.
    """
    thing = read_title(title)
    words = name_work(_name_by_kind(drop_mark_of_request(_IS_FEARED.sub(" ", words)), thing))
    if "?" in words:
        return None
    named = _list_days_to_come(words, today, deadline)
    if not named:
        return None
    day = (
        next(iter(named.values()))
        if len(set(named.values())) == 1
        else _find_last_of_all(words, named, today)
    )
    if day is None:
        return None
    places = list_places(words, day, today)
    if not places or not any(_is_end_of_it(each, thing) for each in places):
        return None
    is_set = any(map(_sets_the_deadline, places))
    if (
        day - today > _LONG
        and not has_its_year(words, day)
        and not is_set
        and not _is_moved_far(places, day, today)
    ):
        return None  # it may have been: "dat was eind mei"
    if _names_another(words, places, thing, is_set):
        return None
    if is_set or _is_moved_to(places[0], thing, words):
        return day
    return None


def _name_by_kind(words: str, thing: Thing) -> str:
    """Return an answer with *the action* for what it delivers last: a report, a purchase, a vote."""
    kinds = (("study", thing.is_study), ("purchase", thing.is_purchase), ("text", thing.is_text))
    for kind, is_of_it in kinds:
        for pattern, said in _LATE_OF_ITS_KIND[kind] if is_of_it else ():
            words = pattern.sub(said, words)
    return words


def _list_days_to_come(words: str, today: date, deadline: date | None) -> Mapping[int, date]:
    """Return the days to come that an answer does not deny, by the number of their first word.

    None if one may be a fraction.
    """
    said = words.split()[:MAX_WORDS]
    named = {
        at: day
        for at, day in list_named_days(said, today)
        if day > today and day != deadline and not (at and said[at - 1] in day_doubt_words.SINCE)
    }
    if any(_is_fraction(said, at) for at in named):
        return {}
    return {at: day for at, day in named.items() if not _is_denied(said, at)}


def _find_last_of_all(words: str, named: Mapping[int, date], today: date) -> date | None:
    """Return the last of several days, if it is named last and the answer concludes with it."""
    day = named[max(named)]
    if day != max(named.values()):
        return None
    clauses = [each for place in list_places(words, day, today) for each in place.clauses]
    return day if any(map(_CONCLUDES.search, clauses)) else None


def _is_moved_far(places: Sequence[Place], day: date, today: date) -> bool:
    """Return whether a clause moves the action to a day in more than eight months, not to one that was."""
    clauses = [each for place in places for each in place.clauses]
    is_moved = any(map(_MOVES_IT.search, clauses)) and not any(map(_DAY_WAS.search, clauses))
    return is_moved and not was_lately(day, today)


def _is_end_of_it(place: Place, thing: Thing) -> bool:
    """Return whether nothing near a day says that it is that of a step, an absence or an appointment; in a
    clause that says that the action moves or ends then, it may stand beside it."""
    is_set = _sets_the_deadline(place)
    near = place.sentence if is_set else f"{place.before} {place.sentence}"
    if not is_of_another(near):
        return True
    if is_set or _THEN_IT_ENDS.search(near):
        return _IS_AWAY.search(near) is None and _DOES_NOT_MOVE.search(near) is None
    return any(
        (
            _VERB.search(each)
            or _MOVES_IT.search(each)
            or _INSTRUCTS.search(each)
            or _CONCLUDES.search(each)
            or _ends_it(each, thing)
        )
        and _is_about_it(each, thing)
        and not is_of_another(each)
        for each in place.clauses
    )


def _sets_the_deadline(place: Place) -> bool:
    """Return whether a clause with the day moves the deadline by its name: "einddatum naar 3 mei"."""
    return any(_SETS_THE_DEADLINE.search(each) and not _DAY_WAS.search(each) for each in place.clauses)


def _is_denied(words: Sequence[str], at: int) -> bool:
    """Return whether a clause says of the day with which its words from there begin that it is not so."""
    behind = re.split(r"[.,;!?]", " ".join(words[at:]), maxsplit=1)[0]
    before = [each.strip("(,.:;") for each in words[:at]]
    while before and before[-1] in day_doubt_words.ARTICLES:
        before.pop()
    if before and before[-1] in day_doubt_words.NOT_THAT_DAY:
        return True
    return _IS_NOT_MET.search(" ".join(words[:at])) is not None or _DENIES.search(behind) is not None


def _is_fraction(words: Sequence[str], at: int) -> bool:
    before = words[at - 1].strip(",.;:") if at else ""
    behind = words[at + 1].strip(",.;:!") if at + 1 < len(words) else ""
    is_of_a_whole = _SAYS_THE_END.fullmatch(behind) is not None
    is_date = before in day_doubt_words.BEFORE_A_SHORT_DATE
    if is_of_a_whole and before in day_doubt_words.BE:
        is_date = False
    return _FRACTION.match(words[at]) is not None and not is_date


def _is_moved_to(place: Place, thing: Thing, words: str) -> bool:
    """Return whether the clause with a day moves the action; or says so by a word that may mean more, or the
    words before it do, and it names no other thing."""
    if any(map(_DAY_WAS.search, place.clauses)):
        return False
    if _THEN_IT_ENDS.search(place.sentence):
        return True
    if any(map(_MOVES_IT.search, place.clauses)) or _is_day_alone(place, thing, words):
        return True
    may_be_begun = not any(each.search(words) for each in thing.results)
    is_moved = _MOVES_IT.search(words) is not None or _IS_LATE.search(words) is not None
    return any(
        (
            is_moved
            or _BECOMES_IT.search(each)
            or (may_be_begun and _WE_DO_IT.search(each))
            or _INSTRUCTS.search(each)
            or _ends_it(each, thing)
        )
        and _is_about_it(each, thing)
        for each in place.clauses
    )


def _is_day_alone(place: Place, thing: Thing, words: str) -> bool:
    """Return whether a sentence is no more than until when: "Aannemer ziek. Tot 12 april."

    Of who is absent it is another day.
    """
    is_period = place.sentence == words.strip(" .!") and not _HAS_A_DAY.search(words)
    is_alone = (is_period or _UNTIL_THEN.match(place.sentence) is not None) and _is_about_it(
        place.sentence, thing
    )
    return is_alone and not _SPEAKS_OF_ITSELF.search(words)


def _ends_it(clause: str, thing: Thing) -> bool:
    """Return whether a clause says that the thing will be there: "am 3. September ist sie eingebaut"."""
    return _WILL_BE.search(clause) is not None and any(each.search(clause) for each in thing.results)


def _is_about_it(clause: str, thing: Thing) -> bool:
    known = _BESIDE_A_DAY | COMPLETIONS
    if not thing.is_made_otherwise:
        known = known.union(thing.work)
    rest = _INSTRUCTS.sub(" ", _BECOMES_IT.sub(" ", _GIVES_A_REASON.sub(" ", clause)))
    for pattern in thing.results:
        rest = pattern.sub(" ", rest)
    return has_only_words(_MOVES_IT.sub(" ", rest), known, list_title_words(thing.title))


def _names_another(words: str, places: Sequence[Place], thing: Thing, is_set: bool) -> bool:
    """Return whether an answer names something with a date of its own, or a clause with the day begins with
    another thing than that of the title; where its deadline is set, only what stands near the day counts."""
    named = list_words(thing.title)
    is_end = any(map(_SAYS_THE_END.search, places[0].clauses))
    near = places[0].sentence if is_end else _list_what_moves(words, places)
    if is_set:
        near = " ".join(f"{each.before} {each.sentence}" for each in places if _sets_the_deadline(each))
    if any(_INSTRUCTS.search(clause) and _is_about_it(clause, thing) for clause in places[0].clauses):
        near = _cut_before_conclusion(places[0])
    other = _HAS_ITS_OWN_DATE.search(_IS_WHY.sub(" ", near))
    if other and not is_named(other[0], named):
        return True
    begins = [] if is_set else [each for each in places if not _THEN_IT_ENDS.search(each.sentence)]
    clauses = [clause for each in begins for clause in each.clauses]
    known = _BESIDE_A_DAY if thing.is_made_otherwise else _BESIDE_A_DAY.union(thing.work)
    subjects = (pattern.match(each) for each in clauses for pattern in _SUBJECTS)
    return any(
        found
        and found[1] not in known
        and not is_named(found[1], thing.names)
        and not is_named(found[1], named)
        for found in subjects
    )


def _list_what_moves(words: str, places: Sequence[Place]) -> str:
    """Return the clauses of an answer with its day, or that say that something moves.

    Another thing is why, if nothing is said to move but the action.
    """
    if any(_NEW_DATE.search(each.sentence) for each in places):
        return words
    with_day = [clause for each in places for clause in each.clauses]
    parts = CLAUSE_END.split(words.replace(". ", ", "))
    return ", ".join(
        each
        for each in parts
        if _MOVES_IT.search(each)
        or len(each.split()) <= _MAX_NAME
        or any(clause in each for clause in with_day)
    )


def _cut_before_conclusion(place: Place) -> str:
    """Return a sentence from the clause with its day on, if that concludes: "..., dus zet 18 juni"."""
    parts = CLAUSE_END.split(place.sentence)
    at = next((number for number, each in enumerate(parts) if each in place.clauses), 0)
    concludes = _CONCLUDES.search(parts[at]) or ": " in place.sentence
    return ", ".join(parts[at:]) if concludes else f"{place.before} {place.sentence}"
