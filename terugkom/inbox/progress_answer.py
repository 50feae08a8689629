"""What an owner's words say of an action: one of the four choices if a whole clause is it, else a
proposal where its words point to one.

Nothing is guessed: "bijna klaar", "klaar?" and "klaar met de offerte" are a proposal for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from terugkom.inbox import answer_words
from terugkom.inbox.later_day import find_later_day, has_day_to_come, lies_ahead
from terugkom.inbox.reply_words import GREETINGS, REPLY_PREFIX
from terugkom.normalize import strip_accents
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest
from terugkom.workbook.dates.words import MONTHS

MAX_TEXT = 4_000  # characters of an answer that are looked at


def _begin(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(f'(?:{strip_accents(each)})' for each in words)})(?![a-z])[ :,-]*")


_CHOICES = {
    choice: re.compile("|".join(f"(?:{each})" for each in clauses))
    for choice, clauses in answer_words.WHOLE_CLAUSES.items()
}
_LATER = _begin(answer_words.LATER_BEGINNINGS)
_BECOMES = _begin(answer_words.BECOMES_BEGINNINGS)
_TAKES_BACK = {
    ProgressChoice.DONE: re.compile("|".join(answer_words.TAKES_BACK)),
    ProgressChoice.ON_TRACK: re.compile("|".join(answer_words.IS_NOT_SURE)),
}
_IS_DOUBTFUL_DAY = re.compile(answer_words.IS_DOUBTFUL_DAY)
_NO_TROUBLE = re.compile(rf"\b(?:{answer_words.NO_TROUBLE})\b")
_NAMES_THE_ACTION = re.compile(answer_words.NAMES_THE_ACTION)
_LEADS_IN = re.compile(rf"^{answer_words.LEADS_IN}")
_SAYS_NOTHING = re.compile(answer_words.SAYS_NOTHING)
_BUTTON = re.compile(rf"(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?")
_BUTTON_KEPT = re.compile(rf"(?m)^(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?", re.IGNORECASE)
_UNDO = re.compile(answer_words.UNDO)
_PREFIX = re.compile(REPLY_PREFIX, re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.:](?=\s|$)|[!;,\n]| [-–—] ")
_ORDINAL = re.compile(rf"\b(\d{{1,2}})\. (?=(?:{'|'.join(MONTHS)})\b)")  # 30. April
_AND = re.compile(r" (?:en|et|und|and) ")
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
    if found and _is_taken_back(found, body, subject, today):
        found = None
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


def _plain(text: str, codes: list[str]) -> str:
    plain = strip_accents(_strip_codes(text[:MAX_TEXT], codes).replace("’", "'")).strip()
    plain = _ORDINAL.sub(r"\1 ", plain)
    for code in codes:  # "actie E-04 is klaar", "E-04 is klaar"
        named = rf"(?<![\w-])(?:(acti(?:e|on)|massnahme|aktion) )?{re.escape(code.lower())}(?![\w-])"
        plain = re.sub(named, lambda found: found[1] or answer_words.THE_ACTION, plain)
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
    """Return the choice that the first clause is as a whole, or another one that speaks of the action.

    None where clauses are several choices, or name a day to come: "klaar op 20 april" is a plan.
    """
    if later := _find_later(_first_line(words), today):
        return later
    found: dict[ProgressChoice, str] = {}
    for number, clause in enumerate(_list_clauses(words)):
        parts = {clause, *_AND.split(clause)} if _NAMES_THE_ACTION.match(clause) or number == 0 else {clause}
        said = {each: _match_choice(each) for each in parts}
        if any(
            said[each] for each in parts if (each == clause and number == 0) or _NAMES_THE_ACTION.match(each)
        ):
            found |= {choice: clause for choice in said.values() if choice}
    if len(found) != 1:
        return None
    ((choice, clause),) = found.items()
    is_planned = choice is ProgressChoice.DONE and has_day_to_come(clause, today)
    return None if is_planned else ProgressAnswer(choice, True)


def _match_choice(clause: str) -> ProgressChoice | None:
    return next((choice for choice, pattern in _CHOICES.items() if pattern.fullmatch(clause)), None)


def _find_later(line: str, today: date) -> ProgressAnswer | None:
    """Return the later day that a line begins with: "later tot 1 mei", "dat wordt juni, want het regent"."""
    for pattern in (_LATER, _BECOMES):
        begun = pattern.match(line)
        found = find_day_and_rest(line[begun.end() :], today) if begun else None
        if begun and found:
            day = line[begun.end() : len(line) - len(found[1])].rstrip()
            follows = day[-1] if day[-1:] in ".,;:!" else found[1]
            is_said = re.match(answer_words.IS_A_REASON, follows) and not _IS_DOUBTFUL_DAY.search(line)
            if pattern is _LATER or is_said:
                return ProgressAnswer(ProgressChoice.LATER, True, "", found[0])
    return None


def _list_clauses(words: str) -> list[str]:
    """Return the clauses of an answer, from the first one that says something."""
    clauses = [each.strip(" *_\"'“”().:-") for each in _CLAUSE_END.split(words)]
    said = [_LEADS_IN.sub("", each, count=1) for each in clauses if each]
    first = next((number for number, each in enumerate(said) if not _SAYS_NOTHING.fullmatch(each)), 0)
    return said[first:]


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _is_taken_back(found: ProgressAnswer, body: str, subject: str, today: date) -> bool:
    """Return whether other words of an answer make its choice one for a person."""
    if found.choice is ProgressChoice.LATER:
        return not (found.deadline and found.deadline > today)
    pattern = _TAKES_BACK.get(found.choice) if found.choice else None
    if pattern is None:
        return False
    said = _NO_TROUBLE.sub(" ", strip_accents(f"{clean_subject(subject)}\n{body}"))
    return "?" in said or pattern.search(said) is not None


def _is_future(body: str, today: date) -> bool:
    """Return whether what stands behind *Klaar op:* is no day that was."""
    return bool(body) and body[0].isdigit() and lies_ahead(body, today)


def _propose(body: str, said: str, today: date) -> ProgressAnswer:
    """Return what the words of an answer point to: a later day, else the first choice with words for it."""
    body = _NO_TROUBLE.sub(" ", body)
    if day := find_later_day(body, today):
        return ProgressAnswer(ProgressChoice.LATER, False, said, day)
    for choice, words in answer_words.PROPOSALS:
        if re.search(words, body):
            return ProgressAnswer(choice, False, said)
    return ProgressAnswer(None, False, said)
