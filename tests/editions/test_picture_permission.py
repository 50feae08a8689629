"""A photograph is shown if somebody allowed it: a no, a question and a promise are no permission."""

from pathlib import Path

import pytest

from terugkom.editions.picture_permission import denies_permission
from terugkom.editions.story_file import StoryDraft, StoryKind, render_story_file
from terugkom.editions.story_folder import read_story_folder
from tests.editions.test_word_draft import picture


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("nl", words) for words in ("nee", "Nee, ingetrokken op 3/2", "nog te vragen", "niet gevraagd")),
        *(("nl", words) for words in ("?", "-", "wacht op de ouders", "geen", "gevraagd aan An op 3/2")),
        *(("nl", words) for words in ("n.v.t.", "aangevraagd", "An weigert", "onbekend", "mail volgt")),
        *(("fr", words) for words in ("non", "pas encore", "à demander", "refusée", "demandée le 3/2")),
        *(("de", words) for words in ("nein", "noch nicht", "keine", "angefragt", "fehlt")),
        *(("en", words) for words in ("no", "not yet", "to be asked", "pending", "refused")),
    ],
)
def test_a_no_a_question_and_a_promise_are_no_permission(language: str, words: str) -> None:
    assert denies_permission(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("nl", words) for words in ("An Baert, 3 maart 2027", "Bram, 3/11", "mondeling, An, 2 mei", "ja")),
        *(("nl", words) for words in ("geen bezwaar, An, 3/2", "gevraagd en gekregen van An, 3/2", "x")),
        *(("fr", words) for words in ("Anne, 3 mars", "oui, le 3/2", "pas d'objection, Anne, 3/2")),
        *(("de", words) for words in ("Anna, 3. März", "keine Einwände, Anna, 3.2.")),
        *(("en", words) for words in ("Ann, 3 March", "yes, by mail, 3/2")),
    ],
)
def test_who_and_when_is_a_permission(language: str, words: str) -> None:
    assert not denies_permission(words, language)


def test_a_photograph_that_was_not_allowed_stops_the_edition(tmp_path: Path) -> None:
    (tmp_path / "put.jpg").write_bytes(picture())
    words = {"picture": "put.jpg", "alt": "De put", "photographer": "An", "permission": "nog te vragen"}
    story = StoryDraft("put", StoryKind.DONE, "De put", "De put ligt er.", public=True, **words)
    (tmp_path / "10-put.md").write_text(render_story_file(story, "nl"), "utf-8")
    (problem,) = read_story_folder(tmp_path, "nl").problems
    assert problem.startswith("10-put.md: toestemming: “nog te vragen”")
