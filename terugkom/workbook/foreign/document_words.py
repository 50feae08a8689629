"""Lines in which a report or a plan speaks of itself, in four languages, as data: they are no actions.

*Opgemaakt door: Jan*, *Volgende vergadering: 12 mei*, *Pagina 1 van 3*. The texts are normalized.
"""

import re

from terugkom.workbook.dates.date_words import MONTHS, WEEKDAYS

_MADE = (
    r"(?:(?:laatst|voor het laatst|dernierement|zuletzt|last|derniere fois) )?(?:opgemaakt|opgesteld|gemaakt"
    r"|ingevuld|bijgewerkt|aangepast|gewijzigd|goedgekeurd|nagekeken|nagelezen|gevalideerd|afgedrukt|gedrukt"
    r"|geprint|geexporteerd|genotuleerd|opgeslagen|redige|etabli|prepare|rempli|mis a jour|modifie|approuve"
    r"|valide|relu|imprime|exporte|enregistre|made|drawn up|prepared|written|compiled|filled in|updated"
    r"|modified|edited|approved|reviewed|printed|exported|saved|erstellt|verfasst|ausgefullt|aktualisiert"
    r"|geandert|genehmigt|gepruft|gedruckt|exportiert|gespeichert)e?"
)
_BY, _ON = r"(?:door|par|by|von|durch)", r"(?:op|te|d d|dd|le|a|on|am|in|at|the)"
_MEETING = (
    r"(?:vergadering|bijeenkomst|overleg|samenkomst|sessie|meeting|werkgroep|terugkom ?moment|kopgroep"
    r"|deelgroep|reunion|seance|rencontre|session|sitzung|besprechung|treffen|termin)"
)
_NEXT = r"(?:volgende?|eerstvolgende?|prochaine?|next|nachste[rs]?)"
_PUBLISHED = (
    r"(?:verslag(?:gever|geving|geefster)?|notulist|notulen|auteurs?|redactie|samenstelling|verspreiding"
    r"|rapport(?:eur|euse)?|compte rendu|proces verbal|pv|redacteur|secretaire de seance|minutes|report"
    r"|author|minute taker|minutes taken|protokoll(?:fuhrer|fuhrung|ant)?|bericht|verfasser|autor)"
)
_KEPT = (
    r"(?:versie|version|revisie|revision|laatste (?:update|wijziging|aanpassing|bewerking|versie)"
    r"|derniere (?:mise a jour|modification)|last (?:update|change|modified|edit)|letzte anderung|stand vom"
    r"|datum(?: (?:van |der )?(?:opmaak|verslag|document|versie))?|date du document|bestand(?:snaam)?|fichier"
    r"|file ?name|dateiname|kenmerk|reference|aktenzeichen|bron(?:nen|vermelding)?|sources?|quellen?"
    r"|aanwezig(?:en)?|afwezig(?:en)?|verontschuldigd(?:en)?|presents?|absents?|excuses?|present|apologies"
    r"|attendees|anwesend(?:e)?|abwesend(?:e)?|entschuldigt|contact(?:persoon|gegevens)?|ansprechpartner"
    r"|bijlagen?|annexes?|appendi(?:x|ces)|anlagen?|handtekening|signature|unterschrift)"
)
# What stands before a colon, or in a cell of its own beside what it tells.
DOCUMENT_LABEL = (
    rf"(?:{_MADE}(?: {_BY}| {_ON})?|{_PUBLISHED}(?: {_BY}| {_MADE}(?: {_BY})?)?|{_KEPT}"
    r"|(?:(?:datum|date|plaats|lieu|place|ort) (?:(?:van|de|du|la|of|der|the) )*)?"
    rf"(?:{_NEXT} )?{_MEETING}"
    rf"|{_NEXT} (?:afspraak|datum|date|appointment))"
)
# Labels that may begin a title as well, "Overleg: scholen en buurt": they need somebody, a place or a day.
LABEL_OR_TITLE = rf"(?:{_MEETING}|contact|bron(?:nen)?|sources?|quellen?|bericht)"
# The heading of what colours or signs mean, below a plan.
LEGEND_HEADING = (
    r"legend[ae]?|(?:betekenis|uitleg)(?: van de)? (?:kleuren|tekens)|kleur(?:en)?codes?|zeichenerklarung"
)
PLACE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "gemeentehuis stadhuis raadzaal zaal lokaal vergaderzaal bibliotheek online teams zoom mairie salle"
        " hall room rathaus saal sitzungssaal",
    )
)
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
TOLD_DAY = (
    rf"(?:(?:{_ON}|du|of|van|vom) )?(?:(?:{WEEKDAYS}) )?"
    rf"(?:\d{{1,2}}(?:er|e|st|nd|rd|th)? (?:\d{{1,2}}|{_MONTHS})(?: \d{{2,4}})?|(?:{_MONTHS}) \d{{4}}"
    rf"|(?:{_MONTHS}) \d{{1,2}} \d{{4}}|\d{{4}}(?: \d\d \d\d)?)"
    r"(?: (?:om |a |at |um )?\d{1,2}(?: ?[uh])?(?: ?\d\d)?"
    r"(?: (?:uur|uhr))?)?"
)
# A whole line that needs no colon; of what is made or changed it tells the day and nothing else.
DOCUMENT_LINE = (
    rf"(?:{_MADE} {_BY} \w.*|{_MADE}(?: {_ON})? {TOLD_DAY}(?: {_BY} \w.*)?"
    rf"|{_NEXT} {_MEETING} (?:is |wordt |est |ist |gaat door )?(?:{_ON} )?\d.*"
    r"|(?:pagina|blz|page|seite|p) \d+(?: (?:van|de|sur|of|von) \d+)?"
    rf"|(?:versie|version) \d+(?: \d+)*(?: {TOLD_DAY})?)"
)
