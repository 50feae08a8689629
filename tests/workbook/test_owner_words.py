"""What a column of owners means: people, departments, initials, nobody yet, and sentences."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Ownership, Person, PersonKind
from terugkom.workbook.foreign.owner_names import OwnerColumn, detect_owner_column, is_doubted, parse_owners
from terugkom.workbook.import_report import ImportNotes
from tests.clock import clock_on
from tests.import_workbook import import_workbook
from tests.workbook.foreign_tables import owners, read_sheets

MOSTLY_SQLITE = True
TODAY = date(2026, 11, 27)


def names(*cells: str, expected: PersonKind | None = None) -> list[list[str]]:
    column = detect_owner_column(cells, expected)
    return [[owner.name for owner in parse_owners(cell, column)] for cell in cells]


@pytest.mark.parametrize(
    "cell",
    [
        *("n.t.b.", "N.T.B", "ntb", "nog onbekend", "in te vullen", "te bepalen", "nog aan te werven"),
        *("niet van toepassing", "geen trekker", "nog toe te wijzen", "t.b.c.", "T.B.D.", "(nog te bepalen)"),
        *(
            "nog niet gekend",
            "nader te bepalen",
            "verder af te spreken",
            "nog geen",
            "nog geen verantwoordelijke",
        ),
        *("à désigner", "à définir", "non défini", "pas encore connu", "sans responsable", "aucun pilote"),
        *("to be appointed", "not yet known", "no owner yet", "to be confirmed", "unassigned"),
        *("noch zu benennen", "noch nicht bekannt", "kein Verantwortlicher", "k.A.", "n.n."),
        *("-", "?", "…", "/"),
        *(
            "aanbesteding lopende",
            "Aanbesteding lopende",
            "in aanbesteding",
            "gunning loopt",
            "lopende aanwerving",
        ),
        *("aanwerving volgt", "Openbare aanbesteding - nog op te starten", "selectieprocedure bezig"),
        *("marché en cours", "en cours d'attribution", "appel d'offres à lancer", "recrutement en cours"),
        *(
            "tender ongoing",
            "procurement under way",
            "in recruitment",
            "Ausschreibung läuft",
            "in Ausschreibung",
        ),
    ],
)
def test_words_for_no_owner_yet_are_nobody(cell: str) -> None:
    assert names(cell, "An Peeters", "Bart Claes") == [[], ["An Peeters"], ["Bart Claes"]]


def test_the_state_of_a_tender_in_place_of_an_owner_is_kept_in_words() -> None:
    rows = [["Nr", "Actie", "Trekker"], ["1", "Hek plaatsen", "Els Baert"]]
    found = read_sheets({"Plan": [*rows, ["2", "Poort plaatsen", "Aanbesteding lopende"]]})
    assert [(owners(each), each.extra) for each in found] == [
        (["Els Baert"], {}),
        ([], {"Trekker": "Aanbesteding lopende"}),
    ]


@pytest.mark.parametrize(
    "cell", ["Dienst aanbestedingen", "Cel overheidsopdrachten", "Tender Board", "Vergabestelle"]
)
def test_a_department_of_tenders_is_one(cell: str) -> None:
    assert names(cell, "An Peeters", "Bart Claes")[0] == [cell]


@pytest.mark.parametrize("cell", ["NA", "SO", "KA", "NN"])
def test_initials_are_people_in_a_column_of_initials(cell: str) -> None:
    assert names(cell, "JV, SB", "MDP") == [[cell], ["JV", "SB"], ["MDP"]]
    assert names(cell, "An Peeters", "Bart Claes")[0] == []
    assert names(cell, "n.v.t.", "JV")[1] == []


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Jeugd, Sport en Cultuur", ["Jeugd, Sport en Cultuur"]),
        ("Armoede, Welzijn en Gezondheid", ["Armoede, Welzijn en Gezondheid"]),
        ("Dienst Wonen, Milieu en Mobiliteit", ["Dienst Wonen, Milieu en Mobiliteit"]),
        ("Culture, Jeunesse et Sport", ["Culture, Jeunesse et Sport"]),
        ("An, Bart en Els", ["An", "Bart", "Els"]),
        ("An Peeters, Bart Claes en Els Maes", ["An Peeters", "Bart Claes", "Els Maes"]),
        ("An Peeters, dienst Milieu", ["An Peeters", "dienst Milieu"]),
    ],
)
def test_a_department_with_commas_is_one_and_people_are_several(cell: str, owners: list[str]) -> None:
    assert names(cell) == [owners]


def test_a_surname_first_is_one_person_where_other_signs_separate() -> None:
    assert names("Van den Berghe, Jan; Peeters, An", "Claes, Bart\nMaes, Els", "De Smet, Jo") == [
        ["Van den Berghe, Jan", "Peeters, An"],
        ["Claes, Bart", "Maes, Els"],
        ["De Smet, Jo"],
    ]
    assert names("Van den Berghe, Jan; An Peeters", "Bart Claes") == [
        ["Van den Berghe, Jan", "An Peeters"],
        ["Bart Claes"],
    ]
    assert names("An, Bob; Cas") == [["An", "Bob", "Cas"]]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("An Peeters (milieudienst)", PersonKind.PERSON),
        ("Bart Claes [dienst Openbare Werken]", PersonKind.PERSON),
        ("Milieudienst (An Peeters)", PersonKind.ORGANISATION),
    ],
)
def test_what_stands_in_brackets_makes_no_department(cell: str, kind: PersonKind) -> None:
    assert [owner.kind for owner in parse_owners(cell)] == [kind]


@pytest.mark.parametrize(
    "cell",
    [
        "Wordt opgenomen door de milieudienst, in overleg met de scholen",
        "De dienst bekijkt dit samen met de wijkraden",
        "Sera porté par la commune et ses partenaires",
        "All services should implement this",
        "Die Verwaltung wird dies prüfen",
    ],
)
def test_a_sentence_names_nobody(cell: str) -> None:
    assert names(cell, "An Peeters") == [[], ["An Peeters"]]


def import_plan(database: Database, folder: Path, *lines: str) -> list[tuple[int, str, str]]:
    path = folder / "plan.csv"
    path.write_text("\n".join(("Code;Actie;Trekker;E-mail;Deadline", *lines)), "utf-8")
    report = import_workbook(database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    return [
        (each.row, each.column, each.code) for each in report.findings if each.code != "owner-without-address"
    ]


def people(database: Database) -> list[tuple[str, str]]:
    with database.read_session() as session:
        found = session.scalars(select(Person).order_by(Person.email))
        return [(each.name, each.email) for each in found]


def test_two_people_of_one_name_with_two_addresses_are_two(sqlite_database: Database, tmp_path: Path) -> None:
    plan = (
        "A1;Led in de sporthal;An Peeters;an@linde.example.org;2027",
        "A2;Zon op het dak;An Peeters;ap@linde.example.org;2027",
    )
    for _ in range(2):
        assert import_plan(sqlite_database, tmp_path, *plan) == []
    expected = [("An Peeters", "an@linde.example.org"), ("An Peeters", "ap@linde.example.org")]
    assert people(sqlite_database) == expected
    with sqlite_database.read_session() as session:
        assert len(set(session.scalars(select(Ownership.person_id)))) == 2


def test_an_address_that_changes_is_asked_about(sqlite_database: Database, tmp_path: Path) -> None:
    import_plan(sqlite_database, tmp_path, "A1;Led in de sporthal;An Peeters;an@linde.example.org;2027")
    found = import_plan(
        sqlite_database, tmp_path, "A1;Led in de sporthal;An Peeters;new@linde.example.org;2027"
    )
    assert found == [(2, "E-mail", "other-address")]
    assert people(sqlite_database) == [("An Peeters", "an@linde.example.org")]


def test_a_sentence_is_kept_and_asked_about(sqlite_database: Database, tmp_path: Path) -> None:
    found = import_plan(
        sqlite_database,
        tmp_path,
        "A1;Led in de sporthal;Dit wordt later bekeken;;2027",
        "A2;Zon;An Peeters;;2027",
    )
    assert found == [(2, "Trekker", "owner-sentence")]
    assert people(sqlite_database) == [("An Peeters", "")]


@pytest.mark.parametrize(
    "header",
    [
        *("Persoon", "Medewerker", "Kartrekker", "Verantw.", "Opvolging door", "Stakeholders", "Door wie"),
        *("Personne", "Suivi par", "Person in charge", "Mitarbeiter"),
    ],
)
def test_a_column_of_people_goes_before_one_of_departments(
    sqlite_database: Database, tmp_path: Path, header: str
) -> None:
    path = tmp_path / "plan.csv"
    lines = (f"Actie;Dienst;{header};Deadline", "Led in de sporthal;Milieu;An Peeters;2027")
    path.write_text("\n".join(lines), "utf-8")
    import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    assert people(sqlite_database) == [("An Peeters", "")]


@pytest.mark.parametrize("header", ["Target group", "Doelgroep", "Groupe cible", "Zielgruppe"])
def test_a_target_group_is_no_working_group(sqlite_database: Database, tmp_path: Path, header: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(f"Actie;Wie;{header};Deadline\nLed in de sporthal;An Peeters;Huurders;2027", "utf-8")
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=clock_on(TODAY))
    assert {each.column: each.field for each in report.columns}[header] == ""


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Dhr. Tom Jacobs", ["Tom Jacobs"]),
        ("mevr. Nele Pauwels", ["Nele Pauwels"]),
        ("Mme Anne Renard", ["Anne Renard"]),
        ("Frau Petra Klein", ["Petra Klein"]),
        ("An Peeters (milieudienst)", ["An Peeters"]),
        ("An Peeters (OCMW)", ["An Peeters"]),
        ("An Peeters (tot maart)", ["An Peeters (tot maart)"]),
        ("Dienst Omgeving (An Peeters)", ["Dienst Omgeving (An Peeters)"]),
        ("Jan Van den Broeck, duurzaamheidsambtenaar", ["Jan Van den Broeck"]),
        ("Els Baert, diensthoofd, Tom Jacobs", ["Els Baert", "Tom Jacobs"]),
        ("IOK + gemeente", ["IOK", "gemeente"]),
    ],
)
def test_what_stands_around_a_name_makes_nobody_else_of_it(cell: str, owners: list[str]) -> None:
    assert names(cell, "Rita Bos") == [owners, ["Rita Bos"]]


def test_two_of_one_name_stay_two_by_what_stands_in_brackets() -> None:
    cells = ("Jan Peeters (OCMW)", "Jan Peeters (milieudienst)", "An Wils (groendienst)")
    assert names(*cells) == [["Jan Peeters (OCMW)"], ["Jan Peeters (milieudienst)"], ["An Wils"]]


def test_a_surname_of_two_words_is_one_where_surnames_come_first() -> None:
    assert names("Vande Velde, Piet\nDe Smet, Els", "Garcia Lopez, Maria", "Maes, Jo") == [
        ["Vande Velde, Piet", "De Smet, Els"],
        ["Garcia Lopez, Maria"],
        ["Maes, Jo"],
    ]


@pytest.mark.parametrize("ditto", ["idem", "Idem.", "dito", '"', "„"])
def test_a_ditto_is_the_owner_of_the_row_above_and_said(ditto: str) -> None:
    notes = ImportNotes("nl")
    rows = [["Nr", "Actie", "Trekker"], ["1", "Hek plaatsen", "Els Baert"], ["2", "Poort plaatsen", ditto]]
    others = [["3", "Muur voegen", "Tom Jacobs"], ["4", "Dak leggen", ditto], ["5", "Vloer leggen", ditto]]
    found = read_sheets({"Plan": [*rows, *others]}, notes)

    assert [owners(each) for each in found] == [["Els Baert"]] * 2 + [["Tom Jacobs"]] * 3
    assert [(each.row, each.code) for each in notes.findings] == [(row, "ditto-owner") for row in (3, 5, 6)]


def test_an_owner_with_a_question_mark_is_one_and_asked_about() -> None:
    """*An Peeters (?)* was a person of that name, and so was An Peeters in all other rows."""
    notes = ImportNotes("nl")
    cells = ["An Peeters (?)", "An Peeters", "Els Baert?", "Tom Jacobs (milieudienst); Els Baert [?]", "?"]
    rows = [[str(n), f"Hek {n} plaatsen", cell] for n, cell in enumerate(cells)]
    found = read_sheets({"Plan": [["Nr", "Actie", "Trekker"], *rows]}, notes)

    assert [owners(each) for each in found] == [
        ["An Peeters"],
        ["An Peeters"],
        ["Els Baert"],
        ["Tom Jacobs", "Els Baert"],
        [],
    ]
    asked = [(each.row, each.message) for each in notes.findings if each.code == "doubtful-owner"]
    assert [row for row, _ in asked] == [2, 4, 5]
    assert asked[0][1].startswith("“An Peeters (?)” lezen wij als An Peeters.")
    assert found[0].extra["Trekker"] == "An Peeters (?)"


def test_first_names_with_an_ampersand_are_each_a_person() -> None:
    """*Jan & Piet* was one owner, who had no address."""
    assert names("Jan & Piet", "Sofie, Jan + An", "Els Baert") == [
        ["Jan", "Piet"],
        ["Sofie", "Jan", "An"],
        ["Els Baert"],
    ]
    assert names("Jan & Zonen", "Groen & Co") == [["Jan & Zonen"], ["Groen & Co"]]


BOTH = "Tom Aerts ism Mia Nys|Tom Aerts i.s.m. Mia Nys"
BOTH += "|Tom Aerts in samenwerking met Mia Nys|Tom Aerts, ism Mia Nys"
BOTH += "|Tom Aerts (ism Mia Nys)|Tom Aerts samen met Mia Nys|Tom Aerts met Mia Nys|Tom Aerts en Mia Nys"
BOTH += "|Tom Aerts en collaboration avec Mia Nys|Tom Aerts avec Mia Nys|Tom Aerts mit Mia Nys"
BOTH += "|Tom Aerts in Zusammenarbeit mit Mia Nys|Tom Aerts in cooperation with Mia Nys"
LABELLED = "(Tom Aerts)|[Tom Aerts]|trekker: Tom Aerts|Trekker Tom Aerts|verantwoordelijke: Tom Aerts"
LABELLED += (
    "|Tom Aerts (trekker)|Tom Aerts (a.i.)|responsable : Tom Aerts|pilote: Tom Aerts|Leitung: Tom Aerts"
)
LABELLED += "|verantwortlich: Tom Aerts|owner: Tom Aerts|Lead: Tom Aerts"
DOUBTED = (
    "waarschijnlijk Tom Aerts|wellicht Tom Aerts|ev. Tom Aerts|Tom Aerts (vermoedelijk)|Tom Aerts (n.t.b.)"
)
DOUBTED += "|te bevestigen: Tom Aerts|Tom Aerts, te bevestigen|Tom Aerts (o.v.)|Tom Aerts e.a."
DOUBTED += (
    "|Tom Aerts in overleg met Mia Nys|Tom Aerts ism vrijwilligers|probablement Tom Aerts|peut-être Tom Aerts"
)
DOUBTED += "|Tom Aerts (à confirmer)|sans doute Tom Aerts"
DOUBTED += "|wahrscheinlich Tom Aerts|voraussichtlich Tom Aerts"
DOUBTED += "|Tom Aerts (noch offen)|probably Tom Aerts|maybe Tom Aerts|Tom Aerts (tbc)"
EITHER = "Tom Aerts of Mia Nys|Tom Aerts ou Mia Nys|Tom Aerts oder Mia Nys|Tom Aerts or Mia Nys"
EITHER += "|waarschijnlijk Tom Aerts ism Mia Nys|Tom Aerts en waarschijnlijk Mia Nys"
NOBODY_YET = (
    "pm|p.m.|PM|pro memorie|n.t.b.|vacature|nog aan te duiden|te bevestigen|à confirmer|zu bestätigen"
)
NOBODY_YET += "|to be confirmed|vacancy|poste vacant|zu benennen"


@pytest.mark.parametrize(
    ("cells", "read", "is_asked"),
    [
        (BOTH, ["Tom Aerts", "Mia Nys"], False),
        (LABELLED, ["Tom Aerts"], False),
        (DOUBTED, ["Tom Aerts"], True),
        (EITHER, ["Tom Aerts", "Mia Nys"], True),
        (NOBODY_YET, [], False),
    ],
    ids=["both", "labelled", "doubted", "either", "nobody"],
)
def test_what_stands_around_a_name_is_no_part_of_it_and_a_doubt_is_asked(
    cells: str, read: list[str], is_asked: bool
) -> None:
    """*Waarschijnlijk Tom Aerts* and *Tom Aerts ism Mia Nys* were owners of that name."""
    notes, texts = ImportNotes("nl"), [*cells.split("|"), "An Peeters", "Bart Claes"]
    rows = [[str(n), f"Hek {n} plaatsen", cell] for n, cell in enumerate(texts)]
    found = read_sheets({"Plan": [["Nr", "Actie", "Trekker"], *rows]}, notes)
    got = {text: owners(each) for text, each in zip(texts, found, strict=True)}
    assert got == {
        **dict.fromkeys(cells.split("|"), read),
        "An Peeters": ["An Peeters"],
        "Bart Claes": ["Bart Claes"],
    }
    asked = [each.row for each in notes.findings if each.code == "doubtful-owner"]
    assert asked == (list(range(2, len(texts))) if is_asked else [])
    assert [each.extra.get("Trekker", "") for each in found[:-2]] == [
        text if is_asked else "" for text in texts[:-2]
    ]


@pytest.mark.parametrize(
    "cell",
    [
        *("Stad en Ruimte", "Department of Energy", "Bank of America", "Team met Ambitie", "Groen & Co"),
        *(
            "Government: Ministry of Economic Affairs",
            "Free University of Brussels",
            "Flemish Chamber of Ghent Port",
        ),
        *("Dienst Milieu (loket 2)", "Milieudienst (An Peeters)", "Jan Lead", "Studiebureau Met Zin"),
    ],
)
def test_words_that_belong_to_a_name_stay(cell: str) -> None:
    assert names(cell, "An Peeters", "Bart Claes")[0] == [cell]


@pytest.mark.parametrize(
    "cell",
    [
        "An Peeters ad interim",
        "An Peeters a.i.",
        "An Peeters, ad interim",
        "An Peeters (p.i.)",
        "wnd. An Peeters",
        "waarnemend An Peeters",
        "An Peeters, faisant fonction",
        "An Peeters kommissarisch",
    ],
)
def test_who_does_it_for_now_is_the_same_person(cell: str) -> None:
    assert names(cell, "An Peeters") == [["An Peeters"], ["An Peeters"]]
    assert not is_doubted(cell, OwnerColumn())


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Peter Sels of Milieudienst", ["Peter Sels", "Milieudienst"]),
        ("Tom De Smet of dienst Mobiliteit", ["Tom De Smet", "dienst Mobiliteit"]),
        ("service travaux ou Fatima El Idrissi", ["service travaux", "Fatima El Idrissi"]),
        ("Milieudienst of Mobiliteit", ["Milieudienst", "Mobiliteit"]),
        ("Herr Quast oder Frau Zimmer", ["Quast", "Zimmer"]),
        ("An Peeters of een collega", ["An Peeters"]),
        ("An Peeters of iemand van de technische dienst", ["An Peeters"]),
        ("An Peeters ou sa remplaçante", ["An Peeters"]),
        ("An Peeters (tot 1/9), daarna Bart Claes", ["An Peeters", "Bart Claes"]),
        ("An Peeters → Bart Claes", ["An Peeters", "Bart Claes"]),
        ("An Peeters (vervangt Bart Claes)", ["An Peeters", "Bart Claes"]),
        ("Marie Leroy remplace Xavier Dubois", ["Marie Leroy", "Xavier Dubois"]),
        ("Xavier Dubois, dann Marie Leroy", ["Xavier Dubois", "Marie Leroy"]),
        ("An Peeters (uit dienst)", ["An Peeters"]),
        ("An Peeters (zwangerschapsverlof)", ["An Peeters"]),
        ("n.t.b. (An Peeters?)", ["An Peeters"]),
    ],
)
def test_who_of_several_it_is_is_asked(cell: str, owners: list[str]) -> None:
    assert [owner.name for owner in parse_owners(cell)] == owners
    assert is_doubted(cell, OwnerColumn())


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Dhr. C.S. Janssens", ["C.S. Janssens"]),
        ("An Peeters & C.S. Lewis", ["An Peeters", "C.S. Lewis"]),
        ("Mevr. E.A. Claes", ["E.A. Claes"]),
        ("Janssens E.A.", ["Janssens E.A"]),
        ("Lewis C.S.", ["Lewis C.S"]),
        ("U.A. Müller", ["U.A. Müller"]),
        ("An et Al Gore", ["An", "Al Gore"]),
        ("Marie Leroy et Al. Dubois", ["Marie Leroy", "Al. Dubois"]),
        ("c.s. Lewis", ["c.s. Lewis"]),
    ],
)
def test_initials_are_no_others(cell: str, owners: list[str]) -> None:
    """*C.S.* was left out as *en anderen*, and Lewis was another person."""
    assert [owner.name for owner in parse_owners(cell)] == owners
    assert not is_doubted(cell, OwnerColumn())


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("An Peeters c.s.", ["An Peeters"]),
        ("Janssens c.s", ["Janssens"]),
        ("An Peeters c.s. en Jan Maes", ["An Peeters", "Jan Maes"]),
        ("An Peeters, c.s. (milieudienst)", ["An Peeters"]),
        ("AN PEETERS E.A.", ["AN PEETERS"]),
        ("Jan Maes u.a. mit Eva Klein", ["Jan Maes", "Eva Klein"]),
        ("Jan Maes e.a. i.s.m. Bart Claes", ["Jan Maes", "Bart Claes"]),
        ("Jan Maes et al. / Bart Claes", ["Jan Maes", "Bart Claes"]),
    ],
)
def test_others_behind_a_name_are_asked(cell: str, owners: list[str]) -> None:
    assert [owner.name for owner in parse_owners(cell)] == owners
    assert is_doubted(cell, OwnerColumn())


@pytest.mark.parametrize(
    "cell", ["Ministry of Water", "Flemish Chamber of Ghent Port", "Stad Gent > dienst Milieu", "Kim Ai"]
)
def test_one_name_stays_one(cell: str) -> None:
    assert [owner.name for owner in parse_owners(cell)] == [cell]


@pytest.mark.parametrize(
    ("cell", "owner", "kind"),
    [
        ("te bepalen (IGEMO)", "IGEMO", PersonKind.ORGANISATION),
        ("nog te bepalen (VMM)", "VMM", PersonKind.ORGANISATION),
        ("à définir (SPW)", "SPW", PersonKind.ORGANISATION),
        ("nog te bepalen (dienst milieu)", "dienst milieu", PersonKind.ORGANISATION),
        ("te bepalen (an peeters)", "an peeters", PersonKind.PERSON),
        ("ntb (Fluvius)", "Fluvius", PersonKind.PERSON),
        ("te bepalen [IGEMO] (2026)", "IGEMO", PersonKind.ORGANISATION),
        ("vacant (2026) (Umweltamt)", "Umweltamt", PersonKind.ORGANISATION),
        ("tbd (Jan)", "Jan", PersonKind.PERSON),
        ("TBD (City of Ghent)", "City of Ghent", PersonKind.ORGANISATION),
        ("à définir (April Jones?)", "April Jones", PersonKind.PERSON),
    ],
)
def test_who_stands_behind_nobody_is_asked_and_kept(cell: str, owner: str, kind: PersonKind) -> None:
    """*Te bepalen (IGEMO)* was nobody, without a finding, and IGEMO was lost."""
    notes = ImportNotes("nl")
    rows = [[f"Hek {turn} plaatsen", each] for turn, each in enumerate((cell, "An Peeters", "Jan Claes"))]
    first, *_ = read_sheets({"Plan": [["Actie", "Trekker"], *rows]}, notes)
    assert [(each.name, each.kind) for each in first.values["owners"]] == [(owner, kind)]
    assert first.extra == {"Trekker": cell}
    assert [(each.row, each.code) for each in notes.findings] == [(2, "doubtful-owner")]


@pytest.mark.parametrize(
    "cell", ["te bepalen (fluvius)", "À définir (selon le budget)", "n.t.b. (zie An Peeters)"]
)
def test_what_is_no_name_behind_nobody_is_asked_and_kept(cell: str) -> None:
    notes = ImportNotes("nl")
    rows = [[f"Hek {turn} plaatsen", each] for turn, each in enumerate((cell, "An Peeters", "Jan Claes"))]
    first, *_ = read_sheets({"Plan": [["Actie", "Trekker"], *rows]}, notes)
    assert (first.values["owners"], first.extra) == ((), {"Trekker": cell})
    assert [(each.row, each.code) for each in notes.findings] == [(2, "owner-sentence")]


@pytest.mark.parametrize(
    "cell",
    [
        "nog te bepalen (Q2)",
        "à recruter (1 ETP)",
        "n.t.b. (zie verslag)",
        "te bepalen in maart 2026",
        "TBD Q1",
        "vacant (aanwerving lopend)",
        "te bepalen (0,5 VTE)",
        "te bepalen (2 halftijdse medewerkers)",
        "te bepalen (voorjaar 2026) (1 persoon)",
        "nog te bepalen (eind mei)",
        "à définir (fin 2026)",
        "à recruter (mi-temps)",
        "zu besetzen (1 Stelle)",
        "TBC (after the summer)",
        "te bepalen" + "(1)" * 900,
    ],
)
def test_when_there_will_be_an_owner_is_nobody(cell: str) -> None:
    assert parse_owners(cell) == ()


def test_a_name_that_is_mentioned_with_a_sign_is_the_name() -> None:
    """A person called *@An Peeters* was made of what an online sheet writes."""
    found = parse_owners("@An Peeters; @Bart Claes\nels@linde.example.org")
    assert [owner.name for owner in found] == ["An Peeters", "Bart Claes", "els@linde.example.org"]
