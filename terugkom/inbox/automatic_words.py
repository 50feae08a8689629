"""What automatic answers say: words and patterns in Dutch, French, German and English, as data.

They are compared with text in lower case and without accents.
"""

# With what the subject of an automatic answer begins, or what it is.
SUBJECT_STARTS = (
    r".*\bauto-?repl(?:y|ies)\b|"
    r"automatisch antwoord|automatische reactie|afwezig|afwezigheid|ik ben afwezig|niet op kantoor"
    r"|out of office"
    r"|automatic reply|auto(?:matic)?[ -]?reply|auto(?:matic)?[ -]?response|autoreply|auto:|away from"
    r"|i am away"
    r"|on (?:holiday|vacation|leave)|vacation|absence|absent|reponse automatique|message d'absence"
    r"|automatische antwort|abwesenheit|abwesend|nicht im (?:buro|haus)|ooo\b|vakantie\b|verlof\b|conge\b"
    r"|urlaub\b"
)
# What the text of such an answer says.
TEXT_PHRASES = (
    r"\bik ben (?:momenteel |op dit moment |tijdelijk |vandaag |deze week |nu )?(?:afwezig"
    r"|met (?:verlof|vakantie|ziekteverlof)"
    r"|niet (?:aanwezig|bereikbaar|op kantoor)|op (?:vakantie|verlof)|buiten kantoor|uit kantoor)\b",
    r"\b(?:ben|wegens) .{0,30}\bafwezig (?:tot|van|t/m|vanaf)\b|\btijdens mijn afwezigheid\b"
    r"|\bik lees mijn mail",
    r"\bje suis (?:actuellement |momentanement )?(?:absente?|en (?:conge|vacances))\b|\ben mon absence\b",
    r"\bich bin (?:derzeit |zurzeit |momentan |aktuell |vom |bis |ab |am )?.{0,40}"
    r"(?:nicht (?:im|erreichbar|am)|abwesend|im urlaub|ausser haus)\b|\bin meiner abwesenheit\b",
    r"\bi(?: am|'m|’m) (?:currently |presently |now )?(?:out of (?:the |my )?office|away|on (?:leave"
    r"|vacation|holiday|annual"
    r" leave|maternity|parental)|travell?ing)\b|\bi will be (?:out|away|on)\b|\bin my absence\b"
    r"|\baway from the office\b|\bout on (?:vacation|leave|holiday)\b|^(?:re: .*\n)?ooo\b"
    r"|\bout of (?:the )?office\b|\bautomat(?:ic|ed) (?:reply|response)\b|\bautomatisch (?:antwoord"
    r"|bericht)\b",
)
# With what a return is announced; the date follows.
RETURN_PHRASES = (
    r"(?:ben ik (?:weer |terug )*(?:aanwezig|bereikbaar|terug|op kantoor)|(?:weer |terug )(?:aanwezig"
    r"|bereikbaar|op kantoor)"
    r"|ben ik (?:er )?(?:weer|terug)|terug)(?: op| vanaf| sinds)?",
    r"(?:de retour|je serai de retour|reviens|rentre|retour)(?: au bureau)?(?: le| a partir du| des le)?",
    r"(?:wieder|zuruck)(?: im (?:buro|haus))?(?: erreichbar| da)?(?: am| ab)?(?: dem)?",
    r"(?:return(?:ing)?|back|be back|available again)(?: (?:to|in|at) (?:the |my )?(?:office|work"
    r"|desk))?(?: on| from)?",
)
# After these the last day of an absence is named.
UNTIL_PHRASES = (
    r"(?:afwezig|verlof|vakantie|kantoor|absent|absente|conge|conges|vacances|urlaub|abwesend|office|away"
    r"|leave|holiday|"
    r"vacation).{0,60}?(?:tot en met|t/m|tem|tot|jusqu'au|au|bis einschliesslich|bis zum|bis|until|till"
    r"|through|thru|to)",
)
# The same, in a mail that tells of an absence elsewhere.
ANY_UNTIL = r"tot en met|t/m|tem|tot|jusqu'au|bis einschliesslich|bis zum|bis|until|till|through|thru"
INCLUSIVE = (
    r"(?:tot en met|t/m|tem|au|jusqu'au|bis einschliesslich|bis zum|bis|through|thru|inclus"
    r"|inbegrepen|included)$"
)
# Who says that they do not work here any more.
DEPARTED_PHRASES = (
    r"\b(?:ik )?(?:werk|ben) (?:\w+ ){0,4}?(?:niet (?:meer|langer) (?:\w+ ){0,4}?(?:werkzaam|bij|voor"
    r"|in dienst)|niet meer)\b"
    r"|\bniet (?:meer|langer) (?:werkzaam|in dienst)\b|\buit dienst\b",
    r"\bje ne travaille plus\b|\bne fait plus partie\b|\ba quitte (?:la|le|notre)\b",
    r"\barbeite (?:ich )?nicht mehr\b|\bnicht mehr (?:bei|fur|im unternehmen|tatig)\b",
    r"\bno longer (?:work|works|working|employed|with|at|an employee)\b|\bhas left (?:the|our)\b",
)
