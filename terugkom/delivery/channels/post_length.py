"""How long a post is, as a network counts it.

Networks count what a reader takes for one character: an extended grapheme cluster (UAX 29). Mastodon's
``StatusLengthValidator`` counts any web address as a fixed number of them, and of a mention only the name,
without its server (https://docs.joinmastodon.org/user/posting/). Only what it will make a link of counts as
an address: a full stop or bracket behind it is text, and so is one whose host has no dot.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

MASTODON_URL_LENGTH = 23  # unless a server says otherwise
_BALANCED = r"\([^\s()<>]*\)"  # an address may hold brackets, but not end inside them
_ENDING = rf"(?:[\p{{L}}\p{{M}}\p{{N}}_=#/+&-]|{_BALANCED})"
_PATH = rf"/(?:(?:[^\s()<>?]|{_BALANCED})*{_ENDING})?"
_QUERY = r"\?[^\s<>]*[\p{L}\p{N}_&=#/-]"
_HOST = r"(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+[\p{L}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?"
_URL = rf"(?i)(?<![\p{{L}}\p{{N}}@$#])https?://{_HOST}(?::\d+)?(?:{_PATH})?(?:{_QUERY})?"
_MENTION = r"(?i)(?<![=/\w])(@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*"
_GRAPHEME = r"\X"


def count_graphemes(text: str) -> int:
    """Return how many characters a reader sees."""
    return sum(1 for _ in _compile(_GRAPHEME).finditer(text))


def count_mastodon_characters(text: str, per_url: int = MASTODON_URL_LENGTH) -> int:
    """Return how many characters a post has on Mastodon; each web address in it counts for `per_url`."""
    without_addresses, address_count = _compile(_URL).subn(" ", text)
    countable = _compile(_MENTION).sub(r"\1", without_addresses)
    return count_graphemes(countable) + int(address_count) * (per_url - 1)


@cache
def _compile(pattern: str) -> "Pattern[str]":
    import regex  # here, as each run imports this module, and few count what they write

    return regex.compile(pattern)
