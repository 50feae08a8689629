"""What a person does to a draft in Word beside writing: titles, tables, rows and photographs."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw, ImageFilter

from terugkom.documents.image_file import encode_for_mail
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.word_draft.draft_stamp import normalize_story
from tests.editions.test_word_draft import BIKES, WELL, Desk, picture, replace_text, set_field


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two stories, and the draft that was sent of them."""
    return Desk(tmp_path / "editie", BIKES, WELL)


def remove_style(style: str) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        title = [each for each in document.paragraphs if each.style and each.style.name == "Heading 1"][1]
        title.style = document.styles[style]

    return change


@pytest.mark.parametrize("style", ["Normal", "Heading 2"])
def test_a_title_that_lost_its_style_takes_no_story_into_the_one_before(desk: Desk, style: str) -> None:
    desk.edit(remove_style(style))
    first, second = desk.outcomes()
    assert [str(each.outcome) for each in (first, second)] == ["refused", "missing"]
    assert "Kop 1" in first.problem
    assert desk.stories() == {"fietsen": BIKES, "put": WELL}


def remove_rows(*labels: str) -> Callable[[DocxDocument], None]:
    def change(document: DocxDocument) -> None:
        for row in document.tables[0].rows:
            if not labels or row.cells[0].text.startswith(labels):
                element = row._tr
                element.getparent().remove(element)

    return change


def remove_table(document: DocxDocument) -> None:
    element = document.tables[0]._tbl
    element.getparent().remove(element)


@pytest.mark.parametrize("remove", [remove_table, remove_rows(), remove_rows("Soort", "Openbaar", "Acties")])
def test_what_a_row_said_stays_when_the_row_is_gone(
    desk: Desk, remove: Callable[[DocxDocument], None]
) -> None:
    desk.edit(remove)
    desk.edit(replace_text("Ze staan bij het", "Ze staan al bij het"))
    first, second = desk.outcomes()
    assert [str(each.outcome) for each in (first, second)] == ["changed", "unchanged"]
    assert "“Acties”" in first.not_taken[0]
    expected = BIKES.text.replace("Ze staan bij het **onthaal**", "Ze staan al bij het onthaal")
    assert normalize_story(desk.stories()["fietsen"]) == normalize_story(replace(BIKES, text=expected))


def test_a_table_of_figures_above_the_fields_is_not_taken_for_them(desk: Desk) -> None:
    def add(document: DocxDocument) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "2026", "412"
        (paragraph,) = (each for each in document.paragraphs if "leiding" in each.text)
        paragraph._p.addnext(table._tbl)

    desk.edit(add)
    assert desk.take() == [(BIKES.title, "unchanged"), (WELL.title, "unchanged")]
    assert desk.outcomes()[1].not_taken == ("een tweede tabel",)


PICTURED = replace(WELL, picture="put.jpg", alt="De put", photographer="An", permission="An, 3 maart")


@pytest.fixture
def pictured(tmp_path: Path) -> Desk:
    """A draft with a story that has a photograph."""
    desk = Desk(tmp_path / "editie", BIKES)
    (desk.folder / "put.jpg").write_bytes(picture())
    desk.write("20-put.md", PICTURED)
    desk.send()
    return desk


def find_picture(document: DocxDocument) -> Paragraph:
    (found,) = (each for each in document.paragraphs if each._p.findall(f".//{qn('w:drawing')}"))
    return found


def delete_picture(document: DocxDocument) -> None:
    element = find_picture(document)._p
    element.getparent().remove(element)


def delete_picture_tracked(document: DocxDocument) -> None:
    run = find_picture(document).runs[0]._r
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)


@pytest.mark.parametrize("delete", [delete_picture, delete_picture_tracked, set_field(1, "Foto", "")])
def test_a_photograph_that_somebody_takes_away_is_away(
    pictured: Desk, delete: Callable[[DocxDocument], None]
) -> None:
    pictured.edit(delete)
    assert pictured.take()[1] == (WELL.title, "changed")
    assert pictured.stories()["put"].picture == ""


