"""Plans in csv files: their delimiter, sums in text, and the columns that a person named before."""

import io
from array import array
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.errors import UnreadableFile
from terugkom.plan.model import Action, Person
from terugkom.workbook.file_formats.delimited_text import read_delimited
from terugkom.workbook.file_formats.read_tables import read_tables
from terugkom.workbook.import_report import ImportReport
from tests.clock import clock_on
from tests.import_workbook import import_workbook

MOSTLY_SQLITE = True
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "content",
    [
        "Nr;Actie;Uitleg;Trekker\n1;Led;lampen, armaturen, sensoren, borden;An\n2;Zon;dak, keuren;Bart\n",
        'Nr,Actie,Toelichting,Trekker\n1,Led,"lampen; armaturen",An\n2,Zon,dak,Bart\n',
        "Nr\tActie\tToelichting\tTrekker\n1\tLed\tlampen, a, b; c; d\tAn\n2\tZon\tdak, keuren\tBart\n",
        "Nr;Actie;Toelichting;Trekker\n1;Led;;An\n\n2;Zon, dak, net, stroom, meter;;Bart\n",
    ],
)
def test_the_delimiter_is_what_makes_the_rows_alike(tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(content, "utf-8")
    (table,) = read_tables(path)
    assert [row[0] for row in table.rows if row] == ["Nr", "1", "2"]
    assert {len(row) for row in table.rows if row} == {4}


@pytest.mark.parametrize(
    "total",
    [
        *(";;Totaal;55", ";Totaal;;€ 30.000", "Totaal;;;55,5 ton", ";;Totaal generaal;-"),
        *(";;Totale kostprijs (excl. btw);1.750", ";;Saldo;250"),
    ],
)
def test_a_total_of_a_csv_is_no_action(sqlite_database: Database, tmp_path: Path, total: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        f"Nr;Thema;Actie;CO2\n1;Energie;Led in de sporthal;20\n2;Energie;Zon;35\n{total}\n", "utf-8"
    )
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    assert report.actions["added"] == 2


@pytest.mark.long
def test_a_remembered_map_is_added_to(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "Action/ intervention name;Field;Impact\nLed;Buildings;gas\nZon;Buildings;stroom\n", "utf-8"
    )

    def take(**column_map: str) -> tuple[int, dict[str, str]]:
        report = import_workbook(
            *(sqlite_database, path), slug="linde", today=TODAY, now=clock_on(TODAY), column_map=column_map
        )
        return report.actions["added"], {each.column: each.field for each in report.columns}

    assert take(**{"Action/ intervention name": "title"})[0] == 2
    assert take(Impact="description")[0] == 0
    added, columns = take()
    assert (added, columns["Action/ intervention name"], columns["Impact"]) == (0, "title", "description")
    assert take(Field="description")[1]["Impact"] == ""


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (['1;Hek;"An;2027', "2;Poort;Els;2028", "3;Muur;Jo;2029"], 2),
        (["1;Hek;An;2027", '2;Poort;"Els;2028', "3;Muur;Jo;2029", '4;Dak;"Jo;2029', "5;Vloer;Jo;2030"], 3),
        (['1;"Hek" plaatsen;An;2027', "2;Poort;Els;2028", '3;"Muur;Jo;2029', "4;Dak;Jo;2029"], 4),
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_named_with_its_line(
    tmp_path: Path, rows: list[str], line: int
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(["Nr;Actie;Trekker;Deadline", *rows]), "utf-8")
    with pytest.raises(UnreadableFile, match=rf"quotation mark on line {line} is not closed"):
        read_tables(path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quotation_mark_alone_in_a_cell_is_the_ditto_of_a_person(tmp_path: Path, end: str) -> None:
    path = tmp_path / "plan.csv"
    rows = ["Nr;Actie;Trekker;Deadline", "1;Hek;An;2027", '2;Poort;";2028', "3;Muur;Jo;2029", '4;Dak;";"']
    rows += ['5;"Vloer; trap";Els;2030', '6;Raam;"', '";2031', '7;Deur;An;"', 'eind 2031"', '8;Goot;Bo;"']
    path.write_text(end.join(rows), "utf-8", newline="")
    (table,) = read_tables(path)

    assert [[str(cell) for cell in row] for row in table.rows[1:]] == [
        *(["1", "Hek", "An", "2027"], ["2", "Poort", '"', "2028"], ["3", "Muur", "Jo", "2029"]),
        *(["4", "Dak", '"', '"'], ["5", "Vloer; trap", "Els", "2030"], ["6", "Raam", "", "2031"]),
        *(["7", "Deur", "An", "eind 2031"], ["8", "Goot", "Bo", '"']),
    ]


def test_a_ditto_of_a_csv_is_the_owner_above(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        'Nr;Actie;Trekker\n1;Hek plaatsen;Els Baert\n2;Poort plaatsen;"\n3;Muur voegen;"\n', "utf-8"
    )
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    assert report.actions["added"] == 3
    assert [(each.row, each.code) for each in report.findings if each.code == "ditto-owner"] == [
        (3, "ditto-owner"),
        (4, "ditto-owner"),
    ]


def test_lines_within_a_cell_are_no_swallowed_rows(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        'Nr;Actie;Trekker;Deadline\n1;"Hek;\npoort; muur";"An\nEls";2027\n2;5" scherm;Jo;2028\n', "utf-8"
    )
    assert [len(row) for row in read_tables(path)[0].rows] == [4, 4, 4]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "utf-8", "utf-16"])
