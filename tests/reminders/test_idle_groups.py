"""A group that does not come back together is named in the coordinator's summary, at most once a month."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from terugkom.plan.model import Group, GroupKind, Municipality, Person, QuietSummary
from terugkom.reminders.coordinator_summary import DOCUMENT
from tests.clock import day_of
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
MONDAY = date(2027, 1, 11)
RHYTHM = {"anchor": date(2027, 6, 15), "interval_months": 6, "meets_in": "Zaal 1"}
HEADING = "GROEPEN DIE NIET SAMENKOMEN"


def join(town: CalendarMunicipality, group: str, *people: str) -> None:
    with town.database.write_session() as session:
        members = session.scalars(select(Person).where(Person.code.in_(people))).all()
        session.scalars(select(Group).where(Group.code == group)).one().members = [*members]


def tick(town: CalendarMunicipality, weeks: int) -> list[tuple[date, str]]:
    """Tick on Mondays; return the day and the text of each summary."""
    for week in range(weeks):
        town.tick(MONDAY + timedelta(weeks=week))
    return read_summaries(town)


def read_summaries(town: CalendarMunicipality) -> list[tuple[date, str]]:
    found = []
    for delivery, document in town.mails(DOCUMENT):
        mail = message_from_bytes((town.folder / "documents" / document.path).read_bytes(), policy=default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        assert body
        found.append((day_of(delivery.created_at), str(body.get_content()).replace("\r\n", "\n")))
    return found


def list_days_named(town: CalendarMunicipality) -> list[date]:
    return [day for day, text in read_summaries(town) if HEADING in text]


def read_groups(text: str) -> str:
    return text.partition(HEADING)[2].split("\n\n")[0]


def test_a_new_reader_is_told_in_the_same_month(town: CalendarMunicipality) -> None:
    town.group("energie", **RHYTHM)
    town.action("E1", MONDAY, [])  # which is no news
    town.tick(MONDAY)
    with town.database.write_session() as session:
        municipality = session.scalars(select(Municipality)).one()
        municipality.coordinator = Person(
            municipality_id=municipality.id, code="NEW", name="Nele Wouters", email="nele@example.org"
        )
    town.tick(MONDAY + timedelta(weeks=1))
    assert list_days_named(town) == [MONDAY, MONDAY + timedelta(weeks=1)]


def test_a_group_without_members_is_named_with_what_to_do(town: CalendarMunicipality) -> None:
    """It was invited to nothing, and nobody was told."""
    town.group("energie", **RHYTHM)
    ((day, text),) = tick(town, 4)
    assert day == MONDAY
    assert read_groups(text) == (
        " (1)\nTe doen: kijk na of dat zo bedoeld is. Wij noemen een groep hoogstens één keer per maand.\n"
        "- Energie: er zit niemand in de groep. Wij nodigen dus niemand uit, en vragen geen verslag. Zet in "
        "het werkboek bij de mensen wie erin zit. Komt ze niet meer samen, maak dan haar eerste datum leeg."
    )


@pytest.mark.parametrize("values", [{"departed_on": MONDAY}, {"email": ""}])
def test_a_group_whose_members_cannot_be_written_to_is_named(
    town: CalendarMunicipality, values: dict[str, object]
) -> None:
    town.group("energie", **RHYTHM)
    town.person("an", **values)
    join(town, "energie", "an")
    ((_, text),) = tick(town, 1)
    assert "- Energie: niemand van de groep is bereikbaar: ze zijn weg, of hun mailadres" in read_groups(text)
    town.person("bo")
    join(town, "energie", "an", "bo")
    assert len(tick(town, 2)) == 1, "one member is enough"


def test_a_group_without_rhythm_is_named_if_it_has_actions(town: CalendarMunicipality) -> None:
    for code, kind in (("kop", GroupKind.CORE), ("water", GroupKind.SUB)):
        town.group(code, kind=kind)
        town.person("bo")
        join(town, code, "bo")
    town.action("E1", date(2028, 1, 10), ["bo"])
    ((_, text),) = tick(town, 2)
    assert read_groups(text).endswith(
        "- Kop, 1 open actie: er is geen overleg gepland. Zet in het werkboek bij de groep een eerste datum "
        "en om de hoeveel maanden ze samenkomt, of geef haar acties een andere groep."
    ), "of the core group are the actions without a group; water has nothing to follow"


@pytest.mark.long
def test_it_is_named_again_in_another_month_only_beside_other_news(town: CalendarMunicipality) -> None:
    town.group("energie", **RHYTHM)
    town.set_quiet_summary(QuietSummary.WEEKLY)
    town.action("E1", MONDAY, [])
    found = tick(town, 8)
    assert [day for day, text in found if HEADING in text] == [MONDAY, date(2027, 2, 1), date(2027, 3, 1)]
    assert len(found) == 8


def test_a_group_that_comes_together_again_and_stops_again_is_news(town: CalendarMunicipality) -> None:
    town.group("energie", **RHYTHM)
    town.person("bo")
    tick(town, 1)
    join(town, "energie", "bo")
    town.action("E1", MONDAY, [])
    town.tick(MONDAY + timedelta(weeks=1))
    join(town, "energie")
    town.tick(MONDAY + timedelta(weeks=2))
    assert list_days_named(town) == [MONDAY, date(2027, 1, 25)]
