"""Whether somebody does not work here any more."""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import BindParameter, ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from terugkom.plan.model import Person


class MayDepart(Protocol):
    """Somebody who may leave: a person of the plan, or a subscriber of the staff list."""

    @property
    def departed_on(self) -> date | None:
        """The first day on which they do not work here any more."""


def is_departed(person: MayDepart, day: date) -> bool:
    """Return whether a person does not work here any more on a day."""
    return person.departed_on is not None and person.departed_on <= day


def has_departed(
    day: date | BindParameter[date] | InstrumentedAttribute[date], person: Any = Person
) -> ColumnElement[bool]:
    """Return the SQL condition that a person does not work here any more on a day; false for no person."""
    return and_(person.departed_on.is_not(None), person.departed_on <= day)
