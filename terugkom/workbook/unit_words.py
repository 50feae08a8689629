"""Words for units, in Dutch, French, German and English, as data: which of them are one unit.

All are written as `terugkom.workbook.quantities.fold_unit` makes them: in small letters, without accents,
spaces and full stops.
"""

DAYS, MONTHS, MINUTES, WORDS, CHARACTERS = "days", "months", "minutes", "words", "characters"
_UNITS = {
    DAYS: "dag dagen d jour jours tag tage tagen day days",
    MONTHS: "maand maanden mnd mois monat monate monaten month months",
    MINUTES: "minuut minuten min minute minutes mins",
    WORDS: "woord woorden mot mots wort worter worten word words",
    CHARACTERS: "teken tekens caractere caracteres signe signes zeichen character characters",
    "hours": "uur uren u heure heures h stunde stunden hour hours",
    "weeks": "week weken semaine semaines woche wochen weeks",
    "years": "jaar jaren an ans annee annees jahr jahre jahren year years",
    "percent": "% procent percent pct pourcent prozent percentage",
    "euro": "€ eur euro euros euro's",
    "kilograms": "kg kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm",
    "tonnes": "t ton tonnen tonne tonnes tons",
    "litres": "l liter liters litre litres litern",
    "metres": "m meter meters metre metres metern",
    "kilometres": "km kilometer kilometers kilometre kilometres kilometern",
    "square metres": "m2 vierkantemeter metrescarres metrecarre quadratmeter squaremetres squaremeters",
    "cubic metres": "m3 kubiekemeter metrescubes metrecube kubikmeter cubicmetres cubicmeters",
    "hectares": "ha hectare hectaren hectares hektar",
    "persons": "persoon personen pers personne personnes person persons people",
    "pieces": "stuk stuks st piece pieces stuck pc pcs",
}
# The unit of each word. A word that is not here is a unit of its own.
UNIT_NAMES = {word: name for name, words in _UNITS.items() for word in words.split()}

# How many of the second unit one of the first is, always: a month has no number of weeks.
EXACTLY = {("years", MONTHS): 12, ("weeks", DAYS): 7, ("hours", MINUTES): 60}

PLURAL_ENDINGS = ("en", "n", "s", "'s", "e", "es", "er")
PER = r"\b(?:per|par|pro)\b"  # as a slash: kg per year
# In front of a number or behind it: it is about that much.
ABOUT = r"circa|ca|ong|ongeveer|rond|zowat|bijna|environ|env|about|around|approx|approximately|etwa|rund|~|±"
MONEY = r"€|euros?|eur"  # may stand in front of its number
