"""Who is refused before Prefect is asked; without Prefect."""

import asyncio
import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.access_guard import AccessGuard, build_rules, find_refusal, is_closed_path

LOGIN = "terugkom:correct"
RULES = build_rules(LOGIN, 4200, ["https://opvolging.linde.example/api", "http://[fd00::7]:4300/api"])
Headers = list[tuple[bytes, bytes]]


def scope(kind: str = "http", path: str = "/api/flow_runs/filter", **headers: str) -> dict[str, Any]:
    given = {"host": "127.0.0.1:4200"} | headers
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
    return {"type": kind, "path": path, "headers": encoded}


def basic(login: bytes) -> str:
    return "Basic " + base64.b64encode(login).decode()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:4200",
        "localhost",
        "LOCALHOST:4200",
        "[::1]:4200",
        "opvolging.linde.example",
        "[fd00::7]:4300",
    ],
)
def test_each_name_of_this_server_passes(host: str) -> None:
    assert find_refusal(scope(host=host), RULES) is None


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.example", "evil.example:4200", "127.0.0.1.evil.example", "localhost.evil.example"),
        *("evil.example@127.0.0.1", "127.0.0.1@evil.example", "127.0.0.1/", "127.0.0.1#.evil.example"),
        *("0.0.0.0:4200", "[::", "2130706433", "opvolging.linde.example.evil.example", "127.0.0.2"),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_each_other_name_is_refused_even_with_the_login(host: str, kind: str) -> None:
    refused = find_refusal(scope(kind, host=host, authorization=basic(LOGIN.encode())), RULES)
    assert refused is not None
    assert refused[0] == 403


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        (
            "https://Opvolging.Linde.example:443/api",
            "opvolging.linde.example",
            "https://opvolging.linde.example",
        ),
        ("https://mvo.été.example/api", "mvo.xn--t-9fab.example", "https://mvo.xn--t-9fab.example"),
        ("http://10.1.2.3:80", "10.1.2.3:80", "http://10.1.2.3"),
        ("https://[FD00::7]:8443/", "[fd00::7]:8443", "https://[fd00::7]:8443"),
    ],
)
def test_a_public_address_passes_as_a_browser_writes_it(url: str, host: str, origin: str) -> None:
    rules = build_rules(LOGIN, 4200, [url])
    assert find_refusal(scope(host=host, origin=origin), rules) is None
    assert find_refusal(scope(host=host, origin=f"{origin}:1"), rules)


def test_two_names_or_none_are_refused() -> None:
    none, two = scope(), scope()
    none["headers"] = []
    two["headers"] = two["headers"] * 2
    assert find_refusal(none, RULES)
    assert find_refusal(two, RULES)


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_odd_name_passes_or_is_an_error(host: str) -> None:
    passes = find_refusal(scope(host=host), RULES) is None
    assert not passes or host.strip().lower().startswith(
        ("127.0.0.1", "localhost", "[::1]", "opvolging.linde.example", "[fd00::7]")
    )


@pytest.mark.parametrize(
    "origin",
    [
        *("http://127.0.0.1:4200", "http://localhost:4200", "http://[::1]:4200"),
        *("https://opvolging.linde.example", "http://[fd00::7]:4300"),
    ],
)
def test_the_own_interface_passes(origin: str) -> None:
    assert find_refusal(scope(origin=origin), RULES) is None


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "null",
            "",
            "http://evil.example",
            "http://127.0.0.1:4201",
            "http://localhost",
            "https://127.0.0.1:4200",
        ),
        *(
            "http://opvolging.linde.example",
            "https://opvolging.linde.example:4200",
            "file://",
            "chrome-extension://a",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_each_other_website_is_refused_even_with_the_login(origin: str, kind: str) -> None:
    refused = find_refusal(scope(kind, origin=origin, authorization=basic(LOGIN.encode())), RULES)
    assert refused is not None
    assert refused[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        *("/docs", "/docs/", "//docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json", "/OpenAPI.json"),
        *(
            "/api/docs",
            "/api//docs/",
            "/api/redoc",
            "/api/openapi.json",
            "/v2",
            "/v2/",
            "/v2/runs",
            "//v2/ui-settings",
        ),
    ],
)
def test_descriptions_and_the_v2_interface_are_closed(path: str) -> None:
    assert is_closed_path(path)


@pytest.mark.parametrize(
    "path",
    ["/", "/runs", "/api/health", "/api/variables/name/docs", "/api/block_types/slug/v2", "/v2x", "/api", ""],
)
def test_other_pages_are_open(path: str) -> None:
    assert not is_closed_path(path)


@pytest.mark.parametrize(
    "authorization",
    [
        *(
            "",
            "Basic",
            "Basic ",
            "Basic !!!",
            "Bearer terugkom:correct",
            basic(b"terugkom:wrong"),
            basic(b""),
        ),
        *(
            basic("terugkom:wachtwoordé".encode()),
            basic(b"\xff\xfe"),
            basic(LOGIN.encode()) + "x",
            "Basic \xe9",
        ),
    ],
)
def test_a_wrong_password_is_401_and_no_error_of_the_server(authorization: str) -> None:
    assert find_refusal(scope(authorization=authorization), RULES) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:4200", True),
        ("https://opvolging.linde.example", True),
        ("https://evil.example", False),
    ],
)
def test_the_own_interface_may_read_that_a_password_is_wrong(origin: str, allowed: bool) -> None:
    events: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        events.append(event)

    async def receive() -> None:
        return None

    asked = scope(origin=origin, authorization=basic(b"terugkom:wrong"))
    asyncio.run(AccessGuard(receive, RULES)(asked, receive, send))  # type: ignore[arg-type]
    headers = dict(events[0]["headers"])
    assert events[0]["status"] == (401 if allowed else 403)
    assert headers.get(b"access-control-allow-origin") == (origin.encode() if allowed else None)


def test_the_right_password_passes_and_none_is_for_prefect_to_judge() -> None:
    assert find_refusal(scope(authorization=basic(LOGIN.encode())), RULES) is None
    assert find_refusal(scope(), RULES) is None


def test_the_login_is_not_in_what_is_shown_of_the_rules() -> None:
    assert "correct" not in repr(RULES)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("http", ["http.response.start", "http.response.body"]), ("websocket", ["websocket.close"])],
)
def test_what_is_refused_never_reaches_the_application(kind: str, sent: list[str]) -> None:
    events: list[dict[str, Any]] = []
    reached: list[str] = []

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        reached.append(scope["type"])

    async def send(event: dict[str, Any]) -> None:
        events.append(event)

    async def receive() -> None:
        return None

    guard = AccessGuard(application, RULES)
    asyncio.run(guard(scope(kind, host="evil.example"), receive, send))
    assert ([event["type"] for event in events], reached) == (sent, [])
    for passed in (scope(kind), {"type": "lifespan"}):
        asyncio.run(guard(passed, receive, send))
    assert reached == [kind, "lifespan"]
