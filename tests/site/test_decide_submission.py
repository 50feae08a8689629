"""Ideas and remarks are decided about by the link in the mail or on the page; who handed them in is told."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from terugkom.delivery.model import Delivery
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.personal_data.erase_person import erase_person
from terugkom.personal_data.find_personal_data import find_personal_data
from terugkom.plan.model import Municipality
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import TODAY, ServedPages, read_mail
from tests.site.page_forms import read_notes
from tests.site.test_coordinator_page import make_link
from tests.site.test_fresh_links import list_recipients
from tests.site.test_submission_page import IDEA, REMARK, send, stamp

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

KIM = "kim@elders.example.org"
STORY = "2027-Q1/klaar-e-01"


def send_picture(pages: ServedPages, **fields: str) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    data = {"text": "Meer bomen op het plein.", "opened": stamp(pages), "picture_allowed": "ja", **fields}
    files = {"picture": ("boom.jpg", picture.getvalue(), "image/jpeg")}
    assert pages.browser.post(IDEA, data=data, files=files).status_code == 200


@pytest.fixture
def link(pages: ServedPages) -> str:
    """The coordinator's link; Kim handed in I1, with a picture, and R1."""
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"ideas_open_to_all": True}
    send_picture(pages, address=KIM, theme="<b>Groen</b>")
    send(pages, REMARK, text="Het zijn er 12.", address=KIM, name="Kim", about=STORY)
    return make_link(pages, "co")


def test_the_lines_of_a_remark_stay_apart_in_the_list(pages: ServedPages, link: str) -> None:
    send(pages, REMARK, text="Regenton op school\n\nDan kunnen de kinderen gieten.", about=STORY)
    assert "Regenton op school – Dan kunnen de kinderen gieten." in pages.browser.get(link).text


def idea(pages: ServedPages) -> Idea:
    with pages.database.read_session() as session:
        return session.scalars(select(Idea)).one()


def remark(pages: ServedPages, number: int = 1) -> Remark:
    with pages.database.read_session() as session:
        return session.get_one(Remark, number)


def decide(
    pages: ServedPages, link: str, kind: str = "idea", code: str = "I1", **given: str
) -> tuple[int, str]:
    answer = pages.browser.post(
        f"{link}/inzending?kind={kind}&code={code}", data={"seen_state": "unread", **given}
    )
    return answer.status_code, answer.headers.get("location", "") or answer.text


@pytest.mark.long
def test_the_page_lists_them_with_the_promised_day_and_changes_nothing(pages: ServedPages, link: str) -> None:
    before = dump(pages.database)
    shown = pages.browser.get(link).text
    assert "I1, idee, nog te lezen" in shown
    assert f"R1, opmerking bij {STORY}, nog te lezen" in shown
    assert "Antwoord beloofd tegen" in shown
    page = pages.browser.get(f"{link}/inzending?kind=idea&code=I1&choice=no")
    assert page.status_code == 200
    assert 'value="no" checked' in page.text
    assert "&lt;b&gt;Groen&lt;/b&gt;" in page.text
    assert "Bestand I1.jpg" in page.text
    assert dump(pages.database) == before
    late = idea(pages).answer_by
    assert late is not None
    pages.today = late + timedelta(days=2)
    assert "het antwoord is 2 dagen te laat" in pages.browser.get(link).text


def test_the_day_on_which_an_idea_came_is_said_once(pages: ServedPages, link: str) -> None:
    with pages.database.write_session() as session:
        session.get_one(Idea, 1).answer_by = None
    shown = pages.browser.get(f"{link}/inzending?kind=idea&code=I1").text
    assert "<dt>Termijn</dt><dd>zonder beloofde dag voor het antwoord</dd>" in shown
    assert "innengekomen op" not in shown


def test_the_picture_is_shown_to_the_coordinator_alone(pages: ServedPages, link: str) -> None:
    picture = pages.browser.get(f"{link}/foto?kind=idea&code=I1")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(BytesIO(picture.content)).size == (40, 30)
    assert picture.headers["cache-control"] == "no-store"
    assert picture.headers["x-robots-tag"] == "noindex, nofollow"
    assert pages.browser.get(f"{link}/foto?kind=remark&code=R1").status_code == 404
    assert pages.browser.get(f"{make_link(pages, 'an')}/foto?kind=idea&code=I1").status_code == 410


def test_a_picture_with_an_idea_that_was_there_already_is_named_by_its_remark(
    pages: ServedPages, link: str
) -> None:
    assert decide(pages, link, choice="no", answer="Er is geen plaats.")[0] == 303
    send_picture(pages, address="bo@elders.example.org")
    assert remark(pages, 2).picture == "R2.jpg"
    assert "Bestand R2.jpg" in pages.browser.get(f"{link}/inzending?kind=remark&code=R2").text
    assert pages.browser.get(f"{link}/foto?kind=remark&code=R2").status_code == 200


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("given", "state", "mailed"),
    [
        ({"choice": "accept"}, IdeaState.NEW, False),
        ({"choice": "no", "answer": "Er is geen  plaats."}, IdeaState.NOT_TAKEN_UP, True),
        ({"choice": "later", "answer": "Na de werken."}, IdeaState.LATER, True),
        ({"choice": "taken", "answer": "Goed idee.", "action": "E-02"}, IdeaState.TAKEN_UP, True),
        ({"choice": "reject", "answer": "Reclame"}, IdeaState.REJECTED, False),
    ],
)
def test_an_idea_is_decided_once_and_who_handed_it_in_is_told(
    pages: ServedPages, link: str, given: dict[str, str], state: IdeaState, mailed: bool
) -> None:
    status, where = decide(pages, link, **given)
    assert (status, idea(pages).state) == (303, state)
    assert "I1 is verwerkt" in pages.browser.get(where).text
    assert list_recipients(pages) == ([KIM] if mailed else [])
    if mailed:
        assert idea(pages).answer == " ".join(given["answer"].split())
        assert idea(pages).answer in read_mail(pages)
    status, text = decide(pages, link, choice="no", answer="Toch niet.")
    assert (status, "intussen over beslist" in text) == (409, True)
    assert idea(pages).state is state