@pytest.mark.parametrize("lines", [2, 20_000])  # a large file is read in another process
def test_a_csv_of_excel_is_read_in_the_encoding_that_it_was_saved_in(
    tmp_path: Path, encoding: str, lines: int
) -> None:
    path = tmp_path / "plan.csv"
    row = "1;Café in België renoveren;André Maes\n"
    path.write_text("Nr;Actie;Trekker\n" + row * lines, encoding)
    (table,) = read_tables(path)
    assert table.rows[1] == table.rows[-1] == ["1", "Café in België renoveren", "André Maes"]


def test_a_row_that_was_pasted_from_another_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes("Nr;Actie\n1;Café België\n".encode() + "2;Crèche\n".encode("cp1252"))
    (table,) = read_tables(path)
    assert table.rows[1:] == [["1", "Café België"], ["2", "Crèche"]]


def test_a_row_that_a_delimiter_within_a_text_moved_is_refused_and_its_action_stays(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    rows = ["Nr;Actie;Trekker;Deadline", "1;Led;An Maes;2027", "2;Zon;Bo Claes;2028", "3;Dak;Cas Wils;2029"]

    def take() -> ImportReport:
        path.write_text("\n".join(rows), "utf-8")
        return import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))

    assert take().actions["added"] == 3
    rows[2] = "2;Zon; en wind;Bo Claes;2030"
    rows[3] = "3;Dak;Cas Wils;2031"
    report = take()

    found = [(each.row, each.code) for each in report.findings if each.code != "owner-without-address"]
    assert found == [(3, "too-many-cells")]
    assert (report.rows["refused"], report.actions["added"], report.actions["missing"]) == (1, 0, 0)
    with sqlite_database.read_session() as session:
        deadlines = dict(session.execute(select(Action.code, Action.deadline)).tuples().all())
        people = set(session.scalars(select(Person.name)))
    assert {code: day and day.year for code, day in deadlines.items()} == {"1": 2027, "2": 2028, "3": 2031}
    assert people == {"An Maes", "Bo Claes", "Cas Wils"}


