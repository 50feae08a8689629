"""A story as sentences that each end, for a channel that has no lists: a post, a paragraph."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from terugkom.documents.end_sentence import SENTENCE_END
from terugkom.documents.markup import TextBlock, parse_print_blocks
from terugkom.documents.messages import translate_plural
from terugkom.documents.one_line import to_one_line
from terugkom.editions.story import Story

MAX_POINTS = 5  # of a list; the others are counted
# A full stop ends a sentence if a capital, a digit or a quotation follows; not after these abbreviations.
_SENTENCE_END = re.compile(r"([.!?…][\"'”’»)]*)\s+(?=[\"'“‘«(]?[^\W_a-zà-öø-ÿ])")
_ABBREVIATION_END = re.compile(
    r"(?:^|[\s(])(?:bv|bijv|o\.a|o\.m|nr|ca|dhr|mevr|m\.a\.w|d\.w\.z|t\.e\.m|incl|excl|max|min|p|blz|art|st|dr|ir|"
    r"ing|prof|vgl|resp|[^\W\d_])\.$",
    re.IGNORECASE,
)
_COLON = re.compile(r"(?<!\s)\s*+[:：]$")


def write_sentences(text: str, language: str) -> list[str]:
    """Return Markdown as sentences; a list is one sentence with what announces it. Headings are left out."""
    found: list[str] = []
    for kind, of_kind in groupby(parse_print_blocks(text), key=lambda block: block.kind):
        texts = [line for block in of_kind if kind != "heading" and (line := _read_line(block))]
        if kind == "point" and texts:
            announcement = found.pop() if found and _COLON.search(found[-1]) else ""
            found += _join_points(announcement, texts, language)
        else:
            found += [each for line in texts for each in list_sentences(line)]
    return [_end(each) for each in found]


@dataclass(frozen=True)
class StorySentences:
    """A story as sentences: the first `short` of them in short, and so many are `needed`, never apart.

    The last `noted` of those in short say what was corrected; they are told whatever is left out.
    """

    sentences: tuple[str, ...]
    short: int
    needed: int
    noted: int = 0

    @property
    def least(self) -> tuple[str, ...]:
        """The sentences that are never apart."""
        return self._take(self.needed)

    def fit(self, fits: Callable[[Sequence[str]], bool], most: int) -> tuple[str, ...]:
        """Return as many sentences as fit, at most so many or those in short; if `needed` do not fit, only
        what was corrected, or none."""
        for count in range(max(self.short, min(len(self.sentences), most)), self.needed - 1, -1):
            if fits(told := self._take(count)):
                return told
        note = self._note
        return note if note and fits(note) else ()

    @property
    def _note(self) -> tuple[str, ...]:
        return self.sentences[self.short - self.noted : self.short]

    def _take(self, count: int) -> tuple[str, ...]:
        if count >= self.short or not self.noted:
            return self.sentences[:count]
        return (*self.sentences[: count - self.noted], *self._note)


def write_story(story: Story, language: str) -> StorySentences:
    """Return a story as sentences; its lead is never apart from the beginning of the reason that it has."""
    texts = (story.short_without_note, "\n\n".join(story.notes[:1]), story.rest)
    short, note, rest = (write_sentences(text, language) for text in texts)
    needed = 1
    if story.has_reason:
        needed = max(1, min(len(short), len(write_sentences(story.lead, language)) + 1))
    return StorySentences((*short, *note, *rest), len(short) + len(note), needed + len(note), len(note))


def list_sentences(text: str) -> list[str]:
    """Return the sentences of a text; the point of an abbreviation or a number ends none."""
    found, begun = [], 0
    for end in _SENTENCE_END.finditer(text):
        sentence = text[begun : end.end(1)]
        if not _ABBREVIATION_END.search(sentence):
            found.append(sentence)
            begun = end.end()
    return [each for sentence in (*found, text[begun:]) if (each := sentence.strip())]


def _read_line(block: TextBlock) -> str:
    return to_one_line(block.text)


def _join_points(announcement: str, points: Sequence[str], language: str) -> list[str]:
    """Return points as one sentence behind what announces them, or each as sentences of its own."""
    shown = list(points[:MAX_POINTS])
    if hidden := len(points) - len(shown):
        shown.append(translate_plural("media.more-points", hidden, language))
    if announcement and all(len(list_sentences(each)) == 1 for each in shown):
        return [f"{announcement} {'; '.join(each.rstrip('.;,') for each in shown)}"]
    return [
        *([announcement] if announcement else []),
        *(part for each in shown for part in list_sentences(each)),
    ]


def _end(sentence: str) -> str:
    """Return a sentence that ends: a colon with nothing behind it becomes a full stop."""
    sentence = _COLON.sub("", sentence)
    return sentence if SENTENCE_END.search(sentence) else f"{sentence}."
