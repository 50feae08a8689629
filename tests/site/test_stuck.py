"""Who is stuck: the coordinator hears of it the same day, and the receipt and the group's pack say so."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.meetings.packs.owner_requests import list_owner_requests
from terugkom.plan.action_scope import ActionScope
from terugkom.plan.model import Action, Group, GroupKind, LaterDateDecider, Municipality, Person
from terugkom.plan.questions import Question
from terugkom.reminders.stuck_notice import MAX_MAILS_PER_DAY
from terugkom.schedule.model import Moment, MomentState
from tests.refused_rows import refused_deliveries
from tests.site.conftest import SITE_URL, TODAY, ServedPages, make_link, read_mail, report
from tests.site.test_owner_page import fields

MOSTLY_SQLITE = True

WHY = "De aannemer is failliet."


def count(pages: ServedPages, table: type) -> int:
    with pages.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def put_in_group(pages: ServedPages, decider: LaterDateDecider = LaterDateDecider.COORDINATOR) -> None:
    with pages.database.write_session() as session:
        group = Group(municipality_id=1, code="NRG", name="Energie", kind=GroupKind.SUB)
        session.add(group)
        session.flush()
        session.get_one(Action, 1).group_id = group.id
        session.get_one(Municipality, 1).later_date_decider = decider


@pytest.mark.long
@pytest.mark.each_database
def test_the_coordinator_gets_a_mail_at_once_that_waits_for_no_weekly_summary(pages: ServedPages) -> None:
    shown = report(pages, fields("stuck", text=WHY))
    with pages.database.read_session() as session:
        delivery, moment = session.execute(
            select(Delivery, Moment).join(Moment, Moment.id == Delivery.moment_id)
        ).one()
    assert (delivery.recipient, delivery.state) == ("co@zb.example.org", DeliveryState.PENDING)
    assert (moment.kind, moment.subject, moment.state) == ("owner-stuck", "E-01", MomentState.DONE)
    mail = read_mail(pages)
    assert "An Peeters" in mail
    assert WHY in mail
    assert "an@zb.example.org" in mail
    assert "De coördinator krijgt vandaag nog een mail" in shown
    (link,) = re.findall(rf"{SITE_URL}(/c/\S+)", mail)
    opened = pages.browser.get(link)
    assert (opened.status_code, "An Peeters zit vast" in opened.text) == (200, True)
    assert 'name="question" value="1"' in opened.text
    assert pages.browser.post(link, data={"question": "1", "choice": "seen"}).status_code == 303
    assert "intussen beantwoord" in pages.browser.get(link).text


@pytest.mark.long
@pytest.mark.each_database
def test_the_same_said_twice_is_one_mail_and_a_flood_ends(pages: ServedPages) -> None:
    for text in ("Vast.", "Vast."):
        report(pages, fields("stuck", text=text))
    assert count(pages, Delivery) == 1
    for number in range(MAX_MAILS_PER_DAY + 3):
        report(pages, fields("stuck", text=f"Vast {number}."))
    assert count(pages, Delivery) == MAX_MAILS_PER_DAY
    with pages.database.read_session() as session:
        open_ones = [each.text for each in session.scalars(select(Question)) if each.state == "open"]
    assert open_ones == [f"Vast {MAX_MAILS_PER_DAY + 2}."]


def test_a_coordinator_who_is_stuck_is_not_told_to_call_themselves(pages: ServedPages) -> None:
    """The mail gave them their own address, and without it the page said: call them yourself."""
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).coordinator_id = session.get_one(Action, 1).owners[0].id
    shown = report(pages, fields("stuck", text=WHY))
    assert "dit staat in uw volgende weekoverzicht" in shown
    assert "Bel gerust" not in shown
    assert (count(pages, Delivery), count(pages, Question)) == (0, 1)


def test_without_a_coordinator_the_report_is_kept_and_the_receipt_is_honest(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).coordinator = None
    shown = report(pages, fields("stuck", text=WHY))
    assert "konden we niet meteen mailen" in shown
    assert (count(pages, Delivery), count(pages, Question)) == (0, 1)


def test_a_broken_template_of_ones_own_does_not_lose_the_report(
    pages: ServedPages, caplog: pytest.LogCaptureFixture
) -> None:
    own = pages.installation.get_municipality_folder("zb") / "templates/owner-stuck"
    own.mkdir(parents=True)
    (own / "body.txt").write_text("{{ nobody.knows.this }}")
    assert "De coördinator krijgt vandaag nog een mail" in report(pages, fields("stuck", text=WHY))
    assert (count(pages, Question), count(pages, Delivery)) == (1, 1)
    mail = read_mail(pages)
    assert "An Peeters" in mail, "by the template of ours"
    assert WHY in mail
    assert "template owner-stuck/body.txt cannot be used" in caplog.text
    assert WHY not in caplog.text


def test_the_packs_of_the_group_ask_what_is_needed(pages: ServedPages) -> None:
    put_in_group(pages)
    assert "stukken van het volgende overleg" in report(pages, fields("stuck", text=WHY))
    with pages.database.read_session() as session:
        municipality = session.get_one(Municipality, 1)
        mine = list_owner_requests(session, municipality, TODAY, ActionScope((Action.group_id == 1,)))
        others = list_owner_requests(session, municipality, TODAY, ActionScope((Action.group_id.is_(None),)))
    assert [(each.code, each.reason) for each in mine] == [
        ("E-01", "An Peeters zit vast; de groep kent de reden nog niet")
    ]
    assert others == ()


def test_the_pack_says_when_an_owner_wrote_it(pages: ServedPages) -> None:
    put_in_group(pages, LaterDateDecider.MEETING)
    report(pages, fields("later", text="De raad beslist volgende maand.", new_deadline="2027-06-01"))
    with pages.database.read_session() as session:
        (asked,) = list_owner_requests(session, session.get_one(Municipality, 1), date(2027, 5, 3))
    assert asked.reason == (
        "An Peeters stelt 1 juni 2027 voor. Geschreven op 1 maart 2027 (“volgende maand” is voorbij): "
        "De raad beslist volgende maand"
    )


def test_who_reads_why_is_said_to_the_owner_and_to_the_coordinator(pages: ServedPages) -> None:
    put_in_group(pages)
    form = pages.browser.get(make_link(pages)).text
    assert "Waarom u vastzit, is alleen voor de coördinator en komt er niet vanzelf in." in form
    shown = report(pages, fields("stuck", text=WHY))
    assert "In de stukken van het volgende overleg van de groep staat dat u vastzit, en niet waarom." in shown
    own = pages.browser.get(f"{make_link(pages)}?action=E-01").text
    assert "1 maart 2027: Ik zit vast" in own
    assert WHY not in own
    mail = read_mail(pages)
    assert (
        "Deze woorden zijn voor u: ze komen niet vanzelf in de nieuwsbrief. In de stukken van het"
        " volgende overleg van de groep staat dat de actie vastzit. De reden leest de groep pas als u de"
        " vraag voorlegt."
    ) in " ".join(mail.split())
    (link,) = re.findall(rf"{SITE_URL}(/c/\S+)", mail)
    opened = pages.browser.get(link).text
    assert WHY in opened
    assert (
        "Waarom een trekker vastzit, leest alleen u. Kiest u voor het overleg, dan leest ook de groep het."
        in opened
    )


@pytest.mark.parametrize("decider", LaterDateDecider)
def test_a_later_date_waits_for_who_the_setting_says(pages: ServedPages, decider: LaterDateDecider) -> None:
    put_in_group(pages, decider)
    shown = report(pages, fields("later", text="Ziek.", new_deadline="2027-06-01"))
    with pages.database.read_session() as session:
        asked = list_owner_requests(session, session.get_one(Municipality, 1), TODAY)
    if decider is LaterDateDecider.MEETING:
        assert "De groep beslist erover op het volgende overleg" in shown
        assert "1 juni 2027; het komt op het volgende overleg" in shown
        assert [each.reason for each in asked] == ["An Peeters stelt 1 juni 2027 voor: Ziek"]
    else:
        assert "De coördinator bekijkt uw voorstel" in shown
        assert asked == ()


def test_a_coordinator_decides_about_their_own_date(pages: ServedPages) -> None:
    """They read that the coordinator looks at it, who they are themselves."""
    with pages.database.write_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        session.get_one(Municipality, 1).coordinator_id = an.id
    shown = report(pages, fields("later", text="Ziek.", new_deadline="2027-06-01"))
    assert "U beslist er zelf over: het staat in uw volgende weekoverzicht. Tot dan" in shown
    assert "De coördinator bekijkt uw voorstel" not in shown


def test_an_action_of_no_group_waits_for_the_coordinator(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).later_date_decider = LaterDateDecider.MEETING
    shown = report(pages, fields("later", text="Ziek.", new_deadline="2027-06-01"))
    assert "De coördinator bekijkt uw voorstel" in shown


def test_the_receipt_tells_what_is_stored_and_not_what_its_address_says(pages: ServedPages) -> None:
    link = make_link(pages)
    for query in ("sent=E-01&choice=done", "sent=<b>gewonnen</b>&choice=done", "sent=E-02&choice=stuck"):
        assert "Bedankt" not in pages.browser.get(f"{link}?{query}").text
    report(pages, fields("done", text="Klaar."))
    assert "staat nu als klaar" in pages.browser.get(f"{link}?sent=E-01&choice=done").text
    pages.today = date(2027, 3, 2)
    assert "Bedankt" not in pages.browser.get(f"{link}?sent=E-01&choice=done").text


def test_a_choice_without_words_is_reported_in_dutch(pages: ServedPages) -> None:
    report(pages, fields("on-track"))
    with pages.database.read_session() as session:
        action = session.get_one(Action, 1)
        assert [each.text for each in action.reports] == ["Op schema"]


@pytest.mark.each_database
def test_who_left_between_opening_and_sending_changes_nothing(pages: ServedPages) -> None:
    link = make_link(pages)
    assert pages.browser.get(link).status_code == 200
    with pages.database.write_session() as session:
        session.scalars(select(Person).where(Person.code == "an")).one().departed_on = TODAY
    answer = pages.browser.post(link, data=fields("done"))
    assert (answer.status_code, "niet meer bij de gemeente werkt" in answer.text) == (410, True)
    assert count(pages, Question) == 0


@pytest.mark.each_database
def test_a_page_that_was_open_for_two_weeks_still_sends(pages: ServedPages) -> None:
    link = make_link(pages)
    assert pages.browser.get(f"{link}?action=E-01&choice=later").status_code == 200
    pages.today = date(2027, 3, 15)
    given = fields("later", text="Ziek.", new_deadline="2027-03-10")
    assert "Kies een dag na vandaag." in pages.browser.post(link, data=given).text
    assert pages.browser.post(link, data={**given, "new_deadline": "2027-04-20"}).status_code == 303
    with pages.database.read_session() as session:
        assert session.scalars(select(Question)).one().asked_on == date(2027, 3, 15)


@pytest.mark.each_database
def test_a_notice_that_the_database_refuses_leaves_the_report_to_be_sent_again(pages: ServedPages) -> None:
    with refused_deliveries(pages.database, "co@zb.example.org"):
        answer = pages.browser.post(make_link(pages), data=fields("stuck", text=WHY))
        assert (answer.status_code, count(pages, Question)) == (500, 0)
    report(pages, fields("stuck", text=WHY))
    assert (count(pages, Question), count(pages, Delivery)) == (1, 1)
