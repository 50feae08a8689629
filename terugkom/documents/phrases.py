"""The phrases that charts, pages and PDFs of packs share, so that they can never differ.

Dutch first: another language is another table here, and its templates in a folder of their own.
"""

from typing import Any

_PHRASES = {
    "nl": {
        "done": "klaar",
        "on-schedule": "op schema",
        "silent": "stil",
        "late": "te laat",
        "stopped": "gestopt",
        "no_owner": "geen trekker",
        "departed": "trekker uit dienst",
        "no_address": "geen mailadres van de trekker",
        "where we stand": "Waar de acties staan",
        "now": "nu",
        "nobody": "Nog geen groep",
        "no theme": "Zonder thema",
        "days late": "{days} dagen te laat",
        "one day late": "1 dag te laat",
        "nothing heard": "Nog niets over gehoord",
        "put off": "{times} keer uitgesteld",
        "put off once": "1 keer uitgesteld",
        "never put off": "open sinds de vorige keer",
        "ask: open point": "Wat spreken we af, wie doet het en tegen wanneer?",
        "ask: at last": "Nu beslissen, of schrappen. Nog eens uitstellen kan niet.",
        "ask: overdue": "Een nieuwe datum, een andere trekker, of stoppen?",
        "ask: late": "Per actie: welke datum wordt wel gehaald?",
        "ask: orphans": "Wie wordt trekker?",
        "ask: silent": "Wie vraagt het na, en tegen wanneer?",
        "ask: vague": "Welk cijfer, welke datum of welke naam maakt ze concreet?",
        "ask: figures": "Halen we het doel, of sturen we bij?",
        "ask: others": "Wie hierover wil spreken, zegt het vooraf. De rest schuift niet door zonder datum.",
        "topic: late": "Acties die te laat zijn",
        "topic: orphans": "Acties zonder bereikbare trekker",
        "topic: silent": "Acties waarover we niets hoorden",
        "topic: vague": "Vragen over vage acties",
        "topic: figures": "De cijfers tegenover hun doel",
        "topic: others": "De andere punten ({number})",
        "opening": "Welkom, en waar we staan",
        "ask: opening": "Klopt het beeld? Aanvullingen, geen verslag.",
        "closing": "Wie doet wat, en wanneer zien we elkaar terug",
        "ask: closing": "Elke beslissing heeft een trekker en een datum.",
        "room": "Ruimte voor ideeën en nieuwe acties",
        "ask: room": "Welk idee verdient een trekker?",
        "topic: dropped": "Wat is gestopt of niet lukte",
        "ask: dropped": "Wat leren we eruit, en laten we het zo?",
        "topic: candidates": "Nieuwe acties",
        "ask: candidates": "Welke starten we, met welke trekker, datum en maat?",
        "topic: engagement": "Wie deed mee",
        "ask: engagement": "Welke groep heeft hulp nodig, en van wie?",
        "topic: groups": "De groepen en thema’s",
        "ask: groups": "Waar sturen we het plan bij?",
        "trend": "Het plan door de jaren",
        "by group": "Waar de acties staan, per groep",
        "stopped through": "geen reden genoteerd",
        "moved": "{times} keer verschoven",
        "moved once": "1 keer verschoven",
        "did not meet": "kwam niet samen",
        "no news of its actions": "geen nieuws over haar acties",
        "and": " en ",
        "took": "Duurde {days} dagen.",
        "of idea box": "Ideeënbus ({code})",
        "handed in": "Ingediend op {day}.",
        "kept for later": "Bewaard voor later: {answer}",
        "peer exchange": "Uitwisseling met andere gemeenten",
        "told: newsletter": "de nieuwsbrief",
        "told: staff-magazine": "het personeelsblad",
        "told: code-of-conduct": "de gedragscode",
        "told: intranet": "het intranet",
        "told: staff-meeting": "een personeelsbijeenkomst",
        "told: idea-box": "de ideeënbus",
        "told: website": "de website",
        "told: bulletin": "het gemeentelijk informatieblad",
        "told: public-space": "affiches en folders",
        "told: press": "de pers",
        "told: jobs": "personeelsadvertenties",
        "told: social": "sociale media",
        "form: what": "Wat is er dan? Eén ding, getal of besluit",
        "form: what, example": "Veertig overdekte fietsplaatsen aan het station",
        "form: owner": "Wie trekt? Eén naam",
        "form: owner, example": "An Peeters",
        "form: by": "Tegen wanneer? Dag, maand of kwartaal",
        "form: by, example": "30 juni 2028",
        "form: measure": "Waaraan zien we het? Nu en doel",
        "form: measure, example": "Van 12 fietsplaatsen nu naar 52 op de einddatum",
    }
}


def get_phrase(key: str, language: str, **values: Any) -> str:
    """Return the phrase for a key, in Dutch where we do not have that language."""
    words = _PHRASES.get(language, _PHRASES["nl"])
    return words[key].format(**values)


def format_days_late(days: int, language: str) -> str:
    """Return how late something is."""
    return get_phrase("one day late" if days == 1 else "days late", language, days=days)


def format_times_rescheduled(times: int, language: str) -> str:
    """Return how often a deadline was rescheduled, as text."""
    return get_phrase("moved once" if times == 1 else "moved", language, times=times)


def format_times_postponed(times: int, language: str) -> str:
    """Return how often a point was postponed, as text."""
    key = {0: "never put off", 1: "put off once"}.get(times, "put off")
    return get_phrase(key, language, times=times)
