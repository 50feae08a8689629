"""Who does not work here any more by a column, a sheet, a line or a remark of a staff list gets no mail."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from terugkom.errors import InputError
from terugkom.subscribers.employment import is_heading_of_former_staff
from terugkom.subscribers.in_service import parse_in_service
from terugkom.subscribers.subscription_status import SubscriptionStatus
from tests.sheets import Sheets, write_sheets
from tests.subscribers.conftest import AN, BO, CAS, TODAY, SubscriberMunicipality

MOSTLY_SQLITE = True

A, B, C = ("An Peeters", AN), ("Bo Maes", BO), ("Cas Wolf", CAS)
HEAD = ("Naam", "E-mail")


def _write(town: SubscriberMunicipality, sheets: Sheets) -> Path:
    return write_sheets(town.folder / "staf.xlsx", sheets)


def _read(town: SubscriberMunicipality, sheets: Sheets) -> list[tuple[str, int, str, str]]:
    """Import a list, after one with all three people; return where each finding stands, and what it is."""
    town.import_staff_file(_write(town, {"Alle": [HEAD, A, B, C]}))
    report = town.import_staff_file(_write(town, sheets))
    return [(each.sheet, each.row, each.column, each.code) for each in report.findings]


def _list_readers(town: SubscriberMunicipality) -> set[str]:
    return {each.email for each in town.readers() if each.status is SubscriptionStatus.SUBSCRIBED}


def _column(header: str, *words: str) -> Sheets:
    return {
        "Personeel": [(*HEAD, header), *((*each, word) for each, word in zip((A, B, C), words, strict=True))]
    }


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Actief", ("ja", "nee", "ja")),
        ("Actief?", ("", "nee", "")),
        ("In dienst", ("J", "N", "J")),
        ("In dienst (J/N)", ("1", "0", "1")),
        ("Uit dienst", ("nee", "ja", "")),
        ("Status", ("in dienst", "uit dienst", "actief")),
        ("Actif", ("oui", "non", "oui")),
        ("Employed", ("yes", "no", "yes")),
        ("Aktiv", ("ja", "nein", "ja")),
        ("Actief", ("✔", "✘", "✔")),
        ("Uit dienst", ("", "x", "-")),
    ],
)
def test_who_is_not_in_service_by_a_column_gets_no_mail(
    town: SubscriberMunicipality, header: str, words: Sequence[str]
) -> None:
    assert _read(town, _column(header, *words)) == [("Personeel", 3, header, "out-of-service")]
    assert _list_readers(town) == {AN, CAS}
    assert town.reader(BO).departed_on == TODAY


def test_a_new_one_who_is_not_in_service_is_no_reader(town: SubscriberMunicipality) -> None:
    town.import_staff_file(_write(town, _column("Actief", "ja", "nee", "ja")))
    assert _list_readers(town) == {AN, CAS}
    assert town.counts() == {"reading": 2}


def test_a_person_of_the_plan_who_is_not_in_service_stays_away(town: SubscriberMunicipality) -> None:
    town.person("BO", BO)
    town.add_subscribers()
    town.import_staff_file(_write(town, _column("Actief", "ja", "nee", "ja")))
    town.add_subscribers()
    assert _list_readers(town) == {AN, CAS}


def test_who_comes_back_gets_mail_again(town: SubscriberMunicipality) -> None:
    _read(town, _column("Actief", "ja", "nee", "ja"))
    town.import_staff_file(_write(town, _column("Actief", "ja", "ja", "nee")))
    assert _list_readers(town) == {AN, BO}


@pytest.mark.parametrize(
    ("header", "words"),
    [
        *(
            (header, ("ja", "nee", "ja"))
            for header in (
                "Actief als vrijwilliger",
                "Actief (vrijwilliger)",
                "Account actief",
                "Active Directory",
                "Status fiets",
                "Status (fiets)",
                "Burgerlijke status",
                "Situation familiale",
                "Employed full time",
                "Statut vacciné",
                "Zelfstandig actief",
            )
        ),
        ("Status", ("C", "N", "V")),
        ("Status", ("V", "N", "V")),
        ("Statut", ("Statutaire", "Contractuel", "Actif")),
        ("Status", ("gehuwd", "nee", "actief")),
    ],
)
def test_a_column_that_has_nothing_to_do_with_employment_says_nothing(
    town: SubscriberMunicipality, header: str, words: Sequence[str]
) -> None:
    assert _read(town, _column(header, *words)) == []
    assert _list_readers(town) == {AN, BO, CAS}


def test_a_status_that_says_it_of_some_alone_is_asked_about(town: SubscriberMunicipality) -> None:
    found = _read(town, _column("Status", "ziek", "uit dienst", "actief"))
    assert found == [("Personeel", 3, "Status", "departure-remark")]
    assert _list_readers(town) == {AN, BO, CAS}


def test_a_column_of_a_code_before_that_of_employment_is_passed_over(town: SubscriberMunicipality) -> None:
    rows = [(*HEAD, "Status", "Actief"), (*A, "N", "ja"), (*B, "C", "nee"), (*C, "N", "ja")]
    assert _read(town, {"Personeel": rows}) == [("Personeel", 3, "Actief", "out-of-service")]
    assert _list_readers(town) == {AN, CAS}


@pytest.mark.parametrize("header", ["Laptop in dienst", "Badge uit dienst"])
def test_a_word_below_a_header_of_something_else_is_no_departure(
    town: SubscriberMunicipality, header: str
) -> None:
    word = "nee" if header.startswith("Laptop") else "ja"
    found = _read(town, _column(header, "", word, ""))
    assert [(row, column) for _, row, column, _ in found] == [(3, header)]
    assert _list_readers(town) == {AN, BO, CAS}


def test_the_finding_names_the_column_and_says_how_many_it_departs(town: SubscriberMunicipality) -> None:
    report = town.import_staff_file(_write(town, _column("Actief", "nee", "nee", "ja")))
    (told,) = report.findings
    assert "“Actief” uit dienst zijn: 2; dit is de eerste" in told.message


def test_a_column_of_another_kind_says_nothing(town: SubscriberMunicipality) -> None:
    assert _read(town, _column("Statuut", "statutair", "contractueel", "")) == []
    assert _list_readers(town) == {AN, BO, CAS}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ja", "", "ja"), ("Personeel", 3, "Actief", "no-in-service")),
        (("ja", "deeltijds", "ja"), ("Personeel", 3, "Actief", "unknown-in-service")),
    ],
)
def test_who_may_be_in_service_stays_as_before(
    town: SubscriberMunicipality, words: Sequence[str], told: tuple[str, int, str, str]
) -> None:
    assert _read(town, _column("Actief", *words)) == [told]
    assert _list_readers(town) == {AN, BO, CAS}


@pytest.mark.parametrize(
    "sheets",
    [
        {"Personeel": [HEAD, A, C], "Uit dienst": [HEAD, B]},
        {"Agents": [HEAD, A, C], "Sortis 2026": [HEAD, B]},
        {"Personeel": [HEAD, A, C], "Ex-medewerkers": [HEAD, B]},
    ],
)
def test_who_stands_on_a_sheet_of_those_who_left_gets_no_mail(
    town: SubscriberMunicipality, sheets: Sheets
) -> None:
    assert _read(town, sheets) == [([*sheets][1], 2, "", "former-staff")]
    assert _list_readers(town) == {AN, CAS}


def test_who_stands_below_a_line_of_those_who_left_gets_no_mail(town: SubscriberMunicipality) -> None:
    rows = [HEAD, A, ("Uit dienst",), B, ("Onthaal",), C]
    found = _read(town, {"Personeel": rows})
    assert found == [
        ("Personeel", 3, "", "former-staff"),
        ("Personeel", 5, "E-mail", "no-address"),
    ]
    assert _list_readers(town) == {AN, CAS}


def test_the_day_on_a_sheet_of_those_who_left_is_that_of_the_departure(town: SubscriberMunicipality) -> None:
    left = [(*HEAD, "Datum uit dienst"), (*B, "01/02/2026"), (*C, "1/3/2027")]
    _read(town, {"Personeel": [HEAD, A], "Uit dienst": left})
    assert [str(town.reader(each).departed_on) for each in (BO, CAS)] == ["2026-02-01", "2027-03-01"]


def test_who_stands_on_both_works_here_and_that_is_told(town: SubscriberMunicipality) -> None:
    found = _read(town, {"Personeel": [HEAD, A, B, C], "Uit dienst": [HEAD, B]})
    assert found == [("Uit dienst", 2, "", "former-staff"), ("Uit dienst", 2, "", "former-and-listed")]
    assert _list_readers(town) == {AN, BO, CAS}


@pytest.mark.parametrize(
    "remark", ["uit dienst sinds 1/2/2026", "Met pensioen", "a quitté le service", "left in May"]
)
def test_a_remark_that_somebody_left_is_asked_about(town: SubscriberMunicipality, remark: str) -> None:
    assert _read(town, _column("Opmerking", "", remark, "werkt deeltijds")) == [
        ("Personeel", 3, "Opmerking", "departure-remark")
    ]
    assert _list_readers(town) == {AN, BO, CAS}


def test_a_remark_behind_a_name_is_asked_about(town: SubscriberMunicipality) -> None:
    found = _read(town, {"Personeel": [HEAD, A, ("Bo Maes (uit dienst)", BO), ("Cas Wolf (onthaal)", CAS)]})
    assert found == [("Personeel", 3, "Naam", "departure-remark")]


def test_a_name_and_an_address_in_each_others_columns_are_read(town: SubscriberMunicipality) -> None:
    town.import_staff_file(_write(town, {"Personeel": [HEAD, A, (BO, "Bo Maes"), C]}))
    assert town.reader(BO).name == "Bo Maes"


@pytest.mark.parametrize(
    "rows",
    [
        [("Naam", "An", "Bo", "Cas"), ("E-mail", AN, BO, CAS), ("Dienst", "a", "b", "c")],
        [("Naam", "An", "Bo"), ("E-mail", AN, BO)],
    ],
)
def test_people_in_columns_are_refused_and_nothing_changes(
    town: SubscriberMunicipality, rows: Sequence[Sequence[str]]
) -> None:
    with pytest.raises(InputError) as refused:
        _read(town, {"Personeel": rows})
    assert "Transponeren" in refused.value.render("nl")
    assert _list_readers(town) == {AN, BO, CAS}


def test_people_in_columns_on_a_further_sheet_are_told(town: SubscriberMunicipality) -> None:
    sheets = {"Personeel": [HEAD, A], "Stagiairs": [("Naam", "Bo", "Cas"), ("E-mail", BO, CAS)]}
    assert _read(town, sheets) == [("Stagiairs", 2, "", "unread-addresses")]
    assert _list_readers(town) == {AN, BO, CAS}


@pytest.mark.parametrize(
    "title",
    [
        "In en uit dienst",
        "Arrivées et départs",
        "Dienst Uitleen",
        "Actieven",
        "Personeel (zonder vertrokken)",
        "Personeel excl. uit dienst",
        "Personeel, niet de gepensioneerden",
        "hors retraites",
        "Agents sans les anciens collègues",
        "Staff without leavers",
        "Personal ohne Ausgeschiedene",
        "In- en uitdiensttredingen",
        "In/uit dienst",
        "Actief-inactief",
        "Gepensioneerden en actieven",
        "Current and former staff",
        "Ehemalige und aktuelle",
        "Maison de retraites",
        "Anciens combattants",
        "Sorties scolaires",
        "Partis politiques",
    ],
)
def test_a_title_of_both_or_of_neither_is_no_heading_of_those_who_left(title: str) -> None:
    assert not is_heading_of_former_staff(title)


@pytest.mark.parametrize(
    "title",
    [
        "Niet meer actief, vertrokken",
        "Hors service (retraités)",
        "Anciens 2026",
        "Anciens agents",
        "Retraités",
        "Ehemalige",
        "Former staff",
        "Niet-actieven",
        "Personeel uit dienst",
    ],
)
def test_a_title_says_that_those_below_it_left(title: str) -> None:
    assert is_heading_of_former_staff(title)


def test_a_line_of_those_who_left_ends_at_the_next_table(town: SubscriberMunicipality) -> None:
    rows = [HEAD, A, ("Uit dienst",), (), HEAD, B, (), HEAD, C]
    assert _read(town, {"Personeel": rows}) == [("Personeel", 3, "", "former-staff")]
    assert _list_readers(town) == {AN, CAS}


def test_a_list_with_nobody_in_service_is_refused_and_says_so(town: SubscriberMunicipality) -> None:
    with pytest.raises(InputError) as refused:
        _read(town, {"Uit dienst": [HEAD, A, B, C]})
    assert "niemand nog in dienst (uit dienst: 3)" in refused.value.render("nl")
    assert _list_readers(town) == {AN, BO, CAS}


@pytest.mark.parametrize(("word", "said"), [("Nee", False), ("☑", True), ("", None), ("3", None)])
def test_a_word_says_who_is_in_service(word: str, said: bool | None) -> None:
    assert parse_in_service(word) is said
