"""Header synonyms of staff lists, in Dutch, French and English, as data.

Compared as in `terugkom.workbook.foreign.header_synonyms`.
"""

from collections.abc import Mapping

HEADER_SYNONYMS: Mapping[str, str] = {
    "email": """
        e mail|email|mail|e mailadres|mailadres|emailadres|e mail werk|werkmail|e mailadres werk
        |zakelijk e mailadres|courriel|adresse e mail|adresse mail|adresse electronique|adresse courriel
        |mail professionnel|courriel professionnel|email professionnel|email address|e mail address
        |mail address|work email|business email""",
    "name": """
        naam|volledige naam|naam en voornaam|voornaam en naam|naam voornaam|medewerker|personeelslid
        |werknemer|naam medewerker|naam personeelslid|naam werknemer|nom|nom complet|nom et prenom
        |prenom et nom|nom prenom|agent|collaborateur|membre du personnel|name|full name|employee
        |employee name|staff member""",
    "first_name": """
        voornaam|voornamen|roepnaam|prenom|prenoms|first name|firstname|given name|forename""",
    "last_name": """
        familienaam|achternaam|nom de famille|last name|lastname|surname|family name""",
    "started_on": """
        in dienst|in dienst sinds|in dienst vanaf|in dienst op|datum in dienst|datum indiensttreding
        |indiensttreding|startdatum|begindatum|in service|entree en service|date d entree en service
        |date d entree|en service depuis|date d engagement|date d embauche|embauche|start date|hire date
        |date of hire|hired on|employed since|in service since|started on|date joined""",
    "departed_on": """
        uit dienst|uit dienst op|uit dienst sinds|datum uit dienst|datum uitdiensttreding
        |uitdiensttreding|uit dienst j n|uit dienst ja nee|niet meer in dienst|niet in dienst|einddatum
        |date de sortie|sortie de service|date de depart|hors service|hors service depuis
        |date de fin|fin de contrat|end date|leaving date|date left|left on
        |termination date|departed on""",
    "in_service": """
        actief|nog actief|is actief|actief j n|actief ja nee|in dienst j n|in dienst ja nee|nog in dienst
        |actueel in dienst|actif|active|actif oui non|encore en service|en activite|en service oui non
        |is active|currently employed|employed|in service y n|aktiv|im dienst|status|statut|situation
        |employment status""",
}

# Headers of those above that may be those of anything.
VAGUE_HEADERS = "status|statut|situation"

# Headers that are never one of these fields, even if they contain their words.
OTHER_HEADERS = """
    leidinggevende|naam leidinggevende|e mail leidinggevende|responsable|nom du responsable
    |e mail du responsable|manager|manager name|manager email|dienst|naam dienst|afdeling|naam afdeling
    |functie|service|nom du service|department|department name|function|gebruikersnaam
    |nom d utilisateur|user name|geboortedatum|date de naissance|date of birth"""

# Headers of private addresses: these are never used.
PRIVATE_HEADER_PATTERN = r"\b(?:prive\w*|private|persoonlijke?|personal|personn?ell?e?s?|perso|thuis|home)\b"
