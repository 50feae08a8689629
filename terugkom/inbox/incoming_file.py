"""Take what lies in an inbox, where others write: plain files only, of a bounded size, as a private copy.

A link could point at any file of this machine, a named pipe would wait for ever, and a file may change while
it is read. So each is opened once, without following links, and copied under a name that is text; all readers
get the copy.
"""

import os
import re
import stat
from pathlib import Path
from tempfile import mkdtemp

from terugkom.errors import UnreadableFile

MAX_BYTES = 50_000_000  # above the limits of all readers, each of which has its own
MAX_NAME_BYTES = 160  # a file system takes 255, and archives and reports add to the name

_CHUNK_BYTES = 1 << 20
_OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def copy_incoming(path: Path, folder: Path) -> Path:
    """Copy a file of an inbox into a new folder below `folder`, under its name as text; return the copy.

    The copy has the time of the original. Raises UnreadableFile as `read_incoming` does.
    """
    name = format_file_name(path.name)
    content, modified = _read(path, MAX_BYTES)
    copy = Path(mkdtemp(dir=folder)) / name
    copy.write_bytes(content)
    os.utime(copy, ns=(modified, modified))
    return copy


def read_incoming(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file in a folder where others write.

    Raises UnreadableFile for a link, for what is no plain file, and for one that is larger than `max_bytes`.
    """
    return _read(path, max_bytes)[0]


def format_file_name(name: str) -> str:
    """Return the name of a file as text that can be stored, shown and added to; the suffix stays.

    Bytes that are no text, and characters that change how others are shown, become ``_``.
    """
    text = _NOT_TEXT.sub("_", name)
    stem, dot, suffix = text.rpartition(".")
    if not stem or len(suffix) > 10:
        stem, dot, suffix = text, "", ""
    room = MAX_NAME_BYTES - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + suffix


def refuse_linked_folder(folder: Path) -> None:
    """Raise UnreadableFile if a folder of an inbox is a link: who writes there would choose its target."""
    if folder.is_symlink():
        raise UnreadableFile("error.inbox.folder-link", folder=format_file_name(folder.name))


def _read(path: Path, max_bytes: int) -> tuple[bytes, int]:
    """Return content and time of change, in nanoseconds. Raises UnreadableFile."""
    name = format_file_name(path.name)
    try:
        if path.is_symlink():  # where the system has no O_NOFOLLOW; the flag itself leaves no gap
            raise UnreadableFile("error.inbox.link", file=name)
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise UnreadableFile("error.inbox.not-plain", file=name)
        handle = os.open(path, _OPEN_FLAGS)
        with os.fdopen(handle, "rb", buffering=0) as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableFile("error.inbox.not-plain", file=name)
            if status.st_size > max_bytes:
                raise UnreadableFile("error.inbox.too-large", file=name)
            content = bytearray()
            while len(content) <= max_bytes and (piece := file.read(_CHUNK_BYTES)):
                content += piece
    except OSError as error:
        raise UnreadableFile("error.inbox.unreadable", file=name, why=error.strerror) from error
    if len(content) > max_bytes:  # it grew meanwhile
        raise UnreadableFile("error.inbox.too-large", file=name)
    return bytes(content), status.st_mtime_ns
