"""Queries on the plan that several packages use."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import SelectBase, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from terugkom.errors import Choices, Message, Typed, UnknownMunicipality
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.plan.slug import SLUG_PATTERN

_SELECT_BY_SLUG = select(Municipality).where(Municipality.slug == bindparam("slug"))  # asked all the time


def find_municipality(session: Session, slug: str) -> Municipality | None:
    """Return the municipality with this slug, or None."""
    return session.scalar(_SELECT_BY_SLUG, {"slug": slug})


def get_municipality(session: Session, slug: str) -> Municipality:
    """Return the municipality with this slug.

    Raises UnknownMunicipality, whose message lists the known slugs.
    """
    found = find_municipality(session, slug)
    if found is None:
        known = _describe_known_municipalities(session)
        raise UnknownMunicipality(
            "error.municipality.unknown", municipality=Typed(slug, SLUG_PATTERN), known=known
        )
    return found


def get_only_municipality(session: Session) -> Municipality:
    """Return the one municipality of this installation.

    Raises UnknownMunicipality if there is none, or more than one to choose from.
    """
    found = session.scalars(select(Municipality).limit(2)).all()
    if len(found) != 1:
        raise UnknownMunicipality("error.municipality.choose", known=_describe_known_municipalities(session))
    return found[0]


def choose_municipality(session: Session, slug: str | None) -> Municipality:
    """Return the municipality with this slug, or the only one. Raises UnknownMunicipality."""
    return get_municipality(session, slug) if slug else get_only_municipality(session)


def list_municipalities(
    session: Session, slug: str | None, among: SelectBase | None = None
) -> Sequence[Municipality]:
    """Return the municipality with this slug; all if it is None. Raises UnknownMunicipality.

    Of these only those whose ids the query `among` selects, if it is given.
    """
    query = select(Municipality).order_by(Municipality.slug)
    if slug is not None:
        query = query.where(Municipality.id == get_municipality(session, slug).id)
    if among is not None:
        # Asked first: mostly there is none, and to compile a query for the rows takes five times as long.
        ids = session.scalars(select(Municipality.id).where(Municipality.id.in_(among))).all()
        if not ids:
            return []
        query = query.where(Municipality.id.in_(ids))
    return session.scalars(query).all()


def list_slugs(session: Session, slug: str | None = None) -> Sequence[str]:
    """Return the slugs of all municipalities, in order; or this one. Raises UnknownMunicipality."""
    if slug is not None:
        return [get_municipality(session, slug).slug]
    return session.scalars(select(Municipality.slug).order_by(Municipality.slug)).all()


def find_action(session: Session, municipality: Municipality, code: str) -> Action | None:
    """Return an action by its code as somebody typed it, in the plan or not any more."""
    mine = select(Action).where(Action.municipality_id == municipality.id)
    found = session.scalar(mine.where(Action.code == code))
    if found is not None:
        return found
    codes = session.scalars(select(Action.code).where(Action.municipality_id == municipality.id))
    return session.scalar(mine.where(Action.code == find_typed_code(code, codes)))


def find_typed_code(typed: str, codes: Iterable[str]) -> str:
    """Return the code that somebody typed, perhaps without its capitals; what they typed if it is none, or
    several."""
    known = list(codes)
    same = [each for each in known if each.casefold() == typed.strip().casefold()]
    return same[0] if len(same) == 1 and typed not in known else typed


def find_typed_subject(session: Session, municipality: Municipality, typed: str) -> str:
    """Return the group or the municipality that somebody typed, as names of meetings have it."""
    codes = session.scalars(select(Group.code).where(Group.municipality_id == municipality.id))
    return find_typed_code(typed, [municipality.slug, *codes])


def lock_municipality(session: Session, municipality: Municipality) -> None:
    """Lock the row of this municipality until the end of the transaction (SELECT ... FOR UPDATE)."""
    session.execute(select(Municipality.id).where(Municipality.id == municipality.id).with_for_update())


def serialize_writers(session: Session, municipality_id: int) -> None:
    """Have other transactions that call this for the municipality wait until the end of this one.

    Unlike `lock_municipality` it keeps nobody from adding rows that refer to the municipality.
    """
    mine = select(Municipality.id).where(Municipality.id == municipality_id)
    session.execute(mine.with_for_update(key_share=True))


def list_actions_as_json(session: Session, municipality: Municipality) -> list[dict[str, Any]]:
    """Return the actions by code as JSON objects: owners and group by name, dates in ISO 8601. Two
    queries."""
    actions = session.scalars(
        select(Action)
        .where(Action.municipality_id == municipality.id)
        .order_by(Action.code)
        .options(joinedload(Action.group), selectinload(Action.owners))
    )
    return [
        {
            "code": action.code,
            "title": action.title,
            "owners": [person.name for person in action.owners],
            "group": action.group.name if action.group else None,
            "status": action.status.value,
            "deadline": action.deadline.isoformat() if action.deadline else None,
            "deadline_precision": action.deadline_precision.value if action.deadline_precision else None,
            "deadline_text": action.deadline_text,
        }
        for action in actions
    ]


def _describe_known_municipalities(session: Session) -> Message:
    slugs = session.scalars(select(Municipality.slug).order_by(Municipality.slug).limit(20)).all()
    if not slugs:
        return Message("error.municipality.none")
    return Message("error.municipality.known", municipalities=Choices(tuple(slugs)))


def load_titles_by_code(session: Session, slug: str) -> dict[str, str]:
    """Return the title of each action of a municipality by its code, also of those that ended; none if it is
    unknown."""
    here = select(Municipality.id).where(Municipality.slug == slug).scalar_subquery()
    rows = session.execute(select(Action.code, Action.title).where(Action.municipality_id == here))
    return dict(rows.tuples().all())


def list_people_words(session: Session, slug: str) -> frozenset[str]:
    """Return the codes and names of all people of a municipality; none if it is unknown."""
    here = select(Municipality.id).where(Municipality.slug == slug).scalar_subquery()
    rows = session.execute(select(Person.code, Person.name).where(Person.municipality_id == here))
    return frozenset(text for row in rows.tuples() for text in row if text)
