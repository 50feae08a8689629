"""Shared by all pages: the template context of the edition, its pictures and the style sheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from terugkom.documents import formatting
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.photographs import JPEG, without_traces
from terugkom.editions.media.rendered import File
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import InputError

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


def about(proof: Proof, kit: Kit) -> dict[str, Any]:
    """Return the template context of an edition."""
    return {
        "municipality": proof.town,
        "quarter": quarter(proof.period, kit.templates.language),
        "stories": proof.stories,
        "less_well": proof.of_kind(StoryKind.LESS_WELL),
        "answer_to": kit.answer_address,
        "ideas_to": kit.ideas_address,
        "made_on": kit.made_at.date(),
    }


def quarter(period: str, language: str) -> str:
    """Return a period as it is written: ``4e kwartaal 2026`` for ``2026-Q4``."""
    year, _, number = period.partition("-Q")
    return formatting.quarter(date(int(year), 3 * int(number), 1), language)


def pictures(stories: Iterable[Story], kit: Kit, folder: str = "") -> dict[str, File]:
    """Return the pictures by their story's code, each called after its story.

    Raises DocumentChanged for a picture that is not the approved one, InputError for an unsupported image
    type.
    """
    found = {}
    for story in stories:
        content = kit.picture_of(story)
        if story.picture and content:
            ending = _ENDINGS.get(story.picture.type)
            if ending is None:
                raise InputError(f"{story.picture.name} has an unsupported image type: {story.picture.type}")
            type_ = story.picture.type
            if clean := without_traces(content, story.picture.name):
                content, ending, type_ = clean, _ENDINGS[JPEG], JPEG
            found[story.code] = File(f"{folder}{story.code}.{ending}", type_, content)
    return found


def page(kit: Kit, name: str, template: str, context: dict[str, Any]) -> File:
    """Render a page; `root` in its context is the relative path from its folder to the style sheet."""
    context = {"root": "../" * name.count("/"), **context}
    return File(name, "text/html", kit.templates.text(template, context).encode())


def style(kit: Kit) -> File:
    """Return the style sheet of all pages."""
    return File("style.css", "text/css", kit.templates.text("style.css", {}).encode())
