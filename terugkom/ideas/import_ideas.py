"""Import ideas from a file into the database; an idea that is already stored is not added again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.mail_address import parse_address
from terugkom.errors import InputError, Message
from terugkom.ideas.detect_ideas_table import FIELDS, TEXT_FIELD, DetectedIdeasTable, detect_ideas_table
from terugkom.ideas.hash_words import hash_words
from terugkom.ideas.listed_ideas import count_list_items
from terugkom.ideas.model import Idea
from terugkom.normalize import normalize_text
from terugkom.plan.erased_people import ErasedPeople, load_erased_people
from terugkom.plan.model import Municipality, Person
from terugkom.plan.queries import lock_municipality
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.dates.table_dates import order_table_dates
from terugkom.workbook.file_formats.read_tables import Table, fill_in_merged, read_tables
from terugkom.workbook.foreign.absent_owners import is_nobody
from terugkom.workbook.foreign.header_matching import describe_headers
from terugkom.workbook.foreign.nameless_columns import report_nameless_columns
from terugkom.workbook.foreign.shifted_rows import find_shifted_rows, report_shifted_row
from terugkom.workbook.import_context import NameIndex
from terugkom.workbook.import_report import CellFinding, ImportNotes
from terugkom.workbook.report_garbled import report_garbled
from terugkom.workbook.report_marks import report_marks
from terugkom.workbook.wrong_cell import WrongCell

_TIME_SUFFIX = re.compile(r"(?<=\d)[T ,]+\d{1,2}[:.]\d\d.*$", re.DOTALL)  # forms add the hour to the day
_ANONYMOUS_WORDS = ("anoniem", "anonymous", "anonyme", "ik blijf liever anoniem", "liever anoniem")


@dataclass(frozen=True)
class IdeasImportResult:
    """The result of importing a file: rows by outcome, the codes of new ideas, the findings."""

    municipality: str
    file: str
    rows: dict[str, int]
    new: tuple[str, ...]
    findings: tuple[CellFinding, ...]
    unread: tuple[str, ...]  # headers of columns that were ignored

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        values = asdict(replace(self, findings=()))
        findings = [each.as_json() for each in self.findings]
        return values | {"new": list(self.new), "findings": findings, "unread": list(self.unread)}


@dataclass
class _IdeaRow:
    """One row of ideas: the values of its valid cells, and where its address stands."""

    sheet: str
    number: int
    email_header: str
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class _PersonLookup:
    """A lookup of the people of a plan by address, name or code, to find the submitter of an idea."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_email = {each.email.casefold(): each for each in people if each.email}
        self._by_name = NameIndex(people)

    def find(self, name: str, email: str) -> Person | None:
        """Return the person with this address, else the only one with this name or code, else None."""
        return self._by_email.get(email.casefold()) or (self._by_name.find(name) if name else None)


def import_ideas_file(
    session: Session, municipality: Municipality, path: Path, today: date
) -> IdeasImportResult:
    """Read a file and import the ideas in it; see `import_ideas_table`.

    Raises InputError for a file without a column of ideas, UnreadableFile for one that cannot be read.
    """
    detected = require_ideas_table(path, read_tables(path))
    return import_ideas_table(session, municipality, detected, path.name, today)


