"""Whether other words of an answer make the choice that it says one for a person."""

import re
from datetime import date

from terugkom.inbox.answers import day_doubt_words, doubt_words
from terugkom.inbox.answers.after_deadline import names_time_after
from terugkom.inbox.answers.answer_clauses import drop_no_trouble
from terugkom.inbox.answers.later_day import (
    find_later_day,
    has_day_to_come,
    has_its_year,
    is_of_an_absence,
    names_later_day,
    was_lately,
)
from terugkom.inbox.answers.on_time import drop_what_is_on_time, is_met
from terugkom.inbox.answers.proposal_words import PROPOSALS, STOPS_FOR_GOOD
from terugkom.inbox.answers.result_clauses import drop_sign_off
from terugkom.normalize import strip_accents
from terugkom.plan.report_progress import ProgressChoice

_STOPS = "|".join(
    [STOPS_FOR_GOOD, *(words for choice, words in PROPOSALS if choice is ProgressChoice.STOPPED)]
)
_TAKES_BACK = {
    choice: re.compile("|".join([*words, *doubt_words.MAKES_IT_A_QUESTION, _STOPS]))
    for choice, words in (
        (ProgressChoice.DONE, doubt_words.TAKES_BACK),
        (ProgressChoice.ON_TRACK, doubt_words.IS_NOT_SURE),
        (ProgressChoice.LATER, [day_doubt_words.DOUBTS_THE_DAY]),
    )
}
_SAYS_NO_DOUBT = re.compile(f"{day_doubt_words.WILL_MISS}|{day_doubt_words.SAYS_WHY_LATE}")


def is_taken_back(
    choice: ProgressChoice | None,
    day: date | None,
    body: str,
    today: date,
    deadline: date | None,
    subject: str = "",
) -> bool:
    """Return whether other words of an answer make its choice one for a person. `day` is the later one."""
    pattern = _TAKES_BACK.get(choice) if choice else None
    if pattern is None:
        return False
    said = strip_accents(f"{subject}\n{body}")
    if choice is ProgressChoice.LATER:
        said = _SAYS_NO_DOUBT.sub(" ", said)
        is_one_day = day is not None and day > today and not names_later_day(body, day, today)
        if day is not None and is_of_an_absence(body, day, today):
            return True
        if day is not None and was_lately(day, today) and not has_its_year(said, day):
            return True
        return not is_one_day or pattern.search(said) is not None
    if choice is ProgressChoice.ON_TRACK:
        later = find_later_day(body, today)
        if (later and not is_met(later, deadline)) or names_time_after(body, today, deadline):
            return True
        said = drop_what_is_on_time(said, today, deadline)
    elif has_day_to_come(body, today, deadline):
        return True
    said = drop_no_trouble(drop_sign_off(said))
    return "?" in said or pattern.search(said) is not None
