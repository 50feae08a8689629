"""Detect the type of a file by its content and check it against its suffix."""

import zipfile
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from terugkom.errors import Message, UnreadableFile
from terugkom.workbook.file_formats.refused_content import RefusedContent

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
CSV_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
READABLE_SUFFIXES = EXCEL_SUFFIXES | CSV_SUFFIXES | {".xls", ".ods"}
MAX_FILE_BYTES = 40_000_000  # some 100,000 rows, as csv

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of anything with a password
_TYPE_AT, _OPEN_SHEET = (
    30,
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
)  # its first part, not packed
_ENCRYPTED_MARKER = "EncryptedPackage".encode("utf-16-le")


def check_file_type(path: Path) -> None:
    """Raise UnreadableFile, which names the file, if its type is not that of its suffix or it has a
    password. A package is not opened yet: see `check_package_type`."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UnreadableFile("error.file.missing", file=path)
    if suffix not in READABLE_SUFFIXES:
        raise UnreadableFile(
            "error.file.suffix", file=path.name, suffix=suffix or Message("error.file.no-suffix")
        )
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableFile("error.file.too-large", file=path.name)
    found = _detect_suffixes(path)
    if found and suffix not in found:
        raise UnreadableFile("error.file.other-type", file=path.name, suffix=suffix, found=_name_type(found))


def check_package_type(package: zipfile.ZipFile, suffix: str) -> None:
    """Raise RefusedContent if a package is not what its suffix says, or has a password."""
    names = package.namelist()
    if len({name.lower() for name in names}) < len(names):  # which of two would be read?
        raise RefusedContent("error.file.same-parts")
    found = _detect_package_suffixes(package, names)
    if suffix not in found:
        raise RefusedContent("error.file.other-type", suffix=suffix, found=_name_type(found))


def _name_type(suffixes: frozenset[str]) -> str:
    """Return which of the suffixes that match a content most probably is its own."""
    return ".xlsx" if ".xlsx" in suffixes else min(suffixes)


def _detect_suffixes(path: Path) -> frozenset[str]:
    """Return the suffixes that match a file's content, empty if it is not recognised."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE_SIGNATURE):
        if _holds_marker(path, _ENCRYPTED_MARKER):
            raise UnreadableFile("error.file.password", file=path.name)
        return frozenset({".xls"})
    if head.startswith(b"PK\x03\x04"):
        if head[_TYPE_AT:].startswith(_OPEN_SHEET):
            return frozenset({".ods"})
        return EXCEL_SUFFIXES | {".ods"}  # or what `check_package_type` refuses
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return frozenset({".html" if b"html" in start or b"<table" in start else ".xml"})
    if start.startswith(b"%pdf"):
        return frozenset({".pdf"})
    return frozenset()


def _holds_marker(path: Path, marker: bytes) -> bool:
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(1_000_000):
            rest = rest[-len(marker) :] + piece
            if marker in rest:
                return True
    return False


def _detect_package_suffixes(package: zipfile.ZipFile, names: Sequence[str]) -> frozenset[str]:
    if "META-INF/manifest.xml" in names:
        part = package.getinfo("META-INF/manifest.xml")
        if part.file_size < 1_000_000 and b"encryption-data" in package.read(part):
            raise RefusedContent("error.file.password")
        return frozenset({".ods"})
    if any(name.startswith("xl/") for name in names):
        return EXCEL_SUFFIXES
    return frozenset({".docx" if any(name.startswith("word/") for name in names) else ".zip"})


def compute_file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, by which it is known when it comes again."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
