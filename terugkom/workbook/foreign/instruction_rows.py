"""Recognise rows that tell how to fill in the columns, in any wording, or who made the file."""

import re
from collections.abc import Mapping, Sequence

from terugkom.normalize import normalize_text, strip_accents
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.column_scores import compute_matching_share, find_exact_field
from terugkom.workbook.foreign.document_words import (
    DOCUMENT_LABEL,
    DOCUMENT_LINE,
    LABEL_OR_TITLE,
    LEGEND_HEADING,
    PLACE_WORDS,
    TOLD_DAY,
)
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.header_synonyms import INSTRUCTION_OPENINGS, INSTRUCTION_PATTERN
from terugkom.workbook.foreign.name_kinds import has_first_name, has_organisation_word, is_full_name
from terugkom.workbook.foreign.status_words import STATUS_WORDS

INSTRUCTION = re.compile(INSTRUCTION_PATTERN)
_OPENING = re.compile(INSTRUCTION_OPENINGS)
_DOCUMENT_LABEL, _DOCUMENT_LINE = re.compile(DOCUMENT_LABEL), re.compile(DOCUMENT_LINE)
_LABEL_OR_TITLE, _TOLD_DAY = re.compile(LABEL_OR_TITLE), re.compile(rf"\b(?:{TOLD_DAY})\b")
_BRACKETED = re.compile(r"\([^()]*\)[.:]?|<[^<>]*>|\[[^\[\]]*\]")
_LEGEND = re.compile(LEGEND_HEADING)
_MAX_LEGEND_CELLS = 2  # a sign or a colour, and what it means
_TIMES = ("deadline", "start")
_CALLED_SO = ("theme", "subtheme", "organisation", "group")
_LEAST_WORDS = 3  # of a text that explains
_LEAST_LETTERS = 4  # of a word of a header that its explanation repeats
_INSTRUCTION_LENGTH = 1_000  # characters; what follows in a long text is no instruction for its column


def is_document_row(row: Sequence[Cell]) -> bool:
    """Return whether a row tells of the file itself and nothing else: who made it, when one meets again.

    It is one text, or a label that ends with a colon or names its maker, and what it tells.
    """
    first, *others = [str(cell).strip() for cell in row if cell != ""] or [""]
    label, colon, told = first.partition(":")
    if len(others) > 1 or (others and told.strip()):
        return False
    plain = normalize_text(label)
    is_label = _DOCUMENT_LABEL.fullmatch(plain) is not None
    if others:
        return is_label and (bool(colon) or " " in label.strip())
    if is_label and _LABEL_OR_TITLE.fullmatch(plain):
        return _names_somebody_or_a_time(told.strip())
    return (is_label and bool(told.strip())) or _DOCUMENT_LINE.fullmatch(normalize_text(first)) is not None


def is_legend_row(rows: Sequence[Sequence[Cell]], index: int, titles: Sequence[int]) -> bool:
    """Return whether a row says in the column of titles what a colour or sign means, below all actions.

    It is a status alone, or beside one word that is no code, or the heading of these; and no row from there
    on has more cells.
    """
    cells = [(at, format_cell(cell)) for at, cell in enumerate(rows[index]) if cell != ""]
    if not 0 < len(cells) <= _MAX_LEGEND_CELLS:
        return False
    words = normalize_text(next((text for at, text in cells if at in titles), ""))
    is_status = words in STATUS_WORDS and not any(any(map(str.isdigit, text)) for _, text in cells)
    is_heading = len(cells) == 1 and _LEGEND.fullmatch(words) is not None
    if not (is_status or is_heading):
        return False
    return all(sum(cell != "" for cell in row) <= _MAX_LEGEND_CELLS for row in rows[index:])


def _names_somebody_or_a_time(told: str) -> bool:
    """Return whether a text behind a label holds a person, an organisation, a place or a day."""
    plain = normalize_text(told)
    has_name = has_organisation_word(told) and not told.islower()  # "scholen en buurt" names none
    has_name |= is_full_name(told) or has_first_name(told) or "@" in told
    return has_name or not PLACE_WORDS.isdisjoint(plain.split()) or _TOLD_DAY.match(plain) is not None


def is_instruction_row(row: Sequence[Cell]) -> bool:
    """Return whether a row holds instructions for filling in the columns, as some forms have below the
    header."""
    texts = [cell if isinstance(cell, str) else "" for cell in row if cell != ""]
    return len(texts) > 1 and sum(map(_gives_instruction, texts)) >= 0.4 * len(texts)


def _gives_instruction(text: str) -> bool:
    return INSTRUCTION.search(strip_accents(text[:_INSTRUCTION_LENGTH])) is not None


def is_explanation_row(
    row: Sequence[Cell], headers: Sequence[str] = (), fields: Mapping[int, str] | None = None
) -> bool:
    """Return whether most texts of a row explain their column, and none is a date or an address itself.

    A text explains by brackets, by how it begins or as a question; and where one does so, or two have words
    of their header, also because it is none of what its column holds. `fields` are those of the columns.
    Asked of the rows right below a header only: elsewhere an action may begin so.
    """
    cells = [(at, cell) for at, cell in enumerate(row) if cell != ""]
    kinds = fields or {}
    if len(cells) < 2 or any(_is_value(cell, kinds.get(at, "")) for at, cell in cells):
        return False
    explicit = [_is_explicit(str(cell)) for _, cell in cells]
    named = [
        _has_header_words(str(cell), str(get_cell(headers, at)), kinds.get(at, "")) for at, cell in cells
    ]
    untimely = [kinds.get(at) in _TIMES for at, _ in cells]
    explaining = sum(map(any, zip(explicit, named, untimely, strict=True)))
    return 2 * explaining > len(cells) and (any(explicit) or sum(named) > 1)


def _is_value(cell: Cell, field: str) -> bool:
    """Return whether a cell holds what only an action has: a figure, a date in its column, an address."""
    if not isinstance(cell, str):
        return True
    if field in _TIMES:
        return compute_matching_share("date", [cell]) > 0
    return compute_matching_share("email", [cell]) > 0


def _is_explicit(text: str) -> bool:
    if text.rstrip().endswith("?") or _BRACKETED.fullmatch(text):
        return True
    return _OPENING.match(strip_accents(text[:_INSTRUCTION_LENGTH])) is not None or _gives_instruction(text)


def _has_header_words(text: str, header: str, field: str) -> bool:
    """Return whether a text says in some words what its column holds: "wie is de trekker".

    Themes and departments are called so themselves: "Thema 1", "Dienst Sport en Jeugd".
    """
    words = normalize_text(text).split()
    if len(words) < _LEAST_WORDS or field in _CALLED_SO:
        return False
    own = {word for word in normalize_text(header).split() if len(word) >= _LEAST_LETTERS}
    return bool(own & set(words)) or (field != "" and any(find_exact_field(word) == field for word in words))
