"""Who asked something is told once what became of it: by the coordinator, by minutes or by the plan."""

from datetime import date
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.delivery.enqueue import RunContext
from terugkom.documents.render_context import RenderContext
from terugkom.ideas.question_effects import QUESTION_EFFECTS
from terugkom.meetings.minutes.apply_decisions import _answer_questions
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes
from terugkom.meetings.model import DecisionKind, Meeting
from terugkom.plan.decide_question import decide_question
from terugkom.plan.model import Action, ActionStatus, Person, Precision
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import GivenAnswer, Question, QuestionState
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from terugkom.reminders.question_answers import close_and_list_answers, enqueue_answers, render_answers
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from terugkom.workbook.dates.read_dates import Deadline
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.refused_rows import refused_deliveries
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY, TUESDAY, SUNDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 7)
CLOCK = clock_on(date(2027, 4, 20))  # when it really runs
LATER = date(2027, 6, 1)


@pytest.fixture
def asking(town: CalendarMunicipality) -> CalendarMunicipality:
    town.group("energie", anchor=date(2027, 3, 15), interval_months=6)
    town.action("E-01", date(2027, 3, 20), group="energie")
    return town


def report(
    town: CalendarMunicipality,
    choice: ProgressChoice,
    day: date | None = None,
    text: str = "Ziek.",
    by: str = "an",
    code: str = "E-01",
) -> None:
    with town.database.write_session() as session:
        owner = session.scalars(select(Person).where(Person.code == by)).one()
        action = session.scalars(select(Action).where(Action.code == code)).one()
        reported, entry = ReportedProgress(choice, text, day), ReportEntry(owner, "page", MONDAY, CLOCK)
        report_progress(session, get_municipality(session, town.slug), action, reported, entry)


def decide(town: CalendarMunicipality, choice: str, reason: str = "", number: int = 1) -> None:
    with town.database.write_session() as session:
        given = GivenAnswer(choice, "Lotte", MONDAY, CLOCK, reason, "command")
        decide_question(session, get_municipality(session, town.slug), number, given, QUESTION_EFFECTS)


def tell(town: CalendarMunicipality, today: date = TUESDAY) -> list[str]:
    """Do what the daily run does; return the texts of the letters."""
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        untold = close_and_list_answers(session, municipality, today, CLOCK)
    context = RenderContext(town.database, town.documents, town.templates, "")
    letters = render_answers(context, municipality, untold, today)
    run = RunContext(municipality, 0, "folder", "run", CLOCK, today)
    return [read(mail.content) for mail in enqueue_answers(context, run, letters)]


