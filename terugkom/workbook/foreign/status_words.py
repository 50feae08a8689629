"""Words for a status and a priority in Dutch, French, English and German, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from terugkom.normalize import normalize_text, strip_accents
from terugkom.plan.model import ActionStatus, Priority
from terugkom.workbook.dates.date_words import MONTHS

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
        |not yet|notyet|draft|postponed|deferred|to start|to be started|awaiting|scoping|geplant
        |noch nicht begonnen|nicht begonnen|in planung|offen|vorgesehen|neu|in vorbereitung|verschoben
        |zuruckgestellt|noch nicht angefangen|nicht angefangen|nicht gestartet|idee phase|steht aus|noch offen
        |steht noch aus|zu starten""",
    ActionStatus.RUNNING: """
        lopend|lopende|loopt|in uitvoering|in gebruik|bezig|gestart|opgestart|actief|begonnen
        |deels uitgevoerd|gedeeltelijk uitgevoerd|deels gerealiseerd|deels afgerond|deels klaar
        |gedeeltelijk gerealiseerd|grotendeels|bijna klaar|bijna afgerond|lopend project|continu
        |wordt uitgevoerd|op schema|vertraagd|vertraging|achter op schema|doorlopend|permanent
        |in orde|in opmaak|in behandeling|aan de gang|continue|terugkerend|jaarlijks terugkerend
        |recurrent|structureel|en cours|en retard|demarre|demarree|commence|lance|lancee|bloque
        |bloquee|geblokkeerd|en cours de realisation|engage|en cours d execution|engagee|en continu
        |recurrente|partiellement realise|partiellement realisee|presque termine|ongoing|on going|running
        |in progress|in process|started|active|adopted
        |on track|delayed|behind schedule|underway|under way
        |partially implemented|partly done|launched|blocked|in use|recurring|continuous|laufend
        |in umsetzung|in bearbeitung|gestartet|aktiv|im gange|in arbeit|verzogert
        |teilweise umgesetzt|blockiert|lauft|fortlaufend|wird umgesetzt|daueraufgabe|wird bearbeitet""",
    ActionStatus.DONE: """
        klaar|uitgevoerd|afgerond|voltooid|gerealiseerd|afgewerkt|beeindigd|gedaan|behaald
        |volbracht|afgesloten|opgeleverd|geplaatst|in gebruik genomen|helemaal klaar
        |volledig uitgevoerd|ok|realise|realisee|finalise|finalisee|termine|terminee|acheve
        |achevee|fait|c est fait|erl|cloture|accompli|fini|mis en oeuvre|done|implemented|completed|complete
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
    |op pauze|opgeschort|geschorst|ligt stil|ligt even stil|stilgelegd|staat stil|stilstand|bevroren
    |in de koelkast|tijdelijk stopgezet|tijdelijk gestopt|voorlopig stopgezet|voorlopig gestopt
    |tijdelijk stilgelegd
    |en pause|mis en pause|mise en pause|pause|en suspens|suspendu|suspendue|suspension|gele|gelee|a l arret
    |temporairement arrete|temporairement suspendu|en veille
    |pausiert|pausierend|ruht|ruhend|ausgesetzt|unterbrochen|auf eis|eingefroren|vorubergehend eingestellt
    |vorubergehend gestoppt|paused|suspended|halted|on ice|frozen|in abeyance|temporarily stopped"""
# Words that leave in doubt which status is meant: it is said as what they were read.
_DOUBTFUL = """
    uitgesteld|wachten op|wacht op|in orde|vertraagd|vertraging|achter op schema|geblokkeerd
    |verlaten|geplaatst|ok|beeindigd|afgesloten
    |reporte|reportee|en attente|en retard|bloque|bloquee|cloture
    |pending|awaiting|postponed|deferred|delayed|behind schedule|blocked|adopted|closed
    |steht aus|steht noch aus|offen|noch offen|verschoben|zuruckgestellt|verzogert|blockiert|beendet
    |eingestellt"""
