"""Whether an answer by the digest's button *Klaar* gives a day that is to come, or one that may be.

Then the button is a plan, nothing is known to be done, and a person is asked.
"""

import re
from datetime import date, timedelta

from terugkom.inbox.answers import button_words
from terugkom.inbox.answers.closing import drop_closing
from terugkom.workbook.dates.find_day import find_day

_DONE_ON = re.compile(rf"(?m)^{button_words.DONE_ON} ?:[ ]?(.*)$")
_DAY_THAT_WAS = re.compile(button_words.DAY_THAT_WAS)
_NAMES_A_TIME = re.compile(button_words.NAMES_A_TIME)
_PREPOSITION = re.compile(r"^(?:op|in|le|en|am|im|on) ")
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_MAX_WORDS_OF_A_TIME = 5
_WAS_LATELY = timedelta(days=240)  # without a year a day so far ahead is more likely the last such one
_MARKS = " .!-_*()"


def may_be_to_come(words: str, today: date) -> bool:
    """Return whether the words behind *Klaar op:*, or in its place, name no day that is known to have been.

    `words` are in lower case, without accents. Behind the button's words anything but such a day is in doubt;
    who wiped them out may write a sentence, and then only a line that is a day or a period counts.
    """
    found = _DONE_ON.search(words)
    said = _PREPOSITION.sub("", (found[1] if found else words.strip().split("\n")[0]).strip(_MARKS))
    if not said or _DAY_THAT_WAS.match(said) or _is_farewell(said):
        return False
    if day := find_day(said, today):
        return day > today and (str(day.year) in said or day - today < _WAS_LATELY)
    years = [int(each) for each in _YEAR.findall(said)]
    if years and max(years) < today.year:  # "zomer 2026"
        return False
    is_a_time = len(said.split()) <= _MAX_WORDS_OF_A_TIME and _NAMES_A_TIME.search(said) is not None
    return found is not None or is_a_time


def _is_farewell(said: str) -> bool:
    """Return whether nothing but a farewell stands where the day was asked: "mvg, an"."""
    return not drop_closing(said).strip(_MARKS)
