"""Whether somebody can be reached, and who gets their mail: the owner, a stand-in, or nobody.

The rule stands here once, as SQL, so that a query over a whole plan and a look at one person agree. Who is
departed gets nothing. Who is absent is stood in for: their stand-in gets the mail, or the stand-in of an
absent stand-in, and so on, to the first who is present. If that one has departed or has no address, or there
is none, the mail goes to the absent person. Nobody gets mail without an address, or at one from which mail
came back because it does not exist: until it is mended in the plan, or by a person who knows better.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from terugkom.plan.departures import has_departed
from terugkom.plan.model import OPEN_STATUSES, Action, Group, Municipality, Ownership, Person
from terugkom.plan.suppressed_addresses import is_unknown_address


@dataclass(frozen=True, slots=True)  # one for each person of a plan
class Reachability:
    """The recipient of an owner's mail, None if there is none. `note` is a remark for the coordinator."""

    recipient_id: int | None
    note: str = ""


_ROWS_AT_ONCE = 1000  # all rows of a hundred thousand people take as much memory as the rest of a run


def compute_reachability(session: Session, municipality_id: int, today: date) -> dict[int, Reachability]:
    """Return by person id who receives that person's mail today. One query."""
    return compute_reachability_in(session, [municipality_id], today)


def compute_reachability_in(
    session: Session, municipality_ids: Collection[int], today: date
) -> dict[int, Reachability]:
    """Return by person id, of the people of several municipalities, who receives their mail today. One
    query."""
    values = {"municipality_ids": [*municipality_ids], "day": today}
    rows = session.execute(_select_any_reachability(), values)
    return {person_id: Reachability(recipient_id, note) for person_id, recipient_id, note in rows}


def find_represented_people(session: Session, person: Person, today: date) -> set[int]:
    """Return the ids of this person and of those whose mail they receive today; one row for each of these."""
    found = session.scalars(
        _select_represented_people(person.municipality_id, today), {"recipient_id": person.id}
    )
    return {person.id, *found}


def is_coordinator(session: Session, municipality: Municipality, person: Person, today: date) -> bool:
    """Return whether a person is the coordinator, or gets their mail today."""
    coordinator_id = municipality.coordinator_id
    return coordinator_id is not None and coordinator_id in find_represented_people(session, person, today)


def list_groups_written_for(session: Session, person: Person, today: date) -> Sequence[Group]:
    """Return the groups whose secretary a person is, or gets the mail of today."""
    represented = find_represented_people(session, person, today)
    theirs = select(Group).where(
        Group.municipality_id == person.municipality_id, Group.secretary_id.in_(represented)
    )
    return session.scalars(theirs.order_by(Group.code)).all()


@lru_cache(maxsize=64)
def _select_represented_people(municipality_id: int, today: date) -> Select[tuple[int]]:
    found = _select_reachability(municipality_id, today).subquery()
    return select(found.c.person_id).where(found.c.recipient_id == bindparam("recipient_id"))


@lru_cache(maxsize=64)
def select_reachable_people(
    municipality_id: int | BindParameter[int], today: date | BindParameter[date]
) -> Select[tuple[int]]:
    """Return the query for the ids of the people whose mail somebody receives today."""
    found = _select_reachability(municipality_id, today).subquery()
    return select(found.c.person_id).where(found.c.recipient_id.is_not(None))


def can_be_written_to(day: date | BindParameter[date], person: Any = Person) -> ColumnElement[bool]:
    """Return the SQL condition that a person works here on a day and has an address that exists."""
    return and_(_has_address(person), not_(has_departed(day, person)))


