"""Find the mail addresses behind the links of cells in an ``.xlsx``: a name that opens a mail."""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind, get_mail_address
from terugkom.workbook.file_formats.xlsx_cells import TAG_START, parse_column_letters

_MAX_RELATIONS_BYTES = 5_000_000
_CHUNK_BYTES = 1_000_000
_MAX_TAIL_BYTES = 4_000_000  # of a sheet: its links stand behind its cells
_MAX_ROWS = 1_000  # of one link
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"<>]*)"')
_LINK = re.compile(TAG_START + rb"hyperlink\s([^<>]*)>")
_RELATION_ID = re.compile(rb'\b\w{1,20}:id="([^"<>]*)"')
_PLACE = re.compile(rb'\bref="([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?"')


def iterate_mail_links(package: zipfile.ZipFile, part: str) -> Iterator[CellMark]:
    """Yield the cells of a sheet with a link to a mail address, of a range those of its first column."""
    addresses = _list_addresses(package, part)
    if not addresses:
        return
    tail = b""
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):
            tail = (tail + piece)[-_MAX_TAIL_BYTES:]
    for attributes in _LINK.findall(tail):
        place, relation = _PLACE.search(attributes), _RELATION_ID.search(attributes)
        address = addresses.get(relation[1], "") if relation else ""
        if place and address:
            column, first = parse_column_letters(place[1]) - 1, int(place[2]) - 1
            last = min(int(place[3] or place[2]), first + _MAX_ROWS)
            for row in range(first, last):
                yield CellMark(row, column, MarkKind.MAIL_LINK, address)


def _list_addresses(package: zipfile.ZipFile, part: str) -> dict[bytes, str]:
    """Return the mail addresses that a sheet links to, by the id of the relation."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels".lower()
    found = next((each for each in package.namelist() if each.lower() == relations), None)
    if found is None:
        return {}
    with package.open(found) as file:
        xml = file.read(_MAX_RELATIONS_BYTES)
    told = (dict(_ATTRIBUTE.findall(attributes)) for attributes in _RELATION.findall(xml))
    targets = {
        each.get(b"Id", b""): html.unescape(each.get(b"Target", b"").decode(errors="replace"))
        for each in told
    }
    return {key: address for key, target in targets.items() if (address := get_mail_address(target))}
