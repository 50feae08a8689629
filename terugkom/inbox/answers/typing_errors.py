"""Correct the typing errors that are certain in the words of an answer: no word that exists is changed.

Text is in lower case and without accents.
"""

import re
from collections.abc import Iterator

from terugkom.inbox.answers.answer_words import OFTEN_MISSPELT, SHORT_FORMS, WORDS_OF_THEIR_OWN

_WORD = re.compile(r"[a-z]{2,}")


def correct_typing_errors(text: str) -> str:
    """Return a text with its misspelt words corrected; only words that stand in `OFTEN_MISSPELT` result."""
    return _WORD.sub(lambda found: _CORRECTIONS.get(found[0], found[0]), text)


def _list_misspellings(word: str) -> Iterator[str]:
    """Yield a word with one letter left out, doubled or swapped with the next; its first and last stay."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[: at + 1] + word[at:]
        if at < len(word) - 2:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_CORRECTIONS = SHORT_FORMS | {
    wrong: word
    for word in OFTEN_MISSPELT
    for wrong in _list_misspellings(word)
    if wrong not in OFTEN_MISSPELT | WORDS_OF_THEIR_OWN
}
