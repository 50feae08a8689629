"""The words of a clause that says that what an action is about is there, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents. Which of them hold depends on the title: what
is placed is no result of an action that takes something away. No step on the way (ordered, approved) is one.
"""

# German forms its present passive with *werden*: "werden aufgestellt" is being done; in Dutch it was.
DE_ENDED = (
    r"(?:durchgefuhrt|umgesetzt|abgeschlossen|fertiggestellt|erledigt|beendet|fertig|geschafft|abgenommen"
    r"|gemacht|geklappt|realisiert|vollendet|verwirklicht|abgehakt|vollbracht|in trockenen tuchern"
    r"|unter dach und fach|(?:ist|sind|damit) durch(?=$)|uber die buhne gegangen|(?:abnahme"
    r"|ubergabe) (?:war"
    r"|ist"
    r" (?:gemacht|erfolgt|erledigt)|erfolgt[e]?)|arbeiten sind aus)"
    r"(?! (?:mit|fur|zum|zur|bis)\b)"
)
DE_PLACED = (
    r"(?:aufgestellt|aufgehangt|aufgebaut|angebracht|bepflanzt|getauscht|verbaut|befestigt"
    r"|begrunt|entsiegelt|renaturiert|neu gemacht|in die erde gekommen|in der erde|in betrieb gegangen"
    r"|in dienst gestellt|wieder(?:er)?offnet|wieder offen|(?:ist|sind) (?:(?:nun|jetzt|schon|wieder"
    r"|seit .{2,15}) )?(?:offen|online|aktiv)(?=$| seit| und)|fertig eingerichtet|freigeschaltet"
    r"|online gegangen"
    r"|montiert|installiert|eingebaut|gepflanzt|angepflanzt|ersetzt"
    r"|ausgetauscht|angelegt|gebaut|gegrundet|eingerichtet|eingefuhrt|eingesat|verteilt|veroffentlicht"
    r"|eroffnet|eingeweiht|stattgefunden|gedammt|saniert|umgerustet|umgestellt|gesetzt|in betrieb"
    r"|am netz|angeschlossen|in betrieb genommen|im einsatz)(?! (?:mit|fur|zum|zur|bis|ab)\b)"
    r"|(?:fand|fanden) .{0,30}?statt|(?:hangt|hangen|steht|stehen) (?:alle|seit|und lauft|schon|jetzt)"
    r"|(?:steht|stehen|hangt|hangen|liegt|liegen)(?=$| und (?:wird|werden|lauft|laufen|funktionier))|(?:ist"
    r"|sind) (?:drin|dran|drauf|offen)(?=$| seit)"
    r"|lauft (?:einwandfrei|seit|prima|tadellos)"
)
IS_BEING_DONE = r"\b(?:werden|wird)\b(?!.*\bworden\b)"
# That an action of any title ended well.
SAYS_ENDED = (
    r"(?:gerealiseerd|uitgevoerd|voltooid|afgewerkt|afgerond|afgehandeld|afgeraakt|opgeleverd|gelukt"
    r"|gefikst"
    r"|gefixt|gefinaliseerd|afgevinkt|bezegeld|geflikt|in orde gekomen|in orde gebracht|(?:voor (?:elkaar"
    r"|mekaar|de bakker))|een feit|afgerond geraakt|klaar geraakt|geklaard|volbracht|beeindigd|geregeld"
    r"|gebeurd|gedaan|klaar|gereed|rond|achter de rug|voorbij"
    r"|afgelopen|in kannen en kruiken|opgeleverd geraakt|(?:oplevering|ingebruikname"
    r"|indienststelling) (?:was"
    r"|(?:is )?(?:gebeurd|getekend|achter de rug|geweest|gedaan|doorgegaan|een feit)|vond plaats"
    r"|ging door))(?! (?:voor|met|mee|tegen|om|bij"
    r"|(?:op )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag))\b)",
    r"(?:fait(?! (?:du|de|partie|attention|savoir|un|une|pour|le|la|les))|realise|termine|acheve|fini"
    r"|boucle|cloture|receptionne|execute|finalise|effectue|accompli|paracheve|concretise)e?s?"
    r"(?! (?:pour|par rapport|avec|d'ici|(?:les?|la|l')(?! (?:\d|semaine|mois)))\b)",
    r"(?:c'est|tout est) bon(?=$| pour (?:tout|l'|la|le))|chose faite|affaire classee|(?:c'est "
    r"|est )?dans la poche"
    r"|(?:la )?reception (?:est )?(?:faite|prononcee|signee|ok|accordee|a eu lieu|etait)",
    DE_ENDED,
    r"(?:carried out|completed?|done|finished|sorted(?: out)?|wrapped up|wrapped (?:it|this|that) up"
    r"|implemented"
    r"|accomplished|ticked off|signed off(?: by the \w+)?|in the bag|handover (?:was|took place|is done"
    r"|done))"
    r"(?! (?:for|with|by|to|up|on (?!\d|the \d|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday))\b)",
)
# What was done with a thing: placed, planted, replaced; and where it is now.
SAYS_PLACED = (
    r"(?:geplaatst|geinstalleerd|gemonteerd|gelegd|geplant|aangeplant|opgehangen|gehangen|gezet|vastgezet"
    r"|vervangen(?! door)|aangelegd|aangebracht|heraangelegd|gebouwd|ingebouwd|opgericht|ingericht"
    r"|ingevoerd|ingezaaid|gezaaid|geschilderd|geverfd|geisoleerd|gerenoveerd|beplant|omgeschakeld"
    r"|omgebouwd"
    r"|omgevormd|uitgedeeld|verdeeld|rondgedeeld|gepubliceerd|ingehuldigd|onthuld|geopend|opengesteld"
    r"|herlegd|vernieuwd|onthard|vergroend|afgekoppeld|ontkalkt|neergezet|vastgemaakt|verankerd"
    r"|ingegraven|uitgerold|bebloemd|belijnd|gekalkt|heropend|herplant|geasfalteerd|bestraat"
    r"|herbruikt|omgeruild|ingeruild|in dienst gesteld|in (?:de|het) (?:grond|plaats) (?:gestoken|gezet"
    r"|gegaan|gebracht)|de grond in(?: gegaan)?|aangesloten|doorgegaan|plaatsgevonden"
    r"|plaatsgehad)(?! (?:voor|met|mee"
    r"|tegen|om|bij"
    r"|(?:op )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag))\b)",
    r"(?:staat|staan|hangt|hangen|ligt|liggen|zit|zitten|steekt|steken) (?:allemaal )?(?:d?er|erin|erop"
    r"|erbij"
    r"|op hun (?:plaats|plek|plekje)|op zijn (?:plaats|plek)|in de grond|omhoog|aan het net|vast|ernaast"
    r"|erboven"
    r"|(?:op|aan) (?:het|t|'t) (?:dak|net)|op de daken|aan de (?:muur|gevel)|al|sinds|sedert|online|overal"
    r"|allemaal|in"
    r"|en (?:werkt|werken|draait|draaien|brandt|branden|meet|meten|telt|tellen|spuit|laadt|laden))"
    r"(?! (?:klaar|goed|slecht|stil|vast|vol|op de|in de|bij|nog|de|het)\b)",
    r"(?:staan|hangen|liggen|steken|zitten)(?=$)|(?:hangt|ligt)(?=$)",
    r"(?:is|zijn) (?:(?:al|nu|intussen|ondertussen|(?:sinds|sedert) [\w/.-]{1,12}(?: \w{3,9})?) )*"
    r"(?:terug |weer |opnieuw )?(?:in (?:gebruik|dienst|werking)|operationeel|af|open|actief|online|live)"
    r"(?! (?:te|van|als|bij|voor|om|dat|nog|aan|niks)\b)|in (?:gebruik|dienst|werking) genomen"
    r"|(?:operationeel|in (?:gebruik|dienst|werking)) (?:sinds|sedert)",
    r"(?:is|zijn) (?:(?:nu|al|helemaal|volledig|allemaal|intussen) )*in orde(?=$| en (?:gekeurd|opgeleverd"
    r"|aangesloten))"
    r"|(?:is|zijn) (?:(?:al|nu|reeds|sinds \w+(?: \w+)?) )*(?:van kracht|in voege)(?=$| sinds| en)"
    r"|en vigueur depuis|in kraft seit"
    r"|in force since",
    r"(?:draait|draaien|werkt|werken|brandt|branden)(?=$| en )",
    r"(?:draait|draaien|werkt|werken|brandt|branden) (?:sinds|sedert|prima|perfect|naar behoren|goed|al"
    r"|nu)",
    r"(?:place|pose|installe|monte|plante|remplace(?!e?s? par)|amenage|construit|mise?s? en (?:place"
    r"|service"
    r"|terre)|repeint|peint|refait|rouvert|rebranche|pave|verdurise|branche|fixe|livre et utilise"
    r"|demineralise|reouvert|distribue|publie|inaugure|seme|accroche|suspendu|isole|renove|imprime|raccorde"
    r"|creuse|ouvert"
    r"|change|plantes|mise?s? en ligne|livre et (?:installe|pose))e?s?"
    r"(?! (?:pour|par rapport|avec|d'ici|(?:les?|la|l')(?! (?:\d|semaine|mois))|a partir|des lundi"
    r"|des mardi)\b)"
    r"|en (?:place|service|terre|ligne)(?! (?:des|a partir)\b)"
    r"|operationnel(?:le)?s?|eu lieu|de nouveau (?:accessible|ouvert)e?s?|(?:fonctionne|tourne|produi)(?:nt"
    r"|t|sent)?(?! (?:pas|mal))|debout",
    DE_PLACED,
    r"(?:installed|fitted|mounted|planted|replaced(?! (?:by|with))|laid|built|set up|put up|hung|handed out"
    r"|distributed|published|(?<=was )held|(?<=were )held|up and running|in place|in use|commissioned"
    r"|in the ground|in service|switched on|rolled out|put in|opened|reopened|back open|open again|erected"
    r"|wired up"
    r"|plumbed in|depaved|refurbished|swapped|retrofitted|upgraded|gone live|introduced|insulated|renovated"
    r"|painted|sown|connected|up and working"
    r"|up and generating)(?! (?:for|with|by|to|up|over|of"
    r"|on (?!\d|the \d|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b)"
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
    r"(?:entfernt|abgebaut|abgerissen|beseitigt|abgeschafft|abgeschaltet|ausgeschaltet|entsorgt|geraumt"
    r"|raus"
    r"|weg|ausgebaut|verboten|demontiert)",
    r"(?:removed|demolished|taken (?:down|away|out)|knocked down|switched off|turned off|banned|cleared"
    r"|gone|scrapped|pulled down|dismantled|off(?=$))",
)
# What is a result only of an action whose title has one of these words.
_TEXT = (
    r"\w*(?:reglement|verordening|charter|beleid|code|nota|visie|actieplan|plan|besluit|overeenkomst"
    r"|convenant|ordonnance|charte|politique|convention|reglements|satzung|ordnung|leitlinie|leitfaden"
    r"|richtlinie|rules|regels|regulation|policy|agreement)(?:en|s|e)?"
)
_COURSE = (
    r"\w*(?:opleiding|cursus|vorming|training|formation|cours|schulung|kurs|fortbildung|course|workshop)"
    r"(?:en|s|e)?"
)
_PURCHASE = (
    r"\w*(?:aankoop|aankopen|kopen|aanschaf|aanschaffen|achat|achats|acheter|ankauf|kauf|kaufen|anschaffung"
    r"|beschaffung|anschaffen|purchase|purchasing|buy|buying)"
)
# What can only be bought, where a title begins with it: "Laadpalen voor dienstwagens" buys no cars.
VEHICLES = (
    r"(?:dienst|deel|bestel|poets|veeg|e-)?(?:bakfiets|fiets|wagen)(?:en|s)?|(?:minibus|(?:robot)?maaier)"
    r"(?:sen|s)?"
    r"|(?:velo|voiture|camionnette|minibus|balayeuse)s?"
    r"|(?:lastenrad|lastenrader|dienstfahrrad|dienstfahrrader|dienstrad|dienstrader|elektroauto"
    r"|kehrmaschine)"
    r"|(?:vans|bike|bikes|mower|sweeper)"
)
BEFORE_A_VEHICLE = (
    r"(?:\d+|een|twee|drie|vier|vijf|zes|une?|deux|trois|quatre|cinq|six|eine?|zwei|drei|vier|funf|sechs"
    r"|an?"
    r"|two|three|four|five|six|de|het|le|la|les|des|the|new|electric|shared|cargo|"
    r"(?:elektrisch|nieuw|gedeeld|tweedehands|gemeentelijk|duurzam|elektr|neu|gemeinsam|nouve|partag)\w*)"
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
    r"\w*(?:mailing|brief|brieven|courrier|rundschreiben|mailshot|letter|affiche|affiches|poster|posters"
    r"|nieuwsbrief"
    r"|folder|brochure|flyer|gids|krant|boek|boekje|kookboek|bussen|lettre|depliant"
    r"|guide|livret"
    r"|faltblatt|broschure|leitfaden|newsletter|leaflet|booklet|guide)s?"
)
_REPAIR = r"\w*(?:herstel|repar|repair|onderhoud|saner|restaur|reinigung|entretien|maintenance)\w*"
_DIG = r"\w*(?:poel|wadi|vijver|gracht|mare|etang|noue|teich|mulde|graben|pond|swale|ditch)(?:en|s)?"
_CONTRACT = (
    r"\w*(?:contract|overeenkomst|abonnement|contrat|abonnement|convention|vertrag|vereinbarung"
    r"|agreement)(?:en|s|e)?"
)
# What these name is made by the action: "het rapport is binnen" of an *Energieaudit*.
IS_A_STUDY = _STUDY
IS_A_PRODUCT = rf"{_STUDY}|{_TEXT}|{_CONTRACT}"
CALLED_A_PRODUCT = ("rapport", "verslag", "report", "bericht", "metingen")
ONLY_FOR = (
    (
        _TEXT,
        r"(?:(?:keurde|keurden|hechtte)(?= .{0,60}(?:goed|goedkeuring)\b)|goedgekeurd|gestemd|vastgesteld"
        r"|aangenomen|bekrachtigd|ondertekend|gepubliceerd|van kracht"
        r"|in voege|in werking getreden"
        r"|approuvee?s?|votee?s?|adoptee?s?|signee?s?|beschlossen|verabschiedet|unterzeichnet|in kraft"
        r"|approved|adopted|passed|signed|in force)",
    ),
    (
        _PURCHASE,
        r"(?:geleverd|aangekocht|gekocht|aangeschaft|afgehaald|in ontvangst genomen|toegekomen|aangekomen"
        r"|in huis|binnen|livree?s?|achetee?s?|arrivee?s?"
        r"|sont la|est la|ist da|sind da|is here|are here|acquise?s?|receptionnee?s?|geliefert|gekauft"
        r"|angeschafft|eingetroffen|delivered|bought|purchased|arrived)",
    ),
    (
        _COURSE,
        r"(?:gevolgd|gekregen|gegeven|gehad|genoten|achter de kiezen|opgeleid|suivie?s?|recue?s?|donnee?s?"
        r"|dispensee?s?"
        r"|formee?s?|absolviert|besucht|teilgenommen|mitgemacht|geschult|had|attended|followed|given"
        r"|taken part"
        r"|taken|trained|delivered)",
    ),
    (
        _LAUNCH,
        r"(?:opgestart|gestart|geopend|lancee?s?|demarree?s?|ouverte?s?|gestartet|eroffnet"
        r"|launched|opened|started)(?= |$)(?! (?:met|de|la|le|mit|with)\b)",
    ),
    (
        _STUDY,
        r"(?:afgeleverd|opgemaakt|opgesteld|gemeten|in kaart gebracht|(?:rapport|verslag) (?:is )?(?:binnen"
        r"|afgeleverd|ontvangen)|opgeleverd|bezorgd|overhandigd|ingediend|rendue?s?|remise?s?|livree?s?"
        r"|deposee?s?"
        r"|transmise?s?|abgegeben|erstellt|ubergeben|eingereicht|vorgelegt worden|delivered|handed (?:in"
        r"|over|to)"
        r"|submitted|produced)",
    ),
    (
        _PRINT,
        r"(?:(?:de )?deur uit|buiten(?=$| sinds)|verzonden|rondgestuurd|uitgestuurd|in (?:de|elke|alle"
        r"|iedere) (?:bus|brievenbus"
        r"|brievenbussen)(?: (?:gevallen|gestoken|beland))?|gedrukt en verdeeld|verstuurd|gebust|bedeeld"
        r"|rondgebracht|verspreid|verschenen|uitgegeven|envoyee?s?|distribuee?s?"
        r"|parue?s?|expediee?s?|partie?s?|dans (?:toutes )?les boites|versandt|verschickt|erschienen"
        r"|verteilt|raus"
        r"|sent(?: out)?|posted|mailed|delivered|gone out|went out)",
    ),
    (
        _CONTRACT,
        r"(?:getekend|ondertekend|afgesloten|gesloten|ingegaan|van start gegaan|gegund en getekend"
        r"|signee?s?"
        r"|conclue?s?"
        r"|entree?s? en vigueur|unterschrieben|unterzeichnet|abgeschlossen|in kraft|signed|concluded"
        r"|in force)"
        r"(?! (?:worden|te|wegens))",
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
    r"\b(?:(?:de|den|het|la|l'|le|der|das|die|the) ?)?(?:oude?n?|vieille|vieux|ancien(?:ne)?|alte[nrs]?"
    r"|old)"
    r" [\w'-]+(?: (?:is|zijn|est|ist|'s|one's|sind))?(?: al)? (?:weg|buiten|eruit|verwijderd|afgevoerd"
    r"|partie?|parti"
    r"|enlevee?|raus|entsorgt|ausgebaut|gone(?: to scrap)?|out|removed|scrapped)\b"
)
# What is to be held is there once it was: "de infoavond is geregeld" only prepares it.
IS_AN_EVENT = (
    r"\w*(?:putz|pick|clean-?up|opkuis|nettoyage|ramassage|braderie|forum|tausch|lezing|conference|vortrag"
    r"|avond|vergadering|feest|markt|dag|cafe|beurs|wandeling|tocht|festival|receptie|quiz|tafel|kermis"
    r"|soiree|reunion|marche|journee|fete|bourse|abend|fest|tag|wanderung|evening|day|fair|meeting|walk"
    r"|party"
    r"|night|opruimactie|zwerfvuilactie|mullsammelaktion)(?:en|s|e)?"
)
_LATELY = (
    r"(?:(?:op|le|am|on|a|de|het|vorige|voorbije|afgelopen|last|letzten|ce|vrijdag|zaterdag) )*"
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|gister\w*"
    r"|eergisteren|hier|gestern|vorgestern|yesterday|last night|\d{1,2}\b)"
)
# What was only to be: "de infoavond was donderdag gepland".
WAS_PLANNED = (
    r"\b(?:gepland|voorzien|bedoeld|geplant|vorgesehen|angesetzt|gedacht|prevue?s?|planifiee?s?|planned"
    r"|scheduled|meant"
    r"|supposed|due|intended)\b"
)
# That it took place, in words that say nothing of its preparation; what "was" may also be cancelled.
_WAS_ON_A_DAY = rf"(?:was|waren|war|etait|etaient|fut)(?= {_LATELY})|c'etait(?= )|geweest"
TOOK_PLACE = (
    r"ging(?:en)? (?:(?!(?:niet|nie|nooit|amper|nauwelijks|bijna)\b)\w+ ){0,3}door|vond(?:en)? plaats"
    r"|doorgegaan|gehouden|gehad|plaats gehad|gevierd|georganiseerd geweest|ging (?:gewoon "
    r"|goed )?door|was een (?:\w+ )?succes"
    r"|(?:goed|vlot|prima|super|uitstekend|heel goed|zeer goed) verlopen|verliep (?:goed|vlot|prima)"
    r"|plaatsgevonden|plaatsgehad|afgelopen|voorbij|achter de rug"
    r"|eu lieu|s'est (?:tenue?|deroulee?|bien passee?|bien deroulee?)|ete (?:un (?:beau |grand "
    r"|vrai )?succes|organisee?|donnee?)"
    r"|gelaufen|(?:lief|liefen) (?:super|gut|prima|toll|reibungslos|wunderbar|bestens)"
    r"|abgehalten|veranstaltet"
    r"|uber die buhne|went (?:ahead|well|off|really well|very well)|was a (?:\w+ )?success|stattgefunden"
    r"|fand .*|fanden .*|took place|held"
)
IS_HELD = (
    rf"{TOOK_PLACE}|{_WAS_ON_A_DAY}|gedaan|gebeurd|gelukt|volbracht|done|termin\w*|fini\w*|abgeschlossen"
    rf"|completed"
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
    r"|zet (?:(?:ze|het|dit|hem|die) )?(?:dus )?maar op (?:uitgevoerd|afgewerkt|klaar|afgerond)"
    r"|vink maar af"
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
