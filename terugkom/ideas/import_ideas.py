"""Import ideas from a file into the database; an idea that is already stored is not added again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.ideas.columns import FIELDS, TEXT, Form, recognise
from terugkom.ideas.model import Idea
from terugkom.normalize import plain
from terugkom.plan.model import Municipality, Person
from terugkom.plan.queries import hold
from terugkom.workbook import cells
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.foreign.owner_names import is_nobody
from terugkom.workbook.import_context import Directory
from terugkom.workbook.import_report import Finding, Notes, WrongCell
from terugkom.workbook.read_tables import Cell, Table, read_tables

_TIME = re.compile(r"(?<=\d)[T ,]+\d{1,2}[:.]\d\d.*$", re.DOTALL)  # forms add the hour to the day
_ANONYMOUS = ("anoniem", "anonymous", "anonyme", "ik blijf liever anoniem", "liever anoniem")


@dataclass(frozen=True)
class Received:
    """The result of importing a file: rows by outcome, the codes of new ideas, the findings."""

    municipality: str
    file: str
    rows: dict[str, int]
    new: tuple[str, ...]
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]  # headers of columns that were ignored

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``."""
        told = asdict(self)
        return told | {name: list(told[name]) for name in ("new", "findings", "unread")}


@dataclass
class _Told:
    """One row of ideas: the values of its valid cells."""

    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class _People:
    """A lookup of the people of a plan by address, name or code, to find the submitter of an idea."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_email = {each.email.casefold(): each for each in people if each.email}
        self._by_name = Directory(people)

    def find(self, name: str, email: str) -> Person | None:
        """Return the person with this address, else the only one with this name or code, else None."""
        return self._by_email.get(email.casefold()) or (self._by_name.find(name) if name else None)


def take_in(session: Session, town: Municipality, path: Path, today: date) -> Received:
    """Import the ideas of a file; ideas that are already stored stay unchanged, with their answers.

    Raises InputError for a file without a column of ideas, UnreadableFile for one that cannot be read.
    """
    form = form_of(path, read_tables(path))
    hold(session, town)  # codes are numbered one file at a time
    there = select(Idea.words_sha256, Idea.code).where(Idea.municipality_id == town.id)
    known = dict(session.execute(there).tuples().all())
    number = max((int(code[1:]) for code in known.values() if code[1:].isdigit()), default=0)
    people = _People(session.scalars(select(Person).where(Person.municipality_id == town.id)).all())
    notes, rows, new = Notes(), Counter[str](new=0, known=0, refused=0, blank=0), []
    for fate, told in _rows(form, notes, today):
        if told is None:
            rows[fate] += 1
        elif (words := words_of(told.text)) in known:
            rows["known"] += 1
        else:
            number += 1
            idea = _idea(town, f"I{number}", told, people, today)
            idea.words_sha256, idea.through = words, f"import {path.name}"[:200]
            session.add(idea)
            known[words] = idea.code
            new.append(idea.code)
            rows["new"] += 1
    session.flush()
    return Received(town.slug, path.name, dict(rows), tuple(new), tuple(notes.findings), form.unread)


def form_of(path: Path, tables: Sequence[Table]) -> Form:
    """Return the detected table of ideas. Raises InputError, which lists the file's columns, if there is
    none."""
    form = recognise(tables)
    if form is None:
        rows = (table.rows[first] for table in tables if (first := table.first_filled()) is not None)
        named = ", ".join(written(cell) for row in rows for cell in row if cell != "")[:300]
        raise InputError(
            f"{path.name}: no column is called Idee or Voorstel; its columns are: {named or 'none'}"
        )
    return form


def words_of(text: str) -> str:
    """Return the SHA-256 of the words of an idea, without case, punctuation and spaces."""
    return sha256(" ".join(re.findall(r"\w+", text.casefold())).encode()).hexdigest()


def _rows(form: Form, notes: Notes, today: date) -> Iterator[tuple[str, _Told | None]]:
    for index, row in enumerate(form.table.rows[form.header_row + 1 :], form.header_row + 2):
        if all(cell == "" for cell in row):
            yield "blank", None
            continue
        told = _read(form, row, index, notes, today)
        if told is not None and re.search(r"\w", told.text) is None:
            notes.find(form.table.sheet, index, form.header_of(TEXT), "no-idea")
            told = None
        yield "refused", told


def _read(form: Form, row: Sequence[Cell], number: int, notes: Notes, today: date) -> _Told | None:
    """Return a row, or None if its text is invalid. Other invalid cells become findings and are left out."""
    told = _Told()
    for name, places in form.fields.items():
        for at in places:
            cell = row[at] if at < len(row) else ""
            try:
                value = _value(name, cell, today)
            except WrongCell as error:
                notes.find(form.table.sheet, number, form.headers[at], error.code, **error.details)
                if name == TEXT:
                    return None
                continue
            if name == TEXT:
                told.text = "\n".join(filter(None, (told.text, value)))
            else:
                told.values[name] = value
    return told


def _value(name: str, cell: Cell, today: date) -> Any:
    if name in ("by", "email") and (is_nobody(written(cell)) or plain(written(cell)) in _ANONYMOUS):
        return ""
    if name == "handed_in_on" and isinstance(cell, str):
        cell = _TIME.sub("", cell)
    value = cells.read(FIELDS[name], cell)
    if name == "handed_in_on" and value and value > today:
        raise WrongCell("idea-in-future", value=f"{value:%d/%m/%Y}")
    return value


def _idea(town: Municipality, code: str, told: _Told, people: "_People", today: date) -> Idea:
    by, email = told.values.get("by") or "", told.values.get("email") or ""
    person = people.find(by, email)
    return Idea(
        municipality_id=town.id,
        code=code,
        text=told.text,
        theme=told.values.get("theme") or "",
        handed_in_on=told.values.get("handed_in_on") or today,
        person_id=person.id if person else None,
        handed_in_by="" if person else (by or email)[:200],
        public=bool(told.values.get("public")),
    )
