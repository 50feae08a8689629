"""Name the columns that were kept as they are, and may hold what the plan has nowhere else.

It judges by a word in the header, more loosely than the detection does: a false alarm costs a look, a column
that is missed leaves all actions without an owner.
"""

import re
from collections import Counter
from collections.abc import Iterator

from terugkom.normalize import normalize_text
from terugkom.workbook.foreign.column_scores import names_no_field
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.header_patterns import PERHAPS_PATTERNS
from terugkom.workbook.foreign.kept_columns import INDICATOR, RESULT, find_kept_field
from terugkom.workbook.import_report import FieldLabel, ImportNotes

_PERHAPS = {field: re.compile(pattern) for field, pattern in PERHAPS_PATTERNS.items()}
_SAME = {"owners": ("owners", "organisation"), INDICATOR: (INDICATOR, RESULT)}  # of which one is enough
_LESS_NEEDED, _MOST_COLUMNS = frozenset({"start", "budget_text", INDICATOR}), 2
_LEAST_CELLS = 2
_MAX_LENGTH = 60  # characters of a header


def report_kept_columns(detected: DetectedTable, notes: ImportNotes) -> None:
    """Add a finding for each column with a few cells that was not read, for a field that has no column."""
    found = list(_list_columns(detected))
    counts = Counter(field for _, field in found)
    for at, field in found:
        if field in _LESS_NEEDED and counts[field] > _MOST_COLUMNS:
            continue  # a table of costs: to ask of each column whether it is the budget says nothing
        notes.add_finding(
            detected.table.sheet,
            detected.table.get_row_number(detected.header_row),
            detected.headers[at],
            "column-passed-over",
            value=detected.headers[at],
            field=FieldLabel(field),
        )


def _list_columns(detected: DetectedTable) -> Iterator[tuple[int, str]]:
    read = {*detected.fields, *map(find_kept_field, detected.headers)}
    missing = [field for field in _PERHAPS if read.isdisjoint(_SAME.get(field, (field,)))]
    taken = {at for places in detected.fields.values() for at in places}
    for at, header in enumerate(detected.headers):
        if at in taken or not 0 < len(header) <= _MAX_LENGTH or names_no_field(header):
            continue
        if find_kept_field(header):
            continue
        field = next((each for each in missing if _PERHAPS[each].search(normalize_text(header))), None)
        if field and _has_cells(detected, at):
            yield at, field


def _has_cells(detected: DetectedTable, at: int) -> bool:
    found = 0
    for row in detected.table.rows[detected.header_row + 1 :]:
        found += get_cell(row, at) != ""
        if found >= _LEAST_CELLS:
            return True
    return False
