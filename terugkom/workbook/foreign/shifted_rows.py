"""Find rows of a csv whose values do not stand below their headers: a delimiter within a text moved them."""

from terugkom.workbook.foreign.detected_table import DetectedTable

_MOST = 0.2  # of the rows: more of them have a column without a header
_LEAST = 3  # rows among which that can be told


def find_shifted_rows(detected: DetectedTable) -> frozenset[int]:
    """Return the indices of the few rows with something in a cell behind the last header."""
    table = detected.table
    if not table.is_delimited or table.is_form:
        return frozenset()
    width = len(table.rows[detected.header_row])
    below = range(detected.header_row + 1, len(table.rows))
    filled = [index for index in below if any(cell != "" for cell in table.rows[index])]
    longer = [index for index in filled if any(cell != "" for cell in table.rows[index][width:])]
    is_rare = len(filled) >= _LEAST and len(longer) <= max(1, _MOST * len(filled))
    return frozenset(longer) if is_rare else frozenset()
