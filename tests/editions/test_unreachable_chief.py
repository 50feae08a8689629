"""Who gets the mail that is for the chief, where the chief cannot be reached, reads why."""

from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from terugkom.plan.model import Person
from terugkom.plan.queries import get_municipality
from tests.editions.edition_municipality import ASKED, EditionMunicipality

MOSTLY_SQLITE = True
ESCALATED_ON = date(2027, 1, 20)
FOR_CHIEF = "Deze mail is bedoeld voor de leidinggevende van de coördinator"


def read_last_mail(town: EditionMunicipality) -> tuple[str, str]:
    """Return the role of the last recipient, and what both parts of the mail say."""
    with town.database.read_session() as session:
        query = select(Delivery.role, Document.path).join(Document, Document.id == Delivery.document_id)
        role, path = session.execute(query.order_by(Delivery.id)).tuples().all()[-1]
    mail = message_from_bytes((town.desk.documents.folder / path).read_bytes(), policy=default)
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]  # type: ignore[attr-defined]
    return role, " ".join(" ".join(each.get_content().split()) for each in parts)


@pytest.mark.parametrize(
    ("chief", "said"),
    [
        ("Dora <Vink>", f"{FOR_CHIEF}, Dora <Vink>. Wij kunnen die niet bereiken"),
        ("", f"{FOR_CHIEF}. In het plan staat niet wie dat is"),
    ],
)
def test_the_coordinator_reads_that_a_mail_is_for_the_chief(
    edition_municipality: EditionMunicipality, chief: str, said: str
) -> None:
    town = edition_municipality
    town.take_due_step(ASKED)
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        dora = session.scalars(select(Person).where(Person.code == "DV")).one()
        dora.name, dora.email = chief, ""
        municipality.chief = dora if chief else None
    assert FOR_CHIEF not in read_last_mail(town)[1]
    town.take_due_step(ESCALATED_ON)
    role, text = read_last_mail(town)
    assert role == "coordinator"
    assert said in text
    assert said.replace("<", "&lt;").replace(">", "&gt;") in text


def test_the_chief_who_can_be_reached_reads_nothing_of_it(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    edition_municipality.take_due_step(ESCALATED_ON)
    role, text = read_last_mail(edition_municipality)
    assert (role, FOR_CHIEF in text) == ("chief", False)
