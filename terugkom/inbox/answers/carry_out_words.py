"""The words of a title, and of an answer, for what is done and to what, in nl, fr, de and en, as data.

All is in lower case and without accents.
"""


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The carrying out of any action as a whole: "de uitvoering is achter de rug".
WORK = _read(
    "uitvoering werf geheel klus zaak boel werkzaamheden chantier chose bauarbeiten umsetzung baustelle "
    "sache work job works"
)
SQUARE = "place"  # behind the first word of a title it is where the thing stands
CALLED_WORK = r"\bmise en (?:oeuvre|service|place)\b"
WORK_OF_ANY_KIND = "uitvoering"
# A title of things that come in the place of others.
_IS_REPLACED = (
    r"(?:\w*(?:vervang|vernieuw|omschakel|herstel|remplac|ersetz|tausch|replac|swap|repar|verlicht|ketel"
    r"|lamp|eclair|beleucht|light|chassis|fenetre|fenster|window|chaudiere|kessel|boiler|heiz|chauff)\w*"
    r"|\w*(?:ramen|glas)|(?:neue|nieuwe|nouve)\w*|led|new)"
)
# That of a kind, with the words of the titles that are of it: another one is of something else.
WORK_OF_A_KIND = (
    (
        r"\w*(?:renov|verbouw|restaur|sanier|umbau|refurb)\w*",
        _read(
            "renovatie verbouwing verbouwingen renovatiewerken renovation sanierung renovierung umbau "
            "refurbishment"
        ),
    ),
    (r"\w*(?:isol|damm|insul)\w*", _read("isolatie isolatiewerken isolation dammung insulation")),
    (
        r"\w*(?:plant|pflanz|bomen|boom|haag|hagen|groen|bloem|tuin|struik|klimop|arbre|haie|verger"
        r"|jardin"
        r"|fleur|baum|heck|wald|blum|bluh|begrun|tree|hedge|orchard|meadow|garden|flower|woodland)\w*"
        r"|\w*bos(?:sen|je)?",
        _read(
            "aanplant aanplanting beplanting plantactie plantdag plantation plantations pflanzung "
            "bepflanzung planting"
        ),
    ),
    (
        r"\w*(?:aanleg|inricht|amenag|gestalt|anlegen|onthard|speel)\w*"
        r"|\w*(?:plein|park|tuin|pad|weg|poel|wadi|vijver|bos|garten|platz|teich|garden)(?:en|s|je|jes)?"
        r"|(?:place|jardin|sentier|mare|path|pond|square)s?",
        _read("aanleg heraanleg inrichting herinrichting amenagement reamenagement anlage umgestaltung"),
    ),
    (
        _IS_REPLACED,
        _read(
            "vervanging omschakeling vernieuwing herstelling remplacement austausch replacement toestellen "
            "equipement"
        ),
    ),
)
# That of things that are placed.
IS_PLACED = (
    rf"{_IS_REPLACED}|\w*(?:isol|damm|insul|plaats|install|pose|poser|placement|montage|einbau|fitt)\w*"
)
PLACES_IT = _read(
    "plaatsing installatie montage plaatsingswerken inbouw pose placement installation installations einbau "
    "inbetriebnahme fitting"
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
