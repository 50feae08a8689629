"""The report of an import says which new day a meeting does not get, for a person cancelled it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from terugkom.inbox import process_inbox
from terugkom.inbox.folder import InboxRun
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitations_follow_plan import invited

__all__ = ["invited"]  # a fixture
MOSTLY_SQLITE = True
CANCELLED, IMPORTED = date(2027, 2, 23), date(2027, 2, 24)
NEW_DAY = date(2027, 3, 22)
SAID = (
    "Het overleg ENERGIE/2027-03 is afgelast en blijft dat: het plan wijzigt dat niet. Gaat het toch door op "
    "22/03/2027? Vraag aan wie Terugkom beheert om ENERGIE/2027-03 naar die dag te verplaatsen."
)


def hand_in(town: MeetingMunicipality, anchor: date, *, dry_run: bool = False) -> list[str]:
    """Put the workbook with another first day in the inbox; return what its report says of the groups."""
    inbox = town.folder / "municipalities" / town.slug / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    write_anchor(town.folder / "plan.xlsx", inbox / "plan.xlsx", anchor)
    run = InboxRun(inbox.parent, lambda: town.desk, IMPORTED, clock_on(IMPORTED))
    (plan,) = process_inbox.process_inbox(replace(run, dry_run=dry_run)).plans
    assert plan.report
    if not dry_run:
        (page,) = (inbox / "done").rglob("*.html")
        found = [each.message for each in plan.report.findings]
        assert all(each in page.read_text(encoding="utf-8") for each in found)
        page.unlink()
    return [f"{each.sheet} {each.row} {each.column}: {each.message}" for each in plan.report.findings]


def write_anchor(source: Path, target: Path, anchor: date) -> None:
    book = openpyxl.load_workbook(source)
    page = book["Groepen"]
    headers = [cell.value for cell in page[1]]
    page.cell(2, headers.index("Eerste terugkom-moment") + 1).value = anchor
    book.save(target)


def test_a_new_day_of_a_meeting_that_a_person_cancelled_is_named(invited: MeetingMunicipality) -> None:
    """It was ignored in silence: who gave it a day thought that it took place."""
    invited.cancel(CANCELLED)
    invited.tick(CANCELLED)
    assert hand_in(invited, NEW_DAY) == [f"Groepen 2 Eerste terugkom-moment: {SAID}"]
    invited.move(IMPORTED, to=NEW_DAY, name="ENERGIE/2027-03")
    assert hand_in(invited, NEW_DAY) == [], "it takes place on that day"


@pytest.mark.parametrize("anchor", [date(2027, 3, 15), date(2027, 4, 12), date(2026, 9, 15)])
def test_other_days_are_not_named(invited: MeetingMunicipality, anchor: date) -> None:
    """The day it had, one of another month, and a rhythm that has it on the same day."""
    invited.cancel(CANCELLED)
    assert hand_in(invited, anchor) == []


def test_who_cancelled_a_moved_meeting_knows_both_its_days(invited: MeetingMunicipality) -> None:
    invited.move(CANCELLED, to=NEW_DAY)
    invited.cancel(CANCELLED, name="ENERGIE/2027-03")
    assert hand_in(invited, date(2027, 3, 15)) == []


def test_a_trial_and_a_meeting_that_the_plan_cancelled_name_none(invited: MeetingMunicipality) -> None:
    assert hand_in(invited, NEW_DAY, dry_run=True) == []
    assert hand_in(invited, NEW_DAY) == []
