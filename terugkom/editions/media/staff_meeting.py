"""The staff meeting: slides with speaker notes, and the mail to the director."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from terugkom.documents import slides
from terugkom.documents.markup import TextBlock, parse_print_blocks
from terugkom.documents.messages import translate
from terugkom.documents.slides import Slide
from terugkom.editions.media.article import (
    attach_files,
    build_template_context,
    list_counts,
    render_kind,
    render_omission_note,
    set_document_properties,
)
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photographs import Photograph, load_photographs
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium, Role

_TEMPLATE = "staff-meeting/slides.pptx"
_MAX_CHARACTERS, _MAX_POINTS = 480, 7  # maximum characters and list items per slide


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the slides and the mail to the director. Raises TemplateError."""
    context = {
        **build_template_context(proof, media_context),
        "counts": list_counts(proof, media_context),
    }
    if not proof.stories:
        return render_omission_note(Medium.STAFF_MEETING, media_context, context)
    shown = tuple(_number_repeated_titles(_build_slides(proof, media_context, context)))
    templates = media_context.templates
    content = templates.render_file(_TEMPLATE, slides.render_presentation, shown, f"{templates.language}-BE")
    content = set_document_properties(content, shown[0].title, proof, media_context)
    name = translate("file.staff-meeting", media_context.templates.language, edition=proof.code)
    files = (File(name, slides.PPTX_MEDIA_TYPE, content),)
    hard = proof.of_kind(StoryKind.LESS_WELL)
    letter = media_context.templates.render_letter(
        Medium.STAFF_MEETING, {**context, "count": len(shown), "hard": hard}
    )
    return RenderedMedium(Medium.STAFF_MEETING, files, attach_files(letter, files), Role.DIRECTOR)


def _build_slides(proof: Proof, media_context: MediaContext, context: dict[str, Any]) -> Iterator[Slide]:
    def write(name: str, **own: Any) -> str:
        return media_context.templates.render_text(f"staff-meeting/{name}.txt", {**context, **own}).strip()

    def build_framing_slide(layout: str, name: str) -> Slide:
        texts = {"Tekst": parse_print_blocks(write(f"{name}/text"))}
        return Slide(layout, write(f"{name}/title"), texts, write(f"{name}/notes"))

    language = media_context.templates.language
    pictures = {each.story: each for each in load_photographs(proof.stories, media_context)}
    shown_codes: set[str] = set()  # figures: each once
    yield build_framing_slide("Opening", "opening")
    yield build_framing_slide("Verhaal", "overview")
    for story in proof.stories:
        kind, notes = render_kind(story.kind, media_context), write("story/notes", story=story)
        title = write("story/title", story=story)
        picture = pictures.get(story.code)
        caption = (
            translate("media.photo-credit", language, photographer=picture.photographer) if picture else ""
        )
        yield from _build_story_slides(story, title, kind, notes, picture, caption)
        for figure in (each for each in story.figures if each.code not in shown_codes):
            shown_codes.add(figure.code)
            texts = {
                "Soort": slides.build_paragraphs(kind),
                "Cijfer": slides.build_paragraphs(figure.told),
                "Tekst": slides.build_paragraphs(write("figure/text", figure=figure)),
                "Bron": slides.build_paragraphs(write("figure/source", figure=figure)),
            }
            yield Slide("Cijfer", figure.name, _drop_empty(texts), write("figure/notes", figure=figure))
    yield build_framing_slide("Verhaal", "closing")


def _build_story_slides(
    story: Story, title: str, kind: str, notes: str, picture: Photograph | None, caption: str
) -> Iterator[Slide]:
    """Yield the slides of a story's lead, with the picture on the first.

    A setback is shown with its whole text, including the reason.
    """
    text = story.text if story.kind is StoryKind.LESS_WELL else story.lead
    for n, part in enumerate(_split_into_slides(parse_print_blocks(text))):
        texts = {"Soort": slides.build_paragraphs(kind), "Tekst": part}
        if n == 0 and picture:
            texts["Bijschrift"] = slides.build_paragraphs(caption)
            yield Slide("Verhaal met foto", title, _drop_empty(texts), notes, picture.content, picture.alt)
        else:
            yield Slide("Verhaal", title, _drop_empty(texts), notes)


def _split_into_slides(blocks: Sequence[TextBlock]) -> list[list[TextBlock]]:
    """Split paragraphs into parts that each fit a slide; a paragraph is never split."""
    parts: list[list[TextBlock]] = [[]]
    for block in blocks:
        letters = sum(len(each.text) for each in (*parts[-1], block))
        if parts[-1] and (letters > _MAX_CHARACTERS or len(parts[-1]) >= _MAX_POINTS):
            parts.append([])
        parts[-1].append(block)
    return parts


def _drop_empty(texts: Mapping[str, Sequence[TextBlock]]) -> dict[str, Sequence[TextBlock]]:
    return {name: blocks for name, blocks in texts.items() if blocks}


def _number_repeated_titles(shown: Iterator[Slide]) -> Iterator[Slide]:
    """Number slides with the same title, for accessibility."""
    seen: dict[str, int] = {}
    for slide in shown:
        seen[slide.title] = number = seen.get(slide.title, 0) + 1
        yield slide if number == 1 else replace(slide, title=f"{slide.title} ({number})")
