"""A table of a foreign file as it was understood."""

from collections.abc import Mapping
from dataclasses import dataclass

from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.plan_layouts import PlanLayout


@dataclass(frozen=True)
class DetectedTable:
    """A detected plan table: its header row, its headers, and the columns (from 0) of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    score: float
    layout: PlanLayout | None = None  # the known one that its headers fit
    has_named_title: bool = False  # somebody said which column holds the titles

    def header_of(self, field: str) -> str:
        """Return the header of the first column of a field."""
        return self.headers[self.fields[field][0]]
