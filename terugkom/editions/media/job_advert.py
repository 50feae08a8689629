"""A paragraph for job advertisements, with completed actions only."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from terugkom.documents.end_sentence import end_sentence
from terugkom.editions.media.article import build_template_context, render_article, render_omission_note
from terugkom.editions.media.fit_length import LengthLimit, LengthTooShort
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import render_page_assets, render_page_file
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.select_stories import select_stories
from terugkom.editions.media.write_sentences import write_sentences
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.editions.story_text import escape_text
from terugkom.plan.media import Medium

MAX_STORIES = 2  # told with what the work was, rather than more by name


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the paragraph, at most `jobs_characters` long, as a Word document, text, HTML and a page.

    It tells in sentences of public stories of completed actions; without any, there is no paragraph and a
    note. What a correction says does not count in the length: it could not be told otherwise. Raises
    TemplateError.
    """
    public, language = proof.public_only, media_context.templates.language
    done = tuple(story for story in public.stories if _is_told(story, media_context))
    chosen = _select_told(done, media_context)
    told = tuple(_write_as_paragraphs(story, language) for story in chosen)
    proof = replace(public, stories=told)
    more: dict[str, Any] = {
        "public_setbacks": bool(public.of_kind(StoryKind.LESS_WELL)),
        "is_whole": len(told) == len(done),
        # not after a correction that says that something is not done
        "is_all_done": all(each.kind is StoryKind.DONE and not each.is_withdrawn for each in chosen),
    }
    most = media_context.settings.jobs_characters
    most += sum(len(_find_note(story)) for story in chosen)
    try:
        limit = LengthLimit(most, "characters", len)
        written = render_article(proof, media_context, Medium.JOBS, "alinea", limit, **more)
    except LengthTooShort:
        written = None
    context = {**build_template_context(proof, media_context), "done": done, "most": most, **more}
    if written is None or not written.stories:
        return render_omission_note(Medium.JOBS, media_context, context)
    context["stories"] = written.stories
    html = media_context.templates.render_text("jobs/paragraph.html", context)
    part = File("alinea-html.txt", "text/plain", html.encode())
    files = (
        *written.files,
        part,
        render_page_file(media_context, "index.html", "jobs/page.html", context),
        *render_page_assets(media_context),
    )
    return RenderedMedium(Medium.JOBS, files, has_pages=True, story_codes=written.list_codes(proof))


def _select_told(done: Sequence[Story], media_context: MediaContext) -> list[Story]:
    """Return the stories that are told, in their order; one that was told before a correction stays."""
    chosen = select_stories(done, MAX_STORIES)
    return [story for story in done if story in chosen or story.code in media_context.kept_stories]


def _is_told(story: Story, media_context: MediaContext) -> bool:
    return story.kind is StoryKind.DONE or story.code in media_context.kept_stories


def _find_note(story: Story) -> str:
    """Return what a correction says of a story, as it is told here; "" without one."""
    return story.lead if story.is_withdrawn else "".join(story.notes[:1])


def _write_as_paragraphs(story: Story, language: str) -> Story:
    """Return a story in two paragraphs, what it says in short and the rest: no lists, no headings."""
    lead, body = (
        escape_text(" ".join(write_sentences(text, language))) for text in (story.short, story.rest)
    )
    if story.is_withdrawn:
        lead = f"{escape_text(end_sentence(story.title))} {lead}"
    return replace(story, lead=lead, body=body, notes=())
