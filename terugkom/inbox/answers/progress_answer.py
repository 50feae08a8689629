"""What an owner's words say of an action: one of the four choices if a whole clause is it, or says it of the
thing in the title, its deadline or the only day to come; else a proposal where its words point to one.

Nothing is guessed: "bijna klaar", "klaar?" and "klaar met de offerte" are a proposal for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from terugkom.inbox.answers import answer_words, button_words
from terugkom.inbox.answers.action_titles import name_by_title
from terugkom.inbox.answers.answer_clauses import drop_no_trouble
from terugkom.inbox.answers.classified_answer import (
    WrittenAnswer,
    classify_answer,
    is_choice_doubted,
    leaves_something_open,
)
from terugkom.inbox.answers.closing import drop_signature
from terugkom.inbox.answers.done_day import may_be_to_come
from terugkom.inbox.answers.later_day import (
    drop_mark_of_request,
    find_day_asked_for,
    find_later_day,
    find_new_date,
    find_only_day,
    find_said_day,
    has_day_to_come,
    has_its_year,
    was_lately,
)
from terugkom.inbox.answers.named_days import write_year
from terugkom.inbox.answers.on_time import (
    is_met,
    is_on_time,
    keeps_day,
    name_day_behind_deadline,
    says_on_time,
    speaks_of_being_on_time,
)
from terugkom.inbox.answers.only_later_day import find_only_later_day
from terugkom.inbox.answers.periods_ahead import write_periods
from terugkom.inbox.answers.plain_answer import (
    BUTTON,
    drop_title_and_closing,
    find_first_line,
    read_plainly,
    strip_codes,
)
from terugkom.inbox.answers.progress_remarks import leaves_progress_in_doubt
from terugkom.inbox.answers.proposal_words import (
    DENIES_WHAT_FOLLOWS,
    IS_ONLY_PARTLY,
    PROPOSALS,
    STOPS_FOR_GOOD,
)
from terugkom.inbox.answers.remaining_work import leaves_open
from terugkom.inbox.answers.result_clauses import says_result
from terugkom.inbox.answers.stated_end import drop_what_points_back, states_end
from terugkom.inbox.answers.taken_back import is_taken_back
from terugkom.inbox.answers.whole_clauses import find_whole_clauses, is_choice
from terugkom.inbox.reply_words import REPLY_PREFIX
from terugkom.normalize import strip_accents
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day

CLASSIFIED = (
    ProgressChoice.DONE,
    ProgressChoice.ON_TRACK,
    ProgressChoice.LATER,
)  # what a classifier may take
SURE, LIKELY = 0.9, 0.5

_STOPS_FOR_GOOD = re.compile(STOPS_FOR_GOOD)
_DENIES_WHAT_FOLLOWS = re.compile(DENIES_WHAT_FOLLOWS)
_IS_ONLY_PARTLY = re.compile(IS_ONLY_PARTLY)
_SAID_BEFORE = re.compile(rf"^(?:(?:{answer_words.SAYS_NOTHING})[,.!]+ +)+")
_BUTTON_KEPT = re.compile(rf"(?m)^(?:{button_words.BUTTON_TEXTS}) ?:[ ]?", re.IGNORECASE)
_UNDO = re.compile(answer_words.UNDO)
_PREFIX = re.compile(REPLY_PREFIX, re.IGNORECASE)
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


def parse_progress_answer(
    text: str, subject: str, codes: Iterable[str], today: date, deadline: date | None = None, title: str = ""
) -> ProgressAnswer:
    """Return what an answer says of an action that `codes` may name before it.

    `subject` is what the writer put there themselves, empty if it is only that of the mail they answered.
    `deadline` is that of the action: a day up to it is no later one. `title` is that of the action; what it
    begins with names it: "de laadpalen zijn in gebruik".
    """
    known = list(codes)
    written = drop_signature(text)
    plain = write_year(read_plainly(written, known), today)
    words = name_day_behind_deadline(name_by_title(plain, title), today, deadline)
    body = BUTTON.sub("", words).strip()
    by_body = _find_choice(body, today, deadline, title)
    by_subject = (
        _find_choice(write_year(read_plainly(clean_subject(subject), known), today), today, deadline, title)
        if subject
        else None
    )
    said = strip_codes(_BUTTON_KEPT.sub("", text), known).strip()
    is_done = by_subject is not None and by_subject.choice is ProgressChoice.DONE
    if is_done and not by_body and may_be_to_come(words, today):
        by_subject = None
    found = by_subject or by_body
    if by_subject and by_body and by_subject.choice is not by_body.choice:
        found = None
    if found and found.choice is ProgressChoice.LATER and found.deadline is None and by_subject:
        day = find_day(body, today)
        is_later = day is not None and not is_met(day, deadline)
        found = ProgressAnswer(ProgressChoice.LATER, True, "", day) if is_later else None
    timed = write_periods(body, today, deadline)
    subject_said = clean_subject(subject)
    if found and is_taken_back(
        found.choice, found.deadline, timed if _is_later(found) else body, today, deadline, subject_said
    ):
        found = None
    if found and found.choice is ProgressChoice.ON_TRACK and not by_subject:
        said_beside = drop_title_and_closing(written, known, title)
        if leaves_progress_in_doubt(said_beside, title, today, deadline):
            found = None
    is_said_done = found is not None and found.choice is ProgressChoice.DONE and not by_subject
    if is_said_done and leaves_something_open(drop_title_and_closing(written, known, title), title):
        found = None
    said_first = find_first_line(drop_mark_of_request(body) if _is_later(found) else body)
    if found and "?" not in said_first + subject_said:
        return ProgressAnswer(found.choice, True, said, found.deadline)
    proposed = _propose(timed, said, today, deadline)
    if subject_said:  # the classifier was trained on texts alone
        return proposed
    return _read_by_classifier(proposed, WrittenAnswer(text, tuple(known), today, deadline, title))


def _read_by_classifier(proposed: ProgressAnswer, answer: WrittenAnswer) -> ProgressAnswer:
    """Return what the classifier reads in an answer that the rules leave open: taken where it is sure and no
    rule speaks against it, else proposed where the rules propose nothing."""
    read = classify_answer(answer)
    day = proposed.deadline if read.choice is ProgressChoice.LATER else None
    is_taken = (
        read.choice in CLASSIFIED
        and read.probability >= SURE
        and (day is not None or read.choice is not ProgressChoice.LATER)
        and not is_choice_doubted(read.choice, day, answer)
    )
    if is_taken:
        return ProgressAnswer(read.choice, True, proposed.text, day)
    if proposed.choice is not None or read.probability < LIKELY:
        return proposed
    said = drop_no_trouble(strip_accents(answer.text))
    is_denied = read.choice is not ProgressChoice.LATER and _DENIES_WHAT_FOLLOWS.search(said)
    return proposed if is_denied else replace(proposed, choice=read.choice)


def is_bare_choice(text: str, choice: ProgressChoice) -> bool:
    """Return whether a text is no more than the words for a choice."""
    return is_choice(read_plainly(text, []).strip(" .!*_\"'“”()"), choice)


def is_undo(text: str, subject: str) -> bool:
    """Return whether the whole of the subject or of the first line asks to undo."""
    lines = (clean_subject(subject), find_first_line(text))
    return any(_UNDO.fullmatch(strip_accents(each).strip(" .!")) for each in lines)


def clean_subject(subject: str) -> str:
    """Return a subject without *Re:* and without a token."""
    return _HEX.sub("", _PREFIX.sub("", subject.strip(), count=1)).strip(" :-")


def _find_choice(words: str, today: date, deadline: date | None, title: str) -> ProgressAnswer | None:
    """Return the choice that a whole clause is, the first or one that speaks of the action; else what the
    answer says of the result, the day or the deadline.

    None where clauses are several choices, or name a day to come: "klaar op 20 april" is a plan.
    """
    timed = write_periods(words, today, deadline)
    if later := _find_later(timed, today, deadline):
        return later
    words = drop_what_points_back(words, title)
    found = find_whole_clauses(words)
    if is_on_time(words, today, deadline):
        found.setdefault(ProgressChoice.ON_TRACK, "")
    day = find_new_date(timed, today)
    if day and not is_met(day, deadline):
        found[ProgressChoice.LATER] = ""
    is_said_otherwise = not found or (found.keys() == {ProgressChoice.LATER} and day is None)
    if is_said_otherwise and (said := _find_what_is_said(words, timed, today, deadline, title)):
        return said
    if not found and states_end(words) and not leaves_open(words) and not has_day_to_come(words, today, None):
        return ProgressAnswer(ProgressChoice.DONE, True)
    if len(found) != 1:
        return None
    ((choice, clause),) = found.items()
    is_planned = choice is ProgressChoice.DONE and has_day_to_come(clause, today, None)
    return None if is_planned else ProgressAnswer(choice, True, "", day)


def _find_what_is_said(
    words: str, timed: str, today: date, deadline: date | None, title: str
) -> ProgressAnswer | None:
    """Return the one of three that an answer says in its own words: the only day to come is a later one, the
    thing in the title is there, or the deadline will be met."""
    day = find_only_later_day(timed, title, today, deadline)
    said = {
        ProgressChoice.LATER: day is not None and not is_met(day, deadline),
        ProgressChoice.DONE: says_result(words, title),
        ProgressChoice.ON_TRACK: says_on_time(words, title, today, deadline)
        or keeps_day(words, today, deadline),
    }
    if said[ProgressChoice.LATER] and speaks_of_being_on_time(words, today, deadline):
        return None
    if said[ProgressChoice.LATER]:  # "de palen zijn geplaatst, het wordt 3 mei": the day is the news
        said[ProgressChoice.DONE] = False
    choices = [choice for choice, is_said in said.items() if is_said]
    if len(choices) != 1:
        return None
    return ProgressAnswer(choices[0], True, "", day if choices[0] is ProgressChoice.LATER else None)


def _find_later(words: str, today: date, deadline: date | None) -> ProgressAnswer | None:
    """Return the later day that an answer begins with: "later tot 1 mei", "dat wordt juni, want het "
    "regent"."""
    line = _SAID_BEFORE.sub("", find_first_line(words), count=1)
    day = find_said_day(line, words, today)
    return ProgressAnswer(ProgressChoice.LATER, True, "", day) if day and not is_met(day, deadline) else None


def _is_later(found: ProgressAnswer | None) -> bool:
    return found is not None and found.choice is ProgressChoice.LATER


def _propose(body: str, said: str, today: date, deadline: date | None) -> ProgressAnswer:
    """Return what the words of an answer point to: a later day, else the first choice with words for it."""
    if _STOPS_FOR_GOOD.search(body):
        return ProgressAnswer(ProgressChoice.STOPPED, False, said)
    is_on_time_said = is_on_time(body, today, deadline, stands_beside_anything=True)
    body = drop_no_trouble(body)
    day = find_later_day(body, today) or find_day_asked_for(body, today)
    if day and not is_met(day, deadline):
        is_slip = was_lately(day, today) and not has_its_year(body, day)
        return ProgressAnswer(ProgressChoice.LATER, False, said, None if is_slip else day)
    if is_on_time_said:
        return ProgressAnswer(ProgressChoice.ON_TRACK, False, said)
    is_to_come = has_day_to_come(body, today, None)  # "15 maart, dan is het klaar"
    is_part = _IS_ONLY_PARTLY.search(body) is not None  # "drie van de zes zijn klaar, de rest volgt"
    is_said_done = find_whole_clauses(body).keys() == {ProgressChoice.DONE}
    if is_said_done and not is_to_come and not is_part:  # it is only in doubt
        return ProgressAnswer(ProgressChoice.DONE, False, said)
    for choice, words in PROPOSALS:
        said_words = re.search(words, body)
        is_denied = choice is ProgressChoice.DONE and (
            is_to_come or is_part or _is_denied_before(body, said_words)
        )
        if said_words and not is_denied:
            return ProgressAnswer(choice, False, said)
    named = find_only_day(body, today)
    if named and not is_met(named, deadline):  # of what, a person sees
        return ProgressAnswer(ProgressChoice.LATER, False, said, named)
    return ProgressAnswer(None, False, said)


def _is_denied_before(body: str, found: re.Match[str] | None) -> bool:
    """Return whether words before what was found say it of nothing: "niets uitgevoerd"."""
    return found is not None and _DENIES_WHAT_FOLLOWS.search(body[: found.start()]) is not None
