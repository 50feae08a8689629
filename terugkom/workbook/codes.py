"""Build codes from names, deterministically, for items without a code."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Container, Iterator
from hashlib import sha256

MAX_CODE_LENGTH = 60

_NUMBERED_CODE = re.compile(r"(?P<prefix>(?:.*\D)?)(?P<number>\d{1,6})")
_WORD_WITH_AT = re.compile(r"(?<!\S)[^\s@]*+@\S*")


def has_at_sign(text: str) -> bool:
    """Return whether there may be a mail address in a text; at signs of other widths count too.

    Codes stand in parameters of runs, where no address may.
    """
    return "@" in unicodedata.normalize("NFKC", text)


def slugify(text: str) -> str:
    """Return text as lower-case ASCII words with hyphens between them; empty if it has no such letters."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def build_code(text: str) -> str:
    """Return a code of at most 60 characters; with a hash if a name is longer or has an address."""
    code = slugify(text)
    fits = 0 < len(code) <= MAX_CODE_LENGTH and not has_at_sign(text)
    return code if fits else build_hashed_code(text)


def build_hashed_code(text: str) -> str:
    """Return a code with a hash of the whole text at its end, and nothing of an address in the text."""
    words = _WORD_WITH_AT.sub(" ", unicodedata.normalize("NFKC", text)) if has_at_sign(text) else text
    return (
        f"{slugify(words)[: MAX_CODE_LENGTH - 9].strip('-')}-{sha256(text.encode()).hexdigest()[:8]}".strip(
            "-"
        )
    )


def build_next_code(neighbours: Collection[str], used_codes: Collection[str]) -> str:
    """Return the next code in the row of its neighbours (E-04 after E-03), "" if most of them form none."""
    found = [match for each in neighbours if (match := _NUMBERED_CODE.fullmatch(each))]
    if not found:
        return ""
    ((prefix, count),) = Counter(match["prefix"] for match in found).most_common(1)
    if 2 * count <= len(neighbours) and count < 3:
        return ""
    used = [match for each in used_codes if (match := _NUMBERED_CODE.fullmatch(each))]
    numbers = [match["number"] for match in (*found, *used) if match["prefix"].lower() == prefix.lower()]
    width = max(len(each) for each in numbers) if any(each[0] == "0" for each in numbers) else 1
    return f"{prefix}{max(map(int, numbers)) + 1:0{width}d}"


def build_unused_code(text: str, used_codes: Container[str]) -> str:
    """Return a code for a name that is not in `used_codes`."""
    return next(code for code in _list_candidate_codes(text) if code not in used_codes)


def _list_candidate_codes(text: str) -> Iterator[str]:
    yield build_code(text)
    yield build_hashed_code(text)
    for n in range(2, 100):
        yield build_hashed_code(f"{text} {n}")
