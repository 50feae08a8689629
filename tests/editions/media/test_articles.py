"""The articles for the staff magazine and the bulletin keep their length, and tell what hurts too."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.documents import docx_template
from terugkom.documents.file_store import DocumentChanged
from terugkom.documents.markup import parse_print_blocks
from terugkom.documents.templates import Templates
from terugkom.editions.media import bulletin, staff_magazine
from terugkom.editions.media.article import list_setback_names, list_titles
from terugkom.editions.media.fit_length import count_words
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Role
from terugkom.plan.media_settings import MediaSettings
from tests.documents.accessibility import problems
from tests.editions.media.opened import as_pdf, as_pictures, need_font
from tests.editions.media.proofs import PHOTO, STORIES, kit, proof
from tests.editions.media.random_proofs import everything, marks, no_setback_is_hidden, proofs
from tests.soak import often

LENGTHS = st.integers(0, 400)


def _text(made: RenderedMedium) -> str:
    return made.files[1].content.decode()


def _word_text(made: RenderedMedium) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(made.files[0].content)).paragraphs)


def _is_told(story: Story, text: str) -> bool:
    return marks(story) in text


def test_the_magazine_gets_every_story_as_word_and_as_text_and_the_photograph() -> None:
    made = staff_magazine.render(proof(), kit())
    assert [file.name for file in made.files] == [
        "artikel-zilverbeke-2026-Q4.docx",
        "artikel-zilverbeke-2026-Q4.txt",
        "klaar-m-01.jpg",
    ]
    assert made.role is Role.MAGAZINE_EDITOR
    assert made.letter
    assert [each.content for each in made.letter.attachments] == [file.content for file in made.files]
    for text in (_text(made), _word_text(made)):
        assert [text.index(story.title) for story in STORIES] == sorted(
            text.index(story.title) for story in STORIES
        )
        assert "Een kwartaal met fietsen, led en een tegenvaller." in text
        assert "Het verbruik van onze gebouwen was 412.500 kWh" in text
    count = max(count_words(_text(made)), count_words(_word_text(made)))
    assert f"{count} woorden" in made.letter.subject
    assert f"{count} woorden" in made.letter.text
    assert "Foto: Bram Lefevre." in made.letter.text
    assert problems(made.letter.html) == []


def test_the_word_document_has_headings_points_bold_words_a_language_and_a_title() -> None:
    document = Document(BytesIO(staff_magazine.render(proof(), kit()).files[0].content))
    styles = [(each.style.name, each.text) for each in document.paragraphs]
    assert styles[0] == ("Heading 1", "Wat er van ons actieplan kwam")
    assert ("Heading 2", "Papierloos vergaderen is gestopt") in styles
    assert ("Heading 3", "Wat leerden we?") in styles
    assert ("List Bullet", "De sleutels hangen nu bij het onthaal.") in styles
    bold = [run.text for each in document.paragraphs for run in each.runs if run.bold]
    assert "drie elektrische dienstfietsen" in bold
    assert document.core_properties.language == "nl-BE"
    assert document.core_properties.title == "Wat er van ons actieplan kwam"
    assert 'w:val="nl-BE"' in document.styles.element.xml


def test_the_bulletin_tells_public_stories_alone_and_not_what_was_said_to_colleagues() -> None:
    made = bulletin.render(proof(), kit())
    told = everything(made)
    assert "Drie dienstfietsen" in told
    assert "Papierloos" not in told
    assert "tegenvaller" not in told
    assert made.letter
    assert f"{len(_text(made)):,} tekens".replace(",", ".") in made.letter.subject
    assert "zilverbeke.example.org/mvo" in _text(made)
    assert problems(made.letter.html) == []


def test_the_same_edition_makes_the_same_bytes() -> None:
    assert bulletin.render(proof(), kit()) == bulletin.render(proof(), kit())


def test_bodies_go_before_stories_and_success_before_what_went_less_well() -> None:
    made = bulletin.render(proof(), kit(MediaSettings(bulletin_characters=330)))
    text = _text(made)
    assert "Regenwater voor de sporthal" in text
    assert "moest er in september zijn" in text
    assert "Drie dienstfietsen" not in text
    assert made.letter
    assert "- Drie dienstfietsen voor de buitendienst" in made.letter.text
    made = bulletin.render(proof(), kit(MediaSettings(bulletin_characters=700)))
    assert "Drie dienstfietsen" in _text(made)
    assert "geveltuin" in _text(made)
    assert "De aannemer vond een leiding" in _text(made)  # why, before the success in full
    assert "bestelwagen" not in _text(made)


@pytest.mark.parametrize("most", [0, 20, 60])
def test_a_length_without_room_for_what_went_less_well_makes_no_article_and_says_so(most: int) -> None:
    made = bulletin.render(proof(), kit(MediaSettings(bulletin_characters=most)))
    assert [file.name for file in made.files] == ["lees-mij.txt"]
    assert made.letter is None
    assert f"{most} tekens zijn te weinig voor een eerlijk artikel" in made.note
    assert made.files[0].content.decode().strip() == made.note


def test_an_edition_without_public_stories_makes_no_article_and_says_so() -> None:
    internal = proof(*(replace(story, public=False) for story in STORIES))
    assert "geen verhalen die naar buiten mogen" in bulletin.render(internal, kit()).note
    nothing = replace(proof(), stories=())
    assert "geen verhalen" in staff_magazine.render(nothing, kit()).note


def test_a_photograph_without_permission_stays_home_and_another_than_the_approved_stops_it() -> None:
    picture = STORIES[0].picture
    assert picture
    for other in (replace(picture, permission=" "), replace(picture, alt="")):
        made = staff_magazine.render(proof(replace(STORIES[0], picture=other)), kit())
        assert len(made.files) == 2
    with pytest.raises(DocumentChanged):
        staff_magazine.render(proof(replace(STORIES[0], picture=replace(picture, sha256="0" * 64))), kit())


def test_a_municipality_s_own_words_count_in_the_length_too(tmp_path: Path) -> None:
    (tmp_path / "bulletin").mkdir()
    own = Templates("nl").find_file("bulletin/article.docx")
    document = Document(str(own))
    document.add_paragraph("Dit voegt onze gemeente zelf toe aan elk artikel. " * 4)
    document.save(str(tmp_path / "bulletin" / "article.docx"))
    made = bulletin.render(proof(), replace(kit(), templates=Templates("nl", tmp_path)))
    assert "Dit voegt onze gemeente zelf toe" in _word_text(made)
    assert len(_word_text(made)) <= 1200
    assert "Regenwater" in _word_text(made)


@pytest.mark.long
@settings(max_examples=often(13, soak=400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(), LENGTHS)
def test_the_magazine_never_goes_over_its_words(edition: Proof, most: int) -> None:
    made = staff_magazine.render(edition, kit(MediaSettings(magazine_words=most)))
    if made.note:
        assert made.letter is None
        return
    text = _text(made)
    assert count_words(text) <= most
    assert count_words(_word_text(made)) <= most
    _is_honest_and_whole(edition, text)


@pytest.mark.long
@settings(max_examples=often(13, soak=400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(), LENGTHS.map(lambda words: 6 * words))
def test_the_bulletin_never_goes_over_its_characters_and_tells_nothing_internal(
    edition: Proof, most: int
) -> None:
    made = bulletin.render(edition, kit(MediaSettings(bulletin_characters=most)))
    told = everything(made)
    assert not [story.code for story in edition.stories if not story.public and _is_told(story, told)]
    if made.note:
        return
    assert len(_text(made)) <= most
    assert len(_word_text(made)) <= most
    _is_honest_and_whole(edition.public_only, _text(made))


def _is_honest_and_whole(edition: Proof, text: str) -> None:
    """Nothing of what went less well is missing, and each paragraph that is told is told to its end."""
    assert no_setback_is_hidden(edition, text)
    lines = {" ".join(line.split()).removeprefix("- ") for line in text.splitlines()}
    for line in (line for line in lines if "Merk" in line):
        (story,) = [each for each in edition.stories if marks(each) in line]
        whole = {story.title, *(block.text for block in parse_print_blocks(story.text))}
        assert line in {" ".join(each.split()).removeprefix("- ") for each in whole}


@pytest.mark.long
@pytest.mark.parametrize("medium", [staff_magazine, bulletin])
def test_libreoffice_opens_the_article_on_one_page(medium: object, tmp_path: Path) -> None:
    need_font("Cambria", "Caladea", "fonts-crosextra-caladea")
    made: RenderedMedium = medium.render(proof(), kit())  # type: ignore[attr-defined]
    pages = as_pictures(as_pdf(made.files[0].content, "artikel.docx", tmp_path))
    assert len(pages) == 1
    assert len(pages[0].read_bytes()) > 10_000


def test_the_paragraphs_of_our_documents_are_read_as_python_docx_reads_them() -> None:
    made = staff_magazine.render(proof(), kit())
    assert "\n".join(docx_template.read_paragraphs(made.files[0].content)) == _word_text(made)
    assert PHOTO.content != made.files[2].content  # what a camera writes is taken out


def test_what_does_not_fit_is_listed_by_action_and_not_as_a_list_of_lists() -> None:
    rest = Story(
        "ook-minder",
        StoryKind.LESS_WELL,
        "Ook vertraagd of gestopt",
        "Deze acties lopen later dan beloofd, of zijn gestopt:",
        "- Fairtradekoffie\n- Stookketel",
        public=True,
        actions=("A-02", "E-05"),
    )
    told = replace(rest, body="- De stalling\n- De sleutels\n- Het slot")
    assert list_setback_names(rest, "nl") == ("Fairtradekoffie", "Stookketel")
    assert list_setback_names(told, "nl") == ("Ook vertraagd of gestopt",), (
        "an officer's own list is no list of actions"
    )
    assert list_titles([STORIES[2], rest], 2, "nl") == (
        STORIES[2].title,
        "Fairtradekoffie",
        "en nog 1 andere",
    )


def test_what_is_only_named_stands_in_one_list() -> None:
    """*Ook anders dan gepland* was the title of two parts, one below the other."""
    rest = Story(
        "ook-minder",
        StoryKind.LESS_WELL,
        "Ook anders dan gepland",
        "Het gaat om:",
        "- Fairtradekoffie\n- Stookketel",
        public=True,
        actions=("A-02", "E-05"),
    )
    late = [replace(STORIES[2], code=f"h{n}", title=f"Later, nummer {n}") for n in range(4)]
    made = bulletin.render(proof(STORIES[0], *late, rest), kit(MediaSettings(bulletin_characters=800)))
    for text in (_text(made), _word_text(made)):
        assert text.count("Ook anders dan gepland") == 1
        assert "Het gaat om" not in text
        named = text.partition("Ook anders dan gepland")[2]
        assert [each in named for each in ("Fairtradekoffie", "Stookketel", "Later, nummer 3")] == [True] * 3
