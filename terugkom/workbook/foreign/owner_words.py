"""Words that stand around the names in a cell of owners, in four languages, as data.

Each is a part of a regular expression that is tried without regard to capitals.
"""

# What stands before a name and says that it is the owner's; only with a colon.
LABELS = (
    r"(?:kar)?trekkers?|(?:eind|hoofd)?verantwoordelijken?|uitvoerders?|eigenaars?|contact(?:persoon)?"
    r"|co[oö]rdinat(?:or|oren|ie)|initiatiefnemers?|lead"
    r"|(?:co-?)?responsables?|pilotes?|porteu(?:r|se)s?|r[eé]f[eé]rente?s?|coordinat(?:ion|eur|rice)"
    r"|(?:haupt)?verantwortliche?[rn]?|verantwortlich|zust[aä]ndige?[rn]?|zust[aä]ndig|leitung|federf[uü]hrung"
    r"|federf[uü]hrend|ansprech(?:partner(?:in)?|person)|koordination"
    r"|(?:action )?owners?|lead(?:er)?|responsible(?: person)?|coordinat(?:or|ion)"
)
# These also without a colon, before a full name.
BARE_LABELS = r"(?:kar)?trekkers?|verantwoordelijke|responsable|pilote|porteur|verantwortlich|owner|lead"
# Behind a name, in brackets or not, or before one: who does it for now, for certain.
ACTING_WORDS = (
    r"ad interim|waarnemend|dienstdoend|(?:par )?int[eé]rim|interimaris|faisant fonction|kommissarisch|acting"
)
# The same in short; without brackets only in small letters, for with capitals it may be a name or initials.
ACTING_SHORT = r"a\.? ?i\.?|ad int\.?|wnd\.?|waarn\.?|p\.? ?i\.?|f\.? ?f\.?|i\.?v\.?"
ACTING = rf"{ACTING_WORDS}|{ACTING_SHORT}"
# In brackets behind a name, or behind a comma: who is not there, or not any more.
ABSENT = (
    r"(?:uit|niet meer in) dienst|vertrokken|weg|met pensioen|gepensioneerd|(?:langdurig )?(?:ziek|afwezig)"
    r"|(?:(?:met|in) )?\w*verlof|partie?|a quitt[eé]|quitt[eé]e?|retrait[eé]e?|absente?|malade"
    r"|en cong[eé][\w ]*|ausgeschieden|nicht mehr (?:da|im dienst)|im ruhestand|krank|in elternzeit"
    r"|left|gone|retired|on (?:\w+ )?leave|no longer (?:here|employed)"
)
# In brackets behind a name: until or from when, if a time follows.
FOR_A_TIME = (
    r"(?:tot|t\.?e\.?m\.?|t/m|vanaf|sinds|van|jusqu|[aà] partir|d[eè]s|depuis|du|bis|ab|seit|vom"
    r"|until|till|to|from|since)\b"
)
# Between two names: the one after the other, or in the place of the other.
HANDED_OVER = (
    r"(?:en )?(?:daarna|nadien|vervolgens|(?-i:dan))|(?:wordt |is )?(?:opgevolgd|vervangen) door|opvolger van"
    r"|vervangt|vervang(?:er|ster) van|ter vervanging van|in plaats van|i\.?p\.?v\.?|loco|vroeger"
    r"|(?:et )?(?:puis|ensuite)|remplac[eé]e? par|succ[eè]de [aà]|remplace|en remplacement de|au lieu de"
    r"|(?:und )?(?:dann|danach|anschlie(?:ß|ss)end)|(?:wird )?ersetzt durch|anstelle von|statt"
    r"|vertritt|ersetzt|(?:and )?then|(?:replaced|succeeded) by|replaces|replacing|instead of|formerly"
)
# What leaves in doubt whether it is so.
DOUBTS = (
    r"waarschijnlijk|wellicht|vermoedelijk|misschien|mogelijk|eventueel|ev\.|evt\.?|wsch\.?|voorlopig"
    r"|allicht|normaal gezien|(?:nog )?(?:te|af te) bevestigen|onder voorbehoud|o\.v\.|voorstel"
    r"|probablement|sans doute|peut-[eê]tre|[eé]ventuellement|provisoirement|(?:encore )?[aà] confirmer"
    r"|sous r[eé]serve|proposition|vraisemblablement"
    r"|wahrscheinlich|vermutlich|vielleicht|voraussichtlich|eventuell|vorl[aä]ufig|m[oö]glicherweise"
    r"|(?:noch )?zu best[aä]tigen|unter vorbehalt|vorschlag|ggf\.?"
    r"|probably|maybe|perhaps|possibly|likely|provisionally|to be confirmed|tbc|proposed|presumably"
)
AND_OTHERS = r"en anderen|et autres|und andere|and others"
# The same in short; only at the end of a phrase. With capitals, as initials have, only behind a full name.
AND_OTHERS_SHORT = r"e\.a|c\.s|et al|u\. ?a"
# The same behind a first name; with a capital only behind a full name, for "Martin & Co" may be a company.
AND_COMPANY = r"(?:&|\+|en|et|and|und) (?:co|cie)"
# Who comes behind these is an owner too.
TOGETHER_WITH = (
    r"i\.? ?s\.? ?m|in (?:nauwe )?samenwerking met|samen met|in samenspraak met|i\.? ?s\.? ?v\.? ?m"
    r"|en (?:[eé]troite )?collaboration avec|en coll\. avec|en partenariat avec|ensemble avec"
    r"|i\.? ?z\.? ?m|in (?:enger )?zusammenarbeit mit|zusammen mit|gemeinsam mit"
    r"|in (?:close )?(?:co-?operation|collaboration|partnership) with|(?:together|jointly) with"
)
WITH = r"met|avec|mit|with"  # only between two names
# Who comes behind these helps, and is no owner.
HELPED_BY = (
    r"(?:in|na) overleg met|i\. ?o\. ?m|met (?:de )?(?:steun|hulp|ondersteuning|medewerking) van"
    r"|onder begeleiding van|ondersteund door|en concertation avec"
    r"|avec (?:l['’]aide|le soutien|l['’]appui) d[eu]|soutenu par"
    r"|in (?:absprache|abstimmung) mit|mit (?:unterst[uü]tzung|hilfe) (?:von|der|des)"
    r"|unterst[uü]tzt (?:von|durch)"
    r"|in consultation with|with (?:the )?(?:support|help) (?:of|from)|supported by|assisted by"
)
# Before a number that is a telephone's, however short.
PHONE_LABELS = (
    r"tel(?:efoon|ephone)?|t[eé]l(?:[eé]phone)?|telefon|gsm|mobiel|mobile|handy|phone|toestel|intern|poste"
    r"|durchwahl|ext(?:ension)?"
)
# Of these also parts of names of departments: "Dienst intern 3", "Team Mobiel 2".
WEAK_PHONE_LABELS = r"intern|mobiel|mobile|poste|handy"
# A department by one word, which names none without more.
BARE_DEPARTMENT = (
    r"(?:dienst|afdeling|team|directie|cel|departement|service|cellule|direction|department|unit|amt|abteilung"
    r"|fachbereich|referat|bureau|kantoor)"
)
OR = r"of|ofwel|ou|oder|or|en/of|et/ou|und/oder|and/or"
# Without the first of those above, which is a preposition too: "Chamber of Ghent".
SURELY_OR = r"ofwel|ou|oder|or|en/of|et/ou|und/oder|and/or"
# Behind one of these: somebody who is not named.
SOMEBODY = (
    r"(?:een|haar|zijn|hun|iemand|nog iemand|andere?n?|anders|collega\w*|vervang\w*|opvolg\w*|une?|sa|son"
    r"|leur|quelqu['’]un|autres?|coll[eè]gue\w*|rempla[cç]ante?|eine?|ihr\w*|sein\w*|jemand|andere[rs]?|kolleg\w*"
    r"|vertret\w*|stellvertret\w*|a|an|another|someone|somebody|his|her|their|colleagues?|deputy|substitute)"
)
# How the name of a department begins, where it may be one of two.
DEPARTMENTS = (
    r"(?:de |het |la |le |die |the )?(?:dienst|afdeling|team|directie|cel|departement|service|cellule"
    r"|direction|department|unit|amt|abteilung|fachbereich|fachdienst|referat|\w+dienst)"
)
