"""Words and patterns for dates and periods in Dutch, French, English and German, as data.

Everything here is compared with text in lower case, without accents and with plain hyphens, as
`terugkom.workbook.dates.read_dates` makes it.
"""

from terugkom.plan.model import Precision


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
    "|tot|op|in de loop van|in the course of|in|af tegen|klaar tegen|gereed tegen|deadline|oplevering"
    "|einddatum|streefdatum"
    "|au plus tard le|au plus tard en|au plus tard|d'ici a|d'ici|d’ici|pour le|pour|jusqu'au|jusqu'en|jusqu'a"
    "|a l'horizon|horizon|courant de l'annee|courant|le|en|echeance|date limite"
    "|no later than|not later than|complete by|completed by|by the end of|by|until|due|during|on|target date"
    "|target|end date"
    "|spatestens bis|spatestens|bis zum|bis ende|bis|im laufe des jahres|im laufe von|im|am|frist"
    "|fertigstellung bis|fertigstellung"
)
END_OF_PREFIXES = (
    "(?:het )?einde van|(?:het )?eind van|einde|eind|(?:la )?fin d[eu]|fin|the end of|end of|end|late"
    "|ende des|ende von|ende"
)
APPROXIMATION_PREFIXES = "circa|ca|rond|ongeveer|omstreeks|vers|environ|about|around|approx|etwa|gegen|~|±"
# What a bracket behind a date may hold if that date is to be a deadline: that it is one, or how sure it is.
# Of all else ("kick-off", "Beschluss") nobody can list the words.
BRACKET_WORDS = _split_words(
    """
    deadline oplevering opgeleverd einde eind einddatum klaar afgewerkt afgerond afwerking afronding gereed
    realisatie gerealiseerd uitvoering uiterlijk ten laatste uiterste datum raming geraamd schatting geschat
    indicatief voorlopig voorzien voorziene gepland planning streefdatum streefdoel doel onder voorbehoud
    verwacht verwachte ongeveer circa ca
    fin echeance livraison prevu prevue previsionnel previsionnelle estimation estime estimee indicatif
    indicative provisoire objectif cible sous reserve achevement cloture realisation au plus tard environ
    end ends due delivery completion complete completed target planned expected estimate estimated est
    provisional latest approx approximately subject to change forecast
    ende frist fertigstellung fertig abschluss voraussichtlich geplant geschatzt schatzung vorlaufig ziel
    zieldatum spatestens unter vorbehalt etwa
    van de het op in tegen le la les du des a the of by der die das am im bis zum
    """
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
HOUR_PREFIXES = "om|at|a|um"
HOUR_UNITS = "uur|u|h|heures?|uhr|am|pm"
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
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|maan|dins|woe?|ma|di|don|do|vrij|vr|zat|za|zon|zo"
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
QUARTER = "kwartaal|kw|trimester|trimestre|quarter|quartals?"
_LAST = "laatste|dernier|last|final|letztes|letzten|letzte"
_HALF = "helft|jaarhelft|halfjaar|semester|semestre|half|halbjahr|halfte"

PATTERNS: tuple[tuple[Precision, str], ...] = (
    (
        Precision.DAY,
        rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?",
    ),
    (Precision.DAY, rf"{_YEAR}(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)"),
    (Precision.DAY, rf"{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})"),
    (
        Precision.DAY,
        rf"(?P<day>\d{{1,2}}) ?[/.-] ?(?P<month>\d{{1,2}}) ?[/.-] ?{_YEAR}(?: 0?0:00(?::00)?)?",
    ),
    (Precision.DAY, r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<short>\d{2})"),
    (
        Precision.DAY,
        rf"{_ARTICLE}(?P<day>\d{{1,2}}){_ORDINAL_SUFFIX}(?: of)?[ -]{_MONTH_NAME}(?:,| van| de| of)?"
        rf"[ -]{_YEAR}",
    ),
    (Precision.DAY, rf"(?P<day>\d{{1,2}})[ /.-]?{_MONTH_NAME}(?:[ /.-]| ?')?{_SHORT_YEAR}"),
    (Precision.DAY, rf"{_MONTH_NAME} (?P<day>\d{{1,2}}){_ORDINAL_SUFFIX},? {_YEAR}"),
    (Precision.PART, rf"(?P<part>{_PARTS})[ -]{_MONTH_NAME}(?: van| de| of)?[ /-]{_YEAR}"),
    (Precision.PART, rf"(?P<part>{_PARTS})[ -]{_MONTH_NAME}(?:[ /.-]| ?'){_SHORT_YEAR}"),
    (Precision.MONTH, rf"{_MONTH_NAME}(?: van| de| of)?[ /-]{_YEAR}"),
    (Precision.MONTH, rf"{_MONTH_NAME}(?:[ /.-]| ?'){_SHORT_YEAR}"),
    (Precision.MONTH, rf"{_YEAR}[ -]{_MONTH_NAME}"),
    (Precision.MONTH, rf"(?P<month>\d{{1,2}})[/-]{_YEAR}"),
    (Precision.MONTH, rf"(?P<month>0[1-9]|1[0-2])\.{_YEAR}"),
    (Precision.MONTH, rf"{_YEAR}[-/](?P<month>0[1-9]|1[0-2])"),
    (Precision.QUARTER, rf"[qkt] ?(?P<nth>\d)(?: ?[ /-] ?)?{_YEAR}"),
    (Precision.QUARTER, rf"{_YEAR}[ /-]?[qkt](?P<nth>\d)"),
    (Precision.QUARTER, rf"{_ARTICLE}{_ORDINAL} ?(?:{QUARTER}){_OF} {_YEAR}"),
    (Precision.QUARTER, rf"{_ARTICLE}{_ORDINAL} ?(?:{QUARTER}){_OF} ?'{_SHORT_YEAR}"),
    (Precision.QUARTER, rf"{_ARTICLE}(?P<final>{_LAST}) (?:{QUARTER}){_OF} {_YEAR}"),
    (Precision.QUARTER, rf"(?:{QUARTER}) ?(?P<nth>\d){_OF}[ /-]{_YEAR}"),
    (Precision.QUARTER, rf"[qkt](?P<nth>\d)(?:[ /.-]| ?'){_SHORT_YEAR}"),
    (Precision.QUARTER, rf"(?P<early>begin|begin van|early|start of|debut|anfang)[ -]{_YEAR}"),
    (Precision.QUARTER, rf"{_YEAR},? {_ORDINAL} ?(?:{QUARTER})"),
    (Precision.QUARTER, rf"{_ARTICLE}(?P<season>{'|'.join(SEASONS)})(?: van| of| de)? {_YEAR}"),
    (Precision.QUARTER, rf"{_ARTICLE}(?P<season>{'|'.join(SEASONS)}) ?'{_SHORT_YEAR}"),
    (Precision.HALF, rf"[sh](?P<nth>\d)[ /-]?{_YEAR}"),
    (Precision.HALF, rf"{_YEAR}[ /-]?[sh](?P<nth>\d)"),
    (Precision.HALF, rf"{_ARTICLE}{_ORDINAL} ?(?:{_HALF}){_OF} {_YEAR}"),
    (Precision.HALF, rf"(?:semester|semestre|halbjahr) ?(?P<nth>\d){_OF}[ /-]{_YEAR}"),
    (Precision.HALF, rf"(?P<middle>midden|halverwege|half|medio|mi|mid|mitte)[ -]{_YEAR}"),
    (Precision.YEAR, rf"(?:het jaar |l'annee |annee |jaar |year |jahr )?{_YEAR}(?:\.0)?"),
)
