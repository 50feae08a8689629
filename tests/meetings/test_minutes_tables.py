"""Tables that Word, LibreOffice or a secretary split, joined or gave a title are read whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.docx_reader import DocxTable, DocxText
from terugkom.meetings.minutes.parse_minutes import parse_minutes

ATTENDANCE: DocxTable = (
    ("Code", "Naam", "Aanwezigheid"),
    ("AN", "An Wijn", "aanwezig"),
    ("", "Bé Vos", "afwezig"),
    ("CO", "Co", "aanwezig"),
)
AGENDA: DocxTable = (
    ("Punt", "Actie", "Waarover", "Al uitgesteld", "Afgehandeld?"),
    ("P1", "E1", "Ledlampen", "nog niet", "ja"),
    ("P2", "", "Wie betaalt?", "één keer", "nee"),
)
ACTIONS: DocxTable = (
    ("Code", "Actie", "Trekkers", "Deadline", "Status"),
    ("E1", "Ledlampen", "An Wijn", "1 mei 2027", "lopend"),
    ("E2", "Zonnepanelen", "nog niemand", "nog geen", "gepland"),
)
DECISIONS: DocxTable = (
    ("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting"),
    ("1", "E1", "deadline", "eind 2027", ""),
    ("2", "", "", "", ""),
    ("3", "E2", "stop", "", "Te duur"),
    ("4", "E3", "status", "klaar", ""),
)
NEW: DocxTable = (
    ("Code", "Titel", "Trekker", "Deadline", "Toelichting"),
    ("E4", "Warmtescan", "AN", "juni 2028", ""),
    ("", "Deelfietsen", "", "", ""),
)
WHOLE = (ATTENDANCE, AGENDA, ACTIONS, DECISIONS, NEW)


@st.composite
def split_documents(draw: st.DrawFn) -> tuple[DocxTable, ...]:
    """The tables, each split at any rows, each part with or without its header."""
    parts: list[DocxTable] = []
    for table in WHOLE:
        cuts = sorted(draw(st.sets(st.integers(1, len(table) - 1))))
        for first, last in zip([0, *cuts], [*cuts, len(table)], strict=True):
            has_header = first > 0 and draw(st.booleans())
            parts.append((table[0],) * has_header + table[first:last])
    return tuple(parts)


@given(split_documents())
def test_a_split_table_reads_as_the_whole_one(tables: tuple[DocxTable, ...]) -> None:
    assert parse_minutes(DocxText((), tables)) == parse_minutes(DocxText((), WHOLE))


def test_an_own_table_between_two_parts_is_left_out() -> None:
    own = (("Post", "Bedrag"), ("Ledlampen", "1 200 euro"))
    tables = (ATTENDANCE, DECISIONS[:3], own, DECISIONS[3:])
    assert [each.action for each in parse_minutes(DocxText((), tables))[0].entries] == ["E1", "E2", "E3"]


def test_tables_that_were_joined_are_read_apart() -> None:
    written, missing = parse_minutes(DocxText((), (ATTENDANCE, (*AGENDA, *ACTIONS, *DECISIONS, *NEW))))
    assert (written, missing) == parse_minutes(DocxText((), WHOLE))


def test_a_title_above_the_header_is_no_row() -> None:
    titled = (("Besluiten", "", "", "", ""), *DECISIONS)
    tables = (ATTENDANCE, AGENDA, ACTIONS, titled, NEW)
    assert parse_minutes(DocxText((), tables)) == parse_minutes(DocxText((), WHOLE))


def test_a_row_keeps_its_number_in_the_second_part() -> None:
    written, _ = parse_minutes(DocxText((), (ATTENDANCE, DECISIONS[:3], DECISIONS[3:])))
    assert [each.location.row for each in written.entries] == [1, 3, 4]


@pytest.mark.parametrize(
    ("part", "unread"),
    [
        ((("E3", "stopzetten", "", "Te duur"),), ["Besluiten"]),
        ((("3", "E3", "stopzetten", "", "Te duur", ""),), ["Besluiten"]),
        ((("", "Lut De Smet", "", "aanwezig"),), ["Aanwezigheid"]),
        ((("Actie", "Wie", "Status", "Wanneer"), ("Zaal", "An", "ok", "juni")), []),
        ((("Datum", "15 maart 2027"), ("Plaats", "Raadzaal")), []),
        ((("Status", "Versie 1.2"),), []),
        ((("Aanwezig", "An, Bart"), ("Verontschuldigd", "Cis")), []),
        ((("Aanwezig", "An, Bart", "Verontschuldigd", "Cis"),), []),
    ],
)
def test_a_part_without_header_of_another_width_is_told_and_not_lost(
    part: DocxTable, unread: list[str]
) -> None:
    header = ("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting")
    people = (("Code", "Naam", "Aanwezigheid"), ("AN", "An Wijn", "aanwezig"))
    decisions = (header, ("1", "E1", "status", "klaar", ""))
    _, missing = parse_minutes(DocxText((), (people, decisions, part)))
    assert missing == unread


@pytest.mark.parametrize(
    ("own", "unread"),
    [
        (("Nota", "Versie 1.2", "status", "15 maart"), []),
        (("Budget", "2027", "status", "1 200 euro"), []),
        (("E-03 Warmtenet", "stopzetten", "", "Te duur"), ["Besluiten"]),
        (("E3", "stopzetten", "", "Te duur"), ["Besluiten"]),
    ],
)
def test_only_a_code_of_the_plan_makes_a_decision_of_a_row(own: tuple[str, ...], unread: list[str]) -> None:
    document = DocxText((), (ATTENDANCE, DECISIONS, (own,)))
    assert parse_minutes(document, ("E-01", "E-03"))[1] == unread


def test_a_table_before_those_of_the_minutes_is_no_part_of_them() -> None:
    own = (("E3", "status", "lopend", "Te duur"), ("", "An", "", "aanwezig"))
    assert parse_minutes(DocxText((), (own, *WHOLE)))[1] == []


@pytest.mark.parametrize(
    ("part", "unread"),
    [
        ((("Deelfietsen", "An Wijn", "juni 2027", ""),), ["Nieuwe acties"]),
        ((("", "Deelfietsen", "", "15/6/2027"), ("", "Laadpaal", "", "")), ["Nieuwe acties"]),
        ((("", "Deelfietsen", "an wijn", ""),), ["Nieuwe acties"]),
        ((("15/6/2027", "Bezoek aan het zonnepark", "An", "Raadzaal"),), []),
        ((("Wat", "Wie", "Wanneer", "Waar"), ("Bezoek", "An Wijn", "15/6/2027", "Raadzaal")), []),
        ((("E-01", "Ledlampen", "An Wijn", "15/6/2027"),), []),
        ((("Deelfietsen", "15/6/2027"),), []),
    ],
)
def test_a_part_of_the_new_actions_without_header_is_told(part: DocxTable, unread: list[str]) -> None:
    _, missing = parse_minutes(DocxText((), (*WHOLE, part)), ("E-01",), ("AN", "An Wijn"))
    assert missing == unread


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Nieuwe acties", ("Titel", "Trekker", "Deadline", "Toelichting")),
        ("Nieuwe acties", ("Code", "Omschrijving", "Trekker", "Deadline", "Toelichting")),
        ("Agenda", ("Punt", "Actie", "Onderwerp", "Al uitgesteld", "Afgehandeld?")),
        ("Agenda", ("Punt", "Waarover", "Afgehandeld?")),
        ("Verloop", ("Agendapunt", "Bespreking")),
        ("Besluiten", ("Nr", "Actie", "Besluit", "Waarde", "Toelichting")),
        ("Aanwezigheid", ("Naam", "Aanwezigheid")),
    ],
)
def test_a_table_whose_headers_were_changed_is_told_and_not_lost(name: str, header: tuple[str, ...]) -> None:
    """What stood below them was left out, and only two of the tables were missed."""
    filled = (header, tuple(f"iets {at}" for at in range(len(header))))
    kept = (ATTENDANCE, DECISIONS)
    assert parse_minutes(DocxText((), (*kept, filled)))[1] == [name]
    assert parse_minutes(DocxText((), (*kept, (header, ("",) * len(header)))))[1] == []


@pytest.mark.parametrize(
    "own",
    [
        (("Actie", "Trekker", "Deadline"), ("Zaal vastleggen", "An", "juni")),
        (("Post", "Waarde", "Toelichting"), ("Led", "1 200 euro", "")),
        (("Aanwezigheid", "An, Bart"), ("Plaats", "Raadzaal")),
    ],
)
def test_an_own_table_with_a_few_of_these_headers_is_read_past(own: DocxTable) -> None:
    assert parse_minutes(DocxText((), (*WHOLE, own)))[1] == []
