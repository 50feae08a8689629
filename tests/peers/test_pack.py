"""The pack of an exchange, read back: the PDF, the mail around it and the page of its run."""

import io
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pikepdf
import pypdf
import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.meetings.kinds import PEER_EXCHANGE
from terugkom.meetings.model import Meeting
from terugkom.meetings.pack_letter import MeetingPack, render_pack
from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.import_shared import import_shared_file
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.model import ActionStatus
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from tests.documents.accessibility import problems
from tests.documents.verapdf import broken_rules
from tests.peers.conftest import TODAY, ImportPlan, action, at

MOSTLY_SQLITE = True

DAY = date(2027, 3, 15)
OURS = [
    action("E1", "Schoolstraten in de stad", status="gepland", sdgs="11"),
    action("E2", "Ledverlichting in de sporthal", deadline=date(2027, 2, 1)),
    action("E3", "Fietsenstalling aan het station", status="klaar", theme="Mobiliteit"),
]
THEIRS = (
    SharedActionData(
        "1", "Schoolstraten 😀", "Energie", (11,), ActionStatus.DONE, "Eerst tellen.", "Te laat gezegd.", 210
    ),
    SharedActionData("2", "Ledverlichting in sporthallen", "energie", (7,), ActionStatus.DONE, took_days=1),
    SharedActionData("3", "Fietsenstalling aan de kerk", "Mobiliteit", (), ActionStatus.PLANNED),
)


def pack(database: Database, page_language: str = "nl") -> MeetingPack:
    with database.read_session() as session, session.no_autoflush:
        town = get_municipality(session, "linde")
        moment = Moment(
            municipality_id=town.id, kind=PEER_EXCHANGE, subject="linde", period="2027-03", day=DAY,
            opened_at=datetime(2027, 3, 1, tzinfo=UTC),
        )  # fmt: skip
        meeting = Meeting(moment=moment, starts_at=time(14), duration_minutes=90, place="Raadzaal", uid="",
                          moves=[],
                          cancellation_reason="")  # fmt: skip
        coverage = load_coverage(session, town, TODAY)
        return render_pack(session, Templates("nl"), town, meeting, TODAY, coverage, page_language)


def receive(
    database: Database, folder: Path, of: str, actions: tuple[SharedActionData, ...] = THEIRS
) -> None:
    (folder / "buur.json").write_bytes(serialize_shared_plan(SharedPlan(of, actions)))
    with database.write_session() as session:
        import_shared_file(session, get_municipality(session, "linde"), folder / "buur.json", at(TODAY))


