"""The words around a later day, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

from terugkom.inbox.answer_words import UNTIL, WHOLE_CLAUSES
from terugkom.plan.report_progress import ProgressChoice

_IS = r"(?: (?:is|wordt|est|sera|ist|wird|will be)|:| :)*"
_THE = r"(?:(?:de|het|la|le|l'|der|die|das|the|our|onze) ?)?"
# What names the later day of the action wherever it stands: "Aannemer ziek. Nieuwe einddatum is 12 april."
NEW_DEADLINE = (
    rf"{_THE}(?:nieuwe (?:deadline|einddatum|streefdatum|opleverdatum|oplevering)|nouvelle (?:echeance"
    r"|date (?:de fin|limite))|neuer endtermin|neues enddatum|neue frist|new (?:end date|deadline)"
    r"|(?:nieuwe datum|nouvelle date|neuer termin|neues datum|new date)"
    r" (?:voor|van|pour|de|fur|der|for|of) ?(?:de |l'|die )?(?:actie|oplevering|action|the action"
    r"|massnahme))"
    rf"{_IS}"
)
# Of these a day is none of the action: "Klaar. Ik ben afwezig tot 9 maart."
IS_AWAY = (
    r"\b(?:afwezig|verlof|vakantie|terug|absente?|conges?|vacances|retour|abwesend|urlaub|zuruck|away|leave"
    r"|holidays?|out of (?:the )?office|back"
    r"|ziekteverlof|zwangerschap\w*|moederschap\w*|thuis|(?:im|ins) buro|au bureau|op (?:het )?kantoor"
    r"|bereikbaar|joignable|erreichbar|weitergeleitet)\b"
)
# What may be the date of anything; of the action only as the first words, or where these stand near.
OF_THE_ACTION = (
    r"\b(?:deadline|einddatum|streefdatum|oplevering|de actie|echeance|l'action|frist|enddatum|endtermin"
    r"|die massnahme|end date|the action)\b"
)
NEW_DATE = rf"{_THE}(?:nieuwe datum|nouvelle date|neuer termin|neues datum|new date){_IS}"
# With the date behind it: what an answer begins with. After the second kind nothing but a reason may follow.
LATER_BEGINNINGS = WHOLE_CLAUSES[ProgressChoice.LATER]
BECOMES_BEGINNINGS = (
    rf"(?:(?:het|dit|dat|da|'t|de actie) )?(?:wordt|zal|t?zal|t?wordt)(?: dit"
    rf"| het)?(?: pas)?(?: verschoven)?{UNTIL}",
    rf"(?:(?:het|dit|de actie) )?(?:schuift op|verschuift|is verschoven|opgeschoven){UNTIL}",
    NEW_DEADLINE,
    NEW_DATE,
    r"(?:(?:es|das|die massnahme) )?verschiebt sich(?: leider)? (?:auf|bis)(?: den| zum)?|(?:it's "
    r"|it is )?now due(?: on| by)?",
    rf"(?:ce sera|ca sera|decalee?|reportee?)(?: pret| fini| termine)?(?: pour| en| d'ici)?{UNTIL}",
    rf"(?:(?:es|das) )?wird(?: leider)?(?: erst)?{UNTIL}",
    rf"(?:it will be|it'll be|(?:it is |it's )?(?:moved|pushed back|pushed)){UNTIL}",
    r"(?:(?:het )?duurt|(?:es |das )?dauert)(?: nog| noch| wel| leider)* (?:tot|bis)(?: zum)?",
    r"(?:graag |gelieve |mag ik )?(?:(?:de )?(?:actie|deadline|einddatum|datum) )?(?:te )?(?:verlengen"
    r"|verlenging|verplaatsen"
    r"|verschuiven|verzetten|uitstellen|uitstel)(?: graag)?(?: tot(?: en met)?| naar| op| t/m)",
    r"(?:(?:merci de|veuillez|priere de|a|(?:nous|je) (?:souhait|demand|voudr)\w+(?: de)?) )?(?:reporter"
    r"|repousser|prolonger|decaler)(?: (?:l'echeance"
    r"|la date|le delai"
    r"|l'action|cette action))? (?:au|jusqu'au|a|jusqu'a|en)",
    r"(?:bitte )?(?:(?:die )?frist |(?:den )?termin )?(?:verschieben|verlangern) (?:auf|bis)(?: zum| den)?",
    r"(?:(?:please|pls|kindly) )?(?:move|push|extend|postpone|shift)(?: (?:this|it|this one|the (?:deadline"
    r"|date)))?(?: back"
    r"| out)? (?:to|until|till)|(?:(?:we are|we're|i'm|i am) )?(?:(?:pushing|moving) (?:this"
    r"|it)|postponing(?: (?:this|it))?)(?: back)?"
    r" (?:to|until|till)|(?:(?:we|i)(?:'ll| will)? )?need until",
    r"zet (?:(?:ze|em|hem|'m|het|dit|deze|de (?:datum|deadline|actie)) )?(?:dan )?(?:maar )?(?:op|naar)"
    r"|maak er (?:maar )?(?:van)?",
    r"(?:(?:we|wij|ik) )?(?:vraag|vragen|verzoek|verzoeken)(?: u| om| graag"
    r"| hierbij)*(?: een)? (?:verlenging|uitstel)(?: tot)?",
    r"(?:merci de|veuillez) mettre(?: la date du)?(?: le)?",
    r"(?:(?:(?:het|dit|dat|de actie) )?(?:kan|zal|is|wordt) )?pas(?= (?:klaar )?(?:op |tegen |in )?(?:eind"
    r"|begin|half|midden|\d))(?: klaar)?(?: op| tegen| in)?"
    r"|(?:(?:het|dit) (?:is|zal) )?pas klaar (?:op|tegen|in)",
    r"(?:(?:das|es) )?(?:(?:wird|ist|klappt|geht) )?(?:leider )?erst(?: am| im| bis| zum)?",
    r"(?:(?:we|wij|ik) )?(?:hebben|heb) (?:nog |meer )?tijd nodig tot|geef (?:ons|me|mij) (?:nog "
    r"|tijd )*tot|(?:il (?:nous|me) faut|(?:nous avons|on a|j'ai) besoin de temps)(?: encore)? jusqu'(?:au"
    r"|a)|(?:(?:wir|ich) )?brauch(?:en|e)(?: noch| leider| mehr| zeit)* bis(?: zum)?",
    r"(?:bitte|graag|gelieve|merci|please)(?: (?:de|den|die|the) \w+)? (?:auf|tot|naar|bis|until)(?: den)?",
)
# Behind the day with which an answer begins: "eind maart in plaats van 15 maart".
INSTEAD_OF = (
    r"(?:in plaats van|i\.?p\.?v\.?|au lieu d(?:u |e la |e |')|statt|anstatt|instead of|rather than)"
    r"(?: (?:de|le|la|den|dem|the|am|op))?(?= |$|\d)"
)
DAY_ALONE = r"\d{1,2}(?:e|de|ste|er|th|st|nd|rd)?(?![\w/])"
BECOMES_BEHIND = r"(?:wordt het|wird es)"
DENIES = r"\b(?:niet|geen|pas|nicht|kein\w*|not|no)\b"
IS_A_REASON = (
    r"[.,;:!(-]|(?:in plaats van|i\.?p\.?v|au lieu d|statt|instead of|comme (?:nouvelle )?(?:date|echeance)"
    r"|zijn|worden|want|omdat|wegens|door"
    r"|car|parce que|weil|wegen|because|as|verschieben"
    r"|verlangern|verlengen"
    r"|verplaatsen|verschuiven|verzetten|uitstellen|zetten|graag|bitte|aub|a\.u\.b|alstublieft|please|pls"
    r"|svp|was|fertig"
    r"|klaar(?: zijn)?(?=[.,!]|$))\b|$"
)
# Behind a day: what it is asked for, or another thing, named last: "verlengen tot 1 mei, het contract".
IS_NO_REASON = (
    r"[ ,;:(-]*(?:(?:om (?:\w+ ){0,4}te\b|(?:um|to|in order to|afin de|pour (?!cause|raison"
    r"|des raisons))\b).*|(?:dan|dann|alors|then)\b.*"
    r"|(?:(?:de|het|die|dat|ons|onze|le|la|les|l'|notre|der|das|the|our) ?)(?!actie|action|massnahme"
    r"|deadline"
    r"|einddatum)[\w'-]+[ ).!]*$)"
)
# Words behind which a later day stands, and those that make it doubtful: "waarschijnlijk mei of juni".
SAYS_LATER = (
    r"\b(?:later|uitstel\w*|uitgesteld|uit te stellen|verleng\w*|mikken|tijd nodig|tot .{4,20} nodig"
    r"|in plaats van|verplaats\w*|verzet|maak er|aanpassen|ni(?:et|cht) .{3,20} maar|not .{3,20} but"
    r"|verschuif\w*|verschuiv\w*|verschoven|schuif\w*|opgeschoven|wordt|worden|zal|t?zal|pas|maar wel"
    r"|vertrag\w*|vertraagd|nieuwe (?:datum|deadline|einddatum|timing)|staat alles|ten laatste"
    r"|uiterlijk|lukt|naar|klaar|in orde|sera|seront|decale\w*|repouss\w*|prolong\w*|plus tard"
    r"|report\w*|retard\w*|nouvelle (?:date|echeance)|mais le|au plus tard|spater|verschoben"
    r"|verschieb\w*|\w*verlanger\w*|legen|langer|im verzug|jusqu'au|brauch\w*|verzoger\w*"
    r"|neue[rs]? (?:termin|datum|frist)|sondern|wird"
    r"|erst|postpone\w*|delay\w*|moved?|pushed|new (?:date|deadline)|will be|it'll be|late|instead"
    r"|extend\w*|need until|move|can we say|bitte (?=(?:ende|anfang|mitte|\d))|pushing|postponing"
    r"|extra nodig|nodig hebben|(?:change|set) the (?:deadline"
    r"|date))\b"
)
IS_DOUBTFUL_DAY = (
    r"\b(?:(?<!niet )haalbaar|timing blijft|eingehalten|respect\w*|tenu|(?:will )?meet|waarschijnlijk"
    r"|misschien"
    r"|hopelijk|mogelijk|ergens|denk|(?<!end )(?<!start )(?<!middle )(?<!beginning )of|indien"
    r"|als(?! (?:eind|nieuwe))|vermoedelijk|hoop|peut-etre"
    r"|probablement|si|ou|espere|vielleicht|wahrscheinlich|oder|wenn|hoffe\w*|maybe|probably|perhaps"
    r"|(?<!grateful )(?<!appreciate it )if"
    r"|or|hope\w*)\b|\?"
)
# Words after which the day is the one that is *not* met: "niet op 15 maart".
IS_NOT_MET = (
    r"\b(?:niet|nie|nicht|not|n't)(?: (?:door|meer|op|tegen|voor|het|am|zum|bis|by|on|de|die|the))*$"
    r"|\bpas (?:pour |avant )?(?:le|la|en)$"
)
IS_MISSED = (
    r"\b(?:ha(?:al|len)|schaff\w*) (?:\S+ ){1,5}ni(?:et?|cht)\b|in plaats van \S+ \S+|(?:won't"
    r"|not going to) make \S+ \S+"
)
# A month by itself is a day only after one of these, or as the first word: "jan" is a name too, "may" a verb.
MONTHS_AND_OTHER_WORDS = frozenset(("may", "mar", "mars", "jan"))
BEFORE_A_MONTH = frozenset(
    (
        "in", "tot", "tegen", "naar", "plutot", "eerder", "finalement", "mettez", "compter", "eher", "op",
        "dus", "donc", "realistically", "voor", "wordt", "worden", "zal", "pas", "en", "a", "au", "pour",
        "im", "bis", "auf", "wird", "erst", "to", "until", "till", "by", "be", "for", "begin", "eind",
        "half",
        "einde", "fin", "mi", "debut", "anfang", "mitte", "ende", "end", "mid", "of", "van", "dit", "is",
    )
)  # fmt: skip
# Words with which a day that has no figure at its front begins: "eind maart 2027".
PERIOD_BEGINNINGS = frozenset(
    (
        "begin",
        "half",
        "medio",
        "halverwege",
        "midden",
        "eind",
        "einde",
        "debut",
        "mi",
        "fin",
        "anfang",
        "mitte",
        "ende",
        "end",
        "mid",
    )
)
# That the deadline is missed is no plan to begin: "we gaan de deadline niet halen".
WILL_MISS = (
    r"\b(?:(?:ik|we|wij) (?:ga|gaan)|gaan (?:we|wij|ik)) (?:\w+ ){0,3}ni(?:et?)? (?:halen|redden|lukken"
    r"|kunnen halen)\b|\b(?:on|nous) (?:va|allons) (?:\w+ ){0,3}pas\b"
)
# What moves the action, in the sentence with the only day of an answer that is to come, or before it.
MOVES_IT = (
    r"\b(?:later|uitstel\w*|uitgesteld|verleng\w*|verplaats\w*|verzet|verschuif\w*|verschuiv\w*|verschoven"
    r"|schuif\w*|schuiven|opgeschoven|doorgeschoven|vertrag\w*|vertraagd|achterop|achterstand"
    r"|uit te stellen"
    r"|aan te passen|extra (?:tijd|nodig)|realistischer|niet (?:gehaald|haalbaar)|hal\w+ .{0,25}niet"
    r"|niet (?:halen|redden)|nie(?:t)? gelukt|lukt niet|meer tijd|tijd nodig|geef ons|nodig tot"
    r"|tot .{4,20} nodig"
    r"|onszelf tijd|noteer"
    r"|noteren"
    r"|zet (?:het|dat|dit|hem|ze|m|'m|de|maar)\b|zetten(?= aub|[.?!,]|$)|mikken|nieuwe (?:datum|deadline"
    r"|einddatum|streefdatum|timing)|(?:eind|streef)?datum .{0,20}"
    r"(?:aanpassen|aangepast|verzetten)|aanpassen|aangepast|loopt uit|lopen uit|uitgelopen|eerder|reken op"
    r"|ni(?:et|cht) .{3,25} (?:maar|sondern)|not .{3,25} but|in plaats van|i\.?p\.?v"
    r"|decal\w*|report\w*|repouss\w*|retard\w*|gliss\w*|prolong\w*|plutot|nouvelle (?:date|echeance)"
    r"|pas avant|plus tard|mettez|mettre|adapter la date|n'y arriver\w*|impossible pour|compter"
    r"|au lieu d\w*"
    r"|spater|verschob\w*|verschieb\w*|verzoger\w*|verlanger\w*|verzug|statt|nachgeholt|holen .{0,20}nach"
    r"|neuer? \w*(?:termin|datum)|neue frist|brauch\w*|zieht sich|hinterher|legen(?=[ .?]|$)|andern"
    r"|setzt uns|tage langer|eher|schaffen .{0,20}nicht"
    r"|postpon\w*|delay\w*|moved|pushed|rescheduled|running late|slipp\w*|instead|new date|new deadline"
    r"|extend"
    r"|extension|realistically|another (?:month|week|fortnight|couple)|not .{0,20}until|move (?:this|it"
    r"|the (?:deadline|date|action))|change the (?:date|deadline)|need until|new \w+ date"
    r"|(?:won't|wont|can't|cannot) make|can we say|let's say|till)\b"
)
# What says so only of a clause that names no other thing: "het wordt mei", "klaar op 12 april".
BECOMES_IT = (
    r"\b(?:wordt|worden|geworden|zal|zullen|t?zal|pas|klaar|af|afgerond|afgewerkt|doen|naar|lukt|zijn"
    r"|sera|serons|seront|seulement|finalement|fini|termin\w*|ferons|fera|erst|wird|werden|setzt?|machen"
    r"|fertig"
    r"|also bis|will be|'ll be|late|finished|done|ready|completed|until|expect it)\b"
)
# With these the day is that of a step or of a wish, and the action's is not known.
IS_NOT_ITS_END = (
    r"\b(?:start(?!e? ?punt)\w*|gestart|opstart\w*|begin(?:nen|t)|begonnen|aanvang\w*|wilden|wouden"
    r"|hoe lang"
    r"|kan (?:ik )?(?:nog )?niet zeggen|weet (?:ik )?(?:nog )?niet|geen idee|geen zicht|herbekijk\w*"
    r"|evalu\w*"
    r"|bespre\w*|besproken|ten vroegste|vanaf|voorgelegd|voorleggen|agenda|geagendeerd|plannen|ontwerp\w*"
    r"|ontworpen|opgemeten|ingewerkt"
    r"|hervat\w*|gestort|uitgeschreven|getekend|ondertekend|ziekenhuis|werkdag|bel\b|bellen|belt|hoor\b"
    r"|doorgeven"
    r"|(?:ik|wij|we) (?:ben|zijn) (?:er |pas |weer |terug )+|vraag het|ga\w* na|te vroeg|ten vroegste"
    r"|hou\w* je"
    r"|a partir|des le|soumis|agenda|projet de|signe\w*|hopital|appel\w*|je suis|trop tot"
    r"|ab dem|vorgelegt|tagesordnung|entwurf|ausgeschrieben|wieder da|krankenhaus|ruf\w*|ich bin|zu fruh"
    r"|as of"
    r"|submitted|agenda|draft\w*|signed|hospital|call\b|i am|i'm|too early|vroegst\w*|hangt af|afhankelijk"
    r"|afwachten|minstens|(?:verder|door) tot|blijf\w*|restera"
    r"|commenc\w*|demarr\w*|debut\w* des|au plus tot|ne sa(?:is|vons) pas|aucune idee|on voulait|discut\w*"
    r"|beginn\w*|anfangen|angefangen|fangen|fruhestens|weiss (?:ich )?nicht|keine ahnung|wollten"
    r"|besprech\w*"
    r"|start\w*|begin\w*|kick off|at the earliest|earliest|don't know|no idea|wanted|discuss\w*|review\w*"
    r"|geleverd|leveren|toekom\w*|toegekomen|aankom\w*|besteld|gegund|goedgekeurd|behandel\w*|vergader\w*"
    r"|(?:komt|komen|kom) (?:\w+ ){0,3}(?:langs|kijken)|al (?:klaar|af|gedaan|gebeurd)|livre\w*"
    r"|arrivent?(?= |$)"
    r"|geliefert|liefern|deliver\w*|arrives?|ordered|approved|failliet|faillite|pleite|insolven\w*|bankrupt"
    r"|(?:ze|zij) (?:vragen|willen)|zegt nee|daar ben ik|eerste paal|herinnering|op je buik|they want"
    r"|we object|kommt nicht|will auf|niemand|personne|nobody|nooit|jamais|nie wieder|never|weigert"
    r"|volgend jaar opnieuw)\b"
)
# A delivery that is late is the reason, and not what is moved.
IS_WHY = (
    r"\b(?:(?:retard (?:de|dans la|de la)|vertraging (?:in|bij|van|op|met)(?: de| het)?|wegens|omwille van"
    r"|vanwege|door|par|a cause d[eu]s?|suite (?:a|au|aux)|wegen|aufgrund|because of|due to|owing to)"
    r"(?: (?:de|het|een|la|le|l'|der|des|the|a))? ?[\w'-]+(?: [\w'-]+)?|(?:levering"
    r"|bestelling)\w*(?: \w+){0,3}"
    r" (?:is |zijn |heeft |hebben |loopt |liep )?vertra\w+)"
)
# A request to move it says no less than that it moves.
ASKS_TO_MOVE_IT = (
    r"(?:^|[.!,;:] ?)(?:(?:dag|hoi|hallo|beste|bonjour|hi)(?: \w+)?,? )?(?:kan|kunt|kun|kunnen|mag|kunde"
    r"|kunt ge|pouvez-vous"
    r"|pourriez-vous|peut-on|on peut|peux-tu|tu peux|konnen|konnten|kann|can|could|may)\b[^?]*\?"
)
# Words behind an article that name no other thing than the action.
IS_THE_ACTION = (
    r"wordt|zal|is|gaat|schuift|komt|lukt|moet|kan|zijn|werd|was|wird|ist|kommt|zieht|geht|klappt"
    r"|verschiebt"
    r"|nieuwe|actie|project|einddatum|deadline|datum|planning|streefdatum|uitvoering|werken|realisatie"
    r"|timing"
    r"|opleverdatum|oplevering|termijn|echeance|action|projet|travaux|date|delai|fin|mise|massnahme|aktion"
    r"|projekt|frist|termin|umsetzung|neue|nouvelle|new|end|works?|aannemer|firma|leverancier|installateur"
    r"|drukker|entrepreneur|fournisseur|firme|imprimeur|plombier|menuisier|firma|handwerker|lieferant"
    r"|contractor"
    r"|supplier|fitter|builders?"
)
# Before a day that was.
SINCE = ("sinds", "depuis", "seit", "since")
# Directly before a day: it is not that day.
NOT_THAT_DAY = (
    "na", "vanaf", "rond", "omstreeks", "circa", "ca", "ongeveer", "tussen", "minstens", "apres", "vers",
    "environ",
    "entre", "des", "nach", "ab", "etwa", "ungefahr", "zwischen", "after", "from", "around", "between",
    "about",
)  # fmt: skip
# In the clause of a day: that it was.
DAY_WAS = r"\b(?:was|waren|werd|werden|war|wurden?|etait|etaient|were)\b"
# Why it moves stands behind the day, or before it.
GIVES_A_REASON = (
    r"\b(?:want|omdat|doordat|wegens|door|vanwege|omwille|car|parce qu\w*|a cause|suite a|weil|wegen|da\b"
    r"|because"
    r"|due to|as\b|since)\b.*"
)
# The thing with which a clause begins, if it is not the action: "de zitting is 12 april".
SUBJECT = (
    r"(?:(?:de|het|die|onze|le|la|les|notre|der|das|unsere?|the|our) |l')"
    rf"(?!(?:{IS_THE_ACTION})\b)([\w'-]+)"
)
# Before "3/4", which is a part else.
BEFORE_A_SHORT_DATE = (
    "op", "tot", "tegen", "naar", "wordt", "pas", "is", "het", "le", "au", "pour", "am", "bis", "zum",
    "auf", "on", "until",
    "to", "by", "datum", "deadline", "date", "termin", "erst", "den",
)  # fmt: skip
# A thing without an article that is moved: "graafwerken uitgesteld naar 12 april".
BARE_SUBJECT = (
    r"([\w'-]{4,})(?: (?:is|zijn|wordt|worden|est|sont|ist|wird|is|are))? (?:uitgesteld|verschoven"
    r"|verplaatst"
    r"|verzet|reportee?s?|decalee?s?|verschoben|verlegt|postponed|moved|pushed)\b"
)
# That it is not moved, or that another one wants it: "geen uitstel tot 12 april", "de aannemer wil uitstel".
DOES_NOT_MOVE = (
    r"\b(?:geen|zonder|pas de|pas d'|aucun|sans|kein\w*|ohne|no|no need to|don't|do not"
    r"|not) (?:\w+ ){0,2}(?:uitstel"
    r"|verleng\w*|report\w*|prolong\w*|verschiebung|verlangerung|aufschub|postpone\w*|mov\w+|extension"
    r"|extend)\b"
    r"|(?<!ik )(?<!we )(?<!wij )\b(?:vraagt|wil|wilde|veut|demande|mochte|will gerne|wants|asks)\b"
    r"|\bsay no\b|\b(?:meet|come|kom\w*|bellen|afspreken|venir|treffen)\b"
)
