"""Read a document from outside by what it is: Word or OpenDocument; of other kinds say what to do."""

import zipfile
from pathlib import Path

from terugkom.documents.docx_reader import DocxText, read_docx
from terugkom.documents.odt_reader import read_odt
from terugkom.errors import UnreadableFile

DOCUMENT_SUFFIXES = {".docx", ".odt", ".doc", ".pdf"}  # the last two get an answer, and are not read
_OLE, _RTF, _PDF = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF"


def read_document(path: Path) -> DocxText:
    """Return the text of a ``.docx`` or ``.odt``, whatever its name.

    Raises UnreadableFile for a PDF, an old ``.doc`` and any other file, and for a hostile one.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(1024)
    except OSError as error:
        raise UnreadableFile("docx.unreadable") from error
    suffix = path.suffix.lower()
    if begin.startswith(_PDF) or suffix == ".pdf":
        raise UnreadableFile("document.pdf")
    if begin.startswith(_RTF) or (begin.startswith(_OLE) and suffix == ".doc"):
        raise UnreadableFile("document.old-word")
    return read_odt(path) if _is_odt(path) else read_docx(path)


def _is_odt(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return "content.xml" in package.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False
