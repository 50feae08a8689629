"""How an answer ends, with the name of its writer, in Dutch, French, German and English, as data.

Regular expressions for text as it was written, whatever its case.
"""

CLOSINGS = (
    r"m\.?v\.?g\.?|(?:met )?(?:(?:vriendelijke|hartelijke|beste|warme|zonnige|lieve|sportieve|veel|de) )*"
    r"(?:meeste )?(?:groet(?:en|jes)?|hoogachting)|grt(?:j?e?)?[sz]?|tot (?:maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|dan|later|straks|binnenkort|ziens)|gr|hoogachtend|fijne (?:dag|week"
    r"|avond)(?: nog)?"
    r"|(?:bien|sincèrement) à (?:vous|toi)|bà[vt]|ba[vt]|cdt|cdlt|(?:bien )?cordialement"
    r"|salutations(?: distinguées)?"
    r"|bonne (?:journée|soirée|semaine)|belle journée|à bientôt"
    r"|(?:(?:mit )?(?:freundlichen?|herzlichen?|besten?|vielen?|liebe|schöne) )?(?:gr(?:ü|u)(?:ß|ss)e?n?)"
    r"|lg|vg|mfg"
    r"|(?:kind|best|warm|many)? ?regards|best wishes|cheers|best|ciao|xx?"
    r"|(?:prettige?|fijne?|zalige?|vrolijke?|mooie?) (?:feesten|feestdagen|kerstdagen|kerst|eindejaar"
    r"|week(?:end)?"
    r"|weekend|vakantie|paasdagen|pasen|dag|avond)(?: (?:nog|verder|alvast|toegewenst|gewenst)){0,2}"
    r"|(?:joyeuses|bonnes|belles) (?:fêtes|vacances)(?: de fin d'année)?|joyeux noël"
    r"|bon(?:ne)? (?:week-?end|année)"
    r"|(?:frohe|schöne|erholsame) (?:feste|festtage|feiertage|weihnachten|ostern|ferien)|schönes wochenende"
    r"|(?:happy|merry) (?:holidays|christmas|easter|new year)|have a (?:nice|good|great|lovely) \w+"
)
_PARTICLES = r"van|de|den|der|von|du|le|la|x"
# The line with a name, and a name behind the last sentence: "Klaar, Tom", "Kom eens kijken! Juf Marleen".
NAME = rf"(?:[A-ZÀ-Ý][\w.'’-]*|{_PARTICLES})(?: (?:[A-ZÀ-Ý][\w.'’-]*|{_PARTICLES}))*[.,]?"
NAME_AT_THE_END = (
    r"(?:, (?:[A-ZÀ-Ý][a-zà-ÿ'’-]+ ?){1,2}"
    r"|(?<=[.!?]) [A-ZÀ-Ý][a-zà-ÿ'’-]+(?: [A-ZÀ-Ý][a-zà-ÿ'’-]+){1,2})$"
)
# The lines below a name with which a signature goes on: an office, a place to be reached or to be found.
_TOPIC = (
    r"(?:milieu|leefmilieu|omgeving|klimaat|klimaatbeleid|duurzaamheid|energie|openbare?|werken|ruimte"
    r"|ruimtelijke"
    r"|ordening|mobiliteit|groen|natuur|patrimonium|technische|dienst|communicatie|beleid|algemeen|financieel"
    r"|en|van|de|het|voor|der|l'|d'|du|des|et|en charge|environnement|énergie|climat|travaux|urbanisme"
    r"|mobilité"
    r"|développement|durable|technique|communal[e]?|umwelt|klima|klimaschutz|bau|für|und|zu|climate"
    r"|environment"
    r"|energy|sustainability|of|for|and|the|&|\||-|[A-ZÀ-Ý][\w.'’-]*|(?:d|l)['’]\w+)"
)
_ORGANISATION = (
    r"(?i:gemeente(?:bestuur)?|stad(?:sbestuur)?|ocmw|dienst|milieudienst|groendienst|departement"
    r"|afdeling|team|cluster"
    r"|provincie|lokaal bestuur|commune|ville|administration communale|service|cpas|stadt(?:verwaltung)?"
    r"|gemeinde(?:verwaltung)?|amt|abteilung|council|town council|municipality|department|office)"
)
_FUNCTION = (
    r"(?:[A-ZÀ-Ýa-zà-ÿ]+[ -]){0,2}(?i:\w*(?:ambtenaar|coördinator|coordinator|schepen|burgemeester"
    r"|diensthoofd|deskundige"
    r"|medewerk(?:er|ster)|verantwoordelijke|consulente?|adviseur|directeur|secretaris|projectleid(?:er"
    r"|ster)|expert"
    r"|conseill(?:er|ère)|échevine?|bourgmestre|responsable|chargée? de mission|coordinat(?:eur|rice)"
    r"|directrice"
    r"|beauftragter?|leiter|referent|sachbearbeiter|bürgermeister|officer|manager|councillor|mayor|advis[eo]r"
    r"|clerk)(?:in|e)?)"
)
OFFICE = (
    rf"(?:{_ORGANISATION}|{_FUNCTION})(?:,? {_TOPIC}){{0,6}}[.,]?"
    r"|(?i:tel|tél|telefoon|telefon|phone|t|gsm|mob(?:iel|ile)?|m|fax|f)\b[.: ]{0,3}[+\d][\d ()/.+-]{5,20}"
    r"|[+0][\d ()/.+-]{6,20}|(?i:e-?mail|mail|e)?[: ]{0,2}[\w.+-]{1,60}@[\w.-]{1,60}"
    r"|(?:https?://|www\.)[\w./-]{1,100}"
    r"|[A-ZÀ-Ý][\w'’-]*(?:straat|laan|plein|weg|markt|dreef|strasse|straße|platz) \d{1,4}[a-z]?"
    r"(?:, \d{4,5} [A-ZÀ-Ý][\w-]+)?"
    r"|(?:[Rr]ue|[Aa]venue|[Pp]lace|[Cc]haussée) [\w'’ -]{2,40}(?:,? \d{1,4}[a-z]?)?|\d{4,5} [A-ZÀ-Ý][\w-]+"
)
