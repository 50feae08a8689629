"""The staff list goes in by address, each row accounted for, and nobody reads again who did not want to."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from terugkom.errors import InputError, UnknownMunicipality
from terugkom.plan.model import Person
from terugkom.subscribers import subscription_status
from tests.soak import often
from tests.subscribers.conftest import AN, BO, CAS, SubscriberMunicipality, listed

MOSTLY_SQLITE = True

MANY = often(600, soak=10_000)


@pytest.mark.each_database
def test_every_row_is_accounted_for_and_a_bad_one_is_named_by_file_row_and_column(
    town: SubscriberMunicipality,
) -> None:
    report = town.import_staff(
        ("An Peeters", "An@ZB.example.org", "1/3/2019", ""),
        ("Bo Maes", "bo@zb", "", ""),
        ("Cas Wolf", CAS, "31/02/2020", ""),
        ("", "", "", ""),
        ("Dora Neels", "", "", ""),
        ("An Peeters", "an@zb.example.org", "1/3/2019", ""),
        ("Een ander", "an@zb.example.org", "", ""),
    )
    assert {fate: count for fate, count in report.rows.items() if count} == {
        "header": 1,
        "imported": 2,
        "joined": 2,
        "refused": 2,
        "blank": 1,
    }
    found = [(each.sheet, each.row, each.column, each.code) for each in report.findings]
    assert found == [
        ("staf.csv", 3, "E-mail", "bad-email"),
        ("staf.csv", 4, "In dienst sinds", "impossible-date"),
        ("staf.csv", 6, "E-mail", "no-address"),
        ("staf.csv", 8, "E-mail", "duplicate-address"),
    ]
    assert [each.email for each in town.readers()] == [AN, CAS]
    assert town.reader(AN).started_on == date(2019, 3, 1)


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (("Naam", "Voornaam", "E-mailadres", "In dienst sinds", "Uit dienst"), ("Peeters", "An")),
        (("Nom", "Prénom", "Courriel", "Date d'entrée en service", "Date de sortie"), ("Peeters", "An")),
        (("Full name", "ID", "E-mail address", "Start date", "End date"), ("An Peeters", "7")),
        (
            ("Familienaam", "Voornaam", "E-mail (werk)", "Datum indiensttreding", "Einddatum"),
            ("Peeters", "An"),
        ),
        (
            ("Nom complet", "Service", "Adresse électronique", "En service depuis", "Sortie"),
            ("An Peeters", "X"),
        ),
    ],
)
def test_columns_are_recognised_in_dutch_french_and_english(
    town: SubscriberMunicipality, headers: Sequence[str], row: Sequence[str]
) -> None:
    town.import_staff_file(town.staff((*row, AN, "01/03/2019", ""), headers=headers))
    reader = town.reader(AN)
    assert (reader.name, reader.started_on) == ("An Peeters", date(2019, 3, 1))


def test_a_private_address_is_never_taken_for_that_of_work(town: SubscriberMunicipality) -> None:
    headers = ("Naam", "Privé e-mail", "E-mail", "E-mail leidinggevende")
    town.import_staff_file(town.staff(("An", "an@thuis.example.org", AN, BO), headers=headers))
    assert [each.email for each in town.readers()] == [AN]


@pytest.mark.parametrize(
    "header",
    ["E-mail privé", "E-mail (privé)", "Privémail", "Courriel personnel", "Home e-mail", "Mail thuis"],
)
def test_a_list_with_private_addresses_alone_is_refused(town: SubscriberMunicipality, header: str) -> None:
    with pytest.raises(InputError, match="no column with e-mail addresses"):
        town.import_staff_file(town.staff(("An", "an@thuis.example.org"), headers=("Naam", header)))


def test_of_two_columns_the_one_with_addresses_in_it_counts(town: SubscriberMunicipality) -> None:
    town.import_staff_file(town.staff(("An", "", AN), headers=("Naam", "E-mail", "Werkmail")))
    assert town.reader(AN).name == "An"


def test_a_workbook_with_a_title_above_the_header_and_days_as_days_goes_in(
    town: SubscriberMunicipality,
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (
        ["Personeel gemeente"],
        [],
        ["Medewerker", "Mail", "In dienst"],
        ["An", AN, date(2026, 11, 2)],
    ):
        page.append(row)
    book.create_sheet("Uitleg").append(["Dit is de lijst"])
    path = town.folder / "staf.xlsx"
    book.save(path)
    report = town.import_staff_file(path)
    assert (report.rows["header"], report.rows["imported"], report.unread) == (2, 1, ("Uitleg",))
    assert town.reader(AN).started_on == date(2026, 11, 2)


def test_importing_again_changes_nothing_and_who_is_gone_is_departed_on_that_day(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(*listed(AN, BO))
    assert town.import_staff(*listed(AN, BO)).readers == {
        "added": 0,
        "changed": 0,
        "unchanged": 2,
        "departed": 0,
    }
    town.today += timedelta(days=1)
    assert town.import_staff(*listed(AN, CAS)).readers == {
        "added": 1,
        "changed": 0,
        "unchanged": 1,
        "departed": 1,
    }
    gone = town.reader(BO)
    assert (gone.departed_on, gone.reason) == (town.today, "no longer in staf.csv")
    assert town.counts() == {"reading": 2, "departed": 1}


@pytest.mark.each_database
def test_who_comes_back_reads_again_but_who_unsubscribed_stays_so(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO, CAS))
    town.unsubscribe(BO)
    town.import_staff(*listed(AN))
    town.import_staff(*listed(AN, BO, CAS))
    assert town.counts() == {"reading": 2, "unsubscribed": 1}


def test_days_of_service_say_who_reads(town: SubscriberMunicipality) -> None:
    town.import_staff(
        ("An", AN, "", "31/12/2026"), ("Bo", BO, "01/12/2026", ""), ("Cas", CAS, "", "24/11/2026")
    )
    assert town.counts() == {"reading": 1, "not_started": 1, "departed": 1}
    town.today = date(2026, 12, 31)
    assert town.counts() == {"reading": 1, "departed": 2}


def test_days_of_a_list_with_the_month_first_are_read_so(town: SubscriberMunicipality) -> None:
    report = town.import_staff(("An", AN, "12/13/2025", ""), ("Bo", BO, "12/1/2026", ""))
    assert [(each.row, each.code) for each in report.findings] == [(2, "month-first")]
    assert town.counts() == {"reading": 1, "not_started": 1}
    town.today = date(2026, 12, 1)
    assert town.counts() == {"reading": 2}


@pytest.mark.parametrize("end", ["31/12/9999", "31.12.9999", "9999-12-31", "31-12-2999", "99991231"])
def test_the_end_of_a_contract_without_one_is_none(town: SubscriberMunicipality, end: str) -> None:
    town.import_staff(("An", AN, "", "24/11/2026"))
    assert town.counts() == {"departed": 1}
    assert town.import_staff(("An", AN, "", end)).findings == ()
    assert town.counts() == {"reading": 1}


@pytest.mark.each_database
def test_whose_address_changes_stays_the_same_reader(town: SubscriberMunicipality) -> None:
    town.import_staff(("An Peeters", AN, "", ""), ("Bo Maes", BO, "", ""))
    town.unsubscribe(AN)
    town.bounce(BO)
    report = town.import_staff(
        ("An PEETERS", "an.peeters@fusie.example.org", "", ""),
        ("Bo Maes", "bo.maes@fusie.example.org", "", ""),
    )
    assert report.readers == {"added": 0, "changed": 2, "unchanged": 0, "departed": 0}
    assert town.counts() == {"reading": 1, "unsubscribed": 1}
    assert town.reader("an.peeters@fusie.example.org").unsubscribed_on == town.today


def test_two_of_one_name_are_not_taken_for_each_other(town: SubscriberMunicipality) -> None:
    town.import_staff(("An", AN, "", ""), ("An", "an2@zb.example.org", "", ""), ("Bo", BO, "", ""))
    town.import_staff(("An", "an3@zb.example.org", "", ""), ("Bo", BO, "", ""))
    assert town.counts() == {"reading": 2, "departed": 2}


def test_whose_row_is_refused_stays_as_they_were(town: SubscriberMunicipality) -> None:
    town.import_staff(("An", AN, "", ""), ("Bo", BO, "", ""))
    town.import_staff(("An", "an@zb", "", ""), ("Bo", BO, "", ""))
    assert town.counts() == {"reading": 2}


def test_a_list_without_one_address_silences_nobody(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO))
    with pytest.raises(InputError, match="no address on this list"):
        town.import_staff_file(town.staff(("An", ""), headers=("Naam", "E-mailadres")))
    assert town.counts() == {"reading": 2}


def test_a_dry_run_tells_and_keeps_nothing(town: SubscriberMunicipality) -> None:
    assert town.import_staff(*listed(AN, BO), dry_run=True).readers["added"] == 2
    assert town.counts() == {}


def test_an_unknown_municipality_is_not_made(town: SubscriberMunicipality) -> None:
    with pytest.raises(UnknownMunicipality):
        town.import_staff(*listed(AN), slug="elders")


@pytest.mark.each_database
def test_the_people_of_the_plan_read_too_each_address_once(town: SubscriberMunicipality) -> None:
    town.person("an", "An@zb.example.org")
    town.person("ook-an", AN)
    town.person("bo", BO)
    town.person("niemand", "")
    town.person("cas", CAS, departed_on=town.today)
    town.import_staff(("An Peeters", AN, "", ""))
    assert town.counts() == {"reading": 2, "departed": 1}
    assert town.reader(AN).name == "An Peeters"
    town.import_staff(("Dora", "dora@zb.example.org", "", ""))
    assert town.reader(BO).departed_on is None, "who was never on the list cannot be gone from it"
    assert town.reader(AN).departed_on == town.today


def test_whose_address_changes_in_the_plan_stays_the_same_reader(town: SubscriberMunicipality) -> None:
    town.person("an", AN)
    town.add_subscribers()
    town.unsubscribe(AN)
    with town.database.write_session() as session:
        session.execute(update(Person).values(email=BO))
    town.add_subscribers()
    assert [(each.email, each.status.value) for each in town.readers()] == [(BO, "unsubscribed")]


@pytest.mark.each_database
def test_readers_come_by_pages_each_once(
    town: SubscriberMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"reader{n}@zb.example.org" for n in range(7)]
    town.import_staff(*listed(*addresses))
    for size in (2, 7):
        monkeypatch.setattr(subscription_status, "_AT_ONCE", size)
        assert [each.email for each in town.readers()] == addresses


@pytest.mark.each_database
@pytest.mark.soak
def test_a_long_list_goes_in_at_once(town: SubscriberMunicipality) -> None:
    path: Path = town.staff(*listed(*(f"r{n}@zb.example.org" for n in range(MANY))))
    assert town.import_staff_file(path).readers["added"] == MANY
    assert town.import_staff_file(path).readers["unchanged"] == MANY


@pytest.mark.parametrize("today", [date(2027, 2, 1), date(2026, 6, 1), date(2026, 12, 31)])
@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_contracts_the_one_that_runs_counts_whatever_the_order(
    town: SubscriberMunicipality, reverse: bool, today: date
) -> None:
    contracts = [("An Peeters", AN, "01/09/2021", "31/12/2026"), ("An Peeters", AN, "01/01/2027", "")]
    town.today = today
    report = town.import_staff(*(reversed(contracts) if reverse else contracts), ("Bo Maes", BO, "", ""))
    assert (report.rows["imported"], report.rows["joined"], report.findings) == (2, 1, ())
    reader = town.reader(AN)
    past, running = (date(2021, 9, 1), date(2026, 12, 31)), (date(2027, 1, 1), None)
    assert (reader.started_on, reader.departed_on) == (past if today < date(2026, 12, 31) else running)


def test_of_ended_contracts_the_last_counts(town: SubscriberMunicipality) -> None:
    town.import_staff(
        ("An Peeters", AN, "01/01/2020", "31/12/2022"),
        ("An Peeters", AN, "01/09/2015", "31/12/2018"),
        ("Bo Maes", BO, "", ""),
    )
    assert town.reader(AN).departed_on == date(2022, 12, 31)


def test_addresses_as_programs_write_them_are_read(town: SubscriberMunicipality) -> None:
    report = town.import_staff(
        ("An Peeters", f"An Peeters <{AN}>", "", ""),
        ("Bo Maes", f"mailto:{BO}?subject=Hallo", "", ""),
        ("Cas Wolf", "cas@gemeente-één.example.org", "", ""),
        ("Dora Neels", "dörte@zb.example.org", "", ""),
        ("Eva Smet", "eva@zb.example.org, eva@thuis.example.org", "", ""),
    )
    found = [AN, BO, "cas@xn--gemeente-n-j7aa.example.org", "dörte@zb.example.org"]
    assert [each.email for each in town.readers()] == found
    assert [(each.row, each.column, each.code) for each in report.findings] == [
        (5, "E-mail", "email-letters"),
        (6, "E-mail", "bad-email"),
    ]


def test_a_row_that_a_delimiter_within_a_name_moved_is_refused_and_nobody_on_it_departs(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(("An Peeters", AN, "", ""), ("Bo Maes", BO, "", ""), ("Cas Wolf", CAS, "", ""))
    town.today += timedelta(days=1)
    path = town.folder / "staf.csv"
    path.write_text(
        "Naam;E-mail;In dienst sinds;Uit dienst\n"
        f"An Peeters;{AN};;\n"
        f"Bo Maes; diensthoofd;{BO};01/03/2019;31/12/2030\n"
        f"Cas Wolf;{CAS};;\n",
        "utf-8",
    )

    report = town.import_staff_file(path)

    assert [(each.row, each.code) for each in report.findings] == [(3, "too-many-cells")]
    assert (report.rows["refused"], report.readers["departed"]) == (1, 0)
    assert [town.reader(each).departed_on for each in (AN, BO, CAS)] == [None] * 3
