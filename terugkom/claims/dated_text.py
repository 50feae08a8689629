"""Say of a text when it was written, where a reader would else take its *next month* for another one.

The rule for packs, mails and editions alike: what matters is whether its words count from that day.
"""

from datetime import date

from terugkom.claims.passed_dates import find_passed_words
from terugkom.claims.relative_dates import find_relative_dates
from terugkom.claims.written_notes import DATED, write_note
from terugkom.documents.formatting import join_label
from terugkom.documents.messages import translate


def add_day_written(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return a text, after the day on which it was written if it has words that count from that day."""
    return _join(describe_day_written(text, written_on, today, language), text, language)


def add_said(introduction: str, text: str, written_on: date | None, today: date, language: str) -> str:
    """Return what introduces a text, then the text: after a colon, or as a sentence of its own where the day
    on which it was written stands before it, for that has its own colon.

    Without a text the introduction alone.
    """
    if not text:
        return introduction
    note = describe_day_written(text, written_on, today, language)
    if note:
        return f"{introduction}. {_join(note, text, language)}"
    return join_label(introduction, text, language)


def add_day_published(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return a text that is published, as `add_day_written` does; also if it was written today: its readers
    read it on a later day."""
    return _join(describe_day_published(text, written_on, today, language), text, language)


def add_day_always(text: str, written_on: date, today: date, language: str) -> str:
    """Return a text that is published after the day on which it was written, whatever its words are."""
    note = describe_day_published(text, written_on, today, language)
    return _join(note or write_note(written_on, language), text, language)


def describe_day_written(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return what is said before a text: when it was written, and which of its words passed since.

    Empty if none of its words count from that day, without a day, and on the day itself.
    """
    if written_on is None or written_on >= today:
        return ""
    return describe_day_published(text, written_on, today, language)


def describe_day_published(text: str, written_on: date | None, today: date, language: str) -> str:
    """Return what is said before a text that is published: the same, on the day itself too."""
    if written_on is None or not find_relative_dates(text, language, written_on):
        return ""
    passed = next(find_passed_words(text, language, written_on, today), None)
    return write_note(written_on, language, passed.words if passed else "")


def _join(note: str, text: str, language: str) -> str:
    return translate(DATED, language, note=note, text=text) if note else text
