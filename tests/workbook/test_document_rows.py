"""A line in which a plan speaks of itself is no action, in four languages; a title that begins so is one."""

from typing import Any

import pytest
from sqlalchemy import select

from terugkom.plan.model import Action
from terugkom.workbook.foreign.instruction_rows import is_document_row

ABOUT_ITSELF = [
    "Opgemaakt door: Jan Peeters",
    "Opgemaakt door Jan Peeters, 12 maart 2027",
    "Laatst bijgewerkt op 12/03/2027",
    "Verslag: Jan Peeters",
    "Verslaggever: Jan",
    "Volgende vergadering: 12 mei 2027",
    "Volgende vergadering op 12 mei 2027",
    "Datum volgende vergadering: 12 mei",
    "Aanwezig: Jan, An",
    "Versie 3 - 12/03/2027",
    "Pagina 1 van 3",
    "Bron: gemeente Linde",
    "Établi par : Claire Dubois",
    "Mis à jour le 12/03/2027",
    "Prochaine réunion : le 12 mai 2027",
    "Compte rendu : Claire",
    "Page 2 sur 4",
    "Drawn up by: Jo Baker",
    "Next meeting: 12 May 2027",
    "Minutes: Jo Baker",
    "Last updated on 12 March 2027",
    "Erstellt von: Anna Weiß",
    "Nächste Sitzung: 12. Mai 2027",
    "Protokoll: Anna Weiß",
    "Seite 1 von 2",
    "Versie 2.1",
    "Version 3 du 12 mars 2027",
    "Werkgroep: 12 mei 2027",
    "Overleg: Jan Peeters",
    "Vergadering: gemeentehuis",
    "Contact: jan.peeters@linde.example.org",
]
ACTIONS = [
    "Verslag over de luchtkwaliteit publiceren",
    "Opgemaakt klimaatplan laten goedkeuren",
    "Bijgewerkte fietskaart verspreiden",
    "Volgende vergaderzaal verduurzamen",
    "Versie van de app voor slechtzienden",
    "Report on water use",
    "Session d'information",
    "Nächste Sitzungsperiode klimaneutral",
    "Verslag",
    "Versie 2 van het mobiliteitsplan opmaken",
    "Version 3 du plan climat",
    "Gedrukt op 100 % gerecycleerd papier",
    "Imprimé sur 2 faces",
    "Gedruckt am 3 Standorten",
    "Werkgroep: energie opstarten",
    "Treffen: Nachbarn helfen",
    "Overleg: scholen en buurt",
    "Réunion : écoles et quartier",
    "Contact: zoeken met buurgemeenten",
    "Bron: water sparen",
    "Updated at 3 schools",
]


@pytest.mark.parametrize("text", ABOUT_ITSELF)
def test_a_line_about_the_file_is_recognised(text: str) -> None:
    assert is_document_row(["", text, ""])
    label, colon, told = text.partition(":")
    assert not colon or is_document_row([f"{label}:", told.strip()])


@pytest.mark.parametrize("text", ACTIONS)
def test_a_title_of_an_action_is_none(text: str) -> None:
    assert not is_document_row(["", text])
    assert not is_document_row([text, "Jan Peeters", "30/06/2027"])


def test_it_becomes_no_action_and_is_named(desk: Any) -> None:
    """*Opgemaakt door: Jan* below a plan became its last action, without an owner or a deadline."""
    text = "Actie;Trekker;Deadline\nHaag planten;Jan Peeters;30/06/2027\n\nOpgemaakt door: Jan Peeters;;\n"
    text += "Volgende vergadering:;12 mei 2027;\n"
    path = desk.folder / "plan.csv"
    path.write_text(text, encoding="utf-8")
    report = desk.import_file(path)
    with desk.database.read_session() as session:
        assert [each.title for each in session.scalars(select(Action))] == ["Haag planten"]
    found = {(each.row, each.code): each.message for each in report.findings}
    assert "Opgemaakt door: Jan Peeters" in found[4, "row-header"]
    assert "12 mei 2027" in found[5, "row-header"]
