"""A Word document that would take far more memory than it weighs is refused before it is parsed."""

import zipfile
from pathlib import Path

import pytest

from terugkom.documents.docx_reader import read_docx
from terugkom.errors import UnreadableFile

_START = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_END = "</w:body></w:document>"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>" * 500_000,
        "<w:p " + " ".join(f'a{n}="1"' for n in range(500_000)) + "/>",
        "<w:sdt><w:sdtContent>" * 150_000 + "</w:sdtContent></w:sdt>" * 150_000,
    ],
    ids=["elements", "attributes", "depth"],
)
def test_more_elements_than_any_document_has_are_refused(tmp_path: Path, body: str) -> None:
    path = tmp_path / "verslag.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("word/document.xml", _START + body + _END)

    with pytest.raises(UnreadableFile) as refused:
        read_docx(path)
    assert "veel groter dan een verslag" in refused.value.render("nl")


def test_more_parts_than_any_document_has_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "verslag.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", _START + _END)
        package.filelist += package.filelist * 20_000

    with pytest.raises(UnreadableFile) as refused:
        read_docx(path)
    assert "veel groter dan een verslag" in refused.value.render("nl")


@pytest.mark.parametrize("count", [1, 11])
def test_headers_larger_than_those_of_any_document_are_refused(tmp_path: Path, count: int) -> None:
    path = tmp_path / "verslag.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("word/document.xml", _START + _END)
        for number in range(count):
            package.writestr(f"word/header{number}.xml", "<h>" + " " * (10_000_000 // count) + "</h>")

    with pytest.raises(UnreadableFile) as refused:
        read_docx(path)
    assert "veel groter dan een verslag" in refused.value.render("nl")


def test_many_pages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "verslag.docx"
    text = '<w:t xml:space="preserve">Led in de school</w:t>'
    paragraph = f'<w:p w:rsidR="00A1"><w:r w:rsidRPr="00B2">{text}</w:r></w:p>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("word/document.xml", _START + paragraph * 20_000 + _END)
        package.comment = b"made by hand"

    found = read_docx(path)
    assert (found.lines, found.tables) == (("Led in de school",) * 20_000, ())
