"""Dutch words for deadlines that only say something on the day of a meeting, as data.

They are compared in lower case, without accents, with anything but letters and digits as a space.
"""

import re

from terugkom.workbook.dates.date_words import MONTHS as MONTHS
from terugkom.workbook.dates.date_words import SEASONS

NUMBERS = {
    word: number
    for number, words in enumerate(
        ("een 1", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"), 1
    )
    for word in words.split()
}
UNITS = {
    **dict.fromkeys(("dag", "dagen"), "days"),
    **dict.fromkeys(("week", "weken"), "weeks"),
    **dict.fromkeys(("maand", "maanden", "mnd"), "months"),
    **dict.fromkeys(("kwartaal", "kwartalen"), "quarters"),
    **dict.fromkeys(("jaar", "jaren"), "years"),
}
DURATION = rf"(?:(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)}) )?(?P<half>half )?(?P<unit>{'|'.join(UNITS)})"
FROM_MEETING = re.compile(rf"(?:over|binnen(?: de)?) {DURATION}")
FROM_EITHER = re.compile(rf"(?:(?:met|nog|plus|extra|verlengen met|uitstel van) )*{DURATION}.{{0,20}}")
# A duration that is a whole text; with anything else behind it a text may tell of the past.
ONLY_DURATION = re.compile(
    rf"(?:(?:met|nog|plus|extra|verlengen met|uitstel van) )*{DURATION}"
    r"(?: (?:extra|erbij|later|langer|meer|nodig|uitstel))*"
)
THIS_MONTH = re.compile(
    r"(?:(?P<part>begin|half|midden|eind|einde) )?(?:van )?(?:de )?(?P<which>deze|komende|volgende) maand"
)
THIS_YEAR = re.compile(
    r"(?:(?P<part>begin|half|midden|eind|einde) )?(?:van )?(?:het )?(?P<which>dit|komend|volgend) jaar"
)
A_YEAR_AND_A_HALF = re.compile(r"over anderhalf jaar|over 1 5 jaar")
WEEK_NUMBER = re.compile(r"week \d+")
# Behind a day these begin a circumstance: "12 maart, na keuring". What may change the day is in doubt; a
# length of time may count from the circumstance: "binnen 2 weken na ontvangst".
BEFORE_A_CIRCUMSTANCE = re.compile(
    r"[ ,;(](?:na|mits|als|zodra|indien|afhankelijk van|onder voorbehoud|in afwachting van)\b", re.IGNORECASE
)
MAY_CHANGE_THE_DAY = re.compile(
    r"[\d?]|\b(?:of|later|vroeger|eerder|daarna|nadien|misschien|eventueel|wellicht|uiterlijk|tegen|tot|niet"
    rf"|anders|volgende?|winter|hiver|{'|'.join(SEASONS)})\b",
    re.IGNORECASE,
)
END = "eind"  # of a month of which no part is said
THIS = ("deze", "dit")
DAY_AND_MONTH = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2})[.]?")
