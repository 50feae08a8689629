"""What an edition claims is proved by the plan, stops it, or is kept with a reason; and it is recorded."""

import json
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.claims.claim_rows import ClaimKind, KeptSentence, PublishedClaim
from terugkom.claims.kept_sentences import KeptLine, KeptReason
from terugkom.claims.outdated_claims import has_outdated_news, list_outdated_claims
from terugkom.delivery.enqueue import RunContext
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.keep_claim import keep_claim
from terugkom.editions.model import EditionStep, EditionVerdict
from terugkom.errors import InputError
from terugkom.plan.queries import get_municipality
from terugkom.reminders.coordinator_summary import enqueue_summary
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.working_days import format_week
from tests.clock import clock_on
from tests.editions.conftest import LIGHT, NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.editions.test_publish_edition import tell

MOSTLY_SQLITE = True

FIGURE = "Verbruik: 412.500\u00a0kWh op 30 november 2026, streefcijfer 390.000\u00a0kWh."


def measure(room: EditionMunicipality, day: date = ASKED, **values: Any) -> None:
    settings = {name: values.pop(name) for name in ("claim_months",) if name in values}
    room.import_actions(day, *NOW, indicators=[LIGHT | values], **settings)


def keep(room: EditionMunicipality, words: str, reason: str = "Gemeten op de meter zelf.") -> KeptReason:
    with room.database.write_session() as session:
        return keep_claim(
            session,
            get_municipality(session, room.slug),
            EditionFolders(room.home),
            KeptLine(words, reason, "Dora Vink"),
            ASKED,
            clock_on(ASKED),
        )


def outdated(room: EditionMunicipality, today: date) -> list[tuple[str, str]]:
    with room.database.read_session() as session:
        found = list_outdated_claims(session, get_municipality(session, room.slug).id, today)
        return [(each.claim.action, each.reason.value) for each in found if each.is_news]


def test_the_proof_lists_each_claim_with_what_it_rests_on(edition_municipality: EditionMunicipality) -> None:
    proof = edition_municipality.compile().proof
    figures = [each for each in proof.claims if each.kind is ClaimKind.FIGURE and each.story == "loopt-e-02"]
    assert [
        (each.text, each.indicator, each.value, each.proved_on, each.source, each.action, each.holds_until)
        for each in figures
    ] == [(FIGURE, "KWH", 412500.0, date(2026, 11, 30), "Facturen", "E-02", date(2028, 5, 30))]
    assert figures[0].given_through == "import linde.xlsx"
    done = [(each.story, each.action, each.proved_on) for each in proof.claims if each.kind is ClaimKind.DONE]
    assert done == [("klaar-m-01", "M-01", ASKED)]
    listed = json.loads(proof.as_bytes())["claims"]
    assert {each["indicator"] for each in listed} == {"KWH", ""}


@pytest.mark.long
def test_the_mail_says_on_what_each_claim_rests_and_escapes_it(
    edition_municipality: EditionMunicipality,
) -> None:
    measure(edition_municipality, source="Facturen <i>& teller")
    assert edition_municipality.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    (path,) = edition_municipality.desk.documents.folder.rglob("edition-asked*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    text, page = (
        " ".join(part.get_content().split()) for part in map(mail.get_body, (("plain",), ("html",))) if part
    )
    assert "“Drie dienstfietsen: klaar”: volgens het actieplan is dit klaar sinds" in text
    figure = "een cijfer, gemeten op 30 november 2026 (actie E-02). Bron: Facturen {}. Geldig tot en met"
    assert figure.format("<i>& teller") in text
    assert figure.format("&lt;i&gt;&amp; teller") in page


@pytest.mark.long
def test_a_figure_without_source_stops_it_with_both_texts(edition_municipality: EditionMunicipality) -> None:
    measure(edition_municipality, source="")
    review = edition_municipality.compile()
    said = [(each.file, each.rule, each.statement, each.plan) for each in review.sentence_findings]
    plan = "Verbruik: 412.500\u00a0kWh op 30 november 2026, vertrekpunt 500.000\u00a0kWh, zonder bron"
    assert said[0] == (
        *("020-loopt-e-02.md", "no-source", FIGURE),
        f"“Ledverlichting” loopt nog, deadline 30 juni 2027; {plan}",
    )
    assert "Waar komt dit cijfer vandaan?" in review.problems[0]
    assert edition_municipality.take_due_step(ASKED) is EditionStep.NOT_READY


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("measured_on", "months", "stops"),
    [
        (date(2023, 11, 30), None, True),
        (date(2025, 6, 16), None, True),
        (date(2025, 6, 17), None, False),
        (date(2023, 12, 17), 36, False),
    ],
)
def test_a_figure_holds_eighteen_months_or_what_the_municipality_set(
    edition_municipality: EditionMunicipality, measured_on: date, months: int | None, stops: bool
) -> None:
    room = EditionMunicipality(edition_municipality.database, edition_municipality.home, "oud")
    room.import_actions(date(2026, 9, 1), NOW[1] | {"news": "", "news_on": None})
    settings = {} if months is None else {"claim_months": months}
    light = LIGHT | {"measured_on": measured_on}
    room.import_actions(ASKED, NOW[1], indicators=[light], **settings)
    rules = {each.rule for each in room.compile().sentence_findings}
    assert rules == ({"old-figure"} if stops else set())


