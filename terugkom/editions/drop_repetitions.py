"""What was said of an action, each sentence once: a reason often stands in the report of its day too."""

import re
from collections.abc import Iterable, Iterator

from terugkom.documents.end_sentence import end_sentence
from terugkom.language_rules.sentences import split_sentences

_REASONS_JOINED = re.compile(r";\s+")  # as the reason of a change joins what was asked and what was answered


def drop_repeated(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text without the sentences that one before has; empty if none is left.

    A text that repeats nothing stays as it was written.
    """
    said: set[str] = set()
    for text in texts:
        sentences = [text[start:end] for start, end in split_sentences(text)]
        kept = []
        for sentence in sentences:
            if (words := _read_words(sentence)) not in said:
                kept.append(sentence)
            said |= {words, *map(_read_words, _REASONS_JOINED.split(sentence))}
        if len(kept) == len(sentences):
            yield text
        else:
            yield " ".join(map(end_sentence, kept))


def _read_words(text: str) -> str:
    """Return the words of a text without marks; without words its marks."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()
