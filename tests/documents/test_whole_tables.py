"""A table of a few rows goes to the next page as a whole, in one layout; one that is too high is broken."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from terugkom.documents import pdf
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES

MADE_AT = datetime(2026, 11, 3, tzinfo=UTC)
_OURS = BUILT_IN_TEMPLATES / "nl"
_PACK = """#import "/page-breaks.typ": *
#set document(title: "Proef")
#set page(width: 300pt, height: 500pt, margin: 50pt)
#set text(size: 10pt)
#let given = json("/data.json")
#v(given.above * 1pt)
#section("few", [Enkele rijen], level: 1)
#rows-table("few", ([Wat], [Wie]), range(given.rows).map(n => (
  [Rij #n;#v(given.height * 1pt)], [Iemand],
)), columns: (1fr, 1fr))
Wat volgt.
#v(200pt)
Het slot.
#context [#metadata((
  page: here().page(),
  filled: 200,
  height: 400,
  marks: list-marks(50pt),
)) <end>]
"""


def list_pages(folder: Path, *, above: int, rows: int, height: int, balanced: bool = False) -> list[str]:
    """Return the text of each page of a table below some empty space, its rows of a height."""
    (folder / "own").mkdir()
    (folder / "own/pack.typ").write_text(_PACK)
    data = f'{{"above": {above}, "rows": {rows}, "height": {height}}}'
    made = pdf.typeset(pdf.TypstInput([folder, _OURS], "own/pack.typ", data), MADE_AT, balanced=balanced)
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


@pytest.mark.parametrize(("rows", "above"), [(2, 330), (3, 310), (4, 300)])
def test_a_few_rows_stay_together_with_their_heading(tmp_path: Path, rows: int, above: int) -> None:
    first, second, *_ = list_pages(tmp_path, above=above, rows=rows, height=5)
    assert first.strip() == ""
    assert "Enkele rijen" in second
    assert [f"Rij {n}" in second for n in range(rows)] == [True] * rows


def test_they_stay_on_the_page_where_they_fit(tmp_path: Path) -> None:
    first, *_ = list_pages(tmp_path, above=20, rows=4, height=5)
    assert "Rij 3" in first


def test_what_is_higher_than_half_a_page_loses_nothing(tmp_path: Path) -> None:
    pages = list_pages(tmp_path, above=150, rows=4, height=120)
    assert "Rij 0" in pages[0]
    assert ["".join(pages).count(f"Rij {n}") for n in range(4)] == [1] * 4
    assert "".join(pages).count("Wat volgt.") == 1


@pytest.mark.parametrize(("rows", "above", "times"), [(4, 300, 1), (5, 335, 2)])
def test_a_document_is_not_laid_out_again_for_a_few_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, above: int, times: int
) -> None:
    laid_out: list[tuple[str, ...]] = []
    lay_out = pdf._Document.lay_out

    def count(document: pdf._Document) -> pdf._LaidOut:
        laid_out.append(document.breaks)
        return lay_out(document)

    monkeypatch.setattr(pdf._Document, "lay_out", count)
    pages = list_pages(tmp_path, above=above, rows=rows, height=5, balanced=True)
    assert "Rij 0" not in pages[0]
    assert f"Rij {rows - 1}" in pages[1]
    assert len(laid_out) == times
