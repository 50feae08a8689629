"""Which actions of the plan a text names: by their title or code, whether its story is about them or not."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from terugkom.normalize import normalize_text
from terugkom.yaml_loader import load_yaml

_SUBJECT_WORDS = 3  # a title of one word is named where a sentence begins with it: "De ledverlichting is ..."
_LEAST_LETTERS = 5  # of such a title
_NAME_WORDS = 3  # a title of fewer may be what anybody says of a thing: "openbare verlichting"
_LETTERS = re.compile(r"[^\W\d_]{2}")  # of a word that counts: not "à", "2" or "&"
_OPENING, _CLOSING = r"[“\"'‘*„]|[«»]\s?", r"[.,!?]?(?:[”\"'’*“]|\s?[«»])"
_NO_CAPITALS = frozenset({"de"})  # each noun has a capital there


def find_mentioned_actions(sentence: str, titles: Mapping[str, str]) -> list[str]:
    """Return the codes of the actions that a sentence names; `titles` are by code.

    A longer title goes before one that is a part of it. One of a single word is named by a sentence that
    begins with it.
    """
    words = f" {normalize_text(sentence)} "
    found = [code for code in titles if _has_code(sentence, code)]
    for code, title in _sort_by_length(titles):
        name = f" {normalize_text(title)} "
        if name.strip() and _is_named(words, name):
            words = words.replace(name, " | ")
            found += [code] if code not in found else []
    return found


def find_action_names(text: str, titles: Mapping[str, str], language: str) -> list[str]:
    """Return the codes of the actions that a text names by their code, or by their title as a name.

    A longer title goes before one that is a part of it. One of three words or more is a name wherever it
    stands; a shorter one in quotes, in bold or, but in German, with its capital inside a sentence.
    """
    words = f" {normalize_text(text)} "
    found = [code for code in titles if _has_code(text, code)]
    for code, title in _sort_by_length(titles):
        name = f" {normalize_text(title)} "
        if name.strip() and name in words and _is_name(text, title.strip(), language):
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


def _sort_by_length(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(titles.items(), key=lambda each: (-len(each[1]), each[0]))


def _has_code(sentence: str, code: str) -> bool:
    """Return whether a code stands in a sentence. A pattern is made only for one that does: Python keeps few,
    and a plan may have more codes."""
    if len(code) <= 2 or code not in sentence:
        return False
    is_clear = any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code)
    return is_clear and bool(re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", sentence))


def _is_named(words: str, name: str) -> bool:
    if len(name.split()) > 1:
        return name in words
    start = f" {' '.join(words.split()[:_SUBJECT_WORDS])} "
    return len(name.strip()) >= _LEAST_LETTERS and name in start


def _is_name(text: str, title: str, language: str) -> bool:
    """Return whether a title whose words stand in a text is a name there."""
    if sum(bool(_LETTERS.search(word)) for word in title.split()) >= _NAME_WORDS:
        return True
    if len(title) < _LEAST_LETTERS or title not in text:
        return False
    name = rf"{re.escape(title)}(?!\w)"
    signs = [rf"(?<!\w)(?:{_OPENING}){name}{_CLOSING}"]
    if language not in _NO_CAPITALS:
        signs.append(rf"(?<!\w)\({name}")
        signs += [rf"(?<=[a-zà-ÿ,:] ){name}"] if title[:1].isupper() else []
    return bool(re.search("|".join(signs), text))


@cache
def _compile(language: str) -> re.Pattern[str]:
    path = Path(__file__).parent / "all_words.yml"
    words: Mapping[str, str] = load_yaml(path.read_text(encoding="utf-8"))
    pattern = words.get(language, words["nl"]).replace(" |", "|")
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
