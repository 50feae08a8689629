"""Search every file of the home for a person, and erase them there.

A text is changed in place. A stored document, a mail and what is done with are deleted: their rows, with the
SHA-256, stay. What somebody is still working on is never deleted; a person hears of it.
"""

import errno
import fcntl
import os
import sqlite3
import stat
import zipfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from terugkom.documents.file_store import write_atomically
from terugkom.documents.read_texts import (
    MAX_FILE_BYTES,
    SQLITE_START,
    UnreadableTexts,
    find_text_encoding,
    is_delimited,
    is_plain_text,
)
from terugkom.personal_data.file_parts import UnreadCells, list_file_parts
from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.name_columns import erase_in_delimited, may_occur_in, occurs_in
from terugkom.personal_data.name_fields import erase_in_json
from terugkom.personal_data.person_pattern import PersonPattern
from terugkom.text_encoding import find_xml_encoding

if TYPE_CHECKING:  # few homes have bundles
    from terugkom.documents.bundle_store import BundleStore

_DATABASE = "terugkom.db"
_PROGRAM_FOLDERS = {"prefect"}  # Prefect's own: nothing personal goes there; if it does, a person must look
_PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_DELETED_BELOW = {"done", "refused"}  # of an inbox: what was handled
SHARED_NAME = "has only a name that somebody else has too"
PERHAPS_OTHERS = "has the words of the name in cells or lines that may be of two people"
DAMAGED_BUNDLE = "its bundle is damaged or missing"
UNNAMED_BUNDLE = "of a run that was cut off; `terugkom clean-up` deletes it when it is a day old"
_LOG, _LOG_LOCK = "errors.log", "errors.lock"


class FileRemedy(StrEnum):
    """What is done with a file in which a person stands."""

    DELETE = "delete"
    REPLACE = "replace"
    BY_HAND = "by hand"


@dataclass(frozen=True)
class FileMatch:
    """A file in which a person stands, relative to the home; `note` says why it cannot be searched."""

    path: Path
    remedy: FileRemedy
    note: str = ""
    bundled: bool = False  # it is a document in a bundle, and no file


