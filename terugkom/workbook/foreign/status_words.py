"""Words for a status and a priority in Dutch, French, English and German, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus, Priority

_STATUSES = {
    ActionStatus.PLANNED: """
        gepland|te starten|nog te starten|niet gestart|nog niet gestart|voorzien|in voorbereiding
        |ontwikkeling
        |in ontwikkeling|idee|nieuw|toekomstig|nog op te starten|uitgesteld|on hold|in wacht
        |te bespreken|niet begonnen|0|in opstart|op te starten|nog niet opgestart|op te maken|moet nog starten
        |start nog|wachten op|wacht op|in aanvraag|aangevraagd
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
        |gedeeltelijk uitgevoerd|deels gerealiseerd|deels afgerond|deels klaar|gedeeltelijk gerealiseerd
        |grotendeels|bijna klaar|bijna afgerond|lopend project|continu|wordt uitgevoerd
        |op schema|vertraagd|vertraging|achter op schema|doorlopend|permanent
        |in orde
        |en cours|en retard|demarre|demarree|commence|lance|lancee|bloque|bloquee
        |en cours de realisation|engage
        |en cours d execution|partiellement realise|partiellement realisee|presque termine
        |ongoing|on going|running|in progress|started|active|adopted|on track|delayed|behind schedule
        |underway|under way
        |partially implemented|partly done|launched|blocked|in use
        |laufend|in umsetzung|in bearbeitung|begonnen|gestartet|aktiv|im gange|in arbeit|verzogert
        |teilweise umgesetzt
        |lauft|fortlaufend""",
    ActionStatus.DONE: """
        klaar|uitgevoerd|afgerond|voltooid|gerealiseerd|afgewerkt|beeindigd|gedaan|behaald|volbracht
        |afgesloten|opgeleverd|geplaatst|in gebruik genomen|helemaal klaar|volledig uitgevoerd|ok
        |realise|realisee|termine|terminee|acheve|achevee|fait|cloture|accompli|fini|mis en oeuvre
        |done|implemented|completed|complete|finished|achieved|closed|delivered
        |abgeschlossen|erledigt|umgesetzt|fertig|realisiert|beendet|durchgefuhrt|erreicht""",
    ActionStatus.STOPPED: """
        gestopt|stopgezet|geannuleerd|vervallen|geschrapt|buiten gebruik|afgevoerd|niet weerhouden
        |verlaten|ingetrokken|niet uitgevoerd|gaat niet door|niet langer|zonder gevolg
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
_MAX_WORDS = max(len(word.split()) for word in STATUS_WORDS)

# What makes a word for done one for later, or for a part: "klaar tegen 2027", "gerealiseerd voor 60 %".
_NOT_YET = re.compile(
    r"(?:tegen|vanaf|voor de helft|voor een deel|voor \d+|in de loop van|eind|midden|begin|na de|na het"
    r"|d ici|avant|a partir|pour moitie|a moitie|by|from|before|half|partly"
    r"|bis|ab|vor|zur halfte|teilweise)\b"
)
_PERCENTAGE = re.compile(r"(\d{1,3})(?:[.,]\d+)? ?%")


def parse_status(text: str) -> ActionStatus | None:
    """Return the status that a text says: a known word, or a text that begins with one; None for any other.

    Of the words that it may begin with the longest counts: "nog niet gestart, zie verslag". A share alone
    says it too: 0 % planned, 100 % done, in between running. "Klaar tegen 2027" is not done, and not read.
    """
    share = _PERCENTAGE.fullmatch(text.strip())
    if share:
        return _convert_share(int(share[1]))
    several = normalize_text(text).split()
    for count in range(min(len(several), _MAX_WORDS), 0, -1):
        found = STATUS_WORDS.get(" ".join(several[:count]))
        if isinstance(found, ActionStatus):
            rest = " ".join(several[count:])
            return None if found is ActionStatus.DONE and _NOT_YET.match(rest) else found
    return None


def _convert_share(share: int) -> ActionStatus:
    if share >= 100:
        return ActionStatus.DONE
    return ActionStatus.RUNNING if share else ActionStatus.PLANNED
