"""A photo with a report: only with permission, without what the camera wrote, and put into the edition."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from terugkom.documents.render_context import RenderContext
from terugkom.editions.open_edition import compile_and_review, open_edition
from terugkom.personal_data.erase_person import erase_person
from terugkom.personal_data.find_personal_data import find_personal_data
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.model import Municipality, ProgressReport
from terugkom.plan.page_links import PageLink, PageLinkPurpose
from terugkom.plan.questions import Question
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.site.conftest import TODAY, ServedPages, make_link
from tests.site.test_owner_page import fields

MOSTLY_SQLITE = True

WORDS = {"photo_caption": "Panelen op het dak.", "photographer": "An Peeters", "photo_permission": "ja"}
AT_HOME = "50.123 N"


def make_jpeg(size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a photo whose camera wrote where it was."""
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = AT_HOME
    Image.new("RGB", size, "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


def send(pages: ServedPages, content: bytes, name: str = "IMG_1.HEIC", **words: str) -> tuple[int, str]:
    given = fields("done", text="Ze liggen erop.") | words
    answer = pages.browser.post(make_link(pages), data=given, files={"photo": (name, content)})
    return answer.status_code, answer.text


def list_photos(pages: ServedPages) -> list[ActionPhoto]:
    with pages.database.read_session() as session:
        return list(session.scalars(select(ActionPhoto)))


@pytest.mark.each_database
def test_a_photo_is_kept_without_what_the_camera_wrote(pages: ServedPages) -> None:
    assert send(pages, make_jpeg(), **WORDS)[0] == 303
    (photo,) = list_photos(pages)
    content = pages.installation.documents.read(photo.path, photo.sha256)
    assert Image.open(BytesIO(content)).size == (60, 40)
    assert AT_HOME.encode() not in content
    assert (photo.caption, photo.photographer) == ("Panelen op het dak.", "An Peeters")
    assert photo.permission == "An Peeters, 1 maart 2027, via de eigen pagina"


def test_an_empty_file_field_is_no_photo(pages: ServedPages) -> None:
    assert send(pages, b"", name="", photographer="An Peeters")[0] == 303
    assert list_photos(pages) == []


@pytest.mark.parametrize(
    ("content", "words", "error"),
    [
        (
            make_jpeg(),
            {**WORDS, "photo_permission": ""},
            "Zonder deze toestemming nemen we",
        ),
        (make_jpeg(), {**WORDS, "photo_caption": " "}, "Zeg in één zin wat er op de foto staat."),
        (make_jpeg(), {**WORDS, "photographer": ""}, "Zeg wie de foto nam."),
        (b"\x00\x00\x00\x18ftypheic", WORDS, "Kies een JPEG of een PNG."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", WORDS, "Kies een JPEG of een PNG."),
        (make_jpeg()[:300], WORDS, "beschadigd of niet volledig"),
        (b"", WORDS, "Kies een JPEG of een PNG."),
        (make_jpeg() + b"\0" * 10_000_000, WORDS, "groter dan 10 MB"),
    ],
    ids=["permission", "caption", "photographer", "heic", "svg", "damaged", "empty", "large"],
)
def test_what_is_refused_is_explained_and_nothing_of_the_report_is_kept(
    pages: ServedPages, content: bytes, words: dict[str, str], error: str
) -> None:
    status, shown = send(pages, content, **words)
    assert (status, error in shown) == (422, True)
    assert list_photos(pages) == []
    assert list(pages.installation.documents.list_names()) == []
    with pages.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(ProgressReport)) == 0


def test_another_mistake_asks_for_the_photo_again(pages: ServedPages) -> None:
    given = {**WORDS, "new_deadline": "2020-01-01", "choice": "later"}
    status, shown = send(pages, make_jpeg(), **given)
    assert (status, "Kies uw foto nog eens" in shown) == (422, True)


def test_a_deadline_that_moved_meanwhile_asks_for_the_photo_again(pages: ServedPages) -> None:
    """The page said to send it again, and it went without its photo."""
    given = {**WORDS, "seen_deadline": "2027-02-01", "new_deadline": "2027-06-01", "choice": "later"}
    status, shown = send(pages, make_jpeg(), **given)
    assert (status, "intussen veranderd" in shown, "Kies uw foto nog eens" in shown) == (409, True, True)
    assert list_photos(pages) == []


@pytest.mark.each_database
def test_the_same_photo_sent_twice_is_one(pages: ServedPages) -> None:
    for choice in ("on-track", "done"):
        assert send(pages, make_jpeg(), **WORDS, choice=choice)[0] == 303
    assert len(list_photos(pages)) == 1


def compile_edition(pages: ServedPages, folder: Path) -> tuple[str, list[str]]:
    today = date(2027, 3, 31)
    with pages.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        edition = open_edition(
            session, municipality, Quarter.containing(today), RunStamp(today, clock_on(today))
        )
        moment = edition.moment_id
    context: RenderContext = pages.installation.build_render_context(municipality)
    review = compile_and_review(context, municipality, moment, folder, today)
    stories = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*e-01.md")))
    return stories, [each for each in review.problems if "e-01" in each]  # the other action is late


def test_the_edition_takes_the_photo_up_with_its_caption(pages: ServedPages, tmp_path: Path) -> None:
    send(pages, make_jpeg(), **WORDS)
    folder = tmp_path / "edition"
    stories, problems = compile_edition(pages, folder)
    assert problems == []
    (picture,) = folder.glob("foto-*.jpg")
    for expected in (picture.name, "Panelen op het dak.", "via de eigen pagina"):
        assert expected in stories
    (folder / picture.name).unlink()
    pages.installation.documents.delete(list_photos(pages)[0].path)
    stories, problems = compile_edition(pages, folder)
    assert problems == []
    assert picture.name not in stories


@pytest.mark.each_database
def test_erasing_a_person_takes_photo_links_and_questions(pages: ServedPages) -> None:
    send(pages, make_jpeg(), **WORDS, choice="on-track")
    pages.browser.post(make_link(pages), data=fields("stuck", text="Vast."))
    home, database = pages.installation.settings.home, pages.database
    (photo,) = list_photos(pages)
    shown = find_personal_data(database, home, "an@zb.example.org")
    assert f"documents/{photo.path}" in [str(each.path) for each in shown.files]
    erase_person(database, home, "an@zb.example.org", today=TODAY, now=clock_on(TODAY))
    assert list_photos(pages) == []
    assert [name for name in pages.installation.documents.list_names() if name.endswith(".jpg")] == []
    with database.read_session() as session:
        assert session.scalar(select(func.count()).where(PageLink.purpose == PageLinkPurpose.OWNER)) == 0
        assert session.scalars(select(Question)).one().raised_by_id is None
