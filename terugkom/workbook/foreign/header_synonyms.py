"""Synonyms of our column headers in Dutch, French, English and German, as data.

Headers are compared in lower case, without accents, and with anything but letters and digits as a
space. Each field lists its synonyms, the most certain first. `NO_FIELD` lists headers that look like one of
our fields and are none.
"""

from collections.abc import Mapping

HEADER_SYNONYMS: Mapping[str, str] = {
    "code": """
        code|actiecode|code actie|nummer|nr|actienummer|nummer actie|volgnummer|actie nr|nr actie|ref
        |actienr|volgnr|maatregelnr|projectnr|referentie|kenmerk|id|id of|projectcode|maatregelnummer
        |fiche nr|nr fiche|fichenummer|fichenr|maatregel nr|n fiche|n de fiche|n fiche action|n action
        |n mesure|n de l action|numero de fiche|numero de la fiche|numero fiche|numero|no|n
        |numero de l action|code action|reference|identifiant|numero d action|number|action number
        |action no|action id|reference number|identifier|measure id|massnahmennummer|massnahmen nr
        |massnahmennr|lfd nr|laufende nummer|nummer der massnahme|kurzel|action sheet number|sheet number
        |action sheet no|action sheet nr|fiche number""",
    "title": """
        titel|actie|actietitel|titel actie|titel van de actie|naam van de actie|naam actie|actienaam
        |maatregel|acties|titel maatregel|naam maatregel|project|projectnaam|titel project|naam|onderwerp
        |omschrijving actie|activiteit|actiepunt|actiepunten|beschrijving actie|wat|wat gaan we doen|taak
        |titre|titre de l action|titre de la fiche action|intitule|intitule de l action|action
        |nom de l action|mesure|titre de la mesure|nom|nom de la mesure|projet|fiche action|libelle|title
        |action title|title of action|name|action name|name of action|name of policy|measure
        |name of measure|action sheet name|name of the action sheet|action sheet|sheet name
        |policy or measure|name of policy or measure|initiative|task|what|project name|activity|massnahme
        |titel der massnahme|bezeichnung|bezeichnung der massnahme|massnahmentitel|aktion|vorhaben|projekt
        |name der massnahme|aktivitat|aufgabe|wat doen we|wat willen we doen|welke actie|concrete actie
        |concrete acties|voornemen|quoi|que fait on|que faisons nous|action concrete|actions concretes
        |what will we do|what do we do|was|was tun wir|was machen wir|konkrete massnahme
        |konkrete massnahmen""",
    "part": """
        deelactie|sub actie|subactie|titel deelactie|titel subactie|deelmaatregel|titel van de deelactie
        |sous action|titre de la sous action|sous mesure|titre sous action|sub action|subaction
        |title of sub action|sub measure|sub task|subtask|teilmassnahme|unteraktion
        |titel der teilmassnahme|teilaktion|teilaufgabe""",
    "description": """
        omschrijving|beschrijving|toelichting|uitleg|inhoud|korte omschrijving|omschrijving van de actie
        |details|doel|beschrijving van de actie|descriptif|description|description de l action|detail
        |contenu|explication|short description|action description|summary|explanation|beschreibung
        |kurzbeschreibung|erlauterung|inhalt|beschreibung der massnahme""",
    "theme": """
        thema|hoofdthema|domein|beleidsdomein|pijler|cluster|categorie|rubriek|as|hoofdstuk
        |strategische doelstelling|sector|speerpunt|programma|beleidsthema|theme|thematique|axe|axe x
        |domaine|pilier|volet|chapitre|axe strategique|secteur|field of action|action field|field
        |field of activity|intervention area|fields of action|fields|topic|domain|pillar|category|area
        |policy area|sector s affected|priority area|chapter|strand|handlungsfeld|themenfeld|bereich
        |kategorie|saule|schwerpunkt|kapitel|sektor""",
    "subtheme": """
        subthema|deelthema|subcategorie|operationele doelstelling|subdomein|sous axe|sous axe x x
        |sous sous axe|sous sous axe x x x|sous theme|sous categorie|objectif operationnel|subtheme
        |sub theme|subtopic|subcategory|operational objective|unterthema|teilbereich|unterkategorie
        |teilziel""",
    "sdgs": """
        sdg|sdgs|sdg s|sdg nummer|duurzame ontwikkelingsdoelstellingen|odd
        |objectifs de developpement durable|sustainable development goals|nachhaltigkeitsziele
        |ziele fur nachhaltige entwicklung|dood""",
    "group": """
        groep|deelgroep|werkgroep|opvolgende groep|focusgroep|kopgroep|groupe|groupe de travail|group
        |working group|arbeitsgruppe|gruppe""",
    "owners": """
        trekker|trekkers|actietrekker|verantwoordelijke|verantwoordelijken|verantwoordelijk
        |eindverantwoordelijke|projectleider|coordinator|contactpersoon|wie|uitvoerder|aanspreekpunt
        |eigenaar|actiehouder|actie eigenaar|verantwoordelijke persoon|trekker s|wie trekt
        |dossierbeheerder|persoon|personen|medewerker|medewerkers|kartrekker|kartrekkers|verantw|opvolging
        |opvolging door|opgevolgd door|opvolger|opvolgend persoon|uit te voeren door|door wie|naam trekker
        |stakeholder|stakeholders|betrokken personen|projectverantwoordelijke|actieverantwoordelijke
        |personne pilote|pilote|responsable|responsables|porteur|chef de projet|referent
        |personne responsable|qui|personne|suivi par|suivi assure par|agent|agents|parties prenantes
        |personne de contact|responsable de l action|porteur de projet|owner|owners|action owner
        |responsible|responsible person|person responsible|lead|action lead|project manager|contact person
        |contact|assigned to|who|leader|accountable|person|persons|people|staff member|followed up by
        |in charge|person in charge|verantwortlich|verantwortliche|verantwortlicher|zustandig
        |zustandige person|ansprechpartner|ansprechperson|projektleitung|projektleiter|wer
        |verantwortliche person|mitarbeiter|mitarbeiterin|betreut von|bearbeiter|beteiligte
        |uitvoering door|behandelaar|dossierhouder|ambtenaar|bevoegde ambtenaar|regie|coordinatie
        |charge de projet|charge de mission|agent en charge|agent referent|referente|coordination|officer
        |lead officer|responsible officer|sachbearbeiter|sachbearbeitung|implementation manager
        |implementation lead|implemented by|implementer|koordination|zustandigkeit|zustandigkeiten
        |verantwortlichkeit|responsabilite|verantwoordelijkheid|responsibility|resp
        |person responsible for the action sheet|responsible for the action
        |responsible for the action sheet|responsable de la fiche|responsable de la fiche action
        |pilote de la fiche|aanspreekpersoon|wie doet het|wie volgt op|wie trekt dit|wie neemt het op
        |personne de reference|action by|kummerer|hauptverantwortlich|hauptverantwortliche
        |hauptverantwortlicher""",
    "organisation": """
        dienst|verantwoordelijke dienst|trekkende dienst|afdeling|directie|team|organisatie
        |initiatiefnemer|uitvoerende dienst|bevoegde dienst|entiteit|verantwoordelijke afdeling|instantie
        |direction ou service pilote|service pilote|direction pilote|structure pilote|structure porteuse
        |service|direction|organisme|service responsable|maitre d ouvrage|maitrise d ouvrage|organisation
        |department|responsible department|division|unit|organization|responsible organisation
        |entities responsible for implementing the policy|entities responsible|responsible entity
        |responsible institution|institution|institution person in charge|implementing entity
        |implementing body|responsible body|lead department|lead departments|lead department s
        |leading department|lead unit|lead body|lead agency|lead agencies|lead institution|lead service
        |lead services|chef de file|service chef de file|direction chef de file|trekkende afdeling
        |trekkende diensten|federfuhrendes amt|federfuhrender fachbereich|institution responsable
        |organisme responsable|verantwortliche institution|lead organisation|amt|abteilung|fachbereich
        |fachdienst|zustandige stelle|verantwortliche stelle|federfuhrung|dienststelle""",
    "email": """
        e mail|email|mail|e mailadres|mailadres|e mail trekker|mail trekker|e mail verantwoordelijke
        |emailadres|e mail contactpersoon|courriel|adresse e mail|adresse mail|mail du responsable
        |courriel responsable|email address|e mail address|owner email|contact email|e mail adresse
        |mailadresse""",
    "start": """
        start|startdatum|begin|begindatum|aanvang|aanvangsdatum|gestart op|start uitvoering|van|startjaar
        |debut|date de debut|date debut|demarrage|date de lancement|lancement|annee de debut|start date
        |begin date|period start|implementation period start|start year|starting date|from|beginn|anfang
        |anfangsdatum|startjahr|beginndatum|startmoment|startperiode|beginjaar|opstart|opstartdatum
        |wanneer starten we|wanneer begint het|starten in|commencement|date de commencement
        |quand commence t on|commencement date|launch date|kick off|startzeitpunkt|projektbeginn
        |projektstart|umsetzungsbeginn|umsetzung ab|beginn der umsetzung""",
    "deadline": """
        deadline|deadlines|dead line|action period|period of the action|periode de l action|einddatum
        |streefdatum|klaar tegen|tegen wanneer|te realiseren tegen|opleverdatum|oplevering|einde
        |uiterste datum|timing|termijn|planning|uitvoeringstermijn|realisatiedatum|periode|wanneer|eind
        |eindjaar|tegen|looptijd|uitvoeringsperiode|target|eindtijd|tijdspad|streefjaar|date de fin|fin
        |echeance|delai|date d echeance|date limite|date butoir|calendrier|quand|annee de fin|date fin
        |date de realisation|end date|due date|due|target date|completion date|finish|finish date
        |period finish|timeline|timeframe|by when|implementation period finish|implementation period
        |implementation period of the project|project period|duration of the project|time frame|when
        |period|end|end year|completion|date due|frist|enddatum|ende|fertigstellung|zieldatum|bis wann
        |zeitraum|termin|umsetzungszeitraum|falligkeit|wann|fallig am|zeitplan|endjahr|laufzeit
        |einddatum actie|voorziene einddatum|gewenste einddatum|af tegen|gereed|gereed op|realisatie tegen
        |date de fin prevue|date de fin previsionnelle|date previsionnelle|date prevue|date cible
        |timescale|timescales|target completion date|completion by|expected completion|delivery date
        |planned end|planned end date|geplantes ende|geplante fertigstellung|umsetzung bis|stichtag|tot
        |eindmoment|afronding|geplande afronding|vervaldatum|datum klaar|wanneer klaar|wanneer af
        |afgewerkt tegen|a realiser pour|pour quand|achevement|date d achevement|jusqu a
        |to be completed by|complete by|until|bis|fertig bis|zu erledigen bis|abschluss|endtermin
        |projektende|falligkeitsdatum""",
    "status": """
        status|stand|stand van zaken|voortgang|actiestatus|uitvoeringsstatus|fase|toestand|status actie
        |uitvoeringsgraad|realisatiegraad|vooruitgang|hoe ver staan we|taux de realisation
        |taux d execution|degre de realisation|completion rate|degree of completion|umsetzungsgrad
        |erledigungsgrad|statut|etat|avancement|etat d avancement|niveau d avancement|etat de l action
        |state|progress|advancement|is done|status of implementation|action status|implementation status
        |phase|umsetzungsstand|stand der umsetzung|bearbeitungsstand|fortschritt|hoe staat het
        |hoe staat het ervoor|waar staan we|ou en est on|where are we|wo stehen wir|sachstand""",
    "priority": """
        prioriteit|prioriteiten|prio|niveau de priorite|priorite|degre de priorite|priority|priority level
        |importance|belang|prioritat|dringlichkeit|wichtigkeit""",
    "budget_text": """
        budget|raming|kostprijs|kosten|geraamd budget|geraamde kost|begroting|bedrag|kostenraming
        |budget eur|totaal budget|budget previsionnel total|budget previsionnel|cout|cout estime
        |montant total|cout total|couts|cost|costs|estimated cost|estimated budget|total budget|amount
        |total cost|kosten gesamt|kostenschatzung|betrag|gesamtkosten|finanzbedarf|geschatte kost
        |wat kost het|prijs|investering|investeringsbedrag|montant|prix|investissement|combien ca coute
        |estimation budgetaire|price|investment|what does it cost|investition|investitionskosten
        |kostenrahmen|mittelbedarf|was kostet es""",
}

