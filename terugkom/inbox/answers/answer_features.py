"""What a classifier sees of an answer: its words alone and in twos and threes, and the pieces of each word.

Days stand for what they are to the deadline, and words of the title for the title, so that what was learnt
from one action holds for another.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from terugkom.inbox.answers.action_titles import is_named, list_title_words, list_words, name_likewise
from terugkom.inbox.answers.named_days import locate_days
from terugkom.inbox.answers.on_time import is_met

_TOKEN = re.compile(r"<[a-z]+>|[a-z0-9'-]+|[?!.,:;()…]|[^\x00-\x7f]")
_NUMBER = re.compile(r"\d[\d'-]*")
_SIGNS = ".,;:!?"
_LONGEST = 3  # words of a group
_PIECES = (3, 4, 5)  # letters
_MIN_NAMED, _MIN_TITLED = 3, 4  # letters of a word that can be of the title
_MAX_TOKENS = 200
_MAX_LENGTH = 1_500  # characters: what an answer says stands at its beginning
OWN_THINGS = ("<title>", "<word>")  # for words of the title: what says which thing is meant, and the others


def list_features(words: str, title: str, today: date, deadline: date | None) -> frozenset[str]:
    """Return the features of an answer in lower case and without accents, with its days written in full."""
    tokens = list_tokens(words, title, today, deadline)[:_MAX_TOKENS]
    signs = sum(token in _SIGNS for token in tokens)
    lengths = (f"length {min(len(tokens) // 4, 5)}", f"signs {min(signs, 5)}")
    return frozenset([*_list_groups(["^", *tokens, "$"]), *_list_pieces(tokens), *lengths])


def list_tokens(words: str, title: str, today: date, deadline: date | None) -> list[str]:
    """Return the words and signs of an answer; days, numbers and words of the title as what they are."""
    lines = (
        _name_days(line.split(), today, deadline) for line in words[:_MAX_LENGTH].split("\n") if line.strip()
    )
    named = name_likewise(list_title_words(title))
    titled = [word for word in list_words(title) if len(word) >= _MIN_TITLED]
    tokens = _TOKEN.findall(" ; ".join(" ".join(line) for line in lines))
    return [_name_token(token, named, titled) for token in tokens]


def count_said_words(tokens: Sequence[str]) -> int:
    """Return how many words an answer of these tokens has, without its days and numbers."""
    return sum(token in OWN_THINGS or token[0].isalnum() for token in tokens)


def _name_days(words: Sequence[str], today: date, deadline: date | None) -> Iterator[str]:
    at = 0
    for begin, behind, day in locate_days(words, today):
        yield from words[at:begin]
        sign = words[behind - 1][-1]
        yield _name_day(day, today, deadline) + (sign if sign in _SIGNS else "")
        at = behind
    yield from words[at:]


def _name_day(day: date, today: date, deadline: date | None) -> str:
    if day <= today:
        return "<past>"
    return "<within>" if is_met(day, deadline) else "<later>"


def _name_token(token: str, named: Sequence[str], titled: Sequence[str]) -> str:
    if token.startswith("<"):
        return token
    if _NUMBER.fullmatch(token):
        return "<number>"
    if len(token) >= _MIN_NAMED and is_named(token, named):
        return "<title>"
    return "<word>" if len(token) >= _MIN_TITLED and is_named(token, titled) else token


def _list_groups(tokens: Sequence[str]) -> Iterator[str]:
    for length in range(1, _LONGEST + 1):
        for at in range(len(tokens) - length + 1):
            yield " ".join(tokens[at : at + length])


def _list_pieces(tokens: Sequence[str]) -> Iterator[str]:
    for token in tokens:
        if token[0].isalpha():
            word = f"_{token}_"
            for length in _PIECES:
                for at in range(len(word) - length + 1):
                    yield f"#{word[at : at + length]}"
