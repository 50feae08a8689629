"""What owners call the thing in a title, if not by its word there, in nl, fr, de and en, as data.

In lower case and without accents. Only what can be nothing else in an action of such a title.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class SameThing:
    """The words that people use for what a word of a title names."""

    titled: re.Pattern[str]
    called: tuple[str, ...]


def _read(titled: str, called: str) -> SameThing:
    return SameThing(re.compile(titled), tuple(called.split()))


SAME_THINGS = (
    _read(
        r"\w*(?:verlichting|lamp|lampen|eclairage|beleuchtung|lighting|lights)",
        "lampen armaturen armatuur spots leds toestellen lampes luminaires leuchten lampen lights lamps "
        "fittings",
    ),
    _read(
        r"\w*(?:ketel|chaudiere|kessel|heizung|boiler)s?",
        "ketel warmtepomp chaudiere pompe chaleur warmepumpe kessel boiler pump heat",
    ),
    _read(
        r"\w*(?:ramen|glas|beglazing|schrijnwerk|chassis|fenetres|fenster|windows?|glazing)",
        "ramen glas beglazing chassis vitres fenster scheiben windows panes glazing",
    ),
    _read(
        r"zonnepanelen|photovoltaiques?|solar\w*|photovoltaik\w*|pv",
        "panelen zonnepanelen panneaux module anlage solaranlage panels",
    ),
    _read(r"bomen|boom\w*|arbres?|baume|obstbaume|trees?", "bomen boompjes arbres baume trees saplings"),
    _read(
        r"\w*(?:haag|hagen|haie|haies|hecke|hecken|hedge|hedges)",
        "haag hagen struiken plantgoed plants haies hecke hedge",
    ),
    _read(
        r"laad\w+|bornes?|ladesaulen?|charging|chargers?", "laadpalen palen laadpunten bornes saulen chargers"
    ),
    _read(r"fietsenstalling|fietsrekken|range-velos|racks?", "stalling rekken fietsrekken range-velos racks"),
    _read(r"\w*(?:put|citerne|zisterne)", "put tank citerne zisterne"),
    _read(r"\w*(?:opleiding|cursus|vorming)(?:en)?", "opleiding cursus vorming les lessen"),
    _read(r"\w*ledverlichting|led", "lampen armaturen"),
)
