"""Words and patterns for dates and periods in Dutch, French, English and German, as data.

Everything here is compared with text in lower case, without accents and with plain hyphens, as
`terugkom.workbook.dates.deadlines` makes it.
"""

from terugkom.plan.model import Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january janvier januar janner jan janv",
            "februari february fevrier februar feb fevr fev",
            "maart march mars marz maerz mrt mar mrz",
            "april avril apr avr",
            "mei may mai",
            "juni june juin jun",
            "juli july juillet jul juil",
            "augustus august aout aug",
            "september septembre sept sep",
            "oktober october octobre okt oct",
            "november novembre nov",
            "december decembre dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "1 i eerste premier premiere first erste erstes ersten erster",
            "2 ii tweede deuxieme second seconde zweite zweites zweiten zweiter",
            "3 iii derde troisieme third dritte drittes dritten dritter",
            "4 iv vierde quatrieme fourth vierte viertes vierten vierter",
        ),
        start=1,
    )
    for word in words.split()
}

# What a deadline may begin with and still be that very day or period. The longest come first.
DEADLINE_PREFIXES = (
    "uiterlijk op|uiterlijk tegen|uiterlijk|ten laatste op|ten laatste|tegen ten laatste|tegen|tot en met|t/m"
    r"|t\.e\.m|tem"
    "|tot|op|in de loop van|in|af tegen|klaar tegen|deadline|oplevering"
    "|au plus tard le|au plus tard en|au plus tard|d'ici a|d'ici|d’ici|pour le|pour|jusqu'au|jusqu'en|jusqu'a"
    "|courant|le|en|echeance"
    "|no later than|not later than|by the end of|by|until|due|during|on"
    "|spatestens bis|spatestens|bis zum|bis ende|bis|im laufe von|im|am|frist"
)
END_OF_PREFIXES = "einde van|eind van|einde|eind|fin de|fin|the end of|end of|late|ende des|ende von|ende"
APPROXIMATION_PREFIXES = "circa|ca|rond|ongeveer|omstreeks|vers|environ|about|around|approx|etwa|gegen|~|±"
# What a bracket behind a date may not hold if that date is to be a deadline.
NO_DEADLINE_WORDS = (
    "start|gestart|begin|begonnen|vanaf|sinds|na|voor|goedgekeurd|goedkeuring|beslist|beslissing|besluit"
    "|debut|depart|lance|depuis|apres|avant|approuve|approbation|decide|decision"
    "|started|begun|since|from|after|before|approved|approval|decided"
    "|beginn|begonnen|ab|seit|nach|vor|genehmigt|beschlossen"
)
START_PREFIXES = (
    "vanaf|sinds|startdatum|start|met ingang van|a partir de|a partir du|des|depuis|from|since|starting in"
    "|starting|as of|ab dem|ab|seit"
)
RANGE_PREFIXES = (
    "van|tussen|periode|looptijd|de|du|entre|periode|from|between|period|von|vom|zwischen|zeitraum"
)
RANGE_SEPARATORS = (
    r"tot en met|t/m|t\.e\.m\.|tem|tot|jusqu'au|jusqu'a|jusqu'en|au|a|until|till|through|to|bis zum|bis|naar"
    "|en|et|and|und"
)
OPEN_END = "heden|nu|nadien|verder|e\\.?v\\.?|en later|present|now|ff\\.?|heute|aujourd'hui|\\.\\.+|\\?"
DURATION_FILLERS = (  # what may stand between a start and how long it lasts
    "gedurende|voor|looptijd|duur|start|vanaf|pendant|duree|a partir de|des|for|from|starting|duration"
    "|ab|dauer|fur|over|sur|uber"
)

DURATION = (
    r"(?P<count>\d{1,3}(?:[.,]5)?)[ -]?(?P<unit>jaar|jaren|ans?|annees?|years?|jahren?|jahre?"
    r"|maand(?:en)?|mois|months?|monate?n?)(?![a-z])"
)
MONTH_UNITS = ("maand", "mois", "month", "monat")

# How far in a month "half maart" is: its first and its last day. Ours, for no rule says so.
PARTS_OF_A_MONTH = {
    word: days
    for days, words in (
        ((1, 10), "begin|begin van|start of|early|debut|debut de|anfang"),
        ((11, 15), "half|midden|medio|halverwege|mid|middle of|mi|mitte"),
    )
    for word in words.split("|")
}

# A day of the week says nothing that its date does not say.
WEEKDAYS = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|mi|fr|sa|so"
)

SEASONS = {  # as the quarter in which a season ends; a winter has two years
    "voorjaar": 2,
    "lente": 2,
    "printemps": 2,
    "spring": 2,
    "fruhjahr": 2,
    "fruhling": 2,
    "zomer": 3,
    "ete": 3,
    "summer": 3,
    "sommer": 3,
    "najaar": 4,
    "herfst": 4,
    "automne": 4,
    "autumn": 4,
    "fall": 4,
    "herbst": 4,
}

