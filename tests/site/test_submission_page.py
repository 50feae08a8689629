"""The forms for ideas and remarks: a receipt at once, nothing lost, no flood, and nothing public unread."""

import re
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from sqlalchemy import select

from terugkom.documents import image_file
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.edition_context import _build_links
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer, screen_idea
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.ideas.remarks import RemarkAnswer, answer_remark
from terugkom.meetings.packs.candidates import list_candidates
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.plan.site_links import SiteLinks
from terugkom.site import submission_guard
from terugkom.site.pages import Site
from terugkom.site.request_limits import RequestLimit
from terugkom.site.submission_guard import MAX_SECONDS, stamp_form
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import SITE_URL, TODAY, ServedPages

MOSTLY_SQLITE = True

IDEA, REMARK = "/ideeen/zb", "/opmerking/zb"
WORDS = "Meer bomen op het plein."
PHOTO_AGAIN = "Kies uw foto nog eens: ze is nog niet bewaard."


@pytest.fixture
def opened(pages: ServedPages) -> ServedPages:
    """The pages, open to all."""
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"ideas_open_to_all": True}
    return pages


def stamp(pages: ServedPages, seconds: float = 60, slug: str = "zb") -> str:
    """Return the stamp of a form that was opened so long ago."""
    at = clock_on(TODAY) - timedelta(seconds=seconds)
    return stamp_form(Site(pages.installation, lambda: TODAY, lambda: at), slug)


def send(pages: ServedPages, path: str = IDEA, **fields: str) -> tuple[int, str]:
    answer = pages.browser.post(path, data={"text": WORDS, "opened": stamp(pages), **fields})
    return answer.status_code, answer.text


def ideas(pages: ServedPages) -> list[Idea]:
    with pages.database.read_session() as session:
        return list(session.scalars(select(Idea).order_by(Idea.id)))


def remarks(pages: ServedPages) -> list[Remark]:
    with pages.database.read_session() as session:
        return list(session.scalars(select(Remark).order_by(Remark.id)))


@pytest.mark.each_database
def test_an_idea_has_a_number_and_a_day_at_once(opened: ServedPages) -> None:
    opened.browser.get(IDEA)  # the key of the stamps is made when it is first needed
    before = dump(opened.database)
    shown = opened.browser.get(IDEA).text
    assert dump(opened.database) == before
    assert shown.count("(mag leeg blijven)") == 4, "theme, picture, name and address"
    status, text = send(
        opened,
        name=" An\x00\r\nPeeters ",
        address="An@Zb.example.org",
        theme="Groen\r\nen blauw",
        public="ja",
    )
    assert (status, "Uw nummer is I1" in text, "31 maart 2027" in text) == (200, True, True)
    (idea,) = ideas(opened)
    assert (idea.text, idea.theme, idea.submitted_by) == (WORDS, "Groen en blauw", "An Peeters")
    assert (idea.reply_address, idea.answer_by, idea.public) == ("an@zb.example.org", date(2027, 3, 31), True)
    assert (idea.state, idea.submitted_on, idea.person_id) == (IdeaState.UNREAD, TODAY, None)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("an@gemeente-één.example.org", "an@xn--gemeente-n-j7aa.example.org"),
        ("An Peeters <An@example.org>", "an@example.org"),
        ("an@example.org ", "an@example.org"),
    ],
)
def test_the_answer_goes_to_an_address_as_people_write_it(
    opened: ServedPages, written: str, address: str
) -> None:
    assert send(opened, address=written)[0] == 200
    assert [each.reply_address for each in ideas(opened)] == [address]


def test_an_empty_file_is_no_picture_of_which_anybody_must_say_who_allowed_it(opened: ServedPages) -> None:
    data = {"text": WORDS, "opened": stamp(opened)}
    answer = opened.browser.post(IDEA, data=data, files={"picture": ("boom.jpg", b"", "image/jpeg")})
    assert (answer.status_code, [each.picture for each in ideas(opened)]) == (200, [""])


def test_the_promised_day_is_a_working_day_of_the_municipality(opened: ServedPages) -> None:
    with opened.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"ideas_open_to_all": True, "ideas_answer_days": 5}
    assert "8 maart 2027" in send(opened)[1], "five days later is a Saturday"


def test_the_same_idea_twice_is_one_with_one_receipt(opened: ServedPages) -> None:
    send(opened, address="an@zb.example.org")
    status, text = send(opened, address="an@zb.example.org", text="meer bomen op het PLEIN")
    assert (status, "Uw nummer is I1" in text, len(ideas(opened))) == (200, True, 1)


