"""Render the pack of a peer exchange: a letter with a PDF, and a Markdown page for the run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.messages import translate, translate_plural
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.meetings.agenda import MeetingAgendaPoint, list_agenda_points
from terugkom.meetings.letter_context import MeetingDetails, build_letter_context
from terugkom.meetings.model import Meeting
from terugkom.peers.exchange_overview import (
    MAX_SHOWN,
    ExchangeOverview,
    MunicipalityProgress,
    SharedLesson,
    TopicProgress,
    build_exchange_overview,
)
from terugkom.peers.match_pairs import HelpPair
from terugkom.plan.model import Municipality

DOCUMENT = "peer-pack"
_SHOWN_MUNICIPALITIES = 5  # municipalities shown for a theme or goal, at most
_MARKDOWN_CHARACTERS = re.compile(r"[\\`*_\[\]<>|!#]")
T = TypeVar("T")


@dataclass(frozen=True)
class PeerPackList(Generic[T]):
    """The first items of a list, and their total number."""

    shown: tuple[T, ...]
    total: int


@dataclass(frozen=True)
class PeerRanking:
    """The ranking of municipalities on a theme or goal: the first ones, our own, and their number."""

    name: str
    ranked: tuple[MunicipalityProgress, ...]
    own: MunicipalityProgress | None
    municipality_count: int


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
    for_us: PeerPackList[HelpPair]
    for_them: PeerPackList[HelpPair]
    themes: PeerPackList[PeerRanking]
    goals: PeerPackList[PeerRanking]
    lessons: PeerPackList[SharedLesson]
    points: tuple[MeetingAgendaPoint, ...]


def render_peer_pack(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    meeting: Meeting,
    today: date,
    page_language: str,
) -> tuple[Letter, str]:
    """Return the letter for the members with its PDF, and the Markdown page in its own language. Raises
    TemplateError.

    Neither contains people; the page lists actions by code.
    """
    exchange = build_exchange_overview(session, municipality, today)
    points = list_agenda_points(session, meeting)
    context = build_letter_context(municipality, meeting)
    pack = _build_pack(exchange, points, context["meeting"], today)
    pdf = templates.render_pdf(DOCUMENT, pack, datetime.combine(today, time(), UTC), balanced=True)
    letter = templates.render_letter(
        DOCUMENT, context | {"exchange": exchange, "points": points, "most": MAX_SHOWN}
    )
    name = translate("file.peer-pack", templates.language, period=meeting.moment.day)
    page = render_markdown(exchange, page_language)
    return replace(letter, attachments=(Attachment(name, "application/pdf", pdf),)), page


def _build_pack(
    exchange: ExchangeOverview, points: Sequence[MeetingAgendaPoint], meeting: MeetingDetails, today: date
) -> PeerPack:
    return PeerPack(
        municipality=exchange.own,
        day=meeting.day,
        today=today,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        others=len(exchange.others),
        shared=exchange.shared,
        received=exchange.received,
        for_us=_shorten(exchange.for_us),
        for_them=_shorten(exchange.for_them),
        themes=_shorten([_build_ranking(each) for each in exchange.themes]),
        goals=_shorten([_build_ranking(each) for each in exchange.goals]),
        lessons=_shorten(exchange.lessons),
        points=tuple(points),
    )


def _shorten(items: Sequence[T]) -> PeerPackList[T]:
    return PeerPackList(tuple(items[:MAX_SHOWN]), len(items))


def _build_ranking(field: TopicProgress) -> PeerRanking:
    return PeerRanking(field.name, field.progress[:_SHOWN_MUNICIPALITIES], field.own, len(field.progress))


def render_markdown(exchange: ExchangeOverview, language: str) -> str:
    """Return an exchange as Markdown in this language: municipalities by name, actions by code."""
    own, others = _escape_markdown(exchange.own), len(exchange.others)
    counts = {"shared": exchange.shared, "received": exchange.received}
    lines = [translate_plural("exchange-page.title", others, language, municipality=own), ""]
    lines += [translate("exchange-page.counts", language, **counts), ""]
    for about, fields in (("theme", exchange.themes), ("goal", exchange.goals)):
        lines += _render_table(about, fields, language)
    pairs = _list_shown_pairs(exchange)
    if pairs:
        lines += [translate("exchange-page.pairs", language), "| --- | --- | --- | --- |"]
    return "\n".join(lines + [_render_pair(each, language) for each in pairs])


def _list_shown_pairs(exchange: ExchangeOverview) -> Sequence[HelpPair]:
    return (*exchange.for_us[:MAX_SHOWN], *exchange.for_them[:MAX_SHOWN])


def _render_table(about: str, fields: Sequence[TopicProgress], language: str) -> list[str]:
    rows = [
        f"| {_escape_markdown(each.name)} | {', '.join(map(_escape_markdown, each.leaders)) or '-'} "
        f"| {_format_own(each, language)} | {len(each.progress)} |"
        for each in fields[: 2 * MAX_SHOWN]
    ]
    header = [translate(f"exchange-page.{about}", language), "| --- | --- | --- | ---: |"]
    return [*header, *rows, ""] if rows else []


def _format_own(topic: TopicProgress, language: str) -> str:
    if topic.own is None:
        return "-"
    return translate("pack-page.part", language, part=topic.own.done, whole=topic.own.total)


def _render_pair(pair: HelpPair, language: str) -> str:
    late = translate("choice.yes", language) if pair.late else "-"
    done = f"{_escape_markdown(pair.helper)} {_escape_markdown(pair.done.code)}"
    wanted = f"{_escape_markdown(pair.helped)} {_escape_markdown(pair.wanted.code)}"
    return f"| {done} | {_escape_markdown(pair.done.theme)} | {wanted} | {late} |"


def _escape_markdown(text: str) -> str:
    """Return a text of another municipality with Markdown characters escaped."""
    return _MARKDOWN_CHARACTERS.sub(r"\\\g<0>", to_one_line(text))