def is_orphaned(
    municipality_id: int | BindParameter[int], today: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Return the SQL condition that an action is open, and no owner of it can be reached."""
    return and_(
        Action.municipality_id == municipality_id,
        Action.status.in_(OPEN_STATUSES),
        not_(_has_reachable_owner(municipality_id, today)),
    )


def build_orphan_reason(
    municipality_id: int | BindParameter[int], today: date | BindParameter[date]
) -> ColumnElement[str]:
    """Return as SQL why no owner of an action can be reached; an empty text if the action is not orphaned."""
    owners = select(Ownership.person_id).where(Ownership.action_id == Action.id)
    departed = owners.join(Person, Person.id == Ownership.person_id).where(has_departed(today))
    bounced = owners.join(Person, Person.id == Ownership.person_id).where(is_unknown_address(Person))
    return case(
        (not_(is_orphaned(municipality_id, today)), ""),
        (not_(owners.exists()), "no_owner"),
        (departed.exists(), "departed"),
        (bounced.exists(), "unknown_address"),
        else_="no_address",
    )


def _has_reachable_owner(
    municipality_id: int | BindParameter[int], today: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Return the SQL condition, with a query that does not refer to the action: so it is done once for all.

    As a correlated one SQLite did it again for each action: four seconds for 20,000 (measured), and growing
    with the square. PostgreSQL needs room for the list: see `database.py`. As *except* it compared each
    action with the list too, as long as it had not looked at how many there are.
    """
    reachable = select_reachable_people(municipality_id, today)
    return Action.id.in_(select(Ownership.action_id).where(Ownership.person_id.in_(reachable)))


@lru_cache(
    maxsize=1
)  # to build it takes longer than to run it (measured), and a run asks for each municipality
def _select_any_reachability() -> Select[Any]:
    """Return the query for municipalities and a day that are given when it is executed."""
    query = _build_reachability(_is_of_given, bindparam("day", type_=Date))
    return query.execution_options(yield_per=_ROWS_AT_ONCE)


def _is_of_given(person: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = person.municipality_id.in_(
        bindparam("municipality_ids", type_=Integer, expanding=True)
    )
    return condition


@lru_cache(maxsize=64)
def _select_reachability(
    municipality_id: int | BindParameter[int], today: date | BindParameter[date]
) -> Select[Any]:
    def is_of_municipality(person: Any) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = person.municipality_id == municipality_id
        return condition

    return _build_reachability(is_of_municipality, today)


def _build_reachability(is_wanted: Callable[[Any], ColumnElement[bool]], today: Any) -> Select[Any]:
    """Return the query for each person's recipient, and a note; `is_wanted` says of which people."""
    stand_in = _select_present_stand_ins(is_wanted, today)
    own = case((_has_address(Person), Person.id))
    recipient = case((not_(has_departed(today)), func.coalesce(stand_in.c.stand_in_id, own)))
    note = case((and_(_is_absent(today, Person), recipient == Person.id), "stand_in_absent"), else_="")
    return (
        select(
            Person.id.label("person_id"),
            recipient.label("recipient_id"),
            note.label("note"),
        )
        .outerjoin(stand_in, stand_in.c.person_id == Person.id)
        .where(is_wanted(Person))
    )


def _select_present_stand_ins(is_wanted: Callable[[Any], ColumnElement[bool]], today: Any) -> Subquery:
    """Return for absent people the first present person in the row of their stand-ins, if it can get mail.

    Each step goes from an absent person to their stand-in. A pair of people is visited once, which is what
    ends a circle of stand-ins.
    """
    at, last = aliased(Person), aliased(Person)
    steps = (
        select(Person.id.label("person_id"), Person.stand_in_id.label("stand_in_id"))
        .where(is_wanted(Person), Person.stand_in_id.is_not(None))
        .where(_is_absent(today, Person))
        .cte(recursive=True)
    )
    steps = steps.union(
        select(steps.c.person_id, at.stand_in_id)
        .join(at, at.id == steps.c.stand_in_id)
        .where(at.stand_in_id.is_not(None), _is_absent(today, at))
    )
    return (
        select(steps.c.person_id, steps.c.stand_in_id)
        .join(last, last.id == steps.c.stand_in_id)
        .where(not_(_is_absent(today, last)), can_be_written_to(today, last))
        .subquery()
    )


def _has_address(person: Any) -> ColumnElement[bool]:
    """Return the SQL condition that a person has an address, and no mail to it came back as unknown."""
    return and_(person.email != "", not_(is_unknown_address(person)))


def _is_absent(day: date, person: Any) -> ColumnElement[bool]:
    """Return the SQL condition that a person is absent: from the first to the last day, one may be open."""
    first, last = person.absent_from, person.absent_until
    return and_(
        or_(first.is_not(None), last.is_not(None)),
        or_(first.is_(None), first <= day),
        or_(last.is_(None), last >= day),
    )
