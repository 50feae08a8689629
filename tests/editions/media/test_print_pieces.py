"""What hangs and lies in the town hall: PDFs that everybody can read, that fit, that tell what hurts too."""

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from terugkom.documents.file_store import sha256
from terugkom.documents.templates import Templates
from terugkom.editions.media import print_pieces
from terugkom.editions.media.fit_length import DetailLevel, rank_details
from terugkom.editions.media.rendered import File
from terugkom.editions.proof import Proof
from terugkom.editions.story import Setback, Story, StoryFigure, StoryKind
from terugkom.errors import InputError
from terugkom.plan.media import Role
from tests.documents.accessibility import problems
from tests.documents.verapdf import broken_rules
from tests.editions.media.opened import as_pictures
from tests.editions.media.pictures import photograph
from tests.editions.media.proofs import LIGHT, PHOTO, STORIES, kit, proof
from tests.editions.media.random_proofs import everything, marks, no_setback_is_hidden, proofs
from tests.soak import often

MM = 72 / 25.4


def _reader(file: File) -> PdfReader:
    return PdfReader(BytesIO(file.content))


@lru_cache(8)  # a property asks a sheet for the words of each of its stories
def _text(file: File) -> str:
    return " ".join(" ".join(page.extract_text() for page in _reader(file).pages).split())


def _sizes(file: File) -> list[tuple[int, int]]:
    return [
        (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM))
        for page in _reader(file).pages
    ]


