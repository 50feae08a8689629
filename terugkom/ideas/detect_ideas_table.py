"""Detect the columns of an exported idea form by their headers, which are often whole questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.foreign.header_synonyms import HEADER_SYNONYMS
from terugkom.workbook.own_layout import list_layouts
from terugkom.workbook.read_tables import Table

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
_SINGLE_WORD_HEADERS = {"naam": "by", "wie": "by", "name": "by", "nom": "by", "van": "by", "ip": ""}
_PLAN_ONLY_HEADERS = _normalize_words(HEADER_SYNONYMS["deadline"]) - _normalize_words(
    "wanneer|when|quand|wann"
)


@dataclass(frozen=True)
class DetectedIdeasTable:
    """A detected table of ideas: the index of its header row, and the columns of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]

    def header_of(self, field: str) -> str:
        """Return the header of the first column of a field."""
        return self.headers[self.fields[field][0]]

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers of the columns that match no field."""
        read = {at for places in self.fields.values() for at in places}
        return tuple(header for at, header in enumerate(self.headers) if header and at not in read)


def detect_ideas_table(tables: Iterable[Table]) -> DetectedIdeasTable | None:
    """Return the table of ideas with the most known columns, or None if there is none."""
    found = [detected for table in tables if (detected := _detect_in_table(table))]
    return max(found, key=_count_known_columns, default=None)


def detect_ideas_file(tables: Sequence[Table]) -> DetectedIdeasTable | None:
    """Return the table of ideas of a file; None without ideas, or with a column or sheet of a plan."""
    own_sheets = {sheet.title.lower() for layout in list_layouts() for sheet in layout.data_sheets}
    detected = detect_ideas_table(tables)
    if detected is None or any(table.sheet.lower() in own_sheets for table in tables):
        return None
    headers = [normalize_text(header) for header in detected.headers]
    has_idea_header = any(_has_word(headers[at], _IDEA_WORDS) for at in detected.fields[TEXT_FIELD])
    is_plan = any(header in _PLAN_ONLY_HEADERS for header in headers)
    return detected if has_idea_header and not is_plan else None


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