YES_WORDS = frozenset(
    {"ja", "j", "oui", "o", "yes", "y", "x", "v", "✓", "✔", "ok", "true", "waar", "vrai", "wahr"}
)
NO_WORDS = frozenset(
    {"false", "onwaar", "faux", "falsch", "nee", "neen", "n", "non", "no", "nein", "-"}
    | {"nog niet", "pas encore", "noch nicht", "not yet"}
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
    r"(?:tegen|vanaf|(?:voor|pour|for|fur)(?! (?:alle|allen|tous|toutes|all|every)\b)"
    r"|om te|tot|in de loop van|eind|midden|begin|na de|na het"
    r"|d ici|avant|a partir|jusqu|a moitie|by|from|before|until|up to|half"
    r"|bis|ab|vor|zur halfte)\b"
)
# What takes a word for done or stopped back: "klaar, behalve de verlichting". Which part, a person says.
_EXCEPT = re.compile(
    r"\b(?:behalve|behoudens|uitgezonderd|met uitzondering van|op (?:\w+ ){1,5}na|maar|tenzij"
    r"|alleen nog|enkel nog|sauf|hormis|excepte|a l exception|mais"
    r"|ausser|ausgenommen|bis auf|mit ausnahme|aber|except|excluding|apart from|but|unless)\b"
)
# What it is good to be without, which takes nothing back: "terminé sans incident".
_TROUBLE = (
    r"(?:probl|incident|accro|accident|difficult|souci|encombre|retard|reserve|remarque|vertraging|uitstel"
    r"|moeilijkhed|meerkost|schwierigkeit|zwischenf|verzogerung|mehrkost|issue|delay|trouble)"
)
# What makes it a part, a condition or something that still waits: "uitgevoerd tot fase 2", "fait en partie".
_ONLY_PARTLY = re.compile(
    r"\b(?:fasen?|fases|deel|delen|perceel|stap|lot|tranche|etape|phase|phases|partie|teil|abschnitt|stage"
    r"|deels|gedeeltelijk|partiellement|teilweise|partly|partially|in part"
    r"|niet|nog|pas|encore|nicht|noch|not|still|yet"
    rf"|(?:zonder|sans|ohne|without)(?! (?:enige |aucun |aucune |any )?{_TROUBLE})"
    r"|mits|indien|zodra|als|wanneer|onder voorbehoud|si|des que|sous reserve|wenn|sobald|unter vorbehalt"
    r"|if|once|when|provided|subject to"
    r"|wacht|wachten|wachtend|afwachting|attente|wartet|warten|awaiting|waiting|pending"
    r"|(?P<some>\d+) (?:van|op|uit|sur|of|von)(?: de| les| the| den)? (?!(?P=some)\b)\d+)\b"
)
_FRACTION = re.compile(
    r"(?<![\d/.,])(?:\d{1,2}(?:[.,]\d+)? ?(?:%|procent|pour ?cent|percent|prozent)"
    r"|(?P<some>[1-9]\d*|0)/(?P<of>[1-9]\d*)(?![\d/]))"
)
_BEGINS_WITH_DECIMAL, _SHARE_OF_ONE = re.compile(r"[01][.,]\d"), re.compile(r"0[.,]\d+|1[.,]0+")
_TIME = re.compile(r"(?:[1-9]|1[0-2]|(?:19|20)\d\d)/(?:19|20)\d\d")  # 12/2026; 2025/2026
# What may stand behind a word for done or stopped without a doubt: a day, and where more is told of it.
_CLEAR = """
    in op sinds en le depuis au du on since at am im seit de het la the den dem van of d met avec
    with mit eind einde fin end ende begin debut early anfang midden mi mid mitte vorig vorige
    dernier derniere last jaar annee year jahr kwartaal trimestre quarter quartal semester semestre
    zomer voorjaar najaar lente herfst winter ete automne printemps summer spring autumn sommer
    herbst zie voir see siehe verslag rapport report bericht bijlage annexe annex anlage nota note
    succes succesvol erfolg success helemaal volledig integraal completement entierement fully
    vollstandig relevant relevante actueel nodig toepassing pursued needed applicable"""
_REASON = re.compile(  # behind a word for stopped; what follows is free
    r"(?:wegens|omwille|door|omdat|want|gezien|bij gebrek|gebrek|na|op vraag|per|vanaf|tijdens"
    r"|faute|en raison|a cause|car|parce|suite|par|apres|due|because|as|lack|for|after|by"
    r"|wegen|weil|da|aufgrund|mangels|nach|durch|ab)\b"
)
CLEAR_WORDS = frozenset(_CLEAR.split()) | MONTHS.keys()
# That it has begun: the day right behind it, or behind any word for running and one of FROM, is its start.
BEGUN = _compile_words("""
    gestart|opgestart|begonnen|aangevat|demarre|demarree|commence|commencee|lance|lancee|engage|engagee|entame
    |entamee|started|begun|launched|gestartet""")
FROM = re.compile(r"(?:vanaf|sinds|per|met ingang van|a partir|des|depuis|from|since|as of|ab|seit)\b")
# Behind these another thing is told: "gestart, oplevering 2028", "gestart met einde 2028".
NEW_CLAUSE = re.compile(
    r"[,;(]|\b(?:met(?! ingang)|avec|mit|with)\b|(?<!\bop )(?<!\bhet )\beinde\b", re.IGNORECASE
)
FROM_A_DAY = frozenset(["per", "vanaf", "from", "ab", "des", "a", "partir"])
# Behind a colon or a dash too, but for those behind one of these, or within a period.
OF_A_DAY = FROM_A_DAY | {"op", "in", "sinds", "depuis", "since", "seit", "on", "am", "im", "en", "le", "of"}
_UNTIL = re.compile(r"(?:tot|jusqu|until|till|bis)\b")
FIGURE = re.compile(r"\d+(?:e|de|ste|er|ere|eme|st|nd|rd|th)?|[qkt]\d")
CLOSED = frozenset({ActionStatus.DONE, ActionStatus.STOPPED})
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
    r"|done|complete|completed|finished|erledigt|umgesetzt|fertig|abgeschlossen))?",
    re.IGNORECASE,
)


