"""An edition is as fresh as its approval: what changed since is renewed, what a person wrote is looked at."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.editions import open_edition
from terugkom.editions.approval import (
    DecisionSource,
    RefusedDecision,
    SubmittedDecision,
    record_decision,
)
from terugkom.editions.approval_request import find_quarter_with_due_step
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import EditionStep, EditionVerdict, ExecutedEditionStep
from terugkom.editions.review import EditionReview
from terugkom.errors import PublicInputError
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.media import Medium
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.editions.conftest import LIGHT, NOW
from tests.editions.edition_municipality import ASKED, REASON, EditionMunicipality
from tests.editions.test_publish_edition import tell

MOSTLY_SQLITE = True

STEPS = EditionStep
LATER = date(2026, 12, 21)


@pytest.fixture
def asked(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """Linde with an edition of which approval was requested."""
    assert edition_municipality.take_due_step_once(ASKED) is STEPS.APPROVAL_REQUESTED
    return edition_municipality


def stored_review(room: EditionMunicipality, day: date) -> EditionReview:
    with room.database.read_session() as session:
        town, moment_id = get_municipality(session, room.slug), room.edition(session).moment_id
    return open_edition.review_stored_edition(room.desk, town, moment_id, room.folder, day)


def approve(room: EditionMunicipality, day: date) -> None:
    """Approve what was asked, as the command does."""
    review = stored_review(room, day)
    with room.database.write_session() as session:
        edition = room.edition(session)
        reasons = dict.fromkeys(Medium, REASON)
        decision = SubmittedDecision(
            EditionVerdict.APPROVE, "Lotte", edition.text_hash, setback_reasons=reasons
        )
        record_decision(session, edition, decision, review, DecisionSource(clock_on(day), "test"))


def last_mail(room: EditionMunicipality) -> str:
    """Return the text of the last mail about the edition."""
    with room.database.read_session() as session:
        path = session.scalars(select(Document.path).order_by(Document.id.desc())).first()
    assert path
    mail = message_from_bytes((room.desk.documents.folder / path).read_bytes(), policy=default)
    part = mail.get_body(("plain",))
    assert part
    return part.get_content().replace("\r\n", "\n")


def story(room: EditionMunicipality, code: str) -> str:
    return next(room.folder.glob(f"*-{code}.md")).read_text()


def edit(room: EditionMunicipality, code: str, words: str) -> None:
    path = next(room.folder.glob(f"*-{code}.md"))
    path.write_text(f"{path.read_text().rstrip()} {words}\n")


def change(room: EditionMunicipality, number: int, day: date = LATER, **values: Any) -> None:
    rows = [row | (values if at == number else {}) for at, row in enumerate(NOW)]
    room.import_actions(day, *rows, indicators=[LIGHT])


@pytest.mark.long
@pytest.mark.each_database
def test_a_deadline_that_moved_stops_the_approval_with_both_and_is_renewed(
    asked: EditionMunicipality,
) -> None:
    change(asked, 1, deadline=date(2027, 9, 30))
    with pytest.raises(RefusedDecision) as refused:
        approve(asked, LATER)
    assert str(refused.value).partition("\n")[2] == (
        "020-loopt-e-02.md: het plan is veranderd sinds dit verhaal geschreven werd. "
        "Toen: “Ledverlichting” loopt nog, deadline 30 juni 2027. "
        "Nu: “Ledverlichting” loopt nog, deadline 30 september 2027. "
        "Aan dit verhaal veranderde u niets: wij vernieuwen het."
    )
    assert "30 juni 2027" in story(asked, "loopt-e-02"), "who approves changes nothing"
    assert asked.take_due_step(LATER) is STEPS.APPROVAL_REQUESTED
    assert "30 september 2027" in story(asked, "loopt-e-02")
    mail = last_mail(asked)
    assert "Deze verhalen zijn vernieuwd:\n- Ledverlichting\n\n" in mail, "and no other"
    approve(asked, LATER)
    assert asked.state() == "approved"


@pytest.mark.long
@pytest.mark.each_database
def test_what_a_person_wrote_stays_and_waits_until_they_looked_at_it(asked: EditionMunicipality) -> None:
    edit(asked, "loopt-e-02", "Kom eens kijken in de school.")
    assert asked.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    change(asked, 1, deadline=date(2027, 9, 30))
    written = story(asked, "loopt-e-02")
    assert asked.take_due_step(LATER) is STEPS.NOT_READY
    assert story(asked, "loopt-e-02") == written
    (problem,) = asked.compile(LATER).problems
    assert "Nu: “Ledverlichting” loopt nog, deadline 30 september 2027. U schreef dit verhaal zelf" in problem
    path = next(asked.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("thema:", "nagekeken: 21 december\nthema:"))
    assert asked.take_due_step(LATER) is STEPS.APPROVAL_REQUESTED
    approve(asked, LATER)


@pytest.mark.long
@pytest.mark.parametrize("is_lost", [True, False])
def test_who_approves_hears_of_a_photo_that_was_lost(
    edition_municipality: EditionMunicipality, is_lost: bool
) -> None:
    room, made = edition_municipality, BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG")
    digest = "0" * 64 if is_lost else sha256(made.getvalue())
    with room.database.write_session() as session:
        for action in session.scalars(select(Action)):
            path = f"{room.slug}/2026-12-01/photo-{action.id}.jpg"
            room.desk.documents.write(path, made.getvalue())
            session.add(
                ActionPhoto(
                    action_id=action.id, given_on=ASKED, path=path, sha256=digest,
                    caption="Een boom.", photographer="An", permission="An",
                )
            )  # fmt: skip
    assert room.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    told = last_mail(room).partition("bij ons verloren gegaan. ")[2].partition("\n\n")[0]
    titles = [each.title for each in stored_review(room, ASKED).proof.stories if len(each.actions) == 1]
    assert len(titles) > 1
    assert re.findall(r"(?m)^- (.+)$", told) == (titles if is_lost else [])


@pytest.mark.long
def test_between_approval_and_publishing_it_stops_too(asked: EditionMunicipality) -> None:
    approve(asked, ASKED)
    change(asked, 0, status="lopend")
    review = stored_review(asked, LATER)
    assert not review.is_ready
    assert asked.take_due_step(LATER) is STEPS.APPROVAL_REQUESTED, "renewed, and asked again"
    assert "klaar-m-01" not in [each.code for each in asked.compile(LATER).proof.stories]
    with pytest.raises(PublicInputError):
        tell(asked, day=LATER)


@pytest.mark.long
def test_a_figure_that_was_measured_since_is_renewed(asked: EditionMunicipality) -> None:
    measured = LIGHT | {"measured": 401000, "measured_on": date(2026, 12, 18)}
    asked.import_actions(LATER, *NOW, indicators=[measured])
    assert "Toen: Verbruik: 412.500\u00a0kWh op 30 november 2026." in stored_review(asked, LATER).problems[0]
    assert asked.take_due_step(LATER) is STEPS.APPROVAL_REQUESTED
    lines = [each.text for each in asked.compile(LATER).proof.stories if "401.000" in each.text]
    assert len(lines) == 2, "the story of the action, and that of the figures"


@pytest.mark.long
def test_in_the_next_quarter_it_keeps_its_name_and_what_passed_meanwhile_is_renewed(
    asked: EditionMunicipality,
) -> None:
    change(asked, 4, date(2026, 12, 18), deadline=date(2027, 1, 5))
    assert asked.take_due_step(date(2026, 12, 18)) is STEPS.APPROVAL_REQUESTED
    assert "Die moet klaar zijn tegen 5 januari 2027." in story(asked, "nieuw-n-07")
    assert asked.take_due_step(date(2027, 1, 6)) is STEPS.NOT_READY
    assert "5 januari 2027" in story(asked, "minder-n-07"), "it is late by now"
    (problem,) = asked.compile(date(2027, 1, 6)).problems
    assert "[Vul hier aan" in problem, "and nobody told why"
    assert "De nieuwsbrief van het vierde kwartaal van 2026" in last_mail(asked)


@pytest.mark.long
def test_a_report_alone_makes_nothing_stale(asked: EditionMunicipality) -> None:
    change(asked, 1, news="Nu tien van de twaalf.", news_on=date(2026, 12, 18))
    assert stored_review(asked, LATER).problems == ()
    assert asked.take_due_step(LATER) is None


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("is_edited", [False, True])
def test_a_day_that_passed_stops_it(edition_municipality: EditionMunicipality, is_edited: bool) -> None:
    room, words = edition_municipality, "Op 19 december komt de aannemer."
    if is_edited:
        room.compile()
        edit(room, "loopt-e-02", words)
    else:  # an owner reported it
        change(room, 1, ASKED, news=words, news_on=date(2026, 12, 2))
    assert room.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    assert room.take_due_step(date(2026, 12, 18)) is None
    with pytest.raises(RefusedDecision, match="“19 december” is voorbij"):
        approve(room, LATER)
    assert room.take_due_step(LATER) is STEPS.NOT_READY
    path = next(room.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("komt de aannemer", "kwam de aannemer"))
    assert room.take_due_step(LATER) is STEPS.APPROVAL_REQUESTED


@pytest.mark.long
def test_a_meeting_that_moved_stops_it_where_its_day_is_told(
    edition_municipality: EditionMunicipality,
) -> None:
    group = {"code": "KOP", "name": "Kopgroep", "kind": "kopgroep", "interval_months": 6}
    room = edition_municipality
    first = group | {"anchor": date(2027, 1, 12)}
    room.import_actions(ASKED, *NOW, indicators=[LIGHT], groups=[first])
    room.compile()
    edit(room, "loopt-e-02", "De kopgroep komt samen op 12 januari 2027.")
    assert room.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    moved = group | {"anchor": date(2027, 1, 19)}
    room.import_actions(LATER, *NOW, indicators=[LIGHT], groups=[moved])
    files = [each.file for each in stored_review(room, LATER).outdated]
    assert files == ["020-loopt-e-02.md", "070-agenda.md"]
    assert room.take_due_step(LATER) is STEPS.NOT_READY
    assert "19 januari 2027" in story(room, "agenda"), "nobody edited it"
    assert [each.file for each in room.compile(LATER).outdated] == ["020-loopt-e-02.md"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("interval", "anchor", "was", "now"),
    [
        (6, date(2027, 2, 2), "19 januari 2027", "2 februari 2027"),  # it has another month, and key
        (1, date(2027, 2, 2), "19 januari 2027", "2 februari 2027"),  # of the next one
        (6, date(2027, 12, 1), "19 januari 2027", "niet meer gepland"),
    ],
)
def test_a_meeting_that_moved_to_another_month_is_not_called_gone(
    edition_municipality: EditionMunicipality, interval: int, anchor: date, was: str, now: str
) -> None:
    group = {"code": "KOP", "name": "Kopgroep", "kind": "kopgroep", "interval_months": interval}
    room = edition_municipality
    room.import_actions(ASKED, *NOW, groups=[group | {"anchor": date(2027, 1, 19)}])
    room.compile()
    edit(room, "loopt-e-02", "De kopgroep komt samen op 19 januari 2027.")
    room.compile()
    room.import_actions(LATER, *NOW, groups=[group | {"anchor": anchor}])
    review = stored_review(room, LATER)
    (edited,) = [each for each in review.outdated if each.code == "loopt-e-02"]
    assert [(each.before, each.now) for each in edited.changes] == [(f"Kopgroep: {was}", now)]


@pytest.mark.parametrize(
    ("reported_on", "is_stale"), [(date(2026, 10, 20), True), (date(2026, 11, 20), False)]
)
def test_next_month_counts_from_the_day_on_which_an_owner_wrote_it(
    edition_municipality: EditionMunicipality, reported_on: date, is_stale: bool
) -> None:
    change(edition_municipality, 1, ASKED, news="Volgende maand komt de aannemer.", news_on=reported_on)
    problems = " ".join(edition_municipality.compile().problems)
    assert ("“Volgende maand” is voorbij" in problems) is is_stale


def test_tomorrow_of_a_person_who_edits_counts_from_that_day(asked: EditionMunicipality) -> None:
    edit(asked, "klaar-m-01", "Morgen komt er een slot bij.")
    asked.compile(ASKED)
    assert stored_review(asked, date(2026, 12, 18)).problems == ()
    (problem,) = stored_review(asked, date(2026, 12, 19)).problems
    assert "Morgen komt er een slot bij." in problem


def measure(room: EditionMunicipality, value: int, day: date) -> None:
    """Import another value of the same indicator: a story of it is renewed."""
    measured = LIGHT | {"measured": value, "measured_on": day}
    room.import_actions(day, *NOW, indicators=[measured])


@pytest.mark.long
def test_an_edition_that_is_renewed_each_day_is_escalated_and_then_mailed_about_once_a_week(
    asked: EditionMunicipality,
) -> None:
    days = [each for n in range(4, 43) if (each := ASKED + timedelta(days=n)).weekday() < 5]
    for n, day in enumerate(days):
        measure(asked, 400_000 - n, day)
        with asked.database.read_session() as session:
            town = get_municipality(session, asked.slug)
        folders = EditionFolders(asked.home)
        if find_quarter_with_due_step(asked.desk, town, day, folders, dry_run=False):
            asked.take_due_step(day)
    escalated = [day for day, step in asked.asked if step is STEPS.ESCALATED]
    assert escalated == [date(2027, 1, 4)], "ten working days after the first mail, whatever changed"
    later = [day for day, _ in asked.asked if day > escalated[0]]
    assert later, "what it says by now is still sent"
    assert all(after - before >= timedelta(days=7) for before, after in pairwise([*escalated, *later]))
    with asked.database.read_session() as session:
        assert asked.edition(session).text_hash in {
            each.text_hash for each in session.scalars(select(ExecutedEditionStep))
        }, "the last text that was mailed can be approved"


@pytest.mark.long
def test_a_person_who_asks_for_it_gets_the_renewed_text_at_once(asked: EditionMunicipality) -> None:
    asked.take_due_step(date(2027, 1, 4))
    measure(asked, 401_000, date(2027, 1, 5))
    with asked.database.read_session() as session:
        town = get_municipality(session, asked.slug)
    folders, day = EditionFolders(asked.home), date(2027, 1, 5)
    assert find_quarter_with_due_step(asked.desk, town, day, folders, dry_run=False) is None
    assert asked.take_due_step(day) is STEPS.APPROVAL_REQUESTED
