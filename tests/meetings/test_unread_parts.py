"""What a secretary writes where nobody reads it is asked about, with its place, and nothing is changed."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Cm

from terugkom.documents.docx_reader import PICTURE, DocxComment, DocxText
from terugkom.documents.read_document import read_document
from terugkom.meetings.minutes.unread_parts import list_loose_decisions, list_unread_parts
from tests.documents.test_image_file import png_of
from tests.documents.test_read_document import write_odt
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import drop, everything, fill_in, form_of, planned, table_of

DECISIONS = ("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting")
TITLES = {"E1": "Ledlampen", "E-03": "Warmtenet", "12": "Regenput van de school"}


def _document(*rows: tuple[str, ...], head: tuple[str, ...] = DECISIONS, **others: Any) -> DocxText:
    return DocxText(others.pop("lines", ()), ((head, *rows),), **others)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            _document(("1", "E1", "status", "klaar", "", "1 mei 2028"), head=(*DECISIONS, "Nieuwe deadline")),
            "Tabel Besluiten, rij 1, kolom Nieuwe deadline: deze kolom hoort niet bij de tabel",
        ),
        (_document(("1", "E1", "status", "klaar", "", "tegen mei")), "kolom 6: deze kolom hoort niet"),
        (
            _document(("1", "E1", "nota", "", "a", "b"), head=(*DECISIONS, "Toelichting")),
            "kolom 6: deze kolom hoort niet bij de tabel, dus lezen wij “b” niet",
        ),
        (_document(("1", PICTURE, "", "", "")), "rij 1, kolom Actie: hier staat een afbeelding"),
        (_document(lines=("Besluit: E1 wordt stopgezet.",)), "Buiten de tabellen staat “Besluit: E1 wordt"),
        (_document(lines=("Varia", "e3 - klaar")), "staat “e3 - klaar”"),
        (_document(lines=("• 12 uitgesteld tot 1 mei 2028",)), "staat “• 12 uitgesteld"),
        (
            _document(comments=(DocxComment("30 juni", "Nee, wachten"),)),
            "Bij “30 juni” staat nog een opmerking in de kantlijn: “Nee, wachten”",
        ),
    ],
)
def test_what_is_not_read_is_told_with_its_place(document: DocxText, told: str) -> None:
    (problem,) = list_unread_parts(document, TITLES, "nl")
    assert told in problem


@pytest.mark.parametrize(
    "document",
    [
        _document(("1", "E1", "status", "klaar", "")),
        _document(("1", "", "", "", "", "")),
        DocxText((), ((("Wie", "Wat"), ("An", PICTURE)),)),
        _document(lines=("Wanneer: maandag 15 maart 2027", "12 personen waren er", "E1 werd besproken")),
        _document(lines=("deadline: de nieuwe datum bij “Waarde”, zoals 15 maart 2028",)),
    ],
)
def test_what_nobody_must_read_is_no_problem(document: DocxText) -> None:
    assert list_unread_parts(document, TITLES, "nl") == []


NUMBERED = {
    "1": "Ledlampen in de turnzaal",
    "2": "Regenput",
    "12": "Zonnepanelen op het dak van de school",
    "1.1": "Deelfietsen",
    "E1": "Isolatie",
}
HEADINGS_AND_DAYS = """
2. Varia: volgend overleg op 8 juni 2027
12 maart 2027, 14.00 uur, raadzaal
1.1 Bespreking deadline
2. Status van de acties
2 aanwezigen ok
12/03/2027: uitgesteld tot 8 juni
2. Regenput: stand van zaken
1. Ledlampen: bespreking deadline
1.1 Deelfietsen (status)
2. Regenput
2. Volgende vergadering: 8 juni 2027
1) Info van de schepen
12 juni: punt uitgesteld
2. Status
1. Nota van de dienst
12 personen waren er
1 Welkom en verontschuldigd
2. Uitgestelde punten: deadline
Besluit 12 maart 2027: volgend overleg
E1 Bespreking deadline
2. Actie klaar voor het college
1.1 Klaarzetten van de zaal
Besluiten van 12 maart 2027
2. Regenput: volgend overleg op 8 juni 2027
1 mei 2027 deadline subsidie
12.30 uur lunch, klaar om 14 uur
Actie 2: bespreking
2 scholen klaar
3. Deadline 8 juni 2027
12.03.2027 klaar
"""
DECISIONS_BESIDE = """
Besluit: E1 wordt stopgezet.
Actie 2: klaar
Besluit 12: stopzetten
2. Regenput: klaar
2. Regenput uitgesteld tot 1 mei 2028
1. Ledlampen: nieuwe deadline 1 mei 2028
1.1 Deelfietsen wordt geschrapt
12 uitgesteld tot 1 mei 2028
12 - klaar
2 gestopt wegens geld
Actie nr. 2 wordt stopgezet
Besluit: actie 12 stopgezet
1 Ledlampen in de turnzaal: trekker wordt Jan
Actie 1.1: deadline verlengd tot eind juni
12 Zonnepanelen op het dak: afgevoerd
E1 op 8 juni 2027
• 2 Regenput - lopend
12: stopgezet
besluit 2 status wordt lopend
"""


@pytest.mark.parametrize("line", HEADINGS_AND_DAYS.strip().splitlines())
def test_a_heading_and_a_day_decide_nothing_about_an_action_with_a_number(line: str) -> None:
    """Plans have the codes 1, 2 and 12, and the minutes of these were refused for *2. Varia*."""
    assert list_unread_parts(DocxText((line,), ()), NUMBERED, "nl") == []


@pytest.mark.parametrize("line", DECISIONS_BESIDE.strip().splitlines())
def test_a_line_that_says_which_action_and_what_becomes_of_it_is_told(line: str) -> None:
    (problem,) = list_unread_parts(DocxText((line,), ()), NUMBERED, "nl")
    assert line in problem


def _add_column(document: Any) -> None:
    table = table_of(document, "Nr", "Actie")
    table.add_column(Cm(3))
    table.rows[0].cells[-1].text, table.rows[1].cells[-1].text = "Wie volgt op?", "Co"


def _add_picture(document: Any) -> None:
    path = Path(document.folder) / "p.png"
    path.write_bytes(png_of(20, 10))
    table_of(document, "Nr", "Actie").rows[2].cells[1].paragraphs[0].add_run().add_picture(str(path))


def _add_comment(document: Any) -> None:
    runs = table_of(document, "Nr", "Actie").rows[1].cells[3].paragraphs[0].runs
    document.add_comment(runs, text="Nee, dit is niet beslist", author="Els")


def _add_line(document: Any) -> None:
    document.add_paragraph("E3: stopzetten, geen geld", style="List Bullet")


@pytest.mark.parametrize(
    "add",
    [
        _add_line,
        *(pytest.param(each, marks=pytest.mark.long) for each in (_add_column, _add_picture, _add_comment)),
    ],
)
def test_minutes_with_a_part_that_is_not_read_change_nothing(
    town: MeetingMunicipality, add: Callable[[Any], None]
) -> None:
    planned(town)
    path = fill_in(
        form_of(town), present={"AN": "aanwezig"}, decisions=[("E2", "deadline", "30 juni 2029", "")]
    )
    document = docx.Document(str(path))
    document.folder = town.folder
    add(document)
    document.save(str(path))
    before = everything(town)
    taken = drop(town, path)
    assert taken.recorded is None
    assert len(taken.problems) == 1
    assert everything(town) == before


def test_a_comment_that_is_resolved_is_none(tmp_path: Path) -> None:
    note = "<office:annotation {}><text:p>Nee</text:p></office:annotation>"
    resolved = note.format('loext:resolved="true"')
    content = (
        '<d xmlns:office="o" xmlns:text="t" xmlns:loext="l"><office:body><office:text>'
        f"<text:p>30 juni{note.format('')}</text:p><text:p>1 mei{resolved}</text:p>"
        "</office:text></office:body></d>"
    )
    document = read_document(write_odt(tmp_path / "v.odt", content))
    assert document.lines == ("30 juni", "1 mei")
    assert document.comments == (DocxComment("30 juni", "Nee"),)


REPLY = {"Jan vraagt 30 juni": ("A1", "", "1"), "Akkoord": ("A2", "A1", "0"), "Top": ("A3", "A2", "0")}


@pytest.mark.parametrize(
    ("states", "left"),
    [
        (REPLY, []),
        (REPLY | {"Jan vraagt 30 juni": ("A1", "", "0")}, [*REPLY]),
        (REPLY | {"Akkoord": ("A2", "A1", "1"), "Jan vraagt 30 juni": ("A1", "A3", "0")}, []),
        (REPLY | {"Top": ("A3", "", "0")}, ["Top"]),
        ({"Zonder nummer": ("", "", "1"), "Ook": ("", "", "0")}, ["Zonder nummer", "Ook"]),
    ],
)
def test_a_reply_to_a_resolved_comment_is_resolved(
    tmp_path: Path, states: dict[str, tuple[str, str, str]], left: list[str]
) -> None:
    """Word marks a conversation at its first comment; the minutes were refused for the replies."""
    word = "http://schemas.microsoft.com/office/word/2012/wordml"
    document = docx.Document()
    paragraph = document.add_paragraph("30 juni")
    for text, (number, _, _) in states.items():
        comment = document.add_comment(paragraph.runs, text=text, author="Els")
        last = comment.paragraphs[-1]._p
        last.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", number)
    document.save(str(tmp_path / "v.docx"))
    rows = "".join(
        f'<x:commentEx x:paraId="{number}" x:paraIdParent="{parent}" x:done="{done}"/>'
        for number, parent, done in states.values()
    )
    with zipfile.ZipFile(tmp_path / "v.docx", "a") as package:
        package.writestr("word/commentsExtended.xml", f'<x:commentsEx xmlns:x="{word}">{rows}</x:commentsEx>')
    assert [each.text for each in read_document(tmp_path / "v.docx").comments] == left


def test_a_reply_to_a_resolved_comment_of_libreoffice_is_resolved(tmp_path: Path) -> None:
    first = (
        '<office:annotation office:name="1" loext:resolved="true"><text:p>Mag?</text:p></office:annotation>'
    )
    reply = first.replace('"1" loext:resolved="true"', '"{}" loext:parent-name="{}"')
    content = (
        '<d xmlns:office="o" xmlns:text="t" xmlns:loext="l"><office:body><office:text>'
        f"<text:p>30 juni{first}{reply.format(2, 1)}{reply.format(3, 9).replace('Mag', 'Wie')}</text:p>"
        "</office:text></office:body></d>"
    )
    document = read_document(write_odt(tmp_path / "v.odt", content))
    assert document.comments == (DocxComment("30 juni", "Wie?"),)


LOOSE = """
Besluit: het warmtenet wordt volgend jaar bekeken
Beslissing 2: de ledlampen worden vervangen
- Afspraak: Els vraagt offertes
Er is besloten om te stoppen met de regenput
Regenput van de school: uitgesteld tot 1 mei 2028
Het warmtenet wordt stopgezet wegens geld
De groep heeft afgesproken dat An trekker wordt
"""
NOT_DECIDED = """
Besluiten
Besluit van de vergadering
Afspraken:
Warmtenet
Warmtenet werd besproken
Volgende vergadering: 8 juni 2027
"""


@pytest.mark.parametrize("line", LOOSE.strip().splitlines())
def test_a_decision_without_a_code_is_told_as_not_read_and_refuses_nothing(line: str) -> None:
    document = DocxText((line,), ())
    (told,) = list_loose_decisions(document, TITLES, "nl")
    assert line in told
    assert list_unread_parts(document, TITLES, "nl") == []


@pytest.mark.parametrize("line", [*NOT_DECIDED.strip().splitlines(), "E1: klaar"])
def test_a_line_that_decides_nothing_or_was_refused_is_not_told(line: str) -> None:
    assert list_loose_decisions(DocxText((line,), ()), TITLES, "nl") == []


def test_minutes_with_a_decision_without_a_code_are_recorded_and_the_report_names_it(
    town: MeetingMunicipality,
) -> None:
    planned(town)
    path = fill_in(
        form_of(town), present={"AN": "aanwezig"}, decisions=[("E2", "deadline", "30 juni 2029", "")]
    )
    document = docx.Document(str(path))
    document.add_paragraph("Besluit: de lampen van de kerk worden vervangen")
    document.save(str(path))
    taken = drop(town, path)
    assert taken.recorded is not None
    (told,) = taken.unread
    assert "de lampen van de kerk" in told
    reports = [
        each.read_text() for each in town.folder.rglob("*verslag*") if each.suffix in (".txt", ".json")
    ]
    assert any("de lampen van de kerk" in each for each in reports), sorted(town.folder.rglob("*report*"))
