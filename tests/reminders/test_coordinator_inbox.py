"""The coordinator's summary begins with what came back: questions with their links, reports, and silence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer, screen_idea
from terugkom.ideas.import_ideas import import_ideas_file
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remarks import RemarkAnswer, answer_remark, submit_remark
from terugkom.ideas.submission import Submission, submit_idea
from terugkom.meetings.owner_responses import (
    AskedOwners,
    ResponseCounts,
    count_asked_by_group,
    count_responses,
)
from terugkom.plan.completion_checks import WithdrawnSuccess, ask_completion
from terugkom.plan.decide_question import PLAN_EFFECTS, decide_question
from terugkom.plan.model import Action, ActionStatus, Group, Person, QuietSummary
from terugkom.plan.page_links import LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.plan.summary_period import build_summary_period
from terugkom.plan.undo_report import report_with_undo, undo_report
from terugkom.reminders.coordinator_inbox import list_reports
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.documents.letters import NASTY
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY, NEXT_MONDAY = date(2027, 3, 1), date(2027, 3, 8)
FAR = date(2027, 12, 31)  # so that nothing is due
SITE = "https://acties.example.org"


def report(
    town: CalendarMunicipality,
    code: str,
    choice: ProgressChoice,
    text: str,
    on: date,
    day: date | None = None,
    by: str = "an",
) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one()
        action = session.scalars(select(Action).where(Action.code == code)).one()
        reported, entry = ReportedProgress(choice, text, day), ReportEntry(owner, "page", on, clock_on(on))
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)


def read_summaries(town: CalendarMunicipality) -> list[EmailMessage]:
    paths = sorted(town.folder.rglob("outbox/**/*.eml"))
    read = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in paths]
    return [
        each
        for each in read
        if isinstance(each, EmailMessage) and "coordinator-summary" in str(each["List-Id"])
    ]


def get_body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))  # type: ignore[arg-type]
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def answering(town: CalendarMunicipality) -> CalendarMunicipality:
    town.site_url = SITE
    town.action("E-01", FAR)
    town.action("E-02", FAR)
    return town


@pytest.mark.long
def test_it_begins_with_what_is_asked_and_what_came_back_also_when_nothing_is_due(
    answering: CalendarMunicipality,
) -> None:
    report(answering, "E-01", ProgressChoice.LATER, "De aannemer is ziek.", MONDAY, date(2028, 2, 1))
    report(answering, "E-02", ProgressChoice.DONE, "Ze staan er.", MONDAY)
    assert answering.tick(NEXT_MONDAY) == []
    answering.deliver(NEXT_MONDAY)
    (mail,) = read_summaries(answering)
    text = get_body(mail)
    first, second = text.index("WAT TREKKERS U VRAGEN (1)"), text.index("WAT TREKKERS LIETEN WETEN (2)")
    assert first < second
    assert (
        "Titel van E-01 (E-01): An stelt dinsdag 1 februari 2028 voor in plaats van vrijdag 31 december 2027."
        ' "De aannemer is ziek."' in text
    )
    assert 'Titel van E-02 (E-02), An: klaar. "Ze staan er."' in text
    links = [unescape(each) for each in re.findall(rf'href="({SITE}[^"]*)"', get_body(mail, "html"))]
    assert problems(get_body(mail, "html")) == []
    assert [each.partition("?")[2] for each in links if "?" in each] == [
        f"question=1&choice={each}" for each in ("accept", "refuse", "meeting")
    ]
    with answering.database.read_session() as session:
        token = links[0].partition("/c/")[2].partition("?")[0]
        found = find_page_link(session, token, PageLinkPurpose.COORDINATOR, NEXT_MONDAY)
        assert (found.state, found.link and found.link.person_id) == (LinkState.VALID, 1)


def test_who_says_nothing_for_years_is_listed_until_they_do(town: CalendarMunicipality) -> None:
    """After 400 days a mail counted no more: an owner whom no mail asks any longer was silent unseen."""
    town.action("E-01", MONDAY + timedelta(days=20))
    first = MONDAY + timedelta(days=7)
    for day in (first, first + timedelta(days=14)):
        town.tick(day)
    for later in (date(2027, 12, 6), date(2029, 3, 5)):
        silent = town.summary_on(later).came_back.silent
        assert [(each.name, each.times, each.since) for each in silent.shown] == [("An", 2, first)]
    report(town, "E-01", ProgressChoice.ON_TRACK, "Het loopt.", date(2029, 3, 5))
    assert town.summary_on(date(2029, 3, 12)).came_back.silent.total == 0


@pytest.mark.parametrize(
    "change",
    [
        {"owners": ["bo"]},
        {"missing_since": date(2027, 3, 23)},
        {"deadline": date(2030, 12, 31)},
        {"deadline": None},
    ],
)
def test_who_has_nothing_to_answer_any_more_is_not_listed(
    town: CalendarMunicipality, change: dict[str, Any]
) -> None:
    """An owner stayed listed whose action another has, left the plan, or got another deadline."""
    town.person("bo")
    town.action("E-01", MONDAY + timedelta(days=20))
    for weeks in (1, 3):
        town.tick(MONDAY + timedelta(days=7 * weeks))
    assert town.summary_on(date(2027, 3, 29)).came_back.silent.total == 1
    town.change("E-01", **change)
    assert town.summary_on(date(2027, 3, 29)).came_back.silent.total == 0


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, "Groen, zonder overleg op de kalender: plan er een, of bespreek dit in een andere groep"),
        ({"anchor": date(2027, 5, 3), "interval_months": 6}, "Groen"),
    ],
)
def test_an_action_on_the_agenda_of_a_group_that_does_not_meet_says_so(
    town: CalendarMunicipality, terms: dict[str, object], said: str
) -> None:
    """Its mails stop, and the coordinator was told to discuss it at a meeting that nobody planned."""
    town.group("groen", name="Groen", **terms)
    town.action("E-01", MONDAY - timedelta(days=46), group="groen")
    town.tick(MONDAY)
    town.deliver(MONDAY)
    (mail,) = read_summaries(town)
    lines = get_body(mail).splitlines()
    assert [line.partition("; ")[2] for line in lines if "(46 dagen te laat)" in line] == [said]
    assert f"; {said}</li>" in get_body(mail, "html").replace("\n", " ")


def test_a_coordinator_gets_no_copy_of_a_mail_about_an_action_of_their_own(
    town: CalendarMunicipality,
) -> None:
    """The summary said that they got one."""
    town.action("E-01", MONDAY - timedelta(days=22), owners=["lw"])
    town.action("E-02", MONDAY - timedelta(days=22), owners=["an"])
    town.tick(MONDAY)
    town.deliver(MONDAY)
    (mail,) = read_summaries(town)
    said = [line.partition(": ")[2] for line in get_body(mail).splitlines() if line.startswith("- Titel")]
    assert said == ["22 dagen te laat", "22 dagen te laat, u kreeg een kopie"]


@pytest.mark.long
def test_a_question_is_repeated_until_it_is_answered_and_a_report_is_told_once(
    answering: CalendarMunicipality,
) -> None:
    report(answering, "E-01", ProgressChoice.STUCK, "Geen budget.", MONDAY)
    answering.set_quiet_summary(QuietSummary.WEEKLY)
    for week in range(1, 3):
        answering.tick(MONDAY + timedelta(days=7 * week))
        answering.deliver(MONDAY + timedelta(days=7 * week))
    first, second = (get_body(each) for each in read_summaries(answering))
    assert "LIETEN WETEN (1)" in first
    assert "LIETEN WETEN" not in second
    for each in (first, second):
        assert 'An zit vast. "Geen budget."' in each


@pytest.mark.long
@pytest.mark.parametrize("site", [SITE, ""])
def test_whether_an_action_is_done_that_was_withdrawn_is_asked_each_week_until_it_is_settled(
    answering: CalendarMunicipality, site: str
) -> None:
    answering.site_url = site
    answering.action("M-01", FAR, status=ActionStatus.DONE)
    withdrawn = WithdrawnSuccess("Drie fietsen: klaar", "De fietsen zijn nooit geleverd.", ("M-01",))
    with answering.database.write_session() as session:
        assert ask_completion(session, 1, withdrawn, MONDAY, clock_on(MONDAY)) == 1
    for week in range(1, 4):
        day = MONDAY + timedelta(days=7 * week)
        if week == 3:
            with answering.database.write_session() as session:
                given = GivenAnswer("De actie loopt nog", "Lotte", day, clock_on(day))
                decide_question(session, get_municipality(session, answering.slug), 1, given, PLAN_EFFECTS)
        answering.tick(day)
        answering.deliver(day)
    first, second = read_summaries(answering)
    for mail in (first, second):
        text = get_body(mail)
        assert "IS DEZE ACTIE ECHT KLAAR? (1)" in text
        assert "WAT TREKKERS U VRAGEN" not in text
        assert (
            "- Titel van M-01 (M-01): op maandag 1 maart 2027 namen we een bericht terug dat"
            " zei dat deze actie klaar is. In het plan staat ze nog op klaar. Is ze klaar?"
            ' Het bericht: "Drie fietsen: klaar". Wat wij de lezers zeiden: "De fietsen zijn nooit geleverd."'
        ) in text
        assert ("met het nummer 1: de actie is klaar of de actie loopt nog." in text) is (site == "")
        choices = re.findall(r"question=1&amp;choice=(\w+)", get_body(mail, "html"))
        assert choices == (["done", "running"] if site else [])
        assert problems(get_body(mail, "html")) == []
    with answering.database.read_session() as session:
        action = session.scalars(select(Action).where(Action.code == "M-01")).one()
    assert action.status is ActionStatus.RUNNING


def test_without_pages_the_command_stands_beside_the_question(answering: CalendarMunicipality) -> None:
    answering.site_url = ""
    report(answering, "E-01", ProgressChoice.STUCK, NASTY, MONDAY)
    answering.tick(NEXT_MONDAY)
    answering.deliver(NEXT_MONDAY)
    (mail,) = read_summaries(answering)
    assert "met het nummer 1: gelezen of naar het overleg." in get_body(mail)
    assert "https://" not in get_body(mail)
    assert "<script>" not in get_body(mail, "html")


@pytest.mark.long
def test_who_was_asked_again_and_again_and_said_nothing_is_named_to_the_coordinator(
    town: CalendarMunicipality,
) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 20), ["bo"])
    town.person("bo", name=NASTY)
    for week in range(4):
        if week == 3:
            town.report("E-01", MONDAY + timedelta(days=20))
        town.tick(MONDAY + timedelta(days=7 * week))
        town.deliver(MONDAY + timedelta(days=7 * week))
    *_, mail = read_summaries(town)
    text = get_body(mail)
    assert "WIE NOG NIETS LIET WETEN (1)" in text
    assert "keer gevraagd sinds maandag 1 maart 2027, over 1 actie" in text
    assert "<script>" not in get_body(mail, "html")
    with town.database.read_session() as session:
        counts = count_responses(session, 1, MONDAY - timedelta(days=1), MONDAY + timedelta(days=21))
        later = count_responses(session, 1, FAR, FAR + timedelta(days=1))
    assert (counts, counts.silent) == (ResponseCounts(asked=2, answered=1), 1)
    assert later == ResponseCounts()


@pytest.mark.long
def test_the_core_group_sees_how_many_owners_of_each_group_were_asked_and_answered(
    town: CalendarMunicipality,
) -> None:
    for group in ("nrg", "zorg"):
        town.group(group)
    town.action("E-01", date(2027, 3, 20), ["an"], group="nrg")
    town.action("E-02", date(2027, 3, 20), ["bo"], group="nrg")
    town.action("E-03", date(2027, 3, 20), ["an"], group="zorg")
    town.action("E-04", date(2027, 3, 20), ["cas"])
    town.tick(MONDAY)
    town.deliver(MONDAY)
    town.report("E-01", MONDAY + timedelta(days=1))
    with town.database.read_session() as session:
        since, until = MONDAY - timedelta(days=1), MONDAY + timedelta(days=6)
        counts = count_asked_by_group(session, 1, since, until)
        names: dict[int | None, str] = dict(session.execute(select(Group.id, Group.code)).tuples().all())
        assert count_asked_by_group(session, 1, FAR, FAR + timedelta(days=1)) == {}
    assert {names.get(group, ""): each for group, each in counts.items()} == {
        "nrg": AskedOwners(2, 1, 1),
        "zorg": AskedOwners(1, 0, 1),
        "": AskedOwners(1, 0, 1),
    }


def hand_in(town: CalendarMunicipality, on: date) -> None:
    given = Submission("Meer bomen\nop het plein.", address="kim@elders.example.org", picture="jpg")
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        submit_idea(session, municipality, given, on)
        submit_remark(session, municipality, replace(given, about="2027-Q1/klaar-e-01", picture=""), on)


def test_unread_ideas_and_remarks_stand_in_the_summary_with_their_links(
    answering: CalendarMunicipality,
) -> None:
    hand_in(answering, MONDAY)
    answering.tick(MONDAY)
    (summary,) = read_summaries(answering)
    assert "2 punten vragen uw aandacht" in str(summary["Subject"])
    text, html = get_body(summary), unescape(get_body(summary, "html"))
    assert 'I1, idee, nog te lezen: "Meer bomen op het plein." (met een foto); antwoord beloofd tegen' in text
    assert "R1, opmerking bij 2027-Q1/klaar-e-01, nog te lezen" in text
    links = re.findall(rf"{SITE}(/c/[0-9a-f]+/inzending\?kind=\w+&code=\w+)\s", text)
    assert [each.partition("?")[2] for each in links] == ["kind=idea&code=I1", "kind=remark&code=R1"]
    offered = re.findall(r"kind=(\w+)&code=\w+&choice=(\w+)", html)
    assert offered[:5] == [("idea", each) for each in ("accept", "no", "later", "taken", "reject")]
    assert offered[5:] == [("remark", "answer"), ("remark", "reject")]
    assert problems(get_body(summary, "html")) == []


def test_without_pages_the_summary_says_whom_to_tell_and_has_no_link(town: CalendarMunicipality) -> None:
    hand_in(town, MONDAY)
    town.tick(MONDAY)
    (summary,) = read_summaries(town)
    for kind in ("plain", "html"):
        text = unescape(get_body(summary, kind))
        assert "met de code I1: voorleggen" in text
        assert "met de code R1: antwoorden of geen antwoord" in text
        assert "terugkom " not in text
        assert "/c/" not in text
        assert "href" not in text


@pytest.mark.long
def test_an_answer_that_is_overdue_is_told_until_it_is_given(answering: CalendarMunicipality) -> None:
    hand_in(answering, MONDAY)
    with answering.database.write_session() as session:
        municipality = get_municipality(session, answering.slug)
        screen_idea(session, municipality, "I1", is_rejected=False)
        answer_remark(session, municipality, "R1", RemarkAnswer("Klopt."), MONDAY)
        promised = session.scalars(select(Idea.answer_by)).one()
    assert promised is not None
    answering.tick(MONDAY)
    assert read_summaries(answering) == [], "what was accepted waits for the core group, until its day comes"
    late = promised + timedelta(days=14 - promised.weekday())
    answering.tick(late)
    (summary,) = read_summaries(answering)
    assert "I1, idee, voorgelegd aan de kopgroep" in get_body(summary)
    assert f"het antwoord is {(late - promised).days} dagen te laat" in get_body(summary)
    assert "R1" not in get_body(summary)


def ask_weekly(town: CalendarMunicipality, weeks: int) -> str:
    """Ask so many Mondays, and return the text of the last summary."""
    for week in range(weeks):
        town.tick(MONDAY + timedelta(days=7 * week))
        town.deliver(MONDAY + timedelta(days=7 * week))
    *_, mail = read_summaries(town)
    assert problems(get_body(mail, "html")) == []
    lines = [line for line in get_body(mail).splitlines() if line.startswith("- ")]
    html = unescape(re.sub(r"<[^>]+>", "", get_body(mail, "html")))
    assert [line for line in lines if "(vervangt" in line and line.removeprefix("- ") not in html] == []
    return get_body(mail)


@pytest.mark.long
def test_the_silence_of_a_stand_in_is_not_told_of_the_owner(town: CalendarMunicipality) -> None:
    town.person("bo", name="Bo Vos")
    town.person("an", name="An Wijn", absent_from=MONDAY, stand_in="bo")
    town.action("E-01", date(2027, 3, 8))
    town.action("E-02", date(2027, 3, 8), ["bo"])
    text = ask_weekly(town, 3)
    silent = text.partition("WIE NOG NIETS LIET WETEN (2)")[2].partition("\n\n")[0].splitlines()
    assert [line for line in silent if line.startswith("- ")] == [
        "- Bo Vos (vervangt An Wijn): 2 keer gevraagd sinds maandag 1 maart 2027, over 1 actie",
        "- Bo Vos: 2 keer gevraagd sinds maandag 1 maart 2027, over 1 actie",
    ]
    assert "- Titel van E-01 (E-01), Bo Vos (vervangt An Wijn): " in text
    assert "- Titel van E-02 (E-02), Bo Vos: " in text


@pytest.mark.long
def test_colleagues_with_one_mailbox_are_each_asked_themselves(town: CalendarMunicipality) -> None:
    town.person("an", name="An Wijn", email="ploeg@x.example")
    town.person("bo", name="Bo Vos", email="Ploeg@x.example")
    town.action("E-01", date(2027, 3, 8))
    town.action("E-02", date(2027, 3, 8), ["bo"])
    text = ask_weekly(town, 3)
    for name in ("An Wijn", "Bo Vos"):
        assert f"- {name}: 2 keer gevraagd sinds maandag 1 maart 2027, over 1 actie" in text
    assert "(vervangt" not in text


@pytest.mark.long
def test_who_stood_in_and_left_is_not_to_be_called(town: CalendarMunicipality) -> None:
    town.person("bo", name="Bo Vos")
    town.person("an", name="An Wijn", absent_from=MONDAY, stand_in="bo")
    town.action("E-01", date(2027, 3, 8))
    town.tick(MONDAY)
    town.deliver(MONDAY)
    town.tick(NEXT_MONDAY)
    town.deliver(NEXT_MONDAY)
    town.person("bo", departed_on=NEXT_MONDAY + timedelta(days=1))
    town.tick(MONDAY + timedelta(days=14))
    *_, mail = read_summaries(town)
    assert "Bo Vos (vervangt An Wijn): 2 keer gevraagd" not in get_body(mail)


def import_ideas(town: CalendarMunicipality, texts: Sequence[str]) -> None:
    """Import a file of ideas, as an online form of the municipality exports them."""
    path = town.folder / "ideeen.csv"
    path.write_text("\n".join(["Uw idee;Datum", *(f"{text};22/02/2027" for text in texts)]))
    with town.database.write_session() as session:
        made = import_ideas_file(session, get_municipality(session, town.slug), path, MONDAY)
    assert made.rows["new"] == len(texts)


@pytest.mark.long
@pytest.mark.parametrize("site", [SITE, ""])
def test_ideas_to_which_no_day_was_promised_wait_in_the_summary_until_they_are_answered(
    town: CalendarMunicipality, site: str
) -> None:
    town.site_url = site
    import_ideas(town, ["Deelfietsen voor de dienst", "Een moestuin"])
    town.tick(MONDAY)
    (summary,) = read_summaries(town)
    assert "2 punten vragen uw aandacht" in str(summary["Subject"])
    text, html = get_body(summary), get_body(summary, "html")
    assert "IDEEËN EN OPMERKINGEN DIE OP U WACHTEN (2)" in text
    todo = "lees ze en kies. Wie een adres achterliet, krijgt uw antwoord in een mail."
    assert todo in text, "nothing is unread here: all of them came from the file of the municipality"
    assert todo in html
    assert (
        '- I1, idee, nog niet beantwoord: "Deelfietsen voor de dienst"; binnengekomen op maandag 22 februari'
        " 2027, zonder beloofde dag voor het antwoord"
    ) in text
    assert problems(html) == []
    offered = re.findall(r"kind=idea&amp;code=(\w+)&amp;choice=(\w+)", html)
    expected = [(code, choice) for code in ("I1", "I2") for choice in ("taken", "later", "no")]
    assert offered == (expected if site else [])
    assert ("met de code I1: is een actie, later of niet doen." in text) is (site == "")
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        for code in ("I1", "I2"):
            record_idea_answer(
                session, municipality, code, IdeaAnswer(IdeaState.LATER, "Volgend jaar."), MONDAY
            )
    town.set_quiet_summary(QuietSummary.WEEKLY)
    town.tick(NEXT_MONDAY)
    assert all("IDEEËN EN OPMERKINGEN" not in get_body(each) for each in read_summaries(town)[1:])


@pytest.mark.long
def test_ideas_that_wait_are_news_once(town: CalendarMunicipality) -> None:
    import_ideas(town, ["Deelfietsen voor de dienst"])
    for week in range(3):
        town.tick(MONDAY + timedelta(days=7 * week))
    (summary,) = read_summaries(town)
    assert "Deelfietsen voor de dienst" in get_body(summary)


@pytest.mark.long
def test_each_owner_stands_with_their_own_words_only(answering: CalendarMunicipality) -> None:
    """Both proposed a date on one day: the report of the day holds both, and stood under the name of one."""
    answering.person("bo")
    answering.change("E-01", owners=("an", "bo"))
    for by, text, day in (
        ("an", "De armaturen.", date(2028, 1, 29)),
        ("bo", "De elektricien.", date(2028, 2, 26)),
    ):
        report(answering, "E-01", ProgressChoice.LATER, text, MONDAY, day, by)
    answering.tick(NEXT_MONDAY)
    answering.deliver(NEXT_MONDAY)
    (mail,) = read_summaries(answering)
    text = get_body(mail)
    assert "WAT TREKKERS U VRAGEN (2)" in text
    assert "WAT TREKKERS LIETEN WETEN (2)" in text
    stead = "in plaats van vrijdag 31 december 2027"
    for line in (
        f'An stelt zaterdag 29 januari 2028 voor {stead}. "De armaturen."',
        f'Bo stelt zaterdag 26 februari 2028 voor {stead}. "De elektricien."',
        'Titel van E-01 (E-01), An: lopend. "De armaturen."',
        'Titel van E-01 (E-01), Bo: lopend. "De elektricien."',
    ):
        assert text.count(line) == 1
    assert "WIE NOG NIETS" not in text


def test_what_an_owner_takes_back_is_not_told_as_theirs(answering: CalendarMunicipality) -> None:
    answering.person("bo")
    answering.change("E-01", owners=("an", "bo"))
    report(answering, "E-01", ProgressChoice.ON_TRACK, "De armaturen.", MONDAY)
    with answering.database.write_session() as session:
        town = get_municipality(session, answering.slug)
        owner = session.scalars(select(Person).where(Person.code == "bo")).one()
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        reported, entry = (
            ReportedProgress(ProgressChoice.ON_TRACK, "De elektricien."),
            ReportEntry(owner, "mail", MONDAY, clock_on(MONDAY)),
        )
        undo = report_with_undo(session, town, action, reported, entry)
        undo_report(session, town, undo, "bo", MONDAY, clock_on(MONDAY))
    with answering.database.read_session() as session:
        told = list_reports(
            session,
            get_municipality(session, answering.slug),
            build_summary_period(None, NEXT_MONDAY),
            NEXT_MONDAY,
        )
    assert [(each.owner, each.text) for each in told] == [("An", "De armaturen.")]
