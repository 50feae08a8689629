"""The paragraph for job advertisements states what was done, and nothing else."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.editions.media import job_advert
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.write_sentences import write_sentences
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.plan.media_settings import MediaSettings
from tests.editions.media.opened import as_pdf, as_pictures
from tests.editions.media.proofs import STORIES, kit, proof
from tests.editions.media.random_proofs import everything, marks, proofs
from tests.soak import often

PARAGRAPH = (
    "Bij de gemeente Zilverbeke werken we aan een actieplan duurzaamheid. Dit deden we in het vierde "
    "kwartaal van 2026. De buitendienst rijdt sinds oktober met drie elektrische dienstfietsen naar de "
    "werven in het centrum. De fietsen vervangen één bestelwagen. Wie er een wil gebruiken, reserveert ze "
    "bij het onthaal van de technische dienst. Een overdekte stalling was er eerst niet. De sleutels "
    "hangen nu bij het onthaal. Werkt u mee? Lees meer over het plan, ook over wat minder goed gaat: "
    "zilverbeke.example.org/mvo."
)


def _word_text(made: RenderedMedium) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(made.files[0].content)).paragraphs)


def test_the_paragraph_says_what_is_done_in_word_text_and_html() -> None:
    made = job_advert.render(proof(), kit())
    assert [file.name for file in made.files] == [
        "alinea-zilverbeke-2026-Q4.docx",
        "alinea-zilverbeke-2026-Q4.txt",
        "alinea-html.txt",
        "index.html",
        "style.css",
    ]
    assert _word_text(made) == PARAGRAPH
    assert made.files[1].content.decode().strip() == PARAGRAPH
    html = made.files[2].content.decode()
    assert html.startswith('<p lang="nl">Bij de gemeente')
    assert '<a href="https://zilverbeke.example.org/mvo">zilverbeke.example.org/mvo</a>.</p>' in html
    page = made.files[3].content.decode()
    assert html.strip() in page
    assert "<title>Wat klaar is - Gemeente Zilverbeke</title>" in page
    assert made.has_pages
    assert made.letter is None


def test_nothing_done_or_nothing_public_is_no_paragraph_and_says_so() -> None:
    for stories in (STORIES[1:], (replace(STORIES[0], public=False), *STORIES[1:])):
        made = job_advert.render(proof(*stories), kit())
        assert [file.name for file in made.files] == ["lees-mij.txt"]
        assert made.note.endswith("in deze editie is niets klaar dat naar buiten mag.")
        assert not made.has_pages
    assert "past niet één verhaal" in job_advert.render(proof(), kit(MediaSettings(jobs_characters=100))).note


@pytest.mark.long
@settings(max_examples=often(13, soak=400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(proofs(), st.integers(0, 1500))
def test_the_paragraph_states_only_what_was_done_within_its_length(edition: Proof, most: int) -> None:
    made = job_advert.render(edition, kit(MediaSettings(jobs_characters=most)))
    told = everything(made)
    done = [story for story in edition.public_only.stories if story.kind is StoryKind.DONE]
    assert not [story.code for story in edition.stories if story not in done and marks(story) in told]
    if made.note:
        return
    text = made.files[1].content.decode()
    assert len(text) <= most
    assert len(_word_text(made)) <= most
    for story in (story for story in done if marks(story) in text):
        assert " ".join(" ".join(write_sentences(story.short, "nl")).split()) in text


@pytest.mark.long
def test_libreoffice_opens_the_paragraph(tmp_path: Path) -> None:
    made = job_advert.render(proof(), kit())
    assert len(as_pictures(as_pdf(made.files[0].content, "alinea.docx", tmp_path))) == 1


def test_what_went_less_well_is_promised_only_where_it_is_told() -> None:
    text = job_advert.render(proof(STORIES[0]), kit()).files[1].content.decode()
    assert text.endswith("Werkt u mee? Lees meer over het plan: zilverbeke.example.org/mvo.\n")
