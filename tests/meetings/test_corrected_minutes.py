"""Corrected minutes change the plan by what differs, and the members read what that is."""

import json
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from terugkom.inbox.minutes_files import MinutesFileResult
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.minutes.record_minutes import _EarlierMinutes
from terugkom.plan.model import ActionStatus, Person
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import AFTER, drop, everything, fill_in, form_of, planned
from tests.meetings.test_minutes import DECISIONS, NEW, PRESENT, actions

MOSTLY_SQLITE = True
LATER = date(2027, 3, 18)
Row = tuple[str, str, str, str]


@pytest.fixture
def linde(town: MeetingMunicipality) -> MeetingMunicipality:
    """A town whose members have the minutes."""
    found = planned(town)
    fill_in(form_of(found), present=PRESENT, decisions=DECISIONS, actions=NEW)
    assert drop(found, found.folder / "verslag.docx").problems == ()
    found.tick(AFTER)
    return found


def correct(
    town: MeetingMunicipality,
    decisions: Sequence[Row] = DECISIONS,
    today: date = LATER,
    present: dict[str, str] = PRESENT,
    new: Sequence[tuple[str, str, str, str, str]] = NEW,
) -> MinutesFileResult:
    """Drop the minutes anew, with these rows."""
    path = town.folder / "verslag.docx"
    empty = [("", "", "", "")] * len(DECISIONS)
    fill_in(path, present=present, decisions=[*decisions, *empty][: max(len(decisions), len(empty))])
    return drop(town, fill_in(path, present=present, decisions=(), actions=new), today)


def sent(town: MeetingMunicipality, today: date = LATER) -> str:
    """What the members get at the next tick, without line breaks; "" for nothing."""
    before = len(list(town.mails()))
    town.tick(today)
    mails = [mail for _, mail in town.mails()][before:]
    if not mails:
        return ""
    body = mails[0].get_body(("plain",))
    assert body
    return f"{mails[0]['Subject']} | {' '.join(body.get_content().split())}"


@pytest.mark.long
@pytest.mark.each_database
def test_the_plan_changes_by_what_differs_and_the_members_read_it(linde: MeetingMunicipality) -> None:
    corrected: list[Row] = [
        ("E1", "deadline", "30 september 2027", "De levering is later."),  # another day
        *DECISIONS[1:4],  # the same
        ("E2", "deadline", "eind 2027", ""),  # instead of the status of M1
    ]
    taken = correct(linde, corrected, present=PRESENT | {"BE": "aanwezig"})
    assert taken.problems == ()
    assert taken.recorded
    assert taken.recorded.codes == ["E1", "E2", "M1"]
    plan = actions(linde)
    assert plan["E1"].deadline == date(2027, 9, 30)
    assert plan["E2"].deadline == date(2027, 12, 31)
    assert [each.code for each in plan["E2"].owners] == ["AN", "CO"]
    assert plan["E3"].status is ActionStatus.STOPPED
    assert plan["M1"].status is ActionStatus.PLANNED, "what was taken back is as it was"
    assert [code for code, each in plan.items() if each.title == NEW[0][1]] == ["E4"], "not added twice"
    with linde.database.read_session() as session:
        assert session.scalars(select(Decision.number).order_by(Decision.number)).all() == [1, 2, 3, 4, 5, 6]
        came = select(Person.code, Attendance.presence).join(Person, Person.id == Attendance.person_id)
        assert dict(session.execute(came).tuples().all())["BE"] == "present"
        points = session.execute(select(OpenPoint.text, OpenPoint.times_postponed)).all()
        assert [tuple(each) for each in points] == [("Wie betaalt de laadpalen?", 0)]
    letter = sent(linde)
    assert letter.startswith("Verbeterd verslag: ")
    assert (
        "VERBETERD Dit klopte niet: - Ledlampen (E1), nieuwe deadline: 30 juni 2027. De levering is later. "
        "- Fietspad (M1), nieuwe stand: lopend - Bé Vos: verontschuldigd Zo is het juist: "
        "- Ledlampen (E1), nieuwe deadline: 30 september 2027. De levering is later. "
        "- Zonnepanelen (E2), nieuwe deadline: eind 2027 - Bé Vos: aanwezig WIE WAS ER?"
    ) in letter
    assert "Aanwezig: An Wijn, jr, Bé Vos." in letter
    assert sent(linde, date(2027, 3, 19)) == "", "it is sent once"


