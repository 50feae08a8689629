"""Free text that ends as a sentence does, whether or not who wrote it set a full stop."""

import re
from collections.abc import Sequence

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")
_OPEN_END = re.compile(r"[\w)%\"'”’»]$")  # after which a full stop can stand


def end_sentence(text: str) -> str:
    """Return free text with a full stop behind it if its last sentence does not end; not behind an address
    of a page."""
    text = text.rstrip()
    is_open = (
        _OPEN_END.search(text) and not SENTENCE_END.search(text) and "://" not in text.rsplit(maxsplit=1)[-1]
    )
    return f"{text}." if is_open else text


def join_parts(parts: Sequence[str]) -> str:
    """Return free texts as the parts of one sentence: no part but the last ends with a full stop."""
    return "; ".join([*(each.rstrip(" .") for each in parts[:-1]), *parts[-1:]])
