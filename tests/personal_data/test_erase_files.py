"""A file in which a person stands is erased in its own encoding, and one that cannot be stops no other."""

import errno
import io
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.person_pattern import PersonPattern
from terugkom.personal_data.search_files import (
    FileMatch,
    FileRemedy,
    erase_file,
    search_content,
    search_files,
)
from tests.processor_time import limited_processor

PATTERN = PersonPattern(frozenset({"zoe.dhaene@linde.example.org"}), frozenset({"Zoë d'Haene"}))
PERSON = FoundPerson("zoe.dhaene@linde.example.org", PATTERN.names, frozenset(), (), ())
XML = "<?xml version='1.0' encoding='{}'?><w:t>Gevraagd aan Zoë d'Haene, één keer</w:t>"
ERASED = "<w:t>Gevraagd aan [gewist], één keer</w:t>"


def pack(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("declared", "coding", "mark"),
    [
        ("UTF-16", "utf-16-le", b"\xff\xfe"),
        ("UTF-16", "utf-16-be", b"\xfe\xff"),
        ("UTF-16", "utf-16-le", b""),
        ("UTF-8", "utf-8", b"\xef\xbb\xbf"),
        ("UTF-8", "utf-8", b""),
        ("ISO-8859-1", "latin-1", b""),
    ],
)
def test_a_part_is_changed_in_its_own_encoding(
    tmp_path: Path, declared: str, coding: str, mark: bytes
) -> None:
    other = XML.format("UTF-16").replace("Zoë d'Haene", "An Wijn").encode("utf-16")
    path = tmp_path / "verslag.docx"
    path.write_bytes(pack(document=mark + XML.format(declared).encode(coding), header=other))
    assert erase_file(tmp_path, FileMatch(Path(path.name), FileRemedy.REPLACE), PATTERN)
    with zipfile.ZipFile(path) as package:
        content = package.read("word/document.xml")
        assert package.read("word/header.xml") == other
    assert content.startswith(mark)
    text = content.removeprefix(mark).decode(coding)
    assert text == f"<?xml version='1.0' encoding='{declared}'?>{ERASED}"


LIST = (
    "Voornaam{0}Naam{0}Dienst{1}An{0}Wijn{0}Groen{1}Zoë{0}d'Haene{0}Één loket{1}"
    '"D’Haene"{0}"ZOE"{0}"Groen"{1}Wijn{0}Zoë{0}Maes{1}'
)
ERASED_LIST = (
    "Voornaam{0}Naam{0}Dienst{1}An{0}Wijn{0}Groen{1}[gewist]{0}[gewist]{0}Één loket{1}"
    '"[gewist]"{0}"[gewist]"{0}"Groen"{1}Wijn{0}Zoë{0}Maes{1}'
)


@pytest.mark.parametrize(
    ("coding", "delimiter"),
    [
        *((each, ";") for each in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")),
        *(("utf-8", each) for each in (";", ",", "\t", "|")),
    ],
)
def test_a_name_in_two_columns_leaves_both_columns(tmp_path: Path, coding: str, delimiter: str) -> None:
    """It stood in no text as a name, and stayed; what is no UTF-8 was left to a person."""
    path = tmp_path / "municipalities/linde/inbox/staf.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(LIST.format(delimiter, "\r\n").encode(coding))
    match = search_content(path.relative_to(tmp_path), path.read_bytes(), PERSON)
    assert match is not None
    assert match.remedy is FileRemedy.REPLACE
    assert erase_file(tmp_path, match, PATTERN)
    assert path.read_bytes().decode(coding) == ERASED_LIST.format(delimiter, "\r\n")
    assert search_content(match.path, path.read_bytes(), PERSON) is None


@pytest.mark.parametrize("others_first", [False, True])
def test_a_name_in_two_cells_of_a_workbook_is_found(tmp_path: Path, others_first: bool) -> None:
    """Excel keeps each text once, so those of two cells lie far from one another."""
    rows = [["Zoë", "d'Haene"], ["An", "Wijn"], ["Tom", "Wijn"]]
    path = tmp_path / "municipalities/linde/inbox/staf.xlsx"
    path.parent.mkdir(parents=True)
    others = [["Zoë", "Maes"], ["Jan", "d'Haene"]]
    write_rows(path, [*others, *rows] if others_first else rows)
    match = search_content(path.relative_to(tmp_path), path.read_bytes(), PERSON)
    assert match is not None
    before = path.read_bytes()
    assert not erase_file(tmp_path, match, PATTERN), "a person must look"
    assert path.read_bytes() == before
    write_rows(path, others)
    assert search_content(match.path, path.read_bytes(), PERSON) is None, "these are others"
    done = Path("municipalities/linde/inbox/done/staf.xlsx")
    found = search_content(done, before, PERSON)
    assert found is not None
    assert found.remedy is FileRemedy.DELETE


def test_a_name_that_only_the_wal_of_a_database_has_is_found(tmp_path: Path) -> None:
    """Prefect's own is written to meanwhile: hours of its rows are not in its file yet."""
    (tmp_path / "prefect").mkdir()
    with closing(sqlite3.connect(tmp_path / "prefect/prefect.db")) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE runs (name, message)")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("INSERT INTO runs VALUES ('Ronde', 'Zoë d''Haene')")
        database.commit()
        files = {str(each.path): each.remedy for each in search_files(tmp_path, PERSON, skip=())}
    assert files == {"prefect/prefect.db": FileRemedy.BY_HAND}


def test_what_cannot_be_searched_is_for_a_person_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "old.db").write_bytes(b"SQLite format 3\x00 and no more")
    (tmp_path / "old.db-wal").write_bytes(b"cut off")
    scan = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {str(each.path): (each.remedy, each.note) for each in search_files(tmp_path, PERSON, skip=())}
    assert found["closed"] == (FileRemedy.BY_HAND, "cannot be read: Permission denied")
    assert found["old.db"] == (FileRemedy.BY_HAND, "cannot be read: as a database (OperationalError)")


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


