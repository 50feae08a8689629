"""An article of limited length, as a Word document and as plain text, for print layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from terugkom.documents import docx_template, office_properties
from terugkom.documents.letter import Attachment, Letter
from terugkom.editions.media.fit_length import NoRoom, Told, fitted
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about
from terugkom.editions.media.photographs import JPEG, photographs
from terugkom.editions.media.rendered import NOTE, File, Made
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story
from terugkom.plan.media import Medium, Role


@dataclass(frozen=True)
class Article:
    """A rendered article; `size` is the larger size of its two files, in the unit of the length limit."""

    files: tuple[File, File]
    told: tuple[Told, ...]
    left_out: tuple[Story, ...]
    size: int
    text: str


def article(
    proof: Proof, kit: Kit, folder: str, name: str, *, most: int, measure: Callable[[str], int], **own: Any
) -> Article:
    """Render the templates ``article.docx`` and ``article.txt`` of `folder`, neither longer than `most`.

    `own` is added to their context.
    The template's own text counts too; a page's header and footer
    do not. Raises NoRoom and TemplateProblem.
    """
    room = most
    while True:
        told = _within(proof.stories, room, measure)
        context = {**words_of(proof, kit), "stories": told, **own}
        text = kit.templates.text(f"{folder}/article.txt", context).strip() + "\n"
        size = measure(text)
        if size <= most:
            document = kit.templates.word(f"{folder}/article.docx", context)
            size = max(size, measure("\n".join(docx_template.lines(document))))
        if size <= most:
            break
        if not told:
            raise NoRoom("the template alone is longer than that")
        room -= size - most
    files = (
        File(
            f"{name}-{proof.code}.docx",
            docx_template.TYPE,
            finished(document, text.partition("\n")[0], proof, kit),
        ),
        File(f"{name}-{proof.code}.txt", "text/plain", text.encode()),
    )
    named = {each.story.code for each in told}
    return Article(files, told, tuple(each for each in proof.stories if each.code not in named), size, text)


def article_by_mail(
    medium: Medium,
    role: Role,
    proof: Proof,
    kit: Kit,
    *,
    name: str = "artikel",
    most: int,
    unit: str,
    measure: Callable[[str], int],
    **own: Any,
) -> Made:
    """Return an article with the letter that goes with it, and its photographs; see `article`.

    Without stories, or if the length is too short for the setbacks, there is no article and a note. Raises
    TemplateProblem.
    """
    context = {**words_of(proof, kit), "most": most, "unit": unit, **own}
    try:
        written = article(proof, kit, medium, name, most=most, measure=measure, **own)
    except NoRoom:
        written = None
    if written is None or not written.told:
        return not_made(medium, kit, context)
    shown = photographs([each.story for each in written.told], kit)
    files = (*written.files, *(File(f"{each.story}.jpg", JPEG, each.content) for each in shown))
    letter = kit.templates.letter(medium, {**context, "article": written, "photographs": shown})
    return Made(medium, files, with_files(letter, files), role)


def not_made(medium: Medium, kit: Kit, context: dict[str, Any]) -> Made:
    """Return a medium without content: a note with the reason, also as a file."""
    note = kit.templates.text(f"{medium}/none.txt", context).strip()
    return Made(medium, (File(NOTE, "text/plain", f"{note}\n".encode()),), note=note)


def with_files(letter: Letter, files: Sequence[File]) -> Letter:
    """Return a letter with these files attached."""
    return replace(
        letter, attachments=tuple(Attachment(each.name, each.type, each.content) for each in files)
    )


def words_of(proof: Proof, kit: Kit) -> dict[str, Any]:
    """Return the template context that all media share."""
    own = {"proof": proof, "house": kit.house, "answer_address": kit.answer_address}
    return {**about(proof, kit), **own}


def kind_of(story: Story, kit: Kit) -> str:
    """Return the label of a story's kind: ``Minder goed``. Raises TemplateProblem."""
    return kit.templates.text("story-kind.txt", {"kind": story.kind}).strip()


def finished(document: bytes, title: str, proof: Proof, kit: Kit) -> bytes:
    """Return a Word or PowerPoint document with its properties set; see `office.finished`."""
    language = f"{kit.templates.language}-BE"
    return office_properties.finished(
        document, title=title, author=proof.town, language=language, made_at=kit.made_at
    )


def _within(stories: Sequence[Story], room: int, measure: Callable[[str], int]) -> tuple[Told, ...]:
    return fitted(stories, lambda told: measure("\n\n".join(each.text for each in told)) <= room)
