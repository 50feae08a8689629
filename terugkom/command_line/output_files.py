"""HTML pages that commands write to a given file."""

import os
from pathlib import Path

from terugkom.documents.file_store import write_atomically
from terugkom.errors import InputError


def check_writable(page: Path) -> None:
    """Raise InputError if the page cannot be written; to be called before any change."""
    folder = page.resolve().parent
    if not os.access(folder, os.W_OK):
        raise InputError(f"{page} cannot be written: there is no folder {folder} to write in")
    if page.is_dir():
        raise InputError(f"{page} cannot be written: it is a folder")


def write_page(page: Path, html: str) -> None:
    """Write a page atomically. Raises InputError if it cannot be written."""
    check_writable(page)
    try:
        write_atomically(page.resolve().parent, page.name, html.encode())
    except OSError as error:
        raise InputError(f"{page} cannot be written: {error}") from error