def read(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    page = mail.get_body(("html",))  # type: ignore[attr-defined]
    assert problems(page.get_content()) == []
    part = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return " ".join(str(part.get_content()).split())


def test_the_owner_is_told_once_that_the_later_date_is_accepted(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    assert tell(asking) == []
    decide(asking, "accept")
    (text,) = tell(asking)
    assert "U stelde een nieuwe datum voor: dinsdag 1 juni 2027. We gaan akkoord." in text
    assert tell(asking) == []
    (delivery,) = asking.deliveries
    assert (delivery.role, delivery.recipient) == ("owner", "an@x.example")
    with asking.database.read_session() as session:
        moment = session.scalars(select(Moment)).one()
        assert (moment.kind, moment.day) == ("question-answer", TUESDAY)
        assert session.get_one(Question, 1).notified_on == TUESDAY


def test_a_refusal_says_which_date_stays_and_why(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    decide(asking, "refuse", "De subsidie vervalt.")
    (text,) = tell(asking)
    assert "We houden het bij de datum in het plan: zaterdag 20 maart 2027." in text
    assert "Daarbij werd gezegd: De subsidie vervalt." in text


def test_a_reason_says_when_it_was_given_if_its_words_count_from_that_day(
    asking: CalendarMunicipality,
) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    decide(asking, "refuse", "Vraag het morgen nog eens.")
    (text,) = tell(asking, date(2027, 3, 4))
    said = "geschreven op 1 maart 2027 (“morgen” is voorbij): Vraag het morgen nog eens."
    assert f"Daarbij werd gezegd, {said}" in text


def test_what_goes_to_the_meeting_is_told_with_its_day_and_then_what_it_decided(
    asking: CalendarMunicipality,
) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    decide(asking, "meeting")
    (text,) = tell(asking)
    assert "op de agenda van het volgende overleg van de groep, op maandag 15 maart 2027" in text
    decide(asking, "accept")
    (text,) = tell(asking)
    assert "De nieuwe deadline is dinsdag 1 juni 2027." in text


def test_another_date_in_the_plan_answers_and_is_told(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    asking.change("E-01", deadline=date(2027, 5, 3))
    (text,) = tell(asking)
    assert (
        "Intussen kreeg de actie een andere datum in het plan. De deadline is nu maandag 3 mei 2027." in text
    )


def test_nobody_is_written_to_on_a_day_off_nor_of_old_news(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.STUCK)
    decide(asking, "seen")
    assert tell(asking, SUNDAY) == []
    assert tell(asking, date(2027, 3, 30)) == []
    (text,) = tell(asking, date(2027, 3, 8))
    assert "We hebben het gelezen en weten dat het hier vastzit" in text
    assert "In de stukken van het overleg van maandag 15 maart 2027 staat dat ook, zonder de reden." in text


def test_who_was_stuck_hears_that_the_group_will_read_why(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.STUCK)
    decide(asking, "meeting")
    (text,) = tell(asking)
    assert "Daar leest de groep wat u schreef, en zoekt ze mee naar een oplossing." in text


def test_a_stand_in_reads_whose_proposal_it_was(asking: CalendarMunicipality) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    decide(asking, "refuse")
    asking.person("bo")
    asking.person("an", absent_from=MONDAY, absent_until=SUNDAY, stand_in="bo")
    (text,) = tell(asking)
    assert text.startswith("Beste Bo")
    assert "An stelde een nieuwe datum voor" in text


@pytest.mark.parametrize(
    ("given", "answer", "words"),
    [
        (LATER, "accept", "Het overleg gaat akkoord."),
        (date(2027, 3, 20), "refuse", "Het overleg houdt het bij de datum in het plan"),
        (date(2027, 5, 1), "other-date", "Het overleg koos een andere datum."),
        (None, "", ""),
    ],
)
def test_a_deadline_in_minutes_answers_the_open_question(
    asking: CalendarMunicipality, given: date | None, answer: str, words: str
) -> None:
    report(asking, ProgressChoice.LATER, LATER)
    with asking.database.write_session() as session:
        action = session.scalars(select(Action).where(Action.code == "E-01")).one()
        moment = Moment(municipality_id=1, kind="subgroup-review", subject="energie", period="2027-03")
        meeting = Meeting(moment=moment)
        kind = DecisionKind.DEADLINE if given else DecisionKind.OWNER
        deadline = Deadline(given, Precision.DAY, str(given)) if given else None
        checked = CheckedMinutes("nl")
        checked.decisions.append(CheckedDecision(1, kind, "Besluit", action, "Zo past het.", deadline))
        with session.no_autoflush:
            _answer_questions(session, meeting, checked, checked.decisions, RunStamp(MONDAY, CLOCK))
        session.expunge_all()
        question = session.get_one(Question, 1)
        assert question.answer == answer
        assert question.state is (QuestionState.ANSWERED if given else QuestionState.OPEN)
    assert [words in each for each in tell(asking)] == ([True] if given else [])


@pytest.fixture
def sharing(asking: CalendarMunicipality) -> CalendarMunicipality:
    """An and Bo own the action together."""
    asking.person("bo")
    asking.change("E-01", owners=("an", "bo"))
    return asking


def test_the_other_owner_reads_once_what_became_of_the_proposed_date(sharing: CalendarMunicipality) -> None:
    """Bo heard of neither the proposal nor the decision, and would find another date in the plan."""
    report(sharing, ProgressChoice.LATER, LATER)
    decide(sharing, "accept", "De aannemer is ziek.")
    mine, other = tell(sharing)
    assert mine.startswith(
        "Beste An Titel van E-01 (E-01) U stelde een nieuwe datum voor: dinsdag 1 juni 2027."
    )
    assert "ook trekker" not in mine
    assert other.startswith(
        "Beste Bo Titel van E-01 (E-01) An stelde een nieuwe datum voor: dinsdag 1 juni 2027."
    )
    assert "We gaan akkoord. De nieuwe deadline is dinsdag 1 juni 2027." in other
    assert "Daarbij werd gezegd: De aannemer is ziek. U bent ook trekker van deze actie." in other
    assert tell(sharing) == []
    assert [(each.role, each.recipient) for each in sharing.deliveries] == [
        ("owner", "an@x.example"),
        ("owner", "bo@x.example"),
    ]


def test_the_other_owner_reads_of_a_refusal_and_of_the_meeting(sharing: CalendarMunicipality) -> None:
    report(sharing, ProgressChoice.LATER, LATER)
    decide(sharing, "meeting")
    _, referred = tell(sharing)
    assert (
        "Het komt op de agenda van het volgende overleg van de groep, op maandag 15 maart 2027." in referred
    )
    decide(sharing, "refuse")
    _, refused = tell(sharing)
    assert "We houden het bij de datum in het plan: zaterdag 20 maart 2027." in refused
    subjects = [document.subject for _, document in sharing.mails("question-answer")]
    assert subjects == [
        f"Titel van E-01: {each}" for each in ("uw voorstel", "voorstel van An", *["de datum blijft"] * 2)
    ]


def test_a_stand_in_of_the_other_owner_reads_for_whom(sharing: CalendarMunicipality) -> None:
    report(sharing, ProgressChoice.LATER, LATER)
    decide(sharing, "refuse")
    sharing.person("cy")
    sharing.person("bo", absent_from=MONDAY, absent_until=SUNDAY, stand_in="cy")
    _, other = tell(sharing)
    assert other.startswith("Beste Cy")
    assert "U vervangt Bo, die ook trekker is van deze actie. Daarom laten we het u weten." in other


def test_a_mailbox_of_both_owners_gets_one_letter(sharing: CalendarMunicipality) -> None:
    sharing.person("bo", email="An@X.example")
    report(sharing, ProgressChoice.LATER, LATER)
    decide(sharing, "refuse")
    (text,) = tell(sharing)
    assert text.startswith("Beste An")
    assert "We houden het bij de datum in het plan: zaterdag 20 maart 2027." in text
    ((delivery, document),) = sharing.mails("question-answer")
    assert (delivery.recipient.lower(), document.subject) == (
        "an@x.example",
        "Titel van E-01: de datum blijft",
    )


def test_an_owner_whose_colleague_left_reads_it_too(sharing: CalendarMunicipality) -> None:
    report(sharing, ProgressChoice.LATER, LATER)
    decide(sharing, "accept")
    sharing.person("an", departed_on=MONDAY)
    (text,) = tell(sharing)
    assert text.startswith("Beste Bo")
    assert tell(sharing) == []


def test_who_is_stuck_is_answered_alone(sharing: CalendarMunicipality) -> None:
    report(sharing, ProgressChoice.STUCK)
    decide(sharing, "seen")
    (text,) = tell(sharing)
    assert text.startswith("Beste An")
    assert [delivery.recipient for delivery, _ in sharing.mails("question-answer")] == ["an@x.example"]
    assert "U liet weten dat het niet lukt met deze actie. We hebben het gelezen" in text


LATEST = date(2027, 7, 1)


@pytest.fixture
def proposing(sharing: CalendarMunicipality) -> CalendarMunicipality:
    """An and Bo each proposed a date; Cy, the third owner, none."""
    sharing.person("cy")
    sharing.change("E-01", owners=("an", "bo", "cy"))
    report(sharing, ProgressChoice.LATER, LATER, "De armaturen zijn laat.")
    report(sharing, ProgressChoice.LATER, LATEST, "De elektricien is ziek.", "bo")
    return sharing


def by_reader(texts: list[str]) -> dict[str, str]:
    found = {each.split()[1]: each for each in texts}
    assert len(found) == len(texts), "one letter each"
    return found


def test_what_is_accepted_settles_what_the_other_owner_proposed_and_each_is_told_once(
    proposing: CalendarMunicipality,
) -> None:
    decide(proposing, "accept", "Zo past het.", number=2)
    texts = by_reader(tell(proposing))
    accepted = "We gaan akkoord. De nieuwe deadline is donderdag 1 juli 2027."
    assert f"U stelde een nieuwe datum voor: donderdag 1 juli 2027. {accepted}" in texts["Bo"]
    assert f"Bo stelde een nieuwe datum voor: donderdag 1 juli 2027. {accepted}" in texts["Cy"]
    assert (
        "U stelde een nieuwe datum voor: dinsdag 1 juni 2027. We kozen een andere datum. "
        "De deadline is nu donderdag 1 juli 2027. Daarbij werd gezegd: Zo past het." in texts["An"]
    )
    assert set(texts) == {"An", "Bo", "Cy"}
    assert tell(proposing) == []


def test_the_same_date_of_both_owners_is_accepted_of_both(proposing: CalendarMunicipality) -> None:
    report(proposing, ProgressChoice.LATER, LATEST, "Toch later.")
    decide(proposing, "accept", number=2)
    texts = by_reader(tell(proposing))
    accepted = "donderdag 1 juli 2027. We gaan akkoord."
    assert [f"U stelde een nieuwe datum voor: {accepted}" in texts[each] for each in ("An", "Bo")] == [
        True
    ] * 2


def test_a_refusal_leaves_what_the_other_owner_proposed_open_and_says_so(
    proposing: CalendarMunicipality,
) -> None:
    decide(proposing, "refuse", number=2)
    texts = by_reader(tell(proposing))
    kept = "We houden het bij de datum in het plan: zaterdag 20 maart 2027."
    waits = "Uw eigen voorstel (dinsdag 1 juni 2027) wacht nog op een antwoord."
    assert [kept in each for each in texts.values()] == [True] * 3
    assert {reader for reader, text in texts.items() if waits in text} == {"An"}
    decide(proposing, "accept")
    texts = by_reader(tell(proposing))
    assert "U stelde een nieuwe datum voor: dinsdag 1 juni 2027. We gaan akkoord." in texts["An"]
    assert "De nieuwe deadline is dinsdag 1 juni 2027." in texts["Bo"]


def test_a_refusal_does_not_call_another_date_the_one_that_was_kept(proposing: CalendarMunicipality) -> None:
    decide(proposing, "refuse", number=2)
    decide(proposing, "accept")
    refused = next(
        each for each in tell(proposing) if "houden het bij" in each and each.startswith("Beste Bo")
    )
    assert "We houden het bij de datum in het plan. Klopt er iets niet?" in refused


def test_an_action_that_is_done_answers_each_proposal_once(proposing: CalendarMunicipality) -> None:
    proposing.change("E-01", status=ActionStatus.DONE)
    texts = by_reader(tell(proposing))
    assert ["klaar of gestopt" in each for each in texts.values()] == [True] * 3


def test_each_owner_who_is_stuck_is_answered(sharing: CalendarMunicipality) -> None:
    report(sharing, ProgressChoice.STUCK)
    report(sharing, ProgressChoice.STUCK, text="Geen budget.", by="bo")
    report(sharing, ProgressChoice.ON_TRACK, by="bo")  # Bo's alone: An is still stuck
    decide(sharing, "seen")
    (text,) = tell(sharing)
    assert text.startswith("Beste An")
    assert [delivery.recipient for delivery, _ in sharing.mails("question-answer")] == ["an@x.example"]
    assert "Geen budget." not in text, "what the other said is theirs"


def test_a_letter_that_the_database_refuses_keeps_nobody_else_from_an_answer(
    town: CalendarMunicipality,
) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 20), ["bo"])
    report(town, ProgressChoice.LATER, LATER)
    report(town, ProgressChoice.LATER, LATER, by="bo", code="E-02")
    decide(town, "accept")
    decide(town, "accept", number=2)
    with refused_deliveries(town.database, "an@x.example"):
        with pytest.raises(IntegrityError):
            tell(town)
        assert [each.recipient for each in town.deliveries] == ["bo@x.example"]
    assert len(tell(town)) == 1
    assert [each.recipient for each in town.deliveries] == ["bo@x.example", "an@x.example"]
