"""Whatever is sent to a page: it answers, shows nothing of its inside, and GET changes no row of any table.

The routes are those of the application and the fields those of the forms on its pages, so a page that is
added is tried too. `make soak` tries it for long.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.engine import make_url

from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.page_links import PageLinkPurpose, create_page_links
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.plan.site_links import compute_staff_code
from terugkom.site.application import list_routes
from terugkom.site.request_body import MAX_BODY_BYTES
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import TODAY, ServedPages
from tests.site.page_forms import find_forms
from tests.site.raw_request import RawAnswer, RawRequest, ask
from tests.site.test_subscription_page import ask as ask_to_confirm
from tests.site.test_subscription_page import subscribe
from tests.soak import often

MOSTLY_SQLITE = True

# The strings that a route may get, a municipality and its own code apart.
HOSTILE = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202eneppo\u202c",
    "é" * 5000,
    "9" * 10_000,
    "1e400",
    "sNaN",
    "-0",
    "1.250,5",
    "0,000000000000000000000000000000000000001",
    "0001-01-01",
    "9999-12-31",
    "2027-02-30",
    "-1-1-1",
    "2027-06-01",
    "٢٠٢٧-٠٦-٠١",
    "<script>alert(1)</script>{{ 7 * 7 }}{% raw %}",
    "' OR 1=1; --",
    "../../../etc/passwd",
    "%00%ff",
    "\r\nSet-Cookie: a=b",
    "an@zb.example.org",
    '"a\\"b"@example.org',
    "a@" + "b" * 300,
    "\U000e0001\ufffe\uffff",
    "İstanbul ﬁ ẞ",
)
NAMES_OF_FILES = ("", "..", "../../x.php", "a\0.jpg", "CON", "x" * 3000, "\u202egpj.exe", "foto.jpg")
CHARSETS = (
    b"utf-8",
    b"latin-1",
    b"utf-16",
    b"utf-7",
    b"unicode_escape",
    b"raw_unicode_escape",
    b"idna",
    b"punycode",
    b"undefined",
    b"base64",
    b"rot13",
    b"mbcs",
    b"nul\x00l",
    b"",
)
CONTENT_TYPES = (
    b"application/x-www-form-urlencoded",
    b"application/x-www-form-urlencoded; charset=utf-16",
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=b",
    b"multipart/form-data; boundary=" + b"b" * 5000,
    b"multipart/form-data; boundary=\xff\xfe",
    b"multipart/mixed; boundary=b",
    b"application/json",
    b"text/plain",
    b";;;=",
    b"",
)
ROUTES = sorted({(method, route.path) for route in list_routes() for method in route.methods or ()})
LIBRARY_WORDS = ("Not a valid", "This field", "Field must", "Invalid Choice", "Invalid input")


def make_picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "JPEG")
    return made.getvalue()


PICTURE = make_picture()
FILES = (PICTURE, PICTURE[:200], b"", b"\0" * 100, b"<svg/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)


@dataclass
class Tried:
    """The pages to try, their links that open something or did once, and the queries of links in mails."""

    pages: ServedPages
    links: tuple[str, ...]
    queries: tuple[str, ...]
    original: Path | None = None

    def ask(self, request: RawRequest) -> RawAnswer:
        return ask(self.pages.browser.app, request)

    def reset(self) -> None:
        """Have the rows of before again; on PostgreSQL it goes on with those of now."""
        if self.original:
            self.pages.database.close()
            path = Path(make_url(self.pages.database.url).database or "")
            for each in path.parent.glob(f"{path.name}-*"):
                each.unlink()
            shutil.copyfile(self.original, path)


@pytest.fixture
def tried(pages: ServedPages, tmp_path: Path) -> Tried:
    """Two owners, a question of each, an indicator, a subscriber, forms for all; links of every purpose."""
    with pages.database.write_session() as session:
        municipality = session.get_one(Municipality, 1)
        municipality.media_settings = {"ideas_open_to_all": True}
        session.add(Indicator(municipality_id=1, action_id=1, code="I 1/é", name="Opbrengst", unit="MWh"))
        for action_id, choice, day in (
            (1, ProgressChoice.LATER, date(2027, 6, 1)),
            (2, ProgressChoice.STUCK, None),
        ):
            action = session.get_one(Action, action_id)
            entry = ReportEntry(action.owners[0], "page", TODAY, clock_on(TODAY))
            report_progress(session, municipality, action, ReportedProgress(choice, "Ziek.", day), entry)
        people = {each.code: each.id for each in session.scalars(select(Person))}
        tokens = [
            prefix + token
            for prefix, purpose in (("/o/", PageLinkPurpose.OWNER), ("/c/", PageLinkPurpose.COORDINATOR))
            for expires in (TODAY + timedelta(90), TODAY)
            for token in create_page_links(
                session, purpose, {f"{code} {expires}": number for code, number in people.items()}, expires
            ).values()
        ]
        code = compute_staff_code(session, "zb")
    links = (*tokens, subscribe(pages), ask_to_confirm(pages))
    queries = (
        "action=E-01&choice=later",
        "sent=E-01&choice=later",
        "sent=E-02&choice=stuck",
        "question=1&choice=accept",
        "sent=1",
        f"code={code}",
        "over=2027-Q1/klaar-e-01",
    )
    found = Tried(pages, links, queries)
    if pages.database.is_sqlite:
        pages.database.close()
        found.original = tmp_path / "original.db"
        shutil.copyfile(make_url(pages.database.url).database or "", found.original)
    return found


# What is drawn.

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text("0123456789-.,eE+ ", max_size=15))


def encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def paths(draw: st.DrawFn, route: str, tried: Tried) -> str:
    """Draw a path of this route: often with a token that opens something there."""
    prefix, _, rest = route.partition("{")
    if not rest:
        return route
    after = rest.partition("}")[2]
    fitting = [each.removeprefix(prefix) for each in tried.links if each.startswith(prefix) and prefix != "/"]
    tokens = [urlsplit(each).path.rpartition("/")[2] for each in tried.links]
    fitting = fitting or ["zb"]
    value = draw(
        st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), st.sampled_from([*tokens, "zb"]), texts)
    )
    return prefix + quote_from_bytes(encode(value), safe="") + after


@st.composite
def queries(draw: st.DrawFn, tried: Tried) -> bytes:
    known = draw(st.sampled_from(["", *tried.queries]))
    if draw(st.booleans()):
        return known.encode()
    names = ["action", "choice", "sent", "question", "code", "over", "x"]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), texts), max_size=3))
    extra = [(encode(name), encode(value)) for name, value in pairs]
    return "&".join(filter(None, (known, urlencode(extra)))).encode() + draw(
        st.sampled_from([b"", b"&&=;", b"%", b"\xff"])
    )


headers = st.lists(
    st.sampled_from(
        [
            (b"cookie", b"a=b; \xff=\x00"),
            (b"accept-language", b"fr;q=9, *;;;"),
            (b"x-forwarded-for", b"x" * 3000),
            (b"x-forwarded-host", b"kwaad.example.com"),
            (b"range", b"bytes=0-,-1"),
            (b"if-modified-since", b"never"),
            (b"expect", b"100-continue"),
            (b"content-length", b"-1"),
            (b"content-length", str(MAX_BODY_BYTES + 1).encode()),
            (b"content-encoding", b"gzip"),
            (b"origin", b"null"),
        ]
    ),
    max_size=2,
).map(tuple)


@st.composite
def forms(draw: st.DrawFn, tried: Tried, path: str, query: bytes) -> list[tuple[str, Any]]:
    """Draw what a person could send who opened this page, some of it then changed."""
    shown = tried.ask(RawRequest("GET", path, query)).text
    found = find_forms(shown)
    pairs: list[tuple[str, Any]] = []
    for each in (draw(st.sampled_from(found)).fields.values()) if found else ():
        options = [st.sampled_from(each.values)] if any(each.values) else []
        fitting = {
            "radio": options,
            "hidden": options,
            "button": options,
            "checkbox": [st.sampled_from(["on", ""])],
            "date": [st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str), st.dates().map(str)],
            "email": [st.just("an@zb.example.org")],
            "file": [st.tuples(st.sampled_from(NAMES_OF_FILES), st.sampled_from(FILES))],
        }.get(each.kind, [st.sampled_from(["Tot de aannemer er is.", "12,5"])])
        if each.name == "homepage":  # the trap of robots
            fitting = [st.just("")]
        value = draw(st.one_of(*(fitting * 6), texts))
        pairs.append((each.name, value))
    more = draw(
        st.lists(
            st.tuples(st.one_of(st.sampled_from([name for name, _ in pairs] or ["x"]), texts), texts),
            max_size=2,
        )
    )
    return [*pairs, *more]


@st.composite
def bodies(draw: st.DrawFn, tried: Tried, path: str, query: bytes) -> tuple[bytes, bytes]:
    """Draw a content type and a body."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.sampled_from(CONTENT_TYPES)), draw(
            st.one_of(st.binary(max_size=200), st.just(b"a=b&" * 2000))
        )
    pairs = draw(forms(tried, path, query))
    has_file = any(isinstance(value, tuple) for _, value in pairs)
    if kind < 4 and not has_file:
        sent = [(encode(name), encode(value)) for name, value in pairs]
        return b"application/x-www-form-urlencoded", urlencode(sent).encode()
    charset = draw(st.sampled_from([b"utf-8"] * 12 + list(CHARSETS)))
    body = build_multipart(pairs, draw(st.sampled_from(["", "", "", "text", "action", "new_deadline"])))
    body = body[: len(body) - draw(st.sampled_from([0, 0, 0, 0, 1, 10]))]
    return b"multipart/form-data; boundary=grens; charset=" + charset, body