def replace_picture(document: DocxDocument) -> None:
    paragraph = find_picture(document)
    paragraph.clear()
    paragraph.add_run().add_picture(BytesIO(picture("red")), width=Cm(4))


def test_another_photograph_has_no_permission_of_the_one_before(pictured: Desk) -> None:
    pictured.edit(replace_picture)
    pictured.edit(set_field(1, "Wat er op de foto staat", "De nieuwe put"))
    outcome = pictured.outcomes()[1]
    assert (str(outcome.outcome), len(outcome.not_taken)) == ("changed", 1)
    story = read_story_folder(pictured.folder, "nl").originals[1]
    assert (story.alt, story.photographer, story.permission) == ("De nieuwe put", "", "")
    with Image.open(pictured.folder / story.picture) as shown:
        red, green, _ = shown.getpixel((5, 5))  # type: ignore[misc]
    assert (red > 200, green > 200) == (True, False)


def test_the_same_photograph_made_smaller_is_no_other_one(pictured: Desk) -> None:
    def shrink(document: DocxDocument) -> None:
        paragraph = find_picture(document)
        paragraph.clear()
        smaller = BytesIO()
        with Image.open(BytesIO(picture())) as shown:
            shown.resize((33, 22)).save(smaller, "JPEG", quality=40)
        paragraph.add_run().add_picture(smaller, width=Cm(4))

    pictured.edit(shrink)
    assert pictured.take()[1] == (WELL.title, "unchanged")


def encode(shown: Image.Image, kind: str = "JPEG", **options: int) -> bytes:
    made = BytesIO()
    shown.save(made, kind, **options)
    return made.getvalue()


def draw_crowd(covered: str = "") -> Image.Image:
    """Return a photograph of a wall with faces, of which one may be made unrecognizable."""
    shown = Image.effect_noise((720, 480), 60).convert("RGB")
    draw = ImageDraw.Draw(shown)
    for left in range(60, 600, 220):
        draw.ellipse((left, 200, left + 100, 320), fill=(224, 172, 140))
        for eye in (left + 25, left + 60):
            draw.ellipse((eye, 235, eye + 15, 250), fill=(40, 30, 20))
        draw.rectangle((left + 30, 285, left + 70, 293), fill=(150, 40, 50))
    face = (280, 200, 380, 320)
    if covered == "box":
        draw.rectangle(face, fill="black")
    elif covered:
        radius = ImageFilter.GaussianBlur(15)
        hidden = shown.crop(face)
        small = hidden.resize((6, 7), Image.Resampling.BOX)
        is_blurred = covered == "blur"
        made = hidden.filter(radius) if is_blurred else small.resize(hidden.size, Image.Resampling.NEAREST)
        shown.paste(made, face[:2])
    return shown


def put_pictures(*pictures: bytes) -> Callable[[DocxDocument], None]:
    def put(document: DocxDocument) -> None:
        paragraph = find_picture(document)
        paragraph.clear()
        for each in pictures:
            paragraph.add_run().add_picture(BytesIO(each), width=Cm(4))

    return put


CROWD = encode(draw_crowd())


@pytest.fixture
def crowded(tmp_path: Path) -> Desk:
    """A draft with a story whose photograph shows faces."""
    desk = Desk(tmp_path / "editie", BIKES)
    (desk.folder / "put.jpg").write_bytes(CROWD)
    desk.write("20-put.md", PICTURED)
    desk.send()
    return desk


@pytest.mark.parametrize("covered", ["blur", "blocks", "box"])
def test_a_photograph_with_a_face_covered_is_another_one(crowded: Desk, covered: str) -> None:
    crowded.edit(put_pictures(encode(draw_crowd(covered))))
    outcome = crowded.outcomes()[1]
    assert "vorige foto" in outcome.not_taken[-1]
    story = read_story_folder(crowded.folder, "nl").originals[1]
    assert (story.picture == "put.jpg", story.permission) == (False, "")


