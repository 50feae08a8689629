"""The words of a clause that says that what an action is about is there, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents. Which of them hold depends on the title: what
is placed is no result of an action that takes something away. No step on the way (ordered, approved) is one.
"""

# German forms its present passive with *werden*: "werden aufgestellt" is being done; in Dutch it was.
DE_ENDED = (
    r"(?:durchgefuhrt|umgesetzt|abgeschlossen|fertiggestellt|erledigt|beendet|fertig|geschafft|abgenommen"
    r"|gemacht|geklappt)"
    r"(?! (?:mit|fur|zum|zur|bis)\b)"
)
DE_PLACED = (
    r"(?:aufgestellt|aufgehangt|montiert|installiert|eingebaut|gepflanzt|angepflanzt|ersetzt"
    r"|ausgetauscht|angelegt|gebaut|gegrundet|eingerichtet|eingefuhrt|eingesat|verteilt|veroffentlicht"
    r"|eroffnet|eingeweiht|stattgefunden|gedammt|saniert|umgerustet|umgestellt|gesetzt|in betrieb"
    r"|am netz|angeschlossen|in betrieb genommen|im einsatz)(?! (?:mit|fur|zum|zur|bis|ab)\b)"
    r"|(?:fand|fanden) .{0,30}?statt|(?:hangt|hangen|steht|stehen) (?:alle|seit|und lauft|schon|jetzt)"
    r"|(?:steht|stehen|hangt|hangen|liegt|liegen)(?=$)|(?:ist|sind) (?:drin|dran|drauf|offen)(?=$| seit)"
    r"|lauft (?:einwandfrei|seit|prima|tadellos)"
)
IS_BEING_DONE = r"\b(?:werden|wird)\b(?!.*\bworden\b)"
# That an action of any title ended well.
SAYS_ENDED = (
    r"(?:gerealiseerd|uitgevoerd|voltooid|afgewerkt|afgerond|afgehandeld|afgeraakt|opgeleverd|gelukt|gefikst"
    r"|gefixt|geklaard|volbracht|beeindigd|geregeld|gebeurd|gedaan|klaar|gereed|rond|achter de rug|voorbij"
    r"|afgelopen|in kannen en kruiken|oplevering (?:was|is gebeurd|is getekend|getekend"
    r"|achter de rug))(?! (?:voor|met|mee|tegen|om|bij"
    r"|(?:op )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag))\b)",
    r"(?:fait(?! (?:du|de|partie|attention|savoir|un|une|pour|le|la|les))|realise|termine|acheve|fini"
    r"|boucle|cloture|receptionne|execute)e?s?"
    r"(?! (?:pour|par rapport|avec|d'ici|(?:les?|la|l')(?! (?:\d|semaine|mois)))\b)",
    DE_ENDED,
    r"(?:carried out|completed?|done|finished|sorted|wrapped up|signed off(?: by the \w+)?)(?! (?:for"
    r"|with|by|to|up|on)\b)",
)
# What was done with a thing: placed, planted, replaced; and where it is now.
SAYS_PLACED = (
    r"(?:geplaatst|geinstalleerd|gemonteerd|gelegd|geplant|aangeplant|opgehangen|gehangen|gezet|vastgezet"
    r"|vervangen(?! door)|aangelegd|aangebracht|heraangelegd|gebouwd|ingebouwd|opgericht|ingericht"
    r"|ingevoerd|ingezaaid|gezaaid|geschilderd|geverfd|geisoleerd|gerenoveerd|beplant|omgeschakeld|omgebouwd"
    r"|omgevormd|uitgedeeld|verdeeld|rondgedeeld|gepubliceerd|ingehuldigd|onthuld|geopend|opengesteld"
    r"|herlegd|vernieuwd|onthard|aangesloten|doorgegaan|plaatsgevonden|plaatsgehad)(?! (?:voor|met|mee"
    r"|tegen|om|bij"
    r"|(?:op )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag))\b)",
    r"(?:staat|staan|hangt|hangen|ligt|liggen|zit|zitten|steekt|steken) (?:allemaal )?(?:d?er|erin|erop|erbij"
    r"|op hun plaats|op zijn plaats|in de grond|al|sinds|sedert|online|overal|allemaal|in"
    r"|en (?:werkt|werken|draait|draaien|brandt|branden|meet|meten|telt|tellen|spuit|laadt|laden))"
    r"(?! (?:klaar|goed|slecht|stil|vast|vol|op de|in de|bij|nog|de|het)\b)",
    r"(?:staan|hangen|liggen|steken|zitten)(?=$)|(?:hangt|ligt)(?=$)",
    r"(?:is|zijn) (?:(?:al|nu|intussen|ondertussen|(?:sinds|sedert) [\w/.-]{1,12}(?: \w{3,9})?) )*"
    r"(?:in (?:gebruik|dienst|werking)|operationeel|af|open|actief|online|live)"
    r"(?! (?:te|van|als|bij|voor|om|dat|nog|aan|niks)\b)|in (?:gebruik|dienst|werking) genomen"
    r"|(?:operationeel|in (?:gebruik|dienst|werking)) (?:sinds|sedert)",
    r"(?:draait|draaien|werkt|werken|brandt|branden)(?=$| en )",
    r"(?:draait|draaien|werkt|werken|brandt|branden) (?:sinds|sedert|prima|perfect|naar behoren|goed|al|nu)",
    r"(?:place|pose|installe|monte|plante|remplace(?!e?s? par)|amenage|construit|mis en (?:place|service)"
    r"|distribue|publie|inaugure|seme|accroche|suspendu|isole|renove|imprime|raccorde|creuse|ouvert"
    r"|change|plantes|mis en ligne|livre et (?:installe|pose))e?s?"
    r"(?! (?:pour|par rapport|avec|d'ici|(?:les?|la|l')(?! (?:\d|semaine|mois))|a partir|des lundi"
    r"|des mardi)\b)"
    r"|en (?:place|service|terre|ligne)(?! (?:des|a partir)\b)"
    r"|operationnel(?:le)?s?|eu lieu|(?:fonctionne|tourne|produi)(?:nt|t|sent)?(?! (?:pas|mal))|debout",
    DE_PLACED,
    r"(?:installed|fitted|mounted|planted|replaced(?! (?:by|with))|laid|built|set up|put up|hung|handed out"
    r"|distributed|published|(?<=was )held|(?<=were )held|up and running|in place|in use|commissioned"
    r"|in the ground|in service|insulated|renovated|painted|sown|connected|up and working"
    r"|up and generating)(?! (?:for|with|by|to|up|on|over)\b)"
    r"|took place|went (?:in|up|live)\b(?! (?:for|flames|smoke|and))"
    r"|(?:are|they're|is|it's|all|been) (?:in|up|live|open|out)(?=$| (?:since|now|already|and))",
)
# That a thing is gone, in an action that takes it away.
SAYS_REMOVED = (
    r"(?:verwijderd|afgebroken|gesloopt|weggenomen|weggehaald|opgeruimd|uitgebroken|opgebroken|afgeschaft"
    r"|geschrapt|gedoofd|uitgeschakeld|afgezet|leeggemaakt en verwijderd|ontruimd|gesaneerd|gerooid|gekapt"
    r"|verboden|stopgezet|gedempt|weg|eruit|buiten|afgevoerd|ingeleverd|(?:is|zijn) uit(?=$)|opgehaald)"
    r"(?! (?:voor|met|mee|tegen|om|bij|te)\b)",
    r"(?:enleve|supprime|demoli|retire|abattu|demonte|eteint|coupe|evacue|interdit|arrache|parti"
    r"|debarrasse)e?s?",
    r"(?:entfernt|abgebaut|abgerissen|beseitigt|abgeschafft|abgeschaltet|ausgeschaltet|entsorgt|geraumt|raus"
    r"|weg|ausgebaut|verboten|demontiert)",
    r"(?:removed|demolished|taken (?:down|away|out)|knocked down|switched off|turned off|banned|cleared"
    r"|gone|scrapped|pulled down|dismantled|off(?=$))",
)
# What is a result only of an action whose title has one of these words.
_TEXT = (
    r"\w*(?:reglement|verordening|charter|beleid|code|nota|visie|actieplan|plan|besluit|overeenkomst"
    r"|convenant|ordonnance|charte|politique|convention|reglements|satzung|ordnung|leitlinie|leitfaden"
    r"|richtlinie|regulation|policy|agreement)(?:en|s|e)?"
)
_COURSE = (
    r"\w*(?:opleiding|cursus|vorming|training|formation|cours|schulung|kurs|fortbildung|course|workshop)"
    r"(?:en|s|e)?"
)
_PURCHASE = (
    r"\w*(?:aankoop|aankopen|kopen|aanschaf|aanschaffen|achat|achats|acheter|ankauf|kauf|kaufen|anschaffung"
    r"|beschaffung|anschaffen|purchase|purchasing|buy|buying)"
)
_LAUNCH = (
    r"\w*(?:opstarten|opstart|starten|lanceren|lancering|openen|opening|oprichten|launch|launching|start"
    r"|lancer|lancement|ouvrir|ouverture|eroffnen|eroffnung|starten|grunden|grundung)"
)
_STUDY = (
    r"\w*(?:studie|audit|audits|scan|inventaris|inventarisatie|meting|meten|kaart|onderzoek|bilan|etude"
    r"|cadastre|inventaire|studie|kataster|abgleich|messung|survey|study|inventory|map)"
)
_PRINT = (
    r"\w*(?:nieuwsbrief|folder|brochure|flyer|gids|krant|boek|boekje|kookboek|bussen|lettre|depliant"
    r"|guide|livret"
    r"|faltblatt|broschure|leitfaden|newsletter|leaflet|booklet|guide)s?"
)
_REPAIR = r"\w*(?:herstel|repar|repair|onderhoud|saner|restaur|reinigung|entretien|maintenance)\w*"
_DIG = r"\w*(?:poel|wadi|vijver|gracht|mare|etang|noue|teich|mulde|graben|pond|swale|ditch)(?:en|s)?"
# What these name is made by the action: "het rapport is binnen" of an *Energieaudit*.
IS_A_PRODUCT = rf"{_STUDY}|{_TEXT}"
CALLED_A_PRODUCT = ("rapport", "verslag", "report", "bericht", "metingen")
ONLY_FOR = (
    (
        _TEXT,
        r"(?:goedgekeurd|gestemd|vastgesteld|aangenomen|bekrachtigd|ondertekend|gepubliceerd|van kracht"
        r"|in voege|in werking getreden"
        r"|approuvee?s?|votee?s?|adoptee?s?|signee?s?|beschlossen|verabschiedet|unterzeichnet|in kraft"
        r"|approved|adopted|passed|signed|in force)",
    ),
    (
        _PURCHASE,
        r"(?:geleverd|aangekocht|gekocht|toegekomen|aangekomen|in huis|binnen|livree?s?|achetee?s?|arrivee?s?"
        r"|sont la|est la|geliefert|gekauft|angeschafft|eingetroffen|delivered|bought|purchased|arrived)",
    ),
    (
        _COURSE,
        r"(?:gevolgd|gekregen|gegeven|suivie?s?|recue?s?|donnee?s?|absolviert|besucht|teilgenommen|had"
        r"|attended|followed|given|taken part)",
    ),
    (
        _LAUNCH,
        r"(?:opgestart|gestart|gelanceerd|geopend|lancee?s?|demarree?s?|ouverte?s?|gestartet|eroffnet"
        r"|launched|opened|started)(?= |$)(?! (?:met|de|la|le|mit|with)\b)",
    ),
    (
        _STUDY,
        r"(?:afgeleverd|opgemaakt|opgesteld|gemeten|in kaart gebracht|(?:rapport|verslag) (?:is )?(?:binnen"
        r"|afgeleverd|ontvangen)|rendue?s?|remise?s?|livree?s?|abgegeben|erstellt|delivered|handed in)",
    ),
    (
        _PRINT,
        r"(?:verstuurd|gebust|bedeeld|rondgebracht|verspreid|verschenen|uitgegeven|envoyee?s?|distribuee?s?"
        r"|parue?s?|versandt|verschickt|erschienen|sent(?: out)?|delivered)",
    ),
    (_REPAIR, r"(?:hersteld|gerepareerd|reparee?s?|repariert|repaired)"),
    (_DIG, r"(?:gegraven|uitgegraven|creusee?s?|gegraben|ausgehoben|dug)"),
)
# An action that takes something away: what is placed is no result of it.
IS_A_REMOVAL = (
    r"(?:verwijder\w*|afbre\w+|afbraak|slo(?:op|pen)|doven|schrappen|afschaff\w*|wegnemen|weghalen|opruimen"
    r"|uitbreken|opbreken|stopzetten|stopzetting|verbieden|verbod|weren|saneren|rooien|bannen|uitschakelen"
    r"|uitdoven|enlever|enlevement|supprimer|suppression|demolir|demolition|eteindre|extinction|retirer"
    r"|retrait|interdire|interdiction|abattre|demonter|entfern\w+|abschalt\w+|ausschalt\w+|abreissen|abriss"
    r"|beseitig\w+|abbau\w*|abschaff\w+|verbieten|verbot|entsorg\w+|remov\w+|demolish\w*|demolition"
    r"|switch(?:ing)? off|ban|banning|dismantl\w+|tak(?:e|ing) down|phase out|scrap)"
)
# An action whose thing comes in the place of another, which is gone then.
IS_A_REPLACEMENT = r"\w*(?:vervang|vernieuw|omschakel|remplac|ersetz|austausch|replac|swap|neue)\w*"
# What stands for the words that a thing was taken away, and for who decided.
IT_ENDED = "afgewerkt"
SOMEBODY = "we"
OLD_ONE_IS_GONE = (
    r"\b(?:(?:de|den|het|la|l'|le|der|das|die|the) ?)?(?:oude?n?|vieille|vieux|ancien(?:ne)?|alte[nrs]?|old)"
    r" [\w'-]+(?: (?:is|zijn|est|ist|'s|one's|sind))?(?: al)? (?:weg|buiten|eruit|verwijderd|afgevoerd"
    r"|partie?|parti"
    r"|enlevee?|raus|entsorgt|ausgebaut|gone(?: to scrap)?|out|removed|scrapped)\b"
)
# What is to be held is there once it was: "de infoavond is geregeld" only prepares it.
IS_AN_EVENT = (
    r"\w*(?:avond|vergadering|feest|markt|dag|cafe|beurs|wandeling|tocht|festival|receptie|quiz|tafel|kermis"
    r"|soiree|reunion|marche|journee|fete|bourse|abend|fest|tag|wanderung|evening|day|fair|meeting|walk|party"
    r"|night|opruimactie|zwerfvuilactie|mullsammelaktion)(?:en|s|e)?"
)
IS_HELD = (
    r"doorgegaan|plaatsgevonden|plaatsgehad|afgelopen|voorbij|achter de rug|gedaan|gebeurd|gelukt|volbracht"
    r"|eu lieu|stattgefunden|fand .*|fanden .*|took place|held|done|termin\w*|fini\w*|abgeschlossen|completed"
    r"|finished|afgerond|cloture\w*|uitgevoerd"
)
# That nothing is left to do, or that the action may be closed.
SIGNS_OFF = (
    r"(?:moet(?: er| daar)? (?:niets|niks) meer (?:aan )?(?:gebeuren|gedaan worden)|(?:niets"
    r"|niks) meer te doen|(?:dossier|actie|punt) (?:(?:is|mag|kan|voor|mij|ons"
    r"|daarmee) )*(?:af)?gesloten(?: worden)?"
    r"|(?:mag|moogt|kan|kunt|mogen) (?:(?:het|dit|dat|die|deze|ze|je|ge|u|dus|van|mij|nu|ook|maar|actie"
    r"|hem) )*"
    r"(?:afgesloten|afgevinkt|afvinken|afsluiten|sluiten)(?: worden)?(?: aub)?|missie volbracht"
    r"|mag (?:(?:dus|nu|ook|dit|het|je|deze|ze) )*(?:op groen|op (?:uitgevoerd|afgewerkt|klaar)(?: zetten"
    r"|gezet worden)?|van (?:de|je|uw|die) lijst(?: halen)?|dicht)"
    r"|(?:schrap|haal) (?:\w+ )?maar van (?:de|je|uw|die) lijst"
    r"|zet (?:(?:ze|het|dit|hem|die) )?(?:dus )?maar op (?:uitgevoerd|afgewerkt|klaar|afgerond)|vink maar af"
    r"|(?:voor|wat) (?:mij|ons) (?:betreft )?(?:is|was) (?:dat|dit|het|de actie|dit punt daarmee)"
    r" (?:afgesloten|klaar|af|rond|gedaan)|is dit af|klaar (?:wat|voor) (?:ons|mij)(?: betreft)?"
    r"|(?:on|vous|tu) (?:peut|pouvez|peux) (?:donc |la )*(?:cloturer|cocher|(?:la )?retirer de la liste)"
    r"|dossier (?:est )?(?:donc )?(?:boucle|clos|cloture)(?: pour (?:moi|nous))?|mission accomplie"
    r"|plus rien (?:d'autre )?a faire(?: de notre cote| la-dessus)?|action cloturee pour nous"
    r"|(?:bitte )?abhaken|haken dran|kann (?:jetzt |also |bitte )?(?:zu|abgehakt werden|geschlossen werden"
    r"|abgeschlossen werden|von der liste(?: runter)?)(?=$)|kannst du schliessen|bitte abschliessen"
    r"|damit ist (?:das thema|die sache|die massnahme) (?:fur uns )?(?:durch|erledigt|umgesetzt"
    r"|abgeschlossen)|nichts mehr zu tun|von mir aus abgeschlossen"
    r"|(?:(?:u|you) can|please|pls|feel free to|happy to|so) (?:now )?(?:close|tick|consider"
    r"|take)(?: off)?(?: this"
    r"| it)?(?: one)?(?: off)?(?: (?:the|your) list| closed)?|one off your list|job done|that's a wrap"
    r"|that's that one ticked off"
    r"|nothing (?:left|else|more) to do(?: here)?|completed as far as i'm concerned)"
)
