"""The pack of an exchange with other municipalities: a letter, and a page for the run."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from terugkom.delivery.mail import Letter
from terugkom.documents.rendering import Templates, one_line
from terugkom.meetings.agenda import points_of
from terugkom.meetings.letters import context_of
from terugkom.meetings.model import Meeting
from terugkom.peers.exchange import MOST, Exchange, Field, exchange_of
from terugkom.peers.pairs import Pair
from terugkom.plan.model import Municipality

DOCUMENT = "peer-pack"
_MARKS = re.compile(r"[\\`*_\[\]<>|!#]")


def peer_pack(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, today: date
) -> tuple[Letter, str]:
    """Write the letter that members get, and the page. Raises TemplateProblem.

    The letter's HTML is the pack as a page. Neither names people; the page names actions by their codes.
    """
    exchange = exchange_of(session, town, today)
    points = points_of(session, meeting)
    told = {"exchange": exchange, "points": points, "most": MOST}
    return templates.letter(DOCUMENT, context_of(town, meeting) | told), markdown(exchange)


def markdown(exchange: Exchange) -> str:
    """Return an exchange as a page: municipalities by name, actions by code."""
    lines = [f"### Exchange of {_plain(exchange.own)} with {len(exchange.others)} others", ""]
    lines += [f"{exchange.shared} actions shared, {exchange.received} received", ""]
    for what, fields in (("theme", exchange.themes), ("goal", exchange.goals)):
        lines += _table(what, fields)
    lines += ["| helps | with | for | late |", "| --- | --- | --- | --- |"] if _pairs(exchange) else []
    return "\n".join(lines + [_line(each) for each in _pairs(exchange)])


def _pairs(exchange: Exchange) -> Sequence[Pair]:
    return (*exchange.for_us[:MOST], *exchange.for_them[:MOST])


def _table(what: str, fields: Sequence[Field]) -> list[str]:
    rows = [
        f"| {_plain(each.name)} | {', '.join(map(_plain, each.ahead)) or '-'} "
        f"| {f'{each.own.done} of {each.own.total}' if each.own else '-'} | {len(each.places)} |"
        for each in fields[: 2 * MOST]
    ]
    head = [f"| {what} | ahead | we have done | municipalities |", "| --- | --- | --- | ---: |"]
    return [*head, *rows, ""] if rows else []


def _line(pair: Pair) -> str:
    done = f"{_plain(pair.helper)} {_plain(pair.done.code)}"
    wanted = f"{_plain(pair.helped)} {_plain(pair.wanted.code)}"
    return f"| {done} | {_plain(pair.done.theme)} | {wanted} | {'yes' if pair.late else '-'} |"


def _plain(text: str) -> str:
    """Return a neighbour's words so that they are nothing but words in Markdown."""
    return _MARKS.sub(r"\\\g<0>", one_line(text))
