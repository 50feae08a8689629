"""Who decides, as a person types it: somebody of the plan, or somebody from outside it, which is recorded so.

An approval may well be given by somebody who is not in the plan, as an alderman or the director. A name that
is nearly one of the plan is a mistake, and would be proof of nothing.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.plan.model import Municipality, Person

MAX_LENGTH = 200  # characters of a name that is stored
_NEARLY_THE_SAME = 0.8  # as difflib measures


def resolve_decider(session: Session, municipality: Municipality, typed: str) -> str:
    """Return the name under which a decision is recorded.

    That is the name of the one person of the plan who is meant by a name, a code or a part of a name; and any
    other name with the remark that it is not in the plan.

    Raises InputError for a name that several have, or that is nearly that of somebody in the plan.
    """
    outside = f" ({translate('decider.outside', municipality.language)})"
    name = to_one_line(typed).removesuffix(outside)  # of a name that was copied from an earlier decision
    people = select(Person.code, Person.name).where(Person.municipality_id == municipality.id)
    known = [(code, to_one_line(full)) for code, full in session.execute(people).tuples()]
    found = _find_people(name, known)
    if len(found) == 1:
        return found[0][:MAX_LENGTH]
    if found:
        raise InputError("error.decider.several", name=name, people=", ".join(found))
    if close := _find_nearest(name, [full for _, full in known]):
        raise InputError("error.decider.similar", name=name, person=close)
    return f"{name[: MAX_LENGTH - len(outside)]}{outside}"


class DeciderRole(StrEnum):
    """Which role somebody has who decided, for places where no name may stand."""

    COORDINATOR = "coordinator"
    CHIEF = "chief"
    IN_PLAN = "in-plan"
    OUTSIDE = "outside"


def find_decider_role(session: Session, municipality: Municipality, name: str) -> DeciderRole:
    """Return the role of the person under whose name a decision was recorded, by the plan of today."""
    people = select(Person.id, Person.name).where(Person.municipality_id == municipality.id)
    wanted = normalize_text(name)
    ids = {each for each, full in session.execute(people).tuples() if normalize_text(full) == wanted}
    if municipality.coordinator_id in ids:
        return DeciderRole.COORDINATOR
    if municipality.chief_id in ids:
        return DeciderRole.CHIEF
    return DeciderRole.IN_PLAN if ids else DeciderRole.OUTSIDE


def _find_people(name: str, known: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of those who are called so; else of those of whose name it is a part."""
    wanted, people = normalize_text(name), list(known)
    exact = {full for code, full in people if wanted in (normalize_text(full), normalize_text(code))}
    words = set(wanted.split())
    return sorted(
        exact or {full for _, full in people if words and words <= set(normalize_text(full).split())}
    )


def _find_nearest(name: str, known: Iterable[str]) -> str:
    """Return the name that is nearly this one, or of which this is nearly a part; else empty."""
    from difflib import get_close_matches  # most commands take no name

    by_words = {normalize_text(each): each for each in known}
    wanted = normalize_text(name)
    if close := get_close_matches(wanted, by_words, 1, _NEARLY_THE_SAME):
        return by_words[close[0]]
    for words, full in by_words.items():
        parts = words.split()
        if all(get_close_matches(each, parts, 1, _NEARLY_THE_SAME) for each in wanted.split()):
            return full if wanted else ""
    return ""