@pytest.mark.long
def test_each_correction_is_sent_and_the_same_again_is_not(linde: MeetingMunicipality) -> None:
    assert correct(linde, DECISIONS[:4]).problems == ()
    assert "Dit klopte niet: - Fietspad (M1), nieuwe stand: lopend" in sent(linde)
    again = correct(linde, DECISIONS[:4])
    assert again.recorded
    assert again.recorded.again
    assert sent(linde, date(2027, 3, 19)) == ""
    assert correct(linde, [*DECISIONS[:4], ("M1", "status", "klaar", "")]).problems == ()
    assert "VERBETERD Dit ontbrak: - Fietspad (M1), nieuwe stand: klaar" in sent(linde, date(2027, 3, 22))


@pytest.mark.long
def test_an_earlier_version_is_refused(linde: MeetingMunicipality) -> None:
    correct(linde, DECISIONS[:4])
    (problem,) = correct(linde).problems
    assert "vroegere versie" in problem


@pytest.mark.long
def test_what_was_changed_since_is_asked_and_nothing_changes(linde: MeetingMunicipality) -> None:
    with linde.database.write_session() as session:
        found = session.merge(actions(linde)["E1"])
        found.deadline = date(2028, 1, 1)
    before = everything(linde)
    for rows in ([("E1", "deadline", "juli 2027", ""), *DECISIONS[1:]], DECISIONS[1:]):
        (problem,) = correct(linde, rows).problems
        assert problem.startswith("“E1” (deadline): dit is sinds het vorige verslag al gewijzigd.")
    assert everything(linde) == before
    reworded = [("E1", "deadline", "30 juni 2027", "Andere reden."), *DECISIONS[1:]]
    assert correct(linde, reworded).problems == (), "the decision itself is the same"
    assert actions(linde)["E1"].deadline == date(2028, 1, 1)


def test_a_new_action_is_changed_or_asked_about_never_added_twice(linde: MeetingMunicipality) -> None:
    (problem,) = correct(linde, new=[("", "", "", "", "")]).problems
    assert "de nieuwe actie “E4” staat niet meer in het verslag" in problem
    assert correct(linde, new=[("", NEW[0][1], "AN", "juni 2028", "")]).problems == ()
    action = actions(linde)["E4"]
    assert (action.deadline, [each.code for each in action.owners]) == (date(2028, 6, 30), ["AN"])


@pytest.mark.long
def test_minutes_without_any_decision_are_asked_about(linde: MeetingMunicipality) -> None:
    before = everything(linde)
    taken = correct(linde, [], new=[("", "", "", "", "")])
    assert any("dit geen enkel" in each for each in taken.problems)
    assert everything(linde) == before


@pytest.mark.long
def test_a_correction_before_the_minutes_went_out_is_sent_as_the_minutes(town: MeetingMunicipality) -> None:
    found = planned(town)
    fill_in(form_of(found), present=PRESENT, decisions=DECISIONS, actions=NEW)
    drop(found, found.folder / "verslag.docx")
    assert correct(found, DECISIONS[:4], AFTER).problems == ()
    letter = sent(found, AFTER)
    assert letter.startswith("Verslag: ")
    assert "Lopend" not in letter
    assert sent(found) == ""


def test_what_stands_on_the_next_agenda_follows_the_correction(linde: MeetingMunicipality) -> None:
    rows = [*DECISIONS[:3], ("", "volgende keer", "", "Wie betaalt de fietsen?"), DECISIONS[4]]
    assert correct(linde, rows).problems == ()
    with linde.database.read_session() as session:
        points = session.execute(select(OpenPoint.text, OpenPoint.raised_moment_id)).all()
    assert [text for text, _ in points] == ["Wie betaalt de fietsen?"]


def test_a_postponed_point_is_among_those_that_a_later_meeting_lists() -> None:
    """Corrected after that meeting, it would stand elsewhere than its members were told."""
    entries = [
        {"action": "E1", "kind": kind, "value": "", "reason": "Ziek."} for kind in ("Volgende keer", "Nota")
    ]
    earlier = _EarlierMinutes("", {"answers": [], "entries": entries})
    others = (entries, entries[:1], entries[1:])
    said = [json.dumps({"answers": [], "entries": each}).encode() for each in others]
    assert [earlier.has_same_points(each) for each in said] == [True, True, False]
