"""What stands before a text that was written on another day: *Geschreven op 3 maart 2027*, in each language.

Who reads it again to check it takes its *next month* from that day, and the note itself for no claim.
"""

import re
from datetime import date
from functools import cache

from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate, translate_everywhere

WRITTEN, PASSED, DATED = "claim.written-on", "claim.written-on.passed", "claim.dated-text"
_DAY, _WORDS, _NOTE, _TEXT = "\x01", "\x02", "\x03", "\x04"


def write_note(written_on: date, language: str, passed: str = "") -> str:
    """Return the note: when it was written, and which of its words passed since."""
    day = format_short_date(written_on, language)
    if passed:
        return translate(PASSED, language, day=day, words=passed)
    return translate(WRITTEN, language, day=day)


def split_note(sentence: str) -> tuple[str, str]:
    """Return the words of the day that the note in a sentence gives, and the sentence without the note.

    Without a note the first is empty, and the sentence as it was.
    """
    found = _compile().search(sentence)
    if found is None:
        return "", sentence
    day = next(each for each in found.groups() if each)
    return day, sentence[: found.start()] + sentence[found.end() :]


@cache
def _compile() -> re.Pattern[str]:
    """Return what matches a note with what parts it from its text, as any language writes it."""
    notes = [
        *translate_everywhere(PASSED, day=_DAY, words=_WORDS),
        *translate_everywhere(WRITTEN, day=_DAY),
    ]
    ends = {
        each.partition(_NOTE)[2].partition(_TEXT)[0]
        for each in translate_everywhere(DATED, note=_NOTE, text=_TEXT)
    }
    written = "|".join(
        _escape(each)
        .replace(re.escape(_DAY), r"(\d[^:()\n]{4,30}\d)")
        .replace(re.escape(_WORDS), r"[^()\n]+?")
        for each in notes
    )
    return re.compile(rf"(?:{written})(?:{'|'.join(map(_escape, sorted(ends)))})", re.IGNORECASE)


def _escape(text: str) -> str:
    """Return a pattern of a text with any kind of blank: who edits French types one that lines may end at."""
    return re.sub(r"\\ |[\u00a0\u202f]", r"\\s", re.escape(text))
