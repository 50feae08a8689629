"""A name is found in every kind of file that a home may hold, or a person is told to look."""

import gzip
import sqlite3
import zipfile
from base64 import encodebytes
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from terugkom.documents.read_texts import UnreadableTexts, read_texts
from terugkom.personal_data.person_pattern import build_pattern

NAME = "Zoë D’Haene-Ost"
PATTERN = build_pattern(["zoe@zb.example.org"], [NAME])
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def write_mail(kind: str, content: bytes) -> bytes:
    head = f"From: x@example.org\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + encodebytes(content)


def pack(name: str, content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


HTML = b"<p><b>Zo&euml;</b> <i>D&#8217;Haene</i>-Ost</p>"
CALENDAR = "BEGIN:VCALENDAR\r\nATTENDEE;CN=Zoë D’Ha\r\n ene-Ost:mailto:an@zb.example.org\r\n".encode()
WORD = (
    "<w:p><w:r><w:t>Zo</w:t></w:r><w:r><w:t>ë D’Haene</w:t></w:r><w:r><w:noBreakHyphen/></w:r>"
    "<w:r><w:t>Ost</w:t></w:r></w:p>"
)
FILES = {
    "entities.html": HTML,
    "cells.htm": "<td>Zoë</td><td>D’Haene-Ost</td>".encode(),
    "mail.eml": write_mail("text/html; charset=utf-8", HTML),
    "MAIL.EML": write_mail("text/html; charset=utf-8", HTML),
    "windows.eml": write_mail("text/plain; charset=iso-8859-1", NAME.encode("cp1252")),
    "unknown.eml": write_mail("text/plain; charset=x-none", NAME.encode()),
    "quoted.eml": "From: x@example.org\n\n> Dat zei Zoë\n> D’Haene-Ost.\n".encode(),
    "winmail.eml": write_mail("application/ms-tnef; name=winmail.dat", b"\0" + NAME.encode("utf-16-le")),
    "invitation.ics": CALENDAR,
    "card.vcf": b"BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=20D=E2=80=99Haene-Ost\r\n",
    "letter.rtf": rb"{\rtf1\ansi Zo\'eb D\'92Haene-Ost}",
    "windows.csv": f"naam;x\n{NAME};1\n".encode("cp1252"),
    "macintosh.csv": f"naam;x\n{NAME};1\n".encode("mac_roman"),
    "dos.csv": "naam;x\nZoë D'Haene-Ost;1\n".encode("cp850"),
    "unmarked.csv": f"naam;x\n{NAME};1\n".encode("utf-16-le"),
    "old.doc": OLE + bytes(500) + NAME.encode("cp1252"),
    "old.xls": OLE + bytes(501) + NAME.encode("utf-16-le"),
    "camera.jpg": b"\xff\xd8\xff\xe1\0\0Exif\0\0" + NAME.encode("utf-16-le"),
    "letter.docx": pack("word/document.xml", WORD.encode()),
    "spaces.odt": pack("content.xml", "<text:p>Zoë<text:s/>D’Haene-Ost</text:p>".encode()),
    "lists.zip": pack("list.txt", NAME.encode("cp1252")),
    "list.csv.gz": gzip.compress(NAME.encode("cp1252")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_name_is_found_in_any_file(name: str) -> None:
    assert any(map(PATTERN.occurs_in, read_texts(name, FILES[name])))


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_name_is_found_in_a_database_whose_columns_stand_against_one_another(
    tmp_path: Path, encoding: str, journal: str
) -> None:
    """In the bytes of its row it follows a letter, and was passed over."""
    path = tmp_path / "prefect.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA encoding = '{encoding}'")
        database.execute(f"PRAGMA journal_mode = {journal}")
        database.execute('CREATE TABLE "a ""run" ("its ""name", message, parameters)')
        database.execute('INSERT INTO "a ""run" VALUES (?, ?, ?)', ["Ronde", NAME, b"x" * 9])
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    assert any(map(PATTERN.occurs_in, read_texts(path.name, content)))
    damaged = content[:4096] + b"\xff" * (len(content) - 4096)  # all pages but the first
    with pytest.raises(UnreadableTexts, match="a database cannot be read"):
        list(read_texts(path.name, damaged))


@pytest.mark.parametrize(
    "content",
    [
        b"7z\xbc\xaf\x27\x1c" + bytes(30),
        b"Rar!\x1a\x07" + bytes(30),
        gzip.compress(NAME.encode(), mtime=0)[:-9],
        OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
    ],
    ids=["7z", "rar", "cut", "password"],
)
def test_what_nobody_can_look_into_is_never_passed_over(content: bytes) -> None:
    with pytest.raises(UnreadableTexts):
        list(read_texts("plan.xlsx", content))
