"""The public space: an A3 poster, a folded A4 brochure and a photo collage, with a mail to the front desk."""

from collections.abc import Iterator, Sequence
from typing import Any

from terugkom.documents.markup import parse_print_blocks, shorten_url
from terugkom.documents.one_line import to_one_line
from terugkom.editions.media.article import (
    attach_files,
    build_template_context,
    list_counts,
    list_titles,
    render_counted,
    render_omission_note,
    render_story_label,
)
from terugkom.editions.media.fit_length import DetailLevel, rank_details
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photos import Photo, load_photos
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.select_stories import LISTS, select_stories
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryFigure, StoryKind
from terugkom.plan.media import Medium, Role

MAX_POSTER_STORIES = 4  # so that it can be read from two metres
MAX_BROCHURE_STORIES = 9
_FEW_STORIES = 2
_MAX_TITLES = 5  # of the other setbacks
_PDF = "application/pdf"


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the sheets and the mail to the front desk; without photographs no collage. Raises
    TemplateError.

    A sheet tells some stories, of each kind, and names the other setbacks. The template measures how much of
    them fits, in the order of `fit_length.rank_details`: setbacks take precedence over successes.
    """
    proof = proof.public_only
    context = build_template_context(proof, media_context)
    if not proof.stories:
        return render_omission_note(Medium.PUBLIC_SPACE, media_context, context)
    shown = load_photos(proof.stories, media_context)
    pictures = [each.content for each in shown]
    data = _build_common_data(proof, media_context, context["quarter"])

    def sheet(kind: str, name: str, most: int, deepest: DetailLevel) -> File:
        own = _build_sheet_data(proof, shown, media_context, most, deepest)
        content = media_context.templates.render_pdf(
            f"public-space/{kind}", {**data, **own}, media_context.rendered_at, pictures
        )
        return File(f"{name}-{proof.code}.pdf", _PDF, content)

    files = [
        sheet("poster", "affiche", MAX_POSTER_STORIES, DetailLevel.SHORT),
        sheet("brochure", "folder", MAX_BROCHURE_STORIES, DetailLevel.WHOLE),
    ]
    note = "" if shown else media_context.templates.render_text("public-space/none.txt", context).strip()
    if shown:
        files.append(sheet("collage", "fotocollage", len(proof.stories), DetailLevel.TITLE))
    letter = media_context.templates.render_letter(
        Medium.PUBLIC_SPACE, {**context, "collage": bool(shown), "note": note}
    )
    return RenderedMedium(
        Medium.PUBLIC_SPACE,
        tuple(files),
        attach_files(letter, files),
        Role.FRONT_DESK,
        note=note,
        story_codes=_list_told_codes(proof, has_collage=bool(shown)),
    )


def _list_told_codes(proof: Proof, *, has_collage: bool) -> tuple[str, ...]:
    """Return the codes of the stories that a sheet has room for, and of the setbacks and figures beside them;
    a collage names each story by its title, which of a list, such as that of the days to come, tells
    nothing."""
    told = {story.code for story in _select_stories(proof, MAX_BROCHURE_STORIES)}
    return tuple(
        story.code
        for story in proof.stories
        if story.code in told
        or story.kind is StoryKind.LESS_WELL
        or story.figures
        or (has_collage and story.kind not in LISTS)
    )


def _build_common_data(proof: Proof, media_context: MediaContext, quarter: str) -> dict[str, Any]:
    """Return what each sheet says."""
    return {
        "municipality": proof.town,
        "quarter": quarter,
        "website": shorten_url(media_context.settings.website),
        "answer_address": media_context.answer_address,
        "setback_reason": to_one_line(media_context.setback_reason),
        "figures": list(list_figures(proof)),
        "counts": list_counts(proof, media_context),
        "counted": render_counted(proof, media_context, is_public=True),
        "has_setbacks": bool(proof.of_kind(StoryKind.LESS_WELL)),
    }


def list_figures(proof: Proof) -> Iterator[StoryFigure]:
    """Yield the figures of an edition, each once, in the order of its stories."""
    seen: set[str] = set()
    for figure in (figure for story in proof.stories for figure in story.figures):
        if figure.code not in seen:
            seen.add(figure.code)
            yield figure


def _build_sheet_data(
    proof: Proof,
    shown: Sequence[Photo],
    media_context: MediaContext,
    most: int,
    deepest: DetailLevel,
) -> dict[str, Any]:
    """Return the stories of a sheet, the titles of the setbacks that are not among them, and photographs.

    Those of its stories come first. One or two stories are told whole wherever there is room.
    """
    stories = _select_stories(proof, most)
    deepest = deepest if len(stories) > _FEW_STORIES else DetailLevel.WHOLE
    codes = {story.code for story in stories}
    others = [story for story in proof.of_kind(StoryKind.LESS_WELL) if story.code not in codes]
    numbered = sorted(enumerate(shown), key=lambda each: each[1].story not in codes)
    return {
        "stories": [_build_story_data(story, media_context) for story in stories],
        "steps": rank_details(stories, deepest),
        "other_setbacks": list_titles(others, _MAX_TITLES, media_context.templates.language),
        "is_whole": len(stories) == len(proof.stories),
        "pictures": [
            {
                "file": f"/pictures/{n}.jpg",
                "story": each.story,
                "title": each.title,
                "alt": each.alt,
                "photographer": each.photographer,
            }
            for n, each in numbered
        ],
    }


def _select_stories(proof: Proof, most: int) -> tuple[Story, ...]:
    """Return the stories of a sheet; figures have a place of their own on it, if there is anything else."""
    told = [story for story in proof.stories if story.kind is not StoryKind.FIGURES]
    return select_stories(told or proof.stories, most)


def _build_story_data(story: Story, media_context: MediaContext) -> dict[str, Any]:
    return {
        "kind": render_story_label(story, media_context),
        "code": story.code,
        "title": story.title,
        "lead": parse_print_blocks(story.short),
        "body": parse_print_blocks(story.rest),
    }
