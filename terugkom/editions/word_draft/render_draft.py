"""Render the stories of an edition as one Word document, to be edited and sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from terugkom.documents.docx_template import DOCX_MEDIA_TYPE
from terugkom.documents.formatting import format_short_date
from terugkom.documents.image_file import InvalidImage, encode_for_mail
from terugkom.documents.letter import Attachment
from terugkom.documents.look import DEFAULT_PALETTE
from terugkom.documents.markup import TextBlock, TextRun, parse_blocks
from terugkom.documents.messages import translate
from terugkom.documents.office_properties import remove_invalid_xml, set_properties
from terugkom.documents.templates import Templates
from terugkom.editions.edition_period import format_edition
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.waiting_dates import WaitingDate
from terugkom.editions.word_draft.draft_fields import WAITING, list_rows
from terugkom.editions.word_draft.draft_stamp import EditionReference, format_hashes, normalize_blocks
from terugkom.errors import TemplateError

TEMPLATE = "edition-draft/draft.docx"
_PICTURE_WIDTH = Cm(9)
_LABEL_WIDTH, _VALUE_WIDTH = Cm(6), Cm(10.5)
_SHORT_STORY = 8  # paragraphs
_SPACE_ABOVE_WARNING = Pt(10)
_BORDER_COLOUR = DEFAULT_PALETTE.line[1:]  # becomes that of a municipality's own look


@dataclass(frozen=True)
class DraftContent:
    """What stands in the document: stories, and their pictures by file name.

    `rival_texts` holds, by code, another text of a story: both stand in the document, so that a person
    deletes one. `waiting` are the later dates on which nobody decided yet: who approves reads of them, and
    nobody else.
    """

    stories: Sequence[StoryDraft]
    pictures: Mapping[str, bytes]
    rival_texts: Mapping[str, StoryDraft] = field(default_factory=dict)
    waiting: Sequence[WaitingDate] = ()


def render_draft(
    templates: Templates, reference: EditionReference, town: str, content: DraftContent, rendered_at: datetime
) -> Attachment:
    """Return the draft of an edition as a Word attachment; figures stay placeholders. Raises
    TemplateError."""
    language = templates.language
    quarter = format_edition(reference.period, language)
    title = translate("draft.title", language, quarter=quarter)
    shown = replace(content, pictures=_shrink(content.pictures))
    filled = templates.render_file(TEMPLATE, fill_draft, title, str(reference), shown, language)
    return Attachment(
        translate("file.draft", language, period=reference.period.lower()),
        DOCX_MEDIA_TYPE,
        set_properties(
            filled,
            title=title,
            author=town,
            language=f"{language}-BE",
            made_at=rendered_at,
            subject=str(reference),
            keywords=format_hashes(content.stories),
        ),
    )


def fill_draft(template: Path, title: str, reference: str, content: DraftContent, language: str) -> bytes:
    """Return the template with the stories added, its first two paragraphs being title and reference.

    The later dates that wait stand below these, and in the table of their story.

    Raises TemplateError for a template that lacks a style.
    """
    try:
        document = Document(str(template))
        document.paragraphs[0].text = title
        document.paragraphs[1].text = translate("draft.reference", language, reference=reference)
        _warn(document, content.waiting, language)
        for story in content.stories:
            _add_story(document, story, content.pictures.get(story.picture, b""))
            if story.code in content.rival_texts:
                _add_rival(document, story, content.rival_texts[story.code], language)
            mine = [each for each in content.waiting if each.code in story.actions]
            _add_fields(document, story, mine, language)
        made = BytesIO()
        document.save(made)
    except Exception as error:  # a municipality's own template can go wrong in any way
        raise TemplateError(template.name, error) from error
    return made.getvalue()


def _shrink(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pictures small enough for a mail, without those that no document can show."""
    found = {}
    for name, content in pictures.items():
        try:
            found[name] = encode_for_mail(content)
        except InvalidImage:  # the review says so
            continue
    return found


def _add_story(document: DocxDocument, story: StoryDraft, picture: bytes) -> None:
    document.add_heading(remove_invalid_xml(story.title), 1)
    if picture:
        shape = document.add_paragraph().add_run().add_picture(BytesIO(picture), width=_PICTURE_WIDTH)
        properties = shape._inline.docPr  # noqa: SLF001  python-docx has no other way to an alternative text
        properties.set("name", story.picture)
        properties.set("descr", remove_invalid_xml(story.alt))
    _add_blocks(document, story.text)


