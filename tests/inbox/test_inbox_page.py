"""The page of an inbox run: how each table was understood, by positions and counts, and nobody's name."""

from datetime import date

import pytest

from tasks.inbox_page import render_inbox_page
from tasks.plan_words import describe_finding, name_field, name_value
from terugkom.errors import HIDDEN, InputError
from terugkom.inbox.plan_files import PlanFileResult
from terugkom.inbox.process_inbox import InboxResult
from terugkom.plan.history import ADDED
from terugkom.plan.model import ActionStatus, Precision, Priority
from terugkom.workbook.import_report import ImportNotes
from tests.inbox.home import InboxHome, write_half_read_plan


def test_the_page_shows_tables_and_rows_by_position_and_no_text_of_the_file(home: InboxHome) -> None:
    write_half_read_plan(home.inbox / "plan.xlsx")
    rows = "Actieplan van An Peeters;;\nNr;Actie;Trekker\n;;\n1;Led in de sporthal;An Peeters\n"
    (home.inbox / "tweede.csv").write_text(rows, encoding="utf-8")

    page = render_inbox_page(home.process())

    lines = page.splitlines()
    assert "| tabblad | koppen op rij | rijen | gelezen als | andere kolommen |" in lines
    assert "| tabblad 1 | 1 | 1 | Code, Titel, Deadline | 0 |" in lines
    assert "| tabblad 1 | 2 | 1 | Code, Titel, Trekkers | 0 |" in lines
    assert "| tabblad 1 | 1 | rijen met koppen |" in lines
    unread = (
        "Vanaf hier, tot en met rij 4, staat iets dat op een actieplan lijkt, en wij konden het niet lezen."
    )
    assert [unread in each for each in lines if each.startswith("| tabblad 2 | 1 | zie het verslag |")] == [
        True
    ]
    assert "Wacht op een persoon" in page
    for text in ("Peeters", "sporthal", "Mobiliteit", "Bouwsteen", "tweede"):
        assert text not in page


def test_fields_and_values_are_called_as_people_call_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were the names of our columns in the database."""
    fields = ("deadline_precision", "snoozed_until", "indicator.target_on", ADDED, "absent_from")
    assert [name_field(each) for each in fields] == [
        "Hoe precies de deadline is",
        "Uitstel tot",
        "Indicator: Streefdatum",
        "nieuwe actie",
        "Afwezig van",
    ]
    values = {"status": ActionStatus.DONE, "priority": Priority.HIGH, "deadline_precision": Precision.QUARTER}
    named = [name_value(*each) for each in values.items()]
    assert named == ["klaar", "hoog", "kwartaal"]
    assert [name_value("deadline", each) for each in (date(2027, 3, 1), None)] == ["2027-03-01", ""]
    monkeypatch.setenv("TERUGKOM_LANGUAGE", "en")
    assert [name_field("snoozed_until"), name_value("status", ActionStatus.DONE)] == ["Snoozed until", "done"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            (
                "Indicateur\u00a0: Date cible",
                "Nom",
                "en cours",
                "«\u00a0…\u00a0» n’est pas le code d’une action.",
            ),
        ),
        ("de", ("Indikator: Zieldatum", "Name", "laufend", "„…“ ist kein Code einer Maßnahme.")),
        ("en", ("Indicator: Target date", "Name", "running", "“…” is not the code of an action.")),
        ("nl", ("Indicator: Streefdatum", "Naam", "lopend", "“…” is geen code van een actie.")),
    ],
)
def test_the_page_speaks_the_language_of_the_installation(
    monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TERUGKOM_LANGUAGE", language)
    notes = ImportNotes("nl")
    notes.add_finding("Indicatoren", 2, "Actie", "unknown-action", value="Xaverine Markeer")
    *names, finding = words
    assert [name_field("indicator.target_on"), name_field("name")] == names[:2]
    assert name_value("status", ActionStatus.RUNNING) == names[2]
    assert describe_finding(notes.findings[0]).startswith(finding)


def test_a_finding_says_what_is_wrong_and_nothing_that_a_cell_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = ImportNotes("nl")
    notes.add_finding("Acties", 2, "Trekkers", "unknown-person", value="Xaverine Markeer")
    notes.add_finding("Personen", 3, "E-mail", "shared-mailbox", value="a@x.example", people=("An", "Bo"))
    for finding in notes.findings:
        said = describe_finding(finding)
        assert "…" in said
        assert not any(each in said for each in ("Xaverine", "a@x.example", "An,", finding.code))
    monkeypatch.setenv("TERUGKOM_LANGUAGE", "en")
    first, second = (describe_finding(each) for each in notes.findings)
    assert first.startswith("“…” is not on the sheet of people, or is there more than once.")
    assert second.startswith("… have the same address: ….")
    assert [set(each.as_json()) for each in notes.findings] == [
        {"sheet", "row", "column", "code", "message"}
    ] * 2


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("nl", "Waarom: groter dan een plan ooit is; er is niets gelezen."),
        ("fr", "Pourquoi\u00a0: plus grand que n’importe quel plan\u202f; rien n’a été lu."),
        ("de", "Warum: größer als jeder Plan; nichts wurde gelesen."),
        ("en", "Why: it is larger than any plan; nothing was read."),
    ],
)
def test_why_a_file_was_refused_begins_without_its_name(
    monkeypatch: pytest.MonkeyPatch, language: str, reason: str
) -> None:
    monkeypatch.setenv("TERUGKOM_LANGUAGE", language)
    refused = PlanFileResult("jan.xlsx", None, error=InputError("error.file.too-large", file="jan.xlsx"))
    page = render_inbox_page(InboxResult(plans=[refused]))
    assert f"\n\n{reason}\n\n" in page
    assert HIDDEN not in page