def search_files(home: Path, person: FoundPerson, *, skip: Collection[str]) -> Iterator[FileMatch]:
    """Yield the files in which the person stands, and those that cannot be searched; no links.

    `skip`: folders of the home that are searched otherwise.
    """
    unread: list[OSError] = []
    for folder, subfolders, names in os.walk(home, onerror=unread.append):
        subfolders[:] = sorted(each for each in subfolders if Path(folder) != home or each not in skip)
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(home)
            if relative.parent == Path() and name.startswith(_DATABASE):
                continue  # the tables are searched themselves
            try:
                if path.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
                    continue
                if path.stat().st_size > MAX_FILE_BYTES:
                    yield FileMatch(relative, FileRemedy.BY_HAND, "too large to be searched")
                    continue
                content = _read_file(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield FileMatch(relative, FileRemedy.BY_HAND, f"cannot be read: {error.strerror}")
                continue
            if match := search_content(relative, content, person):
                yield match
    for each in unread:
        if not isinstance(each, FileNotFoundError):  # deleted meanwhile
            relative = Path(each.filename).relative_to(home)
            yield FileMatch(relative, FileRemedy.BY_HAND, f"cannot be read: {each.strerror}")


def _read_file(path: Path) -> bytes:
    """Return the content of a file; of a database as who opens it sees it, with what only its WAL has.

    Raises OSError, also for a database that cannot be opened with its WAL: what that has is not known then.
    """
    content = path.read_bytes()
    if not content.startswith(SQLITE_START) or not path.with_name(f"{path.name}-wal").exists():
        return content
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            return bytes(database.serialize())
    except sqlite3.Error as error:
        raise OSError(errno.EIO, f"as a database ({type(error).__name__})") from error


def search_bundles(bundles: "BundleStore", person: FoundPerson) -> Iterator[FileMatch]:
    """Yield the documents in bundles in which the person stands, and those that cannot be searched.

    Raises BlobStoreUnavailable.
    """
    for name, content in bundles.read_all():
        path = Path("documents", name)
        if content is None or len(content) > MAX_FILE_BYTES:
            note = "too large to be searched" if content else DAMAGED_BUNDLE
            yield FileMatch(path, FileRemedy.BY_HAND, note)
        elif match := search_content(path, content, person):
            yield replace(match, bundled=True)
    unnamed = {
        bundle
        for bundle, name, content in bundles.read_unnamed()
        if search_content(Path("documents", name), content, person)
    }
    yield from (
        FileMatch(Path("packs", bundle), FileRemedy.BY_HAND, UNNAMED_BUNDLE) for bundle in sorted(unnamed)
    )


def search_content(path: Path, content: bytes, person: FoundPerson) -> FileMatch | None:
    """Return whether the person stands in a file, and what is to be done with it; None if they do not.

    Of whom a text speaks that has only a name of two people, a person must see; not in a file of a
    municipality in which only one of them is. So of a name in cells that may be of two people. A file that
    cannot be searched stops none of the others: a person must look.
    """
    try:
        return _search_content(path, content, person)
    except Exception as error:  # what others made fails in many ways: JSON that is too deep, for one
        return FileMatch(path, FileRemedy.BY_HAND, f"cannot be searched ({type(error).__name__})")


def _search_content(path: Path, content: bytes, person: FoundPerson) -> FileMatch | None:
    parts = []
    try:
        for each in list_file_parts(path.name, content):
            if may_occur_in(each, person.search_pattern):
                parts.append(each)
    except UnreadableTexts as error:
        if not (isinstance(error, UnreadCells) and any(occurs_in(each, person.pattern) for each in parts)):
            return FileMatch(path, FileRemedy.BY_HAND, str(error))
    if not parts:
        return None
    if not any(occurs_in(each, person.search_pattern) for each in parts):
        return FileMatch(path, FileRemedy.BY_HAND, PERHAPS_OTHERS)
    own_pattern = person.get_file_pattern(path)
    if person.shared_names and not any(occurs_in(each, own_pattern) for each in parts):
        return FileMatch(path, FileRemedy.BY_HAND, SHARED_NAME)
    return FileMatch(path, _choose_remedy(path, content))


def erase_file(home: Path, match: FileMatch, pattern: PersonPattern) -> bool:
    """Erase the person from a file; return whether that was possible: else a person must look.

    A file that is broken, or cannot be written, stops none of the others.
    """
    try:
        return _erase_file(home / match.path, match, pattern)
    except Exception:  # as in `read_parts`, in one of many ways
        return False


def _erase_file(path: Path, match: FileMatch, pattern: PersonPattern) -> bool:
    if match.remedy is FileRemedy.BY_HAND:
        return False
    if match.remedy is FileRemedy.DELETE:
        path.unlink(missing_ok=True)
        return True
    with suppress(FileNotFoundError), _lock_log(path):
        content = path.read_bytes()
        erased = _replace_in_file(path.name, content, pattern)
        parts = [*list_file_parts(path.name, erased)] if erased is not None else []
        if erased is None or any(occurs_in(each, pattern) for each in parts):
            return False
        write_atomically(path.parent, path.name, erased)
        return not any(may_occur_in(each, pattern) for each in parts)
    return True


@contextmanager
def _lock_log(path: Path) -> Iterator[None]:
    """Context in which nobody appends to the log of errors, if that is the file."""
    if not path.name.startswith(_LOG):
        yield
        return
    with path.with_name(_LOG_LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _choose_remedy(path: Path, content: bytes) -> FileRemedy:
    top = path.parts[0]
    if top in _PROGRAM_FOLDERS:
        return FileRemedy.BY_HAND
    if is_plain_text(path.name, content) and top != "documents":
        return FileRemedy.REPLACE
    is_handled = top in ("documents", "outbox") or _DELETED_BELOW & set(path.parts)
    if is_handled or path.suffix == ".eml" or "new" in path.parts or "cur" in path.parts:
        return FileRemedy.DELETE
    return FileRemedy.REPLACE


def _replace_in_file(name: str, content: bytes, pattern: PersonPattern) -> bytes | None:
    """Return the content without the person; None if it cannot be changed."""
    if pattern.occurs_in(Path(name).stem):
        return None  # a name that somebody gave: renaming it could lose what refers to it
    if encoding := find_text_encoding(name, content):
        text = content.decode(encoding)
        erased = erase_in_delimited(text, pattern) if is_delimited(name) else erase_in_json(text, pattern)
        return erased.encode(encoding)
    if content[:4] == b"PK\x03\x04":
        return _replace_in_archive(content, pattern)
    if Path(name).suffix.lower() in _PICTURES:
        return _encode_anew(content, _PICTURES[Path(name).suffix.lower()])
    return None


def _replace_in_archive(content: bytes, pattern: PersonPattern) -> bytes | None:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            inner = old.read(part)
            if part.filename.endswith((".xml", ".rels")):
                inner = _replace_in_xml(inner, pattern)
            new.writestr(part, inner)
    return made.getvalue()


def _replace_in_xml(content: bytes, pattern: PersonPattern) -> bytes:
    """Return the content without the person, in its own encoding. Raises ValueError or LookupError if it is
    not in that."""
    encoding = find_xml_encoding(content)
    text = content.decode(encoding)
    replaced = pattern.replace(text)
    return content if replaced == text else replaced.encode(encoding, "xmlcharrefreplace")


def _encode_anew(content: bytes, kind: str) -> bytes:
    """Return a picture without its texts; its pixels stay."""
    from PIL import Image, ImageOps  # here, as who only looks changes no picture

    made = BytesIO()
    with Image.open(BytesIO(content), formats=[kind]) as picture:
        turned = ImageOps.exif_transpose(picture)
        turned = turned.convert("RGBA") if turned.mode == "P" else turned
        bare = Image.frombytes(turned.mode, turned.size, turned.tobytes())
        bare.save(made, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return made.getvalue()