def import_ideas_table(
    session: Session, municipality: Municipality, detected: DetectedIdeasTable, file: str, today: date
) -> IdeasImportResult:
    """Import the ideas of a table; ideas that are already stored keep their words and answers.

    Who left an address gets the answer there, as who left one on a page. `file` is the name of the file
    that the table is from.
    """
    lock_municipality(session, municipality)  # codes are numbered one file at a time
    known_ideas = select(Idea.normalized_text_sha256, Idea.code).where(
        Idea.municipality_id == municipality.id
    )
    known = dict(session.execute(known_ideas).tuples().all())
    number = max((int(code[1:]) for code in known.values() if code[1:].isdigit()), default=0)
    people = _PersonLookup(
        session.scalars(select(Person).where(Person.municipality_id == municipality.id)).all()
    )
    notes, rows, new = (
        ImportNotes(municipality.language),
        Counter[str](new=0, known=0, refused=0, blank=0),
        [],
    )
    erased = load_erased_people(session, municipality.id)
    tables = sorted((detected, *detected.further), key=_get_header_number)
    for table in detected.left_out:
        row = table.get_row_number(table.first_filled_row() or 0)
        if table.is_hidden:
            notes.add_finding(table.sheet, row, "", "hidden-sheet", value=table.sheet)
        else:
            notes.add_finding(table.sheet, row, "", "sheet-without-ideas", value=table.sheet)
    first_headers = {each.table.sheet: _get_header_number(each) for each in reversed(tables)}
    for table in detected.sheets:
        report_marks(notes, table, first_headers[table.sheet] - 1)
    for outcome, idea_row in chain.from_iterable(_read_rows(each, notes, today, erased) for each in tables):
        if idea_row is None:
            rows[outcome] += 1
        elif (words_hash := hash_words(idea_row.text)) in known:
            rows["known"] += 1
            _add_address(session, municipality, known[words_hash], idea_row, notes)
        else:
            number += 1
            idea = _build_idea(municipality, f"I{number}", idea_row, people, today)
            idea.normalized_text_sha256, idea.source = words_hash, f"import {file}"[:200]
            session.add(idea)
            known[words_hash] = idea.code
            new.append(idea.code)
            rows["new"] += 1
    session.flush()
    unread = tuple(dict.fromkeys(header for each in tables for header in each.unread))
    return IdeasImportResult(municipality.slug, file, dict(rows), tuple(new), tuple(notes.findings), unread)


def _get_header_number(detected: DetectedIdeasTable) -> int:
    return detected.table.get_row_number(detected.header_row)


def require_ideas_table(path: Path, tables: Sequence[Table]) -> DetectedIdeasTable:
    """Return the detected table of ideas. Raises InputError, which lists the file's columns, if there is
    none."""
    detected = detect_ideas_table(tables)
    if detected is None and any(detect_ideas_table([replace(each, is_hidden=False)]) for each in tables):
        raise InputError("error.plan-file.hidden", file=path.name)
    if detected is None:
        rows = (table.rows[first] for table in tables if (first := table.first_filled_row()) is not None)
        named = describe_headers(format_cell(cell) for row in rows for cell in row)
        raise InputError("error.ideas-file.no-column", file=path.name, columns=named or Message("error.none"))
    return detected


def _read_rows(
    detected: DetectedIdeasTable, notes: ImportNotes, today: date, erased: ErasedPeople
) -> Iterator[tuple[str, _IdeaRow | None]]:
    dates = {detected.headers[at]: at for at in detected.fields.get("handed_in_on", ())}
    order_table_dates(detected.table, detected.header_row, dates, notes)
    shifted = find_shifted_rows(detected.table, detected.header_row)
    report_garbled(notes, detected.table, detected.header_row)
    report_nameless_columns(notes, detected.table, detected.header_row, detected.headers)
    columns = {at for name, places in detected.fields.items() if name != TEXT_FIELD for at in places}
    merged = detected.table.find_merged_values(columns, detected.header_row)
    for place in range(detected.header_row + 1, len(detected.table.rows)):
        index, row = detected.table.get_row_number(place), detected.table.rows[place]
        if all(cell == "" for cell in row):
            yield "blank", None
            continue
        row = fill_in_merged(row, merged.get(place, {}))
        if place in shifted:
            report_shifted_row(notes, detected.table, place, detected.header_row)
            yield "refused", None
            continue
        reported: set[int] = set()
        read = [_read_row(each, row, index, notes, today, reported) for each in detected.list_ideas_of(row)]
        found = [each for each in read if each is None or re.search(r"\w", each.text)]
        if not found:
            notes.add_finding(detected.table.sheet, index, detected.header_of(TEXT_FIELD), "no-idea")
        for idea_row in found or [None]:
            yield "refused", _forget_erased(detected, idea_row, notes, erased)


