"""What people wrote says when it was written, where its *next month* would else be taken for another."""

import re
from datetime import date
from email import message_from_bytes, policy
from html import unescape

import pytest
from sqlalchemy import select

from terugkom.claims.dated_text import add_day_written
from terugkom.ideas.model import Idea, IdeaState
from terugkom.meetings.packs.candidates import list_candidates
from terugkom.meetings.packs.reason_texts import write_reason
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.reminders.coordinator_summary import DOCUMENT
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

MOSTLY_SQLITE = True
SNOOZED_ON = date(2026, 10, 5)
WRITTEN = date(2026, 11, 23)
REASON = "De politieraad beslist volgende maand over de paaltjes"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (SNOOZED_ON, REASON),
        (date(2026, 11, 30), f"Geschreven op 5 oktober 2026: {REASON}"),
        (date(2026, 12, 1), f"Geschreven op 5 oktober 2026 (“volgende maand” is voorbij): {REASON}"),
    ],
)
def test_summary_and_pack_say_when_it_was_written(
    town_of_each_kind: CalendarMunicipality, today: date, said: str
) -> None:
    town = town_of_each_kind
    town.action("E1", date(2027, 6, 30), snoozed_until=date(2026, 12, 31), snooze_reason=REASON)
    with town.database.write_session() as session:
        action = session.scalars(select(Action)).one()
        session.add(ActionChange(
            action_id=action.id, field="snooze_reason", new=REASON, changed_on=SNOOZED_ON,
            changed_at=clock_on(SNOOZED_ON), source="test",
        ))  # fmt: skip
    assert [each.reason for each in town.summary_on(today).skipped.shown] == [said]
    with town.database.read_session() as session:
        (fact,) = load_action_facts(session, get_municipality(session, town.slug).id, today)
    assert write_reason(fact, today, "nl") == said


def write(town: CalendarMunicipality, code: str, choice: ProgressChoice, text: str) -> None:
    with town.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == code)).one()
        entry = ReportEntry(action.owners[0], "page", WRITTEN, clock_on(WRITTEN))
        reported = ReportedProgress(choice, text)
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)


def rest(town: CalendarMunicipality, code: str, reason: str) -> None:
    town.change(code, snoozed_until=date(2027, 2, 1), snooze_reason=reason)
    with town.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == code)).one()
        session.add(ActionChange(
            action_id=action.id, field="snooze_reason", new=reason, changed_on=WRITTEN,
            changed_at=clock_on(WRITTEN), source="test",
        ))  # fmt: skip


def read_bodies(town: CalendarMunicipality) -> tuple[str, str]:
    """Return the last summary as it was mailed: the text, and the page in words."""
    _, document = town.mails(DOCUMENT)[-1]
    mail = message_from_bytes(town.documents.read(document.path, document.sha256), policy=policy.default)
    bodies = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    return bodies["text/plain"], unescape(re.sub(r"<[^>]*>", "", bodies["text/html"]))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("volgende maand", "Geschreven op 23 november 2026"),
        ("morgen", "Geschreven op 23 november 2026 (“morgen” is voorbij)"),
    ],
)
def test_each_list_of_the_mailed_summary_says_when_an_owner_wrote_it(
    town: CalendarMunicipality, words: str, day: str
) -> None:
    said = f"De politieraad beslist {words}"
    for code in ("E-01", "E-02", "E-03"):
        town.action(code, date(2027, 12, 31))
    write(town, "E-01", ProgressChoice.STUCK, said)
    write(town, "E-02", ProgressChoice.DONE, said)
    rest(town, "E-03", said)
    town.tick(date(2026, 11, 30))
    text, page = read_bodies(town)
    for body, opened, closed in ((text, '"', '"'), (page, "“", "”")):
        assert f"(E-01). An zit vast. {day}: {opened}{said}{closed}" in body
        assert f"(E-02), An, klaar. {day}: {opened}{said}{closed}" in body
        assert f"(E-03), uitgesteld tot en met maandag 1 februari 2027. {day}: {said}" in body


def test_an_idea_that_was_postponed_says_when(town: CalendarMunicipality) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        idea = Idea(
            municipality_id=municipality.id, code="I1", text="Regenwater", normalized_text_sha256="1",
            submitted_on=WRITTEN, state=IdeaState.LATER, answer=REASON, answered_on=WRITTEN,
        )  # fmt: skip
        session.add(idea)
        session.flush()
        (found,) = list_candidates(session, municipality, WRITTEN, date(2026, 12, 1), 0, "nl")
    assert found.details == f"Bewaard voor later. Geschreven op 23 november 2026: {REASON}"


@pytest.mark.parametrize("text", ["De aannemer is failliet", "De premie komt in maart", ""])
def test_a_reason_that_counts_from_no_day_stays_as_it_is(text: str) -> None:
    assert add_day_written(text, SNOOZED_ON, date(2027, 1, 1), "nl") == text


def test_without_a_known_day_nothing_is_added() -> None:
    assert add_day_written(REASON, None, date(2027, 1, 1), "nl") == REASON


def test_a_reason_without_a_day_stands_behind_no_second_colon(town: CalendarMunicipality) -> None:
    """*(E-03): uitgesteld tot en met maandag 1 februari 2027: de aannemer is ziek*."""
    for code in ("E-02", "E-03"):
        town.action(code, date(2027, 12, 31))
    write(town, "E-02", ProgressChoice.DONE, "Het is klaar.")  # without news there is no summary
    rest(town, "E-03", "de aannemer is ziek")
    town.tick(date(2026, 11, 30))
    for body in read_bodies(town):
        (line,) = [each for each in body.splitlines() if "uitgesteld" in each]
        assert line.strip().endswith(
            "(E-03), uitgesteld tot en met maandag 1 februari 2027. De aannemer is ziek"
        )
        assert ":" not in line
