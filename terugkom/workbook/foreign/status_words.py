"""Words for a status and a priority in Dutch, French, English and German, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from terugkom.normalize import normalize_text, strip_accents
from terugkom.plan.model import ActionStatus, Priority

_STATUSES = {
    ActionStatus.PLANNED: """
        gepland|te starten|nog te starten|niet gestart|nog niet gestart|voorzien|in voorbereiding
        |ontwikkeling|in ontwikkeling|idee|nieuw|toekomstig|nog op te starten|uitgesteld|te bespreken
        |niet begonnen|0|in opstart|op te starten|nog niet opgestart
        |op te maken|moet nog starten|start nog|wachten op|wacht op|in aanvraag|aangevraagd
        |te doen|nog te doen|voorbereidend|ingepland|moet opgestart worden
        |moet nog opgestart worden|wordt opgestart|a venir|a discuter|prevu|prevue|planifie
        |planifiee|non demarre|non commence|a demarrer|en projet|a faire|reporte|reportee
        |en attente|en preparation|en reflexion|a lancer|a l etude|etude en cours|planned
        |not started|proposed|to do|todo|upcoming|scheduled|pending|new|future|in preparation
        |not yet|notyet
        |draft|postponed|deferred|to start|to be started|awaiting|scoping|geplant|noch nicht begonnen
        |nicht begonnen|in planung|offen|vorgesehen|neu|in vorbereitung|verschoben|zuruckgestellt
        |nicht gestartet|idee phase|steht aus|noch offen|steht noch aus|zu starten""",
    ActionStatus.RUNNING: """
        lopend|lopende|loopt|in uitvoering|in gebruik|bezig|gestart|opgestart|actief|begonnen
        |deels uitgevoerd|gedeeltelijk uitgevoerd|deels gerealiseerd|deels afgerond|deels klaar
        |gedeeltelijk gerealiseerd|grotendeels|bijna klaar|bijna afgerond|lopend project|continu
        |wordt uitgevoerd|op schema|vertraagd|vertraging|achter op schema|doorlopend|permanent
        |in orde|in opmaak|in behandeling|aan de gang|continue|terugkerend|jaarlijks terugkerend
        |recurrent|structureel|en cours|en retard|demarre|demarree|commence|lance|lancee|bloque
        |bloquee|geblokkeerd|en cours de realisation|engage|en cours d execution|engagee|en continu
        |recurrente
        |partiellement realise|partiellement realisee|presque termine|ongoing|on going|running
        |in progress|in process|started|active|adopted
        |on track|delayed|behind schedule|underway|under way
        |partially implemented|partly done|launched|blocked|in use|recurring|continuous|laufend
        |in umsetzung|in bearbeitung|gestartet|aktiv|im gange|in arbeit|verzogert
        |teilweise umgesetzt|blockiert|lauft|fortlaufend|wird umgesetzt|daueraufgabe|wird bearbeitet""",
    ActionStatus.DONE: """
        klaar|uitgevoerd|afgerond|voltooid|gerealiseerd|afgewerkt|beeindigd|gedaan|behaald
        |volbracht|afgesloten|opgeleverd|geplaatst|in gebruik genomen|helemaal klaar
        |volledig uitgevoerd|ok|realise|realisee|finalise|finalisee|termine|terminee|acheve
        |achevee|fait|cloture|accompli|fini|mis en oeuvre|done|implemented|completed|complete
        |finished|achieved|closed|delivered|abgeschlossen|erledigt|umgesetzt|fertig
        |fertiggestellt|realisiert|beendet|durchgefuhrt|erreicht""",
    ActionStatus.STOPPED: """
        gestopt|stopgezet|geannuleerd|vervallen|geschrapt|buiten gebruik|afgevoerd
        |niet weerhouden|verlaten|ingetrokken|niet meer relevant|niet meer van toepassing|vervalt
        |gaat niet door|niet langer|wordt niet meer uitgevoerd|wordt niet uitgevoerd
        |gaan niet door|komt te vervallen|komt niet meer|niet meer nodig|niet meer aan de orde
        |zonder gevolg|plus d actualite|plus pertinent|abandonne
        |abandonnee|annule|annulee|arrete|arretee|supprime|supprimee|sans suite|stopped
        |cancelled|canceled|expired|abandoned|dropped|withdrawn|discontinued|rejected|no longer
        |entfallt|nicht weiter verfolgt|nicht mehr relevant|gestoppt|abgebrochen|eingestellt
        |gestrichen|entfallen|verworfen|storniert""",
}
# That an action lies still: none of our statuses says so, and whether it was ever begun is not known.
_PAUSED = """
    on hold|hold|op hold|in wacht|in de wacht|in de wachtrij|stand by|standby|gepauzeerd|pauze|in pauze
    |op pauze
    |opgeschort|geschorst|ligt stil|ligt even stil|stilgelegd|staat stil|stilstand|bevroren|in de koelkast
    |tijdelijk stopgezet|tijdelijk gestopt|voorlopig stopgezet|voorlopig gestopt|tijdelijk stilgelegd
    |en pause|mis en pause|mise en pause|pause|en suspens|suspendu|suspendue|suspension|gele|gelee|a l arret
    |temporairement arrete|temporairement suspendu|en veille
    |pausiert|pausierend|ruht|ruhend|ausgesetzt|unterbrochen|auf eis|eingefroren|vorubergehend eingestellt
    |vorubergehend gestoppt
    |paused|suspended|halted|on ice|frozen|in abeyance|temporarily stopped"""
# Words that leave in doubt which status is meant: it is said as what they were read.
_DOUBTFUL = """
    uitgesteld|wachten op|wacht op|in orde|vertraagd|vertraging|achter op schema|geblokkeerd
    |verlaten
    |geplaatst|ok|beeindigd|afgesloten
    |reporte|reportee|en attente|en retard|bloque|bloquee|cloture
    |pending|awaiting|postponed|deferred|delayed|behind schedule|blocked|adopted|closed
    |steht aus|steht noch aus|offen|noch offen|verschoben|zuruckgestellt|verzogert|blockiert|beendet
    |eingestellt"""
YES_WORDS = frozenset(
    {"ja", "j", "oui", "o", "yes", "y", "x", "v", "✓", "✔", "ok", "true", "waar", "vrai", "wahr"}
)
NO_WORDS = frozenset(
    {
        "false",
        "onwaar",
        "faux",
        "falsch",
        "nee",
        "neen",
        "n",
        "non",
        "no",
        "nein",
        "-",
        "nog niet",
        "pas encore",
        "noch nicht",
        "not yet",
    }
)
_PRIORITIES = {
    Priority.HIGH: """
        hoog|hoge|zeer hoog|dringend|urgent|prioritair|must|must have|groot|topprioriteit|a
        |eleve|elevee|haut|haute|forte|fort|prioritaire|tres eleve|tres haute|urgente|high
        |very high|critical|top|major|hoch|sehr hoch|wichtig""",
    Priority.MEDIUM: """
        gemiddeld|middel|matig|normaal|midden|middelmatig|should|should have|b|moyen|moyenne
        |modere|moderee|normal|normale|medium|moderate|average|middle|mittel|mittlere""",
    Priority.LOW: """
        laag|lage|zeer laag|klein|beperkt|could|could have|nice to have|c|bas|basse|faible
        |tres faible|low|very low|minor|niedrig|gering|sehr niedrig|nachrangig""",
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


def _compile_words(words: str) -> re.Pattern[str]:
    """Return a pattern for a text that begins with one of the words."""
    found = (re.escape(" ".join(word.split())) for word in words.split("|"))
    return re.compile(rf"(?:{'|'.join(sorted(found, key=len, reverse=True))})(?![a-z0-9])")


_SAYS_PAUSED, _SAYS_DOUBTFUL = _compile_words(_PAUSED), _compile_words(_DOUBTFUL)

# What makes a word for done one for later, or for a part: "klaar tegen 2027", "gerealiseerd voor 60 %".
_NOT_YET = re.compile(
    r"(?:tegen|vanaf|voor de helft|voor een deel|voor \d+|in de loop van|eind|midden|begin|na de|na het"
    r"|d ici|avant|a partir|pour moitie|a moitie|by|from|before|half|partly"
    r"|bis|ab|vor|zur halfte|teilweise)\b"
)
# What takes a word for done back for a part: "klaar, behalve de verlichting". Which part, a person says.
_EXCEPT = re.compile(
    r"\b(?:behalve|behoudens|uitgezonderd|met uitzondering van|op (?:\w+ ){1,5}na|maar|tenzij"
    r"|alleen nog|enkel nog|sauf|hormis|excepte|a l exception|mais"
    r"|ausser|ausgenommen|bis auf|mit ausnahme|aber|except|excluding|apart from|but|unless)\b"
)
# Before a word for done these make it running; before a word for started a negation makes it planned.
_PARTLY = re.compile(
    r"(?:deels|half|gedeeltelijk|grotendeels|bijna|partiellement|en partie|presque|a moitie|teilweise"
    r"|zum teil|fast|grosstenteils|partially|partly|mostly|nearly|almost|half) "
)
_NOT_STARTED = re.compile(
    r"(?:nog niet|niet|pas encore|pas|non|noch nicht|nicht|not yet|not)"
    r" (?:begonnen|gestart|opgestart|aangevat|commence|commencee|demarre|demarree|entame|entamee|lance"
    r"|lancee"
    r"|engage|engagee|gestartet|started|begun|launched)\b"
)
_ADVERBS = re.compile(
    r"(?:is|zijn|werd|werden|est|sont|ist|sind|was|has been"
    r"|volop|helemaal|volledig|reeds|al|momenteel|nu|deja|actuellement|completement|entierement|totalement"
    r"|derzeit|bereits|aktuell|vollstandig|already|currently|fully|now) "
)
_MAX_ADVERBS = 2  # "is volledig afgerond"
_PERCENTAGE = re.compile(
    r"(?:(?:\+/-|\+-|±|~|ca\.?|circa|ongeveer|environ|about|etwa) ?)?(\d{1,3})(?:[.,]\d+)? ?%"
    r"(?: (?:klaar|afgerond|gerealiseerd|uitgevoerd|afgewerkt|voltooid|realise|realisee|termine|terminee|fait"
    r""
    r"|done|complete|completed|finished|erledigt|umgesetzt|fertig|abgeschlossen))?",
    re.IGNORECASE,
)


def read_status(text: str) -> ActionStatus | None:
    """Return the status that a text says: a known word, or a text that begins with one; None for any other.

    Of the words that it may begin with the longest counts: "nog niet gestart, zie verslag". A share alone
    says it too: 0 % planned, 100 % done, in between running. "Klaar tegen 2027" and "klaar, behalve de kade"
    are not done, and not read; nor is a question.
    """
    share = _PERCENTAGE.fullmatch(strip_accents(text.strip()))
    if share:
        return _convert_share(int(share[1]))
    if text.rstrip().endswith("?"):
        return None
    plain = normalize_text(text)
    if (found := _find_word(plain)) is not None:
        return found
    if _NOT_STARTED.match(plain):
        return ActionStatus.PLANNED
    partly = _PARTLY.match(plain)
    if partly and _find_word(plain[partly.end() :]) is ActionStatus.DONE:
        return ActionStatus.RUNNING
    rest = plain
    for _ in range(_MAX_ADVERBS):
        adverb = _ADVERBS.match(rest)
        if adverb is None:
            return None
        rest = rest[adverb.end() :]
        if (found := _find_word(rest)) is not None:
            return found
    return None


def says_paused(text: str) -> bool:
    """Return whether a text says that an action lies still, which is none of our statuses: on hold."""
    return _begins_with(text, _SAYS_PAUSED)


def is_doubtful(text: str) -> bool:
    """Return whether the word from which a status is read leaves in doubt which one is meant: afgesloten."""
    return _begins_with(text, _SAYS_DOUBTFUL)


def _begins_with(text: str, words: re.Pattern[str]) -> bool:
    rest = normalize_text(text)
    for _ in range(_MAX_ADVERBS + 1):
        if words.match(rest):
            return True
        adverb = _ADVERBS.match(rest)
        if adverb is None:
            return False
        rest = rest[adverb.end() :]
    return False


def asks_whether_done(header: str) -> bool:
    """Return whether a header is itself a word for done, below which a yes says that: "Klaar?"."""
    return read_status(header.strip(" ?:")) is ActionStatus.DONE


def is_share(text: str) -> bool:
    """Return whether a text is a share alone, which is a status only where the header says so: 50 %."""
    return text.strip().endswith("%") and _PERCENTAGE.fullmatch(text.strip()) is not None


def _find_word(plain: str) -> ActionStatus | None:
    """Return the status of the longest known word with which a plain text begins."""
    several = plain.split()
    for count in range(min(len(several), _MAX_WORDS), 0, -1):
        found = STATUS_WORDS.get(" ".join(several[:count]))
        if isinstance(found, ActionStatus):
            rest = " ".join(several[count:])
            is_open = _NOT_YET.match(rest) or _EXCEPT.search(rest)
            return None if found is ActionStatus.DONE and is_open else found
    return None


def _convert_share(share: int) -> ActionStatus:
    if share >= 100:
        return ActionStatus.DONE
    return ActionStatus.RUNNING if share else ActionStatus.PLANNED
