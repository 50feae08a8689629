"""Words by which headers are alike, and patterns of what they ask, in Dutch, French, English and German."""

from collections.abc import Mapping

ARTICLES = frozenset(
    ["the", "a", "an", "de", "het", "een", "le", "la", "les", "l", "der", "die", "das", "den"]
)
SINGULARS = {
    **{"actions": "action", "measures": "measure", "interventions": "intervention", "units": "unit"},
    **{"persons": "person", "bodies": "body", "entities": "entity", "departments": "department"},
    **{"acties": "actie", "maatregelen": "maatregel", "diensten": "dienst"},
}

# What else than a name stands in the header of a column of first names, and in that of surnames beside it.
FIRST_NAME_PATTERN = r"\b(?:voornaam|prenom|first name|given name|vorname)\b"
SURNAME_PATTERN = r"\b(?:achternaam|familienaam|naam|nom(?: de famille)?|last name|surname|name|nachname)\b"

# Headers that ask who is responsible for an action, and by which words they ask for more than people.
RESPONSIBLE_PATTERN = (
    r"(?:(?:(?P<body>authorit(?:y|ies)|bod(?:y|ies)|units?|agenc(?:y|ies)|institutions?|entit(?:y|ies)"
    r"|departments?|organisations?|services?|dienst(?:en)?|instanties?|organismes?|structures?|amter"
    r"|stellen?)"
    r"|(?P<office>elue?s?|schepen(?:en)?|wethouder|echevine?|adjointe?|councillor|stadtrat)|\w+)"
    r"(?: \w+){0,4} )?"
    r"(?:responsible|verantwoordelijke?n?|responsables?|verantwortliche?[nrs]?|zustandige?[nrs]?)"
    r"(?: (?:for|voor|pour|de|du|des|d|fur)(?: \w+){1,4})?"
)

# A header that says itself that it is the end: what stands beside it is no later end of the same period.
END_PATTERN = r"\b(?:deadline\w*|eind\w*|streef\w*|tegen|uiterste|fin|echeance\w*|end\w*|due|frist\w*|bis)\b"

# Words of a column that was kept as it is, by which it may hold what no other column does.
PERHAPS_PATTERNS: Mapping[str, str] = {
    "owners": (
        r"\b(?:verantw\w*|responsib\w*|responsab\w*|zustandig\w*|trekk\w*|eigenaar|owner|lead\w*|leid\w*"
        r"|pilot\w*|porteur\w*|uitvoerder\w*|coordinat\w*|dienst\w*|department\w*|service|abteilung\w*"
        r"|assign\w*"
        r"|in charge|wie|who|qui|wer)\b"
    ),
    "deadline": (
        r"\b(?:deadline\w*|einddat\w*|streef\w*|termijn\w*|timing\w*|tijd\w*|echeanc\w*|delai\w*|frist\w*"
        r"|due|target date|end|einde?|fin|ende|time\w*|period\w*|zeitraum\w*|calendrier\w*|planning\w*"
        r"|tegen)\b"
    ),
    "status": (
        r"\b(?:status\w*|statut\w*|stand|voortgang\w*|progress\w*|avancement\w*|fortschritt\w*|umsetzung\w*"
        r"|done|klaar|afgerond|fait|erledigt|realisatie\w*|uitvoeringsgraad)\b"
    ),
    "start": (
        r"\b(?:start\w*|begin\w*|aanvang\w*|opstart\w*|debut\w*|demarrage\w*|lancement\w*|anfang\w*"
        r"|kick off)\b"
    ),
    "budget_text": (
        r"\b(?:budget\w*|\w*kost(?:en|prijs)?|raming\w*|prijs|bedrag\w*|financ\w*|middelen|euro|eur|cout\w*"
        r"|montant\w*|moyens|cost\w*|price|funding|finanz\w*|mittel)\b"
    ),
    "indicator": (
        r"\b(?:\w*doel(?:en|stelling\w*)?|\w*criteri\w*|norm(?:en)?|evaluatie\w*|opbrengst\w*|succes\w*"
        r"|objectif\w*|evaluation\w*|goals?|objectives?|targets?|\w*ziel\w*|erfolg\w*|wirkung\w*)\b"
    ),
}

# Words in the header of a column that is kept: it says how an action is measured, or what it delivers.
KEPT_PATTERNS: Mapping[str, str] = {
    "indicator": (
        r"\b(?:\w*indicator(?:en)?|indicators|\w*indicateurs?|\w*indikator(?:en)?|kpi s?|kpis?"
        r"|hoe (?:meten|weten|zien) (?:we|wij)(?: \w+)*|waaraan (?:meten|zien) (?:we|wij)(?: \w+)*"
        r"|meetbaar(?: \w+)?"
        r"|meetcriteri\w*|succescriteri\w*|meting|meetwijze|streefwaarde|streefcijfer|doelwaarde"
        r"|comment (?:mesure\w*|mesurons nous|le mesurer)|criteres? (?:de reussite|de succes|d evaluation)"
        r"|valeur cible|moyens? de verification"
        r"|how (?:do|will) we measure(?: \w+)*|how measured|measured by|metrics?|success criteri\w+"
        r"|target value"
        r"|messgrosse|messzahl|kennzahl(?:en)?|kenngrosse|zielwert|erfolgskriteri\w+"
        r"|wie messen wir(?: \w+)*"
        r"|woran messen wir(?: \w+)*)\b"
    ),
    "result": (
        r"\b(?:\w*resulta(?:at|ten|ts?)|results?|resultaten|deliverables?|outputs?|eindproduct(?:en)?"
        r"|(?:wat )?lever(?:en)? (?:we|wij)(?: op| af)?|wat levert (?:het|dit|ze) op|op te leveren(?: \w+)?"
        r"|te leveren(?: \w+)?|oplevering(?:en)?|wat is er dan|wat zal er zijn|wat is het eindproduct"
        r"|livrables?|produits? attendus?|realisations? attendues?|que livrons nous|ce que nous livrons"
        r"|what (?:do|will) we deliver|expected outcomes?|outcomes?|end product"
        r"|\w*ergebnis(?:se)?|lieferobjekte?|was liefern wir|liefergegenstand|endprodukt)\b"
    ),
}
