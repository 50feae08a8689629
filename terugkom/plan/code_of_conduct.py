"""The code of conduct of a municipality: a Markdown file with its version in the header.

---
versie: 2026-11
wijzigingen:
  - Wie met de trein kan, neemt de trein.
---
# Gedragscode duurzaam werken
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from terugkom.documents import markup
from terugkom.documents.header_fields import InvalidHeaderFields, parse_header_fields
from terugkom.documents.plain_file import read_plain_file
from terugkom.errors import Choices, InputError, Message

FILE_NAME = "gedragscode.md"
_HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n(.*)\Z", re.DOTALL | re.MULTILINE)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_MAX_BYTES = 200_000  # of the file: some thirty pages
_FIELDS = {"versie", "wijzigingen", "voorbeeld"}
_YES, _NO = ("ja", "oui", "yes", "true"), ("nee", "neen", "non", "nein", "no", "false")


@dataclass(frozen=True)
class CodeOfConduct:
    """A parsed code of conduct; `text` is the Markdown below its title."""

    version: str  # a date or a number, fit for a file name
    title: str
    text: str
    changes: tuple[str, ...] = ()  # since the version before
    example: bool = False  # not adapted yet: not sent to anybody

    @property
    def text_sha256(self) -> str:
        """The hash of what it says, however its lines are broken."""
        return sha256(" ".join(f"{self.title} {self.text}".split()).encode()).hexdigest()

    @property
    def headings(self) -> tuple[str, ...]:
        """Its headings of the highest level."""
        found = [block for block in markup.parse_blocks(self.text) if block.kind == "heading"]
        first = min((block.level for block in found), default=0)
        return tuple(block.text for block in found if block.level == first)


def load_code_of_conduct(folder: Path) -> CodeOfConduct | None:
    """Read the code of conduct in a municipality's folder; None where it has none. Raises InputError."""
    path = folder / FILE_NAME
    if not path.exists() and not path.is_symlink():
        return None
    try:
        content = read_plain_file(folder, FILE_NAME, _MAX_BYTES)
        return parse_code_of_conduct(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = Message("error.text.not-utf-8")
        raise InputError("error.conduct.file", file=path, problem=problem) from error
    except InputError as error:
        raise InputError("error.conduct.file", file=path, problem=error) from error


def parse_code_of_conduct(text: str) -> CodeOfConduct:
    """Read a code of conduct. Raises InputError where its version or its title is missing."""
    found = _HEAD.match(text)
    if found is None:
        raise InputError("error.conduct.no-header")
    head = _parse_head(found[1])
    version = str(head.get("versie", ""))
    if not _VERSION.fullmatch(version):
        raise InputError("error.conduct.version", version=version)
    title, _, rest = found[2].strip().partition("\n")
    if not title.startswith("# ") or not rest.strip():
        raise InputError("error.conduct.no-title")
    changes = head.get("wijzigingen") or ()
    if not isinstance(changes, list | tuple):
        raise InputError("error.conduct.changes")
    example = _parse_example(head.get("voorbeeld"))
    return CodeOfConduct(version, title[2:].strip(), rest.strip(), tuple(map(str, changes)), example)


def _parse_example(value: Any) -> bool:
    """Return whether the header calls the code an example. Raises InputError for another word than yes or no:
    an example that is not known for one would be mailed to all staff."""
    word = str(value or "").strip().rstrip(".!").casefold()
    if word in _YES:
        return True
    if word in ("", *_NO):
        return False
    raise InputError("error.conduct.example")


def _parse_head(text: str) -> dict[str, Any]:
    try:
        head = parse_header_fields(text) or {}  # all is text: version 1.10 is not 1.1
    except InvalidHeaderFields as error:
        raise InputError("error.conduct.header", why=error) from error
    if not isinstance(head, dict) or not _FIELDS.issuperset(head):
        raise InputError("error.conduct.fields", fields=Choices(tuple(sorted(_FIELDS))))
    return head