def pages_of(found: MeetingPack) -> list[str]:
    (attachment,) = found.letter.attachments
    assert attachment.name == "voorbereiding-uitwisseling-2027-03-15.pdf"
    pages = pypdf.PdfReader(io.BytesIO(attachment.content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


@pytest.mark.each_database
def test_the_pdf_says_who_can_help_whom_who_is_ahead_and_what_was_learnt(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan(OURS)
    receive(database, tmp_path, "Kouterdijk")
    found = pack(database)
    (page,) = pages_of(found)
    for said in (
        "Maandag 15 maart 2027, van 14.00 tot 15.30 uur, Raadzaal. Stand op 1 maart 2027.",
        "Eén andere gemeente deelt 3 acties. Wij delen er 3.",
        "Schoolstraten in de stad (E1), gepland Kouterdijk: Schoolstraten □; het duurde 210 dagen",
        "Ledverlichting in de sporthal (E2), te laat Kouterdijk: Ledverlichting in sporthallen; het duurde 1",
        "Kouterdijk: Fietsenstalling aan de kerk Fietsenstalling aan het station (E3)",
        "Wat werkte: Eerst tellen. Wat niet werkte: Te laat gezegd.",
        "Energie Kouterdijk 2 van 2 0 van 2 2",
        "Mobiliteit Linde 1 van 1 1 van 1 2",
        "SDG 11 Duurzame steden en gemeenschappen Kouterdijk 1 van 1 0 van 1 2",
        "Beslissen: met wie spreken we af",
    ):
        assert said in page, said
    assert problems(found.letter.html) == []
    assert "als pdf" in found.letter.html + found.letter.text
    assert "Eén andere gemeente deelt 3 acties. Wij delen er 3." in found.letter.text
    assert "Eén andere gemeente deelt 3 acties. Wij delen er 3." in found.letter.html
    # our own numbers stood twice, and an empty line after each theme
    assert "- Energie: Kouterdijk 2 van 2 klaar, Linde 0 van 2 klaar\n- Mobiliteit: " in found.letter.text
    for word in ("Wijn", "example.org"):
        assert word not in page + found.markdown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("### Linde et 1 autre commune", "| thème | commune la plus avancée |", "0 sur 2", "| oui |")),
        ("de", ("### Linde neben 1 anderer Gemeinde", "| Thema | am weitesten |", "0 von 2", "| ja |")),
        ("en", ("### Linde beside 1 other municipality", "| theme | ahead |", "0 of 2", "| yes |")),
    ],
)
def test_the_page_of_the_run_is_in_the_language_of_the_installation(
    database: Database, import_plan: ImportPlan, tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    """It was in that of the plan, inside a page in another."""
    import_plan(OURS)
    receive(database, tmp_path, "Kouterdijk")
    found = pack(database, language)
    assert [each for each in said if each not in found.markdown] == []
    assert "Dit is de voorbereiding van de uitwisseling" in found.letter.text


@pytest.mark.long
@pytest.mark.parametrize("others", [0, 1, 40])
def test_the_pdf_has_at_most_two_pages_and_no_broken_rule(
    database: Database, import_plan: ImportPlan, tmp_path: Path, others: int
) -> None:
    many = [action(f"E{n}", f"Schoolstraat nummer {n}", status="gepland", sdgs="11; 13") for n in range(40)]
    import_plan(many)
    told = "Een zin die zegt wat er gebeurde, en waarom. " * 20
    theirs = tuple(
        SharedActionData(f"{n}", f"Schoolstraat met een lange naam, deel {n} " * 4, f"Thema {n}",
               (n % 17 + 1,),
               ActionStatus.DONE, told, told, 90)
        for n in range(20)
    )  # fmt: skip
    for n in range(others):
        receive(database, tmp_path, f"Gemeente met een naam die lang is {n}", theirs)
    found = pack(database)
    assert len(pages_of(found)) <= 2
    content = found.letter.attachments[0].content
    assert broken_rules(content, tmp_path) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "nl-BE"
        assert str(pdf.docinfo.Title) == "Voorbereiding uitwisseling, 15 maart 2027"


def test_municipalities_take_turns_where_only_the_first_are_shown(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan(OURS)
    learnt = tuple(
        SharedActionData(f"{n}", f"Actie {n}", "Energie", (), ActionStatus.DONE, did_not_work="Te duur.")
        for n in range(20)
    )
    for name in ("Aa", "Bos"):
        receive(database, tmp_path, name, learnt)
    text = pages_of(pack(database))[0]
    assert text.index("Aa, Actie 0") < text.index("Bos, Actie 0") < text.index("Aa, Actie 1")
    assert "En nog 35 andere." in text


def test_a_title_with_a_full_stop_gets_no_second_one(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    """The pack said *Schoolstraten.. Wat werkte*, and *Doet u mee?.*"""
    import_plan(OURS)
    done = ActionStatus.DONE
    lessons = (
        SharedActionData(
            "1", "Schoolstraten in de stad.", "Energie", (11,), done, "Eerst tellen.", "Te laat."
        ),
        SharedActionData("2", "Doet u mee?", "Mobiliteit", (7,), done, "Vragen."),
        SharedActionData("3", "Ledlampen.", "Energie", (7,), done, "Vroeg beginnen.", took_days=3),
        SharedActionData("4", "Fietspad", "Energie", (7,), done, "Vroeg beginnen."),
    )
    receive(database, tmp_path, "Kouterdijk", lessons)
    made = pack(database)
    html = re.sub(r"<[^>]+>", " ", made.letter.html)
    for text in (" ".join(pages_of(made)), made.letter.text, html):
        told = re.sub(r"\s+", " ", text).replace(" ,", ",")
        for each in (
            "Kouterdijk, Schoolstraten in de stad. Wat werkte",
            "Kouterdijk, Doet u mee? Wat werkte",
            "Kouterdijk, Ledlampen; het duurde 3 dagen. Wat werkte",
            "Kouterdijk, Fietspad. Wat werkte",
        ):
            assert each in told, told
        assert ".." not in told
        assert "?." not in told
