"""The words around a later day, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

from terugkom.inbox.answers.answer_words import UNTIL, WHOLE_CLAUSES
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.date_words import MONTHS

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
IS_A_REASON = (
    r"[.,;:!(-]|(?:in plaats van|i\.?p\.?v|au lieu d|statt|instead of|comme (?:nouvelle )?(?:date|echeance)"
    r"|zijn|worden|want|omdat|wegens|door"
    r"|car|parce que|weil|wegen|because|as|verschieben"
    r"|verlangern|verlengen"
    r"|verplaatsen|verschuiven|verzetten|uitstellen|zetten|graag|bitte|aub|a\.u\.b|alstublieft|please|pls"
    r"|svp|was|fertig"
    r"|klaar(?: zijn)?(?=[.,!]|$))\b|$"
)
# Words behind which a later day stands, and those that make it doubtful: "waarschijnlijk mei of juni".
SAYS_LATER = (
    r"\b(?:(?:now|nu|jetzt|desormais)(?= (?:le |den )?\d)|later|uitstel\w*|uitgesteld|uit te stellen"
    r"|verleng\w*|mikken|tijd nodig|tot .{4,20} nodig"
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
# A month by itself is a day only after one of these, or as the first word: "jan" is a name too, "may" a verb.
MONTHS_AND_OTHER_WORDS = frozenset(("may", "mar", "mars", "jan"))
BEFORE_A_MONTH = frozenset(
    (
        "in", "tot", "tegen", "naar", "plutot", "eerder", "finalement", "mettez", "compter", "eher", "op",
        "dus", "donc", "realistically", "voor", "wordt", "worden", "zal", "pas", "en", "a", "au", "pour",
        "im", "ins", "bis", "auf", "wird", "erst", "to", "into", "until", "till", "by", "be", "for", "begin",
        "eind", "half", "er", "maar", "gaat", "tzal", "ipv", "maart", "nu", "now",
        "einde", "fin", "mi", "debut", "anfang", "mitte", "ende", "end", "mid", "of", "van", "dit", "is",
    )
)  # fmt: skip
# Before one that can be nothing else.
BEFORE_A_SURE_MONTH = frozenset(
    ("met", "er", "zeg", "noter", "bitte", "noteer", "notez", "liefst", "qu'en", "encore")
)
# Words with which a day that has no figure at its front begins: "eind maart 2027".
PERIOD_BEGINNINGS = frozenset(
    (
        "begin",
        "half",
        "met",
        "er",
        "zeg",
        "noter",
        "eintragen",
        "bitte",
        "noteer",
        "notez",
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
# What moves the action, in the sentence with the only day of an answer that is to come, or before it.
MOVES_IT = (
    r"\b(?:later|uitstel\w*|uitgesteld|verleng\w*|verplaats\w*|verzet(?:ten)?|verschuif\w*|verschuiv\w*"
    r"|verschoven"
    r"|schuif\w*|schuiven|opschuiven|opgeschoven|doorgeschoven|vertrag\w*|vertraagd|achterop|achterstand"
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
    r"|(?:won't|wont|can't|cannot) make|can we say|let's say|till|nog ni(?:et|e)? (?:af|klaar|gereed)"
    r"|ni(?:et|e)? (?:af|klaar)|nicht (?:erledigt|fertig)"
    r"|pas (?:encore )?(?:fini|pret|termine)e?|not (?:done|finished|ready)|missed it|langer|needs? longer"
    r"|a la bourre"
    r"|more week|mois de plus|semaines? de plus|(?:weken|maand|maanden|weekje) extra"
    r"|lukt (?:\w+ ){0,2}niet|zitten (?:\w+ )?achter"
    r"|loopt (?:\w+ )?achter|(?:maand|weken|week) achter|achterop geraakt|niet rond|deplac\w*|rebooked"
    r"|verlegt|moves to|moved back|slips?|slipped|rather than|passe a|schuift|deplacee?s?|gerissen"
    r"|plus long"
    r"|let us down|geht nicht)\b"
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
    r"|pflanzung|plantation|planting|aanplant\w*|beplanting|(?:college|raad|gemeenteraad) (?:a|heeft)"
    r"|conseil (?:communal )?a"
    r"|contractor"
    r"|supplier|fitter|builders?"
)
# The thing behind its verb: "wegens het weer is het graven uitgesteld".
SUBJECT_BEHIND = (
    r".*\b(?:is|zijn|wordt|worden|werd|werden|ist|wird|est|sont) (?:de|het|le|la|les|der|die|das|the)"
    rf" (?!(?:{IS_THE_ACTION})\b)([\w'-]+) (?:\w+ )?(?:uitgesteld|verschoven|verplaatst|verzet|reporte\w*"
    rf"|verschoben|postponed)"
)
# What moves the deadline by its name, or by *dat* in a request.
_DATE = (
    r"(?:deadline|eind ?datum|streefdatum|datum|termijn|einddatum|timing|echeance|date(?: de fin"
    r"| limite)?|delai|frist"
    r"|termin|enddatum|end date|due date)"
)
SETS_THE_DEADLINE = (
    rf"\b{_DATE} (?:van deze actie |van de actie |dus |graag |maar |nu |bitte |could |can |to |be |kan "
    rf"|mag |peut )*"
    r"(?:(?:te )?(?:verschuiven|verplaatsen|verlengen|verzetten|opschuiven|verleggen|zetten|moved?"
    r"|extended|pushed|changed"
    r"|reporte\w*|repousse\w*|decale\w*|prolonge\w*) )?(?:naar|tot|op|to|until|till|au|jusqu'au|a|auf"
    r"|bis)\b"
    r"|\b(?:mag|kan) (?:dat|dit|het|deze|de actie) (?:(?:naar|tot|op|eind|begin|half|midden|ook|\d[\w/.-]*"
    rf"|{'|'.join(MONTHS)}) )+worden"
    rf"|\b(?:mag|kan) {_DATE}.*(?:naar|op|tot|worden)"
    rf"|\b(?:verschuif|verplaats|verleng|verzet|reporte[rz]?|repousse[rz]?|decale[rz]?|prolonge[rz]?"
    rf"|verschieben|verlangern"
    rf"|move|push|extend|change|set|shift) (?:\w+ )?{_DATE}(?: (?!niet|pas|nicht|not)\w+)? (?:naar|tot|op"
    rf"|au|jusqu'au|a|auf|bis|to|until)\b"
    rf"|\bbitte (?:den )?neuen {_DATE}\b"
)
# The verbs of these.
BECOMES = r"\b(?:wordt|worden|t?zal|sera|serons|seront|wird|werden|will be|it'll be)\b"
# Behind the only day: then it ends, whatever else is to happen on that day.
THEN_IT_ENDS = (
    r"\b(?:(?:dan|daarmee|then|dann|alors|damit) (?:is|staat|steht|ist|c'est|ce sera|it's|it is|sind|zijn"
    r"|has|everyone has) (?:het|alles|dat"
    r"|die|it|all|es|tout|iedereen|alle|alors|ook)?"
    r" ?(?:ook |zeker |dezelfde dag |auch )*(?:klaar|af|rond|opgelost|finished|done|complete|fertig"
    r"|erledigt|fini|termine|bon"
    r"|pret|afgerond|opgeleid|geweest|durch|done it)|ce sera alors (?:fini|termine|pret|bon|tout)|(?:en|und"
    r"|and|et) (?:dan )?(?:is|ist|it's|c'est) (?:het|es|tout)? ?(?:klaar|af|rond"
    r"|fertig|finished|fini"
    r"|opgelost))\b"
)
# Who does the work of an action, and says when.
WE_DO_IT = (
    r"(?:we|wij) (?:planten|zaaien|plaatsen|hangen|leggen|zetten|monteren|schilderen|geven|houden|doen)"
    r"|(?:on|nous)"
    r" (?:plant|plac|install|pos|fin|termin|mont)\w+|wir (?:pflanzen|montieren|bauen|stellen|setzen"
    r"|machen|streichen)"
    r"|we(?:'ll| will) (?:plant|fit|install|put|hang|lay|hold)"
)
# A sentence that begins so may be no more than the new day.
UNTIL_THEN = (
    r"(?:tot|tegen|jusqu'|d'ici|pour|bis|until|till|by|begin|eind|half|debut|mi-|fin|anfang|mitte|ende|early|mid"
    r"|late|end)\b"
)
SAYS_THE_END = (
    r"\b(?:klaar|af|afgerond|rond|afgewerkt|finished|done|ready|complete\w*|fertig|fini\w*|termin\w*"
    r"|pret\w*)\b"
)
# What says so only of a clause that names no other thing: "het wordt mei", "klaar op 12 april".
BECOMES_IT = (
    r"\b(?:wordt|worden|geworden|zal|zullen|t?zal|pas|klaar|af|afgerond|afgewerkt|doen|naar|lukt|zijn"
    r"|sera|serons|seront|seulement|finalement|fini|termin\w*|ferons|fera|erst|wird|werden|setzt?|machen"
    r"|fertig"
    r"|also bis|will be|'ll be|late|finished|done|ready|completed|until|expect it|now|nu|jetzt|desormais"
    r"|dus|donc|so|wel|ca ira|maak er|notez|noteer|zeg maar|disons|compter"
    r"|realistisch|realistic|haalbaar|looks right|(?:is )?the new plan|due|rebooked|liever|ten laatste"
    r"|au plus tard|ga|staat alles|(?:on|nous) vis\w+"
    r"|staan ze|gerne|van|voorzien|verwacht|prevue?s?|vorgesehen|expected|afronding|oplevering"
    r"|einde(?: werken)?|afwerking|fin des travaux|achevement|fertigstellung|abschluss|completion"
    r"|nieuwe plantdag)\b"
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
# Why it moves stands behind the day, or before it.
GIVES_A_REASON = (
    r"\b(?:want|omdat|doordat|wegens|door|vanwege|omwille|car|parce qu\w*|a cause|suite a|weil|wegen|da\b"
    r"|because"
    r"|due to|as\b|since)\b.*"
)
# The thing with which a clause begins, if it is not the action: "de zitting is 12 april".
SUBJECT = (
    r"(?:(?:de|het|die|onze|le|la|les|notre|der|das|unsere?|the|our) |l')"
    rf"(?!(?:{IS_THE_ACTION})\b)([a-z][\w'-]*)"
)
# A thing without an article that is moved: "graafwerken uitgesteld naar 12 april".
BARE_SUBJECT = (
    rf"(?!(?:{IS_THE_ACTION})\b)([\w'-]{{4,}})(?: (?:is|zijn|wordt|worden|est|sont|ist|wird|is"
    rf"|are))? (?:uitgesteld|verschoven"
    r"|verplaatst"
    r"|verzet|reportee?s?|decalee?s?|verschoben|verlegt|postponed|moved|pushed)\b"
)
# A question that asks whether a day will do: "kan het tegen 30 september?", "could it be 3 May?".
ASKS_FOR_A_DAY = (
    r"\b(?:(?:kan|kunnen|mag|mogen|zou|past|lukt|volstaat) (?:\w+ )?(?:het|dat|dit|ook|er|we|wij|ik"
    r"|de actie)"
    r"|is (?:het|dat|dit|[\d a-z]+) ook (?:goed|mogelijk|haalbaar|ok)"
    r"|(?:het|dat|dit) (?:ook )?(?:kan|mag)|(?:peut-on|pouvons-nous|est-ce que|(?:ca|cela) (?:va|irait"
    r"|peut))"
    r"|(?:geht|ginge|konnen wir|konnten wir|darf|passt) (?:\w+ )?(?:es|das|auch|die|wir|der)?"
    r"|(?:could|can|may|would|is|shall) (?:\w+ )?(?:it|we|that|this|i))\b"
)
# The year of a day by its place: "15 februari volgend jaar".
NEXT_YEAR = (
    r"(?:volgend|komend|aankomend) jaar|het jaar (?:daarop|nadien|erna)|(?:l'|de l')?annee (?:prochaine"
    r"|suivante)"
    r"|(?:l'|de l')?an prochain|(?:das |des )?(?:nachst|kommend|folgend)e[snm] jahr(?:es)?"
    r"|(?:the )?(?:next|coming|following) year"
)
THIS_YEAR = r"dit jaar|(?:de )?cette annee|(?:in )?diese[snm] jahr(?:es)?|this year"
# A period ahead that is no day: beside *op schema* it may lie after the deadline.
NEXT_MONTH = (
    r"\b(?:volgende maand|komende maand|(?:le )?mois prochain|(?:nachste[nr]?|kommende[nr]?) monat"
    r"|next month)\b"
)
SEASONS = (
    (
        r"(?:de|deze|dit|in de|tegen de|na de) (?:lente|paasvakantie)|(?:het|dit) voorjaar|printemps"
        r"|fruhjahr|spring",
        3,
    ),
    (
        r"(?:de|deze) zomer\w*|(?:het )?bouwverlof|cet ete|en ete|l'ete|(?:im|diesen|dem) sommer|(?:the"
        r"|this|in) summer",
        6,
    ),
    (r"(?:de|deze) herfst|(?:het|dit) najaar|automne|herbst|autumn|(?:de )?grote vakantie|schuljahr", 9),
    (r"(?:de|deze) winter|(?:het )?jaareinde|hiver|cet hiver|(?:im|diesen) winter|(?:the|this) winter", 12),
)
# More verbs of which a month is one that was: "de vergunning is verleend in januari".
STEP_THAT_WAS = (
    r"\b(?:ver[a-z]{2,12}[dt]|be(?!gint|ginnt|steht|staat|treft|vat|zorgt)[a-z]{3,12}[dt]|start(?:te|ten)"
    r"|begon(?:nen)?|angefangen|commencee?s?|demarree?s?|lancee?s?|obtenue?s?|recue?s?|signee?s?|started"
    r"|began"
    r"|begun|ordered|signed|granted|approved)\b"
)
