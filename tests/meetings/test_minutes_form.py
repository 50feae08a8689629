"""The form for minutes has room for each point of the pack, lists to choose from, and who said to come."""

import zipfile
from datetime import date
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from terugkom.documents.docx_package import get_attribute
from terugkom.documents.docx_reader import read_docx
from terugkom.documents.read_document import read_document
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.kinds import PEER_EXCHANGE
from terugkom.meetings.minutes.minutes_form import render_minutes_form
from terugkom.meetings.minutes.minutes_model import Attendance
from terugkom.meetings.minutes.parse_minutes import parse_minutes
from terugkom.meetings.model import Meeting, ReplyStatus
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import open_meeting
from terugkom.plan.model import Action, ActionStatus, Group, GroupKind, Person
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.libreoffice import office
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import AFTER, drop, fill_in, form_of, planned, resaved, table_of

MOSTLY_SQLITE = True
CHOICES = {
    "Afgehandeld?": ["ja", "nee"],
    "Soort besluit": ["deadline", "trekker", "status", "stopzetten", "nota", "volgende keer"],
    "Waarde": ["gepland", "lopend", "klaar", "gestopt"],
}


@pytest.fixture
def linde(town: MeetingMunicipality) -> MeetingMunicipality:
    return planned(town)


def answer(town: MeetingMunicipality, **answers: ReplyStatus) -> None:
    with town.database.write_session() as session:
        meeting = session.scalars(select(Meeting)).one()
        for code, status in answers.items():
            person = session.scalars(select(Person).where(Person.code == code)).one()
            now = clock_on(date(2027, 3, 1))
            reply = {"moment_id": meeting.moment_id, "person_id": person.id, "sequence": meeting.sequence}
            session.add(InvitationReply(**reply, status=status, replied_at=now))


def list_choices(path: Path) -> dict[str, list[str]]:
    """The lists in a document, by the names of their controls."""
    found = {}
    for control in docx.Document(str(path)).element.body.iter("{*}sdt"):
        (alias,) = (get_attribute(each, "val") for each in control.iter("{*}alias"))
        found[alias] = [get_attribute(each, "value") for each in control.iter("{*}listItem")]
    return found


def discuss(path: Path, texts: dict[str, str]) -> Path:
    document = docx.Document(str(path))
    for row in table_of(document, "Agendapunt").rows[1:]:
        row.cells[1].text = texts.get(row.cells[0].text, "")
    document.save(str(path))
    return path


@pytest.mark.long
@pytest.mark.parametrize("kind", ["deelgroep", "kopgroep", "focusgroep"])
def test_the_form_has_the_points_of_the_pack(town: MeetingMunicipality, kind: str) -> None:
    town.import_plan(kind=kind)
    for day in (date(2027, 2, 22), date(2027, 3, 8)):
        town.tick(day)
    topics = [row[0] for row in read_docx(form_of(town)).tables[5]]
    pack = next(mail for _, mail in town.mails() if "minuten: " in get_text(mail))
    sent = " ".join(get_text(pack).split())
    assert topics[0] == "Agendapunt"
    assert len(topics) > 3
    assert all(f"minuten: {each}" in sent for each in topics[1:]), "in the words of the pack"


def get_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def test_what_a_table_is_for_stays_on_its_page(linde: MeetingMunicipality) -> None:
    """A heading and its explanation stood at the foot of a page, and their table on the next."""
    body = list(docx.Document(str(form_of(linde))).element.body)
    above = [each for each, below in pairwise(body) if below.tag.endswith("}tbl")]
    assert len(above) == 6
    assert all(list(each.iter("{*}keepNext")) for each in above)


def test_the_form_holds_lists_to_choose_from(linde: MeetingMunicipality) -> None:
    choices = list_choices(form_of(linde))
    assert choices == CHOICES | {"Aanwezigheid": ["aanwezig", "verontschuldigd", "afwezig"]}


@pytest.mark.long
@pytest.mark.skipif(office() is None, reason="no LibreOffice here (soffice)")
def test_the_lists_are_still_there_after_libreoffice(linde: MeetingMunicipality) -> None:
    path = form_of(linde)
    opened = resaved(path)
    with zipfile.ZipFile(opened) as package:
        body = package.read("word/document.xml").decode()
    for name in ("Afgehandeld?", "Soort besluit"):
        for choice in CHOICES[name]:
            assert f'w:value="{choice}"' in body
    assert parse_minutes(read_document(opened)) == parse_minutes(read_document(path))


def test_nothing_chosen_is_nothing_filled_in(linde: MeetingMunicipality) -> None:
    written, missing = parse_minutes(read_docx(form_of(linde)))
    assert (written.is_empty, missing) == (True, [])
    (problem,) = drop(linde, form_of(linde)).problems
    assert "nog niets ingevuld" in problem


