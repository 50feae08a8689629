"""The words of a title, and of an answer, for what is done and to what, in nl, fr, de and en, as data.

All is in lower case and without accents.
"""


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The carrying out of an action as a whole: "de plaatsing is achter de rug".
CARRIES_OUT = _read(
    "plaatsing installatie aanplant aanplanting beplanting plantactie plantdag uitvoering werf montage "
    "renovatie "
    "verbouwing verbouwingen vervanging aanleg heraanleg inrichting geheel klus zaak boel toestellen "
    "omschakeling "
    "vernieuwing herstelling isolatiewerken renovatiewerken plaatsingswerken werkzaamheden "
    "pose placement installation installations plantation plantations chantier renovation remplacement "
    "amenagement mise oeuvre service chose equipement "
    "einbau pflanzung bauarbeiten umsetzung inbetriebnahme sanierung renovierung austausch baustelle "
    "sache anlage "
    "umbau fitting planting refurbishment replacement work job works "
)
# What is changed as a whole, so that what stands behind *of* in the title names it: "het dorpshuis is af".
TRANSFORMS = (
    r"(?:\w*(?:renov|verbouw|heraanleg|aanleg|aanplant|herinricht|inrichting|vernieuw|vervang|onthard|restaur"
    r"|herstel|schilder|plaatsing|plaatsen|aankoop|aankopen|aanschaf|installat|beplant|omvorm|ombouw"
    r"|aanbreng|planten|bouw)\w*"
    r"|(?:renov|amenag|plantation|planter|pose|placement|placer|achat|achet|install|remplac|construct|restaur"
    r"|peinture|creation|plant|mise|debeton|depav|reamenag|rehabilit)\w*"
    r"|(?:renovier|sanier|umbau|neubau|bau|pflanz|anpflanz|kauf|ankauf|anschaff|beschaff|montage|einbau"
    r"|austausch"
    r"|errichtung|anlage|entsiegel|restaurier|umgestalt|neugestalt|gestaltung|aufstell)\w*"
    r"|(?:renovat|refurb|plant|purchas|install|fitt|replac|construct|restor|paint|build|depav|repav|rebuild"
    r"|resurfac)\w*)"
)
OF_WHAT = (
    r"(?: (?:van|du|des|de|der|von|vom|of)(?: (?:de|het|la|le|les|den|dem|the|een|deux|trois|twee|drie|two"
    r"|three|zwei|drei))?| de l'| d') ?"
)
# With the thing behind it a study may be the first step: "Haalbaarheidsstudie zonnepanelen".
MAY_BE_A_STEP = r"\w*(?:studie|study|onderzoek|etude|untersuchung)"
# That it is in use, said of its carrying out: "mise en service".
IS_IN_USE = r"(?:is|zijn) .*(?:in (?:gebruik|dienst)|operationeel)|(?:mise )?en service|in betrieb|in use"
