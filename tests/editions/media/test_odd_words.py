"""Whatever people write in a story: no medium breaks, nothing internal gets out, a figure stays one."""

from html import unescape

import pytest
from hypothesis import example, given, settings
from lxml import etree

from terugkom.editions.media.rendered import File
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import MediaSettings
from tests.documents.accessibility import problems
from tests.editions.media.editions import ALL_MEDIA, SECRET, editions
from tests.editions.media.proofs import kit, proof
from tests.editions.media.random_proofs import everything
from tests.soak import often

KIT = kit(
    MediaSettings(
        website="https://zilverbeke.example.org/mvo", networks="mastodon; bluesky; facebook; linkedin"
    )
)
# A mail has a sheet inside it, for the dark; it has no scripts, and nor has a page.
ALLOWED = {"<style> has no place in a mail"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("medium", ALL_MEDIA)
@given(edition=editions())
@example(edition=proof())
@settings(max_examples=often(4, soak=120), deadline=None)
def test_no_words_break_a_page_or_a_mail(medium: Medium, edition: Proof) -> None:
    for file in RENDERERS[medium](edition, KIT).files:
        if file.type == "text/html":
            assert set(problems(file.content.decode())) <= ALLOWED, file.name
        if file.name.endswith(".atom"):
            etree.fromstring(file.content, etree.XMLParser(resolve_entities=False))
        assert file.name.isascii()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("medium", [each for each in RENDERERS if each.is_public])
@given(edition=editions())
@settings(max_examples=often(4, soak=120), deadline=None)
def test_an_internal_story_is_in_no_public_file(medium: Medium, edition: Proof) -> None:
    made = RENDERERS[medium](edition, KIT)
    shown = {story.code for story in edition.public_only.stories if story.picture}
    for file in made.files:
        assert SECRET.encode().lower() not in file.content.lower()
        assert SECRET.lower() not in file.name.lower()
    pictures = [file for file in made.files if file.type == "image/jpeg"]
    if medium in (Medium.WEBSITE, Medium.SOCIAL):
        assert len(pictures) == len(shown)
    assert not everything(made).lower().count(SECRET.lower())
    assert SECRET not in repr(made.posts)


@given(edition=editions())
@settings(max_examples=often(8, soak=250))
def test_a_figure_is_told_in_the_same_words_everywhere(edition: Proof) -> None:
    for medium in (Medium.NEWSLETTER, Medium.WEBSITE, Medium.INTRANET):  # print: see its own tests
        files = RENDERERS[medium](edition, KIT).files
        for story in (edition.public_only if medium.is_public else edition).stories:
            where = [file for file in files if _tells(medium, file, story.code)]
            assert where
            for file in where:
                said = _words(file)
                for figure in story.figures:
                    assert f" {' '.join(figure.told.split())} " in said
                    assert figure.target == "" or f" Doel: {' '.join(figure.target.split())} " in said


def _tells(medium: Medium, file: File, code: str) -> bool:
    if medium is Medium.WEBSITE:
        return file.name in ("index.html", f"2026-q4/{code}.html")
    return file.name in ("index.html", "nieuwsbrief.html", "nieuwsbrief.txt")


def _words(file: File) -> str:
    """What stands in a file, each run of words between blanks."""
    text = file.content.decode()
    if file.type == "text/html":
        text = unescape(text.replace("<", " <").replace(">", "> ").replace("<br>", " "))
    return f" {' '.join(text.split())} "
