"""Words for a status and a priority in Dutch, French, English and German, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

from collections.abc import Mapping
from types import MappingProxyType

from terugkom.plan.model import ActionStatus, Priority

_STATUSES = {
    ActionStatus.PLANNED: """
        gepland|te starten|nog te starten|niet gestart|nog niet gestart|voorzien|in voorbereiding
        |ontwikkeling
        |in ontwikkeling|idee|nieuw|toekomstig|nog op te starten|uitgesteld|on hold|in wacht
        |te bespreken|niet begonnen|0
        |a venir|a discuter|prevu|prevue|planifie|planifiee|non demarre|non commence|a demarrer
        |en projet|a faire
        |en pause|reporte|en attente|en preparation|en reflexion
        |planned|not started|proposed|to do|todo|upcoming|scheduled|pending|new|future|in preparation
        |draft|paused
        |geplant|noch nicht begonnen|nicht begonnen|in planung|offen|vorgesehen|neu|in vorbereitung
        |verschoben
        |zuruckgestellt|nicht gestartet|idee phase""",
    ActionStatus.RUNNING: """
        lopend|lopende|loopt|in uitvoering|in gebruik|bezig|gestart|opgestart|actief|begonnen
        |deels uitgevoerd
        |gedeeltelijk uitgevoerd|op schema|vertraagd|vertraging|achter op schema|doorlopend|permanent
        |in orde
        |en cours|en retard|demarre|demarree|commence|lance|lancee|bloque|bloquee
        |en cours de realisation|engage
        |en cours d execution|partiellement realise
        |ongoing|on going|running|in progress|started|active|adopted|on track|delayed|behind schedule
        |underway|under way
        |partially implemented|partly done|launched|blocked|in use
        |laufend|in umsetzung|in bearbeitung|begonnen|gestartet|aktiv|im gange|in arbeit|verzogert
        |teilweise umgesetzt
        |lauft|fortlaufend""",
    ActionStatus.DONE: """
        klaar|uitgevoerd|afgerond|voltooid|gerealiseerd|afgewerkt|beeindigd|gedaan|behaald|volbracht
        |afgesloten
        |realise|realisee|termine|terminee|acheve|achevee|fait|cloture|accompli|fini|mis en oeuvre
        |done|implemented|completed|complete|finished|achieved|closed|delivered
        |abgeschlossen|erledigt|umgesetzt|fertig|realisiert|beendet|durchgefuhrt|erreicht""",
    ActionStatus.STOPPED: """
        gestopt|stopgezet|geannuleerd|vervallen|geschrapt|buiten gebruik|afgevoerd|niet weerhouden
        |verlaten|ingetrokken
        |abandonne|abandonnee|annule|annulee|arrete|arretee|supprime|supprimee|sans suite
        |stopped|cancelled|canceled|expired|abandoned|dropped|withdrawn|discontinued|rejected
        |gestoppt|abgebrochen|eingestellt|gestrichen|entfallen|verworfen|storniert""",
}
_PRIORITIES = {
    Priority.HIGH: """
        hoog|hoge|zeer hoog|dringend|urgent|prioritair|must|must have|groot|topprioriteit|a
        |eleve|elevee|haut|haute|forte|fort|prioritaire|tres eleve|tres haute|urgente
        |high|very high|critical|top|major|hoch|sehr hoch|dringend|wichtig""",
    Priority.MEDIUM: """
        gemiddeld|middel|matig|normaal|midden|middelmatig|should|should have|b
        |moyen|moyenne|modere|moderee|normal|normale|medium|moderate|average|middle|mittel|mittlere
        |normal""",
    Priority.LOW: """
        laag|lage|zeer laag|klein|beperkt|could|could have|nice to have|c
        |bas|basse|faible|tres faible|low|very low|minor|niedrig|gering|sehr niedrig|nachrangig""",
}


def _index_by_word(
    words_by_value: Mapping[ActionStatus, str] | Mapping[Priority, str],
) -> Mapping[str, ActionStatus | Priority]:
    words = {
        word.strip(): value
        for value, text in words_by_value.items()
        for word in " ".join(text.split()).replace(" |", "|").split("|")
    }
    return MappingProxyType(words)


STATUS_WORDS = _index_by_word(_STATUSES)
PRIORITY_WORDS = _index_by_word(_PRIORITIES)
