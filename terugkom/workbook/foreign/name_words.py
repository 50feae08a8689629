"""Words that tell people from departments and organisations, in four languages, as data."""


def _split_words(text: str, between: str | None = None) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(between))


# Words that mean that there is no owner, without points and accents.
NOBODY_WORDS = _split_words(
    """
    onbekend|nvt|ntb|nnb|nihil|niemand|geen|x|idem|vacant|vacature|onbepaald|niet van toepassing|open|volgt
    |inconnu|inconnue|neant|aucun|aucune|so|sans objet|non defini|non definie|personne|vacant|sans responsable
    |unknown|tbd|tba|tbc|none|n/a|na|nobody|not applicable|unassigned|vacancy|open position
    |unbekannt|ka|keine angabe|offen|noch offen|keiner|keine|niemand|nicht zutreffend|entfallt|nn|unbesetzt
    |folgt
    """,
    "|",
)
# The same in words that people put together: "nog aan te werven", "geen trekker", "à désigner".
NOBODY_PATTERN = (
    r"(?:nog |nader |verder |later |voorlopig )*(?:"
    r"(?:te|in te|af te|aan te|toe te|op te) (?:bepalen|bekijken|bespreken|beslissen|kiezen|zoeken|vinden"
    r"|vullen|spreken|duiden|stellen|werven|wijzen|geven|nemen|lijsten|starten)"
    r"|(?:onbekend|onduidelijk|open|niemand|vacant)"
    r"|niet (?:bepaald|bekend|gekend|aangeduid|aangesteld|toegewezen|ingevuld|gekozen|beslist|afgesproken"
    r"|van toepassing)"
    r"|geen(?: (?:trekker|trekkers|verantwoordelijke|eigenaar|persoon|dienst|naam|contactpersoon|idee))?)"
    r"|(?:a|encore a|reste a|non|pas encore|pas) (?:definir|determiner|preciser|designer|completer|attribuer"
    r"|recruter|nommer|confirmer|defini|definie|designe|designee|determine|attribue|attribuee|connu|connue)"
    r"|(?:aucun|sans|pas de) (?:responsable|pilote|porteur|referent)"
    r"|(?:yet )?to be (?:determined|defined|confirmed|decided|assigned|appointed|announced|hired|recruited)"
    r"|not (?:yet )?(?:known|assigned|determined|defined|decided|appointed|applicable|available)"
    r"|no (?:owner|lead|one|responsible|person)(?: yet)?"
    r"|(?:noch )?(?:zu (?:bestimmen|benennen|klaren|definieren|besetzen)"
    r"|nicht (?:bekannt|benannt|festgelegt|bestimmt|besetzt|zugewiesen))"
    r"|(?:kein|keine) (?:verantwortliche[rn]?|zustandige[rn]?|person)"
)
# Verbs by which a text in a column of owners is a sentence, and no name.
SENTENCE_VERBS = _split_words(
    """
    wordt worden werd werden zal zullen moet moeten kan kunnen mag is zijn was blijft gebeurt gebeuren volgt
    hangt bekijkt bekijken bespreekt bespreken heeft hebben doet
    est sont sera seront doit doivent peut peuvent fait reste depend
    are will shall must should can may has have depends
    wird sind soll sollen muss mussen kann konnen hat haben bleibt
    """
)

# Whole words that mark a name as that of a department or organisation.
ORGANISATION_WORDS = _split_words(
    """
    team gemeentebestuur stadsbestuur provincie provinciebestuur ocmw cpas college raad kabinet politie
    brandweer bibliotheek scholen jeugdraad milieuraad gecoro vzw asbl nv bv cv cvba bvba sa srl gmbh
    ag ev
    werkgroep deelgroep kopgroep focusgroep stuurgroep groep groupe group gruppe intercommunale
    intercommunal
    bestuur beheer departement agentschap ministerie overheid onderneming bedrijf bedrijven firma
    stichting vereniging
    waterschap kerkfabriek
    gewest gewesten vlaanderen wallonie brussel federaal fod pod ovam vmm vea vreg voka unizo
    netbeheerder regio
    services direction departement structure collectivite commune mairie metropole conseil comite
    association agence bureau office ministere syndicat prefecture etat communaute agglomeration
    contrat local locale
    partenaire partenaires pole mission cellule entreprise entreprises federation fondation spf spw
    ademe dreal
    department division unit agency ministry council board committee commission authority municipality
    city town
    province government federal regional national company companies industry foundation institute
    university society
    amt abteilung fachbereich fachdienst dezernat referat stadt landkreis kreis gemeinde behorde verein
    verband
    stadtwerke stadtrat ministerium institut universitat unternehmen verwaltung
    all alle allen tous toutes everyone iedereen burgers inwoners citoyens citizens burger medewerkers
    personnel
    """
)
# These mark an organisation only at the beginning of a name: "Service Milieu", but not "Jan De Groen".
DEPARTMENT_TOPICS = _split_words(
    """
    stad gemeente service ville region school
    burgerzaken communicatie personeelszaken ict hr gis it wonen milieu klimaat energie
    mobiliteit ruimte ruimtelijke omgeving groen patrimonium gebouwen wegen water welzijn jeugd cultuur
    sport toerisme
    economie financien aankoop onderwijs personeel afval natuur duurzaamheid landbouw openbaar werken
    infrastructuur
    """
)
# Parts of compounds that do the same: technische dienst, jeugddienst, Umweltamt.
ORGANISATION_COMPOUND_PARTS = (
    "dienst",
    "afdeling",
    "directie",
    "ministerie",
    "bestuur",
    "agentschap",
    "maatschappij",
    "vereniging",
    "stichting",
    "centrum",
    "douane",
    "kantoor",
    "bedrijf",
    "verwaltung",
    "abteilung",
    "ministeri",
    "behorde",
    "gesellschaft",
    "werke",
    "verband",
)
# Compounds with such a part that denote a person's role.
ROLE_SUFFIXES = (
    "ambtenaar",
    "hoofd",
    "medewerker",
    "verantwoordelijke",
    "coordinator",
    "leider",
    "directeur",
    "schepen",
    "burgemeester",
    "adviseur",
    "deskundige",
    "manager",
    "beheerder",
    "chef",
    "responsable",
    "leiter",
    "beauftragte",
    "officer",
)
# Before or after one of these, "en", "and" and a slash separate two organisations.
ORGANISATION_HEADS = (
    r"dienst|afdeling|directie|team|stad|gemeente|provincie|werkgroep|departement|ministerie|service"
    r"|direction"
    r"|departement|department|ministry|agency|division|unit|amt|abteilung|fachbereich|fachdienst"
    r"|referat|stichting"
)
NAME_PARTICLES = _split_words(
    """
    van de der den het ten ter te 't d' la le les du des di da del von vom zu zur und y el al bin ben ibn dos
    """
)
