"""Several tables in a sheet, under or beside one another, each with its own header."""

from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.table_detection import detect_plan_tables
from tests.workbook.foreign_tables import deadline, owners, read_sheet, read_sheets, titles

FIRST = [["Nr", "Actie", "Trekker", "Deadline"], ["1", "Led in de sporthal", "An Peeters", "2027"]]
OTHER = [["Maatregel", "Wie", "Budget", "Timing"], ["Schoolstraten", "Bart Claes", "€ 5.000", "2028"]]


def test_tables_under_one_another_have_other_words_and_columns() -> None:
    found = read_sheet(*FIRST, [], *OTHER)

    assert [(each.row, *titles([each]), *owners(each), deadline(each)) for each in found] == [
        (2, "Led in de sporthal", "An Peeters", "2027-12-31"),
        (5, "Schoolstraten", "Bart Claes", "2028-12-31"),
    ]
    assert [each.extra for each in found] == [{}, {}]
    assert [each.code for each in found] == ["1", ""]


def test_a_table_may_begin_without_a_blank_row_and_under_a_header_with_a_mistake() -> None:
    found = read_sheet(
        ["Num mer", "Thema", "Naam"],
        ["1", "Energie", "Led in de sporthal"],
        ["2", "Energie", "Zonnepanelen op de loods"],
        ["Nummer", "Thema", "Naam"],
        ["1", "Mobiliteit", "Schoolstraten"],
        ["2", "Mobiliteit", "Deelwagens"],
    )
    assert titles(found) == [
        "Led in de sporthal",
        "Zonnepanelen op de loods",
        "Schoolstraten",
        "Deelwagens",
    ]


def test_the_line_above_each_table_is_the_theme_of_its_actions() -> None:
    found = read_sheet(
        ["Actieplan duurzaamheid 2026-2031"],
        [],
        ["Pijler 1: Energie"],
        *FIRST,
        ["Mobiliteit:"],
        ["Actie", "Trekker"],
        ["Schoolstraten", "Bart Claes"],
    )
    assert [each.values["theme"] for each in found] == ["Pijler 1: Energie", "Mobiliteit"]


def test_a_caption_of_all_tables_and_the_title_of_the_plan_are_no_themes() -> None:
    caption = ["C-3.1: Summary of interventions"]
    found = read_sheet(
        ["Actieplan 2027"], *FIRST, [], caption, *OTHER, [], ["Tabel 3"], *OTHER[:1], ["Deelfietsen"]
    )
    assert [each.values.get("theme", "") for each in found] == ["", "", ""]


def test_a_header_repeated_on_the_next_page_keeps_the_theme_and_a_line_above_one_begins_another() -> None:
    header = ["Actie", "Trekker", "Deadline"]
    found = read_sheet(
        ["Energie"],
        header,
        ["Led in de sporthal", "An Peeters", "2027"],
        header,
        ["Warmtepomp in de school", "An Peeters", "2028"],
        ["Mobiliteit"],
        header,
        ["Schoolstraten", "Bart Claes", "2028"],
    )
    assert [(each.values["title"], each.values["theme"]) for each in found] == [
        ("Led in de sporthal", "Energie"),
        ("Warmtepomp in de school", "Energie"),
        ("Schoolstraten", "Mobiliteit"),
    ]


def test_a_last_action_with_only_a_title_is_no_heading_of_the_header_repeated_below_it() -> None:
    header = ["Actie", "Trekker", "Deadline"]
    found = read_sheet(
        header, ["Led in de sporthal", "An Peeters", "2027"], ["Deelwagens"], header, ["Hagen", "Bo Maes", ""]
    )
    assert titles(found) == ["Led in de sporthal", "Deelwagens", "Hagen"]


def test_tables_beside_one_another_also_of_other_length_words_and_begin() -> None:
    found = read_sheet(
        ["Nr", "Actie", "Trekker", "", "", "", ""],
        ["1", "Led in de sporthal", "An Peeters", "", "Maatregel", "Wie", "Wanneer"],
        ["2", "Zonnepanelen op de loods", "An Peeters", "", "Schoolstraten", "Bart Claes", "2028"],
        ["3", "Warmtepomp in de school", "Cas Dils"],
    )
    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == [
        ("Led in de sporthal", ["An Peeters"], ""),
        ("Zonnepanelen op de loods", ["An Peeters"], ""),
        ("Warmtepomp in de school", ["Cas Dils"], ""),
        ("Schoolstraten", ["Bart Claes"], "2028-12-31"),
    ]


