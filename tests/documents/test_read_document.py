"""Documents that are not of Word: OpenDocument is read the same, of others people read what to do."""

import zipfile
from pathlib import Path

import docx
import pytest

from terugkom.documents.docx_reader import read_docx
from terugkom.documents.read_document import read_document
from terugkom.errors import UnreadableFile
from tests.libreoffice import convert, office

CONTENT = """<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b">
<office:body><office:text>
<text:tracked-changes><text:changed-region><text:p>Geschrapt</text:p></text:changed-region></text:tracked-changes>
<text:h>Ver<text:span>slag</text:span><text:s text:c="3"/>van<text:tab/>vandaag</text:h>
<text:section><text:list><text:list-item><text:p>Punt<text:note><text:p>voet</text:p></text:note></text:p>
</text:list-item></text:list></text:section>
<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated="2">
<text:p>Kop</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>een</text:p><text:p>twee</text:p>
</table:table-cell><table:covered-table-cell/></table:table-row></table:table>
</office:text></office:body></office:document-content>"""
META = """<m xmlns:o="o" xmlns:dc="d"><o:meta><dc:subject>linde / x</dc:subject></o:meta></m>"""


def write_odt(path: Path, content: str = CONTENT, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", content)
        package.writestr("meta.xml", META)
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def test_the_text_of_an_open_document(tmp_path: Path) -> None:
    document = read_document(write_odt(tmp_path / "verslag.odt"))
    assert document.lines == ("Verslag van vandaag", "Punt (voet)")
    assert document.tables == ((("Kop", "Kop"), ("een\ntwee", "")),)
    assert document.subject == "linde / x"


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_an_open_document_reads_as_the_word_document_that_it_was_made_of(tmp_path: Path) -> None:
    written = docx.Document()
    written.core_properties.subject = "linde / subgroup-review"
    written.add_heading("Verslag")
    written.add_paragraph("Kenmerk: linde / subgroup-review / ENERGIE / 2027-03")
    table = written.add_table(3, 3)
    for number, cell in enumerate(table._cells):
        cell.text = f"cel {number}" if number % 4 else ""
    table.cell(1, 0).merge(table.cell(1, 1))
    written.add_paragraph("Een punt", style="List Bullet")
    written.save(str(tmp_path / "v.docx"))
    odt = convert(tmp_path / "v.docx", "odt", tmp_path)
    assert read_document(odt) == read_docx(tmp_path / "v.docx")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("v.pdf", b"%PDF-1.7 ...", "document.pdf"),
        ("v.docx", b"%PDF-1.7 ...", "document.pdf"),
        ("v.doc", b"\xd0\xcf\x11\xe0 Word 97", "document.old-word"),
        ("v.doc", b"{\\rtf1 x}", "document.old-word"),
        ("v.docx", b"\xd0\xcf\x11\xe0 EncryptedPackage", "docx.encrypted"),
        ("v.odt", b"PK", "docx.unreadable"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_document(tmp_path / name)
    assert refused.value.message_id == why


def test_a_hostile_open_document_is_refused(tmp_path: Path) -> None:
    for content in ('<!DOCTYPE a [<!ENTITY b "c">]>' + CONTENT, "<a>", "<a/>"):
        with pytest.raises(UnreadableFile):
            read_document(write_odt(tmp_path / "v.odt", content))
    locked = write_odt(tmp_path / "v.odt", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    with pytest.raises(UnreadableFile) as refused:
        read_document(locked)
    assert refused.value.message_id == "docx.encrypted"


def test_a_row_that_is_repeated_a_million_times_costs_nothing(tmp_path: Path) -> None:
    million = CONTENT.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">')
    (table,) = read_document(write_odt(tmp_path / "v.odt", million)).tables
    assert len(table) == 120
