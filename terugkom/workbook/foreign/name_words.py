"""Words that tell people from departments and organisations, in four languages, as data."""


def _split_words(text: str, between: str | None = None) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(between))


# Words that mean that there is no owner, without points and accents.
NOBODY_WORDS = _split_words(
    """
    onbekend|nvt|io|nc|nd|wie|qui|wer|who|ntb|nnb|nihil|niemand|geen|x|idem|vacant|vacature
    |pm|pro memorie|pour memoire
    |onbepaald|niet van toepassing|open|volgt|inconnu|inconnue|neant|aucun|aucune|so|sans objet
    |non defini|non definie|personne|sans responsable|unknown|tbd|tba|tbc|none|n/a|na|nobody
    |not applicable|unassigned|vacancy|open position|unbekannt|ka|keine angabe|offen|noch offen
    |keiner|keine|nicht zutreffend|entfallt|nn|unbesetzt|folgt
    """,
    "|",
)
# Beside a department or a name: it has nobody yet; the last only beside an organisation, for Jan Vacant.
VACANCY = (
    r"(?:openstaande |nieuwe )?vacature|(?:poste|emploi) (?:vacant|a pourvoir)|vacancy|vacant post"
    r"|(?:offene|unbesetzte|vakante) stelle|stelle (?:unbesetzt|vakant|offen)|n\.?t\.?b\.?"
)
VACANT = r"vacante?|vakant|unbesetzt"
VACANCY_OF = r"bij|in|voor|van|op|au|aux|a|chez|du|de|at|for|within|bei|im"
# What must be done before there is one, and how far that is: "aanbesteding lopende", "marché en cours".
_PROCEDURES = (
    r"(?:openbare |publieke )?(?:aanbesteding|gunning|aanwerving|selectie|rekrutering|werving|aanstelling"
    r"|overheidsopdracht|marktbevraging|marktverkenning|prijsvraag|offertevraag|raamcontract)(?:s?procedure)?"
    r"|marche(?: public)?|appel d'offres|consultation|attribution|recrutement|passation|selection|designation"
    r"|(?:tender|tendering|procurement|recruitment|hiring|selection)(?: procedure| process)?"
    r"|ausschreibung|vergabe|vergabeverfahren|ausschreibungsverfahren|auftragsvergabe|einstellung|auswahl"
)
_PROGRESS = (
    r"(?:is |nog |wordt |nu |momenteel |volop |encore |est |still |noch )*"
    r"(?:lopende?|loopt|bezig|aan de gang|in voorbereiding|in opmaak|gestart|opgestart|volgt|voorzien|gepland"
    r"|(?:op )?te starten|en cours|lancee?|a lancer|en preparation|a venir|prevue?"
    r"|ongoing|under ?way|in progress|pending|running|planned|to follow"
    r"|lauft|laufend|im gange|in vorbereitung|folgt|geplant)"
)
PROCEDURE_PATTERN = (
    rf"(?:(?:de|een|le|la|l'|the|a|die|das) ?)?(?:{_PROCEDURES})(?: -| :|,|:)? {_PROGRESS}"
    rf"|(?:lopende|nieuwe|ongoing|pending|laufende|laufendes) (?:{_PROCEDURES})|in (?:{_PROCEDURES})"
    rf"|en (?:cours|phase|attente) (?:de |d'|du )(?:{_PROCEDURES})"
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
# Words of a phrase that says that nobody is known yet. One of these must be there ...
ABSENCE_WORDS = _split_words(
    """
    ntb nnb ntk notk nvt nb weet onbekend onduidelijk openstaand openstaande vacant vacature vacatures
    leeg blanco geen niemand zonder gezocht zoeken gezien zien bekeken bekijken bepalen bepaald
    bespreken besproken beslissen kiezen vinden gevonden vullen ingevuld spreken afgesproken duiden
    aangeduid stellen aangesteld werven aangeworven rekruteren gerekruteerd wijzen toegewezen vastleggen
    vastgelegd leggen volgt later toekomstige nieuwe onbemand overleg afwachting afstemming definir
    defini definie determiner determine designer designe designee designation preciser completer
    attribuer attribue recruter recrutement nommer confirmer identifier trouver pourvoir vacante vacance
    inconnu inconnue renseigne communique connu attente aucun aucune sans voir discuter futur future
    nouveau nouvelle neant offen unbekannt unklar klaren klarung benennen benannt bestimmen bestimmt
    festlegen festgelegt festzulegen besetzen unbesetzt besetzt vakant nachgereicht abstimmung
    ausgeschrieben gesucht kunftige neue keine kein nn folgt feststehen fest tbd tba tbc determined
    defined decided confirmed assigned unassigned appointed appointment agreed identified advised
    recruited recruitment recruiting hired announced vacancy unknown known none pending follow awaiting
    discussion new bevestigen bevestigd bestatigen bestatigt
    """
)
# ... and all others are of these: small words, or a word for an owner.
ABSENCE_FILLERS = _split_words(
    """
    nog te ik in aan af toe op uit nader verder voorlopig momenteel wordt worden moet moeten is zie niet
    wie dit deze loopt lopend lopende procedure de het een van door voor tegen bij trekker trekkers
    verantwoordelijke persoon dienst collega medewerker eigenaar contactpersoon vervanging vervanger
    opvolger naam functie iemand a en cours la le les du d encore reste pas non etre sera poste pilote
    porteur responsable referent service agent remplacant nom noch zu wird werden ist der die das nicht
    steht stelle nachfolge person zustandig name zustandige to be yet not no see notes note currently
    owner lead post role officer under for as the of starter staff
    """
)
# With these begins what points elsewhere: "zie verslag".
REFERENCE_WORDS = _split_words("zie cf cfr voir siehe see")
# In brackets behind such phrases: when there will be somebody, and how many of them. Words of a time ...
TIME_WORDS = _split_words(
    """
    jaar jaren kwartaal trimester semester helft maand maanden week weken zomer lente voorjaar herfst najaar
    winter eind einde begin midden volgend volgende komend komende vakantie zomervakantie
    annee annees trimestre mois semaine semaines ete printemps automne hiver fin debut mi
    prochain prochaine rentree moitie
    jahr jahre quartal halbjahr monat monate woche wochen sommer fruhjahr fruhling herbst ende anfang mitte
    nachstes nachster halfte
    year years quarter half month months weeks summer spring autumn fall end mid next
    """
)
# ... words of a part of a post, or of several people ...
STAFFING_WORDS = _split_words(
    """
    vte vtes fte ftes etp etps vzae vza halftijds halftijdse voltijds voltijdse deeltijds deeltijdse persoon
    personen medewerker medewerkers mens mensen kracht krachten trekker trekkers uur dagen dag maal keer
    personne personnes poste postes agent agents temps plein partiel jour jours heures
    stelle stellen person teilzeit vollzeit mitarbeiter tage stunden
    people persons post posts positions hours days time full part
    """
)
# ... and small words between them; the last also are first names, and count only beside a figure.
TIME_FILLERS = _split_words(
    """
    in op binnen tegen vanaf na voor tot het de van of en dit deze nog ca circa x ongeveer
    en a au du de des la le l d des partir apres avant pour ce cet cette vers dans
    im am ab bis nach vor der die das dieses diesen dem zum gegen
    by from within after before until the of this
    """
)
NAMES_OR_TIMES = _split_words("an ans")
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

# What means the owner of the row above.
DITTO_WORDS = _split_words("idem dito ditto zelfde dezelfde ebenso gleiche")
DITTO_SIGNS = frozenset(['"', "''", "”", "“", "„", "〃", "″", "’’", "''''"])
# What stands before a name and is none of it.
HONORIFICS = (
    r"de heren|de heer|dhr|hrn?(?=\.)|fr(?=\.)|mevrouw|mevr|mvr|mw|meneer|monsieur|madame|mademoiselle"
    r"|mme|mlle|herrn|herr|frau|mister|mr|mrs|miss|ms"
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
    equipe association agence bureau office ministere syndicat prefecture etat communaute agglomeration
    contrat local locale
    partenaire partenaires pole mission cellule entreprise entreprises federation fondation spf spw
    ademe dreal
    department division unit agency ministry council board committee commission authority municipality
    city town
    province government federal regional national company companies industry foundation institute
    university society
    amt bauhof abteilung fachbereich fachdienst dezernat referat stadt landkreis kreis gemeinde behorde verein
    verband
    stadtwerke stadtrat ministerium institut universitat unternehmen verwaltung
    all alle allen tous toutes everyone iedereen burgers inwoners citoyens citizens burger medewerkers
    personnel
    diverse divers diverses various verschillende verschiedene mehrere plusieurs several
    intern extern interne externe
    """
)
# These mark an organisation only at the beginning of a name: "Service Milieu", but not "Jan De Groen".
DEPARTMENT_TOPICS = _split_words(
    """
    stad gemeente service ville region school
    burgerzaken communicatie personeelszaken ict hr gis it wonen milieu klimaat energie
    mobiliteit ruimte ruimtelijke omgeving groen patrimonium gebouwen wegen water welzijn jeugd cultuur
    sport toerisme
    cel cellule
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
    "bureau",
    "groep",
    "gruppe",
)
# The same at the end of a compound: Klimaschutzmanagement, Stadtbauhof.
ORGANISATION_COMPOUND_ENDS = ("management", "bauhof", "referat", "dezernat", "bereich")
# A family name alone of which the end is one of these words: "Van de Werken", "Desbureaux".
LONE_SURNAME_PATTERN = (
    r"(?:[Vv]an (?:de|den|der|het|'t)|Van) [A-Z][\w'’-]*"
    rf"|(?:Des|Vande[nr]?|Van)(?:{'|'.join(ORGANISATION_COMPOUND_PARTS)})\w{{0,3}}"
)
# German offices end in -amt and -stelle, and so do names (Kramt, Christelle): what stands before it decides.
OFFICE_PATTERN = (
    r"(?:ungs|schafts|heits|keits|tats|ions|betriebs|stadt|kreis|landes|bundes|bezirks|umwelt|klima|schutz"
    r"|natur|energie|wasser|abfall|garten|friedhofs|forst|jagd|grue?n|flae?chen|bau|strassen|gebae?ude"
    r"|immobilien|denkmal|verkehrs|tourist|gewerbe|handels|finanz|kassen|steuer|zoll|haushalts|eich|kataster"
    r"|haupt|personal|rechts|wahl|melde|standes|bue?rger|meister|auslae?nder|pass|rats|presse|medien"
    r"|jugend|sozial|familien|kinder|senioren|schul|kultur|sport|archiv|museums|statistik|polizei|feuerwehr"
    r"|veterinae?r|landwirts|arbeits|patent|kirchen|pfarr|kanzler)amt"
    r"|(?:ungs|schafts|heits|keits|tats|ions|stabs?|dienst|geschae?fts|fach|leit|zentral|anlauf|service"
    r"|kontakt|melde|vergabe|aussen|neben|post|presse|regional|landes|bundes|kreis|stadt|bezirks|klima|schutz"
    r"|natur|umwelt|energie|projekt|personal|ombuds|clearing|schieds|transfer|verbraucher|jugend|sozial"
    r"|familien|senioren|frauen|kultur|sport|verkehrs|abfall|grue?n|rechts|polizei|kompetenz|antrags|auskunfts"
    r"|annahme|ausgabe|prue?fs?|schnitt)stelle"
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
    vande vanden vander op aan 's della dello dalla
    """
)
# First names that are common here and with the neighbours, without accents: by these a column holds people.
FIRST_NAMES = _split_words(
    """
    aaron abdel adam ahmed alain alexander alexandre ali alice amelie amina an andre andrea andreas
    anita anja ann anna anne annelies annick annie anouk antoine arnaud arne arthur astrid axel
    barbara bart bas beatrice ben benjamin benoit bernard bert birgit bjorn bob bram brecht brigitte
    bruno camille carine carla carmen caroline catherine cecile cedric celine chantal charles
    charlotte chris christel christian christiane christine christoph christophe christopher cis
    claire clara claude claudia daan daniel danielle danny david davy denis diane didier dieter dirk
    dominique dries eddy elien elisabeth elise elke ellen els emily emma emmanuel eric erik erwin
    esther etienne eva eveline fabienne fatima fatma felix filip florence florian francis francois
    francoise frank franz frederic frederik freya gabriel geert georges gerard gerrit gert gilles
    gitte godelieve greet gregory griet guido guillaume guy hannah hanne hannelore hans hassan heidi
    heike helena helene hendrik henri hilde hugo ibrahim ilse ine inge ingrid isabel isabelle
    jacques james jan jana jane jean jef jelle jennifer jens jeroen jesse jo joachim johan johanna
    john jolien jonas jonathan joost joris jos jose joseph joyce julia julie julien jurgen kaat
    karel karen karin karl karolien katharina kathleen katja katleen katrien kevin kim klaas klaus
    koen kris kristel kristien kristof kurt lars laura laurence laurent lea leen leo lien liesbeth
    lieve lieven linda lisa lode lore lotte louis louise luc lucas lucie ludo luis lukas lut
    lutgarde maarten magali manon marc marcel marco margaret margot maria marianne marie marijke
    marina mario marion mark markus marleen martin martine mary mathias mathieu mathilde matthew
    matthias maxime melanie michael michel michele mieke miet mike mohamed mohammed monika monique
    myriam nadia nadine nancy natalie nathalie nele nico nicolas nicole niels nina noemie nora olga
    oliver olivier omar pascal pascale patricia patrick paul paula pauline peter petra philip
    philippe pierre piet pieter rachel raf ralf raymond rebecca regine reinhilde renaat rene richard
    rik rita rob robert robin roel roger roland ronald ronny rosa ruben rudi rudy ruth sabine
    sabrina said sam samir samuel sandra sara sarah sebastian sebastien serge silke simon simone
    sofia sofie sonja sophie stef stefaan stefan stefanie steffi stephane stephanie steve steven
    stijn susan susanne suzanne sven sylvain sylvia sylvie tamara tanja tatiana theo thierry thomas
    tim tina tine tobias tom toon ulrich ulrike ursula valerie vanessa veerle vera veronique victor
    vincent virginie walter wendy werner wilfried willem william willy wim wouter xavier yannick
    yasmina yves yvonne zoe
    """
)
# For whom an action is, as a column of a target group names them, without accents.
AUDIENCE_WORDS = _split_words(
    """
    burgers|burger|inwoners|iedereen|alle inwoners|alle burgers|jongeren|kinderen|senioren
    |ouderen|gezinnen|scholen|leerlingen|studenten|handelaars|ondernemers|bedrijven|kmo s
    |landbouwers|verenigingen|bezoekers|toeristen|huurders|eigenaars|kwetsbare gezinnen|fietsers
    |wandelaars|personeel|medewerkers|eigen personeel|nieuwkomers|habitants|citoyens|tous
    |tous publics|grand public|jeunes|enfants|aines|seniors|familles|ecoles|eleves|etudiants
    |commercants|entreprises|agriculteurs|associations|visiteurs|touristes|locataires
    |proprietaires|agents|menages|residents|citizens|everyone|general public|public|young people
    |children|older people|families|schools|pupils|students|businesses|shops|farmers|visitors
    |tenants|home owners|households|staff|burgerinnen|burgerschaft|einwohner|alle|jugendliche
    |kinder|senioren|familien|schulen|schuler|studierende|unternehmen|handel|landwirte|vereine
    |besucher|touristen|mieter|eigentumer|haushalte|personal|beschaftigte
    """,
    "|",
)
# That the municipality does it itself, which names no department of it.
OWN_WORK_PATTERN = r"\b(?:in eigen (?:beheer|regie)|en (?:interne|regie)|in eigenregie|in[- ]house)\b"
