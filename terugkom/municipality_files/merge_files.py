"""Merge the files of two sides: what each changed since they last agreed, as pure functions of hashes.

A side is a mapping of paths to the SHA-256 of what is there. What both sides changed is kept twice; what one
side changed and the other deleted is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

CONFLICTS = (
    "conflicts"  # a folder of the municipality; nothing that lies there is ever taken for something new
)
_INBOX_DEPTH = 4  # parts of municipalities/SLUG/inbox/FILE
_SHOWN_DIGITS = 8


class SyncStepKind(StrEnum):
    """What is done with one file, as the home sees it."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    DELETE_HERE = "delete here"
    DELETE_THERE = "delete there"
    KEEP_BOTH = "keep both"  # what is here goes under the name `copy`, what is there comes in its place


@dataclass(frozen=True)
class SyncStep:
    """One step by which the two sides become equal."""

    kind: SyncStepKind
    path: str
    copy: str = ""


def merge_files(
    agreed: Mapping[str, str], here: Mapping[str, str], there: Mapping[str, str]
) -> Iterator[SyncStep]:
    """Yield the steps that make both sides equal; `agreed` is what both had when they last were."""
    for path in sorted({*here, *there}):
        before, mine, theirs = agreed.get(path), here.get(path), there.get(path)
        if mine == theirs:
            continue
        if theirs == before:
            yield SyncStep(SyncStepKind.UPLOAD if mine else SyncStepKind.DELETE_THERE, path)
        elif mine == before:
            yield SyncStep(SyncStepKind.DOWNLOAD if theirs else SyncStepKind.DELETE_HERE, path)
        elif mine is None:
            yield SyncStep(SyncStepKind.DOWNLOAD, path)
        elif theirs is None:
            yield SyncStep(SyncStepKind.UPLOAD, path)
        else:
            yield SyncStep(SyncStepKind.KEEP_BOTH, path, build_copy_path(path, mine))


def build_copy_path(path: str, sha256: str) -> str:
    """Return the path of the version that lost its name; the same one each time.

    What waits in an inbox stays there, to be read as well; anything else goes where nothing reads it.
    """
    given = PurePosixPath(path)
    name = f"{given.stem}-{sha256[:_SHOWN_DIGITS]}{given.suffix}"
    top, slug, *rest = given.parts
    if top == "municipalities" and rest[0] == "inbox" and len(given.parts) == _INBOX_DEPTH:
        return str(given.with_name(name))
    if rest[0] == CONFLICTS:
        return str(given.with_name(name))
    folder = [] if top == "municipalities" else [top]
    return str(PurePosixPath("municipalities", slug, CONFLICTS, *folder, *rest[:-1], name))
