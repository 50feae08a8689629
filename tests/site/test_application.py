"""What every page has: headers, an explanation where something is wrong, no trace of anybody."""

import pytest
from starlette.testclient import TestClient

from terugkom.documents.look import DEFAULT_PALETTE
from terugkom.plan.model import Municipality
from terugkom.site.application import list_routes
from terugkom.site.request_body import MAX_BODY_BYTES
from tests.documents.own_look import BLUE, ORANGE, draw_logo
from tests.site.conftest import ServedPages, make_link
from tests.site.test_submission_page import opened  # noqa: F401

MOSTLY_SQLITE = True


def test_the_start_page_is_dutch_and_loads_nothing_from_elsewhere(pages: ServedPages) -> None:
    answer = pages.browser.get("/")
    assert answer.status_code == 200
    assert "Gebruik de link in uw mail" in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")


@pytest.mark.parametrize("path", ["/", "/nergens", "/zb/style.css", "/health"])
def test_each_answer_has_the_headers(pages: ServedPages, path: str) -> None:
    headers = pages.browser.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "server" not in headers


def test_pages_are_neither_cached_nor_found_by_search_engines(pages: ServedPages) -> None:
    headers = pages.browser.get("/").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert "Disallow: /" in pages.browser.get("/robots.txt").text


def test_no_route_is_listed_by_search_engines_but_the_style(opened: ServedPages) -> None:  # noqa: F811
    """Nor does any answer, of whatever status, tell where somebody came from, or lie in a cache."""
    asked = {
        each.path.replace("{slug}", "zb").replace("{token}", token)
        for each in list_routes()
        for token in ("0" * 40, "x")
    }
    assert len(asked) > 15
    for path in sorted(asked):
        headers = opened.browser.get(path).headers
        if not path.endswith("/style.css") and path != "/robots.txt":
            assert (path, headers["x-robots-tag"]) == (path, "noindex, nofollow")
            assert (path, headers["cache-control"]) == (path, "no-store")
        assert (path, headers["referrer-policy"]) == (path, "no-referrer")
        assert "set-cookie" not in headers


def test_a_page_that_does_not_exist_explains_itself(pages: ServedPages) -> None:
    answer = pages.browser.get("/bestaat/niet")
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in answer.text


def test_a_foreign_host_is_refused(pages: ServedPages) -> None:
    refused = pages.browser.get("/", headers={"host": "kwaad.example.com"})
    assert (refused.status_code, "niet van deze server" in refused.text) == (400, True)
    assert "kwaad" not in refused.text


@pytest.mark.parametrize("path", ["/opmerking/zb?over=%00", "/o/%00"])
def test_an_address_with_a_nul_is_refused_in_the_language_of_its_reader(
    pages: ServedPages, path: str
) -> None:
    refused = pages.browser.get(path)
    assert (refused.status_code, "Ga terug en probeer het nog eens" in refused.text) == (400, True)


@pytest.mark.parametrize("length", [str(MAX_BODY_BYTES + 1), "9" * 30])
def test_a_body_that_is_too_large_is_refused_unread(pages: ServedPages, length: str) -> None:
    answer = pages.browser.post("/", headers={"content-length": length})
    assert (answer.status_code, 'lang="nl"' in answer.text) == (413, True)
    assert answer.headers["cache-control"] == "no-store"


def test_the_style_is_the_municipalitys_own_where_it_has_one(pages: ServedPages) -> None:
    folder = pages.installation.get_municipality_folder("zb") / "templates"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text("body { color: navy }", encoding="utf-8")
    assert pages.browser.get("/zb/style.css").text == "body { color: navy }"
    assert ".skip" in pages.browser.get("/style.css").text


def test_a_page_has_the_municipality_s_own_look(pages: ServedPages) -> None:
    with pages.database.write_session() as session:
        session.get_one(Municipality, 1).media_settings = {"primary_colour": BLUE, "accent_colour": ORANGE}
    logo = pages.installation.get_municipality_folder("zb") / "look/logo.png"
    logo.parent.mkdir(parents=True)
    logo.write_bytes(draw_logo())
    style = pages.browser.get("/zb/style.css").text
    assert f"--primary: {BLUE}; --accent: {ORANGE}" in style
    assert DEFAULT_PALETTE.primary not in style
    assert DEFAULT_PALETTE.primary in pages.browser.get("/style.css").text
    page = pages.browser.get(make_link(pages)).text
    assert '<img class="logo" src="data:image/png;base64,' in page


def test_an_error_of_ours_shows_no_trace(pages: ServedPages, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("an@zb.example.org")

    monkeypatch.setattr(pages.database, "read_session", fail)
    answer = TestClient(
        pages.browser.app, base_url=str(pages.browser.base_url), raise_server_exceptions=False
    ).get("/health")
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in answer.text
    assert "example.org" not in answer.text
