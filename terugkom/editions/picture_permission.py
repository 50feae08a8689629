"""Whether the words behind *who allowed this photograph* say that nobody did, or not yet."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from terugkom.editions.story_words import split_yes_or_no
from terugkom.yaml_loader import load_yaml


def denies_permission(text: str, language: str) -> bool:
    """Return whether a permission is none: a no, a question, or words for what was not given yet.

    In doubt it is none: a photograph that was published cannot be taken back.
    """
    said, _ = split_yes_or_no(text)
    return said is False or "?" in text or not re.search(r"\w", text) or bool(_compile(language).search(text))


@cache
def _compile(language: str) -> re.Pattern[str]:
    path = Path(__file__).parent / "no_permission_words.yml"
    words: Mapping[str, str] = load_yaml(path.read_text(encoding="utf-8"))
    pattern = words.get(language, words["nl"]).replace(" |", "|")
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
