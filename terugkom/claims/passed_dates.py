"""Find the dates that a text still looks forward to although they have passed."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.claims.relative_dates import RelativeDate, find_relative_dates
from terugkom.claims.tense_words import (
    BEFORE_A_DAY,
    BEFORE_A_FIRST_DAY,
    DECIDING,
    LOOKING_BACK,
    LOOKING_FORWARD,
    PAST_ENDINGS,
)
from terugkom.claims.written_notes import split_note
from terugkom.language_rules.sentences import split_sentences
from terugkom.language_rules.spans import Span
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20|21)\d\d))?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:ste|de|e|er|st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_MONTH}{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|[.,]\d)){_YEAR}",
        r"\b(?P<day>\d{1,2})[/.-](?P<number>\d{1,2})[/.-](?P<year>(?:19|20|21)\d\d)\b",
        rf"\b(?:{BEFORE_A_DAY})\s+(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})\b(?!/)",
        rf"\b{_MONTH}{_YEAR}",
    )
)
_ORDINAL = re.compile(r"\b\d{1,2}\.$")  # of German: it ends no sentence
_FIRST_DAY = re.compile(rf"\b(?:{BEFORE_A_FIRST_DAY})\s+(?:\w+\s+)?$", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:()–—]")
# Without a year, a day or a month that ended longer ago is that of next year.
_DAY_HORIZON, _MONTH_HORIZON = timedelta(days=92), timedelta(days=45)


@dataclass(frozen=True)
class FoundDate:
    """A date in a text, as it stands there at `span`; of a month alone its last day."""

    day: date
    words: str
    span: Span


@dataclass(frozen=True)
class PassedDate:
    """A date that passed, and the sentence that still looks forward to it."""

    day: date
    words: str
    sentence: str


def find_dates(text: str, near: date) -> list[FoundDate]:
    """Return the dates in a text in its order; one without a year is the nearest to `near`."""
    plain = strip_accents(text)
    if len(plain) != len(text):  # a letter that has no single plain form: spans would not fit
        plain = text.lower()
    found: list[FoundDate] = []
    for pattern in _DATES:
        for match in pattern.finditer(plain):
            taken = any(each.span[0] < match.end() and match.start() < each.span[1] for each in found)
            if not taken and (day := _read_date(match, near)):
                start = min(match.start(name) for name in ("day", "month") if match.groupdict().get(name))
                found.append(FoundDate(day, text[start : match.end()].rstrip(". "), (start, match.end())))
    return sorted(found, key=lambda each: each.span)


def find_passed_dates(text: str, language: str, written_on: date, today: date) -> Iterator[PassedDate]:
    """Yield the dates before `today` that a text speaks of as to come.

    So does a sentence with a word that looks forward; and one with a date after `written_on`, unless a word
    in it looks back. A date between brackets says when something was counted or measured. A note of when a
    sentence was written says nothing of what is to come.
    """
    for sentence in split_dated_sentences(text):
        _, said = split_note(sentence)
        for found in find_dates(said, today):
            if found.day < today and _looks_forward(said, found, language, written_on):
                yield PassedDate(found.day, found.words, sentence)


def find_passed_words(text: str, language: str, written_on: date, today: date) -> Iterator[PassedDate]:
    """Yield what a text names by the day on which it was written (*next month*), and that passed since.

    Of a sentence that says itself when it was written, that day counts.
    """
    for sentence in split_dated_sentences(text):
        noted, said = split_note(sentence)
        dates = find_dates(noted, written_on) if noted else ()
        for found in find_relative_dates(said, language, dates[0].day if dates else written_on):
            if not found.is_past and found.last_day < today and _is_ahead(said, found, language):
                yield PassedDate(found.last_day, found.words, sentence)


def split_dated_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; the full stop of a German ordinal (*3. März*) ends none."""
    for start, end in _join_ordinals(text, split_sentences(text)):
        yield text[start:end]


def _is_ahead(sentence: str, found: RelativeDate, language: str) -> bool:
    clause = _find_clause(sentence, found.span)
    if _has(LOOKING_BACK, clause, language):
        return False
    may_look_back = not found.is_ahead and _has(PAST_ENDINGS, clause, language)
    return not may_look_back or _has(LOOKING_FORWARD, clause, language)


def _looks_forward(sentence: str, found: FoundDate, language: str, written_on: date) -> bool:
    clause = _find_clause(sentence, found.span)
    if _FIRST_DAY.search(sentence[: found.span[0]]) or _is_day_of_decision(sentence, found, language):
        return False
    if _has(LOOKING_BACK, clause, language):
        return False
    if _has(LOOKING_FORWARD, clause, language):
        return True
    if _has(LOOKING_BACK, sentence, language):
        return False
    if _has(LOOKING_FORWARD, sentence, language) and f"({clause})" not in sentence:
        return True
    return found.day > written_on and not _has(PAST_ENDINGS, sentence, language)


def _is_day_of_decision(sentence: str, found: FoundDate, language: str) -> bool:
    pattern = rf"\s+(?:{DECIDING.get(language, DECIDING['nl'])})\b"
    return re.match(pattern, sentence[found.span[1] :], re.IGNORECASE) is not None


def _has(words: Mapping[str, str], text: str, language: str) -> bool:
    pattern = words.get(language, words["nl"])
    return re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE) is not None


def _join_ordinals(text: str, sentences: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sentences:
        if joined and _ORDINAL.search(text[slice(*joined[-1])]) and "\n" not in text[joined[-1][1] : start]:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _find_clause(sentence: str, span: Span) -> str:
    start = max((each.end() for each in _CLAUSE_END.finditer(sentence, 0, span[0])), default=0)
    end = _CLAUSE_END.search(sentence, span[1])
    return sentence[start : end.start() if end else len(sentence)]


def _read_date(match: re.Match[str], near: date) -> date | None:
    """Return the date of a match; None if there is no such day."""
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else MONTHS[parts["month"]]
    if not 1 <= month <= 12:
        return None
    if parts.get("year"):
        return _build_date(int(parts["year"]), month, parts.get("day"))
    near_by = (_build_date(near.year + offset, month, parts.get("day")) for offset in (-1, 0, 1))
    horizon = _DAY_HORIZON if parts.get("day") else _MONTH_HORIZON
    possible = [each for each in near_by if each and each >= near - horizon]
    return min(possible, key=lambda each: abs(each - near), default=None)


def _build_date(year: int, month: int, day: str | None) -> date | None:
    last = monthrange(year, month)[1]
    number = int(day) if day else last
    return date(year, month, number) if 1 <= number <= last else None
