"""What a plan says in a column of its own is recognised, or named as what may be missing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.gate.check_plan import check_plan
from terugkom.plan.queries import choose_municipality
from terugkom.workbook.foreign.column_scores import score_fields
from terugkom.workbook.foreign.kept_columns import find_kept_field
from terugkom.workbook.import_report import ImportReport
from tests.import_workbook import import_workbook

TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, 8, tzinfo=UTC)
FIELDS = {
    "start": "Startmoment|Opstart|Wanneer starten we|Commencement|Launch date|Projektbeginn|Umsetzung ab",
    "deadline": "Tot|Eindmoment|Afronding|Pour quand|Date d'achèvement|To be completed by|Fertig bis",
    "owners": "Aanspreekpersoon|Wie doet het|Personne de référence|Action by|Hauptverantwortlich",
    "budget_text": "Wat kost het|Investering|Combien ça coûte|Prix|Price|Kostenrahmen|Mittelbedarf",
    "status": "Hoe staat het ervoor|Où en est-on|Where are we|Sachstand",
    "title": "Wat doen we|Que faisons-nous|What will we do|Was tun wir|Konkrete Maßnahme",
}
KEPT = {
    "result": "Wat leveren we op|Beoogd resultaat|Resultaten|Op te leveren|Livrable|Résultats attendus"
    "|Deliverables|What will we deliver|Ergebnis|Erwartete Ergebnisse|Was liefern wir",
    "indicator": "Indicator|Meetindicatoren|KPI's|Hoe meten we het|Waaraan zien we het|Indicateurs de suivi"
    "|Comment mesurer|Critères de réussite|How do we measure success|Metric|Kennzahlen|Woran messen wir das",
    "": "Mesure|Mesures|Actie|Opmerkingen|Leverancier|Metro|Measure|Resultaatgebonden|Thema",
}


@pytest.mark.parametrize(("field", "headers"), FIELDS.items())
def test_headings_of_real_plans_are_recognised(field: str, headers: str) -> None:
    scores = {header: score_fields(header) for header in headers.split("|")}
    best = {header: max(found, key=found.__getitem__, default="") for header, found in scores.items()}
    assert best == dict.fromkeys(best, field)


@pytest.mark.parametrize(("field", "headers"), KEPT.items())
def test_what_is_delivered_and_how_it_is_measured_are_known_by_their_headings(
    field: str, headers: str
) -> None:
    found = {header: find_kept_field(header) for header in headers.split("|")}
    assert found == dict.fromkeys(found, field)


def _import(database: Database, folder: Path, text: str, **more: dict[str, str]) -> ImportReport:
    (folder / "plan.csv").write_text(text, encoding="utf-8")
    return import_workbook(database, folder / "plan.csv", slug="linde", today=TODAY, now=NOW, **more)


def _check(database: Database) -> dict[str, list[str]]:
    with database.read_session() as session:
        found = check_plan(session, choose_municipality(session, "linde"))
        return {each.code: [finding.rule for finding in each.findings] for each in found}


@pytest.mark.parametrize(
    ("header", "text", "rules"),
    [
        ("Wat leveren we op", "Verslag per gebouw", []),
        ("Hoe meten we", "kWh per jaar", []),
        ("Wat leveren we op", "Meer bewustwording", ["promises-nothing", "not-measurable"]),
        ("Wat leveren we op", "n.v.t.", ["promises-nothing", "not-measurable"]),
        ("Hoe meten we", "?", ["promises-nothing", "not-measurable"]),
        ("Leverancier", "Verslag per gebouw", ["promises-nothing", "not-measurable"]),
    ],
)
def test_what_the_plan_says_in_a_column_of_its_own_is_not_asked_again(
    sqlite_database: Database, tmp_path: Path, header: str, text: str, rules: list[str]
) -> None:
    rows = f"Nr;Actie;Trekker;Deadline;{header}\n1;Personeel sensibiliseren;An Wils;31/12/2027;{text}\n"
    rows += "2;Twintig bomen planten;An Wils;31/12/2027;\n"
    _import(sqlite_database, tmp_path, rows)
    assert _check(sqlite_database)["1"] == rules


def test_a_person_says_which_column_is_what_it_delivers(sqlite_database: Database, tmp_path: Path) -> None:
    rows = "Nr;Actie;Trekker;Deadline;Leverancier\n1;Personeel sensibiliseren;An Wils;31/12/2027;Verslag\n"
    report = _import(sqlite_database, tmp_path, rows, column_map={"Leverancier": "result"})
    assert {each.column: each.field for each in report.tables[0].columns}["Leverancier"] == "result"
    assert _check(sqlite_database) == {"1": []}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Begin van de werken", ("Start", "Start")),
        ("Bron van financiering", ("Budget (EUR)", "Budget (EUR)")),
        ("Doelgetal", None),
        ("Succes volgens de raad", ("Indicator", "Indicator")),
    ],
)
def test_a_kept_column_that_may_be_what_is_missing_is_asked_about(
    sqlite_database: Database, tmp_path: Path, header: str, field: tuple[str, str] | None
) -> None:
    rows = f"Nr;Actie;Trekker;Deadline;{header}\n1;Hek plaatsen;An Wils;31/12/2027;zie a\n"
    rows += "2;Muur voegen;An Wils;31/12/2027;zie b\n"
    report = _import(sqlite_database, tmp_path, rows)
    asked = [each for each in report.findings if each.code == "column-passed-over"]
    assert [(each.row, each.column) for each in asked] == ([(1, header)] if field else [])
    if field:
        nl, en = field
        assert asked[0].render("en").startswith(f"Column “{header}” is kept as a note. Is it “{en}”?")
        assert asked[0].message.startswith(
            f"De kolom “{header}” bewaren wij als gewone tekst. Is dat “{nl}”?"
        )
