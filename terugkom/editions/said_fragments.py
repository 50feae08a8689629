"""What an owner said that cannot stand before readers as why, or as news: a word or two, or only when.

*Volgende maand* as an answer to why it is late says when, and of a date that the coordinator may not have
accepted. An edition that has no more asks for the reason.
"""

import re
from collections.abc import Mapping
from datetime import date

from terugkom.claims.passed_dates import find_dates
from terugkom.claims.relative_dates import find_relative_dates

_MAX_WORDS = 2  # of a fragment that says more than when
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:19|20|21)\d\d|q[1-4]|\d{1,2}")
# What may stand around a moment without saying more than when; by language.
_AROUND_A_MOMENT: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "nl": "het dit dat de is wordt zal kan worden zijn pas nog in op om tegen vanaf tot na voor "
        "rond van en of ten vroegste laatste begin midden eind einde later ergens week maand "
        "kwartaal jaar lente voorjaar zomer herfst najaar winter eerste tweede derde vierde "
        "uitgesteld verschoven verplaatst naar",
        "fr": "ce cela c le la les est sera serait pas avant en à au aux du de des d fin début mi "
        "vers après pour plus tôt tard ici semaine mois trimestre année printemps été automne "
        "hiver premier deuxième troisième quatrième reporté reportée",
        "de": "es das der die den dem ist wird erst im in am um ab bis zum zur gegen nach vor von "
        "und oder ende anfang mitte früh frühestens spätestens später woche monat quartal "
        "jahr frühling frühjahr sommer herbst winter ersten zweiten dritten vierten "
        "verschoben",
        "en": "it this that the is will be not only before in on at by from until after around of "
        "and or early mid late later end beginning earliest latest week month quarter year "
        "spring summer autumn fall winter first second third fourth postponed moved to",
    }.items()
}


def is_fragment(text: str, language: str, written_on: date) -> bool:
    """Return whether a text has at most two words, or says no more than when."""
    if len(_WORD.findall(text)) <= _MAX_WORDS:
        return True
    rest = text
    for found in (*find_dates(text, written_on), *find_relative_dates(text, language, written_on)):
        start, end = found.span
        rest = rest[:start] + " " * (end - start) + rest[end:]
    around = _AROUND_A_MOMENT.get(language, _AROUND_A_MOMENT["nl"])
    words = [word.casefold() for word in _WORD.findall(rest)]
    return all(word in around or _YEAR.fullmatch(word) for word in words)
