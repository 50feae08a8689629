"""Read forms: one action a block, with labels at the left and their values beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.form_labels import (
    LabelledValues,
    find_label_column,
    is_table_header,
    read_labels,
)
from terugkom.workbook.foreign.header_matching import NO_FIELD, normalize_header
from terugkom.workbook.foreign.instruction_rows import is_explanation_row, is_instruction_row
from terugkom.workbook.foreign.table_columns import split_blank_columns
from terugkom.workbook.own_layout import ACTIONS

_ONCE = frozenset({"description", "owners", "organisation", "deadline", "status", "start"})  # in an action
_TITLE_HEADER = next(column.header for column in ACTIONS.columns if column.field == "title")


@dataclass
class _Form:
    """One block; `heading` is the line above it."""

    heading: str = ""
    pairs: list[LabelledValues] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # of text without a label
    is_nameless: bool = False  # it began in its midst: with a label that the one before has too

    def find(self, name: str) -> LabelledValues | None:
        return next((pair for pair in self.pairs if pair.field == name), None)


def read_forms(table: Table) -> tuple[list[Table], Table]:
    """Return the forms in a sheet as tables with a row an action, and the sheet without them.

    Forms beside one another, with a blank column between them, are a table each.
    """
    parts = split_blank_columns(table)
    beside = [found for part in parts if (found := _read_forms(part)[0])] if len(parts) > 1 else []
    if len(beside) < 2:
        found, rest = _read_forms(table)
        return [found] if found else [], rest
    used = {number for found in beside for number in found.form_rows}
    rows = [[] if table.get_row_number(index) in used else row for index, row in enumerate(table.rows)]
    return beside, replace(table, rows=rows)


def _read_forms(table: Table) -> tuple[Table | None, Table]:
    """Return the forms of one column of forms, and the sheet without them.

    The row of an action has the number of its title's row. A form without a label for the title is titled by
    the line above it. Forms whose values stand in several columns have an action a column. There are no forms
    where too few labels are known, or where the values explain what belongs there.
    """
    column = find_label_column(table)
    if column is None:
        return None, table
    found = [(form, list(_list_actions(form))) for form in _collect_forms(table, column)]
    forms = [form for form, each in found if each]  # one without a title is left, so that it is reported
    actions = _join_pages([action for _, each in found for action in each])
    titles = {title for action in actions if (title := format_cell(_first(action.find("title"))))}
    if not titles or (len(actions) > 1 and len(titles) < 2) or _explain(forms):
        return None, table
    used = {pair.row for form in forms for pair in form.pairs} | {row for form in forms for row in form.rows}
    rest = [[] if index in used else row for index, row in enumerate(table.rows)]
    numbers = [table.get_row_number(index) for index in sorted(used)]
    return replace(_build_table(table, actions), form_rows=numbers), replace(table, rows=rest)


def _collect_forms(table: Table, column: int) -> list[_Form]:
    """Return the forms of a sheet; the rows of a table among them belong to none."""
    forms: list[_Form] = []
    lines: list[int] = []  # rows with other text, since the last label
    is_table = False
    for index, row in enumerate(table.rows):
        cells = [(at, cell) for at, cell in enumerate(row) if cell != ""]
        is_table = is_table_header(cells) or (is_table and not _is_below_blank(table, index))
        if is_table or not cells:
            lines = [] if is_table else lines
            continue
        pairs = list(read_labels(index, row, column))
        if not pairs:
            lines = _add_text(forms, table, index, lines, column)
            continue
        if not forms or _begins(forms[-1], pairs, bool(lines)):
            is_nameless = bool(forms) and _repeats(forms[-1], pairs)
            forms.append(_Form(_read_line(table, lines), rows=lines[-1:], is_nameless=is_nameless))
        else:
            _append_lines(forms[-1], table, lines)
        lines = []
        forms[-1].pairs += pairs
    return forms


def _is_below_blank(table: Table, index: int) -> bool:
    return index > 0 and not any(cell != "" for cell in table.rows[index - 1])


def _read_line(table: Table, lines: Sequence[int]) -> str:
    return format_cell(next(cell for cell in table.rows[lines[-1]] if cell != "")) if lines else ""


def _add_text(forms: list[_Form], table: Table, index: int, lines: list[int], column: int) -> list[int]:
    """Append a row that goes on with the value above, or is the value of the label above, or return the lines
    with one more."""
    is_value = bool(forms) and (_stands_below(forms[-1], index) or _continues(table.rows[index], column))
    if lines or not is_value:
        return [*lines, index]
    _append_lines(forms[-1], table, [index])
    return lines


def _continues(row: Sequence[Cell], column: int) -> bool:
    """Return whether a row without a label goes on with the value of the one above."""
    return row[: column + 1] == [""] * (column + 1)


def _stands_below(form: _Form, index: int) -> bool:
    """Return whether a row is the value of the label right above it, as that of the first label was."""
    first, last = form.pairs[0], form.pairs[-1]
    is_below = first is last or first.row + 1 in form.rows
    return is_below and not last.values and last.row + 1 == index


def _append_lines(form: _Form, table: Table, lines: Sequence[int]) -> None:
    """Append the text of rows without a label amid a form to the value above them."""
    values = form.pairs[-1].values
    for index in lines:
        for at, cell in enumerate(table.rows[index]):
            if cell != "":
                place = at if at in values else next(reversed(values), at)
                old = format_cell(values.get(place, ""))
                values[place] = f"{old}\n{format_cell(cell)}" if old else cell
    form.rows += lines


def _begins(form: _Form, pairs: Sequence[LabelledValues], has_lines: bool) -> bool:
    """Return whether labels begin another form: the title again, or the label with which the last began."""
    labels = {normalize_header(pair.label) for pair in pairs}
    if any(pair.field == "title" for pair in pairs) and (form.find("title") or form.is_nameless):
        return True
    if normalize_header(form.pairs[0].label) in labels or _repeats(form, pairs):
        return True
    return has_lines and any(normalize_header(pair.label) in labels for pair in form.pairs)


def _repeats(form: _Form, pairs: Sequence[LabelledValues]) -> bool:
    """Return whether a label of a field that an action has once comes again, with others between: the title
    of the next form has a label that we do not know."""
    before = form.pairs[-1]
    return any(
        pair.field in _ONCE and pair.field != before.field and before.values and pair.values
        for pair in pairs
        if (former := form.find(pair.field)) and former.label == pair.label and former.values
    )


def _list_actions(form: _Form) -> Iterator[_Form]:
    """Yield a form for each action in a block: one, or one a column where its title has several values."""
    title = form.find("title")
    if title is None:
        title = LabelledValues(form.pairs[0].row, _TITLE_HEADER, {0: form.heading} if form.heading else {})
        form = replace(form, pairs=[title, *form.pairs])
    if not title.values:
        return
    full = [pair for pair in form.pairs if pair.values]
    beside = [pair for pair in full if len(pair.values.keys() & title.values.keys()) > 1]
    if len(title.values) < 2 or 2 * len(beside) < len(full):
        yield form
        return
    for at in title.values:
        chosen = [replace(pair, values={at: pair.values[at]}) for pair in form.pairs if at in pair.values]
        yield replace(form, pairs=chosen)


def _join_pages(actions: Sequence[_Form]) -> list[_Form]:
    """Return the actions with those joined whose head is repeated on a next page: the same title and code.

    What a later page says once more is left out; what it says otherwise of a field that an action has once is
    kept as text.
    """
    joined: list[_Form] = []
    for action in actions:
        key = [format_cell(_first(action.find(name))) for name in ("title", "code")]
        if joined and key == [format_cell(_first(joined[-1].find(name))) for name in ("title", "code")]:
            said = {(normalize_header(pair.label), _value([pair])) for pair in joined[-1].pairs}
            fields = {pair.field for pair in joined[-1].pairs} & _ONCE
            joined[-1].pairs += [
                replace(pair, label=f"{pair.label} 2") if pair.field in fields else pair
                for pair in action.pairs
                if (normalize_header(pair.label), _value([pair])) not in said
            ]
        else:
            joined.append(replace(action, pairs=[*action.pairs]))
    return joined


def _explain(forms: Sequence[_Form]) -> bool:
    """Return whether the values are explanations, as in a sheet that tells what each column holds."""
    values: list[Cell] = [format_cell(_first(pair)) for form in forms for pair in form.pairs]
    return is_explanation_row(values) or is_instruction_row(values)


def _first(pair: LabelledValues | None) -> Cell:
    return next(iter(pair.values.values()), "") if pair else ""


def _value(pairs: Sequence[LabelledValues]) -> Cell:
    """Return the value of a label; of several cells their texts, one a line."""
    cells = [cell for pair in pairs for cell in pair.values.values()]
    return cells[0] if len(cells) == 1 else "\n".join(map(format_cell, cells))


def _name_columns(actions: Sequence[_Form]) -> dict[str, str]:
    """Return the name of the column of each label: those of a field that forms name differently share one.

    Two labels of one field in the same form are two columns.
    """
    by_field: dict[str, set[str]] = {}
    for action in actions:
        for pair in action.pairs:
            by_field.setdefault(pair.field, set()).add(normalize_header(pair.label))
    found = {label: label for labels in by_field.values() for label in labels}
    for name, labels in by_field.items():
        used = ({normalize_header(pair.label) for pair in action.pairs} for action in actions)
        if name != NO_FIELD and all(len(each & labels) < 2 for each in used):
            found |= dict.fromkeys(labels, name)
    return found


def _build_table(table: Table, actions: Sequence[_Form]) -> Table:
    columns = _name_columns(actions)
    labels: dict[str, str] = {}
    for action in actions:
        for pair in action.pairs:
            labels.setdefault(columns[normalize_header(pair.label)], pair.label)
    rows: list[list[Cell]] = [list(labels.values())]
    numbers = [table.get_row_number(actions[0].pairs[0].row)]
    for action in actions:
        by_label: dict[str, list[LabelledValues]] = {}
        for pair in action.pairs:
            by_label.setdefault(columns[normalize_header(pair.label)], []).append(pair)
        rows.append([_value(by_label.get(label, ())) for label in labels])
        title = action.find("title")
        numbers.append(table.get_row_number((title or action.pairs[0]).row))
    return replace(table, rows=rows, merged=(), row_numbers=numbers, form_header=0)
