"""An officer accepts an action as it is: its findings rest, until its text changes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bench.plans import fill
from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.gate.accept_action import accept_action
from terugkom.gate.check_plan import CheckedAction, check_plan
from terugkom.gate.grades import Grade
from terugkom.gate.model import GateAcceptance
from terugkom.plan.model import ActionStatus, PersonKind
from terugkom.plan.queries import get_municipality
from tests.reminders.tick_calendar import CalendarMunicipality

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MAY = date(2027, 5, 31)
VAGUE = "Stimuleren van fietsgebruik"


def checked(town: CalendarMunicipality) -> dict[str, CheckedAction]:
    with town.database.read_session() as session:
        return {each.code: each for each in check_plan(session, get_municipality(session, town.slug))}


def rules(town: CalendarMunicipality, code: str) -> list[str]:
    return [finding.rule for finding in checked(town)[code].findings]


def accepted(town: CalendarMunicipality, code: str, reason: str = "Het college wil het zo") -> None:
    with town.database.write_session() as session:
        home = get_municipality(session, town.slug)
        accept_action(session, home, code, reason=reason, by="Lotte", now=NOW)


def test_only_open_actions_are_checked_with_owner_deadline_and_indicator(
    town_of_each_kind: CalendarMunicipality,
) -> None:
    town = town_of_each_kind
    town.action("A", MAY, title=VAGUE)
    town.action("B", None, [], title="Stookketel van de bibliotheek vervangen")
    town.action("C", MAY, title=VAGUE, status=ActionStatus.DONE)
    town.action("D", MAY, title=VAGUE, missing_since=MAY)
    town.action("E", MAY, title="Tien laadpalen plaatsen")
    assert {code: (each.grade, [f.rule for f in each.findings]) for code, each in checked(town).items()} == {
        "A": (Grade.D, ["promises-nothing", "not-measurable"]),
        "B": (Grade.C, ["no-owner", "no-deadline"]),
        "E": (Grade.A, []),
    }


def test_an_owner_whom_the_plan_knows_as_an_organisation_is_no_person(
    town_of_each_kind: CalendarMunicipality,
) -> None:
    town = town_of_each_kind
    town.person("ig", name="Fluvius", kind=PersonKind.ORGANISATION)
    town.person("ko", name="Koen De Smet (milieudienst)", kind=PersonKind.ORGANISATION)  # by its last word
    town.action("A", MAY, ["ig"], title="Tien laadpalen plaatsen")
    town.action("B", MAY, ["ko"], title="Tien laadpalen plaatsen")
    town.action("C", MAY, ["ig", "an"], title="Tien laadpalen plaatsen")
    assert {code: [(f.rule, f.words) for f in each.findings] for code, each in checked(town).items()} == {
        "A": [("department-owner", "Fluvius")],
        "B": [],
        "C": [],
    }


def test_an_accepted_finding_rests_until_the_text_changes(town_of_each_kind: CalendarMunicipality) -> None:
    town = town_of_each_kind
    town.action("A", MAY, title=VAGUE)
    accepted(town, "A")
    resting = checked(town)["A"]
    assert (resting.findings, resting.grade, resting.acceptance_reason) == (
        (),
        Grade.A,
        "Het college wil het zo",
    )
    assert resting.accepted_rules == ("promises-nothing", "not-measurable")

    town.change("A", deadline=date(2027, 8, 31), status=ActionStatus.RUNNING)
    assert rules(town, "A") == []
    town.change("A", title="Stimuleren van het fietsgebruik")
    assert rules(town, "A") == ["promises-nothing", "not-measurable"]
    town.change("A", title=VAGUE)
    assert rules(town, "A") == []


def test_a_changed_description_wakes_the_finding_too(town: CalendarMunicipality) -> None:
    town.action("A", MAY, title=VAGUE)
    accepted(town, "A")
    town.change("A", description="Bij het personeel.")
    assert rules(town, "A") == ["promises-nothing", "not-measurable"]


def test_a_new_kind_of_finding_does_not_rest(town: CalendarMunicipality) -> None:
    town.action("A", MAY, title=VAGUE)
    accepted(town, "A")
    town.change("A", owners=[])
    assert rules(town, "A") == ["no-owner"]
    accepted(town, "A", "Wordt in januari toegewezen")
    assert rules(town, "A") == []


def test_who_accepted_it_when_and_why_is_kept(town: CalendarMunicipality) -> None:
    town.action("A", MAY, title=VAGUE)
    accepted(town, "A", "  Het college wil het zo ")
    with town.database.read_session() as session:
        kept = session.scalars(select(GateAcceptance)).one()
    assert (kept.reason, kept.accepted_at) == ("Het college wil het zo", NOW)
    assert kept.accepted_by == "Lotte W", "as the plan has her"
    assert kept.rules == ["not-measurable", "promises-nothing"]


@pytest.mark.parametrize(
    ("code", "reason", "said"),
    [
        ("A", " ", "a reason is required"),
        ("X", "Daarom", "no action 'X'"),
        ("E", "Daarom", "nothing to accept"),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    town: CalendarMunicipality, code: str, reason: str, said: str
) -> None:
    town.action("A", MAY, title=VAGUE)
    town.action("E", MAY, title="Tien laadpalen plaatsen")
    with pytest.raises(InputError, match=said):
        accepted(town, code, reason)


def test_a_plan_of_many_batches_is_checked_whole_and_in_order(sqlite_database: Database) -> None:
    fill(sqlite_database, 220)
    with sqlite_database.read_session() as session:
        codes = [each.code for each in check_plan(session, get_municipality(session, "bench"))]
    assert len(codes) == 1100
    assert codes == sorted(codes)