_YEAR = r"(?P<year>\d{4})"
_SHORT_YEAR = r"(?P<short>[2-9]\d)"
_PARTS = "|".join(sorted(PARTS_OF_A_MONTH, key=len, reverse=True))
_MONTH_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_ORDINAL_SUFFIX = r"(?:er|ere|ste|st|nd|rd|th|de|e|eme|ieme|\.)?"
_ORDINAL = rf"(?P<nth>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|\d){_ORDINAL_SUFFIX}"
_ARTICLE = r"(?:het |de |le |la |the |das |die |der |dem )?"
_OF = r",?(?: van| de| of| of the year| des jahres)?"
_QUARTER = "kwartaal|kw|trimester|trimestre|quarter|quartal"
_HALF = "helft|jaarhelft|halfjaar|semester|semestre|half|halbjahr|halfte"

PATTERNS: tuple[tuple[Precision, str], ...] = (
    (
        Precision.DAY,
        rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?",
    ),
    (Precision.DAY, rf"{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})"),
    (
        Precision.DAY,
        rf"(?P<day>\d{{1,2}}) ?[/.-] ?(?P<month>\d{{1,2}}) ?[/.-] ?{_YEAR}(?: 0?0:00(?::00)?)?",
    ),
    (Precision.DAY, r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<short>\d{2})"),
    (
        Precision.DAY,
        rf"{_ARTICLE}(?P<day>\d{{1,2}}){_ORDINAL_SUFFIX}(?: of)?[ -]{_MONTH_NAME},?[ -]{_YEAR}",
    ),
    (Precision.DAY, rf"(?P<day>\d{{1,2}})[ /.-]{_MONTH_NAME}(?:[/.-]| ?'){_SHORT_YEAR}"),
    (Precision.DAY, rf"{_MONTH_NAME} (?P<day>\d{{1,2}}){_ORDINAL_SUFFIX},? {_YEAR}"),
    (Precision.PART, rf"(?P<part>{_PARTS})[ -]{_MONTH_NAME}(?: van| de| of)?[ /-]{_YEAR}"),
    (Precision.PART, rf"(?P<part>{_PARTS})[ -]{_MONTH_NAME}(?:[/.-]| ?'){_SHORT_YEAR}"),
    (Precision.MONTH, rf"{_MONTH_NAME}(?: van| de| of)?[ /-]{_YEAR}"),
    (Precision.MONTH, rf"{_MONTH_NAME}(?:[/.-]| ?'){_SHORT_YEAR}"),
    (Precision.MONTH, rf"{_YEAR}[ -]{_MONTH_NAME}"),
    (Precision.MONTH, rf"(?P<month>\d{{1,2}})[/-]{_YEAR}"),
    (Precision.MONTH, rf"{_YEAR}[-/](?P<month>0[1-9]|1[0-2])"),
    (Precision.QUARTER, rf"[qkt](?P<nth>\d)[ /-]?{_YEAR}"),
    (Precision.QUARTER, rf"{_YEAR}[ /-]?[qkt](?P<nth>\d)"),
    (Precision.QUARTER, rf"{_ARTICLE}{_ORDINAL} ?(?:{_QUARTER}){_OF} {_YEAR}"),
    (Precision.QUARTER, rf"(?:{_QUARTER}) ?(?P<nth>\d){_OF}[ /-]{_YEAR}"),
    (Precision.QUARTER, rf"[qkt](?P<nth>\d)(?:[ /.-]| ?'){_SHORT_YEAR}"),
    (Precision.QUARTER, rf"(?P<early>begin|begin van|early|start of|debut|anfang)[ -]{_YEAR}"),
    (Precision.QUARTER, rf"{_YEAR},? {_ORDINAL} ?(?:{_QUARTER})"),
    (Precision.QUARTER, rf"{_ARTICLE}(?P<season>{'|'.join(SEASONS)})(?: van| of| de)? {_YEAR}"),
    (Precision.HALF, rf"[sh](?P<nth>\d)[ /-]?{_YEAR}"),
    (Precision.HALF, rf"{_YEAR}[ /-]?[sh](?P<nth>\d)"),
    (Precision.HALF, rf"{_ARTICLE}{_ORDINAL} ?(?:{_HALF}){_OF} {_YEAR}"),
    (Precision.HALF, rf"(?:semester|semestre|halbjahr) ?(?P<nth>\d){_OF}[ /-]{_YEAR}"),
    (Precision.HALF, rf"(?P<middle>midden|halverwege|half|medio|mi|mid|mitte)[ -]{_YEAR}"),
    (Precision.YEAR, rf"(?:het jaar |l'annee |annee |jaar |year |jahr )?{_YEAR}(?:\.0)?"),
)
