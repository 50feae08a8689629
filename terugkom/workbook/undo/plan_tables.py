"""The tables that an import of a plan writes to, and their rows of one municipality.

A table that an import learns to write to is added here; then it is taken back too.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, select

from terugkom.database.table_base import Base
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import (
    Action,
    ClosingDay,
    Group,
    Municipality,
    Ownership,
    Person,
    ProgressReport,
    group_members,
)


def _get_table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


MUNICIPALITIES, GROUPS, PEOPLE = _get_table(Municipality), _get_table(Group), _get_table(Person)
ACTIONS, INDICATORS, HISTORY = _get_table(Action), _get_table(Indicator), _get_table(ActionChange)

# Each comes after those that its rows must refer to.
PLAN_TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        *(MUNICIPALITIES, GROUPS, PEOPLE),
        *(_get_table(ClosingDay), group_members),
        *(ACTIONS, _get_table(Ownership), _get_table(ProgressReport), INDICATORS),
        *(_get_table(Measurement), HISTORY),
    )
}
# Changes of the others stand in the history of an action.
WITHOUT_HISTORY = ("municipalities", "groups", "people", "closing_days", "group_members")
# Made by the program from the other columns, at each daily run too.
DERIVED_COLUMNS: Mapping[str, frozenset[str]] = {"actions": frozenset({"next_reminder_on"})}
# The columns by which rows of a plan refer to one another; where they may be empty they are set last.
_OWNER_COLUMNS = {"action_id": ACTIONS, "indicator_id": INDICATORS, "group_id": GROUPS, "person_id": PEOPLE}


def select_rows_of(table: Table, municipality_id: int) -> ColumnElement[bool]:
    """Return the condition for the rows of a table that belong to a municipality."""
    if table is MUNICIPALITIES:
        return table.c.id == municipality_id
    if "municipality_id" in table.c:
        return table.c.municipality_id == municipality_id
    name = next(each for each in _OWNER_COLUMNS if each in table.c)
    owner = _OWNER_COLUMNS[name]
    return table.c[name].in_(select(owner.c.id).where(select_rows_of(owner, municipality_id)))