@pytest.mark.parametrize(("width", "quality"), [(600, 60), (531, 75), (340, 75)])
def test_a_photograph_with_faces_that_word_made_smaller_is_no_other_one(
    crowded: Desk, width: int, quality: int
) -> None:
    with Image.open(BytesIO(encode_for_mail(CROWD))) as sent:
        smaller = sent.resize((width, round(sent.height * width / sent.width)))
    crowded.edit(put_pictures(encode(smaller, quality=quality)))
    assert crowded.take()[1] == (WELL.title, "unchanged")


GIF, BMP = (encode(Image.new("RGB", (60, 40)), kind) for kind in ("GIF", "BMP"))
DAMAGED = CROWD[: len(CROWD) // 2]


@pytest.mark.parametrize("unusable", [GIF, BMP, DAMAGED])
def test_a_picture_that_cannot_be_shown_keeps_no_text_back(crowded: Desk, unusable: bytes) -> None:
    crowded.edit(put_pictures(unusable, CROWD))
    crowded.edit(replace_text("Er lag een leiding in de weg.", "Er lag een buis in de weg."))
    outcome = crowded.outcomes()[1]
    assert str(outcome.outcome) == "changed"
    assert any("bewaar ze" in each for each in outcome.not_taken)
    story = crowded.stories()["put"]
    assert (story.text, story.picture, story.permission) == (
        "Er lag een buis in de weg.",
        "put.jpg",
        PICTURED.permission,
    )


@pytest.mark.parametrize("unusable", [GIF, BMP, DAMAGED])
def test_in_the_place_of_a_picture_that_cannot_be_shown_stands_none(crowded: Desk, unusable: bytes) -> None:
    crowded.edit(put_pictures(unusable))
    crowded.edit(replace_text("Er lag een leiding in de weg.", "Er lag een buis in de weg."))
    outcome = crowded.outcomes()[1]
    assert str(outcome.outcome) == "changed"
    assert any("bewaar ze" in each for each in outcome.not_taken)
    story = crowded.stories()["put"]
    assert (story.text, story.picture, story.permission) == ("Er lag een buis in de weg.", "", "")


def test_a_new_story_with_a_picture_that_cannot_be_shown_is_added_without_it(crowded: Desk) -> None:
    def add(document: DocxDocument) -> None:
        document.add_heading("Nieuwe bomen op het plein", 1)
        document.add_paragraph("Er kwamen twaalf bomen.")
        document.add_paragraph().add_run().add_picture(BytesIO(GIF), width=Cm(4))

    crowded.edit(add)
    outcome = crowded.outcomes()[2]
    assert (str(outcome.outcome), "geen JPEG" in outcome.not_taken[0]) == ("added", True)
    assert crowded.stories()["nieuwe-bomen-op-het-plein"].picture == ""


def test_what_is_drawn_or_cropped_is_not_lost_in_silence(pictured: Desk) -> None:
    def crop(document: DocxDocument) -> None:
        paragraph = find_picture(document)
        fill = paragraph._p.find(f".//{qn('pic:blipFill')}")
        cut = OxmlElement("a:srcRect")
        cut.set("l", "25000")
        fill.insert(1, cut)
        symbol = OxmlElement("w:sym")
        paragraph.runs[0]._r.append(symbol)

    pictured.edit(crop)
    cropped, symbol = pictured.outcomes()[1].not_taken
    assert "bijsnijden" in cropped
    assert "symbool" in symbol


@pytest.mark.parametrize(("code", "sign"), [("F0FC", "✔"), ("F0E0", "→")])
def test_a_sign_of_a_font_that_a_text_has_too_is_taken(crowded: Desk, code: str, sign: str) -> None:
    def add(document: DocxDocument) -> None:
        document.add_heading("Nieuwe bomen op het plein", 1)
        run = document.add_paragraph("Twaalf bomen ").add_run()
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Wingdings")
        symbol.set(qn("w:char"), code)
        run._r.append(symbol)

    crowded.edit(add)
    assert not crowded.outcomes()[2].not_taken
    assert sign in crowded.stories()["nieuwe-bomen-op-het-plein"].text
