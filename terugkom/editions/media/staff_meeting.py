"""The staff meeting: at most twelve slides with speaker notes, and the mail to the director.

Guide: "tijdens een personeelsvergadering [...] kan de directie toelichten waarom ze bepaalde MVO-activiteiten
onderneemt en wat daarvan de gevolgen zijn". Why, and what it changes, is what the director answered; without
an answer the slides leave room for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from terugkom.documents import slides
from terugkom.documents.markup import TextBlock, TextRun, parse_print_blocks
from terugkom.documents.messages import translate, translate_plural
from terugkom.documents.slides import Slide
from terugkom.editions.media.article import (
    attach_files,
    build_template_context,
    list_counts,
    list_setback_names,
    render_counted,
    render_omission_note,
    render_story_label,
    set_document_properties,
)
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photos import load_photos
from terugkom.editions.media.print_pieces import list_figures
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.select_stories import LISTS, select_stories
from terugkom.editions.media.write_sentences import write_story
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryFigure, StoryKind
from terugkom.plan.media import Medium, Role

MAX_SLIDES = 12
_TEMPLATE = "staff-meeting/slides.pptx"
_FRAME = 5  # slides around the stories: opening, why, in short, what it changes, questions
_MAX_CHARACTERS, _MAX_POINTS = 480, 7  # maximum characters and list items per slide
_MAX_FIGURES = _MAX_POINTS - 1  # beside each other on one slide; the last point counts the rest
_ROOMY_CHARACTERS = 300  # until which more than the short form is shown
_MAX_SENTENCES = 8


@dataclass(frozen=True)
class _Content:
    """What is on the slides: some stories, the first figure alone and the next ones together."""

    stories: tuple[Story, ...]
    figure: StoryFigure | None
    other_figures: tuple[StoryFigure, ...]


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the slides and the mail to the director. Raises TemplateError."""
    context = {
        **build_template_context(proof, media_context),
        "counts": list_counts(proof, media_context),
        "counted": render_counted(proof, media_context, is_public=False),
    }
    if not proof.stories:
        return render_omission_note(Medium.STAFF_MEETING, media_context, context)
    content = _select_content(proof)
    context["others"] = [story for story in proof.stories if not _is_on_slides(story, content)]
    shown = tuple(_number_repeated_titles(_build_slides(proof, content, media_context, context)))
    templates = media_context.templates
    deck = templates.render_file(_TEMPLATE, slides.render_presentation, shown, f"{templates.language}-BE")
    deck = set_document_properties(deck, shown[0].title, proof, media_context)
    name = translate("file.staff-meeting", templates.language, edition=proof.code)
    files = (File(name, slides.PPTX_MEDIA_TYPE, deck),)
    hard = [
        name
        for story in proof.of_kind(StoryKind.LESS_WELL)
        for name in list_setback_names(story, templates.language)
    ]
    letter = templates.render_letter(Medium.STAFF_MEETING, {**context, "count": len(shown), "hard": hard})
    codes = _list_told_codes(proof, content, has_overview=_has_overview(proof, context))
    return RenderedMedium(
        Medium.STAFF_MEETING, files, attach_files(letter, files), Role.DIRECTOR, story_codes=codes
    )


def _list_told_codes(proof: Proof, content: _Content, *, has_overview: bool) -> tuple[str, ...]:
    """Return the codes of the stories on the slides, and of those that the notes name; the title of a list,
    such as that of the days to come, tells nothing of it."""
    return tuple(
        story.code
        for story in proof.stories
        if _is_on_slides(story, content) or (has_overview and story.kind not in LISTS)
    )


def _has_overview(proof: Proof, context: Mapping[str, Any]) -> bool:
    return len(proof.stories) > 1 and bool(context["counts"])


def _select_content(proof: Proof) -> _Content:
    figures = tuple(list_figures(proof))
    room = MAX_SLIDES - _FRAME - min(2, len(figures))
    told = [story for story in proof.stories if story.kind is not StoryKind.FIGURES]
    return _Content(select_stories(told, room), figures[0] if figures else None, figures[1:])


def _is_on_slides(story: Story, content: _Content) -> bool:
    """Return whether a story has a slide, or is of figures that all stand on one."""
    figures = (content.figure, *content.other_figures[:_MAX_FIGURES])
    shown = {each.code for each in figures if each}
    of_figures = story.kind is StoryKind.FIGURES and bool(story.figures)
    return story in content.stories or (of_figures and shown >= {each.code for each in story.figures})


def _build_slides(
    proof: Proof, content: _Content, media_context: MediaContext, context: dict[str, Any]
) -> Iterator[Slide]:
    def write(name: str, **own: Any) -> str:
        return media_context.templates.render_text(f"staff-meeting/{name}.txt", {**context, **own}).strip()

    def build_framing_slide(layout: str, name: str) -> Slide:
        texts = {"Tekst": parse_print_blocks(write(f"{name}/text"))}
        return Slide(layout, write(f"{name}/title"), _drop_empty(texts), write(f"{name}/notes"))

    yield build_framing_slide("Opening", "opening")
    yield build_framing_slide("Verhaal", "reason")
    if _has_overview(proof, context):
        yield build_framing_slide("Verhaal", "overview")
    yield from _build_story_slides(content.stories, media_context, write)
    if content.figure:
        yield _build_figure_slide(content.figure, write)
    if content.other_figures:
        yield _build_figures_slide(content.other_figures, media_context, write)
    if proof.director_answers.effects:
        yield build_framing_slide("Verhaal", "effects")
    yield build_framing_slide("Verhaal", "closing")


