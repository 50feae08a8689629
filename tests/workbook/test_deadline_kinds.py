"""A deadline is only what is one: starts, bounds and decisions in four languages are none."""

import pytest

from terugkom.workbook.dates.read_dates import read_deadline

NO_DEADLINES = """
te starten in 2027|opgestart in maart 2026|loopt sinds 2024|ten vroegste 2027|niet voor 2027
vóór 1 maart 2027|na de zomer van 2027|beslist op 12/03/2026|gemeenteraad 24/09/2026
goedgekeurd CBS 12/03/2026|van start in 2027|vanaf schooljaar 2026-2027|ingangsdatum 1 januari 2027
kick-off maart 2027|ingediend 12/03/2026|eind 2027 starten|publicatie BS 12/03/2026|12/03/2027: start
2027 van start|2027 en verder|2027+|>2027|later dan 2027|2027 of later|2027 (opstart)|2027 (aanvang)
12/03/2027 (kick-off)|01/01/2027 (in voege)|2027 (ten vroegste)|2028 (evaluatie)|à partir de 2027
dès janvier 2027|débute en 2027|démarrage 2027|lancement en mars 2027|avant 2030|après 2027
adopté le 12/03/2026|délibération du 12/03/2026|voté le 24 juin 2026|pas avant 2028|au plus tôt 2028
à compter du 1er janvier 2027|2027 et au-delà|au-delà de 2030|CM du 24/09/2026|initié en 2025
mis à jour le 12/03/2026|2027 (démarrage)|12/03/2027 (lancement)|2027 (vote)|ab 2027|seit 2024
Beginn 2027|Start: Januar 2027|nach 2027|vor dem 31.12.2027|beschlossen am 12.03.2026
Ratsbeschluss 12.03.2026|frühestens 2028|begonnen 2025|ab Herbst 2027|2027 ff.|nicht vor 2028
Baubeginn 2027|Stand 12.03.2026|gültig ab 01.01.2027|in Kraft seit 2024|2027 (Baubeginn)
12.03.2026 (Beschluss)|from 2027|starting 2027|starts in March 2027|after 2027|before 2030
approved 12 March 2026|adopted on 12/03/2026|launched in 2025|not before 2028|no earlier than 2028
kick-off 2027|council meeting 12/03/2026|2027 onwards|beyond 2030|post-2027|2027 at the earliest
effective 1 January 2027|to start 2027|last updated 12/03/2026|2027 (kick-off)|12/03/2027 (approval)
2027 (start 2025)
2027...|2027…|maart 2027 …|31/12/2027...|vanaf 2027...|15//06/2027
"""

DEADLINES = """
tegen 31-dec-27 = 2027-12-31|1e kwartaal '27 = 2027-03-31|zomer '27 = 2027-09-30
woe 12/03/2027 = 2027-03-12|eind-2027 = 2027-12-31|12 mrt 27 = 2027-03-12
12/03/2027 (oplevering) = 2027-03-12|streefdatum: juni 2027 = 2027-06-30
december 2027 (raming) = 2027-12-31|2027 (onder voorbehoud) = 2027-12-31
gereed tegen 1/7/2027 = 2027-07-01|d'ici fin 2027 = 2027-12-31|fin-2027 = 2027-12-31
à l'horizon 2030 = 2030-12-31|12 mars 27 = 2027-03-12|courant de l'année 2027 = 2027-12-31
2028 (prévisionnel) = 2028-12-31|T2 '27 = 2027-06-30|im Laufe des Jahres 2027 = 2027-12-31
Ende-2027 = 2027-12-31|Fertigstellung 06/2027 = 2027-06-30|31.12.2027 (voraussichtlich) = 2027-12-31
Fr., 12.03.2027 = 2027-03-12|2. Halbjahr 2027 = 2027-12-31|by end 2027 = 2027-12-31|end-2027 = 2027-12-31
target: 2030 = 2030-12-31|complete by 2027 = 2027-12-31
Q 2 / 2030 = 2030-06-30|in the course of 2027 = 2027-12-31
Dec 27 = 2027-12-31|maart 27 = 2027-03-31
31 December 2027 (estimated) = 2027-12-31
20270630 = 2027-06-30|12th of March 2027 = 2027-03-12|due by 1 June 2027 = 2027-06-01
laatste kwartaal 2027 = 2027-12-31|dernier trimestre 2027 = 2027-12-31|last quarter of 2027 = 2027-12-31
letztes Quartal 2027 = 2027-12-31|fin du 1er trimestre 2027 = 2027-03-31|la fin de 2027 = 2027-12-31
tegen het einde van 2027 = 2027-12-31|tegen het einde van het tweede kwartaal 2027 = 2027-06-30
begin juni 27 = 2027-06-10|30 juni van 2027 = 2027-06-30|30/06/2027 om 17u = 2027-06-30
30 juni 2027, 17 uur = 2027-06-30|vr.12/03/2027 = 2027-03-12|31/12/2027. = 2027-12-31
"""


def _split(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in line.split("|")]


@pytest.mark.parametrize("text", _split(NO_DEADLINES))
def test_a_start_a_bound_or_a_decision_is_no_deadline(text: str) -> None:
    assert read_deadline(text).day is None


@pytest.mark.parametrize("text", _split(DEADLINES))
def test_a_deadline_is_its_last_day(text: str) -> None:
    written, _, day = text.partition(" = ")
    assert str(read_deadline(written).day) == day
