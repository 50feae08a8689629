"""An article of limited length, as a Word document and as plain text, for print layout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from terugkom.documents import docx_template, office_properties
from terugkom.documents.image_file import JPEG
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.markup import parse_print_blocks
from terugkom.documents.messages import translate, translate_plural
from terugkom.editions.media.fit_length import (
    MAX_TITLES,
    DetailLevel,
    FittedStory,
    LengthLimit,
    LengthTooShort,
    TitleList,
    fit_stories,
)
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import build_edition_context
from terugkom.editions.media.photos import load_photos
from terugkom.editions.media.rendered import NOTE_FILE, File, RenderedMedium
from terugkom.editions.proof import COUNTED_KINDS, Proof
from terugkom.editions.setbacks import add_setback
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium, Role


@dataclass(frozen=True)
class Article:
    """A rendered article; `size` is the larger size of its two files, in the unit of the length limit."""

    files: tuple[File, File]
    stories: tuple[FittedStory | TitleList, ...]
    omitted_stories: tuple[Story, ...]
    size: int
    text: str
    described: Mapping[str, Any] = field(default_factory=dict)  # of its stories, for its letter too

    @property
    def has_setbacks(self) -> bool:
        """Whether it tells of something that went less well, if only by its title."""
        return any(
            isinstance(each, TitleList) or each.story.kind is StoryKind.LESS_WELL for each in self.stories
        )

    def list_codes(self, proof: Proof) -> tuple[str, ...]:
        """Return the codes of the stories of its proof that it tells, or names by their title."""
        omitted = {story.code for story in self.omitted_stories}
        return tuple(story.code for story in proof.stories if story.code not in omitted)


def render_article(
    proof: Proof,
    media_context: MediaContext,
    folder: str,
    name: str,
    limit: LengthLimit,
    *,
    describe: Callable[[Sequence[FittedStory]], Mapping[str, Any]] = lambda _: {},
    **extra_context: Any,
) -> Article:
    """Render the templates ``article.docx`` and ``article.txt`` of `folder`, neither longer than the limit.

    `extra_context` is added to their context, and what `describe` returns of the stories that fit. The
    template's own text counts too; a page's header and footer
    do not. Raises LengthTooShort and TemplateError.
    """
    room = limit.most
    while True:
        fitted = _fit_to_length(proof.stories, room, limit.measure)
        shown = _group_titles(proof, fitted, media_context.templates.language)
        context = {**build_template_context(proof, media_context), "stories": shown, **extra_context}
        described = describe(fitted)
        context |= described
        text = media_context.templates.render_text(f"{folder}/article.txt", context).strip() + "\n"
        size = limit.measure(text)
        if size <= limit.most:
            document = media_context.templates.render_docx(f"{folder}/article.docx", context)
            size = max(size, limit.measure("\n".join(docx_template.read_paragraphs(document))))
        if size <= limit.most:
            break
        if not fitted:
            raise LengthTooShort("error.length.template")
        room -= size - limit.most
    files = (
        File(
            f"{name}-{proof.code}.docx",
            docx_template.DOCX_MEDIA_TYPE,
            set_document_properties(document, text.partition("\n")[0], proof, media_context),
        ),
        File(f"{name}-{proof.code}.txt", "text/plain", text.encode()),
    )
    named = {each.story.code for each in fitted}
    omitted = tuple(each for each in proof.stories if each.code not in named)
    return Article(files, shown, omitted, size, text, described)


def render_article_letter(
    medium: Medium,
    role: Role,
    proof: Proof,
    media_context: MediaContext,
    limit: LengthLimit,
    *,
    name: str = "artikel",
    describe: Callable[[Sequence[FittedStory]], Mapping[str, Any]] = lambda _: {},
    **extra_context: Any,
) -> RenderedMedium:
    """Return an article with the letter that goes with it, and its photographs; see `article`.

    Without stories, or if the length is too short for the setbacks, there is no article and a note. Raises
    TemplateError.
    """
    context = {
        **build_template_context(proof, media_context),
        "most": limit.most,
        "unit": limit.unit,
        **extra_context,
    }
    try:
        written = render_article(
            proof, media_context, medium, name, limit, describe=describe, **extra_context
        )
    except LengthTooShort:
        written = None
    if written is None or not written.stories:
        return render_omission_note(medium, media_context, context)
    told = [each.story for each in written.stories if isinstance(each, FittedStory)]
    shown = load_photos(told, media_context)
    files = (*written.files, *(File(f"{each.story}.jpg", JPEG, each.content) for each in shown))
    letter = media_context.templates.render_letter(
        medium, {**context, **written.described, "article": written, "photographs": shown}
    )
    return RenderedMedium(
        medium, files, attach_files(letter, files), role, story_codes=written.list_codes(proof)
    )


def render_omission_note(
    medium: Medium, media_context: MediaContext, context: dict[str, Any]
) -> RenderedMedium:
    """Return a medium without content: a note with the reason, also as a file."""
    note = media_context.templates.render_text(f"{medium}/none.txt", context).strip()
    file = File(NOTE_FILE, "text/plain", f"{note}\n".encode())
    return RenderedMedium(medium, (file,), note=note, story_codes=())


def attach_files(letter: Letter, files: Sequence[File]) -> Letter:
    """Return a letter with these files attached."""
    return replace(
        letter, attachments=tuple(Attachment(each.name, each.type, each.content) for each in files)
    )


def build_template_context(proof: Proof, media_context: MediaContext) -> dict[str, Any]:
    """Return the template context that all media share."""
    own = {"proof": proof, "house": media_context.settings, "answer_address": media_context.answer_address}
    return {**build_edition_context(proof, media_context), **own}


def render_label(label: str, media_context: MediaContext) -> str:
    """Return what stands above a story, by its kind or `Story.heading`: ``Klaar``. Raises TemplateError."""
    return media_context.templates.render_text("story-kind.txt", {"kind": label}).strip()


def render_story_label(story: Story, media_context: MediaContext) -> str:
    """Return what stands above a story; "" for an idea whose title begins with it. Raises TemplateError."""
    label = render_label(story.heading, media_context)
    return "" if story.kind is StoryKind.IDEA and story.title.startswith(f"{label}:") else label


def list_counts(proof: Proof, media_context: MediaContext) -> list[dict[str, Any]]:
    """Return what is in an edition in numbers, by kind, with name and number: of actions, and of
    answered ideas."""
    counts = ((kind, proof.count(kind)) for kind in COUNTED_KINDS)
    return [
        {"kind": kind, "name": render_label(proof.find_heading(kind), media_context), "number": number}
        for kind, number in counts
        if number
    ]


def render_counted(proof: Proof, media_context: MediaContext, *, is_public: bool) -> str:
    """Return of which actions the numbers of an edition are, and of when. Raises TemplateError."""
    has_ideas = proof.count(StoryKind.IDEA) > 0
    context = {"since": proof.since, "until": proof.until, "is_public": is_public, "has_ideas": has_ideas}
    return media_context.templates.render_text("counted-actions.txt", context).strip()


def set_document_properties(document: bytes, title: str, proof: Proof, media_context: MediaContext) -> bytes:
    """Return a Word or PowerPoint document with its properties set; see `office.finished`."""
    language = f"{media_context.templates.language}-BE"
    return office_properties.set_properties(
        document, title=title, author=proof.town, language=language, made_at=media_context.rendered_at
    )


def list_titles(setbacks: Sequence[Story], most: int, language: str) -> tuple[str, ...]:
    """Return the names of at most so many setbacks, and how many others there are."""
    names = [name for story in setbacks for name in list_setback_names(story, language)]
    hidden = len(names[most:])
    return (*names[:most], *([translate_plural("media.more-points", hidden, language)] if hidden else []))


def list_announced_points(story: Story) -> tuple[str, ...]:
    """Return the points of the list that the lead of a story announces: the actions of one that only lists
    actions. Empty for any other story."""
    if not story.lead.rstrip().endswith(":"):
        return ()
    return tuple(block.text for block in parse_print_blocks(story.text) if block.kind == "point")


def list_setback_names(story: Story, language: str) -> tuple[str, ...]:
    """Return what a story is called in a list: its title, or the actions of one that only lists actions.

    Of a setback it says whether the action is late or was stopped.
    """
    points = list_announced_points(story)
    names = points if points and len(points) == len(story.actions) else (story.title,)
    return tuple(add_setback(each, story.setback, language) for each in names)


def _group_titles(
    proof: Proof, fitted: Sequence[FittedStory], language: str
) -> tuple[FittedStory | TitleList, ...]:
    """Return the stories that have text, then the titles of the setbacks that have none, as one list."""
    told = tuple(each for each in fitted if each.detail_level is not DetailLevel.TITLE)
    codes = {each.story.code for each in told}
    untold = [story for story in proof.of_kind(StoryKind.LESS_WELL) if story.code not in codes]
    if not untold:
        return told
    title = translate("media.other-setbacks", language)
    lists = [each for each in told if _is_bare_list(each, title)]  # else it stood twice
    points = [name for each in lists for name in list_setback_names(each.story, language)]
    told = tuple(each for each in told if each not in lists)
    return (*told, TitleList(title, (*points, *list_titles(untold, MAX_TITLES, language))))


def _is_bare_list(told: FittedStory, title: str) -> bool:
    """Return whether a story of this title is a list of setbacks and nothing else."""
    story, points = told.story, [block.kind == "point" for block in told.blocks]
    is_bare = not story.picture and not story.notes and not any(points[:1]) and all(points[1:])
    return is_bare and story.title == title and len(points) == 1 + len(story.actions)


def _fit_to_length(
    stories: Sequence[Story], room: int, measure: Callable[[str], int]
) -> tuple[FittedStory, ...]:
    return fit_stories(stories, lambda fitted: measure("\n\n".join(each.text for each in fitted)) <= room)