def _tags(file: File) -> list[tuple[str, str]]:
    """The tags of a PDF in reading order, with their alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(_reader(file).trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


def test_the_front_desk_gets_a_poster_a_brochure_and_a_collage() -> None:
    made = print_pieces.render(proof(), kit())
    assert [(file.name, _sizes(file)) for file in made.files] == [
        ("affiche-zilverbeke-2026-Q4.pdf", [(297, 420)]),
        ("folder-zilverbeke-2026-Q4.pdf", [(297, 210), (297, 210)]),
        ("fotocollage-zilverbeke-2026-Q4.pdf", [(420, 297)]),
    ]
    assert made.role is Role.FRONT_DESK
    assert made.note == ""
    assert made.letter
    assert [each.content for each in made.letter.attachments] == [file.content for file in made.files]
    assert "omslaan langs de korte kant" in made.letter.text
    assert problems(made.letter.html) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_sheet_keeps_pdf_ua_and_says_what_it_is(number: int, tmp_path: Path) -> None:
    file = print_pieces.render(proof(), kit()).files[number]
    reader = _reader(file)
    assert broken_rules(file.content, tmp_path) == []
    assert reader.trailer["/Root"]["/Lang"] == "nl-BE"  # type: ignore[index]
    assert reader.metadata
    assert "vierde kwartaal van 2026" in str(reader.metadata.title)
    assert reader.metadata.author == "Gemeente Zilverbeke"
    tags = _tags(file)
    assert [tag for tag, _ in tags].count("/H1") == 1
    assert ("/Figure", "Drie elektrische fietsen met een kist voorop, voor het gemeentehuis") in tags
    assert "Foto: Bram Lefevre" in _text(file)


def test_the_poster_tells_in_short_with_the_figure_and_where_the_rest_is() -> None:
    text = _text(print_pieces.render(proof(), kit()).files[0])
    assert "In negen van de twaalf gebouwen hangt nu ledverlichting." in text
    assert "moest er in september zijn, en is er nog niet." in text
    assert "De aannemer vond een leiding" in text  # the reason
    assert "bestelwagen" not in text
    assert "412.500 kWh Doel: 390.000 kWh Bron: Facturen van de netbeheerder, 30 november 2026" in text
    assert "zilverbeke.example.org/mvo" in text


def test_the_brochure_folds_front_at_the_right_and_inside_from_left_to_right() -> None:
    file = print_pieces.render(proof(), kit()).files[1]
    outside, inside = ({}, {})
    for page, found in zip(_reader(file).pages, (outside, inside), strict=True):
        page.extract_text(
            visitor_text=lambda text, cm, tm, _font, _size, found=found: found.setdefault(
                text.strip(), (tm[4] * cm[0] + cm[4]) / MM
            )
        )

    def place(found: dict[str, float], words: str) -> float:
        return next(left for text, left in found.items() if words in text)

    assert place(outside, "In het kort") < 97  # the flap
    assert 97 < place(outside, "Meer weten") < 197  # the back
    assert place(outside, "Wat er van") > 197  # the front
    assert 0 < place(inside, "Drie dienst") < 97
    assert 100 < place(inside, "Ledverlichting") < 197
    assert 200 < place(inside, "Regenwater") < 297
    assert "De aannemer vond een leiding" in _text(file)
    headings = [tag for tag, _ in _tags(file) if tag.startswith("/H")]
    assert headings == ["/H1", "/H2", "/H2", "/H2", "/H2", "/H2", "/H2"]  # the front is read first


@pytest.mark.long
def test_without_a_picture_that_may_be_shown_there_is_no_collage_and_the_mail_says_so() -> None:
    picture = STORIES[0].picture
    assert picture
    for shy in (None, replace(picture, permission=""), replace(picture, alt=" ")):
        made = print_pieces.render(proof(replace(STORIES[0], picture=shy), *STORIES[1:]), kit())
        assert len(made.files) == 2
        assert made.note.startswith("Er is geen fotocollage gemaakt")
        assert made.letter
        assert made.note in made.letter.text
        assert problems(made.letter.html) == []
        assert not [image for page in _reader(made.files[0]).pages for image in page.images]
    internal = print_pieces.render(proof(replace(STORIES[0], public=False), *STORIES[1:]), kit())
    assert len(internal.files) == 2


def test_an_edition_without_public_stories_makes_nothing_and_says_so() -> None:
    made = print_pieces.render(proof(STORIES[3]), kit())
    assert [file.name for file in made.files] == ["lees-mij.txt"]
    assert "geen verhalen die naar buiten mogen" in made.note
    assert made.letter is None


def test_a_picture_that_is_none_is_told_by_its_name() -> None:
    picture = STORIES[0].picture
    assert picture
    broken = photograph("stuk.jpg")
    told = replace(kit(), pictures={"stuk.jpg": broken.content[:40]})
    bad = replace(picture, name="stuk.jpg", sha256=sha256(broken.content[:40]))
    with pytest.raises(InputError, match=r"the picture stuk\.jpg cannot be read"):
        print_pieces.render(proof(replace(STORIES[0], picture=bad)), told)


@pytest.mark.parametrize(
    ("number", "pages"),
    [(1, 1), (2, 1), *(pytest.param(number, 1, marks=pytest.mark.long) for number in (5, 12)), (13, 2)],
)
def test_the_collage_has_every_photograph_once(number: int, pages: int, tmp_path: Path) -> None:
    picture = STORIES[0].picture
    assert picture
    photos = [photograph(f"{n}.jpg", 600 + n, 400 if n % 2 else 800) for n in range(number)]
    told = [
        replace(
            STORIES[0],
            code=f"s{n}",
            picture=replace(picture, name=f"{n}.jpg", sha256=each.sha256, alt=f"Beeld {n}"),
        )
        for n, each in enumerate(photos)
    ]
    made = print_pieces.render(
        proof(*told), replace(kit(), pictures={each.name: each.content for each in photos})
    )
    collage = made.files[2]
    assert len(_sizes(collage)) == pages
    assert [alt for tag, alt in _tags(collage) if tag == "/Figure"] == [f"Beeld {n}" for n in range(number)]
    if number in (5, 13):
        assert broken_rules(collage.content, tmp_path) == []


@pytest.mark.parametrize("number", [5, *(pytest.param(each, marks=pytest.mark.long) for each in (10, 13))])
def test_the_rows_of_a_collage_are_filled_and_each_photographer_is_named_below_the_title(number: int) -> None:
    picture = STORIES[0].picture
    assert picture
    photos = [photograph(f"{n}.jpg", 600 + n, 400) for n in range(number)]
    long = "Ledverlichting in de basisschool en in de twee sporthallen van de deelgemeente: later dan beloofd"
    told = [
        replace(
            STORIES[0],
            code=f"s{n}",
            title=long,
            picture=replace(picture, name=f"{n}.jpg", sha256=each.sha256),
        )
        for n, each in enumerate(photos)
    ]
    pictures = {each.name: each.content for each in photos}
    collage = print_pieces.render(proof(*told), replace(kit(), pictures=pictures)).files[2]
    pages = _reader(collage).pages
    names = [page.extract_text().count("Foto: Bram Lefevre") for page in pages]
    assert sum(names) == number
    assert max(names) - min(names) <= 1, "no page with what was left over"
    for page in pages:
        rows = _list_caption_rows(page)
        lengths = [len(row) for row in rows]
        assert max(lengths) - min(lengths) <= 1, "no row with a hole"
        width = float(page.mediabox.width) - 30 * MM
        for row in rows:
            gaps = [after - before for before, after in pairwise(row)]
            assert all(abs(gap - (width + 7 * MM) / len(row)) < 2 for gap in gaps), "a row fills the page"


def _list_caption_rows(page: PageObject) -> list[list[float]]:
    """Return where the names of photographers begin, from the left, by row."""
    rows: dict[int, list[float]] = {}

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip().startswith("Foto:"):
            rows.setdefault(round((cm[5] + tm[5] * cm[3]) / 60), []).append(cm[4] + tm[4] * cm[0])

    page.extract_text(visitor_text=visit)
    return [sorted(row) for row in rows.values()]


@pytest.mark.long
def test_a_sheet_full_of_stories_keeps_its_pages_and_what_went_less_well(tmp_path: Path) -> None:
    many = [
        replace(
            STORIES[n % 2],
            code=f"s{n}",
            picture=None,
            figures=(replace(LIGHT, code=f"F{n}"),),
            lead="We deden wat we zeiden. " * 9,
            body="En dat ging zo. " * 40,
        )
        for n in range(40)
    ]
    hard = [replace(STORIES[2], code=f"h{n}", title=f"Later dan beloofd, nummer {n}") for n in range(6)]
    made = print_pieces.render(proof(*many, *hard), kit())
    assert [len(_sizes(file)) for file in made.files] == [1, 2]
    for file in made.files:
        assert broken_rules(file.content, tmp_path) == []
        for story in hard:
            assert story.title in _text(file)
    assert "De aannemer vond een leiding" in _text(made.files[1])


@pytest.mark.long
@settings(max_examples=often(8, soak=250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(most=12))
def test_no_sheet_grows_or_tells_what_is_internal(edition: Proof) -> None:
    made = print_pieces.render(edition, kit())
    told = everything(made)
    assert not [story.code for story in edition.stories if not story.public and marks(story) in told]
    if not edition.public_only.stories:
        assert len(made.files) == 1
        return
    poster, brochure = made.files[:2]
    assert (_sizes(poster), _sizes(brochure)) == ([(297, 420)], [(297, 210)] * 2)
    for file in (poster, brochure):
        assert no_setback_is_hidden(edition.public_only, _text(file))
        _nothing_runs_off(file)
    figures = [figure for story in edition.public_only.stories for figure in story.figures]
    _figures_stand_as_told(figures, _text(poster))


def _figures_stand_as_told(figures: list[StoryFigure], text: str) -> None:
    if figures:
        assert " ".join(figures[0].told.split()) in text
        assert f"Bron: {figures[0].source}" in text


def _nothing_runs_off(file: File) -> None:
    for page in _reader(file).pages:
        high = float(page.mediabox.height)
        rows: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, _font, _size, rows=rows: (
                rows.append(tm[5] * cm[3] + cm[5]) if text.strip() else None
            )
        )
        assert all(5 * MM < row < high - 5 * MM for row in rows)


def test_the_most_needed_comes_first() -> None:
    stories = (STORIES[0], STORIES[2], STORIES[5])
    assert rank_details(stories) == (
        (1, DetailLevel.TITLE),
        (1, DetailLevel.SHORT),
        (0, DetailLevel.SHORT),
        (2, DetailLevel.SHORT),
        (1, DetailLevel.WHOLE),
        (0, DetailLevel.WHOLE),
    )


@pytest.mark.long
def test_the_sheets_can_be_turned_into_pictures(tmp_path: Path) -> None:
    for file in print_pieces.render(proof(), kit()).files:
        path = tmp_path / file.name
        path.write_bytes(file.content)
        assert all(len(page.read_bytes()) > 5_000 for page in as_pictures(path))


@pytest.mark.long
def test_the_same_edition_makes_the_same_sheets() -> None:
    assert print_pieces.render(proof(), kit()) == print_pieces.render(proof(), kit())


@pytest.mark.long
def test_what_a_camera_wrote_into_a_photograph_is_not_in_the_sheets() -> None:
    picture = STORIES[0].picture
    assert picture
    written, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Merk van het toestel"
    Image.open(BytesIO(PHOTO.content)).save(written, "JPEG", exif=exif, comment=b"Thuis bij Bram")
    content = written.getvalue()
    assert b"Merk van het toestel" in content
    told = proof(replace(STORIES[0], picture=replace(picture, sha256=sha256(content))))
    made = print_pieces.render(told, replace(kit(), pictures={"fietsen.jpg": content}))
    assert len(made.files) == 3
    for file in made.files:
        (page, *_) = _reader(file).pages
        assert [image.data[:2] for image in page.images] == [b"\xff\xd8"]  # as it is, a JPEG
        assert not [image for image in page.images if b"Merk van" in image.data or b"Thuis bij" in image.data]


def test_the_check_finds_what_a_pdf_says_beside_its_page() -> None:
    told = everything(print_pieces.render(proof(), kit()))
    assert "Drie elektrische fietsen met een kist voorop, voor het gemeentehuis" in told  # alternative text
    assert "Affiche: wat er van onze afspraken kwam" in told  # its title


def test_a_municipality_s_own_poster_replaces_ours_and_gets_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "public-space" / "poster"
    folder.mkdir(parents=True)
    own = '#import "/print.typ": *\n#let data = json(bytes(sys.inputs.data))\n'
    own += '#show: sheet.with(title: "Eigen affiche")\n= Van ons\n#data.stories.first().title, '
    own += "#data.figures.first().told\n#image(data.pictures.first().file, alt: data.pictures.first().alt)\n"
    (folder / "pack.typ").write_text(own, encoding="utf-8")
    made = print_pieces.render(proof(), replace(kit(), templates=Templates("nl", tmp_path)))
    assert _text(made.files[0]).startswith("Van ons Drie dienstfietsen voor de buitendienst, 412.500 kWh")
    assert "In het kort" in _text(made.files[1])


def _font_sizes(file: File) -> list[tuple[float, float]]:
    """(place from the top in mm, size in points) of each text on the first page."""
    page, found = _reader(file).pages[0], []
    high = float(page.mediabox.height)
    page.extract_text(
        visitor_text=lambda text, cm, tm, _font, size: (
            found.append(((high - (tm[5] * cm[3] + cm[5])) / MM, abs(size * tm[0] * cm[0])))
            if text.strip()
            else None
        )
    )
    return found


@pytest.mark.long
def test_one_story_fills_its_poster_and_its_brochure() -> None:
    for story in (STORIES[0], replace(STORIES[1], figures=())):
        poster, brochure = print_pieces.render(proof(story), kit()).files[:2]
        large = [at for at, size in _font_sizes(poster) if 90 < at < 380 and size >= 28]
        assert large, "the story is read from afar"
        assert max(large) > 230, "no half of the sheet is empty"
        assert "Klopt dit? Wat mist u?" in _text(brochure)


@pytest.mark.long
def test_of_forty_stories_a_poster_tells_some_of_each_kind_and_the_numbers() -> None:
    many = [
        replace(
            STORIES[at], code=f"s{n}", title=f"Bericht {n}", actions=(f"A-{n}",), figures=(), picture=None
        )
        for n, at in enumerate([0, 1, 2, 4] * 10)
    ]
    poster, brochure = print_pieces.render(proof(*many), kit()).files[:2]
    for text in (_text(poster), _text(brochure)):
        assert all(f"Bericht {n}" in text for n in range(4))
        assert "en nog" in text
    assert "10 klaar, 10 aan de gang, 10 vertraagd of gestopt, 10 nieuw" in _text(poster)
    assert min(size for at, size in _font_sizes(poster) if at > 90) >= 11


@pytest.mark.long
def test_numbers_say_of_which_actions_and_of_when_they_are() -> None:
    """*1 klaar* stood on a poster without a plan, a period, or that what is internal does not count."""
    told = "Openbare acties van het actieplan met nieuws tussen 17 september 2026 en 17 december 2026."
    many = [replace(STORIES[0], code=f"k{n}", title=f"Klaar {n}", picture=None) for n in range(6)]
    poster, brochure, *_ = print_pieces.render(proof(*many, *STORIES), kit()).files
    for sheet in (poster, brochure):
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
        assert told in " ".join(text.split()), sheet.name


def test_a_list_of_titles_ends_with_one_full_stop() -> None:
    """*Ook anders dan gepland: ...; Proef 9 is gestopt..* stood on the poster and the folder."""
    hard = [
        Story(
            *(f"minder-{n}", StoryKind.LESS_WELL, f"Proef {n} is gestopt.", "We stoppen ermee."),
            *("Er was geen interesse.", True, (f"P-{n}",)),
            setback=Setback.STOPPED,
        )
        for n in range(1, 7)
    ]
    made = print_pieces.render(proof(*hard), kit())
    poster = made.files[0]
    pages = PdfReader(BytesIO(poster.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Ook anders dan gepland: " in text
    assert "is gestopt." in text.partition("Ook anders dan gepland: ")[2]
    assert ".." not in text


def test_the_days_to_come_that_no_sheet_has_room_for_are_not_called_told() -> None:
    """Whoever corrected them was asked to replace a poster that never named them."""
    many = [
        replace(STORIES[0], code=f"k{n}", actions=(f"K-{n}",), title=f"Klaar {n}", picture=None)
        for n in range(10)
    ]
    agenda = replace(STORIES[-1], public=True)
    made = print_pieces.render(proof(*many, agenda), kit())
    assert made.story_codes is not None
    assert "k0" in made.story_codes
    assert len(made.story_codes) == print_pieces.MAX_BROCHURE_STORIES
    assert agenda.code not in made.story_codes
    alone = print_pieces.render(proof(many[0], agenda), kit()).story_codes
    assert alone == ("k0", agenda.code)
