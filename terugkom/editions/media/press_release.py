"""The press release: one page with the news first, and the mail to the press list, held until a person
releases it."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from terugkom.documents.one_line import to_one_line
from terugkom.editions.media.article import (
    build_template_context,
    list_announced_points,
    list_counts,
    render_article_letter,
)
from terugkom.editions.media.fit_length import DetailLevel, FittedStory, LengthLimit, count_words
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.print_pieces import list_figures
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium, Role

_MAX_OTHERS = 3  # stories beside the news itself and what went less well
_MAX_KEY_FIGURES = 3
_MAX_OTHER_SUCCESSES = 3  # that the lead names
# A page of the template, measured in LibreOffice: so many lines of so many characters, and how much
# of a line the space around a paragraph takes, and around a heading on top of it. Such a page is what 400
# words are for.
_PAGE_LINES, _LINE_CHARACTERS, _PARAGRAPH_LINES, _HEADING_LINES, _PAGE_WORDS = 40, 88, 0.5, 0.6, 400
_MARKS = re.compile(r"[\"“”„«»]")  # of a quotation; single ones stand within one
_ENDS_A_SENTENCE = tuple(".!?:;”’\"'")


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the release, at most `press_words` long; below its title stands who tells what, where and when.

    It quotes only what stands as a quotation with a story, and omits the edition's introduction, which is
    internal. Raises TemplateError.
    """
    public = proof.public_only
    figures = list_figures(replace(public, stories=public.of_kind(StoryKind.FIGURES)))
    stories, speaker = _select_news(public), media_context.settings.press_speaker
    opening = {**build_template_context(public, media_context), "counts": list_counts(public, media_context)}

    def describe(fitted: Sequence[FittedStory]) -> dict[str, str]:
        context = {**opening, **_count_told_successes(public, fitted)}
        return {
            part: to_one_line(media_context.templates.render_text(f"press/{part}.txt", context))
            for part in ("headline", "lead")
        }

    release = render_article_letter(
        Medium.PRESS,
        Role.PRESS_LIST,
        replace(public, stories=stories),
        media_context,
        LengthLimit(media_context.settings.press_words, "words", measure_printed_words),
        name="persbericht",
        key_figures=tuple(figures)[:_MAX_KEY_FIGURES],
        describe=describe,
        quote=next((_strip_marks(story.quote, speaker) for story in stories if story.quote), ""),
    )
    return replace(release, held=True)


def _count_told_successes(public: Proof, fitted: Sequence[FittedStory]) -> dict[str, Any]:
    """Return how many actions are done and of how many the release tells, for the headline counts those of
    the plan; and the titles of the others, if they are known and few: of a list those of its actions."""
    told = [each.story.code for each in fitted if each.detail_level is not DetailLevel.TITLE]
    stories = public.of_kind(StoryKind.DONE)
    others = [each for each in stories if each.code not in told]
    count = public.count(StoryKind.DONE)
    told_count = len({code for each in stories if each.code in told for code in each.actions})
    titles = [title for each in others for title in list_announced_points(each) or (each.title,)]
    is_known = len(titles) == count - told_count and len(titles) <= _MAX_OTHER_SUCCESSES
    return {
        "done_count": count,
        "told_done_count": told_count,
        "other_done": titles if is_known else [],
    }


def measure_printed_words(text: str) -> int:
    """Return the number of words, or more if a text of short lines and many headings fills its page."""
    lines = [line for line in text.splitlines() if line.strip()]
    used = sum(_PARAGRAPH_LINES + math.ceil(len(line) / _LINE_CHARACTERS) for line in lines)
    headings = [line for line in lines if not line.rstrip().endswith(_ENDS_A_SENTENCE)]
    used += _HEADING_LINES * len(headings)
    return max(count_words(text), math.ceil(used * _PAGE_WORDS / _PAGE_LINES))


def _strip_marks(quote: str, speaker: str) -> str:
    """Return a quotation without the marks and the full stop that the template puts around it, nor who said
    it, which the template adds: an officer often writes a whole sentence."""
    parts, name = _MARKS.split(quote), speaker.partition(",")[0].strip()
    if len(parts) == 3 and name and name in parts[0] + parts[2]:
        quote = parts[1].rstrip(" ,")
    return quote.strip(" \"'“”‘’«»").removesuffix(".")


def _select_news(proof: Proof) -> tuple[Story, ...]:
    """Return the first story, all setbacks and a few others; figures have a place of their own."""
    stories = [story for story in proof.stories if story.kind is not StoryKind.FIGURES] or list(proof.stories)
    others = [story for story in stories[1:] if story.kind is not StoryKind.LESS_WELL][:_MAX_OTHERS]
    kept = {story.code for story in (*stories[:1], *others)}
    return tuple(story for story in stories if story.code in kept or story.kind is StoryKind.LESS_WELL)
