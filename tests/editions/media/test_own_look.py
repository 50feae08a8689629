"""A municipality's own look in all that is made of an edition: pages, PDFs, Word and slides."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pytest
from docx import Document
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from terugkom.documents.look import DEFAULT_PALETTE, Look
from terugkom.documents.templates import Templates
from terugkom.editions.media import code_of_conduct, print_pieces, staff_meeting
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.renderers import RENDERERS
from terugkom.plan.media import Medium
from tests.browser import running
from tests.documents.accessibility import problems
from tests.documents.own_look import BLUE, ORANGE, OWN_LOOK, find_drawn_colours
from tests.documents.verapdf import broken_rules
from tests.editions.media.browser import look
from tests.editions.media.opened import as_pdf, as_pictures
from tests.editions.media.proofs import LIGHT, STORIES, kit, load_example, proof

OURS = {
    getattr(DEFAULT_PALETTE, name)[1:]
    for name in DEFAULT_PALETTE.__dataclass_fields__
    if getattr(DEFAULT_PALETTE, name) != getattr(OWN_LOOK.palette, name)
}
KIT = replace(kit(), templates=Templates("nl", look=OWN_LOOK))


@cache
def everything() -> dict[Medium, RenderedMedium]:
    made = {medium: render(proof(), KIT) for medium, render in RENDERERS.items()}
    conduct = code_of_conduct.render(replace(load_example(), example=False), "Zilverbeke", KIT)
    return {**made, Medium.CODE_OF_CONDUCT: conduct}


def files(*suffixes: str) -> list[tuple[Medium, File]]:
    found = [(medium, file) for medium, made in everything().items() for file in made.files]
    return [(medium, file) for medium, file in found if file.name.endswith(suffixes)]


def xml_of(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as package:
        yield from (package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def test_pages_have_its_colours_its_font_and_its_logo() -> None:
    pages, styles, logos = files(".html"), files(".css"), files("logo.png")
    assert len(pages) > 8
    assert {medium for medium, _ in styles} == {medium for medium, _ in logos}
    for _, style in styles:
        text = style.content.decode()
        assert f"--primary: {BLUE}" in text
        assert f"--accent: {ORANGE}" in text
        assert "'Zilverbeke Sans'," in text
        assert not [colour for colour in OURS if f"#{colour}" in text.lower()]
    for medium, page in pages:
        text = page.content.decode()
        assert not [colour for colour in OURS if f"#{colour}" in text.lower()], (medium, page.name)
        if page.name not in ("nieuwsbrief.html",):
            root = "../" * page.name.count("/")
            wanted = f'<img class="logo" src="{root}logo.png" alt="Gemeente &#34;Zilverbeke&#34; &amp; co">'
            assert wanted in text
            assert 'class="logo"' not in page.body, "a website of its own has its own logo"
    for _, logo in logos:
        assert logo.content == OWN_LOOK.logo


def test_mails_have_its_colours_and_its_logo() -> None:
    letters = [made.letter for made in everything().values() if made.letter]
    assert len(letters) > 5
    for letter in letters:
        assert BLUE in letter.html
        assert not [colour for colour in OURS if f"#{colour}" in letter.html.lower()]
        assert OWN_LOOK.logo_uri in letter.html
        assert [each for each in problems(letter.html) if "<style>" not in each] == []


@pytest.mark.long
def test_pdfs_have_its_colours_and_its_logo_and_break_no_rule(tmp_path: Path) -> None:
    pdfs = files(".pdf")
    assert len(pdfs) == 4
    for _, file in pdfs:
        drawn = find_drawn_colours(file.content)
        assert BLUE in drawn, file.name
        assert DEFAULT_PALETTE.primary not in drawn
        assert any(page.images for page in PdfReader(BytesIO(file.content)).pages)
        if file.name.startswith(("affiche", "gedragscode")):  # of each of the two layouts one
            assert broken_rules(file.content, tmp_path) == []


def test_word_documents_have_its_colours_font_and_logo() -> None:
    documents = files(".docx")
    assert len(documents) == 4
    for _, file in documents:
        texts = list(xml_of(file.content))
        assert any(f'w:val="{BLUE[1:].upper()}"' in text for text in texts)
        assert not [colour for colour in OURS if any(f'"{colour}"' in text.lower() for text in texts)]
        assert any('w:ascii="Zilverbeke Sans"' in text for text in texts)
        assert any('<w:altName w:val="Cambria"/>' in text for text in texts)
        header = Document(BytesIO(file.content)).sections[0].header
        (described,) = header._element.xpath(".//wp:anchor/wp:docPr/@descr")
        assert described == OWN_LOOK.logo_alt


def test_slides_have_its_colours_font_and_logo_where_no_text_stands() -> None:
    ((_, file),) = files(".pptx")
    texts = list(xml_of(file.content))
    assert any(f'val="{BLUE[1:].upper()}"' in text for text in texts)
    assert not [colour for colour in OURS if any(f'"{colour}"' in text.lower() for text in texts)]
    assert any('typeface="Zilverbeke Sans"' in text for text in texts)
    for layout in Presentation(BytesIO(file.content)).slide_layouts:
        shapes: list[Any] = list(layout.shapes)
        (logo,) = [each for each in shapes if each.shape_type == 13]
        assert logo._element.nvPicPr.cNvPr.get("descr") == OWN_LOOK.logo_alt
        for place in layout.placeholders:
            left, top = max(logo.left, place.left), max(logo.top, place.top)
            right = min(logo.left + logo.width, place.left + place.width)
            bottom = min(logo.top + logo.height, place.top + place.height)
            assert not (left < right and top < bottom), (layout.name, place.name)


def test_without_a_look_of_its_own_nothing_is_changed() -> None:
    ours = {file.name: file.content for file in staff_meeting.render(proof(), kit()).files}
    again = replace(kit(), templates=Templates("nl", look=Look()))
    assert {file.name: file.content for file in staff_meeting.render(proof(), again).files} == ours


def test_a_font_is_embedded_in_pdfs_if_its_file_is_given() -> None:
    font = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
    if not font.is_file():
        pytest.skip("Liberation Sans is not installed: apt-get install fonts-liberation")
    own = replace(OWN_LOOK, font="Liberation Sans", font_files=(font.read_bytes(),))
    made = print_pieces.render(proof(), replace(kit(), templates=Templates("nl", look=own)))
    poster = next(file for file in made.files if file.name.endswith(".pdf"))
    with pikepdf.open(BytesIO(poster.content)) as pdf:
        fonts = {
            str(each.FontName)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        }
    assert any("LiberationSans" in name for name in fonts)


WORDS = "De gemeenteraadscommissie keurde het voorstel goed. "
LONG = tuple(
    replace(story, title=(WORDS * 4)[:title].strip(), lead=(WORDS * 9)[:lead], body=(WORDS * 9)[:body])
    for story, title, lead, body in zip(
        STORIES, (70, 110, 140, 60), (200, 400, 480, 300), (300, 0, 400, 480), strict=False
    )
)
FIGURE = replace(
    LIGHT,
    name="Verbruik van aardgas in de gemeentelijke gebouwen en scholen samen, na correctie",
    told="1.412.500 kWh per jaar",
    source="Facturen van de netbeheerder en tellerstanden, samengelegd door de dienst",
)


@pytest.mark.long
@pytest.mark.parametrize("font", ["Nergens Geplaatst", pytest.param("", marks=pytest.mark.soak_only)])
def test_no_texts_of_slides_overlap_also_where_the_font_is_not_installed(tmp_path: Path, font: str) -> None:
    own = replace(OWN_LOOK, font=font)
    stories = (LONG[0], replace(LONG[1], figures=(FIGURE,)), *LONG[2:])
    made = staff_meeting.render(proof(*stories), replace(kit(), templates=Templates("nl", look=own)))
    pdf = as_pdf(made.files[0].content, "dias.pptx", tmp_path)
    for page, words in enumerate(_read_words(pdf), 1):
        assert words
        for one, other in combinations(words, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            small = min(one[3] - one[1], other[3] - other[1])
            assert wide < 1 or high < small / 3, (page, one[4], other[4])
    first = Image.open(as_pictures(pdf)[0]).convert("RGB")
    assert first.getpixel((first.width // 2, 4)) == (0x0B, 0x2F, 0x6B)


def _read_words(pdf: Path) -> Iterator[list[tuple[float, float, float, float, str]]]:
    """Yield the words of each page with their boxes: left, top, right, bottom."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    space = {"h": "http://www.w3.org/1999/xhtml"}
    for page in ElementTree.fromstring(done.stdout).iterfind(".//h:page", space):
        yield [
            (*(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
            for word in page.iterfind("h:word", space)
        ]  # type: ignore[misc]


@pytest.mark.soak_only
def test_pages_and_mails_in_it_can_be_read_by_everybody(tmp_path: Path) -> None:
    """As of every page: axe-core finds nothing, by day and in the dark, on a telephone too."""
    looked_at = 0
    with running() as browser:
        for dark in ("light", "dark"):
            opened = browser.new_page(viewport={"width": 320, "height": 900}, color_scheme=dark)
            for medium in (Medium.WEBSITE, Medium.NEWSLETTER, Medium.INTRANET):
                for file in everything()[medium].files:
                    path = tmp_path / medium / file.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(file.content)
                for page in sorted((tmp_path / medium).glob("*.html")):
                    mail = page.name == "nieuwsbrief.html"
                    seen = look(opened, page, tmp_path / medium, (320, 999), mail=mail, axe=True)
                    assert (page.name, dark, seen.findings) == (page.name, dark, [])
                    assert (seen.too_wide, seen.broken) == (0, [])
                    looked_at += 1
    assert looked_at >= 6
