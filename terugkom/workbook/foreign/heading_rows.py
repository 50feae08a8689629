"""Find the rows that hold nothing but a title and head the actions below them: "Mobiliteit".

Without a column of codes nothing in such a row says that it is no action. Its place does: where a table
begins with one, and each is followed by actions that have more than a title, they are headings. A plan that
ends with actions of which only the title is known yet has none.
"""

from collections.abc import Iterator

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.foreign.detected_table import DetectedTable

_LEAST = 2  # headings; one alone may be an action of which nothing more is known
_LONGEST = 120  # characters of a heading


def find_heading_rows(detected: DetectedTable) -> frozenset[int]:
    """Return the indices of the rows of a table that are headings by their place."""
    titles = detected.fields["title"]
    if detected.table.is_form or len(titles) > 1 or len(detected.fields) < _LEAST:
        return frozenset()
    found: list[int] = []
    was_heading = False
    for index, is_alone in _list_rows(detected, titles[0]):
        if (is_alone and was_heading) or not (is_alone or found):
            return frozenset()
        if is_alone:
            found.append(index)
        was_heading = is_alone
    return frozenset() if was_heading or len(found) < _LEAST else frozenset(found)


def find_lone_heading(detected: DetectedTable) -> int | None:
    """Return the index of the first row of a table if it alone holds nothing but a title: it may head them
    all, or be an action of which nothing more is known."""
    titles = detected.fields["title"]
    if detected.table.is_form or len(titles) > 1 or len(detected.fields) < _LEAST:
        return None
    rows = list(_list_rows(detected, titles[0]))
    alone = [index for index, is_alone in rows if is_alone]
    return alone[0] if len(rows) > _LEAST and alone == [rows[0][0]] else None


def _list_rows(detected: DetectedTable, title: int) -> Iterator[tuple[int, bool]]:
    """Yield each filled row below the header, and whether it holds nothing but what may be a heading."""
    for index, row in enumerate(detected.table.rows):
        places = [at for at, cell in enumerate(row) if cell != ""]
        if index <= detected.header_row or not places:
            continue
        text = format_cell(row[title]) if places == [title] else ""
        yield index, len(text) <= _LONGEST and (text[:1].isupper() or text[:1].isdigit())
