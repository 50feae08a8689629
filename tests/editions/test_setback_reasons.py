"""A medium that tells successes alone says why, in its form; setbacks are promised where there are some."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.documents.messages import translate
from terugkom.editions.approval import RefusalReason, RefusedDecision
from terugkom.editions.decision_model import EditionDecision
from terugkom.editions.edition_context import render_media
from terugkom.editions.media.rendered import NOTE_FILE
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.editions.proof import Proof
from terugkom.editions.reader_sentence import MAX_SENTENCE_LENGTH, SentenceProblem, find_sentence_problem
from terugkom.editions.story import StoryKind
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import NETWORK_LENGTHS, MediaSettings
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, REASON, EditionMunicipality
from tests.editions.media.proofs import STORIES, kit, proof
from tests.editions.test_publish_edition import words_of
from tests.soak import often

MOSTLY_SQLITE = True
OUTSIDE = (
    *(Medium.WEBSITE, Medium.BULLETIN, Medium.PUBLIC_SPACE),
    *(Medium.PRESS, Medium.JOBS, Medium.SOCIAL),
)
PROMISE = re.compile(r"minder goed (?:ging|gaat|liep)|wat niet lukte|tegenvaller", re.IGNORECASE)
HOUSE = MediaSettings(website="https://zilverbeke.example.org/mvo", networks="mastodon; bluesky; facebook")


@pytest.fixture
def asked(database: Database, tmp_path: Path) -> EditionMunicipality:
    """Linde, whose setbacks are internal, once approval was requested."""
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    room.take_due_step(ASKED)
    return room


@pytest.mark.long
def test_each_medium_for_outside_that_would_tell_successes_alone_asks_for_a_reason(
    asked: EditionMunicipality,
) -> None:
    assert asked.compile().media_without_setbacks == OUTSIDE
    with pytest.raises(RefusedDecision) as refused:
        asked.record_decision(EditionVerdict.APPROVE, setback_reasons={Medium.WEBSITE: REASON})
    assert refused.value.reason is RefusalReason.SETBACK_REASONS
    named = ", ".join(translate(f"medium.{each}", "nl") for each in OUTSIDE[1:])
    assert refused.value.render_public("nl").endswith(f": {named}.")
    for poor in ("ok", "Dat is zo", "geen zin om dat te vertellen", "Nee nee nee nee nee."):
        with pytest.raises(RefusedDecision):
            asked.record_decision(EditionVerdict.APPROVE, setback_reasons=dict.fromkeys(Medium, poor))
    assert asked.state() == "asked"
    chosen = (Medium.NEWSLETTER, Medium.PRESS)
    reasons = {Medium.PRESS: f" {REASON} ", Medium.WEBSITE: "Niet gekozen, dus niet bewaard."}
    asked.record_decision(EditionVerdict.APPROVE, media=chosen, setback_reasons=reasons)
    with asked.database.read_session() as session:
        (kept,) = (each.setback_reasons for each in session.query(EditionDecision))
    assert kept == {"press": REASON}, "for each medium that was chosen and needs one"


def test_a_setback_that_is_public_asks_for_no_reason_but_in_the_paragraph_for_jobs(
    database: Database, tmp_path: Path
) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, *({**row, "public": "ja"} for row in BEFORE))
    room.import_actions(ASKED, *({**row, "public": "ja"} for row in NOW))
    assert room.compile().media_without_setbacks == (Medium.JOBS,), "which tells of what is done alone"


def test_without_any_setback_nothing_is_asked(database: Database, tmp_path: Path) -> None:
    room = EditionMunicipality(database, tmp_path)
    room.import_actions(FIRST, BEFORE[0])
    room.import_actions(ASKED, NOW[0])
    assert room.compile().media_without_setbacks == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (REASON, None),
        ("Wat misliep, leest u in het jaarverslag!", None),
        ("“Dat vertellen we in maart.”", None),
        ("", SentenceProblem.TOO_SHORT),
        ("ok", SentenceProblem.TOO_SHORT),
        ("ok ok ok ok.", SentenceProblem.TOO_SHORT),
        ("1 2 3 4 5.", SentenceProblem.TOO_SHORT),
        ("Dit blad heeft geen plaats", SentenceProblem.NO_END),
        ("Dit blad heeft geen plaats:", SentenceProblem.NO_END),
        (f"Dit blad heeft geen plaats{' meer' * 60}.", SentenceProblem.TOO_LONG),
    ],
)
def test_a_reason_is_a_sentence(text: str, problem: SentenceProblem | None) -> None:
    assert find_sentence_problem(text) is problem


@pytest.mark.parametrize("medium", [medium for medium in RENDERERS if medium is not Medium.IDEA_BOX])
def test_the_readers_of_each_medium_read_the_reason_in_its_own_form(medium: Medium) -> None:
    longest = "Wat minder goed liep " + "en wat we daaruit leerden " * 7 + "leest u in het volgende blad."
    assert MAX_SENTENCE_LENGTH - 20 < len(longest) <= MAX_SENTENCE_LENGTH
    without = replace(
        proof(), stories=tuple(each for each in STORIES if each.kind is not StoryKind.LESS_WELL)
    )
    (made,) = render_media(without, kit(HOUSE), {medium: RENDERERS[medium]}, {medium: longest})
    told = " ".join(words_of(made).split())
    assert "Waarom hier geen tegenslagen staan" in told
    assert longest in re.sub(r"<[^>]+>", "", told)
    for post in made.posts:
        assert len(post.text) <= NETWORK_LENGTHS[post.network]
    if medium is Medium.SOCIAL:
        said = [post.network for post in made.posts if "tegenslagen" in post.text]
        assert said == ["mastodon", "bluesky", "facebook"], "once a network, not with each post"


@pytest.mark.long
@settings(max_examples=often(6, soak=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.lists(st.sampled_from(STORIES), min_size=1, unique=True), website=st.booleans())
def test_a_sentence_that_promises_setbacks_stands_only_where_they_are(kept: list[str], website: bool) -> None:
    given_ = replace(proof(), stories=tuple(each for each in STORIES if each in kept), introduction="")
    house = HOUSE if website else replace(HOUSE, website="")
    for each in render_media(given_, replace(kit(house), pictures=kit().pictures), RENDERERS, {}):
        seen: Proof = given_.public_only if each.medium.is_public else given_
        if not seen.of_kind(StoryKind.LESS_WELL):
            files = tuple(file for file in each.files if file.name != NOTE_FILE)
            told = words_of(replace(each, files=files))
            assert not PROMISE.search(told), (each.medium, PROMISE.search(told))
