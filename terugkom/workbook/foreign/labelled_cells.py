"""Take cells apart that hold several values, each with its label: ``Code: AC1``, and more lines below it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import get_cell

_LABEL = re.compile(r"^([^\W\d_][\w .]{1,30}?) ?: ?", re.MULTILINE)
_SAMPLE_ROWS = 50
_LEAST_CELLS, _SHARE = 2, 0.8  # of the cells of a column that have the same labels
_NAMELESS_WORDS = re.compile(r"\b(?:totaal)?overzicht\b", re.IGNORECASE)  # in a header


def expand_labelled_cells(table: Table) -> Table:
    """Return a table with a column more for each label in its cells, named by the header and the label.

    The export of the Flemish multi-year plans has such cells: "Actie totaaloverzicht" holds a code, a short
    and a long description.
    """
    header = table.first_filled_row()
    if header is None:
        return table
    labels = {
        at: found
        for at, cell in enumerate(table.rows[header])
        if cell != "" and (found := _find_labels(table.rows[header + 1 :], at))
    }
    if not labels:
        return table
    width = max(map(len, table.rows))
    rows = [[*row, *[""] * (width - len(row))] if row else [] for row in table.rows]
    for at, names in labels.items():
        title = _NAMELESS_WORDS.sub("", format_cell(table.rows[header][at])).strip()
        rows[header] += [f"{title} {name}" for name in names]
        for row in rows[header + 1 :]:
            if row:
                row += _split_cell(row[at], names)
    for row in rows[header:]:
        for at in labels if row else ():
            row[at] = ""
    return replace(table, rows=rows)


def _find_labels(rows: Sequence[Sequence[Cell]], at: int) -> list[str]:
    """Return the labels that most cells of a column have, at least two, in the order of the first cell."""
    cells = [cell for row in rows[:_SAMPLE_ROWS] if isinstance(cell := get_cell(row, at), str) and cell]
    if len(cells) < _LEAST_CELLS or not all("\n" in cell and ":" in cell for cell in cells[:_LEAST_CELLS]):
        return []
    found = Counter(label for cell in cells for label in dict.fromkeys(_LABEL.findall(cell)))
    names = [name for name, count in found.items() if count >= _SHARE * len(cells)]
    return names if len(names) > 1 and all(_LABEL.match(cell) for cell in cells) else []


def _split_cell(cell: Cell, names: Sequence[str]) -> list[Cell]:
    parts = _LABEL.split(cell) if isinstance(cell, str) else []
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [texts.get(name, "").strip() for name in names]
