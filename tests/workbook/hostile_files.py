"""Files that cost far more than they weigh: each format has its own ways to claim what is not there."""

import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.workbook.old_excel import write_xls
from tests.workbook.open_document import write_ods

Maker = Callable[[Path], None]


@dataclass(frozen=True)
class HostileFile:
    """A kind of file: `refused` says whether it is one that no reader can let in; `is_rare` that another one
    shows the same in `make test`."""

    label: str
    name: str
    make: Maker
    refused: bool = True
    is_rare: bool = False


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for number in range(60):
            package.writestr(f"xl/media/{number}", b" " * 10_000_000)


def _entity_bomb(path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "xl/workbook.xml", f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><workbook>&e9;</workbook>'
        )
        package.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")


def _a_million_empty_rows(path: Path) -> None:
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    rows = b"".join(b'<row r="%d"/>' % n for n in range(1, 1_000_001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet + rows + b"</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def _rewrite(path: Path, part: str, content: Callable[[bytes], bytes]) -> None:
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = content(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, each in parts.items():
            new.writestr(name, each)


def _cells(body: bytes) -> Maker:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    end = b"</sheetData></worksheet>"
    return lambda path: _rewrite(path, "xl/worksheets/sheet1.xml", lambda _: sheet + body + end)


def _many_sheets(path: Path) -> None:
    more = b"".join(
        b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 9)
        for n in range(5_000)
    )
    _rewrite(path, "xl/workbook.xml", lambda xml: xml.replace(b"</sheets>", more + b"</sheets>"))


def _a_deep_list_of_sheets(path: Path) -> None:
    _rewrite(path, "xl/workbook.xml", lambda _: b"<a>" * 3_000_000)


def _far_out(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Titel")
        page.write_string(1048575, 16383, "x")


def _protected(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )


def _cut_short(path: Path) -> None:
    openpyxl.Workbook().save(path)
    path.write_bytes(path.read_bytes()[:3000])


def _a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(100))


def _a_million_empty_lines(path: Path) -> None:
    path.write_bytes(b"Titel;Trekker\n" + b";\n" * 1_000_000)


def _bytes(*content: bytes) -> Maker:
    def make(path: Path) -> None:
        path.write_bytes(b"".join(content))

    return make


def _ods(body: bytes) -> Maker:
    """Make an ``.ods`` file with these tables."""

    def make(path: Path) -> None:
        write_ods(path, "a", [["x"]])
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        head, _, rest = parts["content.xml"].partition(b"<table:table ")
        parts["content.xml"] = head + body + rest.rpartition(b"</table:table>")[2]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name, content in parts.items():
                new.writestr(name, content)

    return make


def _claiming_xls(path: Path) -> None:
    """An old workbook with one figure, of which the sheet says that it has 4 billion rows."""
    write_xls(path, "Plan", [[1.0]])
    content, dimensions = path.read_bytes(), struct.pack("<HHII", 0x200, 14, 0, 1)
    assert content.count(dimensions) == 1
    path.write_bytes(content.replace(dimensions, struct.pack("<HHII", 0x200, 14, 0, 0xFFFFFFFF)))


_CELL = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
_WIDE = _CELL.replace(b"-cell ", b'-cell table:number-columns-repeated="2000000000" ', 1)
_ONE_ROW = b'<table:table table:name="a"><table:table-row>%s</table:table-row></table:table>'
_DEEP = b'<table:table table:name="a">' + b"<text:p>" * 2_000_000
_BLANKS = _ONE_ROW % _CELL.replace(b"x", b'<text:s text:c="2000000000"/>')
_QUOTES = b"""a;"b 'c' ""d"";e';"f\ng";h"i"j\n"""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHARED = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
_RELATION = (
    '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)


def _cell_of(row: int, column: str, content: bytes) -> bytes:
    return b'<c r="%s%d"%s</c>' % (column.encode(), row, content)


def _with_parts(parts: dict[str, bytes], changed: Callable[[bytes], bytes] = bytes) -> Maker:
    """Make an ``.xlsx`` with these parts, and its sheet changed."""

    def make(path: Path) -> None:
        _rewrite(path, "xl/worksheets/sheet1.xml", changed)
        with zipfile.ZipFile(path) as old:
            found = {name: old.read(name) for name in old.namelist()} | parts
        name = "xl/_rels/workbook.xml.rels"
        if "xl/sharedStrings.xml" in parts and b"sharedStrings" not in found[name]:
            found[name] = found[name].replace(b"</Relationships>", _RELATION.encode())
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for each, content in found.items():
                new.writestr(each, content)

    return make


def _sheet(rows: Iterable[bytes], after: bytes = b"") -> Callable[[bytes], bytes]:
    """Return what puts these rows in a sheet, numbered, and this after them."""
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    body = b"".join(b'<row r="%d">%s</row>' % (n, row) for n, row in enumerate(rows, 1))
    return lambda _: start + body + b"</sheetData>" + after + b"</worksheet>"


def _one_text_for_all(cells: int, *, quote: bytes = b'"') -> Maker:
    shared = _SHARED % (b"<si><t>" + b"Led in de sporthal " * 1_700 + b"</t></si>")
    content = b" t=%ss%s><v>0</v>" % (quote, quote)
    rows = (_cell_of(n, "A", content) for n in range(1, cells + 1))
    return _with_parts({"xl/sharedStrings.xml": shared}, _sheet(rows))


def _merged(ranges: Iterable[bytes], rows: int = 1_000) -> Maker:
    body = b"".join(b'<mergeCell ref="%s"/>' % each for each in ranges)
    cells = (_cell_of(n, "A", b"><v>1</v>") + _cell_of(n, "Z", b"><v>1</v>") for n in range(1, rows + 1))
    return _with_parts({}, _sheet(cells, b"<mergeCells>" + body + b"</mergeCells>"))


def _many_cells(count: int) -> Maker:
    row = b"<c><v>1</v></c>" * 50
    return _with_parts({}, _sheet(row for _ in range(count // 50)))


def _same_cell(path: Path) -> None:
    _with_parts({}, _sheet(b'<c r="A1"><v>1</v></c>' * 50 for _ in range(60_000)))(path)


def _many_entries(suffix: str) -> Maker:
    """Make a package of a third of a million empty parts."""

    def make(path: Path) -> None:
        first = "word/document.xml" if suffix == ".docx" else "xl/workbook.xml"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(first, b"")
            part = package.filelist[0]
            package.filelist += [part] * 330_000

    return make


def _lying_sizes(path: Path) -> None:
    """A package whose directory says that 200 million bytes of texts are one hundred."""
    _one_text_for_all(10)(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in parts.items():
            with new.open(name, "w") as file:
                file.write(content)
                if name.endswith("sharedStrings.xml"):
                    for _ in range(200):
                        file.write(b" " * 1_000_000)
            if name.endswith("sharedStrings.xml"):
                new.getinfo(name).file_size = 100


def _two_parts_of_one_name(path: Path) -> None:
    _far_out(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
        openpyxl.Workbook().save(path.with_name("small.xlsx"))
        with zipfile.ZipFile(path.with_name("small.xlsx")) as small:
            new.writestr("xl/Worksheets/sheet1.xml", small.read("xl/worksheets/sheet1.xml"))


def _hidden_entities(path: Path) -> None:
    """Entities in a sheet whose XML is in UTF-16, where no search for bytes finds them."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet><sheetData>&e9;</sheetData></worksheet>'
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda _: sheet.encode("utf-16"))
    hidden = {"xl/workbook.xml": sheet.encode("utf-16")}
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()} | hidden
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def _wide_csv(columns: int, rows: int) -> Maker:
    def make(path: Path) -> None:
        head = ";".join(f"Kolom {n} van het plan" for n in range(columns))
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{head}\n")
            for row in range(rows):
                file.write(";".join(f"{row}.{n}" for n in range(columns)) + "\n")

    return make


def _circular_xls(path: Path) -> None:
    """An old workbook whose stream goes on in the sector where it is."""
    write_xls(path, "Plan", [[1.0]])
    content = bytearray(path.read_bytes())
    content[512 + 8 : 512 + 12] = struct.pack("<I", 2)
    path.write_bytes(content)


_RECORD = b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell%s/></table:table-row>'
_LINES = b'<table:table table:name="a">%s</table:table>'
_EMPTY_END = _LINES % (
    b"<table:table-row>" + _CELL + b"</table:table-row>" + _RECORD % b' table:number-columns-repeated="16384"'
)
_FULL_END = _LINES % (_RECORD % b' office:value-type="float" office:value="1"')

HOSTILE_FILES = (
    HostileFile("only line ends", "plan.csv", lambda path: _bytes(b"\n" * 39_000_000)(path)),
    HostileFile("a quote in each line", "plan.csv", lambda path: _bytes(b'"a;b\n' * 3_000_000)(path)),
    HostileFile("a thousand tables", "plan.ods", lambda path: _ods((_ONE_ROW % _CELL) * 20_000)(path)),
    HostileFile("a cell two billion times", "plan.ods", lambda path: _ods(_ONE_ROW % _WIDE)(path)),
    HostileFile("claims four billion rows", "plan.xls", _claiming_xls),
    HostileFile(
        "a zero byte", "plan.csv", lambda path: _bytes(b"a;b\n" * 9_999, b"x\0y;z\n")(path), is_rare=True
    ),
    HostileFile("only zero bytes", "plan.csv", lambda path: _bytes(b"\0" * 15_000_000)(path), is_rare=True),
    HostileFile(
        "quotes everywhere",
        "plan.csv",
        lambda path: _bytes(_QUOTES * 20_000)(path),
        refused=False,
        is_rare=True,
    ),
    HostileFile(
        "a quote never closed",
        "plan.csv",
        lambda path: _bytes(b'a;b\nx;"y\n', b"a;b\n" * 1_000_000)(path),
        is_rare=True,
    ),
    HostileFile(
        "odd line ends", "plan.csv", lambda path: _bytes(b"a;b\r\r\n" * 1_000_000)(path), is_rare=True
    ),
    HostileFile(
        "blank lines above",
        "plan.csv",
        lambda path: _bytes(b"\n" * 1_000_000, b"a;b\n1;2\n")(path),
    ),
    HostileFile(
        "wide and short cells",
        "plan.csv",
        lambda path: _bytes((b"a;" * 999 + b"\n") * 9_000)(path),
        is_rare=True,
    ),
    HostileFile("17 MB, 900 columns wide", "plan.csv", lambda path: _wide_csv(900, 2_400)(path)),
    HostileFile(
        "a million columns", "plan.csv", lambda path: _bytes(b"x;" * 400_000 + b"\n", b"y;" * 1_000_000)(path)
    ),
    HostileFile("one line of 39 MB", "plan.csv", lambda path: _bytes(b"Titel " * 6_500_000)(path)),
    HostileFile(
        "one line in UTF-16",
        "plan.csv",
        lambda path: _bytes("\ufeffx".encode("utf-16-le") * 9_000_000)(path),
        is_rare=True,
    ),
    HostileFile(
        "a face in each line",
        "plan.csv",
        lambda path: _bytes("😀;{}\n".format("x" * 900).encode() * 40_000)(path),
        refused=False,
        is_rare=True,
    ),
    HostileFile("39 MB of small cells", "plan.csv", lambda path: _bytes(b"1.5;27;x\n" * 4_300_000)(path)),
    HostileFile(
        "long cells",
        "plan.csv",
        lambda path: _bytes((b"x" * 131_000 + b";y\n") * 290)(path),
        is_rare=True,
        refused=False,
    ),
    HostileFile(
        "a quote as delimiter",
        "plan.csv",
        lambda path: _bytes(b'sep="\n', b'a"b\n' * 50_000)(path),
        refused=False,
        is_rare=True,
    ),
    HostileFile(
        "many cells", "plan.ods", lambda path: _ods(_ONE_ROW % (_CELL * 200_000))(path), is_rare=True
    ),
    HostileFile("rows to the end, empty", "plan.ods", lambda path: _ods(_EMPTY_END)(path), refused=False),
    HostileFile("rows to the end, filled", "plan.ods", lambda path: _ods(_FULL_END)(path), is_rare=True),
    HostileFile("elements without end", "plan.ods", lambda path: _ods(_DEEP)(path), is_rare=True),
    HostileFile("two billion spaces", "plan.ods", lambda path: _ods(_BLANKS)(path), is_rare=True),
    HostileFile(
        "a gigabyte of nothing", "plan.ods", lambda path: _ods(b" " * 300_000_000)(path), is_rare=True
    ),
    HostileFile(
        "no old workbook", "plan.xls", lambda path: _bytes(_OLD_EXCEL, b"\xff" * 100_000)(path), is_rare=True
    ),
    HostileFile("a stream in a circle", "plan.xls", _circular_xls, refused=False),
    HostileFile("a zip bomb", "plan.xlsx", _zip_bomb),
    HostileFile("an entity bomb", "plan.xlsx", _entity_bomb),
    HostileFile("an entity bomb in UTF-16", "plan.xlsx", _hidden_entities),
    HostileFile("a million empty rows", "plan.xlsx", _a_million_empty_rows),
    HostileFile("a cell far out", "plan.xlsx", _far_out),
    HostileFile("5,000 sheets, one part", "plan.xlsx", _many_sheets),
    HostileFile("a list of sheets without end", "plan.xlsx", _a_deep_list_of_sheets),
    HostileFile("one text, 100,000 cells", "plan.xlsx", lambda path: _one_text_for_all(100_000)(path)),
    HostileFile(
        "one text, said otherwise", "plan.xlsx", lambda path: _one_text_for_all(100_000, quote=b"'")(path)
    ),
    HostileFile(
        "two million texts",
        "plan.xlsx",
        lambda path: _with_parts({"xl/sharedStrings.xml": _SHARED % (b"<si/>" * 9_000_000)})(path),
    ),
    HostileFile(
        "a million merged ranges",
        "plan.xlsx",
        lambda path: _merged(b"A%d:B%d" % (n, n) for n in range(1_000_000))(path),
    ),
    HostileFile(
        "merged ranges that overlap", "plan.xlsx", lambda path: _merged([b"A1:Z1000"] * 15_000)(path)
    ),
    HostileFile(
        "two million styles",
        "plan.xlsx",
        lambda path: _with_parts(
            {"xl/styles.xml": b"<styleSheet><cellXfs>" + b'<xf numFmtId="14"/>' * 2_000_000}
        )(path),
        is_rare=True,
    ),
    HostileFile(
        "a million names",
        "plan.xlsx",
        lambda path: _with_parts({"xl/workbook.xml": b"<definedName/>" * 1_000_000})(path),
        is_rare=True,
    ),
    HostileFile("330,000 parts", "plan.xlsx", lambda path: _many_entries(".xlsx")(path), is_rare=True),
    HostileFile("sizes that lie", "plan.xlsx", _lying_sizes),
    HostileFile("two parts of one name", "plan.xlsx", _two_parts_of_one_name, is_rare=True),
    HostileFile("three million cells", "plan.xlsx", lambda path: _many_cells(3_000_000)(path)),
    HostileFile("one cell three million times", "plan.xlsx", _same_cell, is_rare=True),
    HostileFile(
        "the last cell",
        "plan.xlsx",
        lambda path: _cells(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")(path),
    ),
    HostileFile(
        "a wide cell",
        "plan.xlsx",
        lambda path: _cells(b"<row r='90000'><c r='XFD90000'><v>1</v></c></row>")(path),
        is_rare=True,
    ),
    HostileFile(
        "a small reference",
        "plan.xlsx",
        lambda path: _cells(b'<row r="1"><c r="xfd90000"><v>1</v></c></row>')(path),
        is_rare=True,
    ),
    HostileFile(
        "an odd tag",
        "plan.xlsx",
        lambda path: _cells(b'<row r="1"><c a=">" r = "XFD90000"><v>1</v></c></row>')(path),
        is_rare=True,
    ),
    HostileFile(
        "a far row, no reference",
        "plan.xlsx",
        lambda path: _cells(b'<row r="1048576"><c><v>1</v></c></row>')(path),
    ),
    HostileFile(
        "no references",
        "plan.xlsx",
        lambda path: _cells(b"<row><c t='n'><v>1</v></c></row>")(path),
        refused=False,
    ),
    HostileFile(
        "cells without end", "plan.xlsx", lambda path: _cells(b"<row>" + b"<c " * 500_000)(path), is_rare=True
    ),
    HostileFile(
        "attributes without end", "plan.xlsx", lambda path: _cells(b"<row><c " + b'r="A1" ' * 500_000)(path)
    ),
    HostileFile(
        "errors without end",
        "plan.xlsx",
        lambda path: _cells(b"<row>" + b'<c t="e">' * 200_000 + b"</row>")(path),
    ),
    HostileFile(
        "types without end",
        "plan.xlsx",
        lambda path: _cells(b"<row><c " + b't="s" ' * 500_000)(path),
        is_rare=True,
    ),
    HostileFile("a password", "plan.xlsx", _protected),
    HostileFile("cut short", "plan.xlsm", _cut_short),
    HostileFile("cut short", "plan.ods", _cut_short),
    HostileFile("a PDF", "plan.xls", _a_pdf),
    HostileFile("a PDF", "plan.csv", _a_pdf),
    HostileFile("a million blank rows", "plan.csv", _a_million_empty_lines, refused=False),
)
