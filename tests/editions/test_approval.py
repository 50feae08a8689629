"""Approved by a person, for exactly that text; reminded, escalated, and never sent unapproved."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.approval import (
    DecisionSource,
    SubmittedDecision,
    list_decisions,
    record_awaited_decision,
)
from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.editions.suspended_editions import forget_suspended_run, record_suspended_run
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.schedule.quarters import Quarter
from tests.clock import clock_on
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.soak import often

MOSTLY_SQLITE = True

STEPS = EditionStep


def edit(room: EditionMunicipality, words: str) -> None:
    path = next(room.folder.glob("*-minder-a-02.md"))
    path.write_text(path.read_text().rstrip() + f" {words}\n")


@pytest.mark.long
@pytest.mark.parametrize("field", ["introduction", "setback_reasons"])
def test_what_is_written_at_the_approval_is_checked_as_the_stories_are(
    edition_municipality: EditionMunicipality, field: str
) -> None:
    def say(text: str) -> dict[str, Any]:
        return {field: text if field == "introduction" else dict.fromkeys(Medium, text)}

    edition_municipality.take_due_step(ASKED)
    with pytest.raises(InputError, match="klimaatneutraal") as refused:
        edition_municipality.record_decision(
            EditionVerdict.APPROVE, **say("Dag collega's. Wij zijn klimaatneutraal.")
        )
    assert "klimaatneutraal" not in refused.value.render_public("nl"), "no text of a person in a log"
    edition_municipality.record_decision(EditionVerdict.APPROVE, **say("Wij vertelden wat lukte."))


@pytest.mark.long
@pytest.mark.each_database
def test_who_does_not_answer_is_reminded_twice_and_then_the_chief_hears(
    edition_municipality: EditionMunicipality,
) -> None:
    for n in range(40):
        edition_municipality.take_due_step(ASKED + timedelta(days=n))
    assert edition_municipality.asked == [
        (date(2026, 12, 17), STEPS.APPROVAL_REQUESTED),
        (date(2026, 12, 22), STEPS.REMINDED),
        (date(2026, 12, 29), STEPS.REMINDED_AGAIN),  # Christmas is no working day
        (date(2027, 1, 4), STEPS.ESCALATED),  # nor is New Year's Day
    ]
    assert edition_municipality.mails() == [("coordinator", "lotte@linde.example.org")] * 3 + [
        ("chief", "dora@linde.example.org")
    ]
    assert edition_municipality.state() == "asked"


@pytest.mark.long
def test_after_a_standstill_only_the_highest_rung_is_taken(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    assert edition_municipality.take_due_step(date(2027, 1, 20)) is STEPS.ESCALATED
    assert edition_municipality.take_due_step(date(2027, 1, 21)) is None


@pytest.mark.long
def test_approval_holds_for_exactly_that_text(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    edition_municipality.record_decision(EditionVerdict.APPROVE)
    assert edition_municipality.take_due_step(ASKED) is STEPS.PUBLISHED
    edit(edition_municipality, "En nog iets.")
    assert edition_municipality.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    assert edition_municipality.state() == "asked"


@pytest.mark.long
def test_a_text_that_changed_since_it_was_asked_cannot_be_approved(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.take_due_step(ASKED)
    read = edition_municipality.compile().proof.text_hash[:12]
    edit(edition_municipality, "En nog iets.")
    with pytest.raises(InputError, match="the text changed meanwhile"):
        edition_municipality.record_decision(EditionVerdict.APPROVE, text_hash=read)
    with pytest.raises(InputError, match="the text changed meanwhile"):
        edition_municipality.record_decision(EditionVerdict.APPROVE)
    assert edition_municipality.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED
    edition_municipality.record_decision(EditionVerdict.APPROVE)


@pytest.mark.parametrize("verdict", list(EditionVerdict))
def test_each_decision_is_about_the_text_that_was_asked(
    edition_municipality: EditionMunicipality, verdict: EditionVerdict
) -> None:
    """To send back, or drop, a text that nobody asks about any more was taken as about the new one."""
    edition_municipality.take_due_step(ASKED)
    with pytest.raises(InputError, match="the text changed meanwhile"):
        edition_municipality.record_decision(verdict, remark="Korter.", text_hash="0000")
    assert edition_municipality.state() == "asked"


@pytest.mark.long
def test_sent_back_it_waits_for_another_text(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    with pytest.raises(InputError, match="say in the remark what must change"):
        edition_municipality.record_decision(EditionVerdict.SEND_BACK)
    edition_municipality.record_decision(EditionVerdict.SEND_BACK, remark="Wie is de aannemer?")
    assert edition_municipality.take_due_step(ASKED + timedelta(days=20)) is None
    edit(edition_municipality, "De aannemer is bekend.")
    assert edition_municipality.take_due_step(ASKED) is STEPS.APPROVAL_REQUESTED


@pytest.mark.long
def test_a_text_that_changed_before_its_mail_left_is_not_mailed(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.take_due_step(ASKED)
    edit(edition_municipality, "Dat duurt nog even.")
    assert edition_municipality.take_due_step(ASKED + timedelta(days=1)) is STEPS.APPROVAL_REQUESTED
    with edition_municipality.database.read_session() as session:
        mine = Delivery.moment_id == edition_municipality.edition(session).moment_id
        found = session.scalars(select(Delivery).where(mine).order_by(Delivery.id)).all()
        assert [each.state for each in found] == [DeliveryState.SKIPPED, DeliveryState.PENDING]
        assert found[0].reason == "superseded: the edition was changed"


@pytest.mark.long
@pytest.mark.parametrize("has_left", [False, True])
def test_of_a_text_that_was_changed_and_changed_back_that_text_is_mailed(
    edition_municipality: EditionMunicipality, has_left: bool
) -> None:
    """The mail about the change went out, and the one about the text that is to be approved did not."""
    town = edition_municipality
    town.take_due_step(ASKED)
    if has_left:
        with town.database.write_session() as session:
            mine = Delivery.moment_id == town.edition(session).moment_id
            session.scalars(select(Delivery).where(mine)).one().state = DeliveryState.SENT
    path = next(town.folder.glob("*-minder-a-02.md"))
    first = path.read_text()
    asked = town.compile().proof.text_code
    for day in (1, 2, 3):
        edit(town, "Dat duurt nog even.")
        town.take_due_step(ASKED + timedelta(days=day))
        path.write_text(first)
        town.take_due_step(ASKED + timedelta(days=day))
        town.take_due_step(ASKED + timedelta(days=day))
        with town.database.read_session() as session:
            mine = Delivery.moment_id == town.edition(session).moment_id
            query = select(Delivery, Document).join(Document, Document.id == Delivery.document_id).where(mine)
            rows = session.execute(query.order_by(Delivery.id)).tuples().all()
            waiting = [document for each, document in rows if each.state is not DeliveryState.SKIPPED]
            assert len(waiting) == 1, [(each.state, each.key) for each, _ in rows]
            assert town.edition(session).text_hash.startswith(asked)
            content = town.desk.documents.read(waiting[0].path, waiting[0].sha256)
        body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
        assert body
        assert asked in body.get_content()


@pytest.mark.long
def test_dropped_it_is_over_and_the_next_tells_it_again(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    edition_municipality.record_decision(EditionVerdict.DROP)
    assert edition_municipality.take_due_step(ASKED) is None
    with pytest.raises(InputError, match="nothing left to decide"):
        edition_municipality.record_decision(EditionVerdict.APPROVE)
    edition_municipality.quarter = Quarter(2027, 1)
    assert "klaar-m-01" in [
        story.code for story in edition_municipality.compile(date(2027, 3, 17)).proof.stories
    ]


@pytest.mark.long
def test_an_answer_to_what_was_decided_elsewhere_changes_nothing(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.take_due_step(ASKED)
    edition_municipality.record_decision(EditionVerdict.SEND_BACK, remark="Wie is de aannemer?")
    review = edition_municipality.compile()
    answer = SubmittedDecision(EditionVerdict.DROP, "Lotte Wielemans", review.proof.text_hash)
    with edition_municipality.database.write_session() as session:
        moment_id = edition_municipality.edition(session).moment_id
        source = DecisionSource(clock_on(ASKED), "test")
        state = record_awaited_decision(session, moment_id, answer, review, source)
        verdicts = [each.verdict for each in list_decisions(session, moment_id)]
    assert (state, edition_municipality.state()) == ("sent-back", "sent-back")
    assert verdicts == [EditionVerdict.SEND_BACK]


def test_a_run_that_is_suspended_no_more_forgets_itself_and_no_other(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.take_due_step(ASKED)
    with edition_municipality.database.write_session() as session:
        edition = edition_municipality.edition(session)
        record_suspended_run(session, edition.moment_id, "second")
        forget_suspended_run(session, edition.moment_id, "first")
        assert edition.suspended_run_id == "second"
        forget_suspended_run(session, edition.moment_id, "second")
        assert edition.suspended_run_id == ""


@pytest.mark.long
def test_what_nobody_answered_moves_on_to_the_next(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    edition_municipality.quarter = Quarter(2027, 1)
    edition_municipality.take_due_step(date(2027, 3, 17))
    assert edition_municipality.asked[-1] == (date(2027, 3, 17), STEPS.APPROVAL_REQUESTED)
    edition_municipality.quarter = Quarter(2026, 4)
    assert edition_municipality.state() == "moved-on"
    assert edition_municipality.take_due_step(date(2027, 3, 18)) is None


@pytest.mark.long
def test_a_plan_that_says_otherwise_by_now_stops_what_was_approved(
    edition_municipality: EditionMunicipality,
) -> None:
    edition_municipality.take_due_step(ASKED)
    edit_done = next(edition_municipality.folder.glob("*-klaar-m-01.md"))
    edit_done.write_text(edit_done.read_text().rstrip() + " Kom ze proberen.\n")
    edition_municipality.take_due_step(ASKED)
    edition_municipality.record_decision(EditionVerdict.APPROVE)
    edition_municipality.import_actions(ASKED, NOW[0] | {"status": "lopend"}, *NOW[1:])
    assert edition_municipality.take_due_step(ASKED) is STEPS.NOT_READY


@pytest.mark.long
def test_a_name_and_a_channel_are_asked_for(edition_municipality: EditionMunicipality) -> None:
    edition_municipality.take_due_step(ASKED)
    with pytest.raises(InputError, match="enter your name"):
        edition_municipality.record_decision(EditionVerdict.APPROVE, name=" ")
    with pytest.raises(InputError, match="at least one channel"):
        edition_municipality.record_decision(EditionVerdict.APPROVE, media=())
    edition_municipality.record_decision(EditionVerdict.APPROVE, media=(Medium.INTRANET,))


MOVES = st.sampled_from(["tick", "edit", "approve", "send back", "later"])


@pytest.mark.long
@pytest.mark.each_database
@settings(max_examples=often(3, soak=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=12))
def test_whatever_happens_only_what_was_approved_is_told_and_no_step_is_taken_twice(
    edition_municipality: EditionMunicipality, moves: list[str]
) -> None:
    room = fresh(edition_municipality)
    day, approved, steps = ASKED, "", []
    for turn, move in enumerate(moves):
        if move == "later":
            day += timedelta(days=2)
        elif move == "edit" and room.folder.exists():
            edit(room, f"Beurt {turn}.")
        elif move == "tick":
            step = room.take_due_step(day)
            text = room.compile(day).proof.text_hash
            if step is STEPS.PUBLISHED:
                assert text == approved
            elif step:
                steps.append((step, text))
        elif room.folder.exists():
            try:
                room.record_decision(
                    EditionVerdict.APPROVE if move == "approve" else EditionVerdict.SEND_BACK,
                    day,
                    remark="Anders",
                )
            except InputError:
                continue
            approved = room.compile(day).proof.text_hash if move == "approve" else ""
    assert len(steps) == len(set(steps)), "once for a text"


_numbers = iter(range(10_000))


def fresh(room: EditionMunicipality) -> EditionMunicipality:
    """A town of its own, with the same news."""

    slug = f"linde-{next(_numbers)}"
    made = EditionMunicipality(room.database, room.home, slug)
    made.import_actions(FIRST, *BEFORE)
    made.import_actions(ASKED, *NOW)
    return made
