"""How a plan stands by group, what changed since the last review, and the page that tells it."""

import base64
import re
from collections import Counter
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from sqlalchemy import func, select

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.stacked_bars import draw_stacked_bars
from terugkom.documents.templates import Templates
from terugkom.gate import save_report
from terugkom.gate.grades import Grade
from terugkom.gate.model import GateSnapshot
from terugkom.gate.plan_review import PlanReview, review_plan, select_with_changed_plans
from terugkom.gate.report_page import render_gate_report
from terugkom.meetings.last_meetings import find_last_meetings
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.plan.history import FieldChange, record_changes
from terugkom.plan.model import Action, Group
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.gate.test_accept_action import accepted
from tests.reminders.tick_calendar import CalendarMunicipality

DUE = date(2027, 5, 31)
VAGUE = "Stimuleren van <b>fietsgebruik</b>"
MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)


def review(town: CalendarMunicipality, today: date) -> PlanReview:
    with town.database.read_session() as session:
        home = get_municipality(session, town.slug)
        return review_plan(session, home, today, find_last_meetings(session, home, today))


def file(town: CalendarMunicipality, folder: Path, today: date) -> None:
    with town.database.read_session() as session:
        home = get_municipality(session, town.slug)
        found = review_plan(session, home, today, find_last_meetings(session, home, today))
    context = RenderContext(town.database, DocumentStore(folder), town.templates)
    save_report.save_gate_report(context, home, found, RunStamp(today, clock_on(today), "run"))


def plan(town: CalendarMunicipality) -> None:
    town.group("energie", anchor=date(2026, 1, 5), interval_months=3)
    town.action("A", DUE, title=VAGUE, group="energie")
    town.action("B", DUE, title="Tien laadpalen plaatsen", group="energie")
    town.action("C", DUE, title="Betere fietspaden")


def test_the_grades_are_counted_by_group_and_those_without_one_come_last(
    town_of_each_kind: CalendarMunicipality,
) -> None:
    plan(town_of_each_kind)
    found = review(town_of_each_kind, MARCH)
    assert [(each.group, each.now) for each in found.group_grades] == [
        ("Energie", Counter({Grade.D: 1, Grade.A: 1})),
        ("", Counter({Grade.C: 1})),
    ]
    assert found.total_grades == Counter({Grade.A: 1, Grade.C: 1, Grade.D: 1})
    assert [each.code for each in found.actions_with_findings] == ["A", "C"]


def test_the_change_is_told_since_the_groups_last_review(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path
) -> None:
    town = town_of_each_kind
    plan(town)
    file(town, tmp_path, MARCH)
    file(town, tmp_path, date(2026, 4, 3))  # the review was on 7 April: Easter Monday moved it
    town.change("A", title="Twintig dienstfietsen kopen")
    file(town, tmp_path, date(2026, 5, 4))
    energie, others = review(town, JUNE).group_grades
    assert (energie.concrete_gain, energie.since) == (1, date(2026, 4, 3))
    assert (others.concrete_gain, others.since) == (0, MARCH)  # no rhythm: since it was first checked


def test_a_meeting_that_was_really_held_goes_before_the_agreed_rhythm(
    town_of_each_kind: CalendarMunicipality, tmp_path: Path
) -> None:
    town = town_of_each_kind
    plan(town)
    for day in (MARCH, date(2026, 4, 3), date(2026, 4, 20)):
        file(town, tmp_path, day)

    def since() -> date | None:
        return review(town, JUNE).group_grades[0].since

    held(town, date(2026, 4, 21), MeetingState.CANCELLED)
    assert since() == date(2026, 4, 3), "by the rhythm: 7 April"
    held(town, date(2026, 3, 10), MeetingState.HELD)
    assert since() == MARCH
    held(town, date(2026, 4, 22), MeetingState.MINUTED)
    assert since() == date(2026, 4, 20)


