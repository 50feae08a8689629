"""How a time ahead is said without its day, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

COUNTS = {
    word: count
    for count, words in enumerate(
        (
            "een 'n n un une ein eine einen einem einer a an one",
            "twee deux zwei two",
            "drie trois drei three",
            "vier quatre four",
            "vijf cinq funf five",
            "zes six sechs",
            "zeven sept sieben seven",
            "acht huit eight",
            "negen neuf neun nine",
            "tien dix zehn ten",
            "elf onze eleven",
            "twaalf douze zwolf twelve",
        ),
        start=1,
    )
    for word in words.split()
}
WEEKS = r"we+k(?:en|je|jes|s)?|semaines?|wochen?"
MONTHS_LONG = r"maand(?:en|je|jes)?|mois|monat(?:e|en|s)?|months?"
YEARS = r"jaar|ans?|annees?|jahr(?:e|en)?|years?"
DAYS = r"dag(?:en)?|jours?|tag(?:e|en)?|days?"
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})"
_MORE = (
    r"(?: (?:volle|hele|dikke|goede|extra|more|further|additional|weitere[nr]?|gros|bon|bons|bonnes|good))?"
)
_LENGTH = rf"{_COUNT}{_MORE} (?P<unit>{WEEKS}|{MONTHS_LONG}|{YEARS}|{DAYS})(?:'s?)?"
# From today.
FROM_TODAY = (
    rf"\b(?:over|binnen|dans|d'ici|in)(?: (?:exact|precies))? {_LENGTH}\b"
    r"(?! (?:of|ou|oder|or|a|tot)\b)"
)
# From the deadline: a length of time with a word that adds it.
LATER_BY = (
    rf"\b(?:(?:met|om|mit|avec|d'|de|um|by|with|encore|nog|noch) ?)?{_LENGTH} (?:te )?(?:later|uitstel"
    r"|extra(?: tijd)?|meer|langer|verlenging|vertraging|plus tard|de plus|de retard|de delai"
    r"|supplementaires?|spater|mehr|verzug"
    r"|verspatung|verzogerung|aufschub|verlangerung|longer|late|delay|extension)\b"
    r"(?! (?:dan|than|que|als)\b)(?! (?:op de|bij de"
    r"|sur la) lev)",
    rf"\b(?:uitstel|verleng\w*|vertraging|schuift|verschuift|schuiven|opgeschoven|verschoven|report\w*"
    rf"|decal\w*"
    r"|prolong\w*|gliss\w*|repouss\w*|retard\w*|delai|verschieb\w*|verlanger\w*|verschoben|aufschub"
    r"|delay\w*|extend\w*|extension|postpon\w*|slip\w*|pushed back|moved back|moves back)"
    r"(?: (?:het|dit|deze|sich|this|it|actie|action|deadline|leider|helaas))?"
    rf" (?:(?:met|van|with|of|by|um|von|de|d'|avec) ?)?{_LENGTH}\b(?: (?:op|uit))?",
    rf"\b(?:another|nog eens|encore|an extra|a further) (?:(?P<count>\d{{1,2}}|{'|'.join(COUNTS)}) )?"
    rf"(?P<unit>{WEEKS}|{MONTHS_LONG})\b(?: (?:needed|nodig|please))?",
    rf"\b{_COUNT} (?:more|extra|further|additional|weitere|zusatzliche) (?P<unit>{WEEKS}|{MONTHS_LONG})\b",
)
# A week by its number: its Friday.
WEEK = (
    r"\b(?:de )?(?:week|wk|weeknr|semaine|kw|kalenderwoche|woche)\.? ?(?P<number>\d{1,2})\b"
    r"(?! ?(?:a|tot|of|[/-]|weken))"
)
NEXT_WEEK = (
    r"\b(?:volgende week|komende week|(?:la )?semaine prochaine|(?:nachste[nr]?|kommende[nr]?) woche"
    r"|next week)\b"
)
THIS_MONTH = r"\b(?:deze maand(?: nog)?|ce mois(?:-ci)?|(?:noch )?diesen monat|this month)\b"
END_OF_YEAR = (
    r"\b(?:(?:het )?einde?(?: van)? (?:dit|het|'t) jaar|jaareinde|(?:la )?fin (?:de l'|de cette |d')annee"
    r"|(?:zum )?(?:jahresende|ende des jahres)|ende dieses jahres|(?:the )?end of (?:the|this) year)\b"
)
_SEASONS = (
    "voorjaar|lente|printemps|fruhjahr|fruhling|zomer|sommer|summer|najaar|herfst|automne|autumn|herbst|ete"
    "|spring|fall"
)
SEASON_OF_A_YEAR = rf"\b(?P<season>{_SEASONS})(?: van| de| of| des jahres)? (?P<year>20\d\d)\b"
WINTERS = frozenset(("winter", "hiver", "winters"))
# Seasons by the word in which a plan has them, behind a word that moves the action there; a winter lies in
# two years, and "in de zomer is alles klaar" may be any day of it.
SEASON = (
    r"\b(?P<before>(?:wordt|zal|pas|naar|tot|dan|maar|sera|serons|report\w*|wird|erst|auf|bis|will be"
    r"|it'll be|'ll be"
    r"|becomes?|moved|delayed|postponed|until|pflanzen|planten|plantons|plant|zaaien)(?: (?:het|dit|dan"
    r"|pas|dus"
    r"|helaas|leider|nu|erst|weer|we|wir|on|to|till|until|in|op|im|en|a|bis|au|jusqu'a|wieder|now)){0,3})"
    r" (?:het |de |dit |deze |komend |komende |the |this |der |dem |den |diesen |diesem |cet |l')?"
    r"(?P<next>volgend |volgende |next |nachsten |nachstes )?"
    rf"(?P<season>{_SEASONS})\b(?P<coming> prochaine?)?(?! (?:van )?'?\d)"
)
# Before a month that was.
LAST = (
    "vorige",
    "voorbije",
    "afgelopen",
    "dernier",
    "letzten",
    "letzter",
    "last",
    "von",
    "die",
    "since",
    "vorig",
)
# Short names of a month that are other words: seven, a name.
OTHER_WORDS = frozenset(("sept", "sep", "avr", "dec", "feb", "oct", "nov", "jun", "jul", "mrt"))
