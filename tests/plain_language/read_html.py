"""The words of a page."""

import re
from html import unescape

_TAG = re.compile(r"<(style|script|head)\b.*?</\1>|<[^>]*>", re.DOTALL)


def read_html(page: str) -> str:
    """Return what a page says, without its markup."""
    return unescape(_TAG.sub(" ", page))
