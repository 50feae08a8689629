"""Detect the columns of an exported idea form by their headers, which are often whole questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from terugkom.ideas.numbered_ideas import list_ideas_of_a_row
from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_synonyms import HEADER_SYNONYMS
from terugkom.workbook.foreign.split_sheet import cut_rows
from terugkom.workbook.foreign.table_columns import cut_columns
from terugkom.workbook.own_layout import list_layouts

_MAX_HEADER_ROWS = 40  # rows that are searched for a header
_MAX_HEADER_LENGTH = 200  # letters: a longer cell is an answer
TEXT_FIELD = "text"
_YES_WORDS = (
    "ja",
    "ja graag",
    "ja dat mag",
    "ja hoor",
    "j",
    "yes",
    "y",
    "oui",
    "akkoord",
    "openbaar",
    "publiek",
)
_NO_WORDS = ("nee", "neen", "nee liever niet", "neen liever niet", "nee dank u", "n", "no", "non", "intern")
_FIELDS = (
    Column(TEXT_FIELD, TEXT_FIELD, CellKind.TEXT, "", max_length=10_000),
    Column("handed_in_on", "handed_in_on", CellKind.DAY, ""),
    Column("theme", "theme", CellKind.TEXT, "", max_length=200, one_line=True),
    Column("by", "by", CellKind.TEXT, "", max_length=200, one_line=True),
    Column("email", "email", CellKind.EMAIL, ""),
    Column(
        "public",
        "public",
        CellKind.CHOICE,
        "",
        choices={"ja": True, "nee": False},
        synonyms=dict.fromkeys(_YES_WORDS, True) | dict.fromkeys(_NO_WORDS, False),
    ),
)
FIELDS: Mapping[str, Column] = {each.field: each for each in _FIELDS}


def _normalize_words(text: str) -> frozenset[str]:
    return frozenset(normalize_text(word) for word in text.split("|"))


# What one idea is called, with whose number a column is one of several.
_IDEA_NAMES = _normalize_words(
    "idee|idea|voorstel|suggestie|tip|suggestion|proposal|proposition|vorschlag|titel"
)
_IDEA_WORDS = _normalize_words("idee|ideeën|idea|ideas|idées|ideen")
# The first field with a word in the header is used: "Mogen we uw idee bekendmaken?" is not the idea itself.
_HEADER_WORDS: Mapping[str, frozenset[str]] = {
    "public": _normalize_words(
        "openbaar|publiek|bekendmaken|bekend maken|bekend zijn|bekend worden|delen|verspreiden|vertellen"
        "|public|publish|publier|rendre public"
    ),
    "email": _normalize_words("e mail|email|mail|mailadres|e mailadres|emailadres|courriel|e mail address"),
    "handed_in_on": _normalize_words(
        "datum|ingediend op|ontvangen op|verzonden op|tijdstempel|timestamp|begintijd|starttijd"
        "|tijd van voltooien|voltooiingstijd|start time|completion time|date|horodateur|zeitstempel"
    ),
    "by": _normalize_words(
        "uw naam|je naam|jouw naam|naam en voornaam|voornaam|achternaam|naam indiener|naam van de indiener"
        "|ingediend door|indiener|wie bent u|wie ben je|your name|votre nom|full name"
    ),
    "theme": _normalize_words("thema|onderwerp|domein|categorie|rubriek|theme|thème|topic|category|sujet"),
    TEXT_FIELD: _IDEA_WORDS
    | _normalize_words(
        "voorstel|voorstellen|suggestie|suggesties|tip|tips|wat stelt u voor|wat stel je voor|wat kan beter"
        "|suggestion|proposal|proposition|titel|omschrijving|beschrijving|toelichting|uitleg|waarom|hoe"
        "|description|explanation|explication"
    ),
}
_EVERY_WORD = frozenset().union(*_HEADER_WORDS.values())
_SINGLE_WORD_HEADERS = {"naam": "by", "wie": "by", "name": "by", "nom": "by", "van": "by", "ip": ""}
_PLAN_ONLY_HEADERS = _normalize_words(HEADER_SYNONYMS["deadline"]) - _normalize_words(
    "wanneer|when|quand|wann"
)


@dataclass(frozen=True)
class DetectedIdeasTable:
    """A detected table of ideas: the index of its header row, and the columns of each field.

    `further` are the other tables of ideas of its file, `sheets` the whole sheets in which ideas are read,
    `left_out` those in which nothing is.
    """

    table: Table
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    further: tuple["DetectedIdeasTable", ...] = ()
    sheets: tuple[Table, ...] = ()
    left_out: tuple[Table, ...] = ()

    def header_of(self, field: str) -> str:
        """Return the header of the first column of a field."""
        return self.headers[self.fields[field][0]]

    @cached_property
    def of_each_idea(self) -> tuple["DetectedIdeasTable", ...]:
        """The same table for each idea that a row has, with the columns of that one."""
        fields = [_detect_field(normalize_text(header)) for header in self.headers]
        texts = [at for at, field in enumerate(fields) if field == TEXT_FIELD]
        ideas = [at for at in texts if _has_word(normalize_text(self.headers[at]), _IDEA_NAMES)]
        others = [at for at, field in enumerate(fields) if field in (TEXT_FIELD, "theme", "public")]
        return tuple(
            replace(
                self,
                fields=_map_columns(["" if at in left else each for at, each in enumerate(self.headers)]),
            )
            for left in list_ideas_of_a_row(self.headers, ideas, others, _IDEA_NAMES)
        )

    def list_ideas_of(self, row: Sequence[Cell]) -> tuple["DetectedIdeasTable", ...]:
        """Return those of which a row has words, not counting a column that is of each; else the first."""
        tables = self.of_each_idea
        places = [frozenset(each.fields.get(TEXT_FIELD, ())) for each in tables]
        of_each = frozenset.intersection(*places)
        own = (each - of_each for each in places)
        filled = {at for at, cell in enumerate(row) if cell != ""}
        return tuple(table for table, each in zip(tables, own, strict=True) if each & filled) or tables[:1]

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers of the columns that match no field."""
        tables = self.of_each_idea
        read = {at for each in tables for places in each.fields.values() for at in places}
        return tuple(header for at, header in enumerate(self.headers) if header and at not in read)