@pytest.mark.long
@pytest.mark.each_database
def test_a_sentence_kept_with_a_reason_goes_out_until_it_reads_otherwise(
    edition_municipality: EditionMunicipality,
) -> None:
    room = edition_municipality
    measure(room, source="")
    assert not room.compile().is_ready
    sentences = {each.statement for each in room.compile().sentence_findings}
    for sentence in sentences:
        keep(room, sentence)
    review = room.compile()
    assert review.is_ready
    assert [(each.reason, each.kept_by) for each in review.proof.kept_sentences] == [
        ("Gemeten op de meter zelf.", "Dora Vink")
    ] * len(sentences)
    with room.database.read_session() as session:
        rows = session.scalars(select(KeptSentence)).all()
        assert {(row.kept_on, row.kept_at) for row in rows} == {(ASKED, clock_on(ASKED))}
    measure(room, source="", measured=411000)
    assert not room.compile().is_ready, "another figure is another sentence"
    with pytest.raises(InputError, match="nothing to keep"):
        keep(room, "412.500")
    with pytest.raises(InputError, match="reason is required"):
        keep(room, "streefcijfer 390.000\u00a0kWh.", reason=" ")


SENTENCE = "Onze school: nu klimaatneutraal, zegt de provincie."


@pytest.mark.long
def test_a_sentence_is_kept_in_the_file_of_its_story_too(edition_municipality: EditionMunicipality) -> None:
    room = edition_municipality
    room.compile()
    path = next(room.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("Negen van de twaalf gebouwen.", SENTENCE))
    assert room.take_due_step(ASKED) is EditionStep.NOT_READY
    line = f'behouden:\n- "{SENTENCE} | Berekend door de provincie. | Dora Vink"\n'
    path.write_text(path.read_text().replace("thema:", f"{line}thema:"))
    assert room.take_due_step(ASKED + timedelta(days=1)) is EditionStep.APPROVAL_REQUESTED
    with room.database.read_session() as session:
        (row,) = session.scalars(select(KeptSentence))
        assert (row.sentence, row.reason, row.kept_by) == (
            *(SENTENCE, "Berekend door de provincie."),
            "Dora Vink",
        )
        assert row.kept_on == ASKED + timedelta(days=1)
    (kept,) = room.compile(ASKED + timedelta(days=2)).proof.kept_sentences
    assert (kept.id, kept.kept_on) == (row.id, row.kept_on)
    path.write_text(path.read_text().replace("\nOnze school: nu", "\nOnze school: helemaal"))
    assert not room.compile(ASKED).is_ready, "another sentence is asked about again"
    path.write_text(path.read_text().replace(" | Dora Vink", ""))
    (problem,) = [each for each in room.compile(ASKED).problems if "behouden" in each]
    assert "schrijf de zin, de reden en uw naam" in problem


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Dora Vinck", "Dora Vink"),  # nearly somebody of the plan
        ("Dora Vink", ""),
        ("Dora", ""),
        ("Schepen Karel Smet", ""),  # from outside the plan: recorded so
    ],
)
def test_a_name_behind_a_kept_sentence_that_is_nearly_one_of_the_plan_is_asked_about(
    edition_municipality: EditionMunicipality, name: str, problem: str
) -> None:
    room = edition_municipality
    room.compile()
    path = next(room.folder.glob("*-loopt-e-02.md"))
    line = f'behouden:\n- "{SENTENCE} | Berekend door de provincie. | {name}"\n'
    text = path.read_text().replace("Negen van de twaalf gebouwen.", SENTENCE)
    path.write_text(text.replace("thema:", f"{line}thema:"))
    problems = room.compile(ASKED).problems
    if not problem:
        assert problems == ()
        return
    (found,) = problems
    assert name in found
    assert problem in found
    assert room.take_due_step(ASKED) is EditionStep.NOT_READY


