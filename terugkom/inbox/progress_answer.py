"""What an owner's words say of an action: one of the four choices if a whole clause is it, else a
proposal where its words point to one.

Nothing is guessed: "bijna klaar", "klaar?" and "klaar met de offerte" are a proposal for a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.inbox import answer_words
from terugkom.inbox.reply_words import GREETINGS, REPLY_PREFIX
from terugkom.normalize import strip_accents
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest
from terugkom.workbook.dates.words import MONTHS

_HALF_A_YEAR = timedelta(days=183)
MAX_TEXT = 4_000  # characters of an answer that are looked at
_MAX_WORDS = 200  # of them among which a day is looked for


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
_NO_TROUBLE = re.compile(rf"\b(?:{answer_words.NO_TROUBLE})\b")
_NAMES_THE_ACTION = re.compile(answer_words.NAMES_THE_ACTION)
_LEADS_IN = re.compile(rf"^{answer_words.LEADS_IN}")
_SAYS_NOTHING = re.compile(answer_words.SAYS_NOTHING)
_SAYS_LATER = re.compile(answer_words.SAYS_LATER)
_IS_DOUBTFUL_DAY = re.compile(answer_words.IS_DOUBTFUL_DAY)
_IS_NOT_MET = re.compile(answer_words.IS_NOT_MET)
_IS_MISSED = re.compile(answer_words.IS_MISSED)
_BUTTON = re.compile(rf"(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?")
_BUTTON_KEPT = re.compile(rf"(?m)^(?:{answer_words.BUTTON_TEXTS}) ?:[ ]?", re.IGNORECASE)
_UNDO = re.compile(answer_words.UNDO)
_PREFIX = re.compile(REPLY_PREFIX, re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.:](?=\s|$)|[!;,\n]| [-–—] ")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
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
    found = {}
    for number, clause in enumerate(_list_clauses(words)):
        parts = [each for each in _AND.split(clause) if _NAMES_THE_ACTION.match(each)]
        if number == 0 or _NAMES_THE_ACTION.match(clause):
            parts.insert(0, clause)
        for choice, pattern in _CHOICES.items():
            if any(pattern.fullmatch(each) for each in parts):
                found[choice] = clause
    if len(found) != 1:
        return None
    ((choice, clause),) = found.items()
    return None if _has_day_to_come(clause, today) else ProgressAnswer(choice, True)


def _find_later(line: str, today: date) -> ProgressAnswer | None:
    """Return the later day that a line begins with: "later tot 1 mei", "dat wordt juni, want het regent"."""
    for pattern in (_LATER, _BECOMES):
        begun = pattern.match(line)
        found = find_day_and_rest(line[begun.end() :], today) if begun else None
        if begun and found:
            day = line[begun.end() : len(line) - len(found[1])].rstrip()
            follows = day[-1] if day[-1:] in ".,;:!" else found[1]
            if pattern is _LATER or re.match(answer_words.IS_A_REASON, follows):
                return ProgressAnswer(ProgressChoice.LATER, True, "", found[0])
    return None


def _list_clauses(words: str) -> list[str]:
    """Return the clauses of an answer, from the first one that says something."""
    clauses = [each.strip(" *_\"'“”().") for each in _CLAUSE_END.split(words)]
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
    return bool(body) and body[0].isdigit() and _lies_ahead(body, today)


def _has_day_to_come(clause: str, today: date) -> bool:
    words = clause.split()
    return any(
        _may_begin_a_day(word) and _lies_ahead(" ".join(words[at:]), today) for at, word in enumerate(words)
    )


def _lies_ahead(text: str, today: date) -> bool:
    """Return whether a text begins with a day that is to come."""
    day = find_day(text, today)  # without a year the next such day: in half a year it was the last one
    return day is not None and day > today and (str(day.year) in text or day - today < _HALF_A_YEAR)


def _may_begin_a_day(word: str) -> bool:
    return word[0].isdigit() or word in answer_words.PERIOD_BEGINNINGS or word.strip(",.;") in MONTHS


def _propose(body: str, said: str, today: date) -> ProgressAnswer:
    """Return what the words of an answer point to: a later day, else the first choice with words for it."""
    body = _NO_TROUBLE.sub(" ", body)
    if day := _find_later_day(body, today):
        return ProgressAnswer(ProgressChoice.LATER, False, said, day)
    for choice, words in answer_words.PROPOSALS:
        if re.search(words, body):
            return ProgressAnswer(choice, False, said)
    return ProgressAnswer(None, False, said)


def _find_later_day(body: str, today: date) -> date | None:
    """Return the last day to come that sentences about a later one name, and do not doubt or deny."""
    found: list[date] = []
    for sentence in _SENTENCE_END.split(body):
        met = _IS_MISSED.sub(" ", sentence)
        first = met.split(maxsplit=1)[:1]
        is_said = _SAYS_LATER.search(sentence) or (first and _may_begin_a_day(first[0]))
        if is_said and not _IS_DOUBTFUL_DAY.search(sentence):
            found += _list_met_days(met.split()[:_MAX_WORDS], today)
    return max(found, default=None)


def _list_met_days(words: Sequence[str], today: date) -> Iterator[date]:
    """Yield the days to come that a sentence names, but not those of which it says that they are not met."""
    at = 0
    while at < len(words):
        read = find_day_and_rest(" ".join(words[at:]), today) if _may_begin_a_day(words[at]) else None
        if read and read[0] > today and not _IS_NOT_MET.search(" ".join(words[:at])):
            yield read[0]
        at = len(words) - len(read[1].split()) if read else at + 1