def held(town: CalendarMunicipality, day: date, state: MeetingState) -> None:
    with town.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "energie")).one()
        moment = Moment(
            municipality_id=group.municipality_id,
            kind="subgroup-review",
            subject="energie",
            period=f"{day:%Y-%m}-{state}"[:20],
            day=day,
            opened_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        session.add(
            Meeting(
                moment=moment, group=group, starts_at=time(14), duration_minutes=90, uid=str(day), state=state
            )
        )


def test_before_any_check_there_is_no_change_to_tell(town: CalendarMunicipality) -> None:
    plan(town)
    assert {(each.concrete_gain, each.since) for each in review(town, MARCH).group_grades} == {(0, None)}


def test_a_plan_is_new_after_a_change_or_an_acceptance_and_old_once_checked(
    town: CalendarMunicipality, tmp_path: Path
) -> None:
    def new() -> bool:
        with town.database.read_session() as session:
            return session.scalar(select_with_changed_plans()) is not None

    plan(town)
    with town.database.write_session() as session:
        action = session.scalars(select(Action).limit(1)).one()
        changed = [(action, FieldChange("A", "title", "x", "y"))]
        record_changes(
            session,
            changed,
            today=date(2026, 3, 1),
            changed_at=clock_on(date(2026, 3, 1)),
            through="test",
        )
    assert new()
    file(town, tmp_path, MARCH)
    assert not new()
    accepted(town, "A")
    assert new()
    file(town, tmp_path, MARCH)
    assert not new()


def test_a_day_has_one_snapshot_and_the_same_page_is_one_document(
    town: CalendarMunicipality, tmp_path: Path
) -> None:
    plan(town)
    file(town, tmp_path, MARCH)
    file(town, tmp_path, MARCH)
    town.change("A", title="Twintig dienstfietsen kopen")
    file(town, tmp_path, MARCH)
    with town.database.read_session() as session:
        assert session.scalar(select(func.count(GateSnapshot.id))) == 1
        documents = list(session.scalars(select(Document)))
    assert len(documents) == 2
    assert all((tmp_path / each.path).exists() for each in documents)


class Outline(HTMLParser):
    """What a screen reader goes by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.alternatives: list[str | None] = []
        self.language: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.alternatives.append(dict(attrs).get("alt"))
        if tag == "html":
            self.language = dict(attrs).get("lang")


def test_the_page_shows_the_picture_the_questions_and_what_was_accepted(town: CalendarMunicipality) -> None:
    plan(town)
    accepted(town, "C", "Het studiebureau bepaalt het doel")
    with town.database.read_session() as session:
        home = get_municipality(session, town.slug)
        letter = render_gate_report(
            Templates("nl"),
            home,
            review_plan(session, home, MARCH, find_last_meetings(session, home, MARCH)),
            MARCH,
        )
    outline = Outline(letter.html)
    assert outline.language == "nl"
    assert outline.headings == [1, 2, 3, 2]
    assert outline.alternatives == [
        "Hoe concreet de acties zijn: Energie: 1 A: concreet, 1 D: vrijblijvend; "
        "Nog geen groep: 1 A: concreet"
    ]
    for part in (letter.html, letter.text):
        assert "“Stimuleren” zegt nog niet wat er op het einde zal zijn." in part
        assert "op 23 november 2026: Het studiebureau bepaalt het doel" in part
    assert "<b>" not in letter.html
    assert letter.subject == "Hoe concreet is het actieplan van Lievegem? 2 van 3 acties"


def test_a_picture_is_a_whole_svg_whatever_its_labels_hold() -> None:
    chart = draw_stacked_bars(
        "A & B", ["<x>", "y"], [("Groep <1>", [3, 0]), ("Leeg", [0, 0])], ["good", "pale_amber"]
    )
    ElementTree.fromstring(chart.svg)
    assert not [letter for letter in chart.svg if "\ue000" <= letter <= "\uf8ff"]
    held = base64.b64decode(chart.data_uri.partition(",")[2]).decode()
    assert held == chart.svg
    assert chart.text == "A & B: Groep <1>: 3 <x>; Leeg: "
