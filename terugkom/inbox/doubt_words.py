"""The words that take an answer back, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

# Faces that are ironic, sad or in doubt: who draws them means more than the words.
DOUBTING_FACES = (
    r"[🙄😏😒🤡🤷😬🤞😂🤣😅😉😕🙁☹😞😟😔😢😭😥😓😩😫😖😣😤😠😡🤬👎🤔😐😑🫤🥴😰😨😱🤦💩]"
    r"|;-?[)(d](?!\w)|[:=]'?-?[(\[|\\c<](?!\w)|[:=]-?/(?!/)"
)
# A condition, a wish or a fear, a refusal, and what is still to come: these make every choice one to ask.
MAKES_IT_A_QUESTION = (
    DOUBTING_FACES,
    r"\b(?:mits|voorwaarden?|voorbehoud|voorbehouden|tenzij|indien|zolang|zodra|in geval|ingeval"
    r"|als(?! (?:eind|nieuwe|streef\w*|gevolg|klaar|uitgevoerd|afgewerkt|afgerond|een trein|gepland"
    r"|geplant|voorzien|vorgesehen))"
    r"|zou|zouden|hadden? liever|had beter|beter (?:geweest|zijn)|te laat|wellicht|allicht|eventueel|vrees"
    r"|vrezen|gevreesd|schrik|helaas niet|geweigerd|weigert|afgewezen|afgekeurd|verworpen"
    r"|niet (?:toegestaan"
    r"|goedgekeurd)|volgt|volgen(?! de)|komen? (?:later|nog)|(?:ik|we|wij) begin"
    r"|begin er ?aan|beginnen|(?:kijk|kijken) (?:er ?|hier|daar)?"
    r"naar|bekijk\w*|(?:zorg|zorgen) er ?voor|ik doe (?:het|dat|dit)|ik ga|we gaan|wij gaan)\b",
    r"\b(?:a (?:la |une )?condition|conditions?|sous reserve|reserves?|pourvu|si|sauf|a moins|des que"
    r"|au cas ou"
    r"|(?!(?:ex|re|por|at)trait|marais|souhait|voudr)\w{2,}r(?:ais|ait|aient)|aurions|crains|craint"
    r"|craignons|peur|refus\w*|rejet\w*|eventuellement"
    r"|trop tard|suit(?! son (?:cours|planning|calendrier))|suivra|suivront|suivent|je vais|on va"
    r"|nous allons"
    r"|m'en occupe|nous en occupons|je commence|on commence|nous commencons|je regarde|on regarde)\b",
    r"\b(?:sofern|falls|vorausgesetzt|voraussetzung|bedingung|vorbehaltlich|vorbehalt|solange|sobald|wenn"
    r"|es sei denn|wuerden?|haetten?|koennten?|muessten?|ware|waren besser|furchte\w*|befurchte\w*"
    r"|abgelehnt|verweigert|zu spat|eventuell|folgt|folgen|(?:ich|wir) (?:fange|fangen"
    r"|beginne|beginnen|schaue|schauen|werde|werden(?! (?:rechtzeitig|punktlich|bis)))"
    r"|kummer\w*|(?:ich|wir) mache?n? (?:das|es))\b",
    r"\b(?:provided|providing|unless|(?<!grateful )(?<!appreciate it )if|as long as|on condition"
    r"|conditional\w*"
    r"|subject to|would(?! (?:like to|be grateful|appreciate))|could have|should have|afraid|fear|refused"
    r"|rejected|denied|turned down|too late|to follow|follows|outstanding(?= |$)"
    r"|(?:i'll|i will|i'm going to|going to) (?:look|start|do|check|begin)"
    r"|look(?:ing)? into|(?:i'm|i am|we're|we are) on it|starting)\b",
    # Who says it does not know it, or it is yet to be confirmed.
    r"\b(?:voor zover|naar mijn weten|afgaande?|hoop|denk|dacht|te bevestigen|afwachting|voorlopig"
    r"|in beraad"
    r"|pour autant que|a ma connaissance|espere\w*|(?:je|nous|on) (?:crois|croyons|croit|pense|pensons)"
    r"|a (?:confirmer|valider|verifier)|en attente|provisoire\w*|soweit|meines wissens|hoffe\w*|denke"
    r"|glaube"
    r"|zu bestatigen|steht aus|stehen aus|ausstehend\w*|vorlaufig|as far as|to my knowledge|(?:i"
    r"|we) (?:think"
    r"|guess|hope|believe)|to be (?:confirmed|checked|approved)|tbc|pending|for now|provisional\w*)\b",
    # It is denied or doubted in other words, or only tried.
    r"\b(?:onmogelijk|uitgesloten|geenszins|amper|nauwelijks|zelden|weinig kans|kans|mirakel|betwijfel\w*"
    r"|twijfel\w*|allesbehalve|verre van|onhaalbaar|nipt|proberen|probeer|trachten|tracht|streven|streef"
    r"|best doen|ons best|bedoeling|gok|geloof|volgens mij|vermoed\w*|wensdroom|illusie|weiger\w*|geluk"
    r"|onbespreekbaar|niewaar|fantastisch|ocharme|anders|denkelijk|no way|andere actie|actie (?:van|\d+)"
    r"|liever niet|te vroeg|te optimistisch|onder druk"
    r"|ter discussie|op de helling|impossible|illusoire|guere|aucunement|doute|essa\w+|au mieux"
    r"|hors de question"
    r"|trop tot|tout juste|a voir|bon espoir|unmoglich|kaum|keineswegs|bezweif\w*|zweif\w*|versuch\w*"
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
    r"(?<!end )(?<!start )(?<!middle )(?<!beginning )(?<!course )(?<!all )(?<!ahead )(?<!because )"
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
    MAY_BE_IRONY,
    SOMETHING_IS_MISSING,
    r"\b(?:wacht|wachten|attend\w*|warten?|wartet|await\w*|wait\w*)\b",
    # "In orde" is said of a request too: "in orde, ik kijk ernaar".
    r"\b(?:in orde(?! gebracht)|en ordre|in ordnung)\b[\s\S]{0,200}"
    r"\b(?:ik|we|wij|je|j'\w+|nous|on|ich|wir|i|i'\w+)\b",
    r"\b(?:maar|behalve|nog|niet|geen|ni|nie|bijna|zo goed als|tenzij|uitgezonderd|op .{1,30} na|deels"
    r"|gedeeltelijk|half|zodra|alleen|enkel|rest|fase|stuk|moet|(?<!had ik )moeten|denk|dacht"
    r"|vermoed\w*|waarschijnlijk|(?:ik|we|wij) hoor(?:de|den)?|zegt|zei|zeggen|schijnt|blijkbaar"
    r"|naar verluidt|volgens (?!(?:(?:de|het|ons|onze) )?(?:plan|planning|schema|timing|afspraak)\b)"
    r"|misschien|normaal|als|buiten|uitgenomen|na\b(?= \w+$)|wanneer|hopelijk|morgen|straks|binnenkort"
    r"|volgende|wordt|zou|tegen|eerste deel)\b",
    r"\b(?:mais|sauf|pas|presque|encore|partiellement|excepte|bientot|si|quand|ne|seulement|reste|phase"
    r"|peut-etre|doit|doivent|pense|crois|d'apres|selon (?!le pla)|parait|apparemment|hormis|a part"
    r"|etape|(?<!est )partie)\b",
    r"\b(?:aber|ausser|nicht|noch|fast|teilweise|bald|wenn|sobald|kein|keine|nur|rest|phase|muss|mussen"
    r"|vielleicht|denke|glaube|laut|angeblich|anscheinend|bis auf|ausnahme|teil|schritt)\b",
    r"\b(?:but|except|not|cannot|cant|wont|dont|doesnt|\w+n't|almost|nearly|still|partly|partially|soon"
    r"|once|when|if|unless|yet|will"
    r"|only|rest|phase|must|maybe|probably|think|guess|apart from|other than|exception|according"
    r"|apparently|says|part|step)\b",
)
# What says nothing against *klaar* or *op schema*, though it has one of their words below.
NO_TROUBLE = (
    r"(?:nog )?(?:een )?(?:fijne|prettige|goede|mooie) (?:dag|avond|week|namiddag|voormiddag)(?: nog)?"
    r"|als (?:klaar|uitgevoerd|afgewerkt|afgerond) (?:beschouw\w*|mogen|worden)|geen (?:paniek|stress)"
    r"|kein problem|als (?:een trein|gepland|voorzien)|according to (?:the )?(?:agreed )?(?:plan|schedule"
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
    SOMETHING_IS_MISSING,
    GOES_BADLY,
    r"\b(?:failliet|faillissement|faillite|insolven\w*|pleite|bankrupt\w*)\b",
    r"\b(?:maar|behalve|alleen|enkel|later|vertrag\w*|vertraagd|uitgesteld|uitstel|verschoven|niet|geen"
    r"|tenzij|als|indien|hopelijk|vast|te laat|achter|zou|misschien|waarschijnlijk|normaal|principe"
    r"|denk|vermoed\w*|hoop|moeilijk|probleem|problemen|half|deels|wacht\w*|(?:ik|we|wij) hoor(?:de"
    r"|den)?|zegt|zei|zeggen|schijnt|blijkbaar|naar verluidt|volgens (?!(?:(?:de|het|ons"
    r"|onze) )?(?:plan|planning|schema|timing|afspraak)\b)|fase|stap|bezorgd|ongerust|vrees|krap"
    r"|spannend|risico|afhankelijk|afhangt)\b",
    r"\b(?:mais|sauf|pas|ne|retard\w*|report\w*|plus tard|peut-etre|si|espere|probleme\w*|difficile"
    r"|attend\w*|pense|crois|normalement|inquiet\w*|phase|etape|d'apres|selon (?!le pla)|risque\w*)\b",
    r"\b(?:aber|ausser|nicht|kein\w*|spater|verspat\w*|verzoger\w*|verschoben|vielleicht|wenn|hoffe\w*"
    r"|problem\w*|schwierig|warte\w*|denke|glaube|eigentlich|sorge\w*|besorgt|phase|schritt|laut|risiko)\b",
    r"\b(?:but|except|not|cannot|cant|wont|dont|doesnt|\w+n't|later|delay\w*|postpone\w*|maybe|probably|if"
    r"|hope\w*|problem\w*|issue\w*"
    r"|difficult|wait\w*|think|guess|unless|should|tight|worr\w*|concern\w*|phase|step|according"
    r"|risk\w*)\b",
)
# What makes a later day doubtful wherever it stands in the same answer.
DOUBTS_THE_DAY = (
    r"\b(?:tenzij|niet (?:\w+ )?zeker|misschien|hopelijk|waarschijnlijk|vermoedelijk|onder voorbehoud|sauf"
    r"|pas (?:\w+ )?(?:sur|certaine?)"
    r"|peut-etre|probablement|sous reserve|espere\w*|es sei denn|nicht (?:\w+ )?sicher|vielleicht"
    r"|wahrscheinlich|hoffentlich"
    r"|unter vorbehalt|unless|not (?:\w+ )?(?:sure|certain)|maybe|perhaps|probably|hopefully|subject to)\b"
    # By that day somebody answers, or somebody else takes it over: it is no new deadline.
    r"|\b(?:weten (?:we|wij|ik)|we(?:et|ten) .{0,12}meer|iets weten|laat (?:ik|we|wij|iets)\b.{0,20} weten"
    r"|hoor(?:t|en)? (?:u|je|jullie|ge)|(?<!late )(?<!laattijdig )(?<!laattijdige )(?<!in )antwoord\w*"
    r"|beslis\w*|saura|saurons|dirai|dirons|revien\w*|repon[sd]\w*"
    r"|decid\w*|decision|antworte?\w*|bescheid|mehr wissen|wissen (?:wir|ich)|entscheid\w*|melde ich"
    r"|melden wir|know more|let you know|get back|answer|reply|respond|takes? (?:it )?over|took over"
    r"|(?:neemt|nemen) .{0,20}over|ubernimmt|ubernehmen|reprend)\b"
    # Between two days, at the earliest, or of a part.
    r"|\b\d{1,2}(?:\.|e)? ?(?:a|tot|bis|to|-|of|ou|oder|or) \d{1,2}\b|\bhalf tot\b|\bmitte bis\b"
    r"|\bmi a fin\b"
    r"|\b(?:ten vroegste|au plus tot|fruhestens|at the earliest|de helft|de eerste|la moitie|die halfte"
    r"|half of)\b"
)
# Things besides an action that have a date of their own: "De infoavond is verzet. Nieuwe datum: 12 april."
HAS_ITS_OWN_DATE = (
    r"\b(?:\w+moment(?:en)?|\w*(?:vergadering|overleg|bijeenkomst|avond|keuring|inspectie|bezoek|contract"
    r"|offerte|bestek"
    r"|vergunning|aanbesteding|evenement|feest|opening|inhuldiging|workshop|opleiding|vorming|afspraak"
    r"|gesprek"
    r"|toelichting|(?<!op)levering|bestelling|factuur|audit|controle|werfvergadering|zitting|gemeenteraad"
    r"|subsidie|dossier|aanvraag|huur|beurs|markt|verkiezing|enquete|bevraging)(?:en|s|'s)?"
    r"|reunions?|seances?|soirees?|inspections?|visites?|contrats?|devis|permis|appel d'offres|evenements?"
    r"|fetes?|inauguration|ateliers?|formations?|rendez-vous|livraisons?|commandes?|factures?|controles?"
    r"|conseil|subsides?|reception|enquete"
    r"|\w*(?:sitzung|besprechung|treffen|abend|abnahme|prufung|besichtigung|vertrag|angebot|genehmigung"
    r"|ausschreibung|veranstaltung|fest|eroffnung|einweihung|schulung|gesprach|lieferung|bestellung"
    r"|rechnung"
    r"|kontrolle|gemeinderat|forderung|antrag|umfrage)(?:en|s|e)?"
    r"|meetings?|evenings?|sessions?|visits?|contracts?|quotes?|quotations?|permits?|licen[cs]es?|tenders?"
    r"|events?|openings?|trainings?|appointments?|deliver(?:y|ies)|orders?|invoices?|council|surveys?)\b"
)