@pytest.mark.parametrize(
    "text",
    [
        "Zoë; d'Haene was er niet",
        "Met Zoë, An en d'Haene",
        "Jan;Zoë\nd'Haenens;An",
    ],
)
def test_words_beside_one_another_are_no_name(text: str) -> None:
    assert not PATTERN.occurs_in(text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.docx", pack(document=b"<w:t>Zo\xeb d'Haene</w:t>")),
        ("v.docx", pack(document=b"<?xml version='1.0' encoding='x-none'?><w:t>Zoe d'Haene</w:t>")),
        ("v.docx", b"PK\x03\x04 cut"),
        ("v.png", b"\x89PNG\r\n\x1a\n\0\0 Zoe d'Haene"),
        ("gone", None),
    ],
)
def test_a_file_that_cannot_be_changed_is_for_a_person(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    remedy = FileRemedy.REPLACE
    if content is None:
        path.mkdir()  # nothing that can be deleted as a file
        remedy = FileRemedy.DELETE
    else:
        path.write_bytes(content)
    assert not erase_file(tmp_path, FileMatch(Path(name), remedy), PATTERN)
    assert path.is_dir() if content is None else path.read_bytes() == content


DEEP = {
    "brackets": "[" * 1000,
    "objects": '{"a":' * 100_000,
    "line": '{"a": 1}\n' + "[" * 2000 + "]" * 2000,
    "name": "[" * 2000 + '{"voornaam": "Zoë", "naam": "d\'Haene"}' + "]" * 2000,
    "number": f"Beste &#{'9' * 5000};",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("name", ["bijlage.txt", "vraag.eml"])
def test_a_text_that_no_program_can_take_apart_is_listed_and_stops_no_other(
    tmp_path: Path, text: str, name: str
) -> None:
    """A mail of a thousand brackets was an error of `person show` and `person erase`, for everybody."""
    head = "From: an@example.org\nContent-Type: text/plain; charset=utf-8\n\n" if name == "vraag.eml" else ""
    (tmp_path / f"a-{name}").write_text(head + text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Gevraagd aan Zoë d'Haene", encoding="utf-8")
    found = [(str(each.path), each.remedy) for each in search_files(tmp_path, PERSON, skip=())]
    assert found == [(f"a-{name}", FileRemedy.BY_HAND), ("b.txt", FileRemedy.REPLACE)]


def pack_sheet(xml: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", xml)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "is_listed"),
    [
        ("ver.xlsx", pack_sheet('<row><c r="ZZZ1"/></row>' * 1500), True),
        ("kop.eml", b"From: an@example.org\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx", True),
        ("namen.json", json.dumps([{f"k{n}": "Zoe" for n in range(8000)}]).encode(), False),
        ("namen.csv", b"Zoe;" * 3000 + b"x", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_small_file_takes_no_minutes_and_no_memory(name: str, content: bytes, is_listed: bool) -> None:
    """A cell far to the right was a row of cells, and of values the square was compared."""
    with limited_processor(4):
        match = search_content(Path("municipalities/linde/inbox", name), content, PERSON)
    assert (match is not None) is is_listed
    assert match is None or "than any" in match.note or "than those of any" in match.note
