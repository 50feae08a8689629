"""Scan an ``.ods`` package for how many cells are really in it, whatever it says that they are repeated."""

import zipfile

from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.resource_limits import ResourceLimits

_MAX_CONTENT_BYTES = 100_000_000  # unpacked
_CHUNK_BYTES = 1_000_000
_VALUE = b"value-type="  # of a cell with something in it
_SHARE = b'office:value-type="percentage"'
_CELLS_PER_SHARE = 4  # ordinary ones, of which a share takes the memory and the time


def scan_ods(package: zipfile.ZipFile, limits: ResourceLimits) -> None:
    """Allow what the cells of a package need. Raises RefusedContent if it is larger than any plan."""
    size = 0
    with package.open("content.xml") as file:
        while piece := file.read(_CHUNK_BYTES):
            size += len(piece)
            if size > _MAX_CONTENT_BYTES:
                raise RefusedContent("error.file.unpacked")
            limits.allow(cells=piece.count(_VALUE) + _CELLS_PER_SHARE * piece.count(_SHARE))
