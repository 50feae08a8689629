"""Fields of a foreign file: our own columns with looser rules, and some that only foreign files have."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.foreign.kept_columns import INDICATOR, RESULT
from terugkom.workbook.foreign.status_words import PRIORITY_WORDS, STATUS_WORDS, read_status
from terugkom.workbook.own_layout import ACTIONS

KEEP_AS_EXTRA = "extra"  # the --map value for a column that is stored as extra text and not interpreted

_FREE_TEXT_LENGTHS = {
    "owners": 0,
    "group": 200,
    "title": 0,
    "theme": 0,
    "sdgs": 0,
}  # names, and what is shortened


def _to_foreign_column(column: Column) -> Column:
    if column.field in _FREE_TEXT_LENGTHS:
        return replace(
            column, kind=CellKind.TEXT, max_length=_FREE_TEXT_LENGTHS[column.field], required=False
        )
    if column.field == "status":
        return replace(column, synonyms={**column.synonyms, **STATUS_WORDS}, parse_phrase=read_status)
    if column.field == "priority":
        return replace(column, synonyms=PRIORITY_WORDS)
    return replace(column, required=False)


_FOREIGN_ONLY_COLUMNS = (
    Column("part", "part", CellKind.TEXT, ""),  # the title of a part of an action
    Column("subtheme", "subtheme", CellKind.TEXT, ""),
    Column("organisation", "organisation", CellKind.TEXT, ""),  # the owner where no person is named
    Column("email", "email", CellKind.TEXT, ""),  # the owner's
    Column(RESULT, RESULT, CellKind.TEXT, ""),  # what it delivers, for the gate
    Column(INDICATOR, INDICATOR, CellKind.TEXT, ""),  # how it is measured, for the gate
)
FIELDS: Mapping[str, Column] = MappingProxyType(
    {column.field: _to_foreign_column(column) for column in ACTIONS.columns}
    | {column.field: column for column in _FOREIGN_ONLY_COLUMNS}
)
# Fields that several columns may fill, with the separator between their texts.
JOIN_SEPARATORS: Mapping[str, str] = MappingProxyType(
    {
        "code": "-",
        "owners": ";",
        "organisation": ";",
        "email": ";",
        "sdgs": "; ",
        "theme": ", ",
        "subtheme": ", ",
        "title": " – ",
        "description": "\n\n",
        RESULT: "; ",
        INDICATOR: "; ",
    }
)
# Fields that are interpreted and also stored as extra text, as they hold more than we use.
ALSO_KEPT_AS_EXTRA = frozenset({"subtheme", "organisation", RESULT, INDICATOR})