def test_who_answered_the_invitation_is_filled_in(linde: MeetingMunicipality) -> None:
    answer(linde, AN=ReplyStatus.ACCEPTED, BE=ReplyStatus.DECLINED, GEEN=ReplyStatus.TENTATIVE)
    rows = {row[0]: row[2] for row in read_docx(form_of(linde)).tables[0][1:]}
    assert (rows["AN"], rows["BE"], rows["GEEN"]) == ("aanwezig", "verontschuldigd", "kies")
    (problem,) = drop(linde, form_of(linde)).problems
    assert "alleen wat wij invulden" in problem


def test_who_stands_in_for_a_member_has_a_row(linde: MeetingMunicipality) -> None:
    """Whether the stand-in came could only be added by hand, though they were invited."""
    with linde.database.write_session() as session:
        people = {each.code: each for each in session.scalars(select(Person))}
        people["BE"].stand_in = people["CO"]
        people["BE"].absent_from, people["BE"].absent_until = date(2027, 3, 1), date(2027, 4, 1)
        people["AN"].stand_in = people["CO"]  # but is there
    answer(linde, CO=ReplyStatus.ACCEPTED)
    rows = [(row[0], row[2]) for row in read_docx(form_of(linde)).tables[0][1:]]
    assert rows == [("AN", "kies"), ("BE", "kies"), ("CO", "aanwezig"), ("GEEN", "kies")]
    path = fill_in(form_of(linde), present={"CO": "aanwezig", "AN": "aanwezig", "BE": "verlof"})
    assert drop(linde, path).problems == ()
    with linde.database.read_session() as session:
        query = select(Person.code, Attendance.presence).join(Person, Person.id == Attendance.person_id)
        found = {code: presence.value for code, presence in session.execute(query).tuples()}
    assert found == {"AN": "present", "BE": "excused", "CO": "present"}


def test_who_was_invited_and_left_the_group_since_has_a_row(linde: MeetingMunicipality) -> None:
    with linde.database.write_session() as session:
        person = session.scalars(select(Person).where(Person.code == "BE")).one()
        person.groups = []
    rows = [row[0] for row in read_docx(form_of(linde)).tables[0][1:]]
    assert rows == ["AN", "BE", "GEEN"]


@pytest.mark.long
def test_what_was_said_stands_in_the_minutes_of_the_members(linde: MeetingMunicipality) -> None:
    path = form_of(linde)
    topic = read_docx(path).tables[5][1][0]
    fill_in(path, present={"AN": "aanwezig"}, decisions=())
    discuss(path, {topic: "De aannemer komt in mei."})
    assert drop(linde, path).problems == ()
    linde.tick(AFTER)
    *_, (_, mail) = linde.mails()
    told = " ".join(get_text(mail).split())
    assert f"BESPROKEN - {topic}: De aannemer komt in mei." in told
    assert "Aanwezig: An Wijn, jr." in told


def test_the_form_of_an_exchange_has_the_coordinator_and_a_row_to_fill_in_where_nothing_is_known(
    town: MeetingMunicipality,
) -> None:
    """Its tables were headings alone where there is no core group, and nothing was on the agenda."""
    planned(town)
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        municipality.peer_anchor = date(2027, 9, 10)
        for group in session.scalars(select(Group).where(Group.kind == GroupKind.CORE)):
            group.members.clear()
        for action in session.scalars(select(Action)):
            action.status = ActionStatus.DONE
        (found,) = [
            each
            for each in list_occurrences(session, municipality, date(2027, 9, 1), date(2027, 9, 30))
            if each.kind == PEER_EXCHANGE
        ]
        day = date(2027, 8, 20)
        meeting = open_meeting(session, municipality, found, RunStamp(day, clock_on(day)))
        form = render_minutes_form(session, town.desk.templates, municipality, meeting)
    path = town.folder / "uitwisseling.docx"
    path.write_bytes(form.content)
    document = docx.Document(str(path))
    attendance = table_of(document, "Code", "Naam", "Aanwezigheid")
    assert [row.cells[0].text for row in attendance.rows[1:]] == ["CO"]
    points = table_of(document, "Punt", "Actie", "Waarover")
    assert [[cell.text for cell in row.cells] for row in points.rows[1:]] == [[""] * 5], "with its list"
    told = table_of(document, "Agendapunt", "Wat is er gezegd?")
    assert [[cell.text for cell in row.cells] for row in told.rows[1:]] == [["", ""]]
    assert "Acties" not in [each.text for each in document.paragraphs]
    assert all(len(table.rows) > 1 for table in document.tables)
    written, _ = parse_minutes(read_document(path))
    assert (written.has_content, written.is_empty) == (False, True)


def test_the_form_sends_nobody_to_a_mailbox_that_may_not_be_read(linde: MeetingMunicipality) -> None:
    """It said to send it back, where the mail around it said to give it to a person."""
    told = "\n".join(each.text for each in docx.Document(str(form_of(linde))).paragraphs)
    assert "stuur het als bijlage terug" not in told
    assert "bezorg het zoals in onze mail staat, of zet het in de map “inbox” van uw gemeente" in told
