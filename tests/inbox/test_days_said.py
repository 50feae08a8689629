"""Readers are told the day on which somebody said that an action is done, not when it was recorded."""

from datetime import date

import pytest

from terugkom.action_pages.public_actions import load_public_actions
from terugkom.claims.plan_evidence import load_plan_evidence
from terugkom.documents.templates import Templates
from terugkom.editions.collect_stories import collect_stories
from terugkom.editions.story import StoryKind
from terugkom.peers.export_shared import build_shared_plan
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from tests.inbox.answering import AnsweringMunicipality, reply_to
from tests.inbox.test_owner_answers import one as one
from tests.inbox.test_owner_answers import town as town

CAME, READ, END = date(2027, 3, 3), date(2027, 4, 12), date(2027, 6, 30)


@pytest.fixture
def read_later(one: AnsweringMunicipality) -> AnsweringMunicipality:
    """Of an action with 20 March as its deadline."""
    with one.town.database.write_session() as session:
        session.get_one(Action, 1).start = date(2027, 1, 1)
    one.take(reply_to(one.digest(), "Ik denk dat het klaar is."))
    one.today = READ
    return one


def story_of(one: AnsweringMunicipality) -> str:
    with one.town.database.read_session() as session:
        municipality = get_municipality(session, one.town.slug)
        found = collect_stories(session, Templates("nl"), municipality, date(2027, 3, 31), END)
    (told,) = [each.text for each in found if each.kind is StoryKind.DONE]
    return told


def test_an_edition_says_since_when_by_the_owners_mail(read_later: AnsweringMunicipality) -> None:
    """It said *sinds 12 april 2027*, and *Dat is 23 dagen na de afgesproken datum*."""
    read_later.decide(read_later.questions()[0].id, "done")
    told = story_of(read_later)
    assert "is klaar sinds 3 maart 2027." in told
    assert "na de afgesproken datum" not in told
    assert "april" not in told
    assert "Ik denk dat het klaar is." in told, "no edition before could tell it"


def test_so_it_does_where_a_later_report_keeps_the_mail_from_its_day(
    read_later: AnsweringMunicipality,
) -> None:
    read_later.today = date(2027, 3, 5)
    read_later.take(reply_to(read_later.digest(), "op schema"))
    read_later.today = READ
    read_later.decide(read_later.questions()[0].id, "done")
    assert "is klaar sinds 3 maart 2027." in story_of(read_later)


def test_the_page_of_the_action_its_evidence_and_what_neighbours_read_say_so_too(
    read_later: AnsweringMunicipality,
) -> None:
    read_later.decide(read_later.questions()[0].id, "done")
    with read_later.town.database.write_session() as session:
        action = session.get_one(Action, 1)
        action.public, action.title, action.theme = True, "Ledlampen", "Energie"
        session.flush()
        municipality = get_municipality(session, read_later.town.slug)
        (public,) = load_public_actions(session, municipality, END)
        evidence = load_plan_evidence(session, municipality.id, END)
        (shared,) = build_shared_plan(session, municipality).actions
    assert public.status_since == CAME
    assert [each.day for each in public.events if each.kind == "status"] == [CAME]
    assert evidence.status_givers["E-01"].day == CAME
    assert shared.took_days == (CAME - date(2027, 1, 1)).days


def test_what_an_owner_says_by_a_clear_word_is_of_that_day(one: AnsweringMunicipality) -> None:
    one.today = date(2027, 4, 1)
    one.take(reply_to(one.digest(), "Klaar"))
    assert "is klaar sinds 1 april 2027." in story_of(one)
