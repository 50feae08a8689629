"""Read the labels of forms, at the left of their values, and tell them from the headers of tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import NO_FIELD
from terugkom.workbook.foreign.plan_layouts import find_header_field

_MAX_LABEL_LENGTH = 100  # characters
_LEAST_LABELS = 3  # of different fields of ours in a form
_LEAST_ROWS = 2  # with labels: in one row the columns of a table are named
_NUMBER = re.compile(r"(?<=[^\W\d_]) \d{1,3}$")  # of a label that is numbered
_LEAST_ALTERNATING, _LEAST_KNOWN = 4, 2  # cells of a row of labels and values, and labels among them
_SAMPLE_ROWS = 1_000  # in which the labels of forms are looked for
_SHARE_OF_LABELS = 0.15  # that we know, of the rows of a sheet of forms


@dataclass
class LabelledValues:
    """A label and its values, by column."""

    row: int
    label: str
    values: dict[int, Cell] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """The field that the label names, `NO_FIELD` for any other."""
        return _find_field(self.label) or NO_FIELD


def _find_field(label: str) -> str | None:
    """Return the field of a label, which may have a number: ``Actie 1``."""
    return find_header_field(_strip_number(label))


def _strip_number(label: str) -> str:
    return _NUMBER.sub("", label.rstrip(" :*?"))


def find_label_column(table: Table) -> int | None:
    """Return the column in which most labels stand, or None where too few do for forms."""
    columns: Counter[int] = Counter()
    fields: set[str] = set()
    filled = 0
    for row in table.rows:
        cells = [(at, cell) for at, cell in enumerate(row) if cell != ""]
        filled += bool(cells)
        if filled > _SAMPLE_ROWS:
            break
        known = [] if is_table_header(cells) else _list_labels(cells)
        if known and known[0][0] in [at for at, _ in cells[:2]]:
            columns[known[0][0]] += 1
            fields |= {label for _, label in known}
    least = max(_LEAST_ROWS, _SHARE_OF_LABELS * filled)
    if len(fields - {NO_FIELD}) < _LEAST_LABELS or columns.total() < least:
        return None
    return columns.most_common(1)[0][0]


def _list_labels(cells: Sequence[tuple[int, Cell]]) -> list[tuple[int, str]]:
    """Return the places and fields of the labels in a row, without those that another label follows."""
    labels = [(at, _read_label(cell)) for at, cell in cells]
    last = [label is None for _, label in labels[1:]] + [True] * bool(labels)
    return [
        (at, label)
        for (at, label), (_, cell), is_last in zip(labels, cells, last, strict=True)
        if label is not None and (is_last or _split_inline(cell))
    ]


def _read_label(cell: Cell) -> str | None:
    if not isinstance(cell, str) or len(cell) > 500:
        return None
    inline = _split_inline(cell)
    if inline:
        return _find_field(inline[0])
    return _find_field(cell) if len(cell) <= _MAX_LABEL_LENGTH else None


def _split_inline(cell: Cell) -> tuple[str, str] | None:
    """Return the label and the value of a cell that holds both: ``Trekker: An Peeters``."""
    if isinstance(cell, str) and ":" in cell[:_MAX_LABEL_LENGTH]:
        label, _, value = cell.partition(":")
        if value.strip() and _find_field(label):
            return label, value.strip()
    return None


def read_labels(index: int, row: Sequence[Cell], column: int) -> Iterator[LabelledValues]:
    """Yield the labels of a row with their values; of two labels in a row the first names a group."""
    pair: LabelledValues | None = None
    cells = [(at, cell) for at, cell in enumerate(row) if cell != ""]
    if is_table_header(cells):
        return
    if is_row_of_pairs(cells):
        for (_, label), (place, value) in zip(cells[::2], cells[1::2], strict=True):
            yield LabelledValues(index, _strip_number(format_cell(label)), {place: value})
        return
    for turn, (at, cell) in enumerate(cells):
        inline = _split_inline(cell)
        if inline:
            if pair:
                yield pair
            pair = LabelledValues(index, _strip_number(inline[0].strip()), {at + 1: inline[1]})
        elif _is_label(cell, at, column, cells[turn + 1 :], pair):
            if pair and pair.values:
                yield pair
            pair = LabelledValues(index, _strip_number(format_cell(cell)))
        elif pair:
            pair.values[at] = cell
    if pair:
        yield pair


def is_row_of_pairs(cells: Sequence[tuple[int, Cell]]) -> bool:
    """Return whether a row is label, value, label, value; some labels are known, and no value is one."""
    if len(cells) < _LEAST_ALTERNATING or len(cells) % 2:
        return False
    labels = [isinstance(cell, str) and len(cell) <= _MAX_LABEL_LENGTH for _, cell in cells[::2]]
    known = [_names_label(cell) for _, cell in cells]
    return all(labels) and known[0] and sum(known[::2]) >= _LEAST_KNOWN and not any(known[1::2])


def _is_label(
    cell: Cell, at: int, column: int, others: Sequence[tuple[int, Cell]], pair: LabelledValues | None
) -> bool:
    """Return whether a cell is a label: by its words, by a colon, or as the text in the column of labels."""
    if not isinstance(cell, str) or len(cell) > _MAX_LABEL_LENGTH:
        return False
    known = _find_field(cell) is not None
    if at == column:
        return known or bool(others)
    if at < column:
        beside = len(others) == 1 and others[0][0] == column and not _names_label(others[0][1])
        return pair is None and (bool(others) if known else beside)
    if not known:
        return cell.endswith(":") and bool(others)
    is_free = pair is None or bool(pair.values) or _find_field(pair.label) is None  # else it is the value
    return is_free and (pair is None or bool(others))


def _names_label(cell: Cell) -> bool:
    return isinstance(cell, str) and _find_field(cell) is not None


def is_table_header(cells: Sequence[tuple[int, Cell]]) -> bool:
    """Return whether a row holds labels, that of the title among them, more than values: a table begins."""
    if len(cells) < _LEAST_LABELS:
        return False
    fields = [_find_field(cell) for _, cell in cells if isinstance(cell, str)]
    known = [field for field in fields if field is not None]
    return "title" in known and len(known) >= _LEAST_LABELS and 2 * len(known) > len(cells)
