"""Whether a status says that something ended or began on a day that is still to come: "opgeleverd op
31/12/2027", "gestart in 2030"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.dates.day_order import put_day_first
from terugkom.workbook.dates.read_dates import DateRange, ImpossibleDate, read_date_range
from terugkom.workbook.foreign.status_words import (
    BEGUN,
    CLEAR_WORDS,
    CLOSED,
    FIGURE,
    FROM,
    FROM_A_DAY,
    NEW_CLAUSE,
    OF_A_DAY,
    list_without_adverbs,
    split_behind_adverbs,
)
from terugkom.workbook.wrong_cell import WrongCell

_DASHES = "-\u2013\u2014\u2212"
_GLUED_DASH = re.compile(rf"(?<=[^\W\d_])[{_DASHES}](?=[^\W\d_]+\.? +\d)")  # "gestart-einde 2028"
_WORDS = re.compile(r"[^\s(),;:!]+")
_WORDS_AND_COLONS = re.compile(rf":|{_WORDS.pattern}")
_MAX_WORDS = 6  # of a day


def refuse_future_status(text: str, status: ActionStatus, today: date | None) -> None:
    """Raise WrongCell if a text says that an action is done, stopped or begun as of a day after `today`."""
    words = find_day_words(text) if today else []
    first = _find_first_day(words)
    if today and first and first > today:
        choices = tuple(ActionStatus)
        raise WrongCell("future-status", value=text, status=status, choices=choices, new=ActionStatus.PLANNED)


def find_day_words(text: str) -> list[str]:
    """Return the words of a text that may name the day of done or stopped, or on which it began: those right
    behind the word for that, as far as they leave no doubt; none of any other status."""
    found = split_behind_adverbs(normalize_text(text))
    if found and found[0] in CLOSED:
        return _list_clear_words(_WORDS.findall(text), text, found[1])
    clause = NEW_CLAUSE.split(_GLUED_DASH.sub(r" \g<0> ", text))[0]
    begun = _find_begun(normalize_text(clause))
    words = _list_clear_words(_WORDS_AND_COLONS.findall(clause), clause, begun) if begun else []
    return _leave_out_other_days(words)


def _find_begun(plain: str) -> str | None:
    """Return the words that may name the day on which an action began, as those behind "gestart" and those
    of "lopend vanaf"; None if it has not begun."""
    found = split_behind_adverbs(plain)
    if found is None or found[0] is not ActionStatus.RUNNING:
        return None
    begun = any(BEGUN.match(each) for each in list_without_adverbs(plain))
    return found[1] if begun or FROM.match(found[1]) else None


def _list_clear_words(several: Sequence[str], text: str, rest: str) -> list[str]:
    """Return the words behind that of the status and the adverbs before it, up to one that leaves a doubt."""
    before = len(normalize_text(text).split()) - len(rest.split())
    words = iter(several)
    for word in words:
        before -= len(normalize_text(word).split())
        if before <= 0:
            break
    return list(takewhile(_is_clear, words))


def _is_clear(word: str) -> bool:
    known = CLEAR_WORDS | FROM_A_DAY
    return all(each in known or FIGURE.fullmatch(each) for each in normalize_text(word).split())


def _leave_out_other_days(words: Sequence[str]) -> list[str]:
    """Return the words of the day of a start, without a colon or a dash and what is told behind it."""
    kept: list[str] = []
    for word in words:
        behind = normalize_text(kept[-1]) if kept else ""
        is_of_day = behind in OF_A_DAY or behind in MONTHS or any(map(str.isdigit, behind))
        if word[0] in _DASHES + ":" and not is_of_day:
            break
        kept += [] if word == ":" else [word]
    return kept


def _find_first_day(words: Sequence[str]) -> date | None:
    """Return the first day of the period that words name, perhaps behind others; None if they name none."""
    for begin in range(len(words)):
        for count in range(min(_MAX_WORDS, len(words) - begin), 0, -1):
            found = _read(" ".join(words[begin : begin + count]))
            if found and (day := found.first or found.last):
                return day
    return None


def _read(phrase: str) -> DateRange | None:
    return next(_list_readings(phrase), None)


def _list_readings(phrase: str) -> Iterator[DateRange]:
    """Yield what a phrase says with the day first, or with the month where there is no such day."""
    if not any(each.isdigit() for each in normalize_text(phrase)):
        return
    for form in dict.fromkeys((phrase, put_day_first(phrase))):
        try:
            yield read_date_range(form)
        except ImpossibleDate:
            continue
