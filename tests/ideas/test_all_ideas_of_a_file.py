"""All ideas of a file are read: of each sheet, of tables under and beside one another; the rest is told."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from terugkom.errors import InputError
from tests.ideas.conftest import IdeaBox
from tests.sheets import Sheets, write_sheets

MOSTLY_SQLITE = True

HEAD = ["Tijdstempel", "Uw idee", "Thema", "Naam", "E-mail"]
ELS = ["3/2/2027 10:11:12", "Een bank in het park", "Groen", "Els", "els@linde.example.org"]
BERT = ["4/2/2027 10:11:12", "Meer bomen", "Natuur", "Bert", "bert@linde.example.org"]
BOTH = [
    ("Een bank in het park", "Groen", "Els", "els@linde.example.org"),
    ("Meer bomen", "Natuur", "Bert", "bert@linde.example.org"),
]


def _write(box: IdeaBox, sheets: Sheets, *, hidden: str = "", merged: str = "") -> Path:
    return write_sheets(box.folder / "ideeen.xlsx", sheets, hidden=hidden, merged=merged)


def _list_ideas(box: IdeaBox) -> list[tuple[str, str, str, str]]:
    return [(each.text, each.theme, each.submitted_by, each.reply_address) for each in box.ideas()]


@pytest.mark.parametrize(
    "sheets",
    [
        {"2026": [HEAD, ELS], "2027": [HEAD, BERT]},
        {
            "2026": [HEAD, ELS],
            "2027": [
                ["Datum", "Voorstel", "Mail", "Wie", "Onderwerp"],
                [*BERT[:2], BERT[4], "Bert", "Natuur"],
            ],
        },
        {"Alles": [HEAD, ELS, [], HEAD, BERT]},
        {"Alles": [["Idee", "Thema", "Wie", "Mail"], ELS[1:], [], HEAD, BERT]},
        {"Alles": [[*HEAD, "", *HEAD], [*ELS, "", *BERT]]},
        {"Alles": [[*HEAD, *HEAD], [*ELS, *BERT]]},
    ],
    ids=["sheets", "other words", "header again", "the second is wider", "beside", "beside at once"],
)
def test_each_table_is_read(box: IdeaBox, sheets: Sheets) -> None:
    received = box.import_file(_write(box, sheets))
    assert _list_ideas(box) == BOTH
    assert received.findings == ()


def test_a_row_has_its_number_in_the_sheet_in_the_second_table_too(box: IdeaBox) -> None:
    wrong = [*BERT[:4], "bert"]
    received = box.import_file(_write(box, {"Alles": [HEAD, ELS, [], HEAD, wrong]}))
    assert [(each.row, each.column, each.code) for each in received.findings] == [(5, "E-mail", "bad-email")]


def test_a_hidden_sheet_and_one_without_ideas_are_told(box: IdeaBox) -> None:
    sheets = {
        "Archief": [HEAD, BERT],
        "Ideeën": [HEAD[:3], ELS[:3]],
        "Lijst": [["Vul hier een idee in"], ["a"]],
    }
    received = box.import_file(_write(box, sheets, hidden="Archief"))
    assert [each.text for each in box.ideas()] == ["Een bank in het park"]
    assert [(each.sheet, each.row, each.code) for each in received.findings] == [
        ("Archief", 1, "hidden-sheet"),
        ("Lijst", 1, "sheet-without-ideas"),
    ]


def test_a_file_whose_ideas_are_hidden_is_refused(box: IdeaBox) -> None:
    with pytest.raises(InputError, match="hidden"):
        box.import_file(_write(box, {"Archief": [HEAD, BERT], "Blad1": []}, hidden="Archief"))


def test_a_column_without_a_header_or_with_a_very_long_one_is_told(box: IdeaBox) -> None:
    rows = [
        [*HEAD, None, "Wat zou u daarvoor zelf doen? " * 8],
        [*ELS, None, "meehelpen"],
        [*BERT, "en een bank"],
    ]
    received = box.import_file(_write(box, {"Alles": rows}))
    assert [(each.row, each.code) for each in received.findings] == [
        (3, "nameless-column"),
        (2, "nameless-column"),
    ]
    assert "kolom F" in received.findings[0].message


def test_a_cell_that_is_merged_over_rows_is_of_each_of_them(box: IdeaBox) -> None:
    rows = [HEAD, ELS, [*BERT[:2], None, *BERT[3:]], []]
    box.import_file(_write(box, {"Alles": rows}, merged="C2:C4"))
    assert [each.theme for each in box.ideas()] == ["Groen", "Groen"]


def test_what_is_crossed_out_or_noted_is_told(box: IdeaBox) -> None:
    """An idea that somebody crossed out went in, and a note *al beantwoord* was seen by nobody."""
    path = _write(box, {"Alles": [["Ideeën van de bus"], HEAD, ELS, [], HEAD, BERT], "2025": [HEAD]})
    book = openpyxl.load_workbook(path)
    book["Alles"]["B3"].font = Font(strike=True)
    book["Alles"]["B6"].comment = Comment("al beantwoord", "An")
    book["Alles"]["B2"].comment = Comment("zo vult u dit in", "An")
    book.save(path)
    received = box.import_file(path)
    assert [(each.row, each.column, each.code) for each in received.findings] == [
        (6, "Uw idee", "cell-note"),
        (3, "Uw idee", "crossed-out"),
    ]
    assert "al beantwoord" in received.findings[0].message
    assert len(box.ideas()) == 2