def test_a_remark_is_answered_and_who_made_it_is_told(pages: ServedPages, link: str) -> None:
    assert decide(pages, link, "remark", "R1", choice="answer", answer="Klopt: rechtgezet.")[0] == 303
    assert (remark(pages).state, remark(pages).answered_on) == (RemarkState.ANSWERED, TODAY)
    assert list_recipients(pages) == [KIM]
    assert "Klopt: rechtgezet." in read_mail(pages)


@pytest.mark.long
def test_the_labels_name_only_choices_that_are_offered(pages: ServedPages, link: str) -> None:
    def read(kind: str, code: str) -> tuple[dict[str, str], bool]:
        shown = pages.browser.get(f"{link}/inzending?kind={kind}&code={code}").text
        assert "Nodig, tenzij" not in shown
        return read_notes(shown), re.search(r"<textarea[^>]* required", shown) is not None

    for_action = "(nodig bij “Het is een actie geworden”)"
    needed = "(nodig bij “Niet doen”, “Bewaren voor later” en “Het is een actie geworden”)"
    assert read("idea", "I1") == ({"answer": needed, "action": for_action}, False)
    assert read("remark", "R1") == ({"answer": "(nodig bij “Antwoorden”)"}, False)
    assert decide(pages, link, choice="accept")[0] == 303
    assert read("idea", "I1") == ({"answer": "", "action": for_action}, True), "each choice has an answer"
    status, text = decide(pages, link, choice="no", seen_state="new")
    assert (status, text.count("Schrijf een antwoord: de inzender krijgt het te lezen.")) == (422, 2)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Kies wat u ermee doet."),
        ({"choice": "weg"}, "aria-invalid"),
        ({"choice": "no", "answer": " "}, "Schrijf een antwoord"),
        ({"choice": "taken", "answer": "Ja."}, "Vul de code van een actie"),
        ({"choice": "taken", "answer": "Ja.", "action": "E-99"}, "Vul de code van een actie"),
        ({"choice": "no", "answer": "x" * 2001}, "aria-invalid"),
        (
            {"choice": "accept", "answer": "We bekijken het op 12 mei."},
            "wordt dit niet gebruikt, en niet bewaard",
        ),
        (
            {"choice": "no", "answer": "Te duur.", "action": "E-01"},
            "wordt dit niet gebruikt, en niet bewaard",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    pages: ServedPages, link: str, given: dict[str, str], said: str
) -> None:
    before = dump(pages.database)
    status, text = decide(pages, link, **given)
    assert (status, said in text) == (422, True)
    assert dump(pages.database) == before


@pytest.mark.sampled(2)
@pytest.mark.parametrize("asked", ["", "?kind=idea&code=I9", "?kind=x&code=I1", "?kind=remark&code=I1"])
def test_what_is_not_there_is_explained(pages: ServedPages, link: str, asked: str) -> None:
    shown = pages.browser.get(f"{link}/inzending{asked}")
    assert shown.status_code == 409
    assert "kennen we niet. Misschien is de link niet volledig overgenomen." in shown.text
    assert "er is intussen over beslist" not in shown.text
    assert pages.browser.post(f"{link}/inzending{asked}").status_code == 409
    assert pages.browser.get(f"{link}/foto{asked}").status_code == 409


def test_nobody_else_decides(pages: ServedPages, link: str) -> None:
    other = make_link(pages, "an")
    assert decide(pages, other, choice="reject")[0] == 410
    pages.today = date(2027, 12, 1)
    assert decide(pages, link, choice="reject")[0] == 410
    assert idea(pages).state is IdeaState.UNREAD
    with pages.database.read_session() as session:
        assert session.scalars(select(Delivery)).all() == []


@pytest.mark.long
def test_erasing_who_handed_it_in_takes_name_address_and_picture(pages: ServedPages, link: str) -> None:
    home, database = pages.installation.settings.home, pages.database
    picture = "municipalities/zb/ideas/I1.jpg"
    assert picture in [str(each.path) for each in find_personal_data(database, home, KIM).files]
    left = erase_person(database, home, KIM.upper(), today=TODAY, now=clock_on(TODAY))
    assert left.is_empty
    for kept in (idea(pages), remark(pages)):
        assert (kept.submitted_by, kept.reply_address, kept.picture) == ("", "", "")
    assert (idea(pages).text, remark(pages).text) == ("Meer bomen op het plein.", "Het zijn er 12.")
    assert not (home / picture).exists()
    assert decide(pages, link, choice="no", answer="Er is geen plaats.")[0] == 303
    assert list_recipients(pages) == []
