"""An answer reaches who sent a body: what no page reads is read and thrown away before it goes out."""

import pytest
from starlette.types import ASGIApp

from terugkom.installation import Installation
from terugkom.settings import Settings
from terugkom.site.application import build_application
from terugkom.site.request_body import MAX_BODY_BYTES, MOST_DISCARDED
from tests.clock import clock_on
from tests.site.conftest import SITE_URL, TODAY, ServedPages, make_link
from tests.site.raw_request import RawAnswer, RawRequest, ask

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

MEGABYTE = 1_000_000
FORM = (b"content-type", b"multipart/form-data; boundary=edge")
PART = b'--edge\r\nContent-Disposition: form-data; name="photo"; filename="foto.jpg"\r\n\r\n'
END = b"\r\n--edge--\r\n"


@pytest.fixture
def application(pages: ServedPages) -> ASGIApp:
    settings = Settings(home=pages.installation.settings.home, site_url=SITE_URL)
    return build_application(Installation(settings, pages.database), lambda: TODAY, lambda: clock_on(TODAY))


def send(
    application: ASGIApp, size: int, *headers: tuple[bytes, bytes], path: str = "/", stated: bool = True
) -> RawAnswer:
    length = ((b"content-length", str(size).encode()),) if stated else ((b"transfer-encoding", b"chunked"),)
    body = PART + b"x" * (size - len(PART) - len(END)) + END
    return ask(application, RawRequest("POST", path, headers=(FORM, *length, *headers), body=body))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 13 * MEGABYTE, MOST_DISCARDED])
@pytest.mark.parametrize("stated", [True, False])
def test_who_sends_a_photo_that_is_too_large_is_told_so(
    application: ASGIApp, pages: ServedPages, size: int, stated: bool
) -> None:
    answer = send(application, size, path=make_link(pages), stated=stated)
    assert (answer.status, "te groot" in answer.text) == (413, True)
    assert answer.bytes_read == size, "an answer during a body is lost with the connection"


@pytest.mark.parametrize(("path", "status"), [("/nowhere/at/all", 404), ("/", 405), ("/o/unknown", 404)])
def test_no_answer_leaves_a_body_unread(application: ASGIApp, path: str, status: int) -> None:
    answer = send(application, 2 * MEGABYTE, path=path)
    assert (answer.status, answer.bytes_read) == (status, 2 * MEGABYTE)


def test_a_foreign_host_gets_its_answer_too(application: ASGIApp) -> None:
    answer = send(application, 2 * MEGABYTE, (b"host", b"kwaad.example.com"))
    assert (answer.status, answer.bytes_read) == (400, 2 * MEGABYTE)


def test_what_is_far_too_much_is_not_read(application: ASGIApp) -> None:
    assert send(application, MOST_DISCARDED + 1).bytes_read == 0
    endless = send(application, 3 * MOST_DISCARDED, path="/nowhere", stated=False)
    assert MOST_DISCARDED < endless.bytes_read <= MOST_DISCARDED + MEGABYTE


def test_who_waits_for_a_word_before_sending_is_answered_at_once(application: ASGIApp) -> None:
    answer = send(application, 13 * MEGABYTE, (b"expect", b"100-continue"))
    assert (answer.status, answer.bytes_read) == (413, 0)
