"""An edition that is not ready is reminded of and told to the chief; each new round is counted anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from terugkom.delivery.model import Delivery
from terugkom.documents.formatting import format_short_date
from terugkom.documents.model import Document
from terugkom.editions import approval_request
from terugkom.editions.due_steps import iterate_upcoming_editions
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.plan.queries import get_municipality
from terugkom.schedule.quarters import Quarter
from tests.editions.conftest import NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.fill_once import fill_once

MOSTLY_SQLITE = True

STEPS = EditionStep
DONE_TOO_EARLY = (NOW[0] | {"status": "lopend"}, *NOW[1:])


@pytest.fixture
def room(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """Linde with an edition that contradicts its plan, in a story that an officer edited."""

    def fill() -> None:
        edition_municipality.compile()
        edit(edition_municipality, "klaar-m-01", "Kom ze proberen.")
        edition_municipality.import_actions(ASKED, *DONE_TOO_EARLY)

    fill_once(edition_municipality.database, edition_municipality.home, "room of not_ready", fill)
    return edition_municipality


def edit(room: EditionMunicipality, story: str, words: str) -> None:
    path = next(room.folder.glob(f"*-{story}.md"))
    path.write_text(path.read_text().rstrip() + f" {words}\n")


def is_planned(room: EditionMunicipality, day: date, *, dry_run: bool = False) -> bool:
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
    folders = EditionFolders(room.home)
    found = approval_request.find_quarter_with_due_step(room.desk, town, day, folders, dry_run=dry_run)
    return found is not None


def letters(room: EditionMunicipality) -> Iterator[tuple[str, str, str]]:
    """Yield (role, subject, text) of each mail about the edition."""
    with room.database.read_session() as session:
        mine = Delivery.moment_id == room.edition(session).moment_id
        join = select(Delivery.role, Document.path).join(Document, Document.id == Delivery.document_id)
        rows = session.execute(join.where(mine).order_by(Delivery.id)).tuples().all()
        subjects = dict(session.execute(select(Document.path, Document.subject)).tuples().all())
    for role, path in rows:
        mail = message_from_bytes((room.desk.documents.folder / path).read_bytes(), policy=default)
        part = mail.get_body(("plain",))
        assert part is not None
        yield role, subjects[path], " ".join(part.get_content().split())


@pytest.mark.long
@pytest.mark.each_database
def test_what_nobody_corrects_is_reminded_of_twice_and_then_the_chief_hears(
    room: EditionMunicipality,
) -> None:
    for n in range(25):
        room.take_due_step(ASKED + timedelta(days=n))
    assert room.asked == [
        (date(2026, 12, 17), STEPS.NOT_READY),
        (date(2026, 12, 22), STEPS.REMINDED),
        (date(2026, 12, 29), STEPS.REMINDED_AGAIN),
        (date(2027, 1, 4), STEPS.ESCALATED),
    ]
    assert room.state() == "not-ready"
    found = list(letters(room))
    assert [role for role, _, _ in found] == ["coordinator"] * 3 + ["chief"]
    assert [subject.partition(":")[0] for _, subject, _ in found] == [
        "Nog niet klaar",
        "Nog steeds niet klaar",
        "Nog steeds niet klaar",
        "Blijft liggen",
    ]
    for _, _, words in found:
        assert "Drie dienstfietsen" in words, "each says what is to be corrected"
        assert ".md" not in words, "and names a story by its title, as the Word document has it"
    assert "kan al sinds donderdag 17 december 2026 niet verschijnen. Tweemaal" in found[-1][2]
    assert "Beste Dora Vink" in found[-1][2]


@pytest.mark.long
def test_a_plan_that_changes_meanwhile_puts_off_no_reminder(room: EditionMunicipality) -> None:
    """Each working day somebody reports something else."""
    for n in (0, 1, 4, 5, 6, 7, 11, 12, 13, 14, 18, 19):  # the working days
        day = ASKED + timedelta(days=n)
        news = {"news": f"Stand {n}.", "news_on": min(day, date(2026, 12, 31))}
        room.import_actions(day, NOW[0] | {"status": "lopend"}, NOW[1] | news, *NOW[2:])
        room.take_due_step(day)
    assert [step for _, step in room.asked] == [
        STEPS.NOT_READY,
        STEPS.REMINDED,
        STEPS.REMINDED_AGAIN,
        STEPS.ESCALATED,
    ], "the same problems are told once, and reminded of in time"


@pytest.mark.long
def test_after_the_escalation_new_problems_are_told_once_a_week(room: EditionMunicipality) -> None:
    """Nobody answered four mails: a fifth for each change of the plan is no news."""
    for n in (0, 5, 12, 18):  # up to the escalation of 4 January
        room.take_due_step(ASKED + timedelta(days=n))
    for n in range(19, 40):
        edit(room, "minder-a-02", f"[Vul hier aan: reden {n}]")
        room.take_due_step(ASKED + timedelta(days=n))
    assert room.asked[3:] == [
        (date(2027, 1, 4), STEPS.ESCALATED),
        (date(2027, 1, 11), STEPS.NOT_READY),
        (date(2027, 1, 18), STEPS.NOT_READY),
        (date(2027, 1, 25), STEPS.NOT_READY),
    ]
    *_, (role, _, words) = letters(room)
    assert (role, "reden 39" in words) == ("coordinator", True)


@pytest.mark.long
def test_what_can_be_approved_after_the_escalation_is_asked_at_once(room: EditionMunicipality) -> None:
    for n in (0, 5, 12, 18):
        room.take_due_step(ASKED + timedelta(days=n))
    room.import_actions(date(2027, 1, 5), *NOW)
    assert room.take_due_step(date(2027, 1, 5)) is STEPS.APPROVAL_REQUESTED
    assert room.take_due_step(date(2027, 1, 8)) is None, "a mail a week is enough"
    assert room.take_due_step(date(2027, 1, 12)) is STEPS.REMINDED
    room.record_decision(EditionVerdict.APPROVE, date(2027, 1, 13))
    room.import_actions(date(2027, 1, 13), NOW[0] | {"status": "lopend"}, *NOW[1:])
    assert room.take_due_step(date(2027, 1, 13)) is STEPS.NOT_READY, "who answers hears at once why not"


@pytest.mark.long
def test_another_problem_is_told_at_once_and_only_once(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    assert room.take_due_step(ASKED + timedelta(days=1)) is None
    edit(room, "minder-a-02", "[Vul hier aan: waarom]")
    assert room.take_due_step(ASKED + timedelta(days=1)) is STEPS.NOT_READY
    *_, (_, _, words) = letters(room)
    assert ": later dan beloofd”: Vul aan of schrap: [Vul hier aan: waarom]" in words
    assert ".md" not in words
    assert room.take_due_step(ASKED + timedelta(days=2)) is None
    assert room.take_due_step(date(2026, 12, 22)) is STEPS.REMINDED, "counted from the first mail"


@pytest.mark.long
def test_a_story_is_called_by_its_title_and_not_by_its_file(room: EditionMunicipality) -> None:
    edit(room, "minder-a-02", "[Vul hier aan: waarom]")
    room.take_due_step(ASKED)
    ((_, _, text),) = letters(room)
    assert "- “Regenwaterput: later dan beloofd”: Vul aan of schrap: [Vul hier aan: waarom]" in text
    assert "- Drie dienstfietsen: klaar Het verhaal zegt: “Drie dienstfietsen: klaar”" in text
    assert ".md" not in text


def test_no_mail_names_a_path_and_each_says_in_which_folder_the_stories_are(
    room: EditionMunicipality,
) -> None:
    edit(room, "minder-a-02", "[Vul hier aan]")
    room.take_due_step(ASKED)
    for _, _, text in letters(room):
        assert "in de map “2026-Q4”, bij de edities van uw gemeente" in text
        assert "editions/" not in text


@pytest.mark.long
def test_once_corrected_it_waits_for_approval_with_reminders_of_its_own(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    room.take_due_step(date(2026, 12, 22))
    room.import_actions(date(2026, 12, 23), *NOW)
    assert room.take_due_step(date(2026, 12, 23)) is STEPS.APPROVAL_REQUESTED
    assert room.take_due_step(date(2026, 12, 29)) is STEPS.REMINDED, "three working days after the 23rd"
    room.record_decision(EditionVerdict.APPROVE, date(2026, 12, 29))
    assert room.take_due_step(date(2026, 12, 29)) is STEPS.PUBLISHED


@pytest.mark.long
@pytest.mark.parametrize("approved", [False, True])
def test_a_text_that_is_wrong_and_right_in_turn_is_asked_for_each_time(
    room: EditionMunicipality, approved: bool
) -> None:
    """The same text: the plan contradicts it, then no longer, then again."""
    day, seen = ASKED, []
    for turn in range(4):
        room.import_actions(day, *(NOW if turn % 2 else DONE_TOO_EARLY))
        seen.append(room.take_due_step(day))
        assert room.take_due_step(day) is None
        if approved and turn == 1:
            room.record_decision(EditionVerdict.APPROVE, day)
        day += timedelta(days=1)
    assert seen == [STEPS.NOT_READY, STEPS.APPROVAL_REQUESTED] * 2
    assert len(list(letters(room))) == 4, "each time it is told"
    assert room.take_due_step(date(2026, 12, 29)) is STEPS.REMINDED


@pytest.mark.long
def test_what_waits_is_planned_only_when_something_changed_or_is_due(room: EditionMunicipality) -> None:
    planned = []
    for n in range(30):
        day = ASKED + timedelta(days=n)
        if day == date(2026, 12, 30):
            room.import_actions(day, *NOW)
        if is_planned(room, day):
            planned.append(day)
            assert room.take_due_step(day), "no run does nothing"
    assert planned == [
        date(2026, 12, 17),
        date(2026, 12, 22),
        date(2026, 12, 29),
        date(2026, 12, 30),  # corrected by the plan: approval is requested
        date(2027, 1, 5),
        date(2027, 1, 11),
        date(2027, 1, 14),
    ]


@pytest.mark.long
def test_to_plan_on_a_dry_run_writes_nothing(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    room.import_actions(ASKED, *DONE_TOO_EARLY, NOW[-1] | {"code": "N-08", "title": "Nog een geveltuin"})
    before = {path: path.read_bytes() for path in room.folder.iterdir()}
    is_planned(room, ASKED + timedelta(days=1), dry_run=True)
    assert {path: path.read_bytes() for path in room.folder.iterdir()} == before


def test_the_reminders_stand_in_the_calendar_to_come(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        found = list(iterate_upcoming_editions(session, town, ASKED, date(2027, 1, 31)))
    assert found == [
        (date(2026, 12, 22), "reminded", room.quarter),
        (date(2026, 12, 29), "reminded-again", room.quarter),
        (date(2027, 1, 4), "escalated", room.quarter),
    ]


@pytest.mark.long
def test_the_next_edition_says_which_one_did_not_appear(room: EditionMunicipality) -> None:
    room.take_due_step(ASKED)
    room.quarter = Quarter(2027, 1)
    room.take_due_step(date(2027, 3, 17))
    ((_, _, words),) = letters(room)
    assert (
        "De nieuwsbrief van het vierde kwartaal van 2026 is niet verschenen. Die verhalen staan nu in deze."
        in words
    )


def test_a_day_that_passed_is_no_new_problem_each_day(edition_municipality: EditionMunicipality) -> None:
    room = edition_municipality
    room.compile()
    passed = format_short_date(ASKED - timedelta(days=1), "nl")
    edit(room, "klaar-m-01", f"Wij openen de stalling op {passed}.")
    for n in range(3):
        room.take_due_step(ASKED + timedelta(days=n))
    subjects = [subject for _, subject, _ in letters(room)]
    assert len(subjects) == 1, subjects
    assert subjects[0].startswith("Nog niet klaar")
