"""Who decides: a person of the plan, or one from outside it, which is recorded; never a typing error."""

import pytest

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.model import Municipality, Person

PEOPLE = {"LW": "Lotte Wielemans", "JP": "Jan Peeters", "JP2": "Jan Pauwels", "GR": "Dienst Groen"}


def _resolve(database: Database, typed: str, language: str = "nl") -> str:
    with database.write_session(dry_run=True) as session:
        town = Municipality(slug="linde", name="Linde", language=language, lead_times={}, column_map={})
        session.add(town)
        session.flush()
        people = [Person(municipality_id=town.id, code=code, name=name) for code, name in PEOPLE.items()]
        session.add_all(people)
        session.flush()
        return resolve_decider(session, town, typed)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("Lotte Wielemans", "Lotte Wielemans"),
        ("lotte wielemans ", "Lotte Wielemans"),
        ("LW", "Lotte Wielemans"),
        ("Lotte", "Lotte Wielemans"),
        ("Wielemans Lotte", "Lotte Wielemans"),
        ("Burgemeester De Wit", "Burgemeester De Wit (niet in het plan)"),
        ("X", "X (niet in het plan)"),
        ("Jan Wouters", "Jan Wouters (niet in het plan)"),
        ("X (niet in het plan)", "X (niet in het plan)"),
        ("a" * 300, "a" * 181 + " (niet in het plan)"),
    ],
)
def test_a_decision_is_recorded_under_the_name_in_the_plan_or_as_outside_it(
    sqlite_database: Database, typed: str, recorded: str
) -> None:
    assert _resolve(sqlite_database, typed) == recorded


def test_the_remark_is_in_the_language_of_the_plan(sqlite_database: Database) -> None:
    assert _resolve(sqlite_database, "Marie Curie", "fr") == "Marie Curie (hors du plan)"


@pytest.mark.parametrize(
    ("typed", "message", "asked"),
    [
        ("Lote Wielemans", "error.decider.similar", "Is it Lotte Wielemans?"),
        ("Lote", "error.decider.similar", "Is it Lotte Wielemans?"),
        ("Wielemas", "error.decider.similar", "Is it Lotte Wielemans?"),
        ("Jan Peters", "error.decider.similar", "Is it Jan Peeters?"),
        ("Jan", "error.decider.several", "Jan Pauwels, Jan Peeters"),
    ],
)
def test_a_name_that_is_nearly_one_of_the_plan_is_refused_with_the_question_whose_it_is(
    sqlite_database: Database, typed: str, message: str, asked: str
) -> None:
    with pytest.raises(InputError) as refused:
        _resolve(sqlite_database, typed)
    assert refused.value.message_id == message
    assert asked in refused.value.render("en")
    assert "Lotte" not in refused.value.render_public("en")
