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
# In brackets behind a name: who does it for now, for certain.
ACTING = r"a\.?i\.?|ad interim|w(?:nd|aarnemend)\.?|int[eé]rim|i\.?v\.?|acting|kommissarisch"
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
AND_OTHERS = r"e\.a|en anderen|et al|et autres|u\. ?a|und andere|and others"
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
OR = r"of|ofwel|ou|oder|or"
# How the name of a department begins, where it may be one of two.
DEPARTMENTS = (
    r"(?:de |het |la |le |die |the )?(?:dienst|afdeling|team|directie|cel|departement|service|cellule"
    r"|direction|department|unit|amt|abteilung|fachbereich|fachdienst|referat|\w+dienst)"
)
