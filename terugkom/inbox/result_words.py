"""The words of a clause that says that what an action is about is there, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents.
"""

# What was done with the thing as a whole: placed, planted, replaced, held. No step on the way to it (ordered,
# delivered, approved), and nothing that was there before (removed).
SAYS_RESULT = (
    r"(?:geplaatst|geinstalleerd|gemonteerd|gelegd|geplant|aangeplant|opgehangen|gehangen"
    r"|vervangen(?! door)|aangelegd|aangebracht|heraangelegd|gebouwd|ingebouwd|opgericht|ingericht"
    r"|ingevoerd"
    r"|ingezaaid|gezaaid|geschilderd|geverfd|geisoleerd|gerenoveerd|beplant|omgeschakeld|omgebouwd"
    r"|uitgedeeld|verdeeld|rondgedeeld|gepubliceerd"
    r"|ingehuldigd|doorgegaan|plaatsgevonden|plaatsgehad|gerealiseerd|uitgevoerd"
    r"|voltooid|afgewerkt|afgerond|afgehandeld|opgeleverd|gelukt|gefikst|gefixt|geklaard|hersteld"
    r"|afgelopen|beeindigd|volbracht|geregeld|gebeurd|gedaan|klaar|rond|achter de rug|voorbij)(?! (?:voor"
    r"|met|mee|tegen|om|bij"
    r"|(?:op )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag))\b)",
    r"(?:staat|staan|hangt|hangen|ligt|liggen|zit|zitten|steekt|steken) (?:d?er|erin|erop|erbij"
    r"|op hun plaats"
    r"|op zijn plaats|in de grond|al|sinds|online|overal|en (?:werkt|werken|draait|draaien|brandt"
    r"|branden))(?! (?:klaar|goed|slecht|stil|vast|vol)\b)",
    r"(?:is|zijn) (?:(?:al|nu|intussen|ondertussen|(?:sinds"
    r"|sedert) [\w/.-]{1,12}(?: \w{3,9})?) )*(?:in (?:gebruik|dienst|werking)"
    r"|operationeel|af|open)(?! (?:te|van)\b)|in (?:gebruik|dienst) genomen",
    r"(?:draait|draaien|werkt|werken) (?:sinds|prima|perfect|naar behoren)",
    r"(?:place|pose|installe|monte|plante|remplace(?!e?s? par)|amenage|construit|mis en (?:place"
    r"|service)"
    r"|distribue|publie|inaugure|realise|termine|acheve|fini|boucle|cloture|receptionne|seme|repare"
    r"|accroche|suspendu|isole|renove|imprime|raccorde)"
    r"e?s?(?! (?:pour|par rapport|avec|d'ici|les?|la|l')\b)|en (?:place|service|terre)"
    r"|operationnel(?:le)?s?|eu lieu|fonctionne(?:nt)?(?! (?:pas|mal))",
    r"(?:aufgestellt|aufgehangt|montiert|installiert|eingebaut|gepflanzt|angepflanzt|ersetzt"
    r"|ausgetauscht|angelegt|gebaut|gegrundet|eingerichtet|eingefuhrt|eingesat|verteilt|veroffentlicht"
    r"|eroffnet|eingeweiht|stattgefunden|durchgefuhrt|umgesetzt|abgeschlossen|fertiggestellt|erledigt"
    r"|gedammt|saniert|umgerustet|umgestellt|repariert|beendet|gesetzt|fertig|in betrieb|am netz)(?! (?:mit"
    r"|fur|zum|zur|bis)\b)"
    r"|(?:fand|fanden) .{0,30}?statt|(?:hangt|hangen|steht|stehen) (?:alle|seit|und lauft)",
    r"(?:installed|fitted|mounted|planted|replaced(?! (?:by|with))|laid|built|set up|put up|hung|handed out"
    r"|distributed"
    r"|published|carried out|(?<=was )held|(?<=were )held|done|finished|completed|up and running|in place"
    r"|in use"
    r"|in the ground|in service|sorted|insulated|renovated|painted|sown|repaired)(?! (?:for"
    r"|with|by|to|up|on)\b)"
    r"|took place|went in\b",
)
# That everybody followed it is the result of a course.
SAYS_FOLLOWED = (
    r"(?:gevolgd|gekregen|suivie?s?|recue?s?|absolviert|besucht|teilgenommen|had|attended|followed)"
)
IS_A_COURSE = (
    r"\w*(?:opleiding|cursus|vorming|training|formation|cours|schulung|kurs|fortbildung|course|workshop)"
    r"(?:en|s|e)?"
)
# What was decided is the result only of an action that makes a text: a plan, a regulation.
SAYS_DECIDED = (
    r"(?:goedgekeurd|gestemd|vastgesteld|aangenomen|bekrachtigd|ondertekend|gepubliceerd"
    r"|approuvee?s?|votee?s?|adoptee?s?|signee?s?|beschlossen|verabschiedet|unterzeichnet"
    r"|in kraft|approved|adopted|passed|signed)"
)
IS_A_TEXT = (
    r"\w*(?:reglement|verordening|charter|beleid|code|nota|visie|actieplan|plan|besluit|overeenkomst"
    r"|convenant"
    r"|reglement|ordonnance|charte|politique|convention|reglements|satzung|ordnung|leitlinie|leitfaden"
    r"|richtlinie|regulation|policy|agreement)(?:en|s|e)?"
)
# Delivered is the result of an action that buys.
SAYS_DELIVERED = (
    r"(?:geleverd|aangekocht|gekocht|toegekomen|aangekomen|in huis|livree?s?|achetee?s?|arrivee?s?"
    r"|geliefert"
    r"|gekauft|angeschafft|eingetroffen|delivered|bought|purchased|arrived)"
)
IS_A_PURCHASE = (
    r"\w*(?:aankoop|aankopen|kopen|aanschaf|aanschaffen|achat|achats|acheter|ankauf|kauf|kaufen|anschaffung"
    r"|beschaffung|anschaffen|purchase|purchasing|buy|buying)"
)
# That nothing is left to do, or that the action may be closed.
SIGNS_OFF = (
    r"(?:moet(?: er| daar)? (?:niets|niks) meer (?:aan )?(?:gebeuren|gedaan worden)|(?:niets"
    r"|niks) meer te doen|(?:dossier|actie|punt) (?:(?:is|mag|kan|voor|mij|ons) )*(?:af)?gesloten"
    r"|(?:mag|moogt|kan|kunt|mogen) (?:(?:het|dit|dat|die|deze|ze|je|ge|u|dus|van|mij|nu|ook|maar|actie) )*"
    r"(?:afgesloten|afgevinkt|afvinken|afsluiten)(?: worden)?|missie volbracht"
    r"|mag (?:(?:dus|nu|ook) )*(?:op groen|van de lijst)|(?:schrap|haal) (?:\w+ )?maar van (?:de|je|uw"
    r"|die) lijst"
    r"|(?:voor|wat) (?:mij|ons) (?:betreft )?(?:is|was) (?:dat|dit|het|de actie) (?:afgesloten|klaar|af"
    r"|rond"
    r"|gedaan)|is dit af|klaar (?:wat|voor) (?:ons|mij)(?: betreft)?"
    r"|(?:on|vous|tu) (?:peut|pouvez|peux) (?:donc |la )*(?:cloturer|cocher)"
    r"|dossier (?:est )?(?:donc )?(?:boucle"
    r"|clos|cloture)|mission accomplie|plus rien (?:d'autre )?a faire"
    r"|(?:bitte )?abhaken|haken dran|kann (?:jetzt |also )?(?:zu|geschlossen werden"
    r"|abgeschlossen werden)(?=$)"
    r"|damit ist (?:das thema|die sache|die massnahme) (?:fur uns )?(?:durch|erledigt|umgesetzt"
    r"|abgeschlossen)"
    r"|nichts mehr zu tun|von mir aus abgeschlossen"
    r"|(?:you can|please|feel free to|happy to) (?:now )?(?:close|tick)(?: off)?(?: this"
    r"| it)?(?: one)?(?: off)?|one off your list|job done"
    r"|nothing (?:left|else|more) to do|completed as far as i'm concerned)"
)
# What makes it less than the whole, wherever it stands in the answer.
IS_A_PART = (
    r"\b(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|deux|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|one|two|three|four|five|six|seven|eight|nine"
    r"|ten)"
    r" (?:van de|van het|van onze|sur|des|von|der|of the|of our|out of|of|op de)\b"
    r"|\b(?:eerste|premiere?s?|erste[rn]?|first|oude|vieux|anciens?|anciennes?|alte[nrs]?|old|meeste"
    r"|plupart|meisten|most|sommige|certaine?s|einige|some|mijn|onze|mein|unser|my|our) (?:deel|part|teil"
    r"|stuk|kant|helft|moitie|halfte|half|side|lot|lichting|levering|schijf|dienst)\b"
    r"|\b(?:helft|moitie|halfte|half|testfase|test|proef|essai|pilote?|versuch|trial|procent|%)\b|%"
    r"|\b(?:niks|niets|nergens|nooit|rien|jamais|nichts|nie|never|nothing|none|kapot|stuk|defect\w*|lekt"
    r"|lekken|panne|kaputt|undicht|broken|leak\w*|faulty|[a-z]{1,4}-\d{1,3}|echter|evenwel|helaas|jammer"
    r"|spijtig|cependant|toutefois|malheureusement|allerdings|jedoch"
    r"|leider|gesperrt|however|unfortunately|sadly|though|herbeginnen|opnieuw|a refaire|nochmal|redo"
    r"|gestolen|vernield|vandal\w*|verwijderd|weggehaald|weggenomen|dood|doodgegaan|omgewaaid|afgebroken"
    r"|negatie\w*"
    r"|storing|storingen|verkeerd\w*|fout\w*|discussie|brand|afgesloten wegens|te duur|interesse|ticket"
    r"|wegens"
    r"|loopt|lopend\w*|bezig|gaande|later|tot|zonder (?!problem|opmerking|ongeluk|incident|klacht)\w+|lente"
    r"|bestelling|agenda|ingepland|planning|afspraak"
    r"|gevraagd|aan zet|slordig|anders|weinig|amper|nauwelijks|geenszins|groot woord|las ik|meen|geloof"
    r"|neem"
    r" ik aan|navragen|na te vragen|zogezegd|zogenaamd|op papier"
    r"|volee?s?|detruite?s?|enlevee?s?|morte?s?|hors service|mauvais\w*|faux|en cours|plus tard|jusqu\w*"
    r"|incendie"
    r"|gestohlen|zerstort|entfernt|tot|durchgefallen|falsch\w*|ausser betrieb|lauft noch|im gange|spater"
    r"|bis"
    r"|negativ|sperrt\w*|stolen|destroyed|removed|dead|failed|wrong|out of order|in progress|ongoing"
    r"|under way"
    r"|underway|later|until|till|hardly|barely|far from|big word|in theory|on paper"
    r"|krant|verneem|hoorde|verifier\w*|controleren|nakijken|overgenomen|over(?:neemt|nemen)"
    r"|neemt .{0,20}over"
    r"|doet dit|trekker|vertrek\w*|overkop|verdwenen|beu|uitgetrokken|verdroogd|vallen|ontbrak|hopen"
    r"|aanpakken"
    r"|bestellen|minus|te gaan|streefdoel|aangevraagd|gepland|plannen|toch|begroting|van \d+|sur \d+"
    r"|von \d+"
    r"|of \d+|\d+/\d+ [a-z]{4,}|prochaine?s?|dit non|reprend\w*|vite dit|anschluss lauft|nachste\w*|left"
    r"|connecting|vandalised|pulled out|cabling|next"
    r"|(?:goed|mooi|knap) gedaan|van alles|want|omdat|dubbel|doublon|doppelt|duplicate"
    r"|klachten?|plainte\w*|beschwerde\w*|complaint\w*|euros?|excl|btw|tvac?|mwst|vat|alleszins|blijkt"
    r"|schijnt)\b"
)
# That a time was: without such a word it may be to come, "is vrijdag klaar", "geplaatst in de zomer".
IS_PAST = (
    r"\b(?:gisteren\w*|eergisteren|vanmorgen|vanochtend|vorige?|voorbije|afgelopen|laatste|sinds|sedert"
    r"|geleden"
    r"|reeds|allang|al (?:\d+|een|twee|drie|enkele|lang)|werd|was|waren|doorgegaan|plaatsgevonden|depuis"
    r"|derni\w+|passee?|deja|ete|eu lieu"
    r"|gestern|vorgestern|seit|letzte[nr]?|schon|bereits|wurden?|war|stattgefunden|fand|fanden"
    r"|yesterday|last|since|ago|already|was|were|has been|have been|took place|adopted|hung)\b"
)
# "We hebben ze vrijdag geplaatst" was; "we hebben vrijdag alles klaar" will be.
IS_PERFECT = (
    r"\b(?:heeft|hebben|heb|hebt|hadden|ont|avons|ai|hat|haben|habe|hab|has|have|weve|we've|ive|i've)\b"
)
IS_AN_END = r"klaar|rond|(?:is|zijn) .*(?:af|open)|fini\w*|termin\w*|fertig|done|finished|complete"
# What is to come, wherever it stands beside a result: "klaar over 2 weken", "klaar in week 20".
IS_TO_COME = (
    r"\b(?:dan (?:is|zijn|staat|staan|hangt|hangen)|(?:over|binnen|in|dans|d'ici|innerhalb|within) (?:\d+"
    r"|een|twee|drie|vier|enkele|un|une|deux|trois|quelques"
    r"|einer|zwei|drei|a|two|three|a few) (?:dag\w*|we+k\w*|maand\w*|jour\w*|semaine\w*|mois|tag\w*"
    r"|woche\w*|monat\w*"
    r"|day\w*|month\w*)|(?:week|semaine|kw) \d+|wird|aansluiten|aan te sluiten|schliesst|anschliess\w*"
    r"|to connect"
    r"|connection|start|starten|begint|needs?|komt .{0,20}(?:plaatsen|leggen|zetten|afwerken))\b"
)
# Directly before a French result: it is a present tense or a noun, "on termine", "la pose".
BEFORE_A_PRESENT = frozenset(("on", "je", "il", "elle", "nous", "la", "une", "un", "le", "sur", "y"))
# Where somebody is, and not the thing: "we liggen al achter", "on est en place".
IS_A_STATE = (
    r"(?:staat|staan|hangt|hangen|ligt|liggen|zit|zitten|steekt|steken|draait|draaien|werkt|werken)\b.*"
    r"|en (?:place"
    r"|service)|in (?:place|use|service)|(?:is|zijn) .*in (?:gebruik|dienst|werking)"
)
SPEAKS_OF_ITSELF = r"\b(?:we|wij|ik|k|'k|on|nous|je|j'\w*|wir|ich|i|i've|we've|weve|ive)\b"
# Of the action itself these say that it ended, for whatever reason: then the thing must be named.
ENDS_IT = r"beeindigd|vervangen|voorbij|beendet|suspendu|replaced|remplace\w*|ersetzt|(?:is|zijn) .*open|open"
# "Zijn ze geplaatst": a question or a condition without its mark.
IS_ASKED = (
    r"(?:wat|wie|hoe|waar|waarom|what|who|how|why|quoi|qui|comment|wer|warum) |(?:zijn|is|werden|werd|sont"
    r"|est|sind|ist|are|is|were|was|hebben|heeft|heb|have|has|haben|hat) (?:ze"
    r"|zij|het"
    r"|de|die|dat|dit|er|we|wij|alle|ils|elles|elle|il|les|le|la|l'\w+|sie|es|das|die|they|the|it|all|you"
    r"|actie|action)\b"
)
# Another time of what comes back each year.
IS_ANOTHER_TIME = (
    r"\b(?:vorig jaar|verleden jaar|(?:in|uit|en|im) 20\d\d|l'an (?:passe|dernier)|l'annee"
    r" (?:passee|derniere)|letztes jahr|im vorjahr|last year|het vorige|de vorige)\b"
)
# What names the action as a whole in a clause behind the first.
NAMES_ALL = (
    r"\b(?:alles|allemaal|actie|project|tout|l'action|projet|travaux|massnahme|projekt|everything|all"
    r"|action"
    r"|project)\b"
)
# Who decides on a text, beside what they decided.
WHO_DECIDES = (
    r"\b(?:(?:door|par|vom|by|au) )?(?:(?:de|het|le|la|the|der|die) )?(?:gemeenteraad|raad|college|conseil"
    r"(?: communal)?|college communal|rat|gemeinderat|council)\b"
)
NAMES_WORKS = r"\b(?:werken|travaux|chantier|bauarbeiten|works)\b"
# What is to be held is there once it was: "de infoavond is geregeld" only prepares it.
IS_AN_EVENT = (
    r"\w*(?:avond|vergadering|feest|markt|dag|cafe|beurs|wandeling|tocht|festival|receptie|soiree|reunion"
    r"|marche"
    r"|journee|fete|bourse|abend|fest|tag|wanderung|evening|day|fair|meeting|walk|party)(?:en|s|e)?"
)
IS_HELD = (
    r"doorgegaan|plaatsgevonden|plaatsgehad|afgelopen|voorbij|achter de rug|gedaan|gebeurd|gelukt|volbracht"
    r"|eu lieu"
    r"|stattgefunden|fand .*|fanden .*|took place|held|done|termin\w*|fini\w*|abgeschlossen|completed"
    r"|finished"
)
