"""What was published and is no part of a corrected edition any more stands nowhere in silence."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.plan.media import Medium
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, action
from tests.editions.published_municipality import PublishedMunicipality

STORY, PHOTOGRAPH = "klaar-m-01", "2026-q4/klaar-m-01.jpg"
MEDIA = (Medium.NEWSLETTER, Medium.WEBSITE, Medium.JOBS, Medium.SOCIAL, Medium.INTRANET)
FIELDS = {
    "foto": "fiets.jpg",
    "foto-tekst": "Jan bij de fietsen.",
    "fotograaf": "Rik",
    "toestemming": "1 december 2026",
}
REMOVED = "Wie op de foto staat, vroeg om ze weg te halen."
LONG = " ".join(["een fiets met een bel en een slot"] * 8)
LONG_NOTE = (
    "Er stonden drie fietsen, maar het zijn er twee, " + "want de derde kwam niet, " * 7 + "tot onze spijt."
)
NETWORKS = {"networks": "mastodon; bluesky; facebook"}


def build_photograph() -> bytes:
    made = BytesIO()
    Image.new("RGB", (800, 600), (180, 40, 40)).save(made, "JPEG")
    return made.getvalue()


def build_linde(database: Database, home: Path, **more: str) -> PublishedMunicipality:
    room = PublishedMunicipality(database, home)
    room.import_actions(FIRST, *BEFORE, **more)
    room.import_actions(ASKED, *NOW, **more)
    room.compile()
    return room


def add_photograph(room: PublishedMunicipality, code: str = STORY) -> None:
    (room.folder / "fiets.jpg").write_bytes(build_photograph())
    room.edit(code, *((f"{field}:\n", f"{field}: {value}\n") for field, value in FIELDS.items()))


def publish_photograph(database: Database, home: Path) -> PublishedMunicipality:
    """Return Linde, whose newsletter and website with a photograph were published and sent."""
    room = build_linde(database, home)
    add_photograph(room)
    room.publish(Medium.NEWSLETTER, Medium.WEBSITE)
    room.settle()
    return room


def remove_photograph(room: PublishedMunicipality, code: str = STORY) -> None:
    room.edit(code, *((f"{field}: {value}\n", f"{field}:\n") for field, value in FIELDS.items()))


def correct(room: PublishedMunicipality, kind: CorrectionKind, note: str, code: str = STORY) -> str:
    """Return what the coordinator is told to do by hand, on one line; "" without such a mail."""
    correction = room.propose(kind, code, note)
    room.settle(role="coordinator")
    room.decide(correction)
    assert room.publish_correction(correction).publications
    assert not room.publish_correction(correction).publications
    mails = room.deliveries(role="coordinator", state=DeliveryState.PENDING)
    return " ".join(" ".join(room.mail_text(document) for _, document in mails).split())


@pytest.mark.parametrize("kind", [CorrectionKind.CORRECT, CorrectionKind.WITHDRAW])
def test_a_photograph_that_is_removed_stands_at_no_address(
    sqlite_database: Database, tmp_path: Path, kind: CorrectionKind
) -> None:
    room = build_linde(sqlite_database, tmp_path)
    add_photograph(room)
    room.publish()
    room.settle()
    remove_photograph(room)
    told = correct(room, kind, REMOVED)
    (standing,) = (each for _, each in room.publications("webdav") if each.path == PHOTOGRAPH)
    with Image.open(BytesIO(standing.enclosed[0].content)) as shown:
        assert (shown.size, standing.enclosed[0].alt) == ((16, 16), "")
    made = {path.name for path in (tmp_path / "outbox").rglob("*") if path.is_file()}
    assert not {"klaar-m-01.jpg", "fotocollage-linde-2026-Q4.pdf"} & made
    assert "affiche-linde-2026-Q4.pdf" in made
    assert "fotocollage, artikel), haal ze daar dan weg. Verwijder ze ook uit de mediabibliotheek" in told


@pytest.mark.long
def test_a_photograph_that_has_not_left_does_not_leave_any_more(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = build_linde(sqlite_database, tmp_path)
    add_photograph(room)
    room.publish(*MEDIA)
    room.settle(role="page")
    correct(room, CorrectionKind.WITHDRAW, REMOVED)
    waiting = [each.path for _, each in room.publications(since=ASKED) if each.path == PHOTOGRAPH]
    assert waiting == []
    states = [each.state for each, _ in room.deliveries(recipient=PHOTOGRAPH)]
    assert states == [DeliveryState.SKIPPED]


@pytest.mark.long
def test_a_photograph_that_comes_back_is_shown_again(sqlite_database: Database, tmp_path: Path) -> None:
    room = build_linde(sqlite_database, tmp_path)
    add_photograph(room)
    room.publish(*MEDIA)
    room.settle()
    remove_photograph(room)
    correct(room, CorrectionKind.CORRECT, REMOVED)
    room.settle()
    add_photograph(room)
    correct(room, CorrectionKind.CORRECT, "De foto mag er weer bij staan.")
    last = [each for _, each in room.publications("webdav", since=ASKED) if each.path == PHOTOGRAPH][-1]
    with Image.open(BytesIO(last.enclosed[0].content)) as shown:
        assert shown.size == (800, 600)


def test_the_job_page_is_corrected_whatever_the_length_of_the_note(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = build_linde(sqlite_database, tmp_path)
    room.edit(STORY, ("Ze staan bij het onthaal.", "Ze staan er."))
    room.edit(STORY, ("Dat is 17 dagen na de afgesproken datum.", f"Het is {LONG}."))
    room.publish(*MEDIA)
    room.settle()
    room.edit(STORY, ("Ze staan er.", "Ze staan binnen."))
    correct(room, CorrectionKind.CORRECT, LONG_NOTE)
    pages = [each for _, each in room.publications() if each.path == "jobs/index.html"]
    assert [LONG_NOTE in each.html for each in pages] == [True, True], "in the folder and in WordPress"


@pytest.mark.long
def test_a_post_is_corrected_although_another_story_would_be_posted_now(
    sqlite_database: Database, tmp_path: Path
) -> None:
    more = [action(f"B-0{n}", f"Bosje {n}", public="ja") for n in range(1, 4)]
    done = [each | {"status": "klaar"} for each in more]
    room = PublishedMunicipality(sqlite_database, tmp_path)
    room.import_actions(FIRST, *more, *BEFORE)
    room.import_actions(ASKED, *done, *NOW)
    room.compile()
    add_photograph(room, "klaar-b-03")
    room.publish(*MEDIA)
    room.settle()
    remove_photograph(room, "klaar-b-03")
    correct(room, CorrectionKind.CORRECT, REMOVED, "klaar-b-03")
    (post,) = (each for _, each in room.publications("mastodon"))
    assert (post.story, post.enclosed) == ("klaar-b-03", ())
    assert REMOVED in post.text


@pytest.mark.long
def test_a_network_on_which_the_corrected_text_does_not_fit_is_named(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = build_linde(sqlite_database, tmp_path, **NETWORKS)
    room.publish(*MEDIA)
    room.settle()
    room.edit(STORY, ("onthaal", "loket"), ("'Drie dienstfietsen: klaar'", LONG.capitalize()))
    told = correct(room, CorrectionKind.CORRECT, LONG_NOTE)
    too_long = "Staat het bericht daar? Haal het dan weg, of verkort het zelf: de nieuwe tekst is te lang"
    assert [f"Sociale media: {each} {too_long}" in told for each in ("Bluesky", "Mastodon")] == [True, True]
    assert (
        "Sociale media: Facebook Staat het bericht daar? Vervang het dan door deze tekst: Een fiets" in told
    )
