"""Whether files of a folder are what would be rendered today: made of the same facts, and not changed since.

A hidden file beside them says so. It belongs to this machine alone, as the files of its program do.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.file_store import sha256, write_atomically

_RECORD = ".rendered.json"
_PROGRAM = Path(__file__).parents[1]


def compute_digest(*facts: Any) -> str:
    """Return the digest of what files are made of: these facts by their `repr`, and the program.

    The program is each of its files, its templates too, by size and time: a version number stays the same
    while a template is edited.
    """
    return sha256(repr((_stamp_program(), facts)).encode("utf-8", "backslashreplace"))


def list_stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the files below a folder: path, size in bytes, time in ns."""
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts and not path.is_dir():
            found = path.lstat()
            yield path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns


def are_current(folder: Path, digest: str) -> bool:
    """Return whether the files that were recorded last are made of these facts, and nobody changed them."""
    try:
        made_of, files = json.loads((folder / _RECORD).read_bytes())
        return bool(made_of == digest) and all(
            sha256((folder / name).read_bytes()) == of for name, of in files.items()
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return False


def record_files(folder: Path, digest: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Record what files of a folder were made of, by name and content; they are written already."""
    hashes = {name: sha256(content) for name, content in files}
    write_atomically(folder, _RECORD, json.dumps([digest, hashes]).encode())


@lru_cache
def _stamp_program() -> str:
    return sha256(repr([*list_stamps(_PROGRAM), *list_stamps(BUILT_IN_TEMPLATES)]).encode())
