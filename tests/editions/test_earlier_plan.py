"""A plan that was followed up elsewhere before its first import is not new by that import."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from terugkom.action_pages.public_actions import load_public_actions
from terugkom.database.connection_pool import Database
from terugkom.editions.media import press_release
from terugkom.editions.media.article import build_template_context, render_counted
from terugkom.editions.model import EditionStep
from terugkom.editions.story import StoryKind
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.queries import get_municipality
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import STORIES, kit
from tests.editions.test_waiting_dates import read_mail

WENT_LIVE = date(2025, 9, 1)
IMPORTED, LATER = date(2026, 10, 5), date(2026, 11, 2)
OLD = action("E-01", "Het dak isoleren", public="ja", deadline=date(2027, 6, 30))
ADDED_LATER = action("E-02", "Haag planten", public="ja", deadline=date(2027, 6, 30))


@pytest.fixture
def empty(sqlite_database: Database, tmp_path: Path) -> EditionMunicipality:
    return EditionMunicipality(sqlite_database, tmp_path)


@pytest.fixture
def town(empty: EditionMunicipality) -> EditionMunicipality:
    """A plan of which the first import came within the quarter, and one action a month later."""
    empty.import_actions(IMPORTED, OLD, go_live_on=WENT_LIVE)
    empty.import_actions(LATER, OLD, ADDED_LATER, go_live_on=WENT_LIVE)
    return empty


def list_new(town: EditionMunicipality) -> set[str]:
    proof = town.compile().proof
    return {code for story in proof.of_kind(StoryKind.NEW) for code in story.actions}


@pytest.mark.long
def test_an_edition_calls_only_new_what_came_into_the_plan_since(town: EditionMunicipality) -> None:
    assert list_new(town) == {"E-02"}
    assert town.compile().proof.count(StoryKind.NEW) == 1


def test_a_deadline_that_is_moved_makes_no_action_new(town: EditionMunicipality) -> None:
    moved = OLD | {"deadline": date(2027, 12, 31)}
    town.import_actions(date(2026, 11, 9), moved, ADDED_LATER, go_live_on=WENT_LIVE)
    assert list_new(town) == {"E-02"}


def test_what_was_reported_of_it_is_told_as_under_way(town: EditionMunicipality) -> None:
    told = OLD | {"news": "De werf is begonnen.", "news_on": date(2026, 11, 6)}
    town.import_actions(date(2026, 11, 9), told, ADDED_LATER, go_live_on=WENT_LIVE)
    told_of = {code for story in town.compile().proof.of_kind(StoryKind.UNDER_WAY) for code in story.actions}
    assert told_of == {"E-01"}


@pytest.mark.long
def test_of_a_plan_that_begins_with_its_first_import_what_was_under_way_is_not_new(
    empty: EditionMunicipality,
) -> None:
    planned = ADDED_LATER | {"status": "gepland"}
    empty.import_actions(IMPORTED, OLD, planned)
    assert list_new(empty) == {"E-02"}
    empty.import_actions(LATER, OLD, planned | {"status": "lopend"}, action("E-03", "Fietsen", public="ja"))
    assert list_new(empty) == {"E-02", "E-03"}, "what comes later is new, also if it is under way"
    with empty.database.read_session() as session:
        facts = load_action_facts(session, get_municipality(session, empty.slug).id, ASKED)
    assert {each.code for each in facts if each.is_added_after(FIRST)} == {"E-02", "E-03"}


def test_packs_and_pages_say_since_when_it_is_in_the_plan(town: EditionMunicipality) -> None:
    with town.database.read_session() as session:
        municipality = get_municipality(session, town.slug)
        facts = load_action_facts(session, municipality.id, ASKED)
        pages = load_public_actions(session, municipality, ASKED)
    assert {each.code: each.in_plan_since for each in facts} == {"E-01": WENT_LIVE, "E-02": LATER}
    assert [each.code for each in facts if each.is_added_after(FIRST)] == ["E-02"]
    shown = {page.code: [event.day for event in page.events if event.kind == "added"] for page in pages}
    assert shown == {"E-01": [WENT_LIVE], "E-02": [LATER]}


def test_a_first_edition_says_since_when_it_counts(empty: EditionMunicipality) -> None:
    """*Tussen 17 september en 17 december* stood above the numbers of a plan that came in November."""
    empty.import_actions(LATER, OLD)
    proof = empty.compile().proof
    assert (proof.since, proof.until) == (LATER, ASKED)


@pytest.mark.parametrize("live_on", [pytest.param(ASKED, marks=pytest.mark.long), ASKED + timedelta(days=14)])
def test_an_edition_from_before_any_day_was_counted_names_no_period_without_days(
    empty: EditionMunicipality, live_on: date
) -> None:
    """*Tussen 17 december 2026 en 17 december 2026* stood in it."""
    told = OLD | {"news": "De werf is begonnen.", "news_on": date(2026, 12, 1)}
    empty.import_actions(LATER, OLD, go_live_on=live_on)
    empty.import_actions(ASKED, told, go_live_on=live_on)
    proof = replace(empty.compile().proof, stories=STORIES[:2])
    assert (proof.since, proof.until) == (ASKED, ASKED)
    media = kit()
    said = [
        render_counted(proof, media, is_public=True),
        press_release.render(proof, media).files[1].content.decode(),
        media.templates.render_text(
            "staff-meeting/opening/notes.txt", {**build_template_context(proof, media), "less_well": 1}
        ),
    ]
    assert said[0] == "Openbare acties van het actieplan met nieuws sinds de start"
    assert "vertelt hoe het sinds de start ging met de openbare acties" in said[1]
    assert empty.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    said += read_mail(empty)
    assert not [each for each in said if "17 december 2026 en" in each or "17 december 2026 tot" in each]
    assert sum("sinds de start" in each for each in said) == 5


def test_of_a_plan_that_was_followed_up_before_it_counts_from_the_last_three_months(
    town: EditionMunicipality,
) -> None:
    assert town.compile().proof.since == date(2026, 9, 17)
