"""Say of a text when it was written, where a reader would else take its *next month* for another one."""

from datetime import date

from terugkom.claims.passed_dates import find_passed_words
from terugkom.claims.relative_dates import find_relative_dates
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate


def add_day_written(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return a text, after the day on which it was written if it has words that count from that day."""
    note = describe_day_written(text, written_on, today, language)
    return translate("claim.dated-text", language, note=note, text=text) if note else text


def describe_day_written(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return what is said before a text: when it was written, and which of its words passed since.

    Empty if none of its words count from that day, without a day, and on the day itself.
    """
    if written_on is None or written_on >= today or not find_relative_dates(text, language, written_on):
        return ""
    day = format_short_date(written_on, language)
    passed = next(find_passed_words(text, language, written_on, today), None)
    if passed is None:
        return translate("claim.written-on", language, day=day)
    return translate("claim.written-on.passed", language, day=day, words=passed.words)
