"""Shared by all pages: the template context of the edition, its pictures, the style sheet and the logo."""

from collections.abc import Callable, Iterable
from typing import Any

from terugkom.documents.image_file import JPEG, PNG, InvalidImage, detect_media_type, encode_again
from terugkom.documents.markup import render_plain
from terugkom.editions.edition_period import format_edition
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import File
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import InputError

_EXTENSIONS = {JPEG: "jpg", PNG: "png"}


def build_edition_context(
    proof: Proof, media_context: MediaContext, *, for_staff: bool = False
) -> dict[str, Any]:
    """Return the template context of an edition; `for_staff` for what only staff read."""
    links = media_context.links
    return {
        "municipality": proof.town,
        "quarter": format_edition(proof.period, media_context.templates.language),
        "stories": proof.stories,
        "less_well": proof.of_kind(StoryKind.LESS_WELL),
        "answer_to": media_context.answer_address,
        "ideas_to": media_context.ideas_address,
        "idea_page": links.build_idea_link(is_public=not for_staff),
        "remark_pages": {
            story.code: links.build_remark_link(f"{proof.period}/{story.code}", is_public=not for_staff)
            for story in proof.stories
        },
        "made_on": media_context.today,
        "changed_on": max((story.changed_on for story in proof.stories if story.changed_on), default=None),
        "setback_reason": media_context.setback_reason,
    }


def load_pictures(
    stories: Iterable[Story],
    media_context: MediaContext,
    folder: str = "",
    encode: Callable[[bytes], bytes] = encode_again,
) -> dict[str, File]:
    """Return the pictures by their story's code, each called after its story.

    Each is encoded anew, by `encode`. Raises DocumentChanged for a picture that is not the approved one,
    InputError for one that cannot be shown.
    """
    found = {}
    for story in stories:
        content = media_context.read_picture(story)
        if story.picture and content:
            try:
                encoded = encode(content)
                type_ = detect_media_type(encoded)
            except InvalidImage as error:
                raise InputError("error.picture", picture=story.picture.name, problem=error) from error
            name = f"{folder}{story.code}.{_EXTENSIONS[type_]}"
            found[story.code] = File(name, type_, encoded, story.title, story.code)
    return found


def render_page_file(
    media_context: MediaContext,
    name: str,
    template: str,
    context: dict[str, Any],
    story: Story | None = None,
) -> File:
    """Render a page, of a story or of none; the page of a story has the story's title and summary.

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
        summary=render_plain(story.short) if story else "",
    )


def render_page_assets(media_context: MediaContext) -> tuple[File, ...]:
    """Return what all pages refer to: the style sheet, and the logo if there is one."""
    templates = media_context.templates
    style = File("style.css", "text/css", templates.render_text("style.css", {}).encode())
    if not templates.look.logo:
        return (style,)
    return style, File("logo.png", PNG, templates.look.logo, templates.look.logo_alt)