def _warn(document: DocxDocument, waiting: Sequence[WaitingDate], language: str) -> None:
    """Say below the reference for which actions a later date waits.

    As paragraphs: a point of a list would end the instructions, and what follows be taken for a person's.
    """
    if not waiting:
        return
    lines = [translate("draft.waiting-dates", language), *_list_waiting(waiting, language)]
    for line in reversed(lines):
        element = OxmlElement("w:p")
        document.paragraphs[1]._p.addnext(element)  # noqa: SLF001  python-docx inserts before a paragraph only
        paragraph = Paragraph(element, document.paragraphs[1]._parent)  # noqa: SLF001
        paragraph.add_run(line).bold = True
    paragraph.paragraph_format.space_before = _SPACE_ABOVE_WARNING


def _list_waiting(waiting: Sequence[WaitingDate], language: str) -> list[str]:
    return [
        remove_invalid_xml(
            translate(
                "draft.waiting-date",
                language,
                title=each.title,
                day=format_short_date(each.proposed, language),
            )
        )
        for each in waiting
    ]


def _add_fields(
    document: DocxDocument, story: StoryDraft, waiting: Sequence[WaitingDate], language: str
) -> None:
    """Add the table of a story below its text, small and pale: the text is what is read."""
    _keep_with_next(document)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    table.columns[0].width, table.columns[1].width = _LABEL_WIDTH, _VALUE_WIDTH
    _set_borders(table)
    style = document.styles["Story Field"].style_id
    rows = list(list_rows(story, language))
    if waiting:
        warning = "\n".join(_list_waiting(waiting, language))
        rows.insert(0, (translate(f"draft.field.{WAITING}", language), warning))
    for number, (label, value) in enumerate(rows, 1):
        cells = table.add_row().cells
        cells[0].width, cells[1].width = _LABEL_WIDTH, _VALUE_WIDTH
        cells[0].text, cells[1].text = label, remove_invalid_xml(value)
        for cell in cells:
            # By its id: looking for a style again in each cell took half of the time of a draft (measured).
            cell.paragraphs[0]._p.style = style  # noqa: SLF001
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(rows)


def _keep_with_next(document: DocxDocument) -> None:
    """Keep a short story on one page with the table that follows, and the end of a long one."""
    last = Paragraph(document.element.body[-2], document)  # what is very last sets the page
    story = [last]
    for each in last._p.itersiblings(preceding=True):  # noqa: SLF001
        paragraph = Paragraph(each, document)
        if paragraph.style and paragraph.style.name == "Heading 1":
            break
        story.append(paragraph)
        if len(story) > _SHORT_STORY:
            story = [last]
            break
    for paragraph in story:
        paragraph.paragraph_format.keep_with_next = True


def _set_borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _BORDER_COLOUR)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  python-docx sets no borders


def _add_rival(document: DocxDocument, story: StoryDraft, rival: StoryDraft, language: str) -> None:
    document.add_heading(translate("draft.your-text", language), 2)
    ours = dict(list_rows(story, language))
    changed = [(label, value) for label, value in list_rows(rival, language) if ours[label] != value]
    if rival.title != story.title:
        changed.insert(0, (translate("draft.field.title", language), rival.title))
    for label, value in changed:
        document.add_paragraph(remove_invalid_xml(f"{label}: {value}"))
    _add_blocks(document, rival.text)


def _add_blocks(document: DocxDocument, text: str) -> None:
    list_id = 0
    for block in normalize_blocks(parse_blocks(text)):
        if block.kind == "heading":
            paragraph = document.add_heading(level=block.level)
        elif block.kind == "point" and block.number:
            list_id = _start_list(document) if block.number == 1 else list_id
            paragraph = document.add_paragraph(style="List Number")
            _set_list(paragraph, list_id)
        else:
            paragraph = document.add_paragraph(style="List Bullet" if block.kind == "point" else None)
        _add_runs(paragraph, block)


def _add_runs(paragraph: Paragraph, block: TextBlock) -> None:
    for run in block.runs:
        if run.link:
            _add_link(paragraph, run)
        else:
            _set_style(paragraph.add_run(remove_invalid_xml(run.text)), run)


def _set_style(written: Run, run: TextRun) -> None:
    written.bold, written.italic = run.bold or None, run.italic or None


def _add_link(paragraph: Paragraph, run: TextRun) -> None:
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    written = paragraph.add_run(remove_invalid_xml(run.text))
    _set_style(written, run)
    written.font.underline = True
    link.append(written._element)  # noqa: SLF001  python-docx reads links, and writes none
    paragraph._p.append(link)  # noqa: SLF001


def _start_list(document: DocxDocument) -> int:
    """Return the number of a new numbered list, which counts from 1."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    based_on = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(based_on)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _set_list(paragraph: Paragraph, list_id: int) -> None:
    element = paragraph._p  # noqa: SLF001  python-docx has no lists beside those of a style
    properties = element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = list_id
