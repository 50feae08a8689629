"""Who guesses tokens: none opens anything, and neither an answer nor its time tells how near one was."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from sqlalchemy import event

from tests.rows import dump
from tests.site.conftest import ServedPages, make_link
from tests.site.raw_request import RawRequest, ask
from tests.site.test_coordinator_page import make_link as make_coordinator_link
from tests.site.test_subscription_page import ask as ask_to_confirm
from tests.site.test_subscription_page import subscribe
from tests.soak import often

MOSTLY_SQLITE = True
BODY = b"action=E-01&choice=done&question=1&List-Unsubscribe=One-Click"
FORM = ((b"content-type", b"application/x-www-form-urlencoded"),)


def make_links(pages: ServedPages) -> list[str]:
    """Return a link to each page that a token opens."""
    return [make_link(pages), make_coordinator_link(pages, "co"), subscribe(pages), ask_to_confirm(pages)]


def guess(draw: Random, link: str) -> str:
    """Return a link with another token: any one, or one of which all but a digit is right."""
    prefix, token = link[:3], link[3:]
    if draw.random() < 0.5:
        return prefix + "".join(draw.choices("0123456789abcdef", k=len(token)))
    at = draw.randrange(len(token))
    other = draw.choice("0123456789abcdef".replace(token[at], ""))
    return prefix + token[:at] + other + token[at + 1 :]


def test_no_guessed_token_opens_anything(pages: ServedPages) -> None:
    links, draw = make_links(pages), Random(40)  # 160 and 128 bits: that one is right by chance never happens
    before = dump(pages.database)
    for _ in range(often(40, soak=2_500)):
        for link in links:
            request = RawRequest(draw.choice(["GET", "POST"]), guess(draw, link), b"", FORM, BODY)
            answer = ask(pages.browser.app, request)
            assert answer.status == 404, request.path
            for personal in ("An", "Peeters", "Coen", "Zilverbeke", "zb", "E-01"):
                assert personal not in answer.text
    assert dump(pages.database) == before
    for link in links:
        assert ask(pages.browser.app, RawRequest("GET", link)).status == 200


@contextmanager
def counted(pages: ServedPages) -> Iterator[list[str]]:
    """Give the list of the statements that the database is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(pages.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(pages.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_how_near_a_guess_is_makes_no_difference(pages: ServedPages, method: str) -> None:
    """Nor does the time that it takes: a token is looked up by its hash, in the same statements."""
    for link in make_links(pages):
        far, near = link[:3] + "0" * len(link[3:]), link[:-1] + ("0" if link[-1] != "0" else "1")
        with counted(pages) as asked:
            requests = [RawRequest(method, each, b"", FORM, BODY) for each in (far, near)]
            answers = [ask(pages.browser.app, each) for each in requests]
        half = len(asked) // 2
        assert asked[:half] == asked[half:]
        assert answers[0].text.replace(far, "") == answers[1].text.replace(near, "")