def _forget_erased(
    detected: DetectedIdeasTable, idea_row: _IdeaRow | None, notes: ImportNotes, erased: ErasedPeople
) -> _IdeaRow | None:
    """Return an idea without who handed it in, if they were erased."""
    if idea_row is not None and erased.includes(
        idea_row.values.get("email") or "", idea_row.values.get("by") or ""
    ):  # the idea is imported, without who handed it in
        field = "email" if idea_row.values.pop("email", "") else "by"
        idea_row.values.pop("by", "")
        notes.add_finding(
            detected.table.sheet, idea_row.number, detected.header_of(field), "erased-submitter"
        )
    return idea_row


def _read_row(
    detected: DetectedIdeasTable,
    row: Sequence[Cell],
    number: int,
    notes: ImportNotes,
    today: date,
    reported: set[int],
) -> _IdeaRow | None:
    """Return a row, or None if its text is invalid. Other invalid cells become findings and are left out.

    A column that is `reported` for another idea of this row is not reported again.
    """
    email_header = detected.header_of("email") if "email" in detected.fields else ""
    idea_row = _IdeaRow(detected.table.sheet, number, email_header)
    row = _place_address(detected, row)
    for name, places in detected.fields.items():
        for at in places:
            cell = row[at] if at < len(row) else ""
            try:
                value = _read_value(name, cell, today)
            except WrongCell as error:
                if at not in reported:
                    header = detected.headers[at]
                    notes.add_finding(detected.table.sheet, number, header, error.code, **error.details)
                reported.add(at)
                if name == TEXT_FIELD:
                    return None
                continue
            if name == TEXT_FIELD:
                if count := count_list_items(value):
                    notes.add_finding(
                        detected.table.sheet, number, detected.headers[at], "listed-ideas", count=count
                    )
                idea_row.text = "\n".join(filter(None, (idea_row.text, value)))
            else:
                idea_row.values[name] = value
    return idea_row


def _place_address(detected: DetectedIdeasTable, row: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row with its address in the column of addresses, where it stands in that of names instead."""
    places = [detected.fields[name][0] for name in ("by", "email") if name in detected.fields]
    if len(places) < 2 or max(places) >= len(row):
        return row
    by, email = places
    if not parse_address(format_cell(row[by])) or parse_address(format_cell(row[email])):
        return row
    placed = [*row]
    placed[by], placed[email] = row[email], row[by]
    return placed


def _add_address(
    session: Session, municipality: Municipality, code: str, idea_row: _IdeaRow, notes: ImportNotes
) -> None:
    """Keep who waits for the answer to an idea that is stored without an address; nobody else gets one."""
    email = idea_row.values.get("email") or ""
    if not email:
        return
    ours = select(Idea).where(Idea.municipality_id == municipality.id, Idea.code == code)
    idea = session.scalars(ours).one()
    if idea.answered_on is None and not idea.reply_address and idea.state.awaits_answer:
        idea.reply_address = email
    elif idea.state.awaits_answer and idea.reply_address.casefold() not in ("", email.casefold()):
        sheet, number, header = idea_row.sheet, idea_row.number, idea_row.email_header
        notes.add_finding(sheet, number, header, "idea-of-another", idea=code)


def _read_value(name: str, cell: Cell, today: date) -> Any:
    if name in ("by", "email") and (
        is_nobody(format_cell(cell)) or normalize_text(format_cell(cell)) in _ANONYMOUS_WORDS
    ):
        return ""
    if name == "handed_in_on" and isinstance(cell, str):
        cell = _TIME_SUFFIX.sub("", cell)
    value = cells.read_cell(FIELDS[name], cell)
    if name == "handed_in_on" and value and value > today:
        raise WrongCell("idea-in-future", value=f"{value:%d/%m/%Y}")
    return value


def _build_idea(
    municipality: Municipality, code: str, idea_row: _IdeaRow, people: "_PersonLookup", today: date
) -> Idea:
    by, email = idea_row.values.get("by") or "", idea_row.values.get("email") or ""
    person = people.find(by, email)
    return Idea(
        municipality_id=municipality.id,
        code=code,
        text=idea_row.text,
        theme=idea_row.values.get("theme") or "",
        submitted_on=idea_row.values.get("handed_in_on") or today,
        person_id=person.id if person else None,
        submitted_by="" if person else (by or email)[:200],
        reply_address=email,
        public=bool(idea_row.values.get("public")),
    )
