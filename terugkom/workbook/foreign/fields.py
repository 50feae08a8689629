"""Fields of a foreign file: our own columns with looser rules, and some that only foreign files have."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from terugkom.workbook.foreign.status_words import PRIORITIES, PRIORITY_WORDS, STATUS_WORDS
from terugkom.workbook.own_layout import ACTIONS, Column, Kind

KEPT = "extra"  # the --map value for a column that is stored as extra text and not interpreted

_TEXT_HERE = {"owners": 0, "group": 200, "title": 0, "theme": 0, "sdgs": 0}  # names, and what is shortened


def _as_foreign(column: Column) -> Column:
    if column.field in _TEXT_HERE:
        return replace(column, kind=Kind.TEXT, longest=_TEXT_HERE[column.field], required=False)
    if column.field == "status":
        return replace(column, also={**column.also, **STATUS_WORDS})
    if column.field == "priority":
        return replace(column, choices=PRIORITIES, also=PRIORITY_WORDS)
    return replace(column, required=False)


_OTHERS = (
    Column("Deelactie", "part", Kind.TEXT, "De titel van een onderdeel van een actie."),
    Column("Deelthema", "subtheme", Kind.TEXT, "Een indeling onder het thema."),
    Column("Dienst", "organisation", Kind.TEXT, "Wie het trekt als er geen persoon genoemd is."),
    Column("E-mail", "email", Kind.TEXT, "Het adres van de trekker."),
)
FIELDS: Mapping[str, Column] = MappingProxyType(
    {column.field: _as_foreign(column) for column in ACTIONS.columns}
    | {column.field: column for column in _OTHERS}
)
# Fields that several columns may fill, with the separator between their texts.
JOINED_BY: Mapping[str, str] = MappingProxyType(
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
    }
)
# Fields that are interpreted and also stored as extra text, as they hold more than we use.
KEPT_TOO = frozenset({"subtheme", "organisation"})
