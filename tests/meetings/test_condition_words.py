"""A reason that tells how it went is one; a condition, and a part that is left, are asked."""

import pytest

from terugkom.plan.model import ActionStatus
from tests.meetings.test_minutes_words import check

TOLD_OF_DONE = """
op 12 maart na keuring
op 5 maart 2027 na goedkeuring
fase 1 en 2 klaar
maar duurder dan voorzien
bijna een jaar vroeger dan gepland
enkel nazorg
factuur moet nog betaald worden
op vrijdag na de keuring
op school na overleg met de directie
fase 1 t/m 3
fase 1 en 2 zijn opgeleverd
maar 2 weken te laat
maar moest twee keer opnieuw
maar nog duurder
maar niet binnen budget
maar zonder subsidie
bijna gratis
bijna twee keer zo duur
bijna 20 % zuiniger
bijna 3 maanden later
alleen nog nazorg
enkel de factuur nog
alleen jammer van de boom
De eindafrekening moet nog gebeuren
facturen moeten nog betaald worden
evaluatie is nog te plannen
nog te betalen
wacht op de factuur
deels met subsidie betaald
grotendeels door eigen personeel
behalve dat het duurder was
als de beste van de streek
Als het eerste dorp
misschien later nog een evaluatie
subsidie moet nog uitbetaald worden
opening moet nog plaatsvinden
"""
TOLD_OF_STOPPED = """
voorstel aannemer te duur
er moet nog te veel gebeuren
moet nog jaren wachten op subsidie
misschien later opnieuw
voorstel van de aannemer te duur
voorstel was te duur
voorstel geweigerd door de provincie
wellicht opnieuw in 2030
eventueel later
er moeten nog te veel vergunningen komen
daarvoor moet nog een wet wijzigen
nog te weinig middelen
nog te veel open vragen
maar geen draagvlak
alleen de school deed mee
fase 1 was al te duur
er is nog te veel te doen
"""
PARTS = """
op de plaatsing na
behalve de achtergevel
mits keuring
De keuring is nog te doen.
Onder voorbehoud van de keuring
fase 1
alleen de turnzaal
als de keurder akkoord is
De buitenkant moet nog
Wacht op de keuring
restpunten volgen
bijna
op 2 stoelen na
op de plaatsing na, alles werkt
Op de gevel na is alles klaar
op de verlichting na geplaatst
fase 1 klaar
eerste fase
fase 1 en 2, fase 3 volgt
fase 1 en 2 van de 3
maar de gevel nog niet
maar nog niet gekeurd
maar 3 van de 5 lokalen
maar half
maar zonder verlichting
bijna klaar
bijna alles
bijna afgewerkt
bijna 90 %
enkel de voorkant
enkel fase 1
factuur en keuring moeten nog
de keuring en de factuur moeten nog gebeuren
factuur moet nog betaald worden, de keuring moet nog
deels
gedeeltelijk geplaatst
grotendeels klaar
behalve dat de gevel nog moet
misschien
als alles betaald is
de dakgoot moet nog geverfd worden
alleen binnen
op één lamp na
wacht op de levering
keuring moet nog gebeuren en factuur moet nog betaald worden
Op de laatste lamp na
"""
RESTS = """
voorlopig
Tijdelijk, geen budget
Voorstel aan het college
het college beslist nog
als het college akkoord gaat
On hold tot er subsidie is
tenzij er subsidie komt
misschien te duur
voorstel
voorstel van de werkgroep
voorstel om te stoppen
het college moet dit nog bekrachtigen
moet nog goedgekeurd worden door de raad
nog te bevestigen
in afwachting van subsidie
college moet nog beslissen
misschien
nog af te keuren
moet nog op het college besproken worden
"""


@pytest.mark.parametrize(
    ("kind", "reason", "status"),
    [
        *(("klaar", line, ActionStatus.DONE) for line in TOLD_OF_DONE.strip().splitlines()),
        *(("stopzetten", line, ActionStatus.STOPPED) for line in TOLD_OF_STOPPED.strip().splitlines()),
    ],
)
def test_how_it_went_and_why_it_stops_set_no_condition(kind: str, reason: str, status: ActionStatus) -> None:
    """The minutes of a whole meeting were refused for "maar duurder dan voorzien"."""
    checked = check(("E-01", kind, "", reason))
    assert checked.problems == []
    assert [each.status for each in checked.decisions] == [status]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        *(("klaar", line) for line in PARTS.strip().splitlines()),
        *(("stopzetten", line) for line in RESTS.strip().splitlines()),
    ],
)
def test_a_part_that_is_left_and_a_decision_to_come_are_asked(kind: str, reason: str) -> None:
    checked = check(("E-01", kind, "", reason))
    assert checked.decisions == []
    (problem,) = checked.problems
    assert problem.startswith("Tabel Besluiten, rij 1, kolom Toelichting: hier staat een besluit, en ook een")
