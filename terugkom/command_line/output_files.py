"""What commands write to a given file, such as HTML pages."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terugkom.documents.file_store import write_atomically
from terugkom.errors import CommandError, describe_os_error


def check_writable(page: Path) -> None:
    """Raise InputError if the page cannot be written; to be called before any change."""
    folder = page.resolve().parent
    if not os.access(folder, os.W_OK):
        raise CommandError(f"{page} cannot be written: there is no folder {folder} to write in")
    _check_plain(page)


def _check_plain(file: Path) -> None:
    """Raise InputError for a folder, a device or a pipe: an atomic write would put a file in its place."""
    if file.is_dir():
        raise CommandError(f"{file} cannot be written: it is a folder")
    if file.exists() and not file.is_file():
        raise CommandError(f"{file} cannot be written: it is no plain file")


def write_page(page: Path, html: str) -> None:
    """Write a page atomically. Raises InputError if it cannot be written."""
    write_output(page, html.encode())


def write_output(file: Path, content: bytes) -> None:
    """Write a file atomically. Raises InputError if it cannot be written."""
    check_writable(file)
    try:
        write_atomically(file.resolve().parent, file.name, content)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {describe_os_error(error)}") from error


@contextmanager
def report_write_errors(file: Path) -> Iterator[None]:
    """Context in which a file is written. Raises InputError with its name if it cannot be written."""
    _check_plain(file)
    if not os.access(file.parent, os.W_OK):
        raise CommandError(f"{file} cannot be written: there is no folder {file.parent} to write in")
    try:
        yield
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {describe_os_error(error)}") from error
