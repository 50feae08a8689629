"""The dates that published editions told of actions: readers were promised those.

They are kept with the edition once it is published, and found in the text that was approved, for a person may
have written another one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.passed_dates import find_dates
from terugkom.documents.markup import render_plain
from terugkom.editions.classify_action import ReportingPeriod
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.story import Story
from terugkom.plan.model import Action, Municipality, Precision
from terugkom.schedule.model import Moment

ToldDates = dict[str, list[str]]  # days in ISO form by the code of an action


def load_reporting_period(
    session: Session, municipality: Municipality, since: date, until: date
) -> ReportingPeriod:
    """Return a reporting period with the dates that the editions before it told."""
    query = select(Edition.told_dates).join(Moment, Moment.id == Edition.moment_id)
    own = (Moment.municipality_id == municipality.id, Edition.state == EditionState.PUBLISHED)
    found = session.scalars(query.where(*own, Edition.until <= since))
    told = {
        (code, date.fromisoformat(day))
        for each in found
        if each
        for code, days in each.items()
        for day in days
    }
    return ReportingPeriod(since, until, frozenset(told))


def load_rough_deadlines(session: Session, municipality_id: int) -> dict[str, date]:
    """Return the deadlines that the plan has as a month, a quarter or a year, by the code of the action."""
    query = select(Action.code, Action.deadline).where(
        Action.municipality_id == municipality_id, Action.deadline_precision != Precision.DAY
    )
    return {code: deadline for code, deadline in session.execute(query).tuples() if deadline}


def find_told_dates(stories: Iterable[Story], near: date, rough: Mapping[str, date]) -> ToldDates:
    """Return the dates in the stories of each action, and its deadline in `rough` if they have the year."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for story in stories:
        for code in story.actions:
            texts[code].append(render_plain(f"{story.title}\n\n{story.text}"))
    found = {code: _find_days("\n\n".join(own), rough.get(code), near) for code, own in texts.items()}
    return {code: days for code, days in found.items() if days}


def _find_days(text: str, rough: date | None, near: date) -> list[str]:
    days = {each.day.isoformat() for each in find_dates(text, near)}
    if rough and re.search(rf"\b{rough.year}\b", text):  # as in "the second quarter of 2027"
        days.add(rough.isoformat())
    return sorted(days)