def test_a_header_that_begins_again_in_its_row_is_two_tables_without_a_blank_column() -> None:
    header = ["Nr", "Actie", "Trekker"]
    found = read_sheet(
        [*header, *header],
        ["1", "Led in de sporthal", "An Peeters", "4", "Schoolstraten", "Bart Claes"],
        ["2", "Zonnepanelen op de loods", "An Peeters", "5", "Deelwagens", "Cas Dils"],
    )
    assert {(each.code, each.values["title"]) for each in found} == {
        ("1", "Led in de sporthal"),
        ("2", "Zonnepanelen op de loods"),
        ("4", "Schoolstraten"),
        ("5", "Deelwagens"),
    }


def test_a_blank_column_in_a_table_makes_no_two_of_it() -> None:
    found = read_sheet(
        ["Nr", "Actie", "Thema", "", "Project", "Trekker", "Deadline"],
        ["1", "Led in de sporthal", "Energie", "", "Sport 2030", "An Peeters", "2027"],
        ["2", "Schoolstraten", "Mobiliteit", "", "Veilig naar school", "Bart Claes", "2028"],
    )
    assert [(each.values["title"], owners(each), deadline(each)) for each in found] == [
        ("Led in de sporthal", ["An Peeters"], "2027-12-31"),
        ("Schoolstraten", ["Bart Claes"], "2028-12-31"),
    ]
    assert found[0].extra == {"Project": "Sport 2030"}


def test_a_table_above_whose_header_has_words_we_do_not_know_is_read_too() -> None:
    found = read_sheet(
        ["Wat gaan we realiseren", "Trekker", "Tegen wanneer klaar"],
        ["Led in de sporthal", "An Peeters", "2027"],
        ["Zonnepanelen op de loods", "An Peeters", "2028"],
        [],
        *OTHER,
    )
    assert titles(found) == ["Led in de sporthal", "Zonnepanelen op de loods", "Schoolstraten"]


def test_lists_of_people_of_words_and_of_the_plan_itself_beside_a_plan_are_no_actions() -> None:
    found = read_sheets(
        {
            "Plan": [
                ["Titel", "Klimaatplan Zilverbeke"],
                ["Trekker", "An Peeters"],
                ["Periode", "2026-2031"],
                ["Status", "goedgekeurd"],
                [],
                *FIRST,
                [],
                ["Naam", "Dienst", "E-mail"],
                ["An Peeters", "Milieu", "an@gemeente.example"],
            ],
            "Keuzelijsten": [["Status", "Dienst"], ["lopend", "Milieu"], ["klaar", "Sport"]],
        }
    )
    assert titles(found) == ["Led in de sporthal"]


def test_a_header_whose_title_has_words_we_do_not_know_is_no_form() -> None:
    header = ["Ingrepen per soort", "Trekker", "Einddatum", "Thema", "Budget"]
    found = read_sheet(
        ["Tabel 1"],
        header,
        ["Gevels isoleren", "An Peeters", "2027", "Energie", "€ 5.000"],
        ["Daken vergroenen", "Bart Claes", "2028", "Energie", "€ 2.000"],
        [],
        header,
        ["Straten ontharden", "Bart Claes", "2028", "Water", "€ 9.000"],
    )
    assert titles(found) == ["Gevels isoleren", "Daken vergroenen", "Straten ontharden"]


def test_a_column_that_was_asked_for_need_not_stand_in_every_table() -> None:
    rows = [["Nr", "Ingreep", "Wie"], ["1", "Led in de sporthal", "An Peeters"], [], *OTHER]

    found = detect_plan_tables([Table("Plan", rows)], {"Ingreep": "title"}, {}, "plan.xlsx")

    assert [each.header_of("title") for each in found] == ["Ingreep", "Maatregel"]
