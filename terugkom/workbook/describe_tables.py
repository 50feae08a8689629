"""Describe the tables that were read: their columns, and the first rows as they go in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.history import HistoryValue
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.export_stamp import is_stamp
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.kept_columns import find_kept_field
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import ColumnRead, SampleRow, TableRead
from terugkom.workbook.records import OwnTableMapping, Record

SAMPLE_SIZE = 5  # rows that are shown of each table
_ACTION_FIELDS = (
    *("title", "description", "theme", "sdgs", "start", "deadline", "deadline_text", "status"),
    *("priority", "budget", "part_of", "snoozed_until", "snooze_reason", "public"),
)


@dataclass(frozen=True)
class TableSample:
    """How many actions a foreign table has, and the first of them."""

    count: int
    first: list[Record]


def take_samples(records: Sequence[Record], ends: Iterable[int]) -> list[TableSample]:
    """Return a sample of each table; `ends` are the numbers of records up to the end of each."""
    samples, start = [], 0
    for end in ends:
        samples.append(TableSample(end - start, list(records[start : min(end, start + SAMPLE_SIZE)])))
        start = end
    return samples


def find_merged_samples(samples: Iterable[TableSample], records: Iterable[Record]) -> list[TableSample]:
    """Return the samples with the records as they go in, under the codes of their actions."""
    samples = list(samples)
    wanted = {_identify_row(each) for sample in samples for each in sample.first}
    found = {key: each for each in records if (key := _identify_row(each)) in wanted}
    return [
        TableSample(
            sample.count,
            [found[key] for each in sample.first if (key := _identify_row(each)) in found],
        )
        for sample in samples
    ]


def _identify_row(record: Record) -> tuple[str, int, str]:
    """Return what tells rows apart: tables beside one another share the numbers of their rows."""
    return record.sheet, record.row, str(record.values.get("title", ""))


def describe_foreign_tables(
    context: ImportContext, detected: Iterable[DetectedTable], samples: Iterable[TableSample]
) -> Iterator[TableRead]:
    """Yield how foreign tables were understood; the records of the samples are merged already."""
    for table, sample in zip(detected, samples, strict=True):
        fields = {at: name for name, places in table.fields.items() for at in places}
        columns = tuple(
            ColumnRead(table.table.sheet, header, fields.get(at) or find_kept_field(header))
            for at, header in enumerate(table.headers)
            if header
        )
        rows = _build_action_samples(context, sample.first)
        yield TableRead(
            table.table.sheet, table.table.get_row_number(table.header_row), columns, sample.count, rows
        )


def describe_own_table(
    context: ImportContext, mapping: OwnTableMapping, sample: TableSample, *, holds_actions: bool
) -> TableRead:
    """Return how a sheet of our own workbook was understood; the records of the sample are merged already."""
    sheet = mapping.table.sheet
    ours = {each.position: ColumnRead(sheet, each.header, each.column.field) for each in mapping.columns}
    extras = {
        at: ColumnRead(sheet, name, find_kept_field(name))
        for at, name in mapping.extras.items()
        if not is_stamp(name)  # which we put there ourselves
    }
    columns = tuple(column for _, column in sorted((ours | extras).items()))
    samples = _build_action_samples(context, sample.first) if holds_actions else _build_samples(sample.first)
    return TableRead(sheet, mapping.header_row + 1, columns, sample.count, samples, is_own=True)


def _build_action_samples(context: ImportContext, records: Sequence[Record]) -> tuple[SampleRow, ...]:
    merged = ((record, context.actions.get(record.code)) for record in records)
    return tuple(
        SampleRow(record.row, record.code, _list_values(action)) for record, action in merged if action
    )


def _list_values(action: ActionRow) -> Mapping[str, HistoryValue]:
    values: dict[str, HistoryValue] = {name: getattr(action, name) for name in _ACTION_FIELDS}
    values["owners"] = tuple(person.name for person in action.owners)
    values["group"] = action.group.name if action.group else ""
    return {
        name: value for name, value in values.items() if value is not False and value not in ("", (), None)
    }


def _build_samples(records: Iterable[Record]) -> tuple[SampleRow, ...]:
    return tuple(
        SampleRow(
            record.row,
            record.code,
            {name: text for name, value in record.values.items() if (text := _format_value(value))},
        )
        for record in records
    )


def _format_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "; ".join(map(_format_value, value))
    return format_cell(value) if isinstance(value, str | int | float | date) else str(value)