def build_multipart(pairs: list[tuple[str, Any]], as_file: str = "") -> bytes:
    """Return a body; the field `as_file` is sent as a file."""
    parts = []
    for name, value in pairs:
        filename, content = value if isinstance(value, tuple) else (None, encode(value))
        if name == as_file:
            filename = "x.txt"
        head = b'Content-Disposition: form-data; name="' + quote_header(name) + b'"'
        head += b'; filename="' + quote_header(filename) + b'"' if filename is not None else b""
        parts.append(b"--grens\r\n" + head + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + b"--grens--\r\n"


def quote_header(text: str) -> bytes:
    return re.sub(rb'[\r\n"\\]', b"_", encode(text))


def check(answer: RawAnswer, request: RawRequest) -> None:
    """See that a page answered, in its own language, without what it is made of."""
    assert 200 <= answer.status < 500, (answer.status, request)
    assert "content-security-policy" in answer.headers
    assert "set-cookie" not in answer.headers
    assert "\n" not in answer.headers.get("location", "")
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return
    shown = answer.text
    assert "<script>" not in shown
    assert not re.search(r"Traceback \(|sqlalchemy|\bat 0x", shown)
    if request.method != "HEAD":
        assert '<html lang="nl"' in shown
    assert [each for each in LIBRARY_WORDS if each in shown] == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("method", "route"),
    # HEAD is answered by the code of GET
    [pytest.param(*each, marks=pytest.mark.long if each[0] == "HEAD" else ()) for each in ROUTES],
)
def test_no_route_fails_whatever_is_sent(tried: Tried, method: str, route: str) -> None:
    @settings(
        max_examples=often(10, soak=1500),
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        path, query = data.draw(paths(route, tried)), data.draw(queries(tried))
        given_headers, body = data.draw(headers), b""
        if method == "POST":
            kind, body = data.draw(bodies(tried, path, query))
            given_headers = ((b"content-type", kind), *given_headers)
        before = dump(tried.pages.database) if method != "POST" else None
        piece = data.draw(st.sampled_from([50_000, 7])) if len(body) < 5000 else 50_000
        is_interrupted = bool(body) and data.draw(st.integers(0, 9)) == 0
        request = RawRequest(method, path, query, given_headers, body, piece, is_interrupted)
        try:
            check(tried.ask(request), request)
            assert before in (None, dump(tried.pages.database))
        finally:
            tried.reset()

    attempt()
