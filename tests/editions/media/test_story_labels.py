"""Above a story stands of which kind it is, but not above the answer to an idea: its title says so."""

import re

from terugkom.editions.media import newsletter, website
from terugkom.editions.media.article import render_story_label
from terugkom.editions.story import Story
from tests.editions.media.proofs import STORIES, kit, proof

IDEA = "Antwoord op een idee"


def find(begin: str) -> Story:
    (found,) = (each for each in STORIES if each.title.startswith(begin))
    return found


def test_what_the_title_says_is_not_said_above_it() -> None:
    """ "Antwoord op een idee" stood above "Antwoord op een idee: herbruikbare bekers"."""
    assert render_story_label(find(IDEA), kit()) == ""
    labels = [render_story_label(each, kit()) for each in STORIES]
    assert labels.count("") == 1
    assert "Vertraagd of gestopt" in labels or "Vertraagd" in labels


def test_neither_in_the_newsletter_nor_on_the_website() -> None:
    letter = newsletter.render(proof(), kit()).letter
    assert letter
    assert f"[{IDEA}]" not in letter.text
    assert letter.text.count("\n[") == len(STORIES) - 1
    pages = "".join(
        file.content.decode() for file in website.render(proof(), kit()).files if file.name.endswith(".html")
    )
    labels = set(re.findall(r'<p class="kind[^"]*">([^<]*)</p>', pages))
    assert "Klaar" in labels
    assert IDEA not in labels
