"""Detect the columns of an exported idea form by their headers, which are often whole questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terugkom.normalize import plain
from terugkom.workbook.columns import Column, Kind
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.foreign.header_synonyms import HEADINGS
from terugkom.workbook.own_layout import DATA_SHEETS
from terugkom.workbook.read_tables import Cell, Table

_FURTHEST_HEADER = 40  # rows that are searched for a header
_LONGEST_HEADER = 200  # letters: a longer cell is an answer
TEXT = "text"
_YES = ("ja", "ja graag", "ja dat mag", "ja hoor", "j", "yes", "y", "oui", "akkoord", "openbaar", "publiek")
_NO = ("nee", "neen", "nee liever niet", "neen liever niet", "nee dank u", "n", "no", "non", "intern")
_FIELDS = (
    Column("Idee", TEXT, Kind.TEXT, "Wat stelt u voor?", longest=10_000),
    Column("Datum", "handed_in_on", Kind.DAY, "De dag waarop het idee binnenkwam."),
    Column("Thema", "theme", Kind.TEXT, "Waarover gaat het?", longest=200),
    Column("Naam", "by", Kind.TEXT, "Wie het voorstelt, als die dat wil zeggen.", longest=200),
    Column("E-mail", "email", Kind.EMAIL, "Het adres van wie het voorstelt."),
    Column(
        "Mag dit openbaar?",
        "public",
        Kind.CHOICE,
        "Of het idee buiten de organisatie verteld mag worden.",
        choices={"ja": True, "nee": False},
        also=dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False),
    ),
)
FIELDS: Mapping[str, Column] = {each.field: each for each in _FIELDS}


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split("|"))


_IDEA = _words("idee|ideeën|idea|ideas|idées|ideen")
# The first field with a word in the header is used: "Mogen we uw idee bekendmaken?" is not the idea itself.
_ASKED: Mapping[str, frozenset[str]] = {
    "public": _words(
        "openbaar|publiek|bekendmaken|bekend maken|bekend zijn|bekend worden|delen|verspreiden|vertellen"
        "|public|publish|publier|rendre public"
    ),
    "email": _words("e mail|email|mail|mailadres|e mailadres|emailadres|courriel|e mail address"),
    "handed_in_on": _words(
        "datum|ingediend op|ontvangen op|verzonden op|tijdstempel|timestamp|begintijd|starttijd"
        "|tijd van voltooien|voltooiingstijd|start time|completion time|date|horodateur|zeitstempel"
    ),
    "by": _words(
        "uw naam|je naam|jouw naam|naam en voornaam|voornaam|achternaam|naam indiener|naam van de indiener"
        "|ingediend door|indiener|wie bent u|wie ben je|your name|votre nom|full name"
    ),
    "theme": _words("thema|onderwerp|domein|categorie|rubriek|theme|thème|topic|category|sujet"),
    TEXT: _IDEA
    | _words(
        "voorstel|voorstellen|suggestie|suggesties|tip|tips|wat stelt u voor|wat stel je voor|wat kan beter"
        "|suggestion|proposal|proposition|titel|omschrijving|beschrijving|toelichting|uitleg|waarom|hoe"
        "|description|explanation|explication"
    ),
}
_ALONE = {"naam": "by", "wie": "by", "name": "by", "nom": "by", "van": "by", "ip": ""}
_OF_A_PLAN = _words(HEADINGS["deadline"]) - _words("wanneer|when|quand|wann")


@dataclass(frozen=True)
class Form:
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


def recognise(tables: Iterable[Table]) -> Form | None:
    """Return the table of ideas with the most known columns, or None if there is none."""
    found = [form for table in tables if (form := _best(table))]
    return max(found, key=_known, default=None)


def holds_ideas(tables: Sequence[Table]) -> bool:
    """Return whether a file holds ideas: it has a column of ideas, and no column or sheet of a plan."""
    ours = {sheet.title.lower() for sheet in DATA_SHEETS}
    form = recognise(tables)
    if form is None or any(table.sheet.lower() in ours for table in tables):
        return False
    headers = [plain(header) for header in form.headers]
    asked = any(_holds(headers[at], _IDEA) for at in form.fields[TEXT])
    return asked and not any(header in _OF_A_PLAN for header in headers)


def _best(table: Table) -> Form | None:
    found: Form | None = None
    for index, row in enumerate(table.rows[:_FURTHEST_HEADER]):
        headers = tuple(_header(cell) for cell in row)
        fields = _fields_of(headers)
        form = Form(table, index, headers, fields)
        if TEXT in fields and (found is None or _known(form) > _known(found)):
            found = form
    return found


def _known(form: Form) -> int:
    return sum(map(len, form.fields.values()))


def _fields_of(headers: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field: the first match; for the text all matches, which are joined."""
    found: dict[str, tuple[int, ...]] = {}
    for at, header in enumerate(headers):
        field = _field_of(plain(header))
        if field and (field == TEXT or field not in found):
            found[field] = (*found.get(field, ()), at)
    return found


def _field_of(header: str) -> str:
    if header in _ALONE:
        return _ALONE[header]
    return next((field for field, words in _ASKED.items() if _holds(header, words)), "")


def _holds(header: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in f" {header} " for word in words)


def _header(cell: Cell) -> str:
    text = " ".join(written(cell).split())
    return text if len(text) <= _LONGEST_HEADER else ""