@pytest.mark.long
@pytest.mark.each_database
def test_what_is_published_is_recorded_with_its_media_and_where_it_stays(
    edition_municipality: EditionMunicipality,
) -> None:
    room = publish(edition_municipality)
    with room.database.read_session() as session:
        rows = session.scalars(select(PublishedClaim).order_by(PublishedClaim.id)).all()
        found = {(row.story, row.kind.value): row for row in rows}
    figure = found["loopt-e-02", "figure"]
    assert (figure.value, figure.proved_on, figure.source) == (412500.0, date(2026, 11, 30), "Facturen")
    assert (figure.holds_until, figure.published_on) == (date(2028, 5, 30), ASKED)
    assert {"newsletter", "website", "social"} <= set(figure.media)
    assert figure.stays_on == ["website", "wordpress", "mastodon"]
    assert found["klaar-m-01", "done"].text == "Drie dienstfietsen: klaar"


def publish(room: EditionMunicipality) -> EditionMunicipality:
    assert room.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    room.record_decision(EditionVerdict.APPROVE)
    tell(room, "wordpress", "mastodon", day=ASKED)
    return room


def summarize(room: EditionMunicipality, day: date) -> str:
    """Enqueue the summary of the week of a day; return its part about what still stands somewhere."""
    with room.database.read_session() as session:
        town = get_municipality(session, room.slug)
        moment_id = room.edition(session).moment_id
        week = ReminderWeek(town, format_week(day), day, moment_id, town.coordinator)
    run = RunContext(town, moment_id, "folder", "run", clock_on(day), day)
    _, mail = enqueue_summary(room.desk, run, week)
    if mail is None:
        return ""
    part = message_from_bytes(mail.content, policy=default).get_body(("plain",))
    assert part is not None
    text = part.get_content().replace("\r\n", "\n")
    return text.partition("DIT STAAT NOG ONLINE, EN KLOPT NIET MEER")[2].partition("\n\n")[0]


def is_week_due(room: EditionMunicipality, day: date) -> bool:
    with room.database.read_session() as session:
        return has_outdated_news(session, get_municipality(session, room.slug).id, day)


@pytest.mark.long
@pytest.mark.each_database
def test_the_summary_says_once_what_still_stands_and_again_only_if_there_is_news(
    edition_municipality: EditionMunicipality,
) -> None:
    room = publish(edition_municipality)
    mondays = [date(2027, 1, 4) + timedelta(days=7 * n) for n in range(5)]
    assert summarize(room, mondays[0]) == "", "it holds"
    room.import_actions(mondays[1], NOW[0] | {"status": "lopend"}, *NOW[1:], indicators=[LIGHT])
    assert is_week_due(room, mondays[1])
    assert summarize(room, mondays[1]) == (
        " (1)\nTe doen: zet het recht waar het staat. Wij melden elke zin één keer, tot er nieuws over is.\n"
        '- "Drie dienstfietsen: klaar" (uit "Drie dienstfietsen: klaar"; de website, WordPress, Mastodon, '
        "donderdag 17 december 2026): de actie is in het plan niet meer klaar"
    )
    assert not is_week_due(room, mondays[2])
    assert summarize(room, mondays[2]) == "", "no news"
    room.import_actions(mondays[3], NOW[0] | {"status": "gestopt"}, *NOW[1:], indicators=[LIGHT])
    assert summarize(room, mondays[3]).endswith("de actie is in het plan gestopt")
    room.import_actions(mondays[3], *NOW, indicators=[LIGHT])
    summarize(room, mondays[4])
    assert outdated(room, mondays[4]) == [], "done again"


@pytest.mark.long
@pytest.mark.parametrize("place", ["quotation", "answer"])
def test_what_somebody_says_is_checked_as_the_text_is(
    edition_municipality: EditionMunicipality, place: str
) -> None:
    edition_municipality.compile()
    folder, words = edition_municipality.folder, "Onze gemeente is klimaatneutraal."
    if place == "answer":
        (folder / "directie-waarom.txt").write_text(words, "utf-8")
    else:
        path = next(folder.glob("*-klaar-m-01.md"))
        path.write_text(path.read_text("utf-8").replace("\n---\n", f"\ncitaat: {words}\n---\n", 1), "utf-8")
    found = edition_municipality.compile()
    assert [each.statement for each in found.sentence_findings] == [words]
    assert keep(edition_municipality, words).sentence == words
    assert edition_municipality.compile().is_ready
