"""What is crossed out in a document was deleted by who does not track changes: it is not read."""

from pathlib import Path

import docx
import pytest

from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.read_document import read_document
from tests.documents.test_read_document import write_odt
from tests.libreoffice import convert, office

READ = ((("Actie", "Waarde"), ("", ""), ("E-02", "30/9/2027")),)


def write_crossed_out(path: Path) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph("Het dak is klaar.")
    paragraph.add_run(" De put ook.").font.strike = True
    paragraph.add_run(" Nu de gevel.").font.strike = False
    table = document.add_table(3, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Actie", "Waarde"
    for column, text in enumerate(("E-01", "stopzetten")):
        table.cell(1, column).paragraphs[0].add_run(text).font.strike = True
    table.cell(2, 0).text = "E-02"
    changed = table.cell(2, 1).paragraphs[0]
    changed.add_run("30/6/2027 ").font.double_strike = True
    changed.add_run("30/9/2027")
    document.save(str(path))
    return path


def test_what_is_crossed_out_is_not_read(tmp_path: Path) -> None:
    path = write_crossed_out(tmp_path / "verslag.docx")
    document = read_document(path)
    assert document.lines == ("Het dak is klaar. Nu de gevel.",)
    assert document.tables == READ
    opening = read_docx_sections(path).opening
    assert ["".join(run.text for run in each.runs) for each in opening.blocks] == [
        "Het dak is klaar. Nu de gevel."
    ]
    assert tuple(opening.tables) == READ


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_nor_in_an_open_document(tmp_path: Path) -> None:
    document = read_document(convert(write_crossed_out(tmp_path / "verslag.docx"), "odt", tmp_path / "saved"))
    assert document.lines == ("Het dak is klaar. Nu de gevel.",)
    assert document.tables == READ


def test_a_style_that_crosses_out_nothing_is_read(tmp_path: Path) -> None:
    content = """<d xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>
<style:style style:name="A"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="B"><style:text-properties style:text-line-through-style="none"/></style:style>
</office:automatic-styles><office:body><office:text>
<text:p text:style-name="B">Blijft <text:span text:style-name="A">weg</text:span> staan</text:p>
<text:p text:style-name="A">Weg</text:p></office:text>
</office:body></d>"""
    assert read_document(write_odt(tmp_path / "verslag.odt", content)).lines == ("Blijft staan",)


STYLED = """<d xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Weg"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>
<style:style style:name="T1" style:family="text">
<style:text-properties style:text-line-through-style="none" style:text-line-through-type="none"/>
</style:style>
<style:style style:name="T2" style:family="text" style:parent-style-name="Geschrapt"/>
<style:style style:name="T3" style:family="text"><style:text-properties style:font-name="A"/></style:style>
</office:automatic-styles><office:body><office:text>{}</office:text></office:body></d>"""
COMMON = """<d xmlns:office="o" xmlns:style="s"><office:styles>
<style:style style:name="Basis" style:family="paragraph">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="Weg" style:family="paragraph" style:parent-style-name="Basis"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P2"/>
<style:style style:name="Weg" style:family="text"/>
<style:style style:name="Geschrapt" style:family="text">
<style:text-properties style:text-line-through-type="single"/></style:style>
</office:styles></d>"""


@pytest.mark.parametrize(
    ("paragraph", "read"),
    [
        (
            '<text:p text:style-name="P1">weg '
            '<text:span text:style-name="T1">Blijft</text:span> weg</text:p>',
            "Blijft",
        ),
        (
            '<text:p text:style-name="P1">weg<text:line-break/>'
            '<text:span text:style-name="T3">ook</text:span></text:p>',
            "",
        ),
        (
            '<text:p text:style-name="Weg">weg <text:a>'
            '<text:span text:style-name="T1">Blijft</text:span></text:a></text:p>',
            "Blijft",
        ),
        (
            '<text:p>Blijft <text:span text:style-name="T2">weg<text:tab/>weg</text:span>staan</text:p>',
            "Blijft staan",
        ),
        (
            "<text:p>Blijft "
            '<text:span text:style-name="Geschrapt">weg <text:span text:style-name="T1">nog</text:span>'
            "</text:span> staan</text:p>",
            "Blijft nog staan",
        ),
        ('<text:p>Blijft <text:span text:style-name="Weg">staan</text:span></text:p>', "Blijft staan"),
        ('<text:p text:style-name="P2">Blijft</text:p>', "Blijft"),
    ],
)
def test_a_run_counts_before_its_paragraph_and_a_style_inherits(
    tmp_path: Path, paragraph: str, read: str
) -> None:
    odt = write_odt(tmp_path / "verslag.odt", STYLED.format(paragraph), **{"styles.xml": COMMON})
    assert read_document(odt).lines == ((read,) if read else ())
