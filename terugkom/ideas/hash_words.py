"""The digest by which the same idea is known, however it comes in."""

import re
from hashlib import sha256


def hash_words(text: str) -> str:
    """Return the SHA-256 of the words of an idea, without case, punctuation and spaces."""
    return sha256(" ".join(re.findall(r"\w+", text.casefold())).encode()).hexdigest()
