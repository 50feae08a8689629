"""The pack of the core group, read back: the year on one page, the groups, the lessons, new actions."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pikepdf
import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.editions.model import Edition, EditionState
from terugkom.gate.check_action import ActionToCheck, check_action
from terugkom.gate.rules import load_rules
from terugkom.ideas.model import Idea
from terugkom.meetings.kinds import CORE_GROUP
from terugkom.meetings.model import Meeting
from terugkom.meetings.pack_letter import MeetingPack, render_pack
from terugkom.meetings.packs.candidates import build_action_fields
from terugkom.meetings.packs.core_pack import CorePack, build_core_pack
from terugkom.meetings.packs.engagement import MeetingParticipation, ReportingPunctuality, compute_punctuality
from terugkom.meetings.packs.meeting_context import load_meeting_context
from terugkom.meetings.packs.progress import ProgressState
from terugkom.meetings.packs.yearly_trend import list_year_ends
from terugkom.peers.model import SharedAction
from terugkom.plan.action_facts import ActionFacts, FieldHistory
from terugkom.plan.history import ADDED
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Municipality, Person, ProgressReport
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.workbook.dates.read_dates import read_deadline
from tests.documents.accessibility import problems
from tests.documents.verapdf import broken_rules
from tests.meetings.packs.conftest import queries_of
from tests.meetings.packs.core_town import DAY, LAST, TODAY, add_municipality, at
from tests.plain_language.find_faults import find_slips

RUNNING = ActionStatus.RUNNING


@contextmanager
def reading(database: Database, slug: str) -> Iterator[tuple[Session, Municipality, Meeting]]:
    with database.read_session() as session:
        town = get_municipality(session, slug)
        query = (
            select(Meeting)
            .join(Moment)
            .where(Moment.municipality_id == town.id, Moment.kind == CORE_GROUP, Moment.day == DAY)
        )
        yield session, town, session.scalars(query).one()


def written(database: Database, actions: int, slug: str = "linde", *, told: bool = True) -> Database:
    with database.write_session() as session:
        add_municipality(session, slug, actions, told)
    return database


def pack(database: Database, slug: str = "linde") -> MeetingPack:
    with reading(database, slug) as (session, town, meeting):
        return render_pack(
            session, Templates("nl"), town, meeting, TODAY, load_coverage(session, town, TODAY)
        )


def context(database: Database) -> CorePack:
    with reading(database, "linde") as (session, town, meeting):
        assert meeting.group
        return build_core_pack(
            session,
            town,
            load_meeting_context(session, meeting, meeting.group),
            TODAY,
            load_coverage(session, town, TODAY),
        )


def pages_of(found: MeetingPack) -> list[str]:
    (attachment,) = found.letter.attachments
    assert attachment.name == "voorbereiding-kop-2027-03-15.pdf"
    pages = pypdf.PdfReader(io.BytesIO(attachment.content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


@pytest.mark.long
@pytest.mark.parametrize(("actions", "told"), [(0, False), (10, True), (60, True), (100, True)])
def test_the_pack_has_at_most_four_pages_and_no_broken_rule(
    sqlite_database: Database, tmp_path: Path, actions: int, told: bool
) -> None:
    found = pack(written(sqlite_database, actions, told=told))
    assert len(pages_of(found)) <= 4
    assert broken_rules(found.letter.attachments[0].content, tmp_path) == []


@pytest.mark.long
def test_what_was_told_through_which_channel_stands_in_it_and_what_is_neglected(
    sqlite_database: Database, tmp_path: Path
) -> None:
    written(sqlite_database, 100)
    with sqlite_database.write_session() as session:
        town = get_municipality(session, "linde")
        moment = Moment(
            municipality_id=town.id,
            kind="newsletter",
            subject="linde",
            period="2026-Q4",
            day=TODAY,
            opened_at=datetime(2026, 12, 17, tzinfo=UTC),
        )
        told = {"state": EditionState.PUBLISHED, "published_media": ["newsletter", "website"]}
        session.add(Edition(moment=moment, since=TODAY, until=TODAY, **told))
    found = pack(sqlite_database)
    text = " ".join(pages_of(found))
    assert "Wat we vertelden, en waar niet" in text
    assert "de nieuwsbrief vierde kwartaal van 2026" in text
    assert "de pers niets" in text
    assert "de pers: niets in de laatste vier kwartalen" in found.letter.text
    assert len(pages_of(found)) <= 4
    assert broken_rules(found.letter.attachments[0].content, tmp_path) == []


@pytest.mark.long
def test_a_meeting_of_which_no_minutes_came_is_told_as_one(sqlite_database: Database) -> None:
    """It said only that the group met, which nobody knows."""
    found = pack(written(sqlite_database, 60))
    text = found.letter.text
    assert text.count("Kwam 2 keer samen (1 keer zonder verslag); ") == 1
    assert "Kwam 2 keer samen; " in text
    in_table = " ".join(pages_of(found))
    assert in_table.count("2 keer, 1 zonder verslag") == 1
    assert in_table.count("zonder verslag") == 1


def test_who_meets_no_more_this_quarter_does_not_read_that_nobody_does(sqlite_database: Database) -> None:
    """*Wie komt samen: niemand* stood at the quarter in which the group that read it met."""
    database = written(sqlite_database, 4)
    with database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "A-002")).one()
        action.deadline = date(2027, 3, 31)
    made = pack(database)
    text = " ".join(pages_of(made))
    assert "Klaar tegen dan: <span" in made.letter.html, "a code broke at its hyphen"
    assert "1e kwartaal 2027 niemand meer 1 actie A-002" in text
    assert "niemand meer" not in text.partition("1e kwartaal 2027 niemand meer")[2]


@pytest.mark.long
def test_the_year_is_on_the_first_page_and_the_rest_follows(sqlite_database: Database) -> None:
    first, *others = pages_of(pack(written(sqlite_database, 60)))
    for said in (
        "Maandag 15 maart 2027, van 14.00 tot 16.00 uur, Raadzaal",
        "60 acties: 15 klaar (+8)",
        "Sinds 16 maart 2026: 8 acties klaar, 7 nieuw, 7 gestopt.",
        "Stilgevallen: Deelgroep zorg (kwam niet samen)",
        "Wie volgt de deelgroep zorg op? Nu beslissen, of schrappen.",
        "Welke starten we, met welke trekker, datum en maat?",
        "De datum gaat naar eind november (A-001, nu klaar)",
    ):
        assert said in first, said
    assert others[0].startswith("De groepen")
    rest = " ".join(others)
    for said in (
        "Gestopt: het gebouw wordt verkocht",
        "62 dagen te laat 2 keer verschoven",
        "Repaircafé in de bibliotheek Gemeente Wilgenbeke",
        "1e kwartaal 2028 16 maart 2028: Kopgroep MVO",
    ):
        assert said in rest, said


def test_the_trend_is_told_in_words_too(sqlite_database: Database) -> None:
    content = pack(written(sqlite_database, 60)).letter.attachments[0].content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        told = [str(each.Alt) for each in tags if each.get("/S") == "/Figure"]
        assert str(pdf.Root.Lang) == "nl-BE"
        assert str(pdf.docinfo.Title) == "Voorbereiding Kopgroep MVO, 15 maart 2027"
    assert any(
        each.startswith(
            "Het plan door de jaren: 2023: 15 nog geen nieuws; 2024: 15 stil, 8 nog geen nieuws; "
            "2025: 7 klaar"
        )
        for each in told
    )


def test_each_group_tells_how_it_took_part(sqlite_database: Database) -> None:
    groups = {each.name: each for each in context(written(sqlite_database, 60)).groups}
    assert groups["Deelgroep energie"].participation == MeetingParticipation(
        met=2, minuted=2, attended=8, expected=12
    )
    assert groups["Deelgroep mobiliteit"].participation == MeetingParticipation(
        met=2, minuted=1, attended=4, expected=6
    )
    assert groups["Deelgroep zorg"].silence_reason == "kwam niet samen"
    assert [name for name, each in groups.items() if each.silence_reason] == ["Deelgroep zorg"]
    assert groups["Nog geen groep"].participation is None


def test_a_group_whose_first_meeting_is_still_to_come_did_not_fall_silent(sqlite_database: Database) -> None:
    """A group that was to meet in May, and the core group itself, were called silent in the first year."""
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        group = session.scalars(select(Group).where(Group.name == "Deelgroep zorg")).one()
        group.anchor = date(2027, 5, 11)
        core = session.scalars(select(Group).where(Group.kind == GroupKind.CORE)).one()
        action = session.scalars(select(Action).where(Action.code == "A-001")).one()
        action.group = core
    found = context(sqlite_database)
    assert [each.name for each in found.silent_groups] == []
    text = pack(sqlite_database).letter.text
    assert "Stilgevallen: geen enkele groep" in text
    assert text.count(" stil. Had in deze periode geen overleg op de kalender.") == 2
    assert text.count(" stil. Kwam 2 keer samen") == 4
    assert "niet samen" not in text


@pytest.mark.parametrize("said", ["op schema", "Klaar.", "Loopt nog"])
def test_that_all_goes_well_is_no_reason_for_being_late(sqlite_database: Database, said: str) -> None:
    """*73 dagen te laat. op schema.*, and *gestopt: klaar.*"""
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        for report in session.scalars(select(ProgressReport)):
            report.text = said
    told = context(sqlite_database)
    found = [each.reason for each in (*told.missed_deadlines, *told.stopped)]
    assert found
    assert said not in found


def a_fact(*past: FieldHistory, reports: tuple[tuple[date, str], ...] = (), **more: object) -> ActionFacts:
    given = {"status": ActionStatus.RUNNING, "deadline": date(2026, 9, 30), "owner_ids": (1,)} | more
    return ActionFacts(1, "A", "t", "", "", "", changes=past, reports=reports, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "in_time", "deadlines"),
    [
        (a_fact(reports=((date(2026, 9, 12), "x"),)), 1, 1),
        (a_fact(reports=((date(2026, 9, 30), "x"),)), 1, 1),
        (a_fact(reports=((date(2026, 8, 1), "long before"),)), 0, 1),
        (a_fact(reports=((date(2026, 10, 1), "a day late"),)), 0, 1),
        (a_fact(FieldHistory(date(2026, 5, 1), "status", RUNNING), status=ActionStatus.DONE), 1, 1),
        (a_fact(FieldHistory(date(2026, 10, 2), "deadline", date(2026, 6, 30))), 0, 1),
        (a_fact(FieldHistory(date(2026, 7, 2), "deadline", date(2026, 6, 30))), 0, 2),
        (a_fact(FieldHistory(date(2026, 6, 1), "deadline", date(2026, 6, 30))), 0, 1),
        (a_fact(deadline=None), 0, 0),
        (a_fact(deadline=date(2027, 6, 1)), 0, 0),
        (a_fact(FieldHistory(date(2026, 10, 5), ADDED, ""), status=ActionStatus.DONE), 0, 0),
    ],
    ids=[
        "in the month before", "on the day", "long before", "a day late", "done before", "moved much later",
        "both passed", "moved in time", "no deadline", "not yet",
        "passed before it came into the plan",
    ],
)  # fmt: skip
def test_who_reported_in_time_is_counted_by_the_deadlines_as_they_were(
    fact: ActionFacts, in_time: int, deadlines: int
) -> None:
    found = compute_punctuality([fact], LAST, TODAY, days_ahead=30)
    assert (found.in_time, found.deadlines) == (in_time, deadlines)
    assert (found.owners_in_time, found.owners) == (int(in_time == deadlines > 0), int(deadlines > 0))


def test_an_owner_who_missed_one_deadline_is_not_always_in_time() -> None:
    told = a_fact(reports=((date(2026, 9, 12), "x"),))
    assert compute_punctuality([told, a_fact()], LAST, TODAY, days_ahead=30) == ReportingPunctuality(
        2, 1, 1, 0
    )


def test_the_years_looked_back_on_are_the_last_five_of_the_plan() -> None:
    old, new = (FieldHistory(date(year, 2, 1), "added", "") for year in (2015, 2025))
    assert [each.year for each in list_year_ends([a_fact(new)], TODAY)] == [2025, 2026]
    assert [each.year for each in list_year_ends([a_fact(new), a_fact(old)], TODAY)] == [
        2022,
        2023,
        2024,
        2025,
        2026,
    ]
    assert list_year_ends([a_fact()], TODAY) == []


def test_candidates_are_what_groups_raised_people_handed_in_and_neighbours_did_in_turn(
    sqlite_database: Database,
) -> None:
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        ours = session.scalars(select(Action.title).limit(1)).one()
        shared = session.scalars(select(SharedAction)).all()
        session.add(
            SharedAction(
                municipality_id=shared[0].municipality_id, source="Gemeente Es", code="E1",
                title=ours.upper(), status="done", imported_at=shared[0].imported_at, sha256="0" * 64,
            )
        )  # fmt: skip
    assert [(each.title, each.source) for each in context(sqlite_database).candidates] == [
        ("Een deelwagen voor de diensten, samen met de buren", "Deelgroep energie"),
        ("Een leenkast met gereedschap", "Ideeënbus (I1)"),
        ("Repaircafé in de bibliotheek", "Gemeente Wilgenbeke"),
        ("Bewoners vragen een fietsenstalling bij de kerk", "Deelgroep mobiliteit"),
        ("Het licht in de sporthal vanzelf doven", "Ideeënbus (I2)"),
        ("Zwerfvuil in kaart met de scholen", "Gemeente Wilgenbeke"),
    ]


def test_what_the_plan_already_has_is_no_candidate(sqlite_database: Database) -> None:
    """By the title of an action or by its description, however it is typed; what is left moves up."""
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        one, two, three, gone = session.scalars(select(Action).order_by(Action.code).limit(4)).all()
        one.title = "Een  leenkast met gereedschap."
        two.title = "Bewoners vragen een FIETSENSTALLING bij de kerk"
        three.description = "Repaircafé in de bibliotheek."
        gone.title, gone.missing_since = "Zwerfvuil in kaart met de scholen!", TODAY
    found = context(sqlite_database)
    assert [each.title for each in found.candidates] == [
        "Een deelwagen voor de diensten, samen met de buren",
        "Het licht in de sporthal vanzelf doven",
        "Zwerfvuil in kaart met de scholen",
    ]
    with sqlite_database.write_session() as session:
        session.scalars(select(Action).where(Action.missing_since.is_not(None))).one().missing_since = None
    assert [each.title for each in context(sqlite_database).candidates][2:] == []


@pytest.mark.long
def test_a_title_that_ends_as_a_sentence_gets_no_second_full_stop(sqlite_database: Database) -> None:
    """*...aan het station.. Ideeënbus (I1)* stood in the mail."""
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        one, two = session.scalars(select(Idea).where(Idea.code.in_(("I1", "I2"))).order_by(Idea.code))
        one.text, two.text = "Plaats banken aan het station.", "Kan het licht vanzelf doven?"
    text = pack(sqlite_database).letter.text
    assert "- Plaats banken aan het station. Ideeënbus (I1). Ingediend op 1 januari 2027.\n" in text
    assert "- Kan het licht vanzelf doven? Ideeënbus (I2). Bewaard voor later: Eerst meten.\n" in text
    assert not [line for line in text.splitlines() if re.search(r"(?<!\.)\.\.(?!\.)|[?!]\.", line)]


@pytest.mark.long
def test_an_idea_tells_when_it_came_or_why_it_waits_and_never_from_whom(sqlite_database: Database) -> None:
    written(sqlite_database, 60)
    known = {each.source: each.details for each in context(sqlite_database).candidates}
    assert known["Ideeënbus (I1)"] == "Ingediend op 1 januari 2027."
    assert known["Ideeënbus (I2)"] == "Bewaard voor later: Eerst meten."
    with sqlite_database.write_session() as session:
        session.scalars(select(Person).where(Person.code == "P0")).one().name = "Zarah Quintijn"
    found = pack(sqlite_database)
    text = " ".join(pages_of(found))
    assert "Een leenkast met gereedschap Ideeënbus (I1). Ingediend op 1 januari 2027." in text
    assert (
        "Het licht in de sporthal vanzelf doven<br>Ideeënbus (I2). Bewaard voor later: Eerst meten."
        in found.letter.html
    )
    told = [line for line in found.letter.text.splitlines() if "Ideeënbus" in line]
    assert len(told) == 2
    assert not any("Quintijn" in line for line in told)
    assert "Vrijdag vegetarisch" not in text + found.letter.html


def test_the_form_answers_each_rule_and_a_candidate_filled_in_that_way_has_no_finding() -> None:
    fields = build_action_fields("nl")
    answered = {
        "what": ("promises-nothing", "hedge", "several-actions"),
        "owner": ("no-owner", "department-owner"),
        "by": ("no-deadline", "ongoing-unchecked"),
        "measure": ("comparative", "not-measurable"),
    }
    assert [each.name for each in fields] == [*answered]
    assert sorted(rule for rules in answered.values() for rule in rules) == sorted(load_rules("nl").by_id)
    filled = {each.name: each.example for each in fields}

    def findings(**other: str) -> list[str]:
        row = filled | other
        owners = (row["owner"],) if row["owner"] else ()
        has_deadline = read_deadline(row["by"]).day is not None
        draft = ActionToCheck(row["what"], row["measure"], owners, has_deadline, row["by"])
        return [hit.rule for hit in check_action(draft, "nl")]

    assert findings() == []
    assert findings(what="Zwerfvuil in kaart met de vier basisscholen", measure="Van 0 naar 4 kaarten") == []
    idea = "Een leenkast met gereedschap"
    assert findings(what=idea, measure="Van 0 naar 1 kast met 20 toestellen") == []
    assert findings(owner="") == ["no-owner"]
    assert findings(by="") == ["no-deadline"]
    assert findings(what="Stimuleren van fietsgebruik", measure="") != []


def test_the_year_to_come_holds_each_meeting_once(sqlite_database: Database) -> None:
    quarters = context(written(sqlite_database, 60)).quarters
    days = [each.day for quarter in quarters for each in quarter.meetings]
    assert len(days) == 11
    assert days == sorted(days)
    assert min(days) > DAY
    assert max(days) < DAY + timedelta(days=380)


def test_the_mail_around_it_can_be_read_by_everybody_and_names_all(sqlite_database: Database) -> None:
    letter = pack(written(sqlite_database, 60)).letter
    assert problems(letter.html) == []
    assert letter.text.count("dagen te laat") == 15
    assert "- maandag 12 april 2027: Deelgroep energie" in letter.text
    assert "van het jaarlijkse overleg van de kopgroep" in letter.text
    parts = [unescape(each).upper() for each in re.findall("<h2[^>]*>([^<]*)</h2>", letter.html)]
    assert len(parts) > 9
    assert [each for each in parts if f"\n\n{each}\n" not in letter.text] == []
    assert "\n\n\n" not in letter.text
    assert find_slips(letter.text) == []


def test_the_page_of_the_run_names_nobody(sqlite_database: Database) -> None:
    page = pack(written(sqlite_database, 60)).markdown
    assert "| G0 | 10 | 6 | 2 | 0 | 2 | 8 van 12 |" in page
    assert page.count("data:image/svg+xml;base64,") == 1
    for word in ("An Peeters", "Deelgroep", "example.org", "aannemer", "verkocht", "deelwagen"):
        assert word not in page


def test_the_page_of_the_run_says_what_the_mail_and_the_pdf_say(sqlite_database: Database) -> None:
    found = pack(written(sqlite_database, 60))
    assert found.markdown.count("| 2 (1 zonder verslag) |") == 1
    assert "klaar sinds de vorige keer: " in found.markdown
    assert "klaar dit jaar" not in found.markdown, "it counts from the last meeting, as the others do"
    for line in ("- nog open: ", "- vorige keer beslist: ", "- stilgevallen groepen: "):
        assert line in found.markdown


@pytest.mark.long
def test_text_and_html_name_the_actions_without_an_owner_as_the_pdf_does(
    sqlite_database: Database,
) -> None:
    found = pack(written(sqlite_database, 60))
    codes = re.findall(r"Zonder bereikbare trekker: [^(]*\(([^)]*)\)", found.letter.text)
    pdf = " ".join(pages_of(found))
    assert len(codes) == 1
    shown = unescape(re.sub("<[^>]*>", "", found.letter.html)).replace("\u2011", "-")
    assert f"({codes[0]})" in shown.replace("\u2060", "")
    assert "Zonder bereikbare trekker" in pdf


@pytest.mark.parametrize(("asked", "answered"), [(5, 3), (5, 1), (5, 0), (5, 5), (1, 0), (1, 1)])
def test_the_pdf_says_who_answered_as_the_mail_does(asked: int, answered: int, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/pack.typ").write_text(
        '#import "/parts.typ": *\n#set document(title: "x")\n#set text(lang: "nl")\n'
        '#responses-text(json("/data.json").counts)'
    )
    words = '{% from "words.jinja" import responses_text %}{{ responses_text(counts)|trim|one_line }}'
    (tmp_path / "own.txt").write_text(words)
    counts = {"asked": asked, "answered": answered, "silent": asked - answered, "reports": 0, "questions": 0}
    templates = Templates("nl", tmp_path)
    pdf = templates.render_pdf("own", {"counts": counts}, at(DAY))
    in_mail = templates.render_text("own.txt", {"counts": counts}).strip()
    assert (
        " ".join(" ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
        == in_mail
    )


@pytest.mark.long
def test_it_costs_as_many_queries_for_100_actions_as_for_10(sqlite_database: Database) -> None:
    written(written(sqlite_database, 10, "linde"), 100, "eik")
    few, many = (
        queries_of(sqlite_database, lambda slug=slug: pack(sqlite_database, slug))
        for slug in ("linde", "eik")
    )
    assert few == many <= 37


@pytest.mark.long
def test_a_plan_that_came_after_the_last_meeting_is_not_compared_with_it(sqlite_database: Database) -> None:
    written(sqlite_database, 60)
    with sqlite_database.write_session() as session:
        for change in session.scalars(select(ActionChange).where(ActionChange.field == ADDED)):
            change.changed_on, change.changed_at = LAST + timedelta(days=9), at(LAST + timedelta(days=9))
    made = context(sqlite_database)
    done = next(each for each in made.plan.progress.counts if each.state is ProgressState.DONE)
    assert (done.number, done.change, made.plan.done) == (15, None, ())
    assert {each.done_this_year for each in (*made.groups, *made.themes)} == {0}
    found = pack(sqlite_database)
    for text in (" ".join(pages_of(found)), found.letter.html):
        assert "15 klaar" in text
        assert "klaar (+" not in text
        assert "Sinds 16 maart 2026" not in text


@pytest.mark.long
@pytest.mark.parametrize("actions", [7, 37])
def test_every_number_of_actions_is_that_of_the_plan(sqlite_database: Database, actions: int) -> None:
    found = pack(written(sqlite_database, actions))
    with sqlite_database.read_session() as session:
        states = Counter(session.scalars(select(Action.status).where(Action.missing_since.is_(None))))
    document, html = " ".join(pages_of(found)), found.letter.html
    assert f"{actions} acties: {states[ActionStatus.DONE]} klaar" in document
    groups, themes = html.partition("De groepen")[2].partition("De thema’s")[::2]
    for part in (groups, themes.partition("<h2")[0]):
        rows = re.findall(r"(\d+) acties?, (\d+) klaar", part)
        assert sum(int(total) for total, _ in rows) == actions
        assert sum(int(done) for _, done in rows) == states[ActionStatus.DONE]
    since = re.search(r"Sinds 16 maart 2026: (\d+) acties? klaar", document)
    listed = found.letter.text.partition("KLAAR SINDS DE VORIGE KEER\n")[2].partition("\n\n")[0]
    assert since
    assert int(since[1]) == len(listed.splitlines())
    assert f"{states[ActionStatus.STOPPED]} gestopt" in document


@pytest.mark.long
def test_the_numbers_say_of_when_they_are_and_that_what_is_internal_counts(sqlite_database: Database) -> None:
    """The website counts public actions alone, and neither said so."""
    letter = pack(written(sqlite_database, 60)).letter
    day = "Stand op 8 maart 2027. Alle acties van het plan tellen mee, ook die niet openbaar zijn;"
    assert day in letter.text
    assert "Alle acties van het plan tellen mee, ook die niet openbaar zijn;" in letter.html


@pytest.mark.long
def test_the_core_group_reads_which_deadlines_were_put_off(sqlite_database: Database) -> None:
    written(sqlite_database, 10)
    moved_on = LAST + timedelta(days=30)
    with sqlite_database.write_session() as session:
        action = session.scalars(select(Action).where(Action.status == RUNNING)).first()
        assert action
        was, action.deadline, code = date(2027, 6, 30), date(2027, 12, 31), action.code
        change = ActionChange(
            action_id=action.id, changed_on=moved_on, changed_at=at(moved_on), source="test"
        )
        change.field, change.old, change.new = "deadline", was.isoformat(), "2027-12-31"
        session.add(change)
    made = pack(sqlite_database)
    text = " ".join(pages_of(made))
    told = f"({code}): nieuwe datum 31 december 2027 (was 30 juni 2027)"
    assert "Uitgesteld sinds de vorige keer" in text
    assert told in text
    assert told in made.letter.text
    assert told.replace(code, f'<span style="white-space:nowrap">{code}</span>') in made.letter.html
