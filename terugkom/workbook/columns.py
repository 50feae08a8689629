"""The layout of sheets: columns and their kinds of cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_with
from enum import Enum
from typing import Any


class CellKind(Enum):
    """What a cell holds."""

    CODE = "code"
    TEXT = "text"
    EMAIL = "e-mail"
    EMAILS = "e-mails"  # several, with a semicolon between them
    HTTPS = "address of a page that takes requests"  # https alone
    WEB = "address of a page"
    COLOUR = "colour"
    TEXT_COLOUR = "colour of text"  # that can be read on white
    FONT = "name of a font"
    CODES = "codes"  # several, with a semicolon between them
    DAY = "day"
    START = "start"  # a day, or a period of which the first day counts
    DAYS = "days"  # several, with a semicolon between them
    DEADLINE = "deadline"  # a day, or a period in words
    NUMBER = "number"
    WHOLE = "whole number"
    CHOICE = "choice"
    AMOUNT = "amount"  # of money, or words about it
    TIME = "time"  # of day


@dataclass(frozen=True)
class Column:
    """A column or a setting: its header, the model's field, its kind of cell and its help text."""

    header: str
    field: str
    kind: CellKind
    help: str
    width: int = 16  # in characters
    max_length: int = 0  # maximum number of characters in the database; 0 if not applicable
    choices: Mapping[str, Any] = made_with(default_factory=dict)  # the word in the cell -> the value
    synonyms: Mapping[str, Any] = made_with(default_factory=dict)  # synonyms of the choices
    parse_phrase: Callable[[str], Any] | None = None  # of a text that is none of these words
    options_sheet: str = ""  # the sheet whose codes the drop-down offers
    one_line: bool = False  # of a text: its line breaks and control characters become spaces
    required: bool = False
    may_be_absent: bool = False  # the column itself: workbooks of an earlier version do not have it
    unknown_code: str = "unknown-choice"  # code of the finding for a word that is none of the choices
    unit: str = ""  # of a whole number: a name of `unit_words`


@dataclass(frozen=True)
class SheetLayout:
    """A sheet with one header row; its first column is the key of a row."""

    title: str
    columns: tuple[Column, ...]
    example: Mapping[str, Any] = made_with(default_factory=dict)
