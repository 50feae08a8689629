"""Whether the words behind *who allowed this photograph* say that nobody did, or not yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from terugkom.editions.story_words import split_yes_or_no
from terugkom.yaml_loader import load_yaml

_PARTS = re.compile(r"[,;:.!()\n]|\s[-–—>]+\s|\b(?:en|et|und|and)\b", re.IGNORECASE)
_AGREED = " ok "


@dataclass(frozen=True)
class _PermissionWords:
    """The patterns of a language, as `permission_words.yml` describes them."""

    refused: re.Pattern[str]
    asked: re.Pattern[str]
    agreed: re.Pattern[str]
    not_needed: re.Pattern[str]
    no_objection: re.Pattern[str]


def denies_permission(text: str, language: str) -> bool:
    """Return whether a permission is none: a no, a question, or words for what was not given yet.

    In doubt it is none: a photograph that was published cannot be taken back.
    """
    words = _compile(language)
    said_of_names = words.no_objection.sub(_AGREED, _compile_surnames().sub(r"\1", text))
    plain = words.not_needed.sub(" ", said_of_names) if words.agreed.search(said_of_names) else said_of_names
    said, _ = split_yes_or_no(plain)
    if said is False or "?" in text or not re.search(r"\w", text) or words.refused.search(plain):
        return True
    return _is_only_asked(plain, words)


def _is_only_asked(text: str, words: _PermissionWords) -> bool:
    """Return whether a permission was asked, and no answer stands behind it, in another part of the text: in
    "akkoord gevraagd" nobody agrees."""
    parts = _PARTS.split(text)
    asked = [at for at, part in enumerate(parts) if words.asked.search(part)]
    return bool(asked) and not any(words.agreed.search(part) for part in parts[asked[-1] + 1 :])


@cache
def _load_words() -> Mapping[str, Mapping[str, str]]:
    loaded: dict[str, Mapping[str, str]] = load_yaml(
        (Path(__file__).parent / "permission_words.yml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _compile(language: str) -> _PermissionWords:
    loaded = _load_words()
    groups = loaded.get(language, loaded["nl"])
    compiled = {
        name: re.compile(rf"(?<!\w)(?:{pattern.replace(' |', '|')})(?!\w)", re.IGNORECASE)
        for name, pattern in groups.items()
    }
    return _PermissionWords(**compiled)


@cache
def _compile_surnames() -> re.Pattern[str]:
    """Return the pattern of a word that is somebody's name: with a capital, and behind a word with one or
    *mevr.*"""
    names = "|".join(each.capitalize() for each in str(_load_words()["surnames"]).split("|"))
    return re.compile(rf"\b((?:[^\W\da-z_][\w’'-]*|mevr|mw|dhr|hr|fr|dr)\.? )(?:{names})(?!\w| encore\b)")
