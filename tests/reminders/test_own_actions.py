"""A coordinator who owns actions is not told to call themselves."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from terugkom.documents.render_context import RenderContext
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.reminders.stuck_notice import render_stuck_notice
from tests.clock import day_of
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
MONDAY = date(2027, 3, 1)
SELF = "- u zelf: 2 keer gevraagd sinds maandag 8 maart 2027, over 1 actie"


def read_silence(town: CalendarMunicipality, day: date) -> list[str]:
    """Tick, and return what the summary of that day says of who is silent."""
    town.tick(day)
    found = town.mails("coordinator-summary")
    (document,) = [each for delivery, each in found if day_of(delivery.created_at) == day]
    mail = message_from_bytes((town.folder / "documents" / document.path).read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body
    text = str(body.get_content()).replace("\r\n", "\n")
    return text.partition("WIE NOG NIETS LIET WETEN ")[2].partition("\n\n")[0].split("\n")


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        (
            ["lw"],
            [
                "(1)",
                "Te doen: laat weten hoe het staat met uw eigen acties: beantwoord de mail erover, of pas ze "
                "aan in het werkboek.",
                SELF,
            ],
        ),
        (
            ["lw", "an"],
            [
                "(2)",
                "Te doen: bel eens, of ga langs. Een mail meer helpt hier zelden. Laat van uw eigen acties "
                "zelf weten hoe het staat.",
                SELF.replace("u zelf", "An"),
                SELF,
            ],
        ),
    ],
)
def test_the_summary_asks_for_word_of_their_own_actions(
    town: CalendarMunicipality, owners: list[str], said: list[str]
) -> None:
    """It said: call them, or drop by, with their own name."""
    town.person("an")
    town.action("E-01", MONDAY + timedelta(days=20), owners)
    for days in (7, 14):
        town.tick(MONDAY + timedelta(days=days))
    assert read_silence(town, MONDAY + timedelta(days=21)) == said


@pytest.mark.parametrize(("code", "is_mailed"), [("lw", False), ("an", True)])
def test_who_is_stuck_with_an_own_action_is_not_mailed_to_contact_themselves(
    town: CalendarMunicipality, code: str, is_mailed: bool
) -> None:
    town.person("an")
    town.action("E-01", MONDAY, [code])
    with town.database.read_session() as session:
        action = session.scalars(select(Action)).one()
        by = session.scalars(select(Person).where(Person.code == code)).one()
        municipality = get_municipality(session, town.slug)
    context = RenderContext(town.database, town.documents, town.templates)
    found = render_stuck_notice(context, municipality, action, by, "Geen offerte.", MONDAY)
    assert (found is not None) is is_mailed
