"""Hostile files cost neither time nor memory: each in a process of its own, at most 2 seconds and 200 MB."""

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from terugkom.workbook.read_tables import read_tables
from tests.workbook.old_excel import write_xls
from tests.workbook.open_document import write_ods

_READ = """
import resource, sys, time
from pathlib import Path
from terugkom.errors import InputError
from terugkom.workbook.read_tables import read_tables
started = time.process_time()
try:
    found = len(read_tables(Path(sys.argv[1])))
except InputError as error:
    found = f"refused: {error}"
seconds = time.process_time() - started
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
both = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of itself it would count pytest's
print(seconds, both * 1024, found, sep="|")
"""


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


def _cells(body: bytes) -> Callable[[Path], None]:
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


def _bytes(*content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(b"".join(content))

    return make


def _ods(body: bytes) -> Callable[[Path], None]:
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
_RARE = pytest.mark.soak_only  # of a kind that another one shows in `make test`


@pytest.mark.parametrize(
    ("name", "make", "refused"),
    [
        ("plan.csv", _bytes(b"\n" * 19_000_000), True),
        ("plan.csv", _bytes(b'"a;b\n' * 3_000_000), True),
        ("plan.ods", _ods((_ONE_ROW % _CELL) * 20_000), True),
        ("plan.ods", _ods(_ONE_ROW % _WIDE), True),
        ("plan.xls", _claiming_xls, True),
        pytest.param("plan.csv", _bytes(b"a;b\n" * 9_999, b"x\0y;z\n"), True, marks=_RARE),
        pytest.param("plan.csv", _bytes(b"\0" * 15_000_000), True, marks=_RARE),
        pytest.param("plan.csv", _bytes(_QUOTES * 20_000), False, marks=_RARE),
        pytest.param("plan.csv", _bytes(b'a;b\nx;"y\n', b"a;b\n" * 1_000_000), True, marks=_RARE),
        pytest.param("plan.csv", _bytes(b"a;b\r\r\n" * 1_000_000), True, marks=_RARE),
        pytest.param("plan.csv", _bytes(b"\n" * 1_000_000, b"a;b\n1;2\n"), False, marks=_RARE),
        pytest.param("plan.csv", _bytes((b"a;" * 999 + b"\n") * 9_000), True, marks=_RARE),
        pytest.param("plan.ods", _ods(_ONE_ROW % (_CELL * 200_000)), True, marks=_RARE),
        pytest.param("plan.ods", _ods(_DEEP), True, marks=_RARE),
        pytest.param("plan.ods", _ods(_BLANKS), True, marks=_RARE),
        pytest.param("plan.xls", _bytes(_OLD_EXCEL, b"\xff" * 100_000), True, marks=_RARE),
        ("plan.xlsx", _zip_bomb, True),
        ("plan.xlsx", _entity_bomb, True),
        ("plan.xlsx", _a_million_empty_rows, True),
        ("plan.xlsx", _far_out, True),
        ("plan.xlsx", _many_sheets, True),
        ("plan.xlsx", _a_deep_list_of_sheets, True),
        ("plan.xlsx", _cells(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), True),
        ("plan.xlsx", _cells(b"<row r='90000'><c r='XFD90000'><v>1</v></c></row>"), True),
        ("plan.xlsx", _cells(b'<row r="1"><c r="xfd90000"><v>1</v></c></row>'), True),
        ("plan.xlsx", _cells(b'<row r="1"><c a=">" r = "XFD90000"><v>1</v></c></row>'), True),
        ("plan.xlsx", _cells(b'<row r="1048576"><c><v>1</v></c></row>'), True),
        ("plan.xlsx", _cells(b"<row><c t='n'><v>1</v></c></row>"), False),
        ("plan.xlsx", _cells(b"<row>" + b"<c " * 500_000), True),
        ("plan.xlsx", _cells(b"<row><c " + b'r="A1" ' * 500_000), True),
        ("plan.xlsx", _cells(b"<row>" + b'<c t="e">' * 200_000 + b"</row>"), True),
        ("plan.xlsx", _protected, True),
        ("plan.xlsm", _cut_short, True),
        ("plan.ods", _cut_short, True),
        ("plan.xls", _a_pdf, True),
        ("plan.csv", _a_pdf, True),
        ("plan.csv", _a_million_empty_lines, False),
    ],
)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system tells no peak of memory")
def test_a_hostile_file_costs_at_most_two_seconds_and_200_mb(
    tmp_path: Path, name: str, make: Callable[[Path], None], refused: bool
) -> None:
    make(tmp_path / name)
    command = [sys.executable, "-c", _READ, str(tmp_path / name)]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    seconds, size, found = done.stdout.split("|", 2)
    assert found.startswith(f"refused: {name}") == refused, found
    assert float(seconds) < 2
    assert float(size) < 200_000_000


def test_formulas_and_links_are_read_as_what_was_saved_in_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        page = book.add_worksheet("Plan")
        page.write_row(0, 0, ["Titel", "Budget"])
        page.write_formula(1, 0, '=WEBSERVICE("http://evil.example/")', None, "Zon op het dak")
        page.write_formula(1, 1, "='[other.xlsx]Blad1'!A1", None, 1200)

    (table,) = read_tables(tmp_path / "plan.xlsx")

    assert table.rows[1] == ["Zon op het dak", 1200.0]
