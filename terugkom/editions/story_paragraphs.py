"""What people said and decided, as Markdown of a story: nothing that they wrote is markup there."""

import re
from collections.abc import Sequence
from datetime import date

from terugkom.claims.dated_text import add_day_always, add_day_published, describe_day_published
from terugkom.documents.end_sentence import end_sentence
from terugkom.documents.one_line import to_one_line
from terugkom.editions.drop_repetitions import drop_repeated
from terugkom.plan.reasons import Reason

_MARKDOWN_CHARACTERS = re.compile(r"([\\`*_\[\]<>])")


def write_paragraphs(texts: Sequence[Reason], today: date, language: str) -> list[str]:
    """Return what was said as paragraphs in Markdown, each sentence once, and of when it is where that
    matters: of words that count from that day, and of what is older than the newest of these texts."""
    newest = max((each.written_on for each in texts if each.written_on), default=None)
    once = zip(texts, drop_repeated(each.text for each in texts), strict=True)
    return [
        escape_markdown(_add_day(end_sentence(text), each.written_on, newest, today, language))
        for each, text in once
        if text
    ]


def write_stop_reason(why: Reason, today: date, language: str) -> dict[str, str]:
    """Return why an action was stopped in Markdown: `why` says of when it is where that matters, and so do
    `why_written` and `why_text` apart."""
    note = describe_day_published(why.text, why.written_on, today, language)
    return {
        "why": "".join(write_paragraphs([why], today, language)),
        "why_written": escape_markdown(note),
        "why_text": escape_markdown(end_sentence(why.text)),
    }


def _add_day(text: str, written_on: date | None, newest: date | None, today: date, language: str) -> str:
    if written_on and written_on != newest:
        return add_day_always(text, written_on, today, language)
    return add_day_published(text, written_on, today, language)


def escape_markdown(text: str) -> str:
    """Return free text as one Markdown paragraph: special characters escaped, braces replaced."""
    line = to_one_line(text).replace("{", "(").replace("}", ")")
    return _MARKDOWN_CHARACTERS.sub(r"\\\1", line)
