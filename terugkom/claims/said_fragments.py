"""Owner statements too short to publish as a reason or as news: one or two words, or only a date.

*Next month* as the reason for a delay only says when, and the coordinator may not have accepted that date. An
edition that has nothing more asks for the reason.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from terugkom.claims.passed_dates import find_dates
from terugkom.claims.relative_dates import find_relative_dates
from terugkom.yaml_loader import load_yaml

_MAX_WORDS = 2  # of a fragment that says more than when
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:19|20|21)\d\d|q[1-4]|\d{1,2}")


@cache
def _load_words() -> Mapping[str, frozenset[str]]:
    content = (Path(__file__).parent / "moment_words.yml").read_text(encoding="utf-8")
    return {language: frozenset(words.split()) for language, words in load_yaml(content).items()}


def is_fragment(text: str, language: str, written_on: date) -> bool:
    """Return whether a text has at most two words, or says no more than when."""
    if len(_WORD.findall(text)) <= _MAX_WORDS:
        return True
    rest = text
    spans = [each.span for each in find_dates(text, written_on)]
    spans += [each.span for each in find_relative_dates(text, language, written_on)]
    for start, end in spans:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    around = _load_words().get(language, _load_words()["nl"])
    words = [word.casefold() for word in _WORD.findall(rest)]
    return all(word in around or _YEAR.fullmatch(word) for word in words)
