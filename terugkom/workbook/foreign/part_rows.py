"""Find which rows name a part of the plan: by a code as BD1 or AP1.2, or a word as "actieplan", or both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.header_synonyms import (
    ACTION_CODE_PATTERN,
    ACTION_LEVELS,
    PART_CODE_PATTERN,
    PART_LEVELS,
)

_PART_CODE = re.compile(PART_CODE_PATTERN, re.IGNORECASE)
_ACTION_CODE = re.compile(ACTION_CODE_PATTERN, re.IGNORECASE)
_LEVEL_WORD = re.compile(r"(?P<word>[^\W\d_][^\d:]*?)\s*:?\s*(?:[A-Z]{1,4}[ ._-]?)?\d")  # before a code
_MAX_LEVEL_LENGTH = 80  # characters of a cell in which the word for a level stands
_SAMPLE_ROWS = 500


@dataclass(frozen=True)
class PartRows:
    """By which column the rows of a table tell their level, and where their titles stand."""

    column: int
    is_code: bool
    titles: tuple[int, ...]

    def find_title(self, row: Sequence[Cell]) -> str | None:
        """Return the title of a row that names a part of the plan, None for any other row."""
        text = format_cell(get_cell(row, self.column))
        if not (_is_part_code(text) if self.is_code else normalize_text(text) in PART_LEVELS):
            return None
        return next((title for at in self.titles if (title := format_cell(get_cell(row, at)))), "")


def find_part_rows(detected: DetectedTable) -> PartRows | None:
    """Return how the rows of a table tell their level, or None where there are not both parts and actions."""
    rows = detected.table.rows[detected.header_row + 1 :][:_SAMPLE_ROWS]
    titles = detected.fields["title"]
    for at in detected.fields.get("code", ()):
        codes = [text for row in rows if (text := format_cell(get_cell(row, at)))]
        if any(map(_is_part_code, codes)) and any(map(_is_action_code, codes)):
            return PartRows(at, True, titles)
    for at in range(len(detected.headers)):
        if at in titles:
            continue
        words = {normalize_text(text) for row in rows if (text := format_cell(get_cell(row, at)))}
        if words & PART_LEVELS and words & ACTION_LEVELS and words <= PART_LEVELS | ACTION_LEVELS:
            return PartRows(at, False, titles)
    return None


def _is_part_code(text: str) -> bool:
    """Return whether a code is that of a part of the plan: AP1.2, "Actieplan 2.1", "Actieplan: AP 2.1"."""
    return _find_level_word(text) in PART_LEVELS or _PART_CODE.match(text) is not None


def _is_action_code(text: str) -> bool:
    return _find_level_word(text) in ACTION_LEVELS or _ACTION_CODE.match(text) is not None


def _find_level_word(text: str) -> str:
    found = _LEVEL_WORD.match(text, 0, _MAX_LEVEL_LENGTH)
    return normalize_text(found["word"]) if found else ""
