"""The words that make a day one to ask, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents. All doubts about a day stand here: it is not
that day, not sure, of something else, or of an absence. That somebody is unsure is `IS_UNSURE`.
"""

from terugkom.inbox.answers.doubt_words import IS_UNSURE
from terugkom.workbook.dates.date_words import MONTHS

_MONTH = rf"(?:{'|'.join(MONTHS)})"

# What makes a later day one to ask wherever it stands in the answer, beside what makes any choice so.
DOUBTS_THE_DAY = (
    # By that day somebody answers, or somebody else takes it over: it is no new deadline.
    r"\b(?:weten (?:we|wij|ik)|we(?:et|ten) .{0,12}meer|iets weten|laat (?:ik|we|wij|iets)\b.{0,20} weten"
    r"|hoor(?:t|en)? (?:u|je|jullie|ge)|(?<!late )(?<!laattijdig )(?<!laattijdige )(?<!in )antwoord\w*"
    r"|beslis\w*|saura|saurons|dirai|dirons|revien\w*|repon[sd]\w*"
    r"|decid\w*|decision|antworte?\w*|bescheid|mehr wissen|wissen (?:wir|ich)|entscheid\w*|melde ich"
    r"|melden wir|know more|let you know|get back|answer|reply|respond|takes? (?:it )?over|took over"
    r"|(?:neemt|nemen) .{0,20}over|ubernimmt|ubernehmen|reprend)\b"
    # Then somebody looks again, or only begins.
    r"|\b(?:(?:daarna|nadien|erna|dan|puis|ensuite|apres|danach|dann|afterwards"
    r"|then) (?:pas )?(?:\w+ )?(?:zien|bekijken"
    r"|bestellen|beginnen|starten|verra|verrons|sehen|schauen|see|look|start|order|commen\w+))\b"
    # Somebody says so who is not believed, or it is not accepted.
    r"|\b(?:beweer\w*|pretend\w*|claims?|claimed|behaupt\w*|soi-disant|angeblich|allegedly|zogezegd"
    r"|spre(?:ekt|ken) (?:\w+ )?van|parle(?:nt)? (?:\w+ )?(?:de|du|d')|spr(?:icht|echen) (?:\w+ )?von"
    r"|(?:talks?|speaks?|talking|speaking) (?:of|about)"
    r"|zei (?:de|hij|zij|ze|men)|a dit (?:le|la|l')|weigeren|refusons|aanvaard\w* .{0,15}niet)\b"
    r"|\b(?:dan|then|dann|alors) (?:komt|komen|kommt|kommen|comes?|vient|viennent)\b"
    # It is only what was thought before.
    r"|\b(?:i|we) thought\b"
    r"|\b(?:zien we wel|on verra|sehen wir weiter|we'll see)\b"
    # Who is to do it is gone.
    r"|\b(?:failliet|faillite|pleite|insolven\w*|bankrupt)\b"
    # Somebody is against it.
    r"|\b(?:ben ik tegen|zijn we tegen|niet mee eens|niet akkoord|pas d'accord|nicht einverstanden"
    r"|disagree|not agree)\b"
    # Between two days, before one, at the earliest, or of a part.
    r"|\b\d{1,2}(?:\.|e)? ?(?:a|tot|bis|to|-|of|ou|oder|or) \d{1,2}\b|\bhalf tot\b|\bmitte bis\b"
    rf"|\b(?:{_MONTH}|\d{{4}}) (?:voor|pour|fur|for) (?:de|het|die|le|la|les|den|das|the) (?!actie"
    rf"|oplevering|hele|volledige)"
    rf"|\b{_MONTH} (?:is|ist|est|wordt|wird) (?:de|het|die|la|le) (?!actie|nieuwe|nouvelle|neue|deadline"
    rf"|einddatum|datum)"
    rf"|\b{_MONTH}\b[, /-]+(?:of |or |en |und |et |ou )?{_MONTH}\b"
    r"|\bmi a fin\b|\b(?:eerder|vroeger|sooner|earlier|plus tot|fruher) (?:dan|than|que|als) (?:le |den "
    r"|the |de )?\d"
    r"|\b(?:ten vroegste|au plus tot|fruhestens|at the earliest|de helft|de eerste|la moitie|die halfte"
    r"|half of|vroegst\w*|aangevraagd|gevraagd aan|minstens|au moins|mindestens|at least|of langer"
    r"|of later)\b"
)
# In the sentence of a day: it is one of two, or the deadline that is met.
IS_DOUBTFUL_DAY = (
    rf"{IS_UNSURE}|\b(?:(?<!niet )haalbaar|timing blijft|eingehalten|respect\w*|tenu|(?:will )?meet"
    r"|(?<!end )(?<!start )(?<!middle )(?<!beginning )of|indien|als(?! (?:eind|nieuwe))"
    r"|si|ou|oder|wenn|(?<!grateful )(?<!appreciate it )if|or)\b|\?"
)
# Directly before a day: it is not that day.
NOT_THAT_DAY = (
    "na", "vanaf", "rond", "omstreeks", "circa", "ca", "ongeveer", "tussen", "minstens", "apres", "vers",
    "environ",
    "entre", "des", "om", "at", "nach", "ab", "etwa", "ungefahr", "zwischen", "after", "from", "around",
    "between", "about",
)  # fmt: skip
# What may stand between these and the day.
ARTICLES = frozenset(("de", "het", "den", "dem", "der", "le", "la", "the"))
# Before "3/4", which is a part if the whole is named behind it: "it is 3/4 finished".
BE = frozenset(("is", "het", "ist", "est"))
# Words after which the day is the one that is *not* met: "niet op 15 maart".
IS_NOT_MET = (
    r"\b(?:niet|nie|nicht|not|n't)(?: (?:door|meer|op|tegen|voor|naar|tot|het|am|zum|bis|by|on|de|die"
    r"|the))*$"
    r"|\bpas (?:pour |avant )?(?:le|la|en)$"
    r"|\b(?:niet|nie|nicht|not|won't be|can't be|onmogelijk) (?:\w+ ){0,2}(?:voor|tegen|bis|vor|before|by"
    r"|for)$"
    r"|\b(?:pas|impossible) (?:\w+ ){0,2}(?:pour|avant)$"
    r"|\bwon't be$"
    r"|\b(?:moest(?:en)?|was|stond|etait|devait etre|war|sollte|should have been)(?: (?:op|tegen|voor|het"
    r"|eerst|eigenlijk|gepland"
    r"|voorzien|normaal|le|pour|prevue?|fini|am|fur|der|den|zum|bis|geplant|on|by|for|planned|due|klaar"
    r"|initialement))*$"
)
IS_MISSED = (
    r"\b(?:ha(?:al|len)|schaff\w*) (?:\S+ ){1,5}ni(?:et?|cht)\b|in plaats van \S+ \S+|(?:won't"
    r"|not going to) make \S+ \S+"
)
# That the deadline is missed is no plan to begin: "we gaan de deadline niet halen".
WILL_MISS = (
    r"\b(?:(?:ik|we|wij) (?:ga|gaan)|gaan (?:we|wij|ik)) (?:\w+ ){0,3}ni(?:et?)? (?:halen|redden|lukken"
    r"|kunnen halen)\b|\b(?:impossible|onmogelijk|unmoglich) (?:pour|voor|tegen|bis|by"
    r"|for) [\w' ]{1,20}?(?=[,.;])"
    r"|\b(?:on|nous) (?:va|allons) (?:\w+ ){0,3}pas\b"
)
# That its writer is sorry for a day, without a pause before it: "wordt mei vrees ik".
IS_FEARED = r"\b(?:(?<!, )vrees ik|(?:ik|we|wij) vre(?:es|zen)(?: dat)?|(?<!, )furchte ich)\b"
# Why it comes late, though these words doubt another choice; not that a day is too late.
_TOO_LATE = r"(?:te laat|trop tard|zu spat|too late)"
SAYS_WHY_LATE = (
    rf"{IS_FEARED}|(?<!is )(?<!ist )(?<!est )(?<!be )\b{_TOO_LATE}\b"
    rf"|(?<=[,.;] )[a-z' ]{{0,40}}\b(?:is|ist|est) {_TOO_LATE}\b"
    r"|\b(?:als|dan|wie|que|than) (?:gedacht|verwacht|gehoopt|voorzien|erwartet|gehofft|prevu|expected"
    r"|planned|hoped)\b"
)
DENIES = r"\b(?:niet|geen|pas|nicht|kein\w*|not|no)\b"
# In the clause of a day: that it was.
DAY_WAS = r"\b(?:was|waren|werd|(?<!wir )(?<!sie )werden(?! (?:wir|erst))|war|wurden?|etait|etaient|were)\b"
# Before a day that was.
SINCE = ("sinds", "depuis", "seit", "since")
# Before "3/4", which is a part else.
BEFORE_A_SHORT_DATE = (
    "op", "tot", "tegen", "naar", "wordt", "pas", "is", "het", "le", "au", "pour", "am", "bis", "zum",
    "auf", "on", "until",
    "to", "by", "datum", "deadline", "date", "termin", "erst", "den",
)  # fmt: skip
# That it is not moved, or that another one wants it: "geen uitstel tot 12 april", "de aannemer wil uitstel".
DOES_NOT_MOVE = (
    r"\b(?:geen|zonder|pas de|pas d'|aucun|sans|kein\w*|ohne|no|no need to|don't|do not"
    r"|not) (?:\w+ ){0,2}(?:uitstel"
    r"|verleng\w*|report\w*|prolong\w*|verschiebung|verlangerung|aufschub|postpone\w*|mov\w+|extension"
    r"|extend)\b"
    r"|(?<!ik )(?<!we )(?<!wij )\b(?:vraagt|wil|wilde|veut|demande|mochte|will gerne|wants|asks)\b"
    r"|\bsay no\b|\b(?:niet|ne|nicht|not) (?:\w+ ){0,2}(?:verplaats\w*|verschuiv\w*|zetten)\b"
)
# By that day people meet.
IS_AN_APPOINTMENT = (
    r"\b(?:samen te zitten|samenzitten|zusammensetzen|se voir|nous voir|sit down|meet|come|kom\w*|bellen"
    r"|afspreken|venir|treffen|zien (?:we|wij) (?:elkaar|mekaar)|sehen (?:wir )?uns|on se voit|see you)\b"
)
# With these the day is that of a step or of a wish, and the action's is not known.
IS_NOT_ITS_END = (
    r"\b(?:(?:le|du) debut(?! [a-z]+(?:ier|il|mai|in|et|ut|bre)\b)|iets van|start(?!e? ?punt)\w*|gestart"
    r"|opstart\w*|begin(?:nen|t)|begonnen|aanvang\w*|wilden|wouden"
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
    r"|submitted|agenda|draft\w*|signed|hospital|call\b|i am(?! afraid)|i'm(?! afraid)|too early"
    r"|vroegst\w*|hangt af|afhankelijk"
    r"|afwachten|minstens|(?:verder|door) tot|blijf\w*|restera"
    r"|commenc\w*|demarr\w*|debut\w* des|au plus tot|ne sa(?:is|vons) pas|aucune idee|on voulait|discut\w*"
    r"|\w*beginn\w*|bezorg\w*|cijfers|chiffres|zahlen|figures|anfangen|angefangen|fangen|fruhestens"
    r"|weiss (?:ich )?nicht|keine ahnung|wollten"
    r"|besprech\w*"
    r"|start\w*|begin\w*(?<!begin)|begin(?! (?:van |volgende? )?[a-z]+(?:ri|rt|il|ei|ni|li|us|er|ch"
    r"|y)\b)|kick off|at the earliest|earliest|don't know|no idea|wanted|discuss\w*|review\w*"
    r"|geleverd|leveren|toekom\w*|toegekomen|aankom\w*|besteld|gegund|goedgekeurd|behandel\w*|vergader\w*"
    r"|(?:komt|komen|kom) (?:\w+ ){0,3}(?:langs|kijken)|al (?:klaar|af|gedaan|gebeurd)|livre\w*"
    r"|arrivent?(?= |$)"
    r"|geliefert|liefern|deliver\w*|arrives?|ordered|approved"
    r"|(?:ze|zij) (?:vragen|willen)|zegt nee|daar ben ik|eerste paal|herinnering|op je buik|they want"
    r"|we object|kommt nicht|will auf|niemand|personne|nobody|nooit|jamais|nie wieder|never|weigert"
    r"|volgend jaar opnieuw)\b"
)
# Of these a day is none of the action: "Klaar. Ik ben afwezig tot 9 maart."
IS_AWAY = (
    r"\b(?:afwezig|verlof|vakantie|terug|absente?|conges?|vacances|retour|abwesend|urlaub|zuruck|away|leave"
    r"|holidays?|out of (?:the )?office|(?:be|am|is|are|i'm) back|back (?:at|in|on|from)"
    r"|ziekteverlof|zwangerschap\w*|moederschap\w*|thuis|(?:im|ins) buro|au bureau|op (?:het )?kantoor"
    r"|bereikbaar|joignable|erreichbar|weitergeleitet)\b"
)
# Nobody is away who is back on track.
IS_BACK_ON_TRACK = (
    r"\b(?:terug|back|zuruck|de retour) (?:op (?:schema|koers|tijd)|on (?:track|schedule)|im plan"
    r"|dans les temps)\b"
)
# Things besides an action that have a date of their own: "De infoavond is verzet. Nieuwe datum: 12 april."
# In the clause of a day: then somebody decides or is away, which a classifier does not see.
IS_NOT_OF_THE_ACTION = (
    r"\b(?:raad|\w*raad|college|conseil|rat|\w+rat|council|board|weg|afwezig|ziek|verlof|conge|malade|urlaub"
    r"|krank|holidays?|sick|leave|absent\w*)\b"
)
# In the clause of a day: it is not that day.
DENIES_ITS_DAY = (
    r"\b(?:niet|geen|nooit|onmogelijk|onhaalbaar|te (?:vroeg|laat|krap)|ne|n'est|impossible|jamais"
    r"|pas (?:possible|de|avant|pour|d')|trop (?:tot|tard|juste)"
    r"|nicht|kein\w*|unmoglich|zu (?:fruh|spat|knapp)"
    r"|not|never|no"
    r"|cannot|\w+n't|too (?:early|late|soon|tight)|(?:valt|fallt) weg)\b"
)
HAS_ITS_OWN_DATE = (
    r"\b(?:(?:datum|date|termin) (?:mit|met|avec|with|van|voor|of|for|de la|du|der|des|fur|pour) (?:de "
    r"|het |der |dem |den"
    r" |the |la |le |l')?(?!(?:actie|action|massnahme|projekt|project|projet|oplevering|fin|einde|werken"
    r"|travaux|works|deze"
    r"|cette|this)\b)[a-z]\w+|\w+moment(?:en)?|\w*(?:vergadering|overleg|bijeenkomst|avond|keuring"
    r"|inspectie|bezoek|contract"
    r"|offerte|bestek"
    r"|vergunning|aanbesteding|evenement|feest|opening|inhuldiging|workshop|opleiding|vorming|afspraak"
    r"|gesprek|opendeur(?:dag)?"
    r"|toelichting|(?<!op)levering|bestelling|factuur|audit|controle|werfvergadering|zitting|gemeenteraad"
    r"|subsidie|dossier|aanvraag|huur|overeenkomst|beurs|markt|verkiezing|enquete|bevraging)(?:en|s|'s)?"
    r"|vereinbarung(?:en)?|conventions?|agreements?"
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
# Behind a day: what it is asked for, or another thing, named last: "verlengen tot 1 mei, het contract".
IS_NO_REASON = (
    r"[ ,;:(-]*(?:(?:is|ist|est|wordt|wird) (?:de|het|die|der|das|le|la|the)\b.*|(?:om (?:\w+ ){0,4}te\b"
    r"|(?:um|to|in order to|afin de|pour (?!cause|raison"
    r"|des raisons))\b).*|(?:dan|dann|alors|then)\b.*"
    r"|(?:(?:de|het|die|dat|ons|onze|le|la|les|l'|notre|der|das|the|our) ?)(?!actie|action|massnahme"
    r"|deadline"
    r"|einddatum)[\w'-]+[ ).!]*$)"
)
