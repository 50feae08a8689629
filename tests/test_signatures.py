"""A letter is signed by the coordinator, but not to themselves; and no name stands there twice."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.documents.built_in_templates import LANGUAGES
from terugkom.documents.templates import Templates
from terugkom.health_checks.invented_letters import list_invented_letters
from terugkom.plan.model import Municipality
from tests.inbox.answering import MONDAY, AnsweringMunicipality, read_text, reply_to
from tests.reminders.tick_calendar import CalendarMunicipality

TOWN, COORDINATOR = "Zilverbeke", "Lotte Maes"


def read_lines(mail: EmailMessage) -> str:
    return read_text(mail).replace("\r\n", "\n")


def read_html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part
    return str(part.get_content())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", [kind for kind, each in list_invented_letters().items() if "coordinator" in each[0]]
)
def test_without_a_coordinator_the_municipality_signs_once(language: str, kind: str) -> None:
    for context in list_invented_letters()[kind]:
        signed = context | {"coordinator": context["municipality"]}
        letter = Templates(language).render_letter(kind, signed)
        assert f"{TOWN}, {TOWN}" not in letter.text
        assert f"{TOWN}, {TOWN}" not in letter.html
        assert f"{COORDINATOR}, {TOWN}" in Templates(language).render_letter(kind, context).text


def test_a_digest_to_the_coordinator_is_not_in_their_own_name(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 3, 20), owners=("lw",))
    town.tick(MONDAY)
    answering = AnsweringMunicipality(town)
    with town.database.read_session() as session:
        found = session.scalars(select(Municipality)).one()
        name, signed = found.name, f"{found.signatory}, {found.name}"
    (digest,) = answering.sent("owner-digest")
    assert f"Hartelijke groet\n{name}" in read_lines(digest)

    assert answering.take(reply_to(digest, "Ik zit vast: geen budget")) == {"reported": 1}

    (receipt,) = answering.sent("answer-receipt")
    assert f"Hartelijke groet\n{name}" in read_lines(receipt)
    assert "Het staat in uw volgende weekoverzicht" in read_text(receipt)
    for mail in (digest, receipt):
        assert signed not in read_text(mail)
        assert signed not in read_html(mail)
