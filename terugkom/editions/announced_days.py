"""On which day readers of a published story know each meeting that it announced, after its corrections too.

Nobody writes down what a correction changed: it is read in the text, among the days on which the meeting was
or is. In a list of meetings each line names one, so a day counts for a meeting only on a line with its name.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from terugkom.claims.passed_dates import find_dates
from terugkom.documents.markup import render_plain
from terugkom.editions.story import Story


def find_named_days(story: Story, name: str, near: date, names: Iterable[str] = ()) -> frozenset[date]:
    """Return the days that a story gives for a meeting of this name: on the lines that name it, if any do.

    A line names it in whole words, outside the longer ones of `names`.
    """
    lines = render_plain(f"{story.title}\n\n{story.text}").splitlines()
    longer = [each for each in names if each.casefold() != name.casefold() and _has_name(each, name)]
    of_meeting = [line for line in lines if _has_name(_drop_names(line, longer), name)]
    dated = [each.day for line in of_meeting for each in find_dates(line, near)]
    if not dated:
        dated = [each.day for line in lines for each in find_dates(line, near)]
    return frozenset(dated)


def find_known_day(
    named: Sequence[Collection[date]], was_on: date, told: Sequence[date], now_on: date | None
) -> date | None:
    """Return on which day readers know a meeting; None if they know none.

    `named` has the days that each version of the story names, the approved one first. That one tells `was_on`
    if it names it, whatever other days it names. A correction tells the latest of the days that the
    coordinator was `told` before among those that it brings; else the day stays as long as it is named; else
    it is the latest one named of the days on which the meeting was or is.
    """
    first, *corrected = named
    known = was_on if was_on in first else None
    before = first
    for days in corrected:
        brought = [each for each in told if each in days and each not in before]
        if brought:
            known = brought[-1]
        elif known not in days:
            possible = (was_on, *told, *([now_on] if now_on else []))
            known = next((each for each in reversed(possible) if each in days), None)
        before = days
    return known


def _has_name(text: str, name: str) -> bool:
    return re.search(_compile(name), text) is not None


def _drop_names(line: str, names: Iterable[str]) -> str:
    """Return a line without these names, the longest first."""
    for each in sorted(names, key=len, reverse=True):
        line = re.sub(_compile(each), " ", line)
    return line


def _compile(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
