"""A success that was withdrawn is neither called done nor counted in what is published afterwards."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.editions.corrections.corrected_edition import CorrectedEdition, load_corrected_edition
from terugkom.editions.corrections.correction_model import CorrectionKind, StoryCorrection
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.proof import KindCount, Proof
from terugkom.editions.published_stories import PublishedEdition
from terugkom.editions.story import SUCCESS_KINDS, Story, StoryKind
from terugkom.editions.withdrawn_successes import count_without_withdrawn
from terugkom.plan.media import Medium
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, action
from tests.editions.media.readable import read_documents
from tests.editions.published_municipality import PublishedMunicipality
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
DONE, SETBACK = "klaar-m-01", "minder-a-02"
WITHDRAWN = "Ingetrokken op 11 januari 2027. De fietsen zijn nooit geleverd."
UNCOUNTED = "Dit telt niet meer mee in onze cijfers."
SECOND = action("M-02", "Een bakfiets", public="ja")
_COUNTS = re.compile(
    r"\b(Klaar|Vertraagd of gestopt): (\d+)\b|(?<!: )\b(\d) (Klaar|klaar|[Vv]ertraagd of gestopt)\b"
)


@pytest.fixture
def linde(sqlite_database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose edition tells of two actions that are done, published through all media and sent."""
    room = PublishedMunicipality(sqlite_database, tmp_path)

    def fill() -> None:
        settings = {"press_list": "een@krant.example.org", "front_desk": "onthaal@linde.example.org"}
        setbacks = (
            [each | {"public": "ja"} for each in BEFORE[2:]],
            [each | {"public": "ja"} for each in NOW[2:]],
        )
        room.import_actions(FIRST, *BEFORE[:2], *setbacks[0], SECOND, **settings)
        room.import_actions(ASKED, *NOW[:2], *setbacks[1], SECOND | {"status": "klaar"}, **settings)
        room.publish()
        room.settle()

    fill_once(sqlite_database, tmp_path, "two done", fill)
    return room


def withdraw(linde: PublishedMunicipality, code: str) -> StoryCorrection:
    correction = linde.propose(CorrectionKind.WITHDRAW, code, "De fietsen zijn nooit geleverd.")
    linde.settle(role="coordinator")
    linde.decide(correction)
    return correction


def load(linde: PublishedMunicipality, correction: StoryCorrection, *media: Medium) -> CorrectedEdition:
    renderers = {each: RENDERERS[each] for each in media or RENDERERS}
    return load_corrected_edition(linde.desk, linde.run(), correction.id, linde.targets(), renderers)


def read(corrected: CorrectedEdition) -> dict[Medium, str]:
    return {
        each.medium: "\n".join(
            " ".join(block.text for block in blocks) for blocks in read_documents(each).values()
        )
        for each in corrected.noted
    }


