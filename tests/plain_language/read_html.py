"""The words of a page."""

import re
from html import unescape

_UNBROKEN = re.compile(r'<span style="white-space:nowrap">(.*?)</span>')  # of a code within a sentence
_TAG = re.compile(r"<(style|script|head)\b.*?</\1>|<[^>]*>", re.DOTALL)


def read_html(page: str) -> str:
    """Return what a page says, without its markup."""
    return unescape(_TAG.sub(" ", _UNBROKEN.sub(r"\1", page)))
