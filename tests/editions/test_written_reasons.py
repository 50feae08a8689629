"""Why an action is late or was stopped, written into an edition, is in the plan once its text is approved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.editions.model import Edition, EditionState, EditionVerdict
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.plan.reasons import Reason, find_reason
from terugkom.schedule.quarters import Quarter
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action

MOSTLY_SQLITE = True
WHY = "Het budget kwam te laat."
NEXT = date(2027, 3, 17)


@pytest.fixture
def late(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """One action is late, and one was stopped; nobody said why."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-noord")
    rows = {"L-1": {"deadline": date(2026, 10, 31)}, "S-1": {}}
    town.import_actions(FIRST, *(action(code, f"Actie {code}", **more) for code, more in rows.items()))
    now = {"S-1": "gestopt"}
    town.import_actions(
        ASKED,
        *(action(code, f"Actie {code}", now.get(code, "lopend"), **more) for code, more in rows.items()),
    )
    return town


def fill_in(town: EditionMunicipality, words: str) -> None:
    for path in town.folder.glob("*-minder-*.md"):
        text = path.read_text()
        start, end = text.index("[Vul hier aan"), text.index("]", text.index("[Vul hier aan"))
        path.write_text(f"{text[:start]}{words}{text[end + 1 :]}")


def approve(town: EditionMunicipality, day: date = ASKED) -> None:
    town.take_due_step(day)
    town.record_decision(EditionVerdict.APPROVE, day)


def list_recorded(town: EditionMunicipality) -> list[tuple[str, str, str, date]]:
    with town.database.read_session() as session:
        query = select(Action.code, ActionChange.new, ActionChange.source, ActionChange.changed_on)
        query = query.join(Action, Action.id == ActionChange.action_id).where(ActionChange.field == "reason")
        return [tuple(row) for row in session.execute(query.order_by(Action.code))]  # type: ignore[misc]


@pytest.mark.long
@pytest.mark.parametrize("day", [ASKED, ASKED + timedelta(days=4)])
def test_what_is_filled_in_is_recorded_with_its_source_and_found_by_all_who_look_for_a_reason(
    late: EditionMunicipality, day: date
) -> None:
    late.compile()
    fill_in(late, WHY)
    late.take_due_step(ASKED)
    assert list_recorded(late) == [], "nothing is recorded before somebody approved it"
    approve(late, day)
    assert list_recorded(late) == [(code, WHY, "edition 2026-Q4", day) for code in ("L-1", "S-1")]
    with late.database.read_session() as session:
        facts = load_action_facts(session, get_municipality(session, late.slug).id, NEXT)
        until = late.edition(session).until
    assert [find_reason(each, NEXT, until) for each in facts] == [Reason(WHY, day)] * 2


@pytest.mark.long
def test_the_next_edition_does_not_ask_again(late: EditionMunicipality) -> None:
    """The action is late still; its next story has the words, and no place to fill in."""
    late.compile()
    fill_in(late, WHY)
    approve(late)
    with late.database.write_session() as session:
        late.edition(session).state = EditionState.PUBLISHED
    later = EditionMunicipality(late.database, late.home, late.slug, Quarter(2027, 1))
    review = later.compile(NEXT)
    (story,) = [each for each in review.proof.stories if each.code == "minder-l-1"]
    assert WHY in story.text
    assert "Vul hier aan" not in story.text
    assert review.problems == ()


def test_a_story_that_was_rewritten_is_no_reason(late: EditionMunicipality) -> None:
    late.compile()
    fill_in(late, WHY)
    for path in late.folder.glob("*-minder-l-1.md"):
        path.write_text(path.read_text().replace("Die datum ging voorbij", "Die dag haalden wij niet"))
    approve(late)
    assert [code for code, *_ in list_recorded(late)] == ["S-1"]


def test_an_edition_that_is_sent_back_records_nothing(late: EditionMunicipality) -> None:
    late.compile()
    fill_in(late, WHY)
    late.take_due_step(ASKED)
    late.record_decision(EditionVerdict.SEND_BACK, remark="Korter.")
    with late.database.read_session() as session:
        assert session.scalars(select(Edition.state)).first() is EditionState.SENT_BACK
    assert list_recorded(late) == []