@pytest.mark.each_database
def test_the_same_idea_of_somebody_else_is_not_lost(opened: ServedPages) -> None:
    send(opened, address="an@zb.example.org")
    assert "Uw nummer is R1" in send(opened, address="bo@zb.example.org")[1]
    assert [(each.text, each.reply_address) for each in remarks(opened)] == [(WORDS, "bo@zb.example.org")]


def test_an_answered_idea_that_comes_again_goes_to_a_person(opened: ServedPages) -> None:
    send(opened)
    with opened.database.write_session() as session:
        answer = IdeaAnswer(IdeaState.NOT_TAKEN_UP, "Te duur.")
        record_idea_answer(session, session.get_one(Municipality, 1), "I1", answer, TODAY)
    assert "Uw nummer is R1" in send(opened, address="bo@zb.example.org")[1]


def test_what_was_answered_and_is_said_again_without_an_address_reaches_a_person(opened: ServedPages) -> None:
    """It got the old number, and a day that had passed, and nobody read it."""
    send(opened)
    send(opened, REMARK, about="2027-Q1/klaar-e-01")
    with opened.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        record_idea_answer(session, municipality, "I1", IdeaAnswer(IdeaState.NOT_TAKEN_UP, "Te duur."), TODAY)
        answer_remark(session, municipality, "R1", RemarkAnswer("Rechtgezet."), TODAY)
    opened.today = date(2027, 9, 1)
    assert "Uw nummer is R2" in send(opened)[1]
    for _ in range(2):
        text = send(opened, REMARK, about="2027-Q1/klaar-e-01")[1]
        assert ("Uw nummer is R3" in text, "1 oktober 2027" in text) == (True, True)
    assert [each.state for each in remarks(opened)] == [RemarkState.ANSWERED, *[RemarkState.UNREAD] * 2]


def test_advertising_that_comes_again_stays_rejected(opened: ServedPages) -> None:
    send(opened)
    with opened.database.write_session() as session:
        screen_idea(session, session.get_one(Municipality, 1), "I1", is_rejected=True)
    assert "Uw nummer is I1" in send(opened)[1]
    assert remarks(opened) == []


def test_no_day_that_has_passed_is_promised(opened: ServedPages) -> None:
    send(opened)
    send(opened, REMARK)
    opened.today = date(2027, 9, 1)
    for path, code in ((IDEA, "I1"), (REMARK, "R1")):
        text = send(opened, path)[1]
        assert (f"Uw nummer is {code}" in text, "1 oktober 2027" in text) == (True, True)
    assert ideas(opened)[0].answer_by == date(2027, 3, 31), "the one that is late stays listed as late"


def test_who_goes_back_and_adds_or_takes_back_is_heard(opened: ServedPages) -> None:
    """The second form said *not outside the town hall*, and had a picture: both were lost unsaid."""
    send(opened, public="ja", theme="Groen")
    picture = make_picture()
    for _ in range(2):
        data = {"text": WORDS, "opened": stamp(opened), "theme": "Water", "name": "An"}
        sent = {"picture": ("a.jpg", picture, "image/jpeg")}
        answer = opened.browser.post(IDEA, data={**data, "picture_allowed": "ja"}, files=sent)
        assert ("Uw nummer is I1" in answer.text, "één keer in" in answer.text) == (True, True)
        (idea,) = ideas(opened)
        assert (idea.public, idea.theme, idea.submitted_by, idea.picture) == (False, "Groen", "An", "I1.jpg")
    assert "introk, namen we over" not in answer.text, "the third form brought nothing new"
    kept = opened.installation.get_municipality_folder("zb") / "ideas" / "I1.jpg"
    assert kept.read_bytes().startswith(b"\xff\xd8")


def test_a_picture_of_an_idea_that_somebody_read_reaches_a_person(opened: ServedPages) -> None:
    send(opened)
    with opened.database.write_session() as session:
        screen_idea(session, session.get_one(Municipality, 1), "I1", is_rejected=False)
    data = {"text": WORDS, "opened": stamp(opened), "picture_allowed": "ja"}
    answer = opened.browser.post(IDEA, data=data, files={"picture": ("a.jpg", make_picture(), "image/jpeg")})
    assert "Uw nummer is R1" in answer.text
    assert [each.picture for each in remarks(opened)] == ["R1.jpg"]


def make_picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(made, "JPEG")
    return made.getvalue()


def test_a_remark_names_its_story_and_keeps_it_through_an_error(opened: ServedPages) -> None:
    shown = opened.browser.get(f"{REMARK}?over=2027-Q1/klaar-e-01").text
    assert "Over bericht 2027-Q1/klaar-e-01." in shown
    status, text = send(opened, REMARK, about="2027-Q1/klaar-e-01", text="  ")
    assert (status, 'value="2027-Q1/klaar-e-01"' in text, "Schrijf uw opmerking op" in text) == (
        422,
        True,
        True,
    )
    status, text = send(opened, REMARK, about="2027-Q1/klaar-e-01")
    assert (status, "Uw nummer is R1" in text) == (200, True)
    (remark,) = remarks(opened)
    assert (remark.about, remark.state, remark.answer_by) == (
        "2027-Q1/klaar-e-01",
        RemarkState.UNREAD,
        date(2027, 3, 31),
    )