def read_status(text: str) -> ActionStatus | None:
    """Return the status that a text says: a known word, or a text that begins with one; None for any other.

    Of the words that it may begin with the longest counts: "nog niet gestart, zie verslag". A share alone
    says it too: 0 % planned, 100 % done, in between running. "Klaar tegen 2027", "klaar, behalve de kade" and
    "klaar in 3 van de 5 scholen" are not done, and not read; nor is a question.
    """
    share = _PERCENTAGE.fullmatch(strip_accents(text.strip()))
    if share:
        return _convert_share(int(share[1]))
    if _BEGINS_WITH_DECIMAL.match(text.strip()):  # of 1: 0,75 is under way, 1,0 done
        return _convert_share_of_one(text.strip())
    if text.rstrip().endswith("?"):
        return None
    plain = normalize_text(text)
    if _split_word(plain) is None:
        if _NOT_STARTED.match(plain):
            return ActionStatus.PLANNED
        partly = _PARTLY.match(plain)
        of_a_part = _split_word(plain[partly.end() :]) if partly else None
        if of_a_part and of_a_part[0] is ActionStatus.DONE:
            return ActionStatus.RUNNING
    found = split_behind_adverbs(plain)
    return None if found is None or _is_open(text, *found) else found[0]


def says_paused(text: str) -> bool:
    """Return whether a text says that an action lies still, which is none of our statuses: on hold."""
    return _begins_with(text, _SAYS_PAUSED)


def is_doubtful(text: str) -> bool:
    """Return whether a status that is read leaves in doubt which one is meant: by its word (afgesloten), or
    by what stands behind done or stopped: "klaar met de studie"."""
    if _begins_with(text, _SAYS_DOUBTFUL):
        return True
    found = split_behind_adverbs(normalize_text(text))
    if found is None or found[0] not in CLOSED:
        return False
    status, rest = found
    if status is ActionStatus.STOPPED and _REASON.match(rest):
        return False
    return not all(word in CLEAR_WORDS or FIGURE.fullmatch(word) for word in rest.split())


def _begins_with(text: str, words: re.Pattern[str]) -> bool:
    return any(words.match(rest) for rest in list_without_adverbs(normalize_text(text)))


def list_without_adverbs(plain: str) -> Iterator[str]:
    """Yield a plain text, and the same without each of the adverbs with which it begins."""
    yield plain
    for _ in range(_MAX_ADVERBS):
        adverb = _ADVERBS.match(plain)
        if adverb is None:
            return
        plain = plain[adverb.end() :]
        yield plain


def asks_whether_done(header: str) -> bool:
    """Return whether a header is itself a word for done, below which a yes says that: "Klaar?"."""
    return read_status(header.strip(" ?:")) is ActionStatus.DONE


def is_share(text: str) -> bool:
    """Return whether a text is a share alone, which is a status only where the header says so: 50 %."""
    return text.strip().endswith("%") and _PERCENTAGE.fullmatch(text.strip()) is not None


def split_behind_adverbs(plain: str) -> tuple[ActionStatus, str] | None:
    """Return the status with which a plain text begins, perhaps behind adverbs, and what follows it."""
    return next(filter(None, map(_split_word, list_without_adverbs(plain))), None)


def _split_word(plain: str) -> tuple[ActionStatus, str] | None:
    """Return the status of the longest known word with which a plain text begins, and what follows it."""
    several = plain.split()
    for count in range(min(len(several), _MAX_WORDS), 0, -1):
        found = STATUS_WORDS.get(" ".join(several[:count]))
        if isinstance(found, ActionStatus):
            return found, " ".join(several[count:])
    return None


def _is_open(text: str, status: ActionStatus, rest: str) -> bool:
    """Return whether a text takes the word for done or stopped with which it begins back, or asks."""
    if status not in CLOSED:
        return False
    if "?" in text or _EXCEPT.search(rest):
        return True
    if status is ActionStatus.STOPPED:
        return _UNTIL.match(rest) is not None
    is_part = _NOT_YET.match(rest) or _ONLY_PARTLY.search(rest)
    return is_part is not None or any(map(_is_part, _FRACTION.finditer(strip_accents(text))))


def _is_part(found: re.Match[str]) -> bool:
    """Return whether a share or fraction is less than all: not 24/24, a month and year (12/2026) or a day."""
    if found["of"] is None:
        return True
    return int(found["some"]) < int(found["of"]) and not _TIME.fullmatch(found[0])


def _convert_share(share: int) -> ActionStatus:
    if share >= 100:
        return ActionStatus.DONE
    return ActionStatus.RUNNING if share else ActionStatus.PLANNED


def _convert_share_of_one(text: str) -> ActionStatus | None:
    if not _SHARE_OF_ONE.fullmatch(text):
        return None
    share = float(text.replace(",", "."))
    return _convert_share(int(share * 100) if share in (0, 1) else 50)