def _build_story_slides(
    stories: Sequence[Story], media_context: MediaContext, write: Callable[..., str]
) -> Iterator[Slide]:
    """Yield a slide a story: in short, a setback with its reason; the whole text is in the notes."""
    language = media_context.templates.language
    pictures = {each.story: each for each in load_photos(stories, media_context)}
    for story in stories:
        title, notes = write("story/title", story=story), write("story/notes", story=story)
        kind = slides.build_paragraphs(render_story_label(story, media_context))
        texts: Mapping[str, Sequence[TextBlock]] = {"Soort": kind, "Tekst": _fit_slide(story, language)}
        if picture := pictures.get(story.code):
            credit = translate("media.photo-credit", language, photographer=picture.photographer)
            texts = _drop_empty({**texts, "Bijschrift": slides.build_paragraphs(credit)})
            yield Slide("Verhaal met foto", title, texts, notes, picture.content, picture.alt)
        else:
            yield Slide("Verhaal", title, _drop_empty(texts), notes)


def _fit_slide(story: Story, language: str) -> Sequence[TextBlock]:
    """Return a story in short: its paragraphs if they fit a slide, else as many sentences as fit."""
    blocks = parse_print_blocks(story.short)
    if _fits_slide(blocks):
        return _fill_slide(blocks, parse_print_blocks(story.rest))
    if fitting := _shorten_list(blocks, language):
        return fitting
    written = write_story(story, language)
    told = written.fit(lambda some: len(" ".join(some)) <= _MAX_CHARACTERS, _MAX_SENTENCES)
    return slides.build_paragraphs(" ".join(told or written.least))


def _fits_slide(blocks: Sequence[TextBlock]) -> bool:
    return sum(len(block.text) for block in blocks) <= _MAX_CHARACTERS and len(blocks) <= _MAX_POINTS


def _shorten_list(blocks: Sequence[TextBlock], language: str) -> Sequence[TextBlock]:
    """Return a list with what announces it, as many of its points as fit and how many more there are; nothing
    for what is no such list, or of which no point fits."""
    points = [block for block in blocks if block.kind == "point"]
    if len(points) != len(blocks) - 1 or blocks[0].kind == "point":
        return ()
    for count in range(len(points) - 1, 0, -1):
        more = translate_plural("media.more-points", len(points) - count, language)
        shown = (blocks[0], *points[:count], TextBlock("point", (TextRun(more),)))
        if _fits_slide(shown):
            return shown
    return ()


def _fill_slide(blocks: Sequence[TextBlock], rest: Sequence[TextBlock]) -> Sequence[TextBlock]:
    """Return the blocks with the paragraphs that follow, as long as the slide is rather empty."""
    for block in takewhile(lambda block: block.kind == "text" and not block.text.endswith(":"), rest):
        if sum(len(each.text) for each in (*blocks, block)) > _ROOMY_CHARACTERS:
            break
        blocks = (*blocks, block)
    return blocks


def _build_figure_slide(figure: StoryFigure, write: Callable[..., str]) -> Slide:
    texts = {
        "Cijfer": slides.build_paragraphs(figure.told),
        "Tekst": slides.build_paragraphs(write("figure/text", figure=figure)),
        "Bron": slides.build_paragraphs(write("figure/source", figure=figure)),
    }
    return Slide("Cijfer", figure.name, _drop_empty(texts), write("figure/notes", figure=figure))


def _build_figures_slide(
    figures: Sequence[StoryFigure], media_context: MediaContext, write: Callable[..., str]
) -> Slide:
    shown, hidden = figures[:_MAX_FIGURES], figures[_MAX_FIGURES:]
    blocks = [_build_figure_point(each, write, ("text", "source")) for each in shown]
    if sum(len(block.text) for block in blocks) > _MAX_CHARACTERS:
        blocks = [_build_figure_point(each, write, ("text",)) for each in shown]  # the notes have the source
    if hidden:
        more = translate_plural("media.more-points", len(hidden), media_context.templates.language)
        blocks.append(TextBlock("point", (TextRun(more),)))
    return Slide(
        "Verhaal",
        write("figures/title"),
        {"Tekst": blocks},
        "\n\n".join(write("figure/notes", figure=each) for each in figures),
    )


def _build_figure_point(figure: StoryFigure, write: Callable[..., str], parts: Sequence[str]) -> TextBlock:
    """Return one figure in a list: its name and value, and these parts of what is said about it."""
    about = ". ".join(text for part in parts if (text := write(f"figure/{part}", figure=figure)))
    runs = (TextRun(f"{figure.name}: "), TextRun(figure.told, bold=True))
    return TextBlock("point", (*runs, TextRun(f". {about}.")) if about else runs)


def _drop_empty(texts: Mapping[str, Sequence[TextBlock]]) -> dict[str, Sequence[TextBlock]]:
    return {name: blocks for name, blocks in texts.items() if blocks}


def _number_repeated_titles(shown: Iterator[Slide]) -> Iterator[Slide]:
    """Number slides with the same title, for accessibility."""
    seen: dict[str, int] = {}
    for slide in shown:
        seen[slide.title] = number = seen.get(slide.title, 0) + 1
        yield slide if number == 1 else replace(slide, title=f"{slide.title} ({number})")
