"""Every figure about actions agrees with the plan: packs, the weekly summary, standing pages and reports.

The plan is drawn at random and told forwards; what it counts is compared with what readers get. What an
edition says is compared in `tests/editions/test_figures_agree.py`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from lxml import html
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.action_pages.draft_pages import draft_pages
from terugkom.action_pages.render_pages import render_action_page
from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.gate.plan_review import review_plan
from terugkom.gate.report_page import render_gate_report
from terugkom.meetings.kinds import PEER_EXCHANGE, REVIEW_KINDS
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.pack_letter import render_pack
from terugkom.plan.model import Group, GroupKind, Municipality, Person
from terugkom.plan.queries import get_municipality
from terugkom.reminders.digest_mail import DOCUMENT as DIGEST
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.drawn_plan import (
    GOALS,
    OPEN,
    THEMES,
    TODAY,
    DrawnAction,
    count_progress,
    draw_actions,
    list_in_plan,
    write_actions,
)
from tests.reminders.tick_calendar import CalendarMunicipality
from tests.soak import often

MOSTLY_SQLITE = True
TEMPLATES = Templates("nl")
DAY = date(2027, 3, 15)
GROUPS = ("Gebouwen", "Mobiliteit")
MET_ON = {  # the last two meetings of each group
    GroupKind.CORE: (date(2026, 3, 16), date(2025, 3, 17)),
    GroupKind.SUB: (date(2026, 9, 14), date(2026, 3, 9)),
    GroupKind.FOCUS: (date(2026, 11, 2), date(2026, 5, 4)),
}
WORDS = ("klaar", "op schema", "uitgesteld", "stil", "vastgelopen", "te laat", "gestopt", "nog geen nieuws")
_COUNT = re.compile(rf"(\d+) ({'|'.join(WORDS)})\b(?: \(([+−-]\d+)\))?")
_DEADLINES = re.compile(r"Op tijd bericht: bij (\d+) van (\d+) deadlines?")
_DEADLINES_OF_GROUP = re.compile(r"Op tijd bericht bij (\d+) van (\d+) deadlines?")
_CODES = re.compile(r"A-\d{3}")


@dataclass(frozen=True)
class DrawnTown:
    """A drawn plan in a database, of a municipality that has a neighbour with another plan."""

    actions: list[DrawnAction]
    missing: list[DrawnAction]  # no longer in the plan: they count nowhere, and their owners are still asked
    others: list[DrawnAction]
    database: Database
    desk: RenderContext

    def of_group(self, kind: GroupKind) -> list[DrawnAction]:
        """The actions in the plan that a group of this kind reviews."""
        return [each for each in self.actions if kind is not GroupKind.SUB or each.group == GROUPS[0]]


@pytest.fixture(params=range(often(2, soak=60)))
def drawn(request: pytest.FixtureRequest, sqlite_database: Database, tmp_path: Path) -> DrawnTown:
    desk = RenderContext(sqlite_database, DocumentStore(tmp_path / "documents"), TEMPLATES)
    plans = draw_actions(request.param, GROUPS), draw_actions(1000 + request.param, GROUPS)
    with sqlite_database.write_session() as session:
        for slug, plan in zip(("linde", "olmen"), plans, strict=True):
            _write_town(session, slug, plan)
    missing = [each for each in plans[0] if not each.is_in_plan]
    return DrawnTown(list_in_plan(plans[0]), missing, list_in_plan(plans[1]), sqlite_database, desk)


def _write_town(session: Session, slug: str, plan: list[DrawnAction]) -> None:
    town = Municipality(slug=slug, name=slug.title(), lead_times={}, column_map={})
    session.add(town)
    session.flush()
    an, lotte = (
        Person(municipality_id=town.id, code=code, name=name, email=f"{code}@{slug}.example.org")
        for code, name in (("an", "An Wijn"), ("lw", "Lotte W"))
    )
    town.coordinator = lotte
    groups = {each: _new_group(town, each, GroupKind.SUB) for each in GROUPS}
    kinds = {GroupKind.SUB: groups[GROUPS[0]]}
    kinds |= {kind: _new_group(town, kind.value, kind) for kind in (GroupKind.CORE, GroupKind.FOCUS)}
    session.add_all([an, lotte, *groups.values(), *kinds.values()])
    for kind, group in kinds.items():
        for day in (*MET_ON[kind], DAY):
            session.add(_new_meeting(town, REVIEW_KINDS[kind], group, day))
    session.add(_new_meeting(town, PEER_EXCHANGE, None, DAY))
    write_actions(session, town, groups, an, plan)


def _new_group(town: Municipality, name: str, kind: GroupKind) -> Group:
    return Group(municipality_id=town.id, code=name, name=name, kind=kind, interval_months=6)


def _new_meeting(town: Municipality, kind: str, group: Group | None, day: date) -> Meeting:
    subject = group.code if group else town.slug
    moment = Moment(
        municipality_id=town.id, kind=kind, subject=subject, period=f"{day:%Y-%m}", day=day,
        opened_at=clock_on(day),
    )  # fmt: skip
    state = MeetingState.PLANNED if day == DAY else MeetingState.MINUTED
    return Meeting(
        moment=moment, group=group, starts_at=time(14), duration_minutes=120, uid=f"{kind}-{day}@{town.slug}",
        state=state,
    )  # fmt: skip


@dataclass(frozen=True)
class ReadPack:
    """A pack as its members read it, and its page for the run."""

    text: list[str]  # the lines of the mail
    html: list[str]  # its points
    pdf: str
    markdown: str


@dataclass(frozen=True)
class ReadMail:
    """A mail as its recipient reads it."""

    subject: str
    text: str


def _read_pack(drawn: DrawnTown, kind: str) -> ReadPack:
    with drawn.database.read_session() as session:
        town = get_municipality(session, "linde")
        query = select(Meeting).join(Moment).where(Moment.municipality_id == town.id, Moment.kind == kind)
        meeting = session.scalars(query.where(Moment.day == DAY)).one()
        pack = render_pack(session, TEMPLATES, town, meeting, TODAY, load_coverage(session, town, TODAY))
    pages = PdfReader(BytesIO(pack.letter.attachments[0].content)).pages
    return ReadPack(
        [line.strip() for line in pack.letter.text.splitlines()],
        _read_points(pack.letter.html),
        "\n".join(page.extract_text() for page in pages),
        pack.markdown,
    )


def _read_points(page: str) -> list[str]:
    found = html.document_fromstring(page).iter("li", "p", "h2", "h3")
    return [" ".join(str(each.text_content()).split()) for each in found]


def _read_counts(text: str) -> dict[str, int]:
    return {found[2]: int(found[1]) for found in _COUNT.finditer(text)}


def _read_changes(text: str) -> dict[str, int]:
    return {found[2]: int((found[3] or "0").replace("−", "-")) for found in _COUNT.finditer(text)}


def _list_codes(lines: list[str], heading: str) -> set[str]:
    """The codes in the points below a heading."""
    if heading not in lines:
        return set()
    below = lines[lines.index(heading) + 1 :]
    ends = next((n for n, line in enumerate(below) if line and line == line.upper()), len(below))
    return {code for line in below[:ends] for code in re.findall(r"\((A-\d{3})\)", line)}


def _codes_of(actions: Iterable[DrawnAction], progress: str, since: date) -> set[str]:
    return {each.code for each in actions if each.progress(TODAY, since) == progress}


@pytest.mark.long
@pytest.mark.parametrize("kind", GroupKind)
def test_a_pack_says_how_many_actions_are_how_far(drawn: DrawnTown, kind: GroupKind) -> None:
    (since, before), actions = MET_ON[kind], drawn.of_group(kind)
    now, then = count_progress(actions, TODAY, since), count_progress(actions, since, before)
    pack = _read_pack(drawn, REVIEW_KINDS[kind])
    overviews = [each for each in pack.html if re.fullmatch(_COUNT, each)]
    in_pdf = re.search(r"^(\d+) acties?: (.*?)\.(?= |\n)", pack.pdf, re.DOTALL | re.MULTILINE)
    if not now:
        assert (overviews, in_pdf) == ([], None), "a plan of nothing has no figures"
        return
    assert in_pdf
    assert int(in_pdf[1]) == now.total()
    changes = {word: now[word] - then[word] for word in WORDS} if then else {}
    for text in (" ".join(overviews), " ".join(in_pdf[2].split())):
        assert Counter(_read_counts(text)) == now, text
        assert Counter(_read_changes(text)) == Counter(changes), text
    assert any(f"{now.total()} actie" in each for each in pack.html)
    first = pack.markdown.splitlines()[2]
    assert Counter(_read_counts(first)) == now, "on the page of the run"
    done_since = {
        each.code for each in actions if each.status(TODAY) == "done" and each.status(since) != "done"
    }
    late = "WAT NIET OP TIJD KLAAR WAS" if kind is GroupKind.CORE else "TE LAAT, EN WAAROM"
    assert _list_codes(pack.text, late) == _codes_of(actions, "te laat", since)
    if kind is GroupKind.CORE:
        assert _list_codes(pack.text, "KLAAR SINDS DE VORIGE KEER") == (done_since if then else set())


def test_the_core_pack_counts_by_year_by_part_and_in_time(drawn: DrawnTown) -> None:
    since, before = MET_ON[GroupKind.CORE]
    pack, actions = _read_pack(drawn, REVIEW_KINDS[GroupKind.CORE]), drawn.actions
    trend = next(each for each in pack.text if each.startswith("Het plan door de jaren"))
    for label, told in re.findall(r"(\d{4}|nu): ([^;]*)", trend):
        day = TODAY if label == "nu" else date(int(label), 12, 31)
        year_ago = since if label == "nu" else day - relativedelta(years=1)
        assert Counter(_read_counts(told)) == count_progress(actions, day, year_ago), label
    parts = {"Zonder thema": "", **{each: each for each in THEMES if each}}
    for name, theme in parts.items():
        _check_part(pack, name, [each for each in actions if each.theme == theme])
    for name in GROUPS:
        _check_part(pack, name, [each for each in actions if each.group == name])
    in_time, passed = _count_in_time(actions, since)
    of_groups = {_count_in_time([a for a in actions if a.group == name], since) for name in GROUPS}
    told_of_groups = {
        (int(told), int(all_)) for told, all_ in _DEADLINES_OF_GROUP.findall("\n".join(pack.text))
    }
    assert told_of_groups == {each for each in of_groups if each[1]}
    told_in_time = {found.groups() for found in _DEADLINES.finditer(pack.text[-1] + "\n".join(pack.text))}
    assert told_in_time == ({(str(in_time), str(passed))} if passed else set())
    then = count_progress(actions, since, before)
    added = sum(not each.status(since) for each in actions)
    stopped = [each for each in actions if "stopped" == each.status(TODAY) != each.status(since)]
    ended = re.search(r": (\d+) klaar, (\d+) nieuw, (\d+) gestopt", "\n".join(pack.html))
    assert bool(ended) is bool(then)
    if ended:
        done = [each for each in actions if "done" == each.status(TODAY) != each.status(since)]
        assert [int(each) for each in ended.groups()] == [len(done), added, len(stopped)]
    assert _list_codes(pack.text, "WAT WE STOPTEN") == {each.code for each in stopped}


def _count_in_time(actions: list[DrawnAction], since: date) -> tuple[int, int]:
    """Return how many deadlines of these actions were reported on in time, and how many passed."""
    passed = [(each, day) for each in actions for day in each.passed_deadlines(since)]
    return sum(each.was_reported_in_time(day) for each, day in passed), len(passed)


def _check_part(pack: ReadPack, name: str, actions: list[DrawnAction]) -> None:
    """A group or theme has its number of actions in the mail and in the tables of the PDF."""
    since, _ = MET_ON[GroupKind.CORE]
    now = count_progress(actions, TODAY, since)
    told = [each for each in pack.html if re.match(rf"{name}: \d+ actie", each)]
    assert len(told) <= 1
    expected = {word: now[word] for word in ("klaar", "te laat", "stil")}
    for text in told:
        assert f"{name}: {now.total()} actie" in text
        assert _read_counts(text) == expected, text
    rows = re.findall(rf"^{name} (\d+) (\d+)(?: \([+−]\d+\))? (\d+) (\d+)\b", pack.pdf, re.MULTILINE)
    numbers = (now.total(), now["klaar"], now["te laat"], now["stil"])
    if actions:
        assert told
        assert tuple(str(each) for each in numbers) in rows


@pytest.mark.long
def test_where_codes_follow_a_number_there_are_as_many(drawn: DrawnTown) -> None:
    """An agenda, a calendar of the year and a list of orphans name the first few, and how many more."""
    for kind in GroupKind:
        text = " ".join(_read_pack(drawn, REVIEW_KINDS[kind]).pdf.split())
        lists = re.findall(r"(\d+) acties?\.? ((?:A-\d{3},? ?)+)(?:en nog (\d+))?", text)
        for number, codes, more in lists:
            assert int(number) == len(_CODES.findall(codes)) + int(more or 0), text
        orphans = [each for each in drawn.actions if each.status(TODAY) in OPEN and not each.has_owner]
        if kind is GroupKind.CORE and orphans:
            assert f"Zonder bereikbare trekker: {len(orphans)} actie" in text


def test_standing_pages_count_what_is_public(drawn: DrawnTown) -> None:
    public, errors = [each for each in drawn.actions if each.is_public], list[Exception]()
    with drawn.database.read_session() as session:
        town = get_municipality(session, "linde")
        drafts = list(draft_pages(session, drawn.desk, town, {}, TODAY, errors))
        pages = {each.path: render_action_page(TEMPLATES, each, TODAY, "key", "nl") for each in drafts}
    assert (errors, len(pages)) == ([], len(public) + 2 if public else 0)
    if not public:
        return
    page = html.document_fromstring(pages["acties/index.html"].html)
    _check_public(str(page.xpath("string(//p[@class='lead'])")), public)
    cards = {each.xpath("string(.//h3)"): each for each in page.xpath("//section[@class='card']")}
    expected = {theme or "Zonder thema": [a for a in public if a.theme == theme] for theme in THEMES}
    expected |= {f"SDG {goal}": [each for each in public if goal in each.goals] for goal in GOALS}
    expected = {name: mine for name, mine in expected.items() if mine}
    assert {name.partition(":")[0] for name in cards} == expected.keys()
    for name, card in cards.items():
        mine = expected[name.partition(":")[0]]
        _check_public(str(card.xpath("string(./p)")), mine)
        points = [str(each.text_content()) for each in card.xpath("./ul/li")]
        assert len(points) == len(mine)
        assert sum("deadline voorbij, niet als klaar gemeld" in each for each in points) == sum(
            each.is_late(TODAY) for each in mine
        )


def _check_public(text: str, actions: list[DrawnAction]) -> None:
    labels = {"Klaar": "done", "Lopend": "running", "Gepland": "planned", "Gestopt": "stopped"}
    by_status = Counter(each.status(TODAY) for each in actions)
    found = {label: int(number) for label, number in re.findall(r"([A-Z][a-z ]+): (\d+)", text)}
    assert int(re.findall(r"van (\d+) acties?", text)[0]) == len(actions)
    assert found.pop("Deadline voorbij en niet als klaar gemeld", 0) == sum(
        each.is_late(TODAY) for each in actions
    )
    assert {labels[label]: number for label, number in found.items() if number} == dict(by_status)


def test_the_weekly_summary_and_the_digests_count_the_same_actions(drawn: DrawnTown, tmp_path: Path) -> None:
    calendar = CalendarMunicipality(drawn.database, tmp_path, "linde", down=True)
    calendar.tick(TODAY, by_hand=True)
    reminded = set()
    for mail in _read_mails(calendar, tmp_path, DIGEST):
        codes = set(_CODES.findall(mail.text))
        number = re.search(r"(\d+) acties? vra", mail.subject)
        assert (int(number[1]) if number else 1) == len(codes)
        reminded |= codes
    followed = [each for each in (*drawn.actions, *drawn.missing) if each.status(TODAY) in OPEN]
    assert reminded <= {each.code for each in followed if each.deadlines and each.has_owner}
    orphans = [each for each in followed if not each.has_owner]
    if not (reminded or orphans):
        return
    (mail,) = _read_mails(calendar, tmp_path, "coordinator-summary")
    titles = "ZONDER BEREIKBARE TREKKER|NOG NIET VERSTUURD"
    totals = dict(re.findall(rf"^({titles}) \((\d+)\)", mail.text, re.MULTILINE))
    assert int(totals.get("ZONDER BEREIKBARE TREKKER", 0)) == len(orphans)
    gone = [each for each in orphans if not each.is_in_plan]
    assert mail.text.count("staat niet meer in het werkboek") == len(gone), "so it is not in a pack either"
    assert int(totals.get("NOG NIET VERSTUURD", 0)) == len(reminded)


def _read_mails(calendar: CalendarMunicipality, folder: Path, kind: str) -> list[ReadMail]:
    found = []
    for delivery, document in calendar.mails(kind):
        content = delivery.headers.encode() + (folder / "documents" / document.path).read_bytes()
        mail = message_from_bytes(content, policy=default)
        body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
        assert body
        found.append(ReadMail(str(mail["Subject"]), body.get_content()))
    return found


def test_an_exchange_counts_what_each_municipality_shares(drawn: DrawnTown) -> None:
    pack = _read_pack(drawn, PEER_EXCHANGE)
    shared, theirs = ([e for e in plan if e.theme] for plan in (drawn.actions, drawn.others))
    if not theirs:
        return
    text = " ".join(pack.text)
    assert f"deelt {len(theirs)} actie" in text
    assert f"Wij delen er {len(shared)}." in text
    topics = {f"SDG {n}": [[e for e in plan if n in e.goals] for plan in (shared, theirs)] for n in GOALS}
    for theme in filter(None, THEMES):
        topics[theme] = [[e for e in plan if e.theme == theme] for plan in (shared, theirs)]
    for name, plans in topics.items():
        told = next((each for each in pack.text if each.startswith(f"- {name}: ")), "")
        for town, mine in zip(("Linde", "Olmen"), plans, strict=True):
            done = sum(each.status(TODAY) == "done" for each in mine)
            assert (f"{town} {done} van {len(mine)} klaar" in told) is bool(mine), (name, town, told)


def test_the_report_of_the_gate_counts_open_actions(drawn: DrawnTown) -> None:
    with drawn.database.read_session() as session:
        town = get_municipality(session, "linde")
        letter = render_gate_report(TEMPLATES, town, review_plan(session, town, TODAY, {}), TODAY)
    number = sum(each.status(TODAY) in OPEN for each in drawn.actions)
    assert re.findall(r"van (\d+) acties?$", letter.subject.strip()) == [str(number)]
    (said,) = re.findall(r"\d+ van (\d+) lopende (?:en|of) geplande acties?", letter.html)
    assert int(said) == number


def test_the_plans_that_are_drawn_have_actions_of_every_kind() -> None:
    plans = [draw_actions(seed, GROUPS) for seed in range(often(2, soak=60))]
    since, _ = MET_ON[GroupKind.CORE]
    found = sum((count_progress(list_in_plan(each), TODAY, since) for each in plans), Counter[str]())
    assert found.keys() == set(WORDS)
