"""The text of an answer as the rules read it: in lower case, without accents, greeting and code."""

import re
from collections.abc import Sequence

from terugkom.inbox.answers import answer_words, button_words
from terugkom.inbox.answers.action_titles import name_by_title
from terugkom.inbox.answers.closing import drop_closing, drop_who_is_addressed
from terugkom.inbox.answers.typing_errors import correct_typing_errors
from terugkom.inbox.reply_words import GREETINGS
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS

MAX_TEXT = 4_000  # characters of an answer that are looked at
_FRIENDLY = re.compile(answer_words.FRIENDLY_SIGNS)
_BETWEEN = re.compile(rf" ?(?:{answer_words.FRIENDLY_SIGNS})+ +(?=\w)")
BUTTON = re.compile(rf"(?:{button_words.BUTTON_TEXTS}) ?:[ ]?")
_ORDINAL = re.compile(rf"\b(\d{{1,2}})\. (?=(?:{'|'.join(MONTHS)})\b)")  # 30. April
_GREETED = "|".join(strip_accents(each).replace(".{0,60}", "") for each in GREETINGS)
_GREETING = re.compile(rf"(?:{_GREETED})[^,.!\n]{{0,40}}[,.!]\s+")
# "Würde" is a wish and "wurde" is none.
_UMLAUT_THAT_COUNTS = re.compile(r"\b(w(?=ürd)|h(?=ätt)|k(?=önnt)|m(?=üsst))([üäö])", re.IGNORECASE)


def read_plainly(text: str, codes: Sequence[str]) -> str:
    """Return a text in lower case and without accents; a code stands for the action."""
    said = drop_who_is_addressed(strip_codes(text[:MAX_TEXT], codes))
    plain = _UMLAUT_THAT_COUNTS.sub(r"\1\2e", said.replace("’", "'"))
    plain = strip_accents(plain).strip()
    plain = correct_typing_errors(_FRIENDLY.sub(" ", _BETWEEN.sub(", ", _ORDINAL.sub(r"\1 ", plain))).strip())
    for code in codes:  # "actie E-04 is klaar", "E-04 is klaar"
        named = rf"(?<![\w-])(?:(acti(?:e|on)|massnahme|aktion) )?{re.escape(code.lower())}(?![\w-])"
        plain = re.sub(named, lambda found: found[1] or answer_words.THE_ACTION, plain)
    return _GREETING.sub("", plain, count=1) if _GREETING.match(plain) else plain


def strip_codes(text: str, codes: Sequence[str]) -> str:
    """Return text without the code of the action that it begins with."""
    for code in codes:
        if match := re.match(
            rf"\s*[\[(]?{re.escape(code)}(?![\w-])[\])]?\s*[:\-–—.,]*\s*", text, re.IGNORECASE
        ):
            return text[match.end() :]
    return text


def drop_title_and_closing(text: str, codes: Sequence[str], title: str) -> str:
    """Return an answer without its farewell and the words of a button, with *the action* for its title."""
    return BUTTON.sub("", name_by_title(read_plainly(drop_closing(text), codes), title)).strip()


def find_first_line(text: str) -> str:
    """Return the first line with words."""
    return next((line.strip() for line in text.split("\n") if line.strip()), "")