# What stands below the years of a planning in which something is done.
CROSSES = frozenset({"x", "xx", "v", "✓", "✔", "✗", "✘", "■", "●", "•", "*", "ja", "oui", "yes", "o"})
# Headers of years, which are deadlines where no other column holds them.
YEAR_HEADERS = """
    jaar|jaartal|uitvoeringsjaar|realisatiejaar|jaar van uitvoering|jaar uitvoering
    |annee|annee de realisation|annee de mise en oeuvre
    |year|year of implementation|target year|jahr|umsetzungsjahr|zieljahr"""

# Words by which a header of shares says that they tell how far an action is: "% uitgevoerd".
PROGRESS_WORDS = (
    r"\b(?:ge)?(?:uitvoer\w*|uitgevoerd|realis\w*|voortgang\w*|vooruitgang|klaar|afgerond|afgewerkt|gereed"
    r"|voltooi\w*|status|stand|avancement|execution|complet\w*|progress\w*|done|umsetz\w*|umgesetzt"
    r"|fortschritt"
    r"|erledig\w*|implement\w*)\b"
)

# What a header speaks of, beside what it asks of that: "start of the actions", "titre de la mesure".
OBJECT_WORDS = (
    r"(?:actie|acties|maatregel|maatregelen|project|projecten|interventie|action|actions|measure"
    r"|measures|activity|activities|intervention|interventions|projects|mesure|mesures|projet"
    r"|projets|massnahme|massnahmen|projekt|projekte|aktion|van|de|het|of|the|la|le|les|l|d|du|des"
    r"|der|die|das)"
)

