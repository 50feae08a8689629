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
    r"\b(?:uit dienst(?:getreden|treding\w*)?|uitdienst\w*|niet (?:meer )?(?:in dienst|actief)"
    r"|inactie(?:f|ven?)"
    r"|vertrokken|vertrekkers|gepensioneerden?|(?:ex|oud|voormalige?|vroegere|gewezen)"
    r" (?:medewerkers?|personeel\w*|collega s|werknemers)"
    r"|sorti(?:e?s)?|partis|departs|anciens|inactifs|hors service|retraites|pensionnes"
    r"|left|leavers|former|retired|inactive|departed|ausgeschieden\w*|ehemalige?)\b"
)
# In such a title: those below it both came and left.
BOTH_HEADING_PATTERN = (
    r"\b(?:in (?:en|of) (?:uit|niet)|arrivees|entrees|joiners|starters|actie(?:f|ven?) en|actifs et)\b"
)
