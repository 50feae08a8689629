"""What lies in a home and belongs to nobody: no run would ever look at it, so it is reported."""

import os
from collections.abc import Collection
from pathlib import Path

from terugkom.home_folder import list_strangers
from terugkom.ideas import pictures
from terugkom.inbox.folder import (
    MAIL_SUFFIXES,
    MINUTES_SUFFIXES,
    WORKBOOK_SUFFIXES,
    InboxFolder,
    has_new_files,
    is_folder,
    list_visible,
)
from terugkom.plan import look_files
from terugkom.plan.slug import SLUG_PATTERN

_OF_A_MUNICIPALITY = (
    *("inbox", "templates", "editions", "gedragscode.md"),
    *(look_files.FOLDER, pictures.FOLDER),
)
_OF_AN_INBOX = (*InboxFolder, "new", "cur", "tmp")  # and the folders of a maildir


def list_unclaimed(home: Path, municipalities_folder: Path, slugs: Collection[str]) -> list[Path]:
    """Return the files and folders that belong to nobody, given the short names of the municipalities.

    In the home, what no installation makes. In the folder of the municipalities, a folder of none of them,
    unless a file in its inbox is about to be read, or waits for a person; a file next to these folders, or
    next to an inbox instead of in it; and in an inbox what is of no kind that is read there.
    """
    found = list_strangers(home)
    for folder in list_visible(municipalities_folder):
        if not is_folder(folder) or not SLUG_PATTERN.fullmatch(folder.name):
            found.append(folder)
        elif folder.name in slugs:
            found += (path for path in list_visible(folder) if path.name not in _OF_A_MUNICIPALITY)
            found += (path for path in list_visible(folder / "inbox") if not _is_claimed(path))
        elif not (has_new_files(folder / "inbox") or list_visible(folder / "inbox" / InboxFolder.WAITING)):
            found.append(folder)
    return sorted(found, key=os.fspath)


def _is_claimed(path: Path) -> bool:
    if is_folder(path):
        return path.name in _OF_AN_INBOX
    return path.suffix.lower() in WORKBOOK_SUFFIXES | MINUTES_SUFFIXES | MAIL_SUFFIXES
