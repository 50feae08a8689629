"""The tables that were read as lines for a person: the columns, and the first rows with labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from terugkom.workbook.field_texts import translate_field, translate_value
from terugkom.workbook.foreign.kept_columns import KEPT_FIELDS
from terugkom.workbook.import_report import ImportReport, SampleRow, TableRead

_CODE, _TITLE = "code", "title"
_DEADLINE, _OWN_WORDS = "deadline", "deadline_text"
_FIRST = (_TITLE, "name", "owners", "group", "status", "start", "deadline")  # the others follow as they come


@dataclass(frozen=True)
class TableLines:
    """The first rows of a table: a label for each field, and of each row its number and a text a field."""

    sheet: str
    header_row: int
    row_count: int
    labels: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def list_column_lines(report: ImportReport, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield sheet, header and field of each column, "" for one that is kept as it is.

    Of our own workbook only the columns that are not ours: the others say themselves what they are.
    """
    for table in report.tables:
        for column in table.columns:
            if not (table.is_own and column.field and column.field not in KEPT_FIELDS):
                label = translate_field(column.field, language) if column.field else ""
                yield table.sheet, column.column, label


def build_table_lines(table: TableRead, language: str) -> TableLines:
    """Return the first rows of a table with the labels of the fields that any of them has."""
    used = {field for sample in table.samples for field in sample.values} - {_CODE}
    if not any(_has_own_words(sample, language) for sample in table.samples):
        used.discard(_OWN_WORDS)
    ordered = [each for each in _FIRST if each in used]
    fields = [*ordered, *sorted(used.difference(ordered))]
    headers = {column.field: column.column for column in table.columns} if table.is_own else {}
    labels = (headers.get(field) or translate_field(field, language) for field in (_CODE, *fields))
    rows = tuple(
        (
            sample.row,
            (
                sample.code,
                *(translate_value(each, sample.values.get(each, ""), language) for each in fields),
            ),
        )
        for sample in table.samples
    )
    return TableLines(table.sheet, table.header_row, table.rows, tuple(labels), rows)


def _has_own_words(sample: SampleRow, language: str) -> bool:
    """Return whether a deadline was written as anything but its day."""
    words, day = (
        translate_value(each, sample.values.get(each, ""), language) for each in (_OWN_WORDS, _DEADLINE)
    )
    return bool(words) and words != day
