"""What an owner's words say of an action: one of the four choices if a whole clause is it, else a
proposal where its words point to one.

Nothing is guessed: "bijna klaar", "klaar?" and "klaar met de offerte" are a proposal for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.inbox import answer_words
from terugkom.inbox.reply_words import GREETINGS, REPLY_PREFIX
from terugkom.normalize import strip_accents
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest

_HALF_A_YEAR = timedelta(days=183)
MAX_TEXT = 4_000  # characters of an answer that are looked at
_CHOICES = {
    choice: re.compile("|".join(f"(?:{each})" for each in clauses))
    for choice, clauses in answer_words.WHOLE_CLAUSES.items()
}
_LATER = re.compile(
    rf"(?:{'|'.join(f'(?:{strip_accents(each)})' for each in answer_words.LATER_BEGINNINGS)})(?![a-z])[ :,-]*"
)
_TAKES_BACK = re.compile("|".join(answer_words.TAKES_BACK))
_BUTTON = re.compile(rf"(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?")
_UNDO = re.compile(answer_words.UNDO)
_PREFIX = re.compile(REPLY_PREFIX, re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.!;:,\n]| [-–—] ")
_GREETED = "|".join(strip_accents(each).replace(".{0,60}", "") for each in GREETINGS)
_GREETING = re.compile(rf"(?:{_GREETED})[^,.!\n]{{0,40}}[,.!]\s+")
_HEX = re.compile(r"[\[(]?\b[0-9a-f]{40}\b[\])]?")


@dataclass(frozen=True)
class ProgressAnswer:
    """What was said of one action. `is_clear` says that it is a choice; else `choice` is only a proposal, and
    None where the words point to none of them.

    `text` is what goes into the report; `deadline` a later date.
    """

    choice: ProgressChoice | None
    is_clear: bool
    text: str = ""
    deadline: date | None = None


def parse_progress_answer(text: str, subject: str, codes: Iterable[str], today: date) -> ProgressAnswer:
    """Return what an answer says of an action that `codes` may name before it.

    `subject` is what the writer put there themselves, empty if it is only that of the mail they answered.
    """
    known = list(codes)
    words = _plain(text, known)
    body = _BUTTON.sub("", words).strip()
    by_body = _find_choice(body, today)
    by_subject = _find_choice(_plain(clean_subject(subject), known), today) if subject else None
    said = _strip_codes(_BUTTON_KEPT.sub("", text), known).strip()
    if by_subject and by_subject.choice is ProgressChoice.DONE and (_is_future(body, today)):
        by_subject = None
    found = by_subject or by_body
    if by_subject and by_body and by_subject.choice is not by_body.choice:
        found = None
    if found and found.choice is ProgressChoice.LATER and found.deadline is None and by_subject:
        found = ProgressAnswer(ProgressChoice.LATER, True, "", find_day(body, today))
    if found and found.choice is ProgressChoice.DONE and _is_taken_back(body, subject):
        return ProgressAnswer(ProgressChoice.DONE, False, said)
    if found and found.choice is ProgressChoice.LATER and not (found.deadline and found.deadline > today):
        return ProgressAnswer(ProgressChoice.LATER, False, said, _find_any_day(body, today))
    if found and "?" not in _first_line(body) + clean_subject(subject):
        return ProgressAnswer(found.choice, True, said, found.deadline)
    return _propose(body, said, today)


def is_bare_choice(text: str, choice: ProgressChoice) -> bool:
    """Return whether a text is no more than the words for a choice."""
    return _CHOICES[choice].fullmatch(_plain(text, []).strip(" .!*_\"'“”()")) is not None


def is_undo(text: str, subject: str) -> bool:
    """Return whether the whole of the subject or of the first line asks to undo."""
    lines = (clean_subject(subject), _first_line(text))
    return any(_UNDO.fullmatch(strip_accents(each).strip(" .!")) for each in lines)


def clean_subject(subject: str) -> str:
    """Return a subject without *Re:* and without a token."""
    return _HEX.sub("", _PREFIX.sub("", subject.strip(), count=1)).strip(" :-")


def find_codes(text: str, codes: Iterable[str]) -> list[str]:
    """Return which of these codes a text names, each as a whole word, in the order in which it does."""
    found = {}
    for code in codes:
        if match := re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text, re.IGNORECASE):
            found[code] = match.start()
    return sorted(found, key=lambda each: found[each])


_BUTTON_KEPT = re.compile(rf"(?m)^(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?", re.IGNORECASE)


def _plain(text: str, codes: list[str]) -> str:
    plain = strip_accents(_strip_codes(text[:MAX_TEXT], codes).replace("’", "'")).strip()
    return _GREETING.sub("", plain, count=1) if _GREETING.match(plain) else plain


def _strip_codes(text: str, codes: list[str]) -> str:
    """Return text without the code of the action that it begins with."""
    for code in codes:
        if match := re.match(
            rf"\s*[\[(]?{re.escape(code)}(?![\w-])[\])]?\s*[:\-–—.,]*\s*", text, re.IGNORECASE
        ):
            return text[match.end() :]
    return text


def _find_choice(words: str, today: date) -> ProgressAnswer | None:
    """Return the choice that the first clause is as a whole."""
    line = _first_line(words)
    later = _LATER.match(line)
    if later and (found := find_day_and_rest(line[later.end() :], today)):
        return ProgressAnswer(ProgressChoice.LATER, True, "", found[0])
    clause = _CLAUSE_END.split(line, maxsplit=1)[0].strip(" *_\"'“”()")
    if "?" in clause:
        return None
    for choice, pattern in _CHOICES.items():
        if pattern.fullmatch(clause):
            return ProgressAnswer(choice, True)
    return None


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _is_taken_back(body: str, subject: str) -> bool:
    said = strip_accents(f"{clean_subject(subject)}\n{body}")
    return "?" in said or _TAKES_BACK.search(said) is not None


def _is_future(body: str, today: date) -> bool:
    """Return whether what stands behind *Klaar op:* is no day that was."""
    if not body or not body[0].isdigit():
        return False
    day = find_day(body, today)  # without a year the next such day: in half a year it was the last one
    return day is not None and day > today and (str(day.year) in body or day - today < _HALF_A_YEAR)


def _propose(body: str, said: str, today: date) -> ProgressAnswer:
    for choice, words in answer_words.PROPOSALS:
        if re.search(words, body):
            deadline = _find_any_day(body, today) if choice is ProgressChoice.LATER else None
            return ProgressAnswer(choice, False, said, deadline)
    return ProgressAnswer(None, False, said)


def _find_any_day(body: str, today: date) -> date | None:
    words = body.split()[:200]
    for at in range(len(words)):
        may_begin = words[at][0].isdigit() or words[at] in answer_words.PERIOD_BEGINNINGS
        if may_begin and (day := find_day(" ".join(words[at : at + 4]), today)):
            return day if day > today else None
    return None
