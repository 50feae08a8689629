"""The words that take an answer back, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

from terugkom.inbox.answers.surrounding_words import BUT_GOOD, CELEBRATION, EXCUSE, NO_FLAWS, NO_MORE_MAILS
from terugkom.workbook.dates.date_words import MONTHS

_MONTH = "|".join(MONTHS)

# Faces that are ironic, sad or in doubt: who draws them means more than the words.
DOUBTING_FACES = (
    r"[🙄😏😒🤡🤷😬🤞😂🤣😅😉😕🙁☹😞😟😔😢😭😥😓😩😫😖😣😤😠😡🤬👎🤔😐😑🫤🥴😰😨😱🤦💩]"
    r"|;-?[)(d](?!\w)|[:=]'?-?[(\[|\\c<](?!\w)|[:=]-?/(?!/)"
)
# Nobody is sure: the one list of it, for every choice and for a day.
IS_UNSURE = (
    r"\b(?:zeker is (?:het|dat) niet|waarschijnlijk|misschien|hopelijk|mogelijk|vermoed\w*|wellicht"
    r"|allicht|eventueel|niet (?:\w+ )?zeker|ergens"
    r"|ooit|vrees|vrezen|gevreesd|hoop|denk|dacht|gok|believe|crois pas|geloof|volgens mij|schat (?:ik|we)"
    r"|denkelijk"
    r"|onder voorbehoud|tenzij"
    r"|peut-etre|probablement|eventuellement|sans doute|espere\w*|bon espoir|pas (?:\w+ )?(?:sur"
    r"|certaine?)|sauf"
    r"|sous reserve|(?:je|nous|on) (?:crois|croyons|croit|pense|pensons)|a un moment"
    r"|vielleicht|wahrscheinlich|vermutlich|hoffe\w*|hoffentlich|eventuell|irgendwann|denke|glaube"
    r"|es sei denn"
    r"|nicht (?:\w+ )?sicher|unter vorbehalt"
    r"|maybe|perhaps|probably|possibly|hope\w*|sometime|not (?:\w+ )?(?:sure|certain)|unless|subject to"
    r"|(?:i|we) (?:think|guess|believe)|im idealfall|(?:gunstigste|beste) geval|best case"
    r"|meilleur des cas|besten fall)\b"
)
# A condition, a wish or a fear, a refusal, and what is still to come: these make every choice one to ask.
MAKES_IT_A_QUESTION = (
    DOUBTING_FACES,
    IS_UNSURE,
    r"\b(?:mits|voorwaarden?|voorbehoud|voorbehouden|indien|zolang|zodra|in geval|ingeval"
    r"|als(?! (?:eind|nieuwe|streef\w*|gevolg|klaar|uitgevoerd|afgewerkt|afgerond|een trein|gepland"
    r"|geplant|voorzien|vorgesehen))"
    r"|zou|zouden|hadden? liever|had beter|beter (?:geweest|zijn)|te laat"
    r"|schrik|helaas niet|geweigerd|weigert|afgewezen|afgekeurd|verworpen"
    r"|niet (?:toegestaan"
    r"|goedgekeurd)|volgt|volgen(?! de)|komen? (?:later|nog)|(?:ik|we|wij) begin"
    r"|begin er ?aan|beginnen|(?:kijk|kijken) (?:er ?|hier|daar)?"
    r"naar|bekijk\w*|(?:zorg|zorgen) er ?voor|ik doe (?:het|dat|dit)|ik ga|we gaan|wij gaan)\b",
    r"\b(?:a (?:la |une )?condition|conditions?|reserves?|pourvu|si|a moins|des qu[e']"
    r"|au cas ou"
    r"|(?!(?:ex|re|por|at)trait|marais|souhait|voudr)\w{2,}r(?:ais|ait|aient)|aurions|crains|craint"
    r"|craignons|peur|refus\w*|rejet\w*"
    r"|trop tard|suit(?! son (?:cours|planning|calendrier))|suivra|suivront|suivent|je vais|on va"
    r"|nous allons"
    r"|m'en occupe|nous en occupons|je commence|on commence|nous commencons|je regarde|on regarde)\b",
    r"\b(?:sofern|falls|vorausgesetzt|voraussetzung|bedingung|vorbehaltlich|vorbehalt|solange|sobald|wenn"
    r"|wuerden?|haetten?|koennten?|muessten?|ware|waren besser|furchte\w*|befurchte\w*"
    r"|abgelehnt|verweigert|zu spat|folgt|folgen|(?:ich|wir) (?:fange|fangen"
    r"|beginne|beginnen|schaue|schauen|werde|werden(?! (?:rechtzeitig|punktlich|bis"
    r"|(?:[\w.]+ ){1,4}fertig\b)))"
    r"|kummer\w*|(?:ich|wir) mache?n? (?:das|es))\b",
    r"\b(?:provided|providing|(?<!grateful )(?<!appreciate it )if|as long as|on condition"
    r"|conditional\w*"
    r"|would(?! (?:like to|be grateful|appreciate))|could have|should have|(?<!i'm )(?<!i am )afraid|fear"
    r"|refused"
    r"|rejected|denied|turned down|too late|to follow|follows|outstanding(?= |$)"
    r"|(?:i'll|i will|i'm going to|going to) (?:look|start|do|check|begin)"
    r"|look(?:ing)? into|(?:i'm|i am|we're|we are) on it|starting)\b",
    # Who says it does not know it, or it is yet to be confirmed.
    r"\b(?:voor zover|naar mijn weten|afgaande?|te bevestigen|afwachting|voorlopig"
    r"|in beraad"
    r"|pour autant que|a ma connaissance"
    r"|a (?:confirmer|valider|verifier)|en attente|provisoire\w*|soweit|meines wissens"
    r""
    r"|zu bestatigen|steht aus|stehen aus|ausstehend\w*|vorlaufig|as far as|to my knowledge|(?:i"
    r"|we) (?:think"
    r"|hope|believe)|to be (?:confirmed|checked|approved)|tbc|pending|for now|provisional\w*)\b",
    r"\b(?:bedoel ik|ik bedoel|je veux dire|meine ich|i mean)\b",
    # It is denied or doubted in other words, or only tried.
    r"\b(?:onmogelijk|uitgesloten|geenszins|amper|nauwelijks|zelden|weinig kans|kans|mirakel|betwijfel\w*"
    r"|twijfel\w*|allesbehalve|verre van|onhaalbaar|nipt|proberen|probeer|trachten|tracht|streven|streef"
    r"|best doen|ons best|bedoeling|wensdroom|illusie|weiger\w*|geluk"
    r"|onbespreekbaar|niewaar|fantastisch|ocharme|anders|no way|andere actie|actie (?:van|\d+)"
    r"|liever niet|te vroeg|te optimistisch|onder druk"
    r"|ter discussie|op de helling|impossible|illusoire|guere|aucunement|doute|essa\w+|au mieux"
    r"|hors de question"
    r"|trop tot|tout juste|a voir|unmoglich|kaum|keineswegs|bezweif\w*|zweif\w*|versuch\w*"
    r"|bemuh\w*"
    r"|wunschtraum|bestenfalls|wohl|zu fruh|schwer|schwierig|auf der kippe|auf keinen fall"
    r"|hardly|barely|never|far from|unlikely|unable|struggl\w*|failed|doubt\w*|try|trying|aim|aiming"
    r"|at best"
    r"|fingers crossed|too early|out of the question|in your dreams)\b",
    # It stands still, or the money is gone: "geen uitstel nodig, het budget is op".
    r"\b(?:stopt|stoppen|(?:ligt|liggen|valt|vallen|staat) (?:\w+ )?stil|stilgelegd|(?:budget|geld|krediet"
    r"|tijd) is op|on hold|op pauze|a l'arret|en pause|suspendue?s?|(?:plus|pas) de (?:budget|sous|moyens)"
    r"|budget (?:est )?epuise|(?:liegt|steht|ruht) (?:\w+ )?still|ruht|auf eis|pausiert|budget ist (?:weg"
    r"|aufgebraucht|erschopft)|stops?|halted|paused|ran out(?! of (?!money|budget|funds|time))|(?:is"
    r"|are) gone|no (?:budget|money|funds))\b",
    # Dutch *of*; the English one stands behind a word of the first kind, or before one of the second.
    r"(?<!end )(?<!start )(?<!middle )(?<!beginning )(?<!course )(?<!all )(?<!ahead )(?<!because )(?<!as )"
    r"(?<!instead )(?<!out )(?<!front )(?<!th )(?<!st )(?<!nd )(?<!rd )(?<!week )(?<!dag )(?<!maand )"
    r"\bof\b(?! (?:the|this|that|these|our|its|it|them|us|a|\d+|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)\b)"
    r"|\b(?:oder|ou)\b|\bor\b",
)
# That a thing is missing is a reason for a later day, and takes the others back.
SOMETHING_IS_MISSING = r"\b(?:ontbre\w+|mankeer\w*|manque(?:nt)?|fehlt|fehlen|missing|lacking)\b"
# Three points, and what is said too cheerfully, may be irony.
MAY_BE_IRONY = (
    r"\.\.\."
    r"|\b(?:natuurlijk|zoals altijd|comme d'habitude|bien sur|wie immer|na klar|as usual|of course)\b"
)
# What takes *klaar* back wherever it stands in the same answer.
TAKES_BACK = (
    r"(?<![\d/])\d{1,3}/(?!20\d\d\b)(?:1[3-9]|[2-9]\d|\d{3,})(?![\d/])",  # 12 of 25?
    MAY_BE_IRONY,
    SOMETHING_IS_MISSING,
    r"\b(?:wacht|wachten|attend\w*|warten?|wartet|await\w*|wait\w*)\b",
    # "In orde" is said of a request too: "in orde, ik kijk ernaar".
    r"\b(?:in orde(?! gebracht)|en ordre|in ordnung)\b[\s\S]{0,200}"
    r"\b(?:ik|we|wij|je|j'\w+|nous|on|ich|wir|i|i'\w+)\b",
    r"\b(?:maar|behalve|nog|niet|geen|ni|nie|bijna|zo goed als|uitgezonderd|op .{1,30} na|deels"
    r"|gedeeltelijk|half|zodra|alleen|enkel|rest|fase|stuk|moet|(?<!had ik )moeten"
    r"|(?:ik|we|wij) hoor(?:de|den)?|zegt|zei|zeggen|schijnt|blijkbaar"
    r"|naar verluidt|volgens (?!(?:(?:de|het|ons|onze) )?(?:plan|planning|schema|timing|afspraak)\b)"
    r"|normaal|als|buiten|uitgenomen|na\b(?= \w+$)|wanneer|morgen|straks|binnenkort"
    r"|volgende|wordt|zou|tegen|eerste deel)\b",
    r"\b(?:mais|pas|presque|encore|partiellement|excepte|bientot|si|quand|ne|seulement|reste|phase"
    r"|doit|doivent|(?<!semaine )d'apres|selon (?!le pla)|parait|apparemment|hormis|a part"
    r"|etape|(?<!est )partie)\b",
    r"\b(?:aber|ausser|nicht|noch|fast|teilweise|bald|wenn|sobald|kein|keine|nur|rest|phase|muss|mussen"
    r"|laut|angeblich|anscheinend|bis auf|ausnahme|teil|schritt)\b",
    r"\b(?:but|except|not|cannot|cant|wont|dont|doesnt|\w+n't|almost|nearly|still|partly|partially|soon"
    r"|once|when|if|yet|will"
    r"|only|rest|phase|must|apart from|other than|exception|according"
    r"|apparently|says|part|step)\b",
)
# What says nothing against *klaar* or *op schema*, though it has one of their words below.
NO_TROUBLE = (
    rf"{EXCUSE}|{NO_MORE_MAILS}|{NO_FLAWS}|{BUT_GOOD}|{CELEBRATION}|"
    r"(?:word(?:t|en)|werden?) (?:\w+ ){0,3}(?:gebruikt|geladen|gefietst|gespeeld|gedronken|gewandeld"
    r"|getapt"
    r"|gesmaakt"
    r"|benut|gelezen|(?:be|ge)nutzt|angenommen)|(?:ne )?(?:vous|t')? ?inquietez(?:-vous)? pas"
    r"|t'inquiete pas"
    r"|wird (?:\w+ ){0,2}(?:be|ge)nutzt|100 ?%"
    r"|(?:van(?:uit)? onze kant|de notre cote|von unserer seite)|(?:met"
    r"|op) verlof(?: tot (?:en met )?[\w/.]+(?: \w+)?)?"
    r"|as far as (?:i'm|we're) concerned|took part|(?:factuur|afrekening|foto'?s?) volg(?:t|en)(?: nog)?"
    r"|(?:niets|niks) meer nodig|nichts (?:mehr )?offen|nothing outstanding|sans (?:aucune )?reserves?"
    r"|zoals (?:gepland|voorzien|afgesproken)|tot (?:maandag|dinsdag|woensdag|donderdag|vrijdag)(?=[!.]|$)"
    r"|(?:plus )?rien (?:d'autre )?a faire|(?:niet|nooit) eerder (?:iets )?(?:liet|gemeld|laten"
    r"|doorg\w+)(?: weten)?"
    r"|(?:nog )?(?:een )?(?:fijne|prettige|goede|mooie) (?:dag|avond|week|namiddag|voormiddag)(?: nog)?"
    r"|als (?:klaar|uitgevoerd|afgewerkt|afgerond) (?:beschouw\w*|mogen|worden)|geen (?:paniek|stress)"
    r"|kein problem|(?:maar |mais |aber |but )?(?:geen zorgen|kein grund zur sorge|keine sorge"
    r"|pas d'inquietude|no need to worry"
    r"|don't worry|geen reden tot \w+)(?! (?:pour|voor|for))|als (?:een trein|gepland|voorzien)"
    r"|according to (?:the )?(?:agreed )?(?:plan|schedule"
    r"|timetable)"
    r"|plus tot que prevu|(?:vroeger|eerder|sneller|rapper) dan (?:gepland|voorzien|verwacht)"
    r"|fruher als geplant"
    r"|(?:earlier|sooner) than planned|half ?weg|halverwege|a mi-chemin|halbzeit|halfway|tot (?:later"
    r"|straks|snel|binnenkort|morgen|dan)|a (?:plus tard|bientot)|bis (?:spater|bald|dann)"
    r"|see you (?:later|soon)|(?:niets|niks) meer (?:aan )?te doen|geen (?:wijziging"
    r"|verandering)(?:en)?|geen (?:openstaande|verdere|andere) \w+(?: meer)?|(?:er )?(?:moet"
    r"|staat) (?:er )?niets meer (?:gebeuren|open)|rien d'autre a faire|nichts mehr zu tun"
    r"|(?:er|daar|hier) moet(?: er)? (?:niets|niks) meer (?:aan )?(?:gebeuren|gedaan worden)"
    r"|nothing (?:left|else|more) to do|(?:en )?nog (?:ruim |mooi |net )?(?:op tijd|binnen de termijn"
    r"|voor de (?:deadline"
    r"|\d{1,2}(?:e|de|ste)))|op naar (?:de|het) volgende(?: actie)?|(?:geen|zonder) (?:enkel )?(?:probleem"
    r"|problemen|vragen|nieuws"
    r"|zorgen|bijsturing|vertraging|afwijkingen?)|niets (?:te melden|nieuws)|(?:pas de|aucun"
    r"|sans) (?:probleme|probl\w+|retard|souci)s?|rien (?:a signaler|de nouveau)|(?:keine"
    r"|ohne) (?:probleme|verzogerung\w*)|no (?:issues|problems?|delays?|news)"
)
# Money, quarrels, illness, handing over: what runs is no longer only *op schema* beside these.
IS_TROUBLE = (
    r"\b(?:budget\w*|kostprijs|meerprijs|meerkost\w*|kosten|duurder|geld|klacht\w*|beroep|rechter"
    r"|rechtszaak|rechtbank"
    r"|aangevochten|bezwaar\w*|juridisch|protest|conflict|ruzie|ziek\w*|tekort|slinkt|vraagteken"
    r"|onduidelijk"
    r"|onder spanning|spannend|minder|schrappen|houdt ons op|dwars|tegenslag|schade|gestolen|defect|kapot"
    r"|pech|ontgaat"
    r"|waarheen|vrije tijd|iets anders|ander verhaal|andere zaak|plan b|van vorig jaar|vorig jaar|opzij"
    r"|uitzoeken"
    r"|draag .{0,20}over|overgedragen|overdracht|neemt .{0,20}over|trekker|voor geen meter|in het honderd"
    r"|van wie"
    r"|helaas|jammer|spijtig|door ons|zal wel)\b"
    r"|\b(?:couts?|surcout\w*|cher|argent|plainte\w*|recours|tribunal|contest\w*|litige|malades?|manque"
    r"|panne|presque"
    r"|a peine|tortue|je passe|transmis|reprend|autre (?:chose|histoire)|inconnue|malheureusement"
    r"|l'an dernier)\b"
    r"|\b(?:kosten|teurer|klage|beschwerde\w*|widerspruch|gericht|streit|krank\w*|mangel|schleppend"
    r"|lauft uber|ubergebe"
    r"|fragezeichen|fraglich|andere geschichte|leider|letztes jahr|sitzung)\b"
    r"|\b(?:costs?|prices?|money|lawsuit|complain\w*|appeal|court|objections?|dispute|ill|sick|shortage"
    r"|passed to"
    r"|handed (?:over )?to|has this one|another (?:matter|story|thing)|other story|question mark"
    r"|miles away|sadly"
    r"|unfortunately|last year|according to the \w+'s)\b"
    r"|\b(?:bedankt|merci|dank|thanks|danke)\b[^.!\n]{0,40}\b(?:op tijd|a temps|rechtzeitig|on time)\b"
    r"|\b(?:niets|niks|niemand|rien|personne|nichts|nothing|nobody|valt af|vallen af|verlaten|prioriteit"
    r"|priorite|prioritat"
    r"|priority|kwaliteit|lijden|qualite|qualitat|quality|echter|evenwel|cependant|toutefois|allerdings"
    r"|jedoch|however)\b"
    r"|\b(?:zonder|ohne|sans|without) \w+"
    r"|\b(?:vraagt|vragen|verlangt|demandent?|exige|fordert|verlangen|asks?|wants?) (?!nicht|niet)"
    r"|\b(?:verschuif\w*|verschuiv\w*|schuift|schuiven|decal\w*|gliss\w*|verschieb\w*|slip\w*"
    r"|vernietig\w*|geschorst"
    r"|ingetrokken|herzien\w*|annul\w*|aufgehoben|zieht .{0,12}zuruck|trekken .{0,12}terug"
    r"|trekt .{0,12}terug|retir\w*"
    r"|withdr\w*|quash\w*|aangepast|gewijzigd|modifi\w*|angepasst|geandert|adjusted|weet er meer"
    r"|geef .{0,12}door|doorgegeven|andere (?:aannemer|firma|ploeg)|vorige (?:aannemer|firma)|deur gezet"
    r"|rest doen|de lat|en sait plus"
    r"|weiss mehr|knows more|al is|ook al|bien que|obwohl|even though|nog ver|encore loin|noch weit)\b"
    r"|(?:^|[,.;] )(?:wie|wat|hoe|waarom|who|what|how|why|qui|quoi|comment|wer|warum|which) \w+"
)
# That it goes badly, or that nothing was done: "Hoe het staat: budget geschrapt", behind the button *Bezig*.
GOES_BADLY = (
    r"\b(?:slecht|stroef|stil|mislukt\w*|misloopt|loopt mis|geschrapt|geannuleerd|gestopt|stopgezet"
    r"|opgegeven|afgehaakt"
    r"|haakt\w* af|afgeketst|afgesprongen|ingetrokken|gesneuveld|weggevallen|achterstand|niemand|(?:nog|er"
    r"|is|gebeurt?) (?:niets|niks)|(?:niets|niks) (?:gebeurd|gedaan)|wordt (?:niets|niks)|moet(?:en)?"
    r" (?:nog |we nog |ik nog )(?:\w+ )?(?:starten|beginnen|opstarten)|stagneer\w*|stagnatie|in de kast)\b"
    r"|\b(?:mal|a l'abandon|abandonnee?s?|annulee?s?|supprimee?s?|echoue\w*|echec|rien (?:n'est |de )?"
    r"(?:fait|encore)|rien n'\w+|personne n[e']|a la traine|stagne\w*)\b"
    r"|\b(?:schlecht|schleppend|gescheitert|gestrichen|abgesagt|abgebrochen|eingestellt|niemand(?:en)?"
    r"|nichts (?:passiert|geschehen|getan)|ruckstand|stockt|stagniert)\b"
    r"|\b(?:bad(?:ly)?|poorly|stalled|cancelled|canceled|abandoned|scrapped|failed|failing|nobody|no one"
    r"|nothing (?:has )?(?:happened|done)|behind|standstill|not started)\b"
)
# What takes *op schema* back: it runs, but not as planned, or nobody is sure.
IS_NOT_SURE = (
    MAY_BE_IRONY,
    IS_TROUBLE,
    SOMETHING_IS_MISSING,
    GOES_BADLY,
    r"\b(?:failliet|faillissement|faillite|insolven\w*|pleite|bankrupt\w*)\b",
    rf"\b(?:maar|behalve|alleen|enkel|later|vertrag\w*|vertraagd|uitgesteld|uitstel|verschoven|niet|geen"
    r"|als|indien|(?<!ligt )(?<!liggen )(?<!staat )(?<!staan )vast|te laat|achter(?! geweest)|zou"
    rf"|normaal(?! gezien)|principe|moeilijk|probleem|problemen|half(?! (?:{_MONTH})\b)|deels|wacht\w*"
    rf"|(?:ik|we|wij) hoor(?:de"
    r"|den)?|zegt|zei|zeggen|schijnt|blijkbaar|naar verluidt|volgens (?!(?:(?:de|het|ons"
    r"|onze) )?(?:plan|planning|schema|timing|afspraak)\b)|fase|stap|(?:ben|zijn|ik|we"
    r"|wij) (?:\w+ )?bezorgd|ongerust|krap"
    r"|spannend|risico|afhankelijk|afhangt)\b",
    r"\b(?:mais|pas|ne|retard\w*|report\w*|plus tard|si|espere|probleme\w*|difficile"
    r"|attend\w*|normalement|inquiet\w*|phase|etape|(?<!semaine )d'apres|selon (?!le pla)|risque\w*)\b",
    r"\b(?:aber|ausser|nicht|kein\w*|spater|verspat\w*|verzoger\w*|verschoben|wenn"
    r"|problem\w*|schwierig|warte\w*|eigentlich|sorge\w*|besorgt|phase|schritt|laut|risiko)\b",
    r"\b(?:but|except|not|cannot|cant|wont|dont|doesnt|\w+n't|later|delay\w*|postpone\w*|if"
    r"|problem\w*|issue\w*"
    r"|difficult|wait\w*|should(?! (?:\w+ )?(?:make|hit|be (?:done|finished|ready)|wrap|finish))|tight"
    r"|worr\w*|concern\w*|phase|step|according"
    r"|risk\w*)\b",
)
