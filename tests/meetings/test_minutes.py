"""Minutes: a form that is filled in, read back and applied, all of it or nothing."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.documents.docx_reader import read_docx
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.history import decode_value, format_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.schedule.model import Moment
from tests.libreoffice import office
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import AFTER, HELD, drop, everything, fill_in, form_of, planned, resaved

MOSTLY_SQLITE = True

PRESENT = {"AN": "aanwezig", "BE": "Verontschuldigd", "GEEN": "afwezig"}
DECISIONS = [
    ("E1", "deadline", "30 juni 2027", "De levering is later."),
    ("E2", "Trekker", "Co Ordinator; An Wijn, jr", ""),
    ("e3", "stopzetten", "", "Te duur – zie “studie”."),
    ("", "volgende keer", "", "Wie betaalt de laadpalen?"),
    ("M1", "status", "Lopend", ""),
]
NEW = [("", "Warmtescan van de sporthal", "BE", "eind 2027", "")]


@pytest.fixture
def linde(town: MeetingMunicipality) -> MeetingMunicipality:
    return planned(town)


def actions(town: MeetingMunicipality) -> dict[str, Action]:
    with town.database.read_session() as session:
        found = {each.code: each for each in session.scalars(select(Action))}
        for each in found.values():
            assert each.owners is not None
            assert each.group is None or each.group.code
    return found


def changed_as_decided(town: MeetingMunicipality) -> None:
    """The plan is as DECISIONS and NEW say."""
    plan = actions(town)
    assert (plan["E1"].deadline, plan["E1"].deadline_text) == (date(2027, 6, 30), "30 juni 2027")
    assert plan["E1"].next_reminder_on == date(2027, 5, 31), "the reminders' clock is set anew"
    assert [each.code for each in plan["E2"].owners] == ["AN", "CO"]
    assert (plan["E3"].status, plan["E3"].next_reminder_on) == (ActionStatus.STOPPED, None)
    assert plan["M1"].status is ActionStatus.RUNNING
    (new,) = [each for each in plan.values() if each.title == NEW[0][1]]
    assert (new.deadline, [each.code for each in new.owners]) == (date(2027, 12, 31), ["BE"])
    assert new.group
    assert (new.code, new.group.code) == ("E4", "ENERGIE")
    with town.database.read_session() as session:
        rows = session.execute(
            select(Action.code, ActionChange.field, ActionChange.old, ActionChange.new, ActionChange.source)
            .join(Action, Action.id == ActionChange.action_id)
            .where(ActionChange.source.startswith("subgroup-review ENERGIE/2027-03"))
        ).all()
        kept = {
            (code, field): (*(format_value(decode_value(field, each)) for each in (old, new)), through)
            for code, field, old, new, through in rows
        }
        where = "subgroup-review ENERGIE/2027-03, decision"
        assert kept["E1", "deadline"] == ("2027-01-15", "2027-06-30", f"{where} 1")
        assert kept["E2", "owners"] == ("BE", "AN; CO", f"{where} 2")
        assert kept["E3", "status"] == ("planned", "stopped", f"{where} 3")
        assert kept["E3", "note"][1] == "Te duur – zie “studie”."
        assert kept["M1", "status"] == ("planned", "running", f"{where} 5")
        assert kept[new.code, "added"][1:] == (NEW[0][1], f"{where} 6")
        decided = session.execute(select(Decision.number, Decision.value).order_by(Decision.number)).all()
        assert [tuple(row) for row in decided] == [
            (1, "2027-06-30"),
            (2, "AN; CO"),
            (3, "stopped"),
            (4, ""),
            (5, "running"),
            (6, new.code),
        ]
        came = select(Person.code, Attendance.presence).join(Person, Person.id == Attendance.person_id)
        assert {code: presence.value for code, presence in session.execute(came)} == {
            "AN": "present",
            "BE": "excused",
            "GEEN": "absent",
        }
        meeting = session.scalars(select(Meeting).where(Meeting.minuted_on.is_not(None))).one()
        assert (meeting.state, meeting.minuted_on) == (MeetingState.MINUTED, AFTER)
        points = session.execute(select(OpenPoint.text, OpenPoint.times_postponed)).all()
        assert [tuple(row) for row in points] == [("Wie betaalt de laadpalen?", 0)]


def test_the_form_says_which_meeting_who_what_and_how_the_actions_stand(linde: MeetingMunicipality) -> None:
    document = read_docx(form_of(linde))
    assert "Kenmerk: linde / subgroup-review / ENERGIE / 2027-03" in document.lines
    assert "Wanneer: maandag 15 maart 2027, van 14.00 tot 15.30 uur" in document.lines
    there, agenda, plan, decisions, new, _ = document.tables
    assert there[1] == ("AN", "An Wijn, jr", "kies")
    assert agenda[1][1:] == ("E1", "Ledlampen", "nog niet", "kies")
    assert [row[0] for row in plan] == ["Code", "E1", "E2", "E3"]
    assert plan[1] == ("E1", "Ledlampen", "An Wijn, jr", "15 januari 2027", "gepland")
    assert (len(decisions), len(new)) == (9, 4)


def test_the_form_can_be_read_by_who_does_not_see_it(linde: MeetingMunicipality) -> None:
    path = form_of(linde)
    document = docx.Document(str(path))
    assert document.core_properties.title == "Verslag: overleg van de deelgroep energie"
    assert document.core_properties.language == "nl-BE"
    headings = [each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert headings == ["Heading 1"] + ["Heading 2"] * 7
    with zipfile.ZipFile(path) as package:
        body, styles = (package.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    assert body.count("<w:tblHeader/>") == len(document.tables) == 6
    assert body.count("w:tblCaption") == 6
    assert 'w:lang w:val="nl-BE"' in styles
    assert "{" not in "".join(read_docx(path).lines)


def test_the_mail_that_asks_for_minutes_carries_the_form_which_lies_beside_it_too(
    linde: MeetingMunicipality,
) -> None:
    mail = next(mail for delivery, mail in linde.mails() if delivery.role == "coordinator")
    (form,) = mail.iter_attachments()
    assert form.get_filename() == "verslag-energie-2027-03.docx"
    beside = linde.folder / "documents/linde/2027-03-16/verslag-energie-2027-03.docx"
    assert form.get_content() == beside.read_bytes()
    assert "Kenmerk: linde / subgroup-review / ENERGIE / 2027-03" in read_docx(beside).lines


@pytest.mark.long
@pytest.mark.each_database
def test_what_a_secretary_writes_changes_the_plan_and_members_get_it(linde: MeetingMunicipality) -> None:
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS, actions=NEW)
    taken = drop(linde, path)
    assert taken.problems == ()
    changed_as_decided(linde)
    done = linde.folder / "municipalities/linde/inbox/done"
    report = json.loads(next(done.glob("*.json")).read_text())
    assert (report["decisions"], report["present"], report["excused"], report["closed"]) == (6, 1, 1, 1)
    assert "Besluiten: 6" in (page := next(done.glob("*.html")).read_text())
    assert "Linde volgt zo het actieplan" in page
    (sent,) = linde.tick(AFTER)
    assert sent.mail
    text = _text(linde)
    assert "BESLIST (6)" in text
    assert "1. Ledlampen (E1)\r\n   Nieuwe deadline: 30 juni 2027." in text
    decided = " ".join(text.split())
    assert "1. Ledlampen (E1) Nieuwe deadline: 30 juni 2027. De levering is later. 2." in decided
    assert "2. Zonnepanelen (E2) Trekker: An Wijn, jr, Co Ordinator" in decided
    assert "3. Warmtenet (E3) Deze actie stopt. Te duur – zie “studie”. 4." in decided
    assert "4. Voor de volgende keer: Wie betaalt de laadpalen?" in decided
    assert "5. Fietspad (M1) Nieuwe stand: lopend" in decided
    assert "Aanwezig: An Wijn, jr.\r\nVerontschuldigd: Bé Vos.\r\nAfwezig: " in text
    new = "6. Nieuwe actie: Warmtescan van de sporthal; Bé Vos; eind 2027 (E4)"
    assert new in text


@pytest.mark.long
def test_it_is_the_same_on_postgresql(postgres_database: Database, tmp_path: Path) -> None:
    town = planned(MeetingMunicipality(postgres_database, tmp_path))
    path = fill_in(form_of(town), present=PRESENT, decisions=DECISIONS, actions=NEW)
    assert drop(town, path).problems == ()
    changed_as_decided(town)
    again = drop(town, path).recorded
    assert again
    assert again.again


def _text(town: MeetingMunicipality) -> str:
    *_, (_, mail) = town.mails()
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


@pytest.mark.long
@pytest.mark.skipif(office() is None, reason="no LibreOffice here (soffice)")
def test_a_form_that_libreoffice_opened_and_saved_reads_the_same(linde: MeetingMunicipality) -> None:
    opened = resaved(resaved(form_of(linde), "odt"))
    filled = fill_in(opened, present=PRESENT, decisions=DECISIONS, actions=NEW)
    taken = drop(linde, filled)
    assert taken.problems == ()
    changed_as_decided(linde)
    again = drop(linde, resaved(filled, "odt"), date(2027, 3, 18))
    assert again.recorded
    assert again.recorded.again, "an .odt reads the same"


@pytest.mark.long
def test_the_same_minutes_twice_change_nothing(linde: MeetingMunicipality) -> None:
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS, actions=NEW)
    drop(linde, path)
    linde.tick(AFTER)  # the members have them, and the meeting is over
    before = everything(linde)
    again = drop(linde, path, date(2027, 3, 18))
    assert again.recorded
    assert again.recorded.again
    assert everything(linde) == before


WRONG = [
    (("E9", "deadline", "30 juni 2027", ""), "kolom Actie: er is geen actie met de code “E9”"),
    (("E1", "deadline", "31 juni 2027", ""), "kolom Waarde: “31 juni 2027” is een datum die niet bestaat"),
    (("E1", "deadline", "ooit", ""), "kolom Waarde: “ooit” is geen datum"),
    (("E1", "deadline", "1 juni 2026", ""), "ligt vóór het overleg"),
    (("E1", "trekker", "Niemand", ""), "“Niemand” staat niet in het plan"),
    (("E1", "status", "halfweg", ""), "Schrijf gepland, lopend, klaar of gestopt"),
    (("E1", "stopzetten", "", ""), "kolom Toelichting: hier staat niets. Schrijf waarom"),
    (("E1", "vergeten", "", ""), "kolom Soort besluit: “vergeten” kennen we niet"),
    (("E2", "trekker", "AN", ""), "over “E2” is dit al beslist in rij 2"),
    (("E3", "status", "klaar", ""), "over “E3” is dit al beslist in rij 3"),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("row", "message"), WRONG)
def test_one_wrong_row_at_the_end_and_nothing_is_applied(
    linde: MeetingMunicipality, row: tuple[str, str, str, str], message: str
) -> None:
    good = [each for each in DECISIONS if each[0] != row[0] or "al beslist" in message]
    if "al beslist" in message:
        good = DECISIONS
    before = everything(linde)
    taken = drop(linde, fill_in(form_of(linde), present=PRESENT, decisions=[*good, row], actions=NEW))
    (problem,) = taken.problems
    assert problem.startswith(f"Tabel Besluiten, rij {len(good) + 1}, kolom ")
    assert message in problem
    assert everything(linde) == before
    refused = linde.folder / "municipalities/linde/inbox/refused"
    assert sorted(path.suffix for path in refused.iterdir()) == [".docx", ".html", ".json"]
    assert "Er is niets aan het plan gewijzigd" in next(refused.glob("*.html")).read_text()


@pytest.mark.each_database
def test_a_crash_in_the_last_decision_leaves_nothing_behind(
    linde: MeetingMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS, actions=NEW)
    before = everything(linde)

    def crash(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("terugkom.meetings.minutes.apply_decisions._build_action", crash)
    with pytest.raises(OSError, match="disk is full"):
        drop(linde, path)
    assert everything(linde) == before


@pytest.mark.long
def test_a_point_left_open_counts_and_the_third_time_it_leads_the_agenda(linde: MeetingMunicipality) -> None:
    point = [("", "volgende keer", "", "Wie betaalt de laadpalen?")]
    drop(linde, fill_in(form_of(linde), present=PRESENT, decisions=point))
    assert _open(linde) == {"Ledlampen": 1, "Wie betaalt de laadpalen?": 0}
    days = {"2027-09": date(2027, 9, 16), "2028-03": date(2028, 3, 17), "2028-09": date(2028, 9, 19)}
    for times, (period, after) in enumerate(days.items(), 1):
        _tick_until(linde, after)
        closed = {"Ledlampen": "ja"} if times == 1 else {}
        newer = [("", "uitgesteld punt", "", "Nieuwe zaal?")] if times == 2 else []
        form = fill_in(form_of(linde, period), present=PRESENT, points=closed, decisions=newer)
        assert drop(linde, form, after).problems == ()
        assert _open(linde)["Wie betaalt de laadpalen?"] == times
        assert "Ledlampen" not in _open(linde)
    with linde.database.read_session() as session:
        town = linde.municipality(session)
        meeting = session.scalars(
            select(Meeting).join(Meeting.moment).where(Moment.period == "2028-09")
        ).one()
        assert town
        titles = [each.title for each in list_agenda_points(session, meeting)]
    assert titles[0] == "Wie betaalt de laadpalen?"
    assert "Nieuwe zaal?" in titles


def _open(town: MeetingMunicipality) -> dict[str, int]:
    with town.database.read_session() as session:
        query = select(OpenPoint.text, OpenPoint.times_postponed).where(OpenPoint.closed_moment_id.is_(None))
        return dict(session.execute(query).tuples().all())


def _tick_until(town: MeetingMunicipality, after: date) -> None:
    for back in (24, 10, 1):
        town.tick(date.fromordinal(after.toordinal() - back))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip at all", "geen leesbaar Word-document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "met een wachtwoord beveiligd"),
        (b"", "geen leesbaar Word-document"),
    ],
)
def test_what_is_no_word_document_is_refused(
    linde: MeetingMunicipality, content: bytes, message: str
) -> None:
    path = linde.folder / "verslag.docx"
    path.write_bytes(content)
    assert message in drop(linde, path).problems[0]


HEAD = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
TAIL = "</w:body></w:document>"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (HEAD + "<w:p/>" * 4_000_000 + TAIL, "veel groter dan een verslag"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + HEAD + TAIL, "geen leesbaar Word-document"),
        (HEAD + "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000 + TAIL, "geen leesbaar Word-document"),
        (HEAD + "<w:p>", "geen leesbaar Word-document"),
        (HEAD + TAIL, "Kenmerk"),
    ],
)
def test_a_hostile_document_is_refused_at_once(linde: MeetingMunicipality, body: str, message: str) -> None:
    path = linde.folder / "verslag.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
    assert message in drop(linde, path).problems[0]


@pytest.mark.long
def test_minutes_that_say_another_day_than_their_meeting_are_refused(linde: MeetingMunicipality) -> None:
    """The form of March, filled in for another meeting, was recorded as the minutes of March."""
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS[:1])
    _replace(path, "15 maart 2027", "22 maart 2027")
    (said,) = drop(linde, path).problems
    assert "op maandag 22 maart 2027 was, en dit overleg was op maandag 15 maart 2027." in said
    assert actions(linde)["E1"].deadline == date(2027, 1, 15)
    right = fill_in(form_of(linde, name="juist.docx"), present=PRESENT, decisions=DECISIONS[:1])
    assert drop(linde, right).recorded
    assert drop(linde, path).problems == (), "the same again changes nothing, whatever day it says"


@pytest.mark.long
@pytest.mark.parametrize(
    "said",
    [
        "dinsdag 16 maart 2027",
        "15 en 16 maart 2027",
        "van maandag 15 tot dinsdag 16 maart 2027",
        "14/03/2027",
    ],
)
def test_minutes_with_the_day_on_which_people_met_by_agreement_are_recorded(
    linde: MeetingMunicipality, said: str
) -> None:
    """A meeting that passed cannot be moved: minutes with the true day of it were refused whole."""
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS[:1])
    _replace(path, "maandag 15 maart 2027", said)
    assert drop(linde, path).problems == ()
    assert actions(linde)["E1"].deadline == date(2027, 6, 30)


@pytest.mark.long
def test_minutes_with_the_day_of_the_next_meeting_are_refused_however_near_it_is(
    linde: MeetingMunicipality,
) -> None:
    with linde.database.write_session() as session:
        of = session.scalars(select(Moment).where(Moment.period == "2027-03")).one()
        session.add(Meeting(moment=_build_next_moment(of), **_copy_terms(session, of.id)))
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS[:1])
    _replace(path, "maandag 15 maart 2027", "vrijdag 19 maart 2027")
    assert "op vrijdag 19 maart 2027 was" in drop(linde, path).problems[0]
    assert actions(linde)["E1"].deadline == date(2027, 1, 15)


def _build_next_moment(of: Moment) -> Moment:
    values = {"municipality_id": of.municipality_id, "kind": of.kind, "subject": of.subject}
    return Moment(**values, period="2027-04", day=date(2027, 3, 19), opened_at=of.opened_at)


def _copy_terms(session: Session, moment_id: int) -> dict[str, Any]:
    meeting = session.get_one(Meeting, moment_id)
    return {
        "group_id": meeting.group_id,
        "starts_at": meeting.starts_at,
        "duration_minutes": meeting.duration_minutes,
        "uid": "next",
    }


@pytest.mark.long
def test_a_form_with_the_day_before_a_move_is_that_of_its_meeting(linde: MeetingMunicipality) -> None:
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS[:1])
    linde.move(date(2027, 3, 16), to=date(2027, 3, 17), name="ENERGIE/2027-03")
    assert drop(linde, path, date(2027, 3, 18)).problems == ()


@pytest.mark.long
def test_minutes_of_another_town_of_no_meeting_or_with_nothing_in_them_are_refused(
    linde: MeetingMunicipality,
) -> None:
    path = form_of(linde)
    assert "nog niets ingevuld" in drop(linde, path).problems[0]
    assert "gemeente “linde”" in drop(linde, path, slug="eik").problems[0]
    assert "pas op" in drop(linde, fill_in(path, present=PRESENT), date(2027, 3, 10)).problems[0]
    _replace(path, "2027-03", "2027-04")
    assert "Er is geen overleg met het kenmerk" in drop(linde, path).problems[0]
    _replace(path, "Soort besluit", "Iets anders")
    assert "tabel “Besluiten” ontbreekt" in drop(linde, path).problems[0]


def _replace(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(old.encode(), new.encode()))


def test_a_status_is_of_the_day_of_the_meeting_whenever_its_minutes_come(linde: MeetingMunicipality) -> None:
    """An edition and the page of the action said *klaar sinds* the day on which the minutes were read."""
    assert (
        drop(linde, fill_in(form_of(linde), decisions=[("E1", "status", "klaar", "")]), AFTER).problems == ()
    )
    with linde.database.read_session() as session:
        facts = load_action_facts(session, linde.municipality(session).id, AFTER)
        fact = next(each for each in facts if each.code == "E1")
    assert fact.status_since() == HELD
    assert (fact.find_status_on(HELD), fact.find_status_on(AFTER)) == (
        ActionStatus.PLANNED,
        ActionStatus.DONE,
    )


@pytest.mark.parametrize(
    ("cells", "is_refused"),
    [
        (("Budget", "2027", "status", "1 200 euro"), False),
        (("Aanwezig", "An, Bart"), False),
        (("E-3", "stopzetten", "", "Te duur"), True),
    ],
)
def test_only_a_part_that_names_an_action_of_the_plan_is_refused(
    linde: MeetingMunicipality, cells: tuple[str, ...], is_refused: bool
) -> None:
    path = fill_in(form_of(linde), present=PRESENT, decisions=DECISIONS[:1])
    document = docx.Document(str(path))
    own = document.add_table(1, len(cells))
    for cell, text in zip(own.rows[0].cells, cells, strict=True):
        cell.text = text
    document.save(str(path))
    taken = drop(linde, path)
    told = (
        "De tabel “Besluiten” ontbreekt, haar koppen zijn gewijzigd, of een deel ervan staat zonder koppen "
        "in een tabel met andere kolommen. Kopieer de tabel met haar koppen uit het document dat u kreeg."
    )
    assert taken.problems == ((told,) if is_refused else ())
    assert (actions(linde)["E1"].deadline == date(2027, 6, 30)) is not is_refused
