"""Which actions of the plan a text names: by their title or code, whether its story is about them or not."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from terugkom.normalize import normalize_text
from terugkom.yaml_loader import load_yaml

_SUBJECT_WORDS = 3  # a title of one word is named where a sentence begins with it: "De ledverlichting is ..."
_LEAST_LETTERS = 5  # of such a title


def find_mentioned_actions(sentence: str, titles: Mapping[str, str], *, as_names: bool = False) -> list[str]:
    """Return the codes of the actions that a sentence names; `titles` are by code.

    A longer title goes before one that is a part of it. One of a single word is named by a sentence that
    begins with it; if `as_names`, where it stands in quotes, in bold or with its capital inside a sentence.
    """
    words = f" {normalize_text(sentence)} "
    found = [code for code in titles if _has_code(sentence, code)]
    for code, title in sorted(titles.items(), key=lambda each: (-len(each[1]), each[0])):
        name = f" {normalize_text(title)} "
        is_word = len(name.split()) == 1
        is_named = _is_name(sentence, title) if as_names and is_word else _is_named(words, name)
        if name.strip() and is_named:
            words = words.replace(name, " | ")
            found += [code] if code not in found else []
    return found


def is_about_all(sentence: str, language: str) -> bool:
    """Return whether a sentence is about all actions of its story: *both are done*."""
    return bool(_compile(language).search(sentence))


def is_title(sentence: str, titles: Iterable[str]) -> bool:
    """Return whether a line of a list says no more than a title, with or without words in brackets."""
    line = normalize_text(sentence.strip("-*• ").partition(" (")[0])
    return line in {normalize_text(title) for title in titles}


def _has_code(sentence: str, code: str) -> bool:
    is_clear = len(code) > 2 and any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code)
    return is_clear and bool(re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", sentence))


def _is_named(words: str, name: str) -> bool:
    if len(name.split()) > 1:
        return name in words
    start = f" {' '.join(words.split()[:_SUBJECT_WORDS])} "
    return len(name.strip()) >= _LEAST_LETTERS and name in start


def _is_name(sentence: str, title: str) -> bool:
    name = re.escape(title.strip())
    marked = rf"[“\"'‘*(«„]{name}(?!\w)"
    inside = rf"(?<=[a-zà-ÿ,] ){name}(?!\w)" if title.strip()[:1].isupper() else marked
    return len(title.strip()) >= _LEAST_LETTERS and bool(re.search(f"{marked}|{inside}", sentence))


@cache
def _compile(language: str) -> re.Pattern[str]:
    path = Path(__file__).parent / "all_words.yml"
    words: Mapping[str, str] = load_yaml(path.read_text(encoding="utf-8"))
    pattern = words.get(language, words["nl"]).replace(" |", "|")
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
