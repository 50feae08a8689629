"""What many tests begin with, such as a plan that was imported, is made once and then copied.

An import takes a tenth of a second, to copy what it left a few thousandths (measured).
"""

import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.engine import make_url

from terugkom.database.connection_pool import Database

T = TypeVar("T")
_DATABASE = "terugkom.db"
_LEFT: dict[tuple[str, str], tuple[bytes, Path, Any]] = {}
_FOLDER = tempfile.TemporaryDirectory(prefix="terugkom-tests-filled-")


def fill_once(database: Database, folder: Path, what: object, fill: Callable[[], T]) -> T:
    """Call what fills a SQLite database and the folder around it; return what it returns.

    The next time that the same (by its repr) is to be done with an equal database and equal stories beside
    it, copy what it left instead. On other databases it is called each time.
    """
    path = Path(make_url(database.url).database or "")
    content = _read(database, path) if database.is_sqlite else None
    if content is None:
        return fill()
    stories = [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*.md"))]
    key = sha256(content).hexdigest(), repr((what, stories))
    if key not in _LEFT:
        result = fill()
        left = _read(database, path)
        if left is not None:
            files = Path(_FOLDER.name) / str(len(_LEFT))
            shutil.copytree(folder, files, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
            _LEFT[key] = left, files, result
        return result
    left, files, found = _LEFT[key]
    path.write_bytes(left)
    shutil.copytree(files, folder, dirs_exist_ok=True)
    return found  # type: ignore[no-any-return]


def _read(database: Database, path: Path) -> bytes | None:
    """Return the content of a database that nobody has open, else None."""
    database.close()
    return None if path.with_name(f"{path.name}-wal").exists() else path.read_bytes()