@pytest.mark.parametrize("rows", [1, 2, 6])
@pytest.mark.parametrize(
    "row", ["{0},1,5,An Maes,2027", "{0},€ 1.200,50,An Maes,2027", '"{0}, a",1,5 miljoen,"An Maes",2027']
)
def test_a_number_with_a_comma_that_became_two_cells_moves_nothing(desk: Any, rows: int, row: str) -> None:
    """A file divided by commas with 1,5 in it: where most rows had one, 5 became the owner of each action."""
    path = desk.folder / "plan.csv"
    lines = [row.format(f"Haag {number}") for number in range(rows)]
    path.write_text("\n".join(["Actie,Budget,Trekker,Deadline", "Led,3,Bo Claes,2028", *lines, ""]), "utf-8")
    report = desk.import_file(path)
    found = [(each.row, each.code) for each in report.findings if each.code == "too-many-cells"]
    assert found == [(3 + number, "too-many-cells") for number in range(rows)]
    assert (report.actions["added"], report.rows["refused"]) == (1, rows)


def test_a_column_of_figures_without_a_header_is_kept(desk: Any) -> None:
    path = desk.folder / "plan.csv"
    lines = ["Actie;Budget", "Led;1;12", "Zon;2,5;13", "Dak;3;14", ""]
    path.write_text("\n".join(lines), "utf-8")
    assert desk.import_file(path).actions["added"] == 3


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Nr;Actie;Trekker;Jaar;SDG", "{0};Haag {0};Jan Peeters;2027;3;"),
        ("Actie;Budget", "Led {0};1;12"),
        ("Nr,Actie,Trekker,Jaar,SDG", "{0},Haag {0},Jan Peeters,202,3,"),
    ],
)
def test_two_figures_side_by_side_are_no_number_that_was_split(desk: Any, header: str, row: str) -> None:
    """A delimiter behind each row of data made one number of the last two: plans were refused whole."""
    path = desk.folder / "plan.csv"
    path.write_text("\n".join([header, *(row.format(number) for number in range(1, 7)), ""]), "utf-8")
    report = desk.import_file(path)
    assert (report.actions["added"], report.rows["refused"]) == (6, 0)


def test_a_column_without_a_header_is_kept(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Nr;Actie\n1;Led;bij de school\n2;Zon;op het dak\n3;Dak\n", "utf-8")
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    assert report.actions["added"] == 3
    with sqlite_database.read_session() as session:
        extra = session.scalars(select(Action.extra).order_by(Action.code)).all()
    assert extra == [{"kolom 3": "bij de school"}, {"kolom 3": "op het dak"}, {}]


def test_a_note_in_a_column_without_a_header_is_kept_where_all_rows_have_one_length(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Nr;Actie;Trekker;\n1;Led;An Maes;nakijken\n2;Zon;Bo Claes;\n3;Dak;Cas Wils;\n", "utf-8")

    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))

    assert (report.actions["added"], report.rows["refused"]) == (3, 0)
    with sqlite_database.read_session() as session:
        extra = session.scalars(select(Action.extra).order_by(Action.code)).all()
    assert extra == [{"kolom 4": "nakijken"}, {}, {}]


@pytest.mark.parametrize("blank", [0, 64_000])  # read in this process, and in one of its own
@pytest.mark.parametrize(("end", "moved"), [("", ""), (";", ";"), (";", ";;")])
def test_a_row_that_moved_is_refused_whatever_rows_end_with(
    sqlite_database: Database, tmp_path: Path, blank: int, end: str, moved: str
) -> None:
    path = tmp_path / "plan.csv"
    rows = ["Nr;Actie;Trekker", "1;Led;An Maes", "2;Zon; en wind;Bo Claes", "3;Dak;Cas Wils"]
    lines = [f"{row}{moved if row[0] == '2' else end}" for row in rows]
    path.write_text("\n".join([*lines, *[";;;"] * blank, ""]), "utf-8")

    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))

    assert (report.actions["added"], report.rows["refused"]) == (2, 1)
    (told,) = [each for each in report.findings if each.code == "too-many-cells"]
    assert told.row == 3
    width = 3 + len(end)
    assert f"staan {4 + len(moved)} cellen, en er zijn {width} kolommen" in told.message


