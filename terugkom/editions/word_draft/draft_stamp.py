"""What identifies a draft in Word: its edition, and the hash of each story as it was sent.

Both stand in the properties of the document, so that what a person changed in it can be told from what was
changed elsewhere meanwhile.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from terugkom.documents.docx_reader import DocxText
from terugkom.documents.file_store import sha256
from terugkom.documents.format_markdown import format_markdown
from terugkom.documents.markup import TextBlock, TextRun, parse_blocks
from terugkom.editions.story_file import StoryDraft, render_story_file

HIGHEST_SUBHEADING = 2  # its title is the heading of level 1
_FIRST_LINES = 20
_REFERENCE = re.compile(r"(?:^|\s)([a-z0-9-]+) / edition / (\d{4}-Q[1-4])$")
_HOST_ALONE = re.compile(r"https?://[^/?#]+")
_HASH = re.compile(r"(?<![a-z0-9-])([a-z0-9-]++)=([0-9a-f]{16})")


@dataclass(frozen=True)
class EditionReference:
    """The edition that a draft is of; `period` as in ``2026-Q4``."""

    municipality: str
    period: str

    def __str__(self) -> str:
        return f"{self.municipality} / edition / {self.period}"


def parse_edition_reference(document: DocxText) -> EditionReference | None:
    """Return the edition of a document by the subject in its properties, else by the line below its title;
    None for any other document."""
    for text in (document.subject, *document.lines[:_FIRST_LINES]):
        found = _REFERENCE.search(text)
        if found:
            return EditionReference(*found.groups())
    return None


def format_hashes(stories: Iterable[StoryDraft]) -> str:
    """Return the hash of each story, for the keywords of a document."""
    return " ".join(f"{story.code}={compute_story_hash(story)}" for story in stories)


def parse_hashes(keywords: str) -> Mapping[str, str]:
    """Return the hash of each story by its code, from the keywords of a document."""
    return {found[1]: found[2] for found in _HASH.finditer(keywords)}


def compute_story_hash(story: StoryDraft) -> str:
    """Return a hash that is the same for two stories that read alike."""
    return sha256(render_story_file(normalize_story(story), "nl").encode())[:16]


def normalize_story(story: StoryDraft) -> StoryDraft:
    """Return a story with its text as it comes back from Word when nobody changes it."""
    return replace(
        story,
        title=" ".join(story.title.split()),
        text=format_markdown(normalize_blocks(parse_blocks(story.text))),
    )


def normalize_blocks(blocks: Iterable[TextBlock]) -> Iterable[TextBlock]:
    """Yield blocks as a document holds them: numbers that count from 1, subheadings below the title, and a
    slash behind the name of a host, which word processors add."""
    number = 0
    for written in blocks:
        block = replace(written, runs=tuple(_complete_link(run) for run in written.runs))
        number = number + 1 if block.number is not None else 0
        if block.number is not None:
            yield replace(block, number=number)
        elif block.kind == "heading":
            yield replace(block, level=max(block.level, HIGHEST_SUBHEADING))
        else:
            yield block


def _complete_link(run: TextRun) -> TextRun:
    return replace(run, link=f"{run.link}/") if _HOST_ALONE.fullmatch(run.link) else run
