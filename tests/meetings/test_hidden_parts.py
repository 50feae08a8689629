"""What minutes hold that nobody sees, or not in their body, decides nothing and is asked about."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement

from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.read_document import read_document
from terugkom.meetings.minutes.parse_minutes import parse_minutes, parse_reference
from terugkom.meetings.minutes.unread_parts import list_unread_parts
from tests.documents.test_read_document import write_odt
from tests.libreoffice import convert, office
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import drop, everything, fill_in, form_of, planned

HEAD = ("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting")
TITLES = {"E1": "Ledlampen", "E2": "Haag"}
HIDDEN = "staat verborgen tekst, die wij niet lezen: “{}”"


def write_minutes(path: Path, hide: str) -> Path:
    """Write minutes with one decision, and another that is hidden in some way."""
    document = docx.Document()
    document.add_paragraph("Verslag van het overleg.")
    table = document.add_table(3, len(HEAD))
    rows = (HEAD, ("1", "E1", "status", "klaar", ""), ("2", "E2", "stopzetten", "", ""))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text)
    runs = [run for cell in table.rows[2].cells for run in cell.paragraphs[0].runs]
    if hide == "run":
        for run in runs:
            run.font.hidden = True
    elif hide in ("character", "paragraph"):
        kind = WD_STYLE_TYPE.CHARACTER if hide == "character" else WD_STYLE_TYPE.PARAGRAPH
        style = document.styles.add_style("Verborgen", kind)
        style.font.hidden = True
        for cell in table.rows[2].cells:
            paragraph = cell.paragraphs[0]
            (paragraph if hide == "paragraph" else paragraph.runs[0]).style = style
    else:
        table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    document.save(str(path))
    return path


@pytest.mark.parametrize("hide", ["run", "character", "paragraph", "row"])
def test_a_hidden_decision_is_not_carried_out_and_is_told(tmp_path: Path, hide: str) -> None:
    """It stopped an action that nobody saw in the minutes."""
    document = read_document(write_minutes(tmp_path / "verslag.docx", hide))
    written, _ = parse_minutes(document, TITLES.keys())
    assert [each.action for each in written.entries] == ["E1"]
    problems = list_unread_parts(document, TITLES, "nl")
    assert any("verborgen tekst" in each and "stopzetten" in each for each in problems)


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
@pytest.mark.parametrize("hide", ["run", "character", "paragraph"])
def test_nor_in_an_open_document(tmp_path: Path, hide: str) -> None:
    path = convert(write_minutes(tmp_path / "verslag.docx", hide), "odt", tmp_path / "saved")
    document = read_document(path)
    written, _ = parse_minutes(document, TITLES.keys())
    assert [each.action for each in written.entries] == ["E1"]
    problems = list_unread_parts(document, TITLES, "nl")
    assert any("verborgen tekst" in each and "stopzetten" in each for each in problems)


SECTION = '<text:section text:display="{0}"{1}><text:p>In een sectie</text:p></text:section>'
FIELD = '<text:p>Voor <text:hidden-text{1} text:string-value="veld"/></text:p>'
PARAGRAPH = "<text:p>Een alinea<text:hidden-paragraph{1}/></text:p>"
NESTED = (
    '<text:section text:display="none"><text:p>A <text:hidden-text{1}>veld</text:hidden-text></text:p>'
    "</text:section>"
)


@pytest.mark.parametrize(
    ("written", "is_hidden", "lines", "hidden"),
    [
        (SECTION, "true", (), ("In een sectie",)),
        (SECTION, "false", ("In een sectie",), ()),
        (SECTION, "", ("In een sectie",), ()),
        (SECTION.replace("{0}", "none"), "", (), ("In een sectie",)),
        (FIELD, "true", ("Voor",), ("veld",)),
        (FIELD, "false", ("Voor veld",), ()),
        (FIELD, "", ("Voor veld",), ()),
        (PARAGRAPH, "true", (), ("Een alinea",)),
        (PARAGRAPH, "false", ("Een alinea",), ()),
        (PARAGRAPH, "", ("Een alinea",), ()),
        (NESTED, "true", (), ("A veld",)),
    ],
)
def test_what_an_open_document_hides_if_a_condition_holds(
    tmp_path: Path, written: str, is_hidden: str, lines: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """Whether it held or not, the text was hidden; in a hidden section it was told twice."""
    said = f' text:is-hidden="{is_hidden}"' if is_hidden else ""
    content = (
        '<o:document-content xmlns:o="o" xmlns:text="t"><o:body><o:text>'
        + written.format("condition", f' text:condition="ooow:x EQ 1"{said}')
        + "</o:text></o:body></o:document-content>"
    )
    read = read_document(write_odt(tmp_path / "verslag.odt", content))
    assert (read.lines, tuple(each.text for each in read.hidden)) == (lines, hidden)


def test_visible_text_of_a_hidden_style_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Verborgen", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    document.add_paragraph(style=style).add_run("Wel te zien").font.hidden = False
    document.save(str(tmp_path / "verslag.docx"))
    read = read_document(tmp_path / "verslag.docx")
    assert (read.lines, read.hidden) == (("Wel te zien",), ())


def write_margins(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Verslag van het overleg.")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kenmerk: linde / core-group-review / kern / 2027-03"
    section.footer.paragraphs[0].text = "E1 - klaar"
    section.footer.add_paragraph("Pagina 1")
    document.save(str(path))
    return path


def check_margins(path: Path) -> None:
    document = read_document(path)
    assert document.lines == ("Verslag van het overleg.",)
    assert parse_reference(document) is not None
    (problem,) = list_unread_parts(document, TITLES, "nl")
    assert "Buiten de tabellen staat “E1 - klaar”" in problem


def test_a_decision_in_a_footer_is_asked_about(tmp_path: Path) -> None:
    """Neither it nor the reference in the header was read, and nobody was told."""
    check_margins(write_margins(tmp_path / "verslag.docx"))


def test_each_section_may_have_its_own_headers_and_footers(tmp_path: Path) -> None:
    """A document of eleven sections was refused as one that is too large."""
    document = docx.Document()
    for number in range(11):
        section = document.add_section() if number else document.sections[0]
        for place in ("header", "footer"):
            for kind in ("", "first_page_", "even_page_"):
                margin = getattr(section, f"{kind}{place}")
                margin.is_linked_to_previous = False
                margin.paragraphs[0].text = f"{kind}{place} {number}"
    document.save(str(tmp_path / "verslag.docx"))
    assert len(read_document(tmp_path / "verslag.docx").margin_lines) == 66
    assert read_docx_sections(tmp_path / "verslag.docx").opening.not_taken == {"margin"}


@pytest.mark.long
@pytest.mark.skipif(not office(), reason="no LibreOffice here")
def test_as_in_an_open_document(tmp_path: Path) -> None:
    check_margins(convert(write_margins(tmp_path / "verslag.docx"), "odt", tmp_path / "saved"))


def add_chunk(path: Path) -> Path:
    """Have Word insert another document, as programs that join documents do."""
    made = path.with_name("joined.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"<w:sectPr", b'<w:altChunk r:id="rId99"/><w:sectPr', 1)
            new.writestr(part, content)
        new.writestr("word/afchunk.html", "<p>E1: stopzetten</p>")
    return made


def test_a_part_that_is_another_document_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Een verhaal")
    document.save(str(tmp_path / "verslag.docx"))
    path = add_chunk(tmp_path / "verslag.docx")
    (problem,) = list_unread_parts(read_document(path), TITLES, "nl")
    assert "een deel van een ander document, dat wij niet lezen" in problem
    assert read_docx_sections(path).sections[0].not_taken == {"foreign-part"}


def test_a_story_takes_no_hidden_text_and_says_so(tmp_path: Path) -> None:
    """What somebody hid in a draft was published."""
    document = docx.Document()
    document.add_heading("Een verhaal")
    document.add_paragraph("De haag staat er.").add_run(" Ze kostte te veel.").font.hidden = True
    document.sections[0].footer.paragraphs[0].text = "Nog na te lezen"
    document.save(str(tmp_path / "verhaal.docx"))
    read = read_docx_sections(tmp_path / "verhaal.docx")
    (story,) = read.sections
    assert ["".join(run.text for run in each.runs) for each in story.blocks] == ["De haag staat er."]
    assert (story.not_taken, read.opening.not_taken) == ({"hidden"}, {"margin"})


def test_a_line_about_the_minutes_is_no_new_action(town: MeetingMunicipality) -> None:
    """*Opgemaakt door: Jan* in the table of new actions became an action."""
    planned(town)
    before = everything(town)
    actions = [("", "Opgemaakt door: Jan", "", "", "")]
    result = drop(town, fill_in(form_of(town), present={"AN": "aanwezig"}, actions=actions))
    assert any("“Opgemaakt door: Jan” gaat over het verslag zelf" in each for each in result.problems)
    assert {**everything(town), "incoming_files": []} == {**before, "incoming_files": []}
