"""What a reader sees beside plain text: signs, boxes, notes, merged cells, styles that cross out."""

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.read_document import read_document
from tests.documents.test_read_document import write_odt

BOX = '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar>'
LIST = (
    '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{}<w:listEntry w:val="deadline"/>'
    '<w:listEntry w:val="stopzetten"/></w:ddList></w:ffData></w:fldChar>'
)


def _run(content: str) -> Any:
    return parse_xml(f"<w:r {nsdecls('w')}>{content}</w:r>")


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✔"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Wingdings" w:char="F0E0"/>', "→"),
        ('<w:sym w:font="Symbol" w:char="F0A3"/>', "≤"),
        ('<w:sym w:font="Webdings" w:char="wat"/>', "▪"),
        ("<w:t>\uf0fc</w:t>", "✔"),
        (BOX.format('<w:default w:val="0"/><w:checked/>'), "☒"),
        (BOX.format('<w:default w:val="1"/><w:checked w:val="0"/>'), "☐"),
        (BOX.format('<w:default w:val="1"/>'), "☒"),
        (LIST.format('<w:result w:val="1"/>'), "stopzetten"),
        (LIST.format(""), "deadline"),
        (LIST.format('<w:result w:val="7"/>'), ""),
    ],
)
def test_signs_boxes_and_lists_are_text(tmp_path: Path, content: str, read: str) -> None:
    document = docx.Document()
    document.add_paragraph("Teken ")._p.append(_run(content))
    document.save(str(tmp_path / "v.docx"))
    assert read_document(tmp_path / "v.docx").lines == (f"Teken {read}".strip(),)


def test_a_merged_cell_is_of_each_of_its_rows_that_says_something(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(5, 3)
    for row, texts in zip(table.rows, (("Code", "Naam", "Er?"), ("A", "An"), ("B", "Bé")), strict=False):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    table.cell(1, 2).text = "ja"
    table.cell(1, 2).merge(table.cell(3, 2))
    table.cell(4, 0).merge(table.cell(4, 1)).text = "gast"
    document.save(str(tmp_path / "v.docx"))
    assert read_document(tmp_path / "v.docx").tables == (
        (("Code", "Naam", "Er?"), ("A", "An", "ja"), ("B", "Bé", "ja"), ("", "", ""), ("gast", "", "")),
    )


def test_merged_and_nested_cells_of_an_open_document(tmp_path: Path) -> None:
    cell = "<table:table-cell {}>{}</table:table-cell>"
    rows = [
        cell.format("", "<text:p>An</text:p>")
        + cell.format('table:number-rows-spanned="2"', "<text:p>ja</text:p>")
        + cell.format('table:number-columns-spanned="2" table:number-rows-spanned="2"', "<text:p>x</text:p>")
        + "<table:covered-table-cell/>",
        cell.format("", "<text:p>Bé</text:p>")
        + '<table:covered-table-cell table:number-columns-repeated="3"/>',
        cell.format(
            "",
            "<text:p>Nog</text:p><table:table><table:table-row><table:table-cell><text:p>E3</text:p>"
            "</table:table-cell></table:table-row></table:table>",
        ),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        '<d xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>'
        f"<table:table>{body}</table:table></office:text></office:body></d>"
    )
    assert read_document(write_odt(tmp_path / "v.odt", content)).tables == (
        (("An", "ja", "x", ""), ("Bé", "ja", "x", ""), ("Nog\nE3",)),
    )


def test_a_row_that_begins_further_on_and_a_deleted_cell_move_nothing(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            cell.text = str(at)
    first, last = table.rows[0]._tr, table.rows[1].cells[2]._tc
    first.remove(first.tc_lst[0])
    first.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    last.get_or_add_tcPr().append(parse_xml(f'<w:cellDel {nsdecls("w")} w:id="1" w:author="x"/>'))
    document.save(str(tmp_path / "v.docx"))
    assert read_document(tmp_path / "v.docx").tables == ((("", "1", "2"), ("0", "1", "")),)


def test_a_footnote_is_read_where_its_number_stands(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("30 juni")._p.append(_run('<w:footnoteReference w:id="2"/>'))
    document.save(str(tmp_path / "a.docx"))
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>onder voorbehoud</w:t></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as package:
        package.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    assert read_document(tmp_path / "a.docx").lines == ("30 juni (onder voorbehoud)",)
    assert read_docx_sections(tmp_path / "a.docx").opening.not_taken == {"footnote"}


def test_what_a_style_crosses_out_is_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    runs = document.styles.add_style("Doorgehaald", WD_STYLE_TYPE.CHARACTER)
    runs.font.strike = True
    document.styles.add_style("Ook", WD_STYLE_TYPE.CHARACTER).base_style = runs
    document.styles.add_style("Vervallen", WD_STYLE_TYPE.PARAGRAPH).font.strike = True
    changed = document.add_paragraph("")
    changed.add_run("30 juni ", style="Ook")
    changed.add_run("1 mei")
    document.add_paragraph("E-01 stopzetten", style="Vervallen")
    kept = document.add_paragraph("weg ", style="Vervallen")
    kept.add_run("Blijft").font.strike = False
    document.save(str(tmp_path / "v.docx"))
    assert read_document(tmp_path / "v.docx").lines == ("1 mei", "Blijft")
    blocks = read_docx_sections(tmp_path / "v.docx").opening.blocks
    assert ["".join(run.text for run in each.runs) for each in blocks] == ["1 mei", "Blijft"]