def detect_ideas_table(tables: Sequence[Table]) -> DetectedIdeasTable | None:
    """Return the table of ideas with the most known columns and the further ones, or None if there is none.

    A hidden sheet is not read.
    """
    shown = [table for table in tables if not table.is_hidden]
    sheets = [_detect_in_sheet(table) for table in shown]
    found = [detected for each in sheets for detected in each]
    best = max(found, key=_count_known_columns, default=None)
    if best is None:
        return None
    further = [
        each
        for each in found
        if each is not best
        and (each.table.sheet == best.table.sheet or each.headers == best.headers or _is_header(each.headers))
    ]
    read = {each.table.sheet for each in (best, *further)}
    left_out = (table for table in tables if table.is_hidden or table.sheet not in read)
    filled = tuple(table for table in left_out if table.first_filled_row() is not None)
    whole = tuple(table for table in shown if table.sheet in read)
    return replace(best, further=tuple(further), sheets=whole, left_out=filled)


def detect_ideas_file(tables: Sequence[Table]) -> DetectedIdeasTable | None:
    """Return the table of ideas of a file; None without ideas, or with a column or sheet of a plan."""
    own_sheets = {sheet.title.lower() for layout in list_layouts() for sheet in layout.data_sheets}
    if any(table.sheet.lower() in own_sheets for table in tables):
        return None
    detected = detect_ideas_table(tables)
    if detected is None:
        return None
    headers = [normalize_text(header) for header in detected.headers]
    has_idea_header = any(_has_word(headers[at], _IDEA_WORDS) for at in detected.fields[TEXT_FIELD])
    is_plan = any(header in _PLAN_ONLY_HEADERS for header in headers)
    return detected if has_idea_header and not is_plan else None


def _detect_in_sheet(table: Table) -> list[DetectedIdeasTable]:
    """Return the tables of ideas of a sheet, which stand under or beside one another."""
    best = _detect_in_table(table)
    if best is None:
        return []
    starts = [
        index
        for index, row in enumerate(table.rows)
        if index == best.header_row or _is_header(tuple(map(_read_header, row)))
    ]
    ends = [*starts[1:], len(table.rows)]
    starts[0] = 0  # with the lines above it
    parts = [cut_rows(table, start, end) for start, end in zip(starts, ends, strict=True)]
    found = [_detect_in_table(each) for part in parts for each in _split_repeated_columns(part)]
    return [each for each in found if each]


def _split_repeated_columns(table: Table) -> list[Table]:
    """Return the tables beside one another, whose headers are the same."""
    detected = _detect_in_table(table)
    if detected is None:
        return [table]
    first = next(header for header in detected.headers if header)
    starts = [at for at, header in enumerate(detected.headers) if header == first]
    ends = [*starts[1:], len(detected.headers)]
    heads = [_map_columns(detected.headers[start:end]) for start, end in zip(starts, ends, strict=True)]
    if len(starts) < 2 or not all(TEXT_FIELD in fields and len(fields) > 1 for fields in heads):
        return [table]
    return [cut_columns(table, range(start, end)) for start, end in zip(starts, ends, strict=True)]


def _is_header(cells: Sequence[str]) -> bool:
    """Return whether a row is a header wherever it stands: two of its cells are no more than words of one."""
    words = [normalize_text(cell) for cell in cells]
    exact = {_detect_field(each) for each in words if each in _SINGLE_WORD_HEADERS or each in _EVERY_WORD}
    return TEXT_FIELD in _map_columns(cells) and len(exact - {""}) > 1


def _detect_in_table(table: Table) -> DetectedIdeasTable | None:
    found: DetectedIdeasTable | None = None
    for index, row in enumerate(table.rows[:_MAX_HEADER_ROWS]):
        headers = tuple(_read_header(cell) for cell in row)
        fields = _map_columns(headers)
        detected = DetectedIdeasTable(table, index, headers, fields)
        if TEXT_FIELD in fields and (
            found is None or _count_known_columns(detected) > _count_known_columns(found)
        ):
            found = detected
    return found


def _count_known_columns(detected: DetectedIdeasTable) -> int:
    return sum(map(len, detected.fields.values()))


def _map_columns(headers: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field: the first match; for the text all matches, which are joined."""
    found: dict[str, tuple[int, ...]] = {}
    for at, header in enumerate(headers):
        field = _detect_field(normalize_text(header))
        if field and (field == TEXT_FIELD or field not in found):
            found[field] = (*found.get(field, ()), at)
    return found


def _detect_field(header: str) -> str:
    if header in _SINGLE_WORD_HEADERS:
        return _SINGLE_WORD_HEADERS[header]
    return next((field for field, words in _HEADER_WORDS.items() if _has_word(header, words)), "")


def _has_word(header: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in f" {header} " for word in words)


def _read_header(cell: Cell) -> str:
    text = " ".join(format_cell(cell).split())
    return text if len(text) <= _MAX_HEADER_LENGTH else ""
