"""An ``.ods`` file, written by hand as LibreOffice saves one: texts, figures, dates and merged cells."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


Cell = str | float | date | tuple[float, str]


def write_ods(
    path: Path,
    sheet: str,
    rows: Sequence[Sequence[Cell]],
    *,
    title: str = "",
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> None:
    """Write one sheet; `title` stands above it in one cell over all columns. Of each merged range the top,
    left, bottom and right are given, from 0 in `rows`.

    A pair is a number and the text that is shown of it; a text that begins with "=" a formula without a
    result.
    """
    width = max(map(len, rows))
    spans_at = {
        (top, left): f' table:number-columns-spanned="{right - left + 1}"'
        f' table:number-rows-spanned="{bottom - top + 1}"'
        for top, left, bottom, right in merged
    }
    covered_at = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans_at.keys()
    lines = [
        _line(
            [
                "<table:covered-table-cell/>"
                if (number, at) in covered_at
                else _cell(cell, spans_at.get((number, at), ""))
                for at, cell in enumerate(row)
            ]
        )
        for number, row in enumerate(rows)
    ]
    if title:
        spans = f' table:number-columns-spanned="{width}" table:number-rows-spanned="1"'
        covered = f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/>'
        lines.insert(0, _line([_cell(title, spans), covered]))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(sheet)}>{''.join(lines)}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", _KIND)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", content)


def _line(cells: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(cell: Cell, spans: str = "") -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str) and cell.startswith("="):
        return f"<table:table-cell table:formula={quoteattr('of:' + cell)}/>"
    if isinstance(cell, str):
        value, shown = 'office:value-type="string"', escape(cell)
    elif isinstance(cell, date):
        value, shown = f'office:value-type="date" office:date-value="{cell}"', f"{cell:%d/%m/%Y}"
    else:
        number, shown = cell if isinstance(cell, tuple) else (cell, str(cell))
        value = f'office:value-type="float" office:value="{number}"'
    return f"<table:table-cell {value}{spans}><text:p>{shown}</text:p></table:table-cell>"
