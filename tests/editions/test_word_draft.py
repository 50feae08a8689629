"""The text of an edition goes out in Word, and what comes back is taken story by story."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from terugkom.claims.kept_sentences import KeptLine
from terugkom.documents.docx_sections import read_docx_sections
from terugkom.documents.look import DEFAULT_PALETTE
from terugkom.documents.templates import Templates
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft, render_story_file
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.word_draft.apply_draft import DraftFolder, StoryOutcome, apply_draft
from terugkom.editions.word_draft.compare_stories import compare_words
from terugkom.editions.word_draft.draft_fields import list_rows, parse_rows
from terugkom.editions.word_draft.draft_stamp import EditionReference, normalize_story
from terugkom.editions.word_draft.parse_draft import parse_draft
from terugkom.editions.word_draft.render_draft import DraftContent, render_draft
from tests import libreoffice
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, EditionMunicipality

REFERENCE = EditionReference("linde", "2026-Q4")
BIKES = StoryDraft(
    "fietsen",
    StoryKind.DONE,
    "Drie dienstfietsen: {M-01}",
    "Ze staan bij het **onthaal**.\n\n## Waarom\n\n- dichtbij\n- zie [de pagina](<https://linde.example.org>)"
    "\n\n1. een\n2. twee",
    public=True,
    actions=("M-01", "M-02"),
    theme="mobiliteit",
    quote="Zo rijden wij zelf ook",
    kept=(KeptLine("Alles is groen.", "Het gaat over de kleur", "An"), KeptLine("Het is af.", "Ja", "An")),
)
WELL = StoryDraft("put", StoryKind.LESS_WELL, "De regenwaterput", "Er lag een leiding in de weg.")


def picture(colour: str = "green") -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, "JPEG")
    return made.getvalue()


class Desk:
    """A folder with stories, and the document that was sent of them."""

    def __init__(self, folder: Path, *stories: StoryDraft) -> None:
        self.folder, self.sent = folder, folder.parent / "sent.docx"
        folder.mkdir()
        for at, story in enumerate(stories, 1):
            self.write(f"{at}0-{story.code}.md", story)
        self.send()

    def write(self, name: str, story: StoryDraft) -> None:
        (self.folder / name).write_text(render_story_file(story, "nl"), "utf-8")

    def send(self, *rivals: StoryDraft) -> None:
        found = read_story_folder(self.folder, "nl")
        made = render_draft(
            Templates("nl"),
            REFERENCE,
            "Gemeente Linde",
            DraftContent(
                [story for _, story in found.stories], found.pictures, {each.code: each for each in rivals}
            ),
            clock_on(ASKED),
        )
        self.sent.write_bytes(made.content)

    def edit(self, change: Callable[[DocxDocument], None]) -> None:
        document = Document(str(self.sent))
        change(document)
        document.save(str(self.sent))

    def take(self, *, dry_run: bool = False) -> list[tuple[str, str]]:
        return [(each.title, str(each.outcome)) for each in self.outcomes(dry_run=dry_run)]

    def outcomes(self, *, dry_run: bool = False) -> tuple[StoryOutcome, ...]:
        draft = parse_draft(read_docx_sections(self.sent), "nl")
        return apply_draft(draft, DraftFolder(self.folder, {}, "nl", dry_run))

    def stories(self) -> dict[str, StoryDraft]:
        found = read_story_folder(self.folder, "nl")
        assert not [each for each in found.problems if "foto" not in each]
        return {story.code: story for _, story in found.stories}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "editie", BIKES, WELL)


def replace_text(old: str, new: str) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        (paragraph,) = (each for each in document.paragraphs if old in each.text)
        paragraph.text = paragraph.text.replace(old, new)

    return change


def set_field(story: int, label: str, value: str) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        (row,) = (each for each in document.tables[story].rows if each.cells[0].text.startswith(label))
        row.cells[1].text = value

    return change


_WORDS = st.text(st.sampled_from("aé Z09*_[]()#-+>.{}\n'&<"), min_size=1, max_size=40)
_STORIES = st.builds(
    StoryDraft,
    st.just("een"),
    st.sampled_from(StoryKind),
    _WORDS.map(lambda text: f"T{' '.join(text.split())}"),
    st.lists(_WORDS, min_size=1, max_size=3).map(lambda parts: "x" + "\n\n".join(parts)),
    st.booleans(),
    st.lists(st.from_regex(r"[A-Z]-[0-9]{2}", fullmatch=True), max_size=2).map(tuple),
    st.sampled_from(("", "water", "Mobiliteit & verkeer")),
    claims_done=st.booleans(),
)


@pytest.mark.long
@given(_STORIES)
def test_what_nobody_changed_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, story: StoryDraft
) -> None:
    path = tmp_path_factory.mktemp("draft") / "draft.docx"
    made = render_draft(Templates("nl"), REFERENCE, "Linde", DraftContent([story], {}), clock_on(ASKED))
    path.write_bytes(made.content)
    (returned,) = parse_draft(read_docx_sections(path), "nl").stories
    assert returned.story == normalize_story(story)


def test_an_unchanged_document_changes_no_byte(desk: Desk) -> None:
    before = {each.name: each.read_bytes() for each in desk.folder.iterdir()}
    assert desk.take() == [(BIKES.title, "unchanged"), (WELL.title, "unchanged")]
    assert {each.name: each.read_bytes() for each in desk.folder.iterdir()} == before


def test_the_fields_of_a_story_stay_on_one_page_with_its_text(desk: Desk) -> None:
    document = Document(str(desk.sent))
    parts = list(document.iter_inner_content())
    tables = document.tables
    assert len(tables) == 2
    borders = {each.get(qn("w:color")) for each in tables[0]._tbl.tblPr.find(qn("w:tblBorders"))}
    assert borders == {DEFAULT_PALETTE.line[1:]}, "pale, and replaced by a municipality's own look"
    for table in tables:
        before = parts[[getattr(each, "_tbl", None) is table._tbl for each in parts].index(True) - 1]
        assert isinstance(before, Paragraph)
        assert before.text, "the story is read before its table"
        assert before.paragraph_format.keep_with_next
        *others, last = table.rows
        lines = [line for row in others for cell in row.cells for line in cell.paragraphs]
        assert len(lines) > 20
        assert all(line.paragraph_format.keep_with_next for line in lines)
        assert not any(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells)


@pytest.mark.long
def test_what_was_changed_goes_in_once(desk: Desk) -> None:
    desk.edit(replace_text("Er lag een leiding", "Er lag een oude leiding"))
    desk.edit(set_field(1, "Openbaar", "ja"))
    assert desk.take(dry_run=True)[1] == (WELL.title, "changed")
    assert desk.stories()["put"] == WELL
    assert desk.take() == [(BIKES.title, "unchanged"), (WELL.title, "changed")]
    expected = replace(WELL, text="Er lag een oude leiding in de weg.", public=True)
    assert desk.stories() == {"fietsen": BIKES, "put": expected}
    assert desk.take()[1] == (WELL.title, "unchanged")


def test_a_figure_stays_a_placeholder(desk: Desk) -> None:
    titles = [each.text for each in Document(str(desk.sent)).paragraphs if "dienstfietsen" in each.text]
    assert titles == ["Drie dienstfietsen: {M-01}"]


@pytest.mark.long
def test_what_was_changed_elsewhere_meanwhile_is_asked_about_and_not_overwritten(desk: Desk) -> None:
    desk.edit(replace_text("Er lag een leiding", "Er lag een oude leiding"))
    elsewhere = replace(WELL, text="De put komt in maart.")
    desk.write("20-put.md", elsewhere)
    (_, outcome) = desk.outcomes()
    assert (str(outcome.outcome), outcome.before) == ("asked", elsewhere)
    assert desk.stories()["put"] == elsewhere
    assert outcome.after
    desk.send(outcome.after)  # with both texts
    texts = [each.text for each in Document(str(desk.sent)).paragraphs]
    assert texts[-3:] == ["De put komt in maart.", texts[-2], "Er lag een oude leiding in de weg."]
    assert desk.take()[1] == (WELL.title, "refused")  # nobody chose
    assert desk.stories()["put"] == elsewhere

    def choose(document: DocxDocument) -> None:
        for paragraph in document.paragraphs:
            if paragraph.text in (elsewhere.text, texts[-2]):
                element = paragraph._element
                element.getparent().remove(element)

    desk.edit(choose)
    assert desk.take()[1] == (WELL.title, "changed")
    assert desk.stories()["put"].text == "Er lag een oude leiding in de weg."


def test_what_was_changed_elsewhere_alone_stays(desk: Desk) -> None:
    elsewhere = replace(WELL, text="De put komt in maart.")
    desk.write("20-put.md", elsewhere)
    assert desk.take()[1] == (WELL.title, "unchanged")
    assert desk.stories()["put"] == elsewhere


@pytest.mark.long
def test_a_story_is_dropped_by_its_field_and_not_by_its_absence(desk: Desk) -> None:
    desk.edit(set_field(0, "Opnemen", "nee"))

    def remove_well(document: DocxDocument) -> None:
        body = document.element.body
        start = next(at for at, each in enumerate(body) if WELL.title in "".join(each.itertext()))
        for each in list(body)[start:-1]:
            body.remove(each)

    desk.edit(remove_well)
    assert desk.take() == [(BIKES.title, "dropped"), (WELL.title, "missing")]
    assert desk.stories() == {"put": WELL}


@pytest.mark.parametrize(
    "words", ["Nee, nog te vaag", "nee.", "nee: te vaag", "Nee (te vaag)", "nee - te vaag", "Nee. Te vaag!"]
)
def test_a_no_with_a_reason_is_a_no(desk: Desk, words: str) -> None:
    desk.edit(set_field(0, "Opnemen", words))
    assert desk.take()[0] == (BIKES.title, "dropped")


@pytest.mark.parametrize("words", ["Ja, maar nog niet", "ja, pas na goedkeuring", "Ja (zonder de foto)"])
def test_what_stands_behind_a_yes_is_asked(desk: Desk, words: str) -> None:
    desk.edit(set_field(0, "Opnemen", words))
    desk.edit(replace_text("Ze staan bij het", "Ze staan al bij het"))
    first = desk.outcomes()[0]
    assert str(first.outcome) == "refused"
    assert f"“{words}”" in first.problem


@pytest.mark.parametrize("words", ["Ja.", "ja!", ""])
def test_a_plain_yes_is_a_yes(desk: Desk, words: str) -> None:
    desk.edit(set_field(0, "Opnemen", words))
    assert desk.take()[0] == (BIKES.title, "unchanged")


def test_a_story_and_a_photograph_are_added(desk: Desk) -> None:
    def add(document: DocxDocument) -> None:
        document.add_heading("Nieuwe bomen op het plein", 1)
        document.add_paragraph("Er kwamen twaalf bomen.")
        document.add_paragraph().add_run().add_picture(BytesIO(picture()), width=Cm(4))

    desk.edit(add)
    assert desk.take()[2] == ("Nieuwe bomen op het plein", "added")
    assert sorted(each.name for each in desk.folder.glob("*.md"))[-1] == "30-nieuwe-bomen-op-het-plein.md"
    story = desk.stories()["nieuwe-bomen-op-het-plein"]
    assert (story.text, story.public) == ("Er kwamen twaalf bomen.", False)
    with Image.open(desk.folder / story.picture) as shown:
        assert shown.size == (60, 40)
    assert desk.take()[2] == ("Nieuwe bomen op het plein", "unchanged")


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (set_field(1, "Openbaar", "misschien"), "Openbaar (ja of nee): 'misschien'"),
        (set_field(1, "Soort", "raar"), "Soort: 'raar'"),
        (set_field(1, "Verhaal", "../put"), "../put"),
        (set_field(1, "Verhaal", "fietsen"), "twee keer"),
        (replace_text("Er lag een leiding in de weg.", " "), "geen tekst"),
    ],
)
def test_one_story_that_cannot_be_used_is_refused_alone(
    desk: Desk, change: Callable[[DocxDocument], None], words: str
) -> None:
    desk.edit(change)
    desk.edit(replace_text("Ze staan bij het", "Ze staan al bij het"))
    first, second, *_ = desk.outcomes()
    assert (str(first.outcome), str(second.outcome)) == ("changed", "refused")
    assert words in second.problem
    assert desk.stories()["put"] == WELL
    assert desk.stories()["fietsen"].text.startswith("Ze staan al bij het")


def test_what_a_story_cannot_hold_is_said(desk: Desk) -> None:
    def comment(document: DocxDocument) -> None:
        (paragraph,) = (each for each in document.paragraphs if "leiding" in each.text)
        document.add_comment(paragraph.runs, "Klopt dit?", "An")
        document.tables[1].add_row().cells[0].text = "Wie"

    desk.edit(comment)
    assert desk.outcomes()[1].not_taken == ("opmerkingen in de marge", "de rij “Wie”")


@pytest.mark.long
@pytest.mark.skipif(libreoffice.office() is None, reason="there is no LibreOffice here")
def test_saving_it_in_another_program_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    (desk.folder / "foto.jpg").write_bytes(picture())
    named = replace(WELL, picture="foto.jpg", alt="De put", photographer="An", permission="An, 2026")
    desk.write("20-put.md", named)
    desk.send()
    (tmp_path / "out").mkdir()
    desk.sent = libreoffice.convert(desk.sent, "docx", tmp_path / "out")
    assert desk.take() == [(BIKES.title, "unchanged"), (WELL.title, "unchanged")]


@pytest.mark.long
def test_the_mails_about_an_edition_carry_the_document(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    (path,) = edition_municipality.desk.documents.folder.rglob("edition-asked*")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert "Word-document" in mail.get_body(("plain",)).get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "nieuwsbrief-2026-q4-tekst.docx"
    document = Document(BytesIO(attached.get_content()))
    how = "\n".join(each.text for each in document.paragraphs)
    assert "Bezorg ons dit document zoals in onze mail staat." in how, "no mailbox is read here"
    stories = read_story_folder(edition_municipality.folder, "nl").stories
    titles = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert titles == [story.title for _, story in stories]
    (edition_municipality.folder / "005-fout.md").write_text("---\nsoort: raar\n---\n\nTekst.\n")
    edition_municipality.take_due_step(ASKED)
    (path,) = edition_municipality.desk.documents.folder.rglob("edition-not-ready*")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert [each.get_filename() for each in mail.iter_attachments()] == ["nieuwsbrief-2026-q4-tekst.docx"]


def test_what_changed_is_shown_in_pieces_that_can_be_read() -> None:
    old, new = "Later, want het is nog niet zo ver.", "Het ligt stil, want de aannemer is nog ziek."
    parts = compare_words(f"Het dak. {old} Tot dan.", f"Het dak. {new} Tot dan.")
    assert [(each.kind, each.text.strip()) for each in parts] == [
        ("same", "Het dak."),
        ("removed", old),
        ("added", new),
        ("same", "Tot dan."),
    ]


def test_no_row_says_of_what_is_late_that_its_text_says_done() -> None:
    """*De tekst zegt dat het klaar is: ja* stood below *Dat is niet gelukt*; that row is still read."""
    story = StoryDraft(
        "minder-e-01", StoryKind.LESS_WELL, "Het dak: later dan beloofd", "Dat is niet gelukt."
    )
    rows = dict(list_rows(story, "nl"))
    assert rows["Nakijken of de tekst zegt dat het klaar is (ja of nee)"] == "ja"
    assert not any(label.startswith("De tekst zegt") for label in rows)
    for label in (*rows, "De tekst zegt dat het klaar is (ja of nee)"):
        assert parse_rows([[label, "nee"]])[1] == []
    assert parse_rows([["De tekst zegt dat het klaar is (ja of nee)", "nee"]])[0] == {"claims_done": "nee"}
