"""Whether a status says that something ended or began on a day that is still to come: "opgeleverd op
31/12/2027", "gestart in 2030"."""

from collections.abc import Iterator, Sequence
from datetime import date

from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus
from terugkom.workbook.dates.day_order import put_day_first
from terugkom.workbook.dates.deadlines import DateRange, ImpossibleDate, read_date_range
from terugkom.workbook.foreign.status_words import find_day_words
from terugkom.workbook.wrong_cell import WrongCell

_MAX_WORDS = 6  # of a day


def refuse_future_status(text: str, status: ActionStatus, today: date | None) -> None:
    """Raise WrongCell if a text says that an action is done, stopped or begun as of a day after `today`."""
    words = find_day_words(text) if today else []
    first = _find_first_day(words)
    if today and first and first > today:
        choices = tuple(ActionStatus)
        raise WrongCell("future-status", value=text, status=status, choices=choices, new=ActionStatus.PLANNED)


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
