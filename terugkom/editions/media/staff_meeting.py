"""The staff meeting: slides with speaker notes, and the mail to the director."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from terugkom.documents import slides
from terugkom.documents.markup import Block, on_paper
from terugkom.documents.slides import Slide
from terugkom.editions.media.article import finished, kind_of, not_made, with_files, words_of
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.photographs import Photograph, photographs
from terugkom.editions.media.rendered import File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium, Role

_MOST_LETTERS, _MOST_POINTS = 480, 7  # maximum characters and list items per slide


def made(proof: Proof, kit: Kit) -> Made:
    """Render the slides and the mail to the director. Raises TemplateProblem."""
    context = words_of(proof, kit)
    if not proof.stories:
        return not_made(Medium.STAFF_MEETING, kit, context)
    shown = tuple(_each_its_title(_show(proof, kit, context)))
    template = kit.templates.file("staff-meeting/slides.pptx")
    content = slides.presentation(template, shown, f"{kit.templates.language}-BE")
    content = finished(content, shown[0].title, proof, kit)
    files = (File(f"personeelsvergadering-{proof.code}.pptx", slides.TYPE, content),)
    hard = proof.of_kind(StoryKind.LESS_WELL)
    letter = kit.templates.letter(Medium.STAFF_MEETING, {**context, "count": len(shown), "hard": hard})
    return Made(Medium.STAFF_MEETING, files, with_files(letter, files), Role.DIRECTOR)


def _show(proof: Proof, kit: Kit, context: dict[str, Any]) -> Iterator[Slide]:
    def write(name: str, **own: Any) -> str:
        return kit.templates.text(f"staff-meeting/{name}.txt", {**context, **own}).strip()

    def framing(layout: str, name: str) -> Slide:
        texts = {"Tekst": on_paper(write(f"{name}/text"))}
        return Slide(layout, write(f"{name}/title"), texts, write(f"{name}/notes"))

    pictures = {each.story: each for each in photographs(proof.stories, kit)}
    told: set[str] = set()  # figures: each once
    yield framing("Opening", "opening")
    yield framing("Verhaal", "overview")
    for story in proof.stories:
        kind, notes = kind_of(story, kit), write("story/notes", story=story)
        title = write("story/title", story=story)
        yield from _story(story, title, kind, notes, pictures.get(story.code))
        for figure in (each for each in story.figures if each.code not in told):
            told.add(figure.code)
            texts = {
                "Soort": slides.plain(kind),
                "Cijfer": slides.plain(figure.told),
                "Tekst": slides.plain(write("figure/text", figure=figure)),
                "Bron": slides.plain(write("figure/source", figure=figure)),
            }
            yield Slide("Cijfer", figure.name, _filled(texts), write("figure/notes", figure=figure))
    yield framing("Verhaal", "closing")


def _story(story: Story, title: str, kind: str, notes: str, picture: Photograph | None) -> Iterator[Slide]:
    """Yield the slides of a story's lead, with the picture on the first.

    A setback is shown with its whole text, including the reason.
    """
    text = story.text if story.kind is StoryKind.LESS_WELL else story.lead
    for n, part in enumerate(_parts(on_paper(text))):
        texts = {"Soort": slides.plain(kind), "Tekst": part}
        if n == 0 and picture:
            texts["Bijschrift"] = slides.plain(f"Foto: {picture.photographer}")
            yield Slide("Verhaal met foto", title, _filled(texts), notes, picture.content, picture.alt)
        else:
            yield Slide("Verhaal", title, _filled(texts), notes)


def _parts(blocks: Sequence[Block]) -> list[list[Block]]:
    """Split paragraphs into parts that each fit a slide; a paragraph is never split."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        letters = sum(len(each.text) for each in (*parts[-1], block))
        if parts[-1] and (letters > _MOST_LETTERS or len(parts[-1]) >= _MOST_POINTS):
            parts.append([])
        parts[-1].append(block)
    return parts


def _filled(texts: Mapping[str, Sequence[Block]]) -> dict[str, Sequence[Block]]:
    return {name: blocks for name, blocks in texts.items() if blocks}


def _each_its_title(shown: Iterator[Slide]) -> Iterator[Slide]:
    """Number slides with the same title, for accessibility."""
    seen: dict[str, int] = {}
    for slide in shown:
        seen[slide.title] = number = seen.get(slide.title, 0) + 1
        yield slide if number == 1 else replace(slide, title=f"{slide.title} ({number})")
