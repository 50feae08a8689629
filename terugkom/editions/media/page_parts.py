"""Shared by all pages: the template context of the edition, its pictures and the style sheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from terugkom.documents import formatting
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photographs import JPEG, strip_metadata
from terugkom.editions.media.rendered import File
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import InputError

_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


def build_edition_context(proof: Proof, media_context: MediaContext) -> dict[str, Any]:
    """Return the template context of an edition."""
    return {
        "municipality": proof.town,
        "quarter": format_period(proof.period, media_context.templates.language),
        "stories": proof.stories,
        "less_well": proof.of_kind(StoryKind.LESS_WELL),
        "answer_to": media_context.answer_address,
        "ideas_to": media_context.ideas_address,
        "made_on": media_context.today,
    }


def format_period(period: str, language: str) -> str:
    """Return a period as it is written: ``4e kwartaal 2026`` for ``2026-Q4``."""
    year, _, number = period.partition("-Q")
    return formatting.format_quarter(date(int(year), 3 * int(number), 1), language)


def load_pictures(stories: Iterable[Story], media_context: MediaContext, folder: str = "") -> dict[str, File]:
    """Return the pictures by their story's code, each called after its story.

    Raises DocumentChanged for a picture that is not the approved one, InputError for an unsupported image
    type.
    """
    found = {}
    for story in stories:
        content = media_context.read_picture(story)
        if story.picture and content:
            ending = _EXTENSIONS.get(story.picture.type)
            if ending is None:
                raise InputError(f"{story.picture.name} has an unsupported image type: {story.picture.type}")
            type_ = story.picture.type
            if clean := strip_metadata(content, story.picture.name):
                content, ending, type_ = clean, _EXTENSIONS[JPEG], JPEG
            found[story.code] = File(
                f"{folder}{story.code}.{ending}", type_, content, story.title, story.code
            )
    return found


def render_page(
    media_context: MediaContext,
    name: str,
    template: str,
    context: dict[str, Any],
    story: Story | None = None,
) -> File:
    """Render a page, of a story or of none; the page of a story has the story's title.

    `root` in its context is the relative path from its folder to the style sheet.
    """
    context = {"root": "../" * name.count("/"), **context}
    page = media_context.templates.render_page(template, context)
    return File(
        name,
        "text/html",
        page.html.encode(),
        title=story.title if story else page.title,
        story=story.code if story else "",
        body=page.body,
    )


def render_style_sheet(media_context: MediaContext) -> File:
    """Return the style sheet of all pages."""
    return File("style.css", "text/css", media_context.templates.render_text("style.css", {}).encode())
