"""Build codes from names, deterministically, for items without a code."""

import re
import unicodedata
from collections.abc import Container, Iterator
from hashlib import sha256

LONGEST = 60


def slug(text: str) -> str:
    """Return text as lower-case ASCII words with hyphens between them; empty if it has no such letters."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def short_code(text: str) -> str:
    """Return a code of at most 60 characters; for a longer name it ends with a hash."""
    made = slug(text)
    return made if 0 < len(made) <= LONGEST else hashed_code(text)


def hashed_code(text: str) -> str:
    """Return a code with a hash of the whole text at its end."""
    return f"{slug(text)[: LONGEST - 9].strip('-')}-{sha256(text.encode()).hexdigest()[:8]}".strip("-")


def free_code(text: str, taken: Container[str]) -> str:
    """Return a code for a name that is not in `taken`."""
    return next(code for code in _candidates(text) if code not in taken)


def _candidates(text: str) -> Iterator[str]:
    yield short_code(text)
    yield hashed_code(text)
    for n in range(2, 100):
        yield hashed_code(f"{text} {n}")
