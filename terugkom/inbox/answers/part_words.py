"""The words that make a result less than the whole, or place it in time, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents.
"""

# What makes it less than the whole, wherever it stands in the answer.
IS_A_PART = (
    r"\b(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|deux|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|one|two|three|four|five|six|seven|eight|nine"
    r"|ten)"
    r" (?:van de|van het|van onze|sur|des|von|der|of the|of our|out of|of|op de)\b"
    r"|\b(?:eerste|premiere?s?|erste[rn]?|first|oude|vieux|anciens?|anciennes?|alte[nrs]?|old|meeste"
    r"|plupart|meisten|most|sommige|certaine?s|einige|some|mijn|onze|mein|unser|my|our) (?:deel|part|teil"
    r"|stuk|kant|helft|moitie|halfte|half|side|lot|lichting|levering|schijf|dienst)\b"
    r"|\b(?:helft|moitie|halfte|half(?! (?:januari|februari|maart|april|mei|juni|juli|augustus|september"
    r"|oktober|november"
    r"|december))|testfase|test|proef|essai|pilote?|versuch|trial|procent)\b|(?<!100)(?<!100 )%"
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
    r"|bestellen|minus|te gaan|streefdoel|aangevraagd|gepland|plannen|toch|begroting|van \d+(?! ?(?:jan"
    r"|feb|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec))|sur \d+"
    r"|von \d+"
    r"|of \d+|\d+/\d+ [a-z]{4,}|prochaine?s?|dit non|reprend\w*|vite dit|anschluss lauft|nachste\w*|left"
    r"|connecting|vandalised|pulled out|cabling|next"
    r"|(?:met|avec|mit|with) (?:enkele |wat |kleine |des |quelques |de petites |einigen |kleinen |some "
    r"|a few |minor )*"
    r"(?:opmerkingen|remarques|reserves|mangeln|gebreken|snags|beanstandungen|voorbehoud|werkpunten)"
    r"|sans (?!probl|souci|accroc|encombre|incident|remarque|reserve|aucun|le moindre|trop|retard|faute)\w+"
    r"|ohne (?!probl|beanst|mangel|zwischen|schwier|gross|weitere)\w+|without (?!a hitch|any|probl|issue"
    r"|incident)\w+"
    r"|(?:goed|mooi|knap) gedaan|van alles|want|omdat|dubbel|doublon|doppelt|duplicate"
    r"|klachten?|plainte\w*|beschwerde\w*|complaint\w*|euros?|excl|btw|tvac?|mwst|vat|alleszins|blijkt"
    r"|schijnt)\b"
)
# A part in other words, or another reason to close the action than its result.
IS_LESS = (
    r"\b(?:(?:een|un|ein) (?:paar|deel|stuk|peu|teil)|enkele|sommige|quelques|certaine?s?|ein paar|einige"
    r"|a few|some)\b"
    r"(?! (?:dag|we+k|maand|uur|jour|semaine|mois|tag|woche|monat|hour|month|\d))"
    r"|\b(?:\d+|een|une?|helft|paar|deel|one) (?:van|sur|des?|von|of) (?:actie|l'action|the action"
    r"|die massnahme)\b|\b(?:une?|eine[rs]?|one) (?:des|der|of)\b"
    r"|\b(?:door|par|von|by|durch) (?:mij|mezelf|mijzelf|moi|mir|mich|me|myself)\b"
    r"|\b(?:en (?:jullie|jij|gij|u)|et (?:vous|toi)|und (?:ihr|du)|and you)(?=$|[.!])"
    r"|\b(?:actie|ze) zijn (?:\w+ )?(?:rond|afgesloten)\b|^(?:l'action|les [\w-]+), c'est (?:fini|termine)"
    r"|\b(?:afgerond|rond|environ|rund|about) \d+ [a-z]|\ber klaar voor\b|\bklaar om\b"
    r"|\b(?:ben|zijn) (?:met|op) vakantie\b|\b(?:op|a la|auf|at the) (?:vraag|verzoek|bevel|demande"
    r"|wunsch|request)\b"
    r"|(?:^|[.!?,\n] ?)(?:mag|kan|moet) (?:dit|dat|het|deze|ik)\b|^waren ge\w+|\b(?:is|zijn) voor (?!mij"
    r"|ons|elkaar)|\benfin (?:le|la|les"
    r"|presque)\b"
    r"|\b(?:al|deja|schon|already) \d+ (?!dag|we+k|maand|uur|jaar|jour|sem|mois|an|tag|woch|monat|jahr"
    r"|day|month|year)"
)
# That a time was: without such a word it may be to come, "is vrijdag klaar", "geplaatst in de zomer".
IS_PAST = (
    r"\b(?:(?:launched|adopted|held|opened|planted|installed|fitted|finished|completed|passed)"
    r" (?:by (?:the )?council )?on|(?:gebeurd|doorgegaan) (?:op )?(?:maandag|dinsdag|woensdag|donderdag"
    r"|vrijdag"
    r"|zaterdag|zondag)|hier soir|ce matin|this morning|last night|gisteren\w*|eergisteren|vanmorgen"
    r"|vanochtend|vorige?|voorbije|afgelopen|laatste|sinds|sedert"
    r"|geleden"
    r"|reeds|allang|al (?:\d+|een|twee|drie|enkele|lang)|werd|was|waren|doorgegaan|plaatsgevonden|depuis"
    r"|ging|gingen|vond|vonden|verliep|verliepen|went|etait|etaient|fut"
    r"|derni\w+|passee?|deja|ete|eu lieu"
    r"|gestern|vorgestern|seit|letzte[nr]?|schon|bereits|wurden?|war|stattgefunden|fand|fanden"
    r"|yesterday|last|since|ago|already|was|were|has been|have been|took place|adopted|hung)\b"
)
# "We hebben ze vrijdag geplaatst" was; "we hebben vrijdag alles klaar" will be.
IS_PERFECT = (
    r"\b(?:heeft|hebben|heb|hebt|hadden|ont|avons|ai|hat|haben|habe|hab|has|have|weve|we've|ive|i've)\b"
)
# The French perfect, directly before its participle; *a* alone may be a preposition.
BEFORE_A_PERFECT = (
    r"\b(?:a|ont|avons|ai|s'est|se sont)(?: (?:bien|deja|donc|ete|enfin|tous|toutes|finalement|l'))* $"
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
# A clause of two words that tells something, and does not only name a part or a place.
HAS_A_VERB = (
    r"[\w'-]+ (?:staat|staan|hangt|hangen|ligt|liggen|werkt|werken|draait|loopt|bestaat|brandt|lauft"
    r"|laufen|steht"
    r"|stehen|leuchtet|tourne|fonctionne|arrived|works|opened|held|running|reglee?s?|payee?s?|betaald"
    r"|bezahlt|paid)"
    r"|(?:super|goed|druk|gut|stark|well|bien|tres|looks?|schon) (?!(?:bezet|begonnen|gestart|op|in"
    r"|aan)\b)[\w'-]+"
    r"|(?:payee?s?|paid|bezahlt|betaald|gultig|remplie?s?|inauguree?s?)"
)
# "Zijn ze geplaatst": a question or a condition without its mark.
IS_ASKED = (
    r"(?:mag|kan|moet|kunnen) (?:dit|dat|het|deze|ik|we) |(?:wat|wie|hoe|waar|waarom|what|who|how|why"
    r"|quoi|qui|comment|wer|warum) |(?:zijn|is|werden|werd|sont"
    r"|est|sind|ist|are|is|were|was|hebben|heeft|heb|have|has|haben|hat) (?:ze"
    r"|zij|het"
    r"|de|die|dat|dit|er|we|wij|alle|ils|elles|elle|il|les|le|la|l'\w+|sie|es|das|die|they|the|it|all|you"
    r"|actie|action)\b"
)
# Another time of what comes back each year.
IS_ANOTHER_TIME = (
    r"\b(?:vorig jaar|verleden jaar|(?:in|uit|en|im) 20\d\d|l'an (?:passe|dernier)|l'annee"
    r" (?:passee|derniere)|letztes jahr|im vorjahr|last year|het vorige|de vorige"
    r"|(?:vorige?|vroegere?|ancien(?:ne)?|precedente?|vorheriger|previous|former) (?:contract|overeenkomst"
    r"|contrat"
    r"|convention|vertrag|agreement|reglement|editie|edition|audit|studie|etude|study))\b"
)
# What names the action as a whole in a clause behind the first.
NAMES_ALL = (
    r"\b(?:alles|allemaal|actie|project|tout|l'action|projet|travaux|massnahme|projekt|everything|all"
    r"|action"
    r"|project)\b"
)
# Who decides on a text, beside what they decided.
WHO_DECIDES = (
    r"(?:(?:de|het|le|la|the|der|die) )?\b(?:gemeenteraad|raad|college|conseil"
    r"(?: communal)?|college communal|rat|gemeinderat|council)\b"
)
BY_WHO_DECIDES = rf"\b(?:door|par|vom|by|au|op|in) {WHO_DECIDES}"
WITH_WHOM = r" (?:met|avec|mit|with) "
# Of what is to be held these say only that it may be.
ONLY_PREPARED = r"\b(?:klaar|geregeld|in orde|gereed|rond|pret\w*|fertig|ready|sorted|set|organi\w*)\b"
# Of its carrying out: that it may begin. Of the works: that they began.
IS_ARRANGED = r"rond|geregeld|gereed|in orde|regle\w*|pret\w*|geregelt|sorted|ready|sorted out"
# What is built may still have to be placed: boxes, benches.
IS_BUILT = r"gebouwd|gemaakt|construite?s?|gebaut|aufgebaut|built|gemonteerd|montee?s?|montiert"
IS_PORTABLE = (
    r"\w*(?:kast|kasten|kastje|kastjes|hotels?|bakken|banken|bankjes|nichoirs?|boites?|bancs?|bacs?|kasten"
    r"|banke|box(?:es)?|benches)"
)
OPENS = r"(?:re)?ouvert|geopend|eroffnet|open"
# How many there are, behind a word for all.
ALL_OF_THEM = (
    r"\b(alle|all|les|tous les|toutes les|beide) (?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf"
    r"|twintig|deux"
    r"|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf"
    r"|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
)
# These may be said of somebody else, or of a step, if the thing is not named with them.
NEEDS_ITS_NAME = (
    r"hangt|ligt|staat|steht|liegt|(?:draai|werk|brand|tourne|fonctionne|produi|lauf)\w*\b.*|commissioned"
    r"|gezet|aangesloten|connected|angeschlossen"
    r"|raccordee?s?|in|up|out|open|live|change\w*|fait\w*|(?:ist|sind) \w+|(?:is|zijn) (?:er|d'r|open"
    r"|live|online)|en ligne"
)
# What is counted one by one: a number of them is a part, if nothing says that it is all of them.
IS_COUNTED = (
    r"\w*(?:scans?|bezoek(?:en)?|huisbezoeken|gesprekken|adviezen|audits|visites|conseils|besuche"
    r"|beratungen|visits"
    r"|checks|keuringen|aansluitingen|workshops|lessen|sessies|opleidingen)"
)
# Before one of several.
ONE = frozenset(("een", "un", "une", "ein", "eine", "one"))
IS_NEW = r"\b(?:nieuwe?n?|nouvel(?:le)?|nouveau|neue[rs]?|new)\b"
# Of an action of several things: all of them.
NAMES_BOTH = (
    r"\b(?:alles|allemaal|beide|zowel|actie|project|tout|tous|toutes|les deux|l'action|alle|beides"
    r"|massnahme|both|all"
    r"|everything|action)\b"
)
WITH_SUCCESS = (
    r"\b(?:met|avec|mit|with) (?:(?:veel|groot|beaucoup de|grand|grossem|great) )?(?:succes|erfolg"
    r"|success)\b"
)
# A clause that only says until when its writer is absent.
IS_ABSENT = (
    r"(?:^|(?<=[.!;,] ))(?:ik|we|wij|je|j'|nous|ich|wir|i|i'm) [^.!;,\n]{0,20}(?:afwezig|(?:met"
    r"|op) verlof|absente?|en conge"
    r"|abwesend|away|on leave|out of (?:the )?office)\b[^!;,\n]*"
)
# Where something was held.
WHERE = (
    r"\b(?:in|op|at|in der|dans|a) (?:zaal|de zaal|salle|la salle|the hall|het) [\w' -]{2,30}?(?=$"
    r"|[.,;!\n])"
)
# That it is in use says that it is no longer to come.
WORKS = (
    r"\b(?:werkt|werken prima|draait|draaien|in gebruik|gebruikt|fonctionne\w*|tourne\w*|lauft|laufen"
    r"|works|working"
    r"|in use|foto'?s)\b"
)
KLAAR = r"\b(?:klaar|rond|pret\w*|fertig)\b"
NAMES_WORKS = r"\b(?:werken|travaux|chantier|bauarbeiten|works)\b"
