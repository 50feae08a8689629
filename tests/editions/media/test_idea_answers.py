"""What readers get to know of ideas: who decides, when an answer comes, and why it is no."""

import pytest

from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.media.write_sentences import write_story
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium
from tests.editions.media.proofs import kit, proof

NO, WHY = "Dit idee voeren we niet uit.", "De brandweer laat geen gordijnen toe."
REFUSED = Story("idee-i9", StoryKind.IDEA, "Antwoord op een idee: gordijnen", NO, WHY, public=True)


@pytest.mark.parametrize("medium", [Medium.WEBSITE, Medium.IDEA_BOX, Medium.NEWSLETTER, Medium.INTRANET])
def test_no_medium_tells_that_an_idea_is_refused_without_the_reason(medium: Medium) -> None:
    """A lead was told without it: in the feed of the website, and in articles that had to be short."""
    rendered = RENDERERS[medium](proof(REFUSED), kit())
    texts = [
        each.content.decode() for each in rendered.files if each.type.startswith(("text/", "application/"))
    ]
    texts += [rendered.letter.text, rendered.letter.html] if rendered.letter else []
    told = [each for each in texts if NO in each]
    assert told
    for each in told:
        assert each.count(WHY) >= each.count(NO)


def test_a_short_channel_never_parts_them() -> None:
    written = write_story(REFUSED, "nl")
    assert REFUSED.short == f"{NO}\n\n{WHY}"
    assert written.fit(lambda some: len(some) == 1, 3) == (), "rather nothing than half of the answer"


def test_the_page_says_who_decides_and_when_and_promises_no_meeting() -> None:
    (page, *_) = RENDERERS[Medium.IDEA_BOX](proof(), kit()).files
    shown = page.content.decode()
    assert "Een collega leest uw idee, en antwoordt zelf of legt het voor aan de kopgroep." in shown
    assert "tegen welke dag er een antwoord is, ook als het nee is" in shown
    assert "lijst van kandidaten" not in shown