# Headers that are never one of our fields, even if they contain a synonym.
OTHER_HEADERS = """
    participation citoyenne|elu e referent e|elu referent
    |financements|montant ht|partenaires|partners|partners betrokken|indicatoren
    |indicateurs
    |indicateurs lies|action en amelioration continue|actions liees|mesures liees|actions des plans liees
    |type of policy instrument|related union policy|link|url|main reference|objectifs|general comment
    |target group|target groups|target audience|doelgroep|doelgroepen|doelpubliek|groupe cible
    |groupes cibles
    |public cible|publics cibles|zielgruppe|zielgruppen|groupe vise|groupes vises|public vise|publics vises
    |beneficiaires|beneficiaries|begunstigden|adressaten|adressatengruppe|audience|intended audience
    |schepen|bevoegde schepen|elue referente|adjoint|adjointe|echevin|echevine|stadtrat|beigeordneter
    |councillor|portfolio holder|cabinet member|auteur|author|autor|opgesteld door|ingediend door
    |indicator|indicators|indicateur|indikator|indikatoren|kpi|kpi s|resultaat|resultaten|beoogd resultaat
    |resultat|resultats|resultat attendu|resultats attendus|result|results|ergebnis|ergebnisse|impact
    |barriers|systemic barriers|obstacles|co benefits|effect|effecten|risico|risico s|risks|risques|risiken
    |city|city name|stad|gemeente|ville|commune|pays|country|land|region|regio|province|provincie
    |gemeld door|toegevoegd door|gewijzigd door|created by|modified by|submitted by|redige par|cree par
    |propose par|erstellt von|gemeldet von|locatie|location|lieu|ort|adres|adresse|address
    |moyens humains et techniques|instances de gouvernance|fiches des plans liees|etapes de l action
    |documents et liens
    |etapes de la fiche action|laatst gewijzigd|gewijzigd op|toegevoegd|toegevoegd op|geregistreerd
    |created|modified
    |insee code|code insee|code postal|postal code|postcode|zip code|plz|postleitzahl|nis code|niscode|siren
    |siret
    |country code|code pays|landcode|gemeentecode|code commune|customer|client|klant|requester|demandeur
    |aanvrager
    |supporting departments|support departments|support department|supporting institution s|support
    |services associes
    |ondersteunende dienst|ondersteunende diensten|meewerkende diensten|mitwirkende amter|mitwirkung
    |einddatum contract|datum|date|notes|opmerkingen|opmerking|remarques|remarks|comments|bemerkungen"""

