"""Detect the type of a file by its content and check it against its suffix."""

import zipfile
from pathlib import Path

from terugkom.errors import UnreadableFile

EXCEL = frozenset({".xlsx", ".xlsm"})
CSV = frozenset({".csv", ".tsv", ".txt"})
READ = EXCEL | CSV | {".xls", ".ods"}
MOST_BYTES_AS_IT_LIES = 20_000_000  # some 30,000 rows of 77 columns

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of anything with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROTECTED = "is protected with a password; save it without one and try again"


def check_kind(path: Path) -> None:
    """Raise UnreadableFile, which names the file, if its type is not that of its suffix or it has a
    password."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file")
    if suffix not in READ:
        raise UnreadableFile(
            f"{path.name}: save it as .xlsx or .csv; {suffix or 'a file without suffix'} is not read"
        )
    if path.stat().st_size > MOST_BYTES_AS_IT_LIES:
        raise UnreadableFile(f"{path.name}: it is larger than any plan; nothing was read")
    found = _kind(path)
    if found and suffix not in found:
        raise UnreadableFile(
            f"{path.name}: its name ends in {suffix}, but it is a {sorted(found)[0]} file; "
            "save it anew from the program that made it"
        )


def _kind(path: Path) -> frozenset[str]:
    """Return the suffixes that match a file's content, empty if it is not recognised."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise UnreadableFile(f"{path.name} {_PROTECTED}")
        return frozenset({".xls"})
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_package(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return frozenset({".html" if b"html" in start or b"<table" in start else ".xml"})
    if start.startswith(b"%pdf"):
        return frozenset({".pdf"})
    return frozenset()


def _kind_of_package(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "META-INF/manifest.xml" in names:
                part = package.getinfo("META-INF/manifest.xml")
                if part.file_size < 1_000_000 and b"encryption-data" in package.read(part):
                    raise UnreadableFile(f"{path.name} {_PROTECTED}")
                return frozenset({".ods"})
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(f"{path.name}: not a readable workbook, or cut short ({error})") from error
    if any(name.startswith("xl/") for name in names):
        return EXCEL
    return frozenset({".docx" if any(name.startswith("word/") for name in names) else ".zip"})