@pytest.mark.parametrize("about", ["Bel 0900", "2027-Q1/<b>", "2027-Q1/klaar\n", "../etc", "2027-Q9/x"])
def test_what_names_no_story_is_not_shown(opened: ServedPages, about: str) -> None:
    shown = opened.browser.get(REMARK, params={"over": about}).text
    assert "Over bericht" not in shown


def test_without_the_setting_the_forms_are_for_staff_by_their_link(pages: ServedPages) -> None:
    assert send(pages)[0] == 403
    context = RenderContext(
        pages.database, DocumentStore(pages.installation.settings.documents), Templates("nl")
    )
    assert _build_links(context, "zb", MediaSettings()) == SiteLinks()
    links = _build_links(
        RenderContext(context.database, context.documents, context.templates, SITE_URL), "zb", MediaSettings()
    )
    staff = links.build_remark_link("2027-Q1/klaar-e-01").removeprefix(SITE_URL)
    assert pages.browser.get(staff).status_code == 200
    assert send(pages, staff)[0] == 200
    code = parse_qs(urlsplit(staff).query)["code"][0]
    for wrong in ("", "0" * 20, code[:-1], f"{code}0", "é"):
        answer = pages.browser.get(REMARK, params={"code": wrong})
        assert (answer.status_code, "voor medewerkers" in answer.text) == (403, True)
    assert links.build_idea_link(is_public=True) == "", "the website does not link to what is for staff"
    assert "code" not in SiteLinks(SITE_URL, "zb", code, True).build_idea_link(is_public=True)


def test_an_unknown_municipality_is_not_found(opened: ServedPages) -> None:
    assert opened.browser.get("/ideeen/nergens").status_code == 404
    assert send(opened, "/opmerking/nergens")[0] == 404


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "heel snel"), (MAX_SECONDS + 1, "stond lang open"), (-60, "heel snel")],
)
def test_a_form_that_was_open_too_short_or_too_long_is_shown_again(
    opened: ServedPages, seconds: float, words: str
) -> None:
    status, text = send(opened, opened=stamp(opened, seconds))
    assert (status, words in text, WORDS in text, ideas(opened)) == (422, True, True, [])


def test_a_page_that_was_open_for_two_weeks_is_taken(opened: ServedPages) -> None:
    assert send(opened, opened=stamp(opened, 14 * 24 * 3600))[0] == 200


def test_who_was_refused_sends_it_again_and_it_is_taken(opened: ServedPages) -> None:
    _, text = send(opened, opened=stamp(opened, MAX_SECONDS + 1))
    fresh = re.search(r'name="opened" value="([^"]+)"', text)
    assert fresh is not None
    later = stamp(opened, 10)
    assert (fresh[1] > later, send(opened, opened=later)[0]) == (True, 200)


@pytest.mark.parametrize("forged", ["", "x", "1.", "99999999999999", "1700000000." + "0" * 32, "é.é", "٣.0"])
def test_a_forged_time_is_not_taken(opened: ServedPages, forged: str) -> None:
    assert (send(opened, opened=forged)[0], ideas(opened)) == (422, [])


def test_the_time_of_another_municipality_is_not_taken(opened: ServedPages) -> None:
    assert send(opened, opened=stamp(opened, slug="ander"))[0] == 422


def test_a_robot_that_fills_in_the_hidden_field_is_not_taken(opened: ServedPages) -> None:
    status, text = send(opened, homepage="https://kwaad.example.com")
    assert (status, "moet leeg blijven" in text, ideas(opened)) == (422, True, [])


@pytest.mark.each_database
def test_a_flood_is_stopped_and_others_go_on(opened: ServedPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission_guard, "FROM_ONE_SOURCE", RequestLimit("a", 2, 3600))
    monkeypatch.setattr(submission_guard, "FOR_ONE_MUNICIPALITY", RequestLimit("b", 3, 3600))
    found = [send(opened, text=f"Idee {n}")[0] for n in range(4)]
    assert (found, len(ideas(opened))) == ([200, 200, 429, 429], 2)
    status, text = send(opened, REMARK, text="Laatste")
    assert (status, "Laatste" in text) == (429, True)
    monkeypatch.setattr(submission_guard, "find_source", lambda _: "192.0.2.7")
    assert [send(opened, text=f"Plan {n}")[0] for n in range(2)] == [200, 429]


