"""What the forms offer: the municipalities, groups, meetings and ideas that there are, by code."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.ideas.model import Idea, IdeaState
from terugkom.meetings.kinds import REVIEW_KINDS
from terugkom.meetings.occurrences import list_occurrences
from terugkom.plan.model import Group, GroupKind, Municipality

MAX_CHOICES = 500  # of one field: of more, nobody finds one in a list
_MAX_MUNICIPALITIES = 60  # of more, the meetings are not listed: to find them takes a while
_AHEAD, _BACK = timedelta(days=366), timedelta(days=120)


@dataclass(frozen=True)
class FormChoices:
    """Codes, in order; `groups` by the kind of meeting that they hold. One that is empty is not offered."""

    municipalities: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    coming_meetings: tuple[str, ...]  # as ENERGIE/2027-03
    past_meetings: tuple[str, ...]  # of which the minutes may be recorded
    open_ideas: tuple[str, ...]


def load_form_choices(session: Session, today: date) -> FormChoices:
    """Return what there is to choose from today, in all municipalities together."""
    municipalities = session.scalars(select(Municipality).order_by(Municipality.slug)).all()
    groups: defaultdict[str, list[str]] = defaultdict(list)
    rows = session.execute(select(Group.kind, Group.code).distinct()).tuples()
    for kind, code in rows:
        groups[REVIEW_KINDS[GroupKind(kind)]].append(code)
    coming: list[tuple[date, str]] = []
    past: list[tuple[date, str]] = []
    for municipality in municipalities if len(municipalities) <= _MAX_MUNICIPALITIES else ():
        for each in list_occurrences(session, municipality, today - _BACK, today + _AHEAD):
            name = f"{each.subject}/{each.period}"
            (coming if each.day >= today else past).append((each.day, name))
            if each.day == today:
                past.append((each.day, name))
    ideas = session.scalars(
        select(Idea.code).where(Idea.state.in_([each for each in IdeaState if each.awaits_answer])).distinct()
    )
    return FormChoices(
        _limit(each.slug for each in municipalities),
        {kind: _limit(sorted(codes)) for kind, codes in groups.items()},
        _limit(name for _, name in sorted(coming)),
        _limit(name for _, name in sorted(past, reverse=True)),
        _limit(sorted(ideas, key=lambda code: (len(code), code))),
    )


def _limit(codes: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(codes))
    return found if len(found) <= MAX_CHOICES else ()
