"""Detect the type of a file by its content and check it against its suffix."""

import zipfile
from pathlib import Path

from terugkom.errors import UnreadableFile, describe_os_error

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
CSV_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
READABLE_SUFFIXES = EXCEL_SUFFIXES | CSV_SUFFIXES | {".xls", ".ods"}
MAX_FILE_BYTES = 20_000_000  # some 30,000 rows of 77 columns

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of anything with a password
_ENCRYPTED_MARKER = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_MESSAGE = "is protected with a password; save it without one and try again"


def check_file_type(path: Path) -> None:
    """Raise UnreadableFile, which names the file, if its type is not that of its suffix or it has a
    password."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file")
    if suffix not in READABLE_SUFFIXES:
        raise UnreadableFile(
            f"{path.name}: save it as .xlsx or .csv; {suffix or 'a file without suffix'} is not read"
        )
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableFile(f"{path.name}: it is larger than any plan; nothing was read")
    found = _detect_suffixes(path)
    if found and suffix not in found:
        raise UnreadableFile(
            f"{path.name}: its name ends in {suffix}, but it is a {sorted(found)[0]} file; "
            "save it anew from the program that made it"
        )


def _detect_suffixes(path: Path) -> frozenset[str]:
    """Return the suffixes that match a file's content, empty if it is not recognised."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE_SIGNATURE):
        if _ENCRYPTED_MARKER in path.read_bytes():
            raise UnreadableFile(f"{path.name} {_ENCRYPTED_MESSAGE}")
        return frozenset({".xls"})
    if head.startswith(b"PK\x03\x04"):
        return _detect_package_suffixes(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return frozenset({".html" if b"html" in start or b"<table" in start else ".xml"})
    if start.startswith(b"%pdf"):
        return frozenset({".pdf"})
    return frozenset()


def _detect_package_suffixes(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "META-INF/manifest.xml" in names:
                part = package.getinfo("META-INF/manifest.xml")
                if part.file_size < 1_000_000 and b"encryption-data" in package.read(part):
                    raise UnreadableFile(f"{path.name} {_ENCRYPTED_MESSAGE}")
                return frozenset({".ods"})
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{path.name}: not a readable workbook, or cut short ({describe_os_error(error)})"
        ) from error
    if any(name.startswith("xl/") for name in names):
        return EXCEL_SUFFIXES
    return frozenset({".docx" if any(name.startswith("word/") for name in names) else ".zip"})