def picture(kind: str = "JPEG") -> bytes:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Geheim toestel"
    Image.new("RGB", (40, 30), "green").save(made, kind, exif=exif)
    return made.getvalue()


def test_a_picture_is_kept_without_what_the_camera_says(opened: ServedPages) -> None:
    sent = {"text": WORDS, "opened": stamp(opened)}
    files = {"picture": ("../../x.exe", picture(), "text/html")}
    refused = opened.browser.post(IDEA, data=sent, files=files)
    assert (refused.status_code, "Zonder deze toestemming" in refused.text) == (422, True)
    wrong = {"picture": ("x.jpg", b"<svg/>", "image/jpeg")}
    refused = opened.browser.post(IDEA, data={**sent, "picture_allowed": "ja"}, files=wrong)
    assert (refused.status_code, "geen JPEG of PNG" in refused.text, ideas(opened)) == (422, True, [])
    assert opened.browser.post(IDEA, data={**sent, "picture_allowed": "ja"}, files=files).status_code == 200
    (idea,) = ideas(opened)
    kept = list(opened.installation.get_municipality_folder("zb").rglob("*.*"))
    assert [each.name for each in kept] == [idea.picture] == ["I1.jpg"]
    assert b"Geheim" not in kept[0].read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"address": "geen adres"}, {"picture_allowed": ""}, {"homepage": "x"}, {"opened": "0"}],
    ids=["text", "address", "permission", "trap", "stamp"],
)
def test_a_form_that_is_shown_again_asks_for_its_picture_again(
    opened: ServedPages, wrong: dict[str, str]
) -> None:
    """Who sent it again, as the page asked, sent it without the picture, and nobody said so."""
    data = {"text": WORDS, "opened": stamp(opened), "picture_allowed": "ja", **wrong}
    sent = {"picture": ("a.jpg", make_picture(), "image/jpeg")}
    answer = opened.browser.post(IDEA, data=data, files=sent)
    assert (answer.status_code, answer.text.count(f"</strong> {PHOTO_AGAIN}")) == (422, 1)
    assert ideas(opened) == []
    assert PHOTO_AGAIN not in opened.browser.post(IDEA, data=data).text


def test_a_picture_beyond_the_limit_is_not_decoded(
    opened: ServedPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission_guard, "FROM_ONE_SOURCE", RequestLimit("a", 1, 3600))
    data = {"text": WORDS, "opened": stamp(opened), "picture_allowed": "ja"}
    damaged = {"picture": ("x.jpg", picture()[:200], "image/jpeg")}
    first, second = (opened.browser.post(IDEA, data=data, files=damaged) for _ in range(2))
    assert (first.status_code, 'id="picture-fout"' in first.text) == (422, True)
    assert ("beschadigd" in first.text, "beschadigd" in second.text) == (True, False)
    assert (second.status_code, PHOTO_AGAIN in second.text) == (429, True)
    assert (WORDS in second.text, ideas(opened)) == (True, [])


def test_no_picture_that_a_stranger_sends_stays_in_memory(opened: ServedPages) -> None:
    caches = (image_file.encode_again, image_file.encode_jpeg)
    before = [each.cache_info().currsize for each in caches]
    for kind, text in (("JPEG", "Een boom."), ("PNG", "Een bank.")):
        made = BytesIO()
        Image.new("RGB", (41, 31), "orange").save(made, kind)
        data = {"text": text, "opened": stamp(opened), "picture_allowed": "ja"}
        files = {"picture": ("x", made.getvalue(), "image/jpeg")}
        assert opened.browser.post(IDEA, data=data, files=files).status_code == 200
    assert [each.picture for each in ideas(opened)] == ["I1.jpg", "I2.png"]
    assert [each.cache_info().currsize for each in caches] == before


def test_text_from_outside_is_escaped_and_unread_until_a_person_accepts_it(opened: ServedPages) -> None:
    hostile = "<script>alert(1)</script> {{ 'ho' * 4 }} \x1b[2J\u202e"
    _, text = send(opened, text=hostile, address="geen adres")
    assert ("<script>" in text, "&lt;script&gt;" in text, "hohohoho" in text) == (False, True, False)
    send(opened, text=hostile)
    with opened.database.write_session() as session:
        zb = session.get_one(Municipality, 1)
        (idea,) = session.scalars(select(Idea))
        assert idea.text == "<script>alert(1)</script> {{ 'ho' * 4 }} [2J"
        assert list_candidates(session, zb, TODAY, TODAY, 0, "nl") == (), (
            "the core group does not see it unread"
        )
        screen_idea(session, zb, "I1", is_rejected=False)
        assert [each.title for each in list_candidates(session, zb, TODAY, TODAY, 0, "nl")] == [idea.text]
