"""The public space: an A3 poster, a folded A4 brochure and a photo collage, with a mail to the front desk."""

from collections.abc import Iterator
from typing import Any

from terugkom.documents.markup import parse_print_blocks, shorten_url
from terugkom.documents.templates import to_one_line
from terugkom.editions.media.article import (
    attach_files,
    build_template_context,
    render_omission_note,
    render_story_kind,
)
from terugkom.editions.media.fit_length import DetailLevel, rank_details
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photographs import load_photographs
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryFigure, StoryKind
from terugkom.plan.media import Medium, Role

_PDF = "application/pdf"
_COUNTED_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW, StoryKind.IDEA)


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the sheets and the mail to the front desk; without photographs no collage. Raises
    TemplateError.

    The template measures how much of the stories fits on a sheet, in the order of `fitting.steps`:
    setbacks take precedence over successes.
    """
    proof = proof.public_only
    context = build_template_context(proof, media_context)
    if not proof.stories:
        return render_omission_note(Medium.PUBLIC_SPACE, media_context, context)
    shown = load_photographs(proof.stories, media_context)
    pictures = [each.content for each in shown]
    data = {
        "municipality": proof.town,
        "quarter": context["quarter"],
        "website": shorten_url(media_context.settings.website),
        "answer_address": media_context.answer_address,
        "setback_reason": to_one_line(media_context.setback_reason),
        "less_well": bool(proof.of_kind(StoryKind.LESS_WELL)),
        "stories": [_build_story_data(story, media_context) for story in proof.stories],
        "figures": list(list_figures(proof)),
        "counts": list(_count_by_kind(proof, media_context)),
        "pictures": [
            {
                "file": f"/pictures/{n}.jpg",
                "story": each.story,
                "title": each.title,
                "alt": each.alt,
                "photographer": each.photographer,
            }
            for n, each in enumerate(shown)
        ],
    }

    def sheet(kind: str, name: str, deepest: DetailLevel) -> File:
        context = {**data, "steps": rank_details(proof.stories, deepest)}
        content = media_context.templates.render_pdf(
            f"public-space/{kind}", context, media_context.rendered_at, pictures
        )
        return File(f"{name}-{proof.code}.pdf", _PDF, content)

    files = [sheet("poster", "affiche", DetailLevel.LEAD), sheet("brochure", "folder", DetailLevel.WHOLE)]
    note = "" if shown else media_context.templates.render_text("public-space/none.txt", context).strip()
    if shown:
        files.append(sheet("collage", "fotocollage", DetailLevel.TITLE))
    letter = media_context.templates.render_letter(
        Medium.PUBLIC_SPACE, {**context, "collage": bool(shown), "note": note}
    )
    return RenderedMedium(
        Medium.PUBLIC_SPACE, tuple(files), attach_files(letter, files), Role.FRONT_DESK, note=note
    )


def list_figures(proof: Proof) -> Iterator[StoryFigure]:
    """Yield the figures of an edition, each once, in the order of its stories."""
    seen: set[str] = set()
    for figure in (figure for story in proof.stories for figure in story.figures):
        if figure.code not in seen:
            seen.add(figure.code)
            yield figure


def _build_story_data(story: Story, media_context: MediaContext) -> dict[str, Any]:
    return {
        "kind": render_story_kind(story, media_context),
        "code": story.code,
        "title": story.title,
        "lead": parse_print_blocks(story.lead),
        "body": parse_print_blocks(story.body),
    }


def _count_by_kind(proof: Proof, media_context: MediaContext) -> Iterator[dict[str, Any]]:
    for kind in _COUNTED_KINDS:
        if found := proof.of_kind(kind):
            yield {"name": render_story_kind(found[0], media_context), "number": len(found)}
