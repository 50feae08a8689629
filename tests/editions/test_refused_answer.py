"""The mail about an answer to an edition that was not accepted."""

from pathlib import Path

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery
from terugkom.editions.due_steps import find_edition
from terugkom.editions.refused_answer import RefusedFormAnswer, enqueue_refused_answer
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action


def test_it_goes_out_once_whatever_the_length_of_a_short_name(database: Database, tmp_path: Path) -> None:
    town = EditionMunicipality(database, tmp_path, slug="l" * 60)
    town.import_actions(FIRST, action("E-01", "Led in alle gebouwen"))
    town.compile()
    with database.read_session() as session:
        municipality = get_municipality(session, town.slug)
        assert municipality.coordinator
        assert municipality.chief
        edition = find_edition(session, municipality, town.quarter)
        assert edition
        run_context = RunContext(municipality, edition.moment_id, "folder", "r" * 36, clock_on(ASKED), ASKED)
    refused = RefusedFormAnswer("a" * 64, 1, "Er is geen naam.", "https://example.org/run")
    mails = [enqueue_refused_answer(town.desk, run_context, refused) for _ in range(2)]
    assert [mail and mail.recipients[0].address.email for mail in mails] == ["lotte@linde.example.org", None]
    with database.read_session() as session:
        assert session.scalars(select(Delivery.key)).all() == [f"1:answer-refused:{'r' * 36}:aaaaaaaa:1"]
