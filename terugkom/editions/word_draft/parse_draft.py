"""Parse a draft that came back in Word: its stories, each by itself, and what was not taken of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from terugkom.documents.docx_sections import DocxSection, DocxSections
from terugkom.documents.format_markdown import format_markdown
from terugkom.documents.markup import TextBlock
from terugkom.documents.messages import translate, translate_everywhere
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import (
    InvalidStoryFile,
    StoryDraft,
    find_story_code,
    parse_field,
    parse_text,
    read_reason,
)
from terugkom.editions.story_words import split_yes_or_no
from terugkom.editions.word_draft.draft_fields import (
    CODE,
    INCLUDE,
    SeveralStories,
    find_fields_table,
    parse_rows,
)
from terugkom.editions.word_draft.draft_stamp import normalize_blocks, parse_hashes
from terugkom.normalize import normalize_text
from terugkom.workbook.codes import slugify

_MAX_STORIES = 500
_MAX_CODE_LENGTH = 50


@dataclass(frozen=True)
class ReturnedStory:
    """A story of a returned draft. Without a `story` it cannot be used: `problem` says why.

    `is_included` is False if the person wants it dropped, for a `reason` if one was given. `given` are the
    fields that its table has, filled in or not; without its code in it, `code` is made of the title.
    `pictures` are the photographs under it, `has_drawing` is whether anything is drawn there. `not_taken`
    names what a story cannot hold, such as comments, in the municipality's language.
    """

    title: str
    code: str
    story: StoryDraft | None
    problem: str = ""
    is_included: bool = True
    reason: str = ""
    given: frozenset[str] = frozenset()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    has_drawing: bool = False
    not_taken: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether its table says which story it is, or that it is a new one."""
        return CODE in self.given


@dataclass(frozen=True)
class ReturnedDraft:
    """A draft that came back: its stories, and the hash of each story as it was sent, by code."""

    stories: tuple[ReturnedStory, ...]
    hashes: Mapping[str, str]
    not_taken: tuple[str, ...] = ()  # of what stands before the first title


def parse_draft(document: DocxSections, language: str) -> ReturnedDraft:
    """Return the draft in the sections of a document; a code that stands twice counts once."""
    taken: set[str] = set()
    stories = []
    for section in document.sections[:_MAX_STORIES]:
        story = _parse_story(section, taken, language)
        taken.add(story.code)
        stories.append(story)
    not_taken = _list_opening_not_taken(document.opening, language)
    return ReturnedDraft(tuple(stories), parse_hashes(document.keywords), not_taken)


def _list_opening_not_taken(opening: DocxSection, language: str) -> tuple[str, ...]:
    """Return what somebody put before the first title beside our own instructions, which end with a list."""
    points = [at for at, block in enumerate(opening.blocks) if block.kind == "point"]
    added = opening.blocks[points[-1] + 1 :] if points else ()
    found = [translate("draft.not-taken.opening", language, text=block.text) for block in added]
    if opening.tables:
        found.append(translate("draft.not-taken.table", language))
    return (*found, *(translate(f"draft.not-taken.{each}", language) for each in sorted(opening.not_taken)))


def _parse_story(section: DocxSection, taken: set[str], language: str) -> ReturnedStory:
    try:
        values, unknown = parse_rows(find_fields_table(section.tables))
    except SeveralStories:
        problem = translate("draft.several-stories", language)
        return ReturnedStory(section.title, _choose_code(section.title, taken), None, problem)
    given, code = frozenset(values), values.pop(CODE, "")
    not_taken = _list_not_taken(section, unknown, language, has_fields=bool(given))
    try:
        if not code:
            code = _choose_code(section.title, taken)
        elif find_story_code(f"{code}.md") is None:
            raise InvalidStoryFile(translate("draft.unknown-code", language, code=code))
        elif code in taken:
            raise InvalidStoryFile(translate("draft.twice", language))
        included, reason = _parse_include(values.pop(INCLUDE, ""), language)
        if not included:
            return ReturnedStory(section.title, code, None, is_included=False, reason=reason, given=given)
        story = _build_story(section, code, values, language)
    except InvalidStoryFile as error:
        return ReturnedStory(section.title, code, None, str(error), given=given, not_taken=not_taken)
    return ReturnedStory(
        section.title,
        code,
        story,
        given=given,
        pictures=tuple(each.content for each in section.pictures),
        has_drawing=section.has_drawing,
        not_taken=not_taken,
    )


def _build_story(section: DocxSection, code: str, values: Mapping[str, str], language: str) -> StoryDraft:
    """Return the story of a section. Raises InvalidStoryFile."""
    if any(_is_second_text(block) for block in section.blocks):
        raise InvalidStoryFile(translate("draft.two-texts", language))
    fields: dict[str, Any] = {"kind": StoryKind.OTHER}
    for name, value in values.items():
        try:
            if value:
                lines = value.split("\n")
                fields[name] = parse_field(name, lines if name == "kept" else " ".join(lines), language)
                reason = read_reason(name, " ".join(lines))
                fields["reasons"] = (*fields.get("reasons", ()), *([(name, reason)] if reason else []))
        except ValueError as error:
            label = translate(f"draft.field.{name}", language)
            raise InvalidStoryFile(f"{label}: {error}") from None
    try:
        text = parse_text(format_markdown(normalize_blocks(section.blocks)), language)
    except ValueError as error:
        raise InvalidStoryFile(str(error)) from None
    return StoryDraft(code=code, title=section.title, text=text, **fields)


def _is_second_text(block: TextBlock) -> bool:
    """Return whether this is the heading above the other text of a story, which was asked about."""
    words = {normalize_text(each) for each in translate_everywhere("draft.your-text")}
    return block.kind == "heading" and normalize_text(block.text) in words


def _parse_include(value: str, language: str) -> tuple[bool, str]:
    """Return whether a story is to be in the edition, and why not. Only a no may have its reason behind it:
    what stands behind a yes may be a condition. Raises InvalidStoryFile."""
    said, reason = split_yes_or_no(value)
    if value and (said is None or (said and reason)):
        label = translate(f"draft.field.{INCLUDE}", language)
        problem = translate("story.not-yes-or-no", language, word=f"“{value}”")
        raise InvalidStoryFile(f"{label}: {problem}")
    return said is not False, reason


def _choose_code(title: str, taken: Collection[str]) -> str:
    """Return a code for a story that somebody added: from its title, with a number if it is taken."""
    code = slugify(title)[:_MAX_CODE_LENGTH].strip("-") or "verhaal"
    return next(each for n in count(1) if (each := code if n == 1 else f"{code}-{n}") not in taken)


def _list_not_taken(
    section: DocxSection, unknown: Sequence[str], language: str, *, has_fields: bool
) -> tuple[str, ...]:
    found = [translate(f"draft.not-taken.{each}", language) for each in sorted(section.not_taken)]
    found += [translate("draft.not-taken.row", language, label=each) for each in unknown]
    if sum(any("".join(row).strip() for row in table) for table in section.tables) > has_fields:
        found.append(translate("draft.not-taken.table", language))
    if len(section.pictures) > 1:
        found.append(translate("draft.not-taken.pictures", language))
    return tuple(found)
