"""Words by which a staff list says who works here and who does not any more, in four languages, as data.

Compared in lower case, without accents and signs; a tick and a cross as they are.
"""

IN_SERVICE = frozenset(
    """
    ja|j|oui|o|yes|y|x|v|1|true|waar|vrai|wahr|actief|actieve|actif|active|aktiv|in dienst|en service
    |en fonction|in service|employed|tewerkgesteld|nog in dienst|✓|✔|☑
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
OUT_OF_SERVICE = frozenset(
    """
    nee|neen|n|non|no|nein|0|false|onwaar|faux|falsch|inactief|niet actief|inactif|inactive|non actif
    |non active|not active|inaktiv|nicht aktiv|uit dienst|niet in dienst|niet meer in dienst|vertrokken
    |ontslagen|met pensioen|gepensioneerd|pensioen
    |sorti|sortie|parti|partie|hors service|pensionne|pensionnee|retraite
    |retraitee|a la retraite|demissionne|left|gone|retired|resigned|departed|former|ausgeschieden|im ruhestand
    |nicht mehr im dienst|✗|✘|✕|☒
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
# At the beginning of a remark or in brackets behind a name: the person may not work here any more.
LEFT_PATTERN = (
    r"(?:is |est |reeds |al |deja |has )*(?:uit dienst|niet meer in dienst|vertrokken|met pensioen"
    r"|gepensioneerd|gestopt|ontslagen|inactief|niet actief|hors service|a quitte|sortie?|partie?|retraitee?"
    r"|pensionnee?|inactif"
    r"|left|gone|retired|resigned|no longer (?:here|employed)|inactive|ausgeschieden|im ruhestand"
    r"|nicht mehr (?:da|im dienst))\b"
)
# In the title of a sheet, or in a line above people: those below it do not work here any more.
LEFT_HEADING_PATTERN = (
    r"\b(?:uit dienst(?:getreden|treding\w*)?|uitdienst\w*|niet (?:meer )?(?:in dienst|actie(?:f|ven?))"
    r"|inactie(?:f|ven?)"
    r"|vertrokken|vertrekkers|gepensioneerden?|(?:ex|oud|voormalige?|vroegere|gewezen)"
    r" (?:medewerkers?|personeel\w*|collega s|werknemers)"
    r"|sorti(?:e?s)?(?! scolaires?| culturelles?| de secours)|partis(?! politiques)|departs"
    r"|ancien(?:ne)?s? (?:agent|colleg|collaborat|employe|membre|travailleu|personnel)\w*|anciens(?= \d|$)"
    r"|inactifs|hors service"
    r"|(?<!maison de )(?<!maisons de )(?<!caisse de )(?<!caisse des )(?<!service des )retraites|pensionnes"
    r"|left|leavers|former|retired|inactive|departed|ausgeschieden\w*|ehemalige?)\b"
)
# Before such words in a title: those below it are the others.
WITHOUT_PATTERN = (
    r"\b(?:zonder|excl\w*|exkl\w*|niet|geen|behalve|uitgezonderd|hors|sans|sauf|non|without|except|not|no"
    r"|ohne|ausser|nicht)\b"
)
# Beside such words in a title: those below it both came and left. Theirs stand as a sign.
LEFT_SIGN = "|"
BOTH_HEADING_PATTERN = (
    r"\bin (?:(?:en|of|et|and|und) )?\||\b(?:in dienst\w*|indienst\w*|actie(?:f|ven?)|actifs?|actives?"
    r"|en service|arrivees|entrees|in service|joiners|starters|current|present|huidige?|actuels?|aktuelle?"
    r"|aktive?n?|im dienst)\b"
)