def test_a_csv_with_bars_is_read_and_bars_between_names_make_none(desk: Any) -> None:
    rows = [
        ["Nr", "Actie", "Trekker"],
        ["1", "Hek, poort; en muur", "An Peeters"],
        ["2", "Bank", "Bart Claes"],
    ]
    desk.import_file(desk.table(rows, delimiter="|"))
    assert desk.action("1")["title"] == "Hek, poort; en muur"

    names = [
        ["Nr", "Trekker"],
        ["3", "An Peeters|Bart Claes|Els Maes"],
        ["4", "An Peeters|Bart Claes|Els Maes"],
    ]
    file = io.BytesIO("\n".join(";".join(row) for row in names).encode())
    assert [len(row) for row in read_delimited(file, array("I"))] == [2, 2, 2]


def test_a_table_as_markdown_draws_it_is_read(desk: Any) -> None:
    path = desk.folder / "plan.csv"
    lines = (
        "| Nr | Actie | Trekker |",
        "|----|:------|---------|",
        "| 3 | Regenwaterput bouwen | An Peeters |",
    )
    path.write_text("\n".join((*lines, "| 4 | Bomen planten | Bart Claes |", "")), "utf-8")
    assert desk.import_file(path).actions["added"] == 2
    assert (desk.action("3")["title"], desk.action("3")["owners"]) == ("Regenwaterput bouwen", ["an-peeters"])


def test_a_text_that_a_program_wrote_as_a_formula_is_that_text(desk: Any) -> None:
    rows = 'Nr;Actie;Trekker;Deadline\n="007";Led;An Peeters;="31/12/2027"\n"=""008""";Zon;Bé Vos;2028\n'
    path = desk.folder / "plan.csv"
    path.write_text(rows, encoding="utf-8")
    desk.import_file(path)
    assert str(desk.action("007")["deadline"]) == "2027-12-31"
    assert desk.action("008")["title"] == "Zon"


@pytest.mark.parametrize("end", [b"", b"\0" * 400])
def test_zeros_in_a_cell_or_at_the_end_are_no_text_and_hide_none(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(b"Nr;Actie\n1;L\0ed\n2;Caf\xc3\xa9\n" + end)
    (table,) = read_tables(path)
    assert table.rows == [["Nr", "Actie"], ["1", "Led"], ["2", "Café"]]


def test_a_row_that_ends_too_early_is_imported_and_told(desk: Any, places: Any) -> None:
    """A quotation mark that was not doubled cut it, and its rest was an action of that name."""
    rows = [
        f'{at};Dak {at} isoleren;An Peeters;31/12/2027;"Met ""wol""\nvan {at} cm; of meer"' for at in range(9)
    ]
    rows[4] = rows[4].replace('""', '"')
    path = desk.folder / "plan.csv"
    path.write_text("\n".join(["Nr;Actie;Trekker;Deadline;Omschrijving", *rows]), "utf-8")

    report = desk.import_file(path)

    assert report.actions["added"] == 10
    assert ("plan.csv", 7, "", "too-few-cells") in places(report)  # the fifth, and its rest
    assert [each[3] for each in places(report)].count("too-few-cells") == 1


def test_the_last_row_of_a_file_that_was_cut_short_is_told(desk: Any, places: Any) -> None:
    rows = [f"{at};Dak {at} isoleren;An Peeters;31/12/2027;lopend" for at in range(5)]
    path = desk.folder / "plan.csv"
    path.write_text("\n".join(["Nr;Actie;Trekker;Deadline;Status", *rows])[:-14], "utf-8")

    assert ("plan.csv", 6, "", "too-few-cells") in places(desk.import_file(path))


def test_rows_that_end_where_nothing_more_is_written_are_told_of_none(desk: Any, places: Any) -> None:
    rows = [f"{at};Dak {at} isoleren;An Peeters" + ";2027" * (at % 2) for at in range(6)]
    path = desk.folder / "plan.csv"
    path.write_text("\n".join(["Nr;Actie;Trekker;Deadline;Status;;", *rows]), "utf-8")

    assert "too-few-cells" not in {each[3] for each in places(desk.import_file(path))}