def read_counts(text: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for first, number, other, second in _COUNTS.findall(text):
        found.setdefault((first or second).lower(), set()).add(int(number or other))
    return found


@pytest.mark.long
def test_every_medium_says_so_instead_of_done_and_counts_one_less(linde: PublishedMunicipality) -> None:
    corrected = load(linde, withdraw(linde, DONE))
    texts = read(corrected)
    assert set(texts) == set(RENDERERS) - {Medium.IDEA_BOX, Medium.CODE_OF_CONDUCT}
    counted = set()
    for medium, text in texts.items():
        assert "Ingetrokken op 11 januari 2027" in text, medium
        assert not re.search(r"Klaar\]? ?Ingetrokken|Ingetrokken: “[^”]*”\s*\[?Klaar", text), medium
        if counts := read_counts(text).get("klaar"):
            counted.add(medium)
            assert counts == {1}, (medium, "two were done, and one was withdrawn")
    assert counted >= {Medium.PUBLIC_SPACE, Medium.STAFF_MEETING}
    page = texts[Medium.WEBSITE]
    assert f"Ingetrokken Ingetrokken: “Drie dienstfietsen: klaar” {WITHDRAWN} {UNCOUNTED}" in page


@pytest.mark.long
def test_what_has_not_left_yet_counts_one_less_and_says_nothing(linde: PublishedMunicipality) -> None:
    (poster,) = load(linde, withdraw(linde, DONE), Medium.PUBLIC_SPACE).unnoted
    text = " ".join(block.text for blocks in read_documents(poster).values() for block in blocks)
    assert "Ingetrokken" not in text
    assert read_counts(text)["klaar"] == {1}


@pytest.mark.long
def test_a_setback_that_is_withdrawn_still_counts(linde: PublishedMunicipality) -> None:
    """Else a withdrawal would be a way to make what went wrong less."""
    corrected = load(linde, withdraw(linde, SETBACK), Medium.PUBLIC_SPACE, Medium.WEBSITE)
    texts = read(corrected)
    assert corrected.edition.proof.public_only.count(StoryKind.LESS_WELL) == 2
    assert read_counts(texts[Medium.PUBLIC_SPACE])["vertraagd of gestopt"] == {2}
    assert UNCOUNTED not in "".join(texts.values())
    assert "Vertraagd of gestopt Ingetrokken" not in texts[Medium.WEBSITE]


DAY = date(2026, 12, 31)


def tell(code: str, kind: StoryKind, *actions: str, public: bool = True) -> Story:
    return Story(code, kind, "Titel", "Zin.", "", public=public, actions=actions)


def build_edition(stories: list[Story], withdrawn: list[str], counted: str) -> PublishedEdition:
    """An edition that counts these actions as done, with corrections that withdraw stories."""
    counts = (KindCount(StoryKind.DONE, len(counted), len(counted)), KindCount(StoryKind.LESS_WELL, 4, 4))
    proof = Proof("Linde", "linde", "nl", "2026-Q4", DAY, DAY, tuple(stories), counts=counts)
    corrections = tuple(
        StoryCorrection(kind=CorrectionKind.WITHDRAW, story_code=story.code, previous=story.as_fields())
        for story in stories
        if story.code in withdrawn
    )
    found = {code: KindCount(StoryKind.DONE, 1, 1) for code in counted}
    return PublishedEdition(1, DAY, clock_on(DAY), proof, {}, corrections, {}, found)


@given(
    told=st.lists(st.tuples(st.sampled_from(StoryKind), st.sets(st.sampled_from("ABCDE"))), max_size=5),
    withdrawn=st.sets(st.integers(0, 4)),
    counted=st.sets(st.sampled_from("ABCDE")).map(sorted).map("".join),
)
def test_what_no_success_tells_any_more_does_not_count(
    told: list[tuple[StoryKind, set[str]]], withdrawn: set[int], counted: str
) -> None:
    stories = [tell(f"{n}", kind, *sorted(actions)) for n, (kind, actions) in enumerate(told)]
    edition = build_edition(stories, [f"{n}" for n in withdrawn], counted)
    successes = [(n, actions) for n, (kind, actions) in enumerate(told) if kind in SUCCESS_KINDS]
    taken_back = {code for n, actions in successes for code in actions if n in withdrawn}
    standing = {code for n, actions in successes for code in actions if n not in withdrawn}
    done, late = count_without_withdrawn(edition)
    assert done.number == done.public == len(set(counted) - (taken_back - standing))
    assert late.number == 4


@pytest.mark.long
def test_who_read_the_number_hears_that_it_changed(linde: PublishedMunicipality) -> None:
    linde.publish_correction(withdraw(linde, DONE))
    mailed = {document.kind: linde.mail_text(document) for _, document in linde.deliveries(channel="smtp")}
    for kind in ("newsletter-correction-1", "correction-by-hand"):
        assert f"De fietsen zijn nooit geleverd. {UNCOUNTED}" in " ".join(mailed[kind].split()), kind
    assert "Wat u intrekt, telt daar ook niet meer mee in onze cijfers." in mailed["correction-asked"]
    lines = mailed["correction-asked"].splitlines()
    assert any(each.startswith("Wie de nieuwsbrief kreeg") for each in lines), "a line of its own"


def test_the_text_that_was_approved_is_the_same_bytes(linde: PublishedMunicipality) -> None:
    """That a story can be withdrawn stands in no text: approvals of earlier versions stay valid."""
    proof = linde.compile().proof
    assert b"withdrawn" not in proof.as_bytes()
