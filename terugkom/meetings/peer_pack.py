"""Render the pack of a peer exchange: a letter with a PDF, and a Markdown page for the run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.templates import Templates, one_line
from terugkom.meetings.agenda import Point, points_of
from terugkom.meetings.letter_context import About, context_of
from terugkom.meetings.model import Meeting
from terugkom.peers.exchange_overview import MOST, Exchange, Field, Lesson, Place, exchange_of
from terugkom.peers.match_pairs import Pair
from terugkom.plan.model import Municipality

DOCUMENT = "peer-pack"
_PLACES = 5  # municipalities shown for a theme or goal, at most
_MARKS = re.compile(r"[\\`*_\[\]<>|!#]")
T = TypeVar("T")


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first items of a list, and their total number."""

    first: tuple[T, ...]
    total: int


@dataclass(frozen=True)
class Standing:
    """The ranking of municipalities on a theme or goal: the first ones, our own, and their number."""

    name: str
    places: tuple[Place, ...]
    own: Place | None
    towns: int


@dataclass(frozen=True)
class PeerPack:
    """The context of the PDF template; each list is shortened."""

    municipality: str
    day: date
    today: date
    starts_at: str
    ends_at: str
    place: str
    others: int
    shared: int
    received: int
    for_us: Some[Pair]
    for_them: Some[Pair]
    themes: Some[Standing]
    goals: Some[Standing]
    lessons: Some[Lesson]
    points: tuple[Point, ...]


def peer_pack(
    session: Session, templates: Templates, town: Municipality, meeting: Meeting, today: date
) -> tuple[Letter, str]:
    """Return the letter for the members with its PDF, and the Markdown page. Raises TemplateProblem.

    Neither contains people; the page lists actions by code.
    """
    exchange = exchange_of(session, town, today)
    points = points_of(session, meeting)
    told = context_of(town, meeting)
    pack = _shown(exchange, points, told["meeting"], today)
    pdf = templates.pdf(DOCUMENT, pack, datetime.combine(today, time(), UTC))
    letter = templates.letter(DOCUMENT, told | {"exchange": exchange, "points": points, "most": MOST})
    name = f"voorbereiding-uitwisseling-{meeting.moment.day}.pdf"
    return replace(letter, attachments=(Attachment(name, "application/pdf", pdf),)), markdown(exchange)


def _shown(exchange: Exchange, points: Sequence[Point], of: About, today: date) -> PeerPack:
    return PeerPack(
        municipality=exchange.own,
        day=of.day,
        today=today,
        starts_at=of.starts_at,
        ends_at=of.ends_at,
        place=of.place,
        others=len(exchange.others),
        shared=exchange.shared,
        received=exchange.received,
        for_us=_some(exchange.for_us),
        for_them=_some(exchange.for_them),
        themes=_some([_standing(each) for each in exchange.themes]),
        goals=_some([_standing(each) for each in exchange.goals]),
        lessons=_some(exchange.lessons),
        points=tuple(points),
    )


def _some(items: Sequence[T]) -> Some[T]:
    return Some(tuple(items[:MOST]), len(items))


def _standing(field: Field) -> Standing:
    return Standing(field.name, field.places[:_PLACES], field.own, len(field.places))


def markdown(exchange: Exchange) -> str:
    """Return an exchange as Markdown: municipalities by name, actions by code."""
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
    """Return a text of another municipality with Markdown characters escaped."""
    return _MARKS.sub(r"\\\g<0>", one_line(text))
