"""What the classifier reads in an answer, and whether a rule speaks against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from terugkom.inbox.answers import day_doubt_words, function_words
from terugkom.inbox.answers.action_titles import name_by_title
from terugkom.inbox.answers.answer_classifier import Classified, classify
from terugkom.inbox.answers.answer_features import OWN_THINGS, count_said_words, list_features, list_tokens
from terugkom.inbox.answers.answer_words import BEFORE_A_NOUN
from terugkom.inbox.answers.closing import drop_closing, drop_signature
from terugkom.inbox.answers.later_day import has_another_date, has_day_to_come
from terugkom.inbox.answers.named_days import list_named_days, write_year
from terugkom.inbox.answers.on_time import name_day_behind_deadline, speaks_of_being_on_time
from terugkom.inbox.answers.periods_ahead import write_periods
from terugkom.inbox.answers.plain_answer import BUTTON, drop_title_and_closing, find_first_line, read_plainly
from terugkom.inbox.answers.progress_remarks import leaves_progress_in_doubt
from terugkom.inbox.answers.remaining_work import leaves_open
from terugkom.inbox.answers.result_clauses import takes_result_back
from terugkom.inbox.answers.side_remarks import leaves_nothing_open
from terugkom.inbox.answers.taken_back import is_taken_back
from terugkom.plan.report_progress import ProgressChoice

_WEEKDAY = re.compile(function_words.WEEKDAYS)
_IS_PAST_TENSE = re.compile(function_words.IS_PAST_TENSE)
_DENIES_ITS_DAY = re.compile(day_doubt_words.DENIES_ITS_DAY)
_IS_NOT_OF_THE_ACTION = re.compile(day_doubt_words.IS_NOT_OF_THE_ACTION)
_LEAST_WORDS = 3  # of fewer the rules know what they mean, or nobody does
_CLAUSE = re.compile(r"[^.!?:;,\n]+")


@dataclass(frozen=True)
class WrittenAnswer:
    """What an owner wrote of an action, on which day, and the codes, title and deadline of that action."""

    text: str
    codes: tuple[str, ...]
    today: date
    deadline: date | None
    title: str


def classify_answer(answer: WrittenAnswer) -> Classified:
    """Return what the classifier reads in an answer."""
    return classify(list_answer_features(answer))


def list_answer_features(answer: WrittenAnswer) -> frozenset[str]:
    """Return the features of an answer."""
    plain = read_plainly(drop_closing(drop_signature(answer.text)), answer.codes)
    words = _name_days(BUTTON.sub("", write_year(plain, answer.today)).strip(), answer)
    return list_features(words, answer.title, answer.today, answer.deadline)


def is_choice_doubted(choice: ProgressChoice, day: date | None, answer: WrittenAnswer) -> bool:
    """Return whether a rule speaks against a choice; `day` is the later day."""
    written = drop_signature(answer.text)
    plain = write_year(read_plainly(written, answer.codes), answer.today)
    tokens = list_tokens(plain, answer.title, answer.today, answer.deadline)
    if count_said_words(tokens) < _LEAST_WORDS:
        return True
    named = name_day_behind_deadline(name_by_title(plain, answer.title), answer.today, answer.deadline)
    body = BUTTON.sub("", named).strip()
    is_later = choice is ProgressChoice.LATER
    timed = write_periods(body, answer.today, answer.deadline) if is_later else body
    if is_later and (not _is_only_day(day, timed, answer) or has_another_date(body)):
        return True
    if "?" in find_first_line(body) or is_taken_back(choice, day, timed, answer.today, answer.deadline):
        return True
    said = drop_title_and_closing(written, answer.codes, answer.title)
    if choice is ProgressChoice.ON_TRACK:
        return leaves_progress_in_doubt(said, answer.title, answer.today, answer.deadline)
    return choice is ProgressChoice.DONE and (
        leaves_something_open(said, answer.title)
        or leaves_open(body)
        or has_day_to_come(body, answer.today, None)
        or _names_weekday_to_come(body)
        or _begins_with_another_thing(tokens)
    )


def leaves_something_open(said: str, title: str) -> bool:
    """Return whether an answer that says *klaar* says something else that may change it."""
    return takes_result_back(said, title) or not leaves_nothing_open(said, title)


def _begins_with_another_thing(tokens: Sequence[str]) -> bool:
    """Return whether an answer speaks of a thing that is not in the title: "de fietsenstalling is klaar"."""
    return tokens[0] in BEFORE_A_NOUN and tokens[1] not in OWN_THINGS


def _names_weekday_to_come(words: str) -> bool:
    """Return whether an answer names a weekday in a clause that has no past tense: "vrijdag klaar"."""
    return any(
        _WEEKDAY.search(clause) and not _IS_PAST_TENSE.search(clause) for clause in _CLAUSE.findall(words)
    )


def _is_only_day(day: date | None, words: str, answer: WrittenAnswer) -> bool:
    """Return whether an answer names one day to come, does not deny it, and does not say *in time*."""
    named = set()
    for clause in _CLAUSE.findall(words):
        days = {each for _, each in list_named_days(clause.split(), answer.today) if each > answer.today}
        if days and (_DENIES_ITS_DAY.search(clause) or _IS_NOT_OF_THE_ACTION.search(clause)):
            return False
        named |= days
    return named == {day} and not speaks_of_being_on_time(words, answer.today, answer.deadline)


def _name_days(words: str, answer: WrittenAnswer) -> str:
    named = name_day_behind_deadline(words, answer.today, answer.deadline)
    return write_periods(named, answer.today, answer.deadline)