# Phrases in instruction rows below the header.
# With what an explanation of a column begins, in the row below its header.
INSTRUCTION_OPENINGS = (
    r"(?:indicate|specify|give|list|describe|name|state|provide|mention|add|fill in|insert|write|short"
    r"|brief"
    r"|e\.g\.|geef|noem|vermeld|omschrijf|beschrijf|vul|schrijf|kies|duid|som|korte?|bijv\.|bv\."
    r"|bijvoorbeeld"
    r"|indiquer|decrire|preciser|lister|mentionner|donner|nommer|ex\.|par exemple|courte?"
    r"|angeben|beschreiben|nennen|bitte|kurze?|z\. ?b\.)(?![a-z])"
)
INSTRUCTION_PATTERN = (
    r"\b(?:champ (?:texte|date|numerique|binaire|liste|libre)|saisissez|renseignez|reseignez|indiquez"
    r"|indiquer si"
    r"|choisissez|texte court|ce champ|ces informations devront|obligatoire|facultatif|format (?:jj|dd"
    r"|tt|mm)"
    r"|jj/mm/aaaa|dd/mm/(?:jjjj|yyyy)|dd-mm-(?:jjjj|yyyy)|tt\.mm\.jjjj|mm/dd/yyyy|yyyy-mm-dd"
    r"|vul (?:hier )?(?:de |een |het |in)|in te vullen|kies uit|kies een|keuzelijst|vrije tekst"
    r"|verplicht veld|verplicht"
    r"|optioneel|max(?:imaal|imum|\.)? ?\d+ (?:tekens|caracteres|characters|zeichen)|tekstveld"
    r"|datumveld|numeriek veld"
    r"|free text|text field|date field|numeric field|drop-?down|select from|choose from|enter the"
    r"|enter a|required"
    r"|optional|mandatory|freitext|textfeld|datumsfeld|pflichtfeld|auswahlliste|bitte (?:eintragen"
    r"|wahlen|ausfullen))\b"
)
SECTION_PATTERN = (  # start of a section row above actions
    r"(?:thema|pijler|as|hoofdstuk|deel|domein|doelstelling|beleidsdoelstelling|strategische doelstelling"
    r"|prioritaire beleidsdoelstelling|actieplan|programma|ambitie|werf"
    r"|operationele doelstelling"
    r"|cluster|speerpunt|categorie|axe|sous-axe|volet|pilier|chapitre|objectif(?: strategique"
    r"| operationnel)?|partie"
    r"|pillar|theme|chapter|part|section|goal|objective|area|handlungsfeld|bereich|kapitel|teil|ziel"
    r"|saule"
    r"|schwerpunkt)\b[ ]*(?:[\divx]+\b|[:.–-])"
)
# Codes and words by which the rows of a plan with all its levels tell which of them are actions.
PART_CODE_PATTERN = r"(?:BD|SD|OD|AP|PBD|PAP|GBD)[ ._-]?\d"
ACTION_CODE_PATTERN = r"(?:ACT|AC|A|PA|GA)[ ._-]?\d"
PART_LEVELS = frozenset(
    [
        "beleidsdoelstelling",
        "strategische doelstelling",
        "operationele doelstelling",
        "doelstelling",
        "actieplan",
        "pijler",
        "thema",
        "axe",
        "axe strategique",
        "objectif",
        "objectif strategique",
        "objectif operationnel",
        "orientation",
        "sous axe",
        "objective",
        "strategic objective",
        "goal",
        "pillar",
        "programme",
        "ziel",
        "handlungsfeld",
        "leitziel",
    ]
)
ACTION_LEVELS = frozenset(
    [
        "actie",
        "acties",
        "maatregel",
        "deelactie",
        "action",
        "sous action",
        "mesure",
        "fiche action",
        "measure",
        "sub action",
        "massnahme",
    ]
)
PLAN_WORDS = r"plan\b|contract\b|20\d\d|\bversi|programma\b|programme\b"  # in the title of a plan
CAPTION_PATTERN = (  # of a table, which names no part of the plan
    r"(?:table|tabel|tableau|tabelle)\b|(?:module )?[a-e]-\d+\.\d+\b"
    r"|.*\b(?:summary of|overzicht van|apercu d|ubersicht)"
)
TOTAL_PATTERN = (  # of the normalized text of a row with a sum; without figures beside it, it is an action
    r"(?:(?:algemeen|algemene|grand|general|sub|sous|tussen|eind|zwischen) ?(?:totaal|total|totaux|summe)"
    r"|subtota\w*|gesamt(?:summe|betrag|kosten)|summe|somme|sum of|som van|insgesamt)\b.*"
    r"|(?:totaal|totalen|total|totals|totaux|gesamt|som|sum)(?: (?:general|generaal|in|van|voor|of|for|pour"
    r"|des|du|de|all|alle|tous|portfolio|budget|cost|costs|excl|incl|eur|euro|20\d\d)\b.*)?"
    r"|(?:totale?|total|totales) (?:kost\w*|budget|bedrag|uitgaven|raming|cost|costs|amount|cout|couts)"
    r"(?: (?:excl|incl|exclusief|inclusief|btw|hors|ht|ttc|tva|20\d\d|in|eur|euro)\b.*)?"
    r"|saldo|solde|balance|restbedrag|overschot|tekort"
)
TOTAL_WORDS = (
    r"totaal|totale?|total|totaux|gesamt|summe|somme|som|sum|insgesamt"  # beside "budget" in a header
)
REMARK_PATTERN = (  # of the normalized beginning of a line below an action that is no action
    r"(?:opmerking(?:en)?|nota|noot|nb|n b|let op|bemerking(?:en)?|toelichting|commentaar|update"
    r"|stand van zaken"
    r"|remarques?|note|notes|nota bene|commentaires?|precision|remarks?|comments?"
    r"|bemerkung(?:en)?|anmerkung(?:en)?|hinweise?|kommentar)"
)
PARTIAL_TOTAL_PATTERN = r"(?:totaal|total)(?: \w+){1,5}"  # where several figures stand beside it
EXAMPLE_PATTERN = r"(?:VOORBEELD|EXEMPLE|EXAMPLE|BEISPIEL)\b|(?i:voorbeeld|exemple|example|beispiel) ?[:–]"

