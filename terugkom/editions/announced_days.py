"""On which day readers of a published story know each meeting that it announced, after its corrections too.

Nobody writes down what a correction changed: it is read in the text, among the days on which the meeting was
or is. In a list of meetings each line names one, so a day counts for a meeting only on a line with its name.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from terugkom.claims.passed_dates import find_dates
from terugkom.documents.markup import render_plain
from terugkom.editions.story import Story


def find_named_days(story: Story, name: str, near: date) -> frozenset[date]:
    """Return the days that a story gives for a meeting of this name: on the lines that name it, if any do."""
    lines = render_plain(f"{story.title}\n\n{story.text}").splitlines()
    of_meeting = [line for line in lines if name.casefold() in line.casefold()]
    dated = [each.day for line in of_meeting for each in find_dates(line, near)]
    if not dated:
        dated = [each.day for line in lines for each in find_dates(line, near)]
    return frozenset(dated)


def choose_read_day(named: Iterable[date], known: Sequence[date], others: Iterable[date]) -> date | None:
    """Return the latest of the days on which a meeting is `known` to have been that readers read.

    None if they read none. A day on which `others` of its group were announced is its own only if it is the
    first.
    """
    first, *later = known
    mine = {first, *(each for each in later if each not in frozenset(others))}
    return next((each for each in reversed(known) if each in mine and each in frozenset(named)), None)
