"""First words of a title that do not say which action is meant, as data.

In Dutch, French, German and English: regular expressions for text in lower case and without accents.
"""

# A phase of work, or a word that goes with any thing: "de studie is klaar" is not the action.
PHASES = (
    r"\w*(?:studie|onderzoek|analyse|audit|inventaris|inventarisatie|meting|ontwerp|plan|planning"
    r"|voorstudie"
    r"|voorbereiding|aankoop|aanschaf|aanbesteding|bestek|offerte|bestelling|vergunning|aanvraag|aanleg"
    r"|heraanleg|bouw|plaatsing|levering|installatie|uitvoering|uitrol|renovatie|onderhoud|vervanging"
    r"|inrichting"
    r"|oplevering|keuring|opmaak|opstart|opzet|invoering|evaluatie|overleg|subsidie|financiering|budget"
    r"|contract|dossier|proef|proefproject|fase|traject|werken|werkzaamheden|concept|rapport|raming"
    r"|bevraging"
    r"|enquete|campagne|communicatie|programma|organisatie|realisatie|ontwikkeling|verkenning|start"
    r"|project|actie|aanpak|beleid|uitbreiding|omschakeling|sloop|afbraak|herstel|schets|nota|visie)"
    r"(?:s|n|en|es)?"
    r"|groene?|(?:nieuw|duurzam|lokal|gemeentelijk|slimm|extra|eerst|tweed|klein|grot|meer|minder|alle|twee"
    r"|drie"
    r"|vier|vijf|tien|twintig)\w*"
    r"|(?:etude|analyse|audit|inventaire|mesure|conception|projet|plan|planification|preparation|achat"
    r"|acquisition|marche|offre|devis|commande|permis|demande|amenagement|construction|pose|placement"
    r"|livraison|installation|execution|mise|renovation|entretien|remplacement|reception|controle"
    r"|evaluation"
    r"|concertation|subside|financement|budget|contrat|dossier|pilote|phase|travaux|enquete|campagne"
    r"|programme"
    r"|organisation|realisation|developpement|action|extension|demolition|rapport|appel|nouve|durable|local"
    r"|premier|nouvelle|nouveau)\w*"
    r"|\w*(?:studie|untersuchung|analyse|prufung|messung|entwurf|plan|planung|vorbereitung|ankauf|kauf"
    r"|beschaffung|ausschreibung|angebot|bestellung|genehmigung|antrag|anlage|bau|neubau|umbau|ausbau"
    r"|montage|lieferung|installation|ausfuhrung|umsetzung|sanierung|renovierung|wartung|austausch|abnahme"
    r"|einfuhrung|auswertung|forderung|finanzierung|vertrag|pilotprojekt|phase|arbeiten|umfrage|kampagne"
    r"|programm|organisation|entwicklung|projekt|massnahme|konzept|bericht|erweiterung|abbruch|errichtung"
    r"|gestaltung|einrichtung)(?:s|n|en|e)?"
    r"|(?:neu|nachhaltig|lokal|kommunal|erst|klein|gross|mehr|alle)\w{0,2}"
    r"|(?:study|studies|survey|analysis|audit|inventory|measurement|design|plan|planning|preparation"
    r"|purchase"
    r"|procurement|tender|quote|quotation|offer|order|permit|licen[cs]e|application|construction|building"
    r"|placement|delivery|installation|installing|execution|rollout|renovation|maintenance|replacement"
    r"|inspection|evaluation|consultation|subsidy|grant|funding|budget|contract|pilot|phase|works?|campaign"
    r"|programme|program|organisation|development|project|action|concept|report|extension|demolition"
    r"|research|drafting|green|sustainable|local|municipal|smart|first|small|large|other|extra)s?"
)
# A street in a title is a place, wherever it stands behind the first word.
STREETS = r"\w{2,}(?:straat|laan|steenweg|dreef|strasse|street)|rue|chaussee|road|lane"
# What joins two things in a title, each of which is a part: "Laadpalen en fietsenstalling".
SEVERAL_THINGS = r" (?:en|et|ou|und|oder|sowie|and|or|plus|met|avec|mit|with) |[,;/&+:]| [-\u2013\u2014] "
# Behind these stands a place, which does not say what is done there.
PLACES = (
    r" (?:van|voor|tussen|de|du|des|entre|vor|der|zwischen|of|for|in|op|aan|bij|langs|te|rond|a|au|aux|chez"
    r"|dans|pres|le long|am|im|an|auf|bei|beim|at|on|near"
    r"|along) "
)
# A thing and what is done with it in one word: *dakisolatie*, *Baumpflanzung*.
MADE_OF = (
    r"(\w{3,}?)(?:isolatie|verlichting|renovatie|vervanging|aanleg|beplanting|aanplant|aanplanting"
    r"|plaatsing|herstel|sanering"
    r"|ontharding|vergroening|plantactie|planting|dammung|sanierung|tausch|austausch|pflanzung|begrunung"
    r"|entsiegelung)(?:en|s)?"
)