# Headers of what is known of a person. In a list of actions at least one column has another one.
_OF_PEOPLE = """
    nr|code|id|initialen|naam|volledige naam|naam en voornaam|voornaam en naam|naam voornaam|voornaam
    |voornamen|achternaam|familienaam|contactpersoon|contact|medewerker|persoon|trekker|functie|rol|titel
    |aanspreking|dienst|afdeling|organisatie|bedrijf|gemeente|groep|groepen|soort|adres|e mail|email|mail
    |e mailadres|mailadres|emailadres|telefoon|telefoonnummer|tel|gsm|gsm nummer|mobiel|opmerking
    |opmerkingen
    |nom|nom complet|nom et prenom|prenom et nom|nom prenom|prenom|personne|personne de contact|agent
    |fonction|role|service|departement|organisation|entreprise|commune|groupe|groupes|type|adresse|courriel
    |adresse mail|adresse e mail|adresse courriel|telephone|portable|remarque|remarques
    |name|vorname|nachname|familienname|ansprechpartner|person|funktion|rolle|abteilung|dienststelle|firma
    |gemeinde|gruppe|gruppen|art|e mail adresse|mailadresse|telefon|handy|mobil|bemerkung|bemerkungen
    |full name|first name|last name|surname|given name|family name|contact person|employee|job title|job
    |position|function|department|organization|company|municipality|group|groups|kind|address|email address
    |e mail address|mail address|phone|phone number|mobile|remark|remarks|notes"""
PEOPLE_HEADERS = frozenset(header.strip() for header in _OF_PEOPLE.split("|"))
