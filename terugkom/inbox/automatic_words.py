"""What automatic answers say: words and patterns in Dutch, French, German and English, as data.

They are compared with text in lower case, without accents and brackets, on one line.
"""

# With what the subject of an automatic answer begins, or what it is.
SUBJECT_STARTS = (
    # that a machine wrote it
    r".*\bauto-?repl(?:y|ies)\b",
    r"auto(?:matic|mated)?[ -]?(?:reply|response)|autoreply|auto ?:",
    r"automatisch antwoord|automatische reactie|reponse automatique|automatische antwort",
    # that somebody is away
    r"afwezig|ik ben afwezig|niet op kantoor|vakantie\b|verlof\b",
    r"absen(?:ce|t)|message d'absence|conge\b",
    r"abwesen(?:d|heit)|nicht im (?:buro|haus)|urlaub\b",
    r"(?:.*\()?out of (?:the )?(?:office|town)|ooo\b|away from|vacation|on (?:holiday|vacation|leave)",
    r"i(?: am|'m) (?:away|out|on (?:holiday|vacation|leave))",
    # the name of who is away, as Notes writes it: "An Peeters is out of the office."
    r"[^?]{1,60}\b(?:is|ist|est) (?:momenteel |actuellement |derzeit |currently )?"
    r"(?:afwezig|absente?(?:\(e\))?|abwesend|ausser haus|ooo|away|out(?: of (?:the )?office)?"
    r"|on (?:\w+ )?leave)"
    r"(?: de .{1,60}| until .{1,40})?[ .]*(?:\(.{1,30}\))?$",
)
# What the text of such an answer says at its beginning.
TEXT_PHRASES = (
    r"\bik ben (?:momenteel |op dit moment |tijdelijk |vandaag |deze week |nu )?(?:afwezig"
    r"|met (?:verlof|vakantie|ziekteverlof)|niet (?:aanwezig|bereikbaar|op kantoor)|op (?:vakantie|verlof)"
    r"|buiten kantoor|uit kantoor)\b",
    r"\b(?:ben|wegens) .{0,30}\bafwezig (?:tot|van|t/m|vanaf)\b|\btijdens mijn afwezigheid\b"
    r"|\bik lees mijn mail",
    r"\bje (?:suis|serai|serais) (?:actuellement |momentanement )?(?:absente?|en (?:conges?|vacances))\b",
    r"\ben mon absence\b",
    r"\bich bin (?:derzeit |zurzeit |momentan |aktuell |vom |bis |ab |am )?.{0,40}"
    r"(?:nicht (?:im|erreichbar|am)|abwesend|im urlaub|ausser haus)\b|\bin meiner abwesenheit\b",
    r"\b(?:ich werde|bin ich) .{0,40}(?:nicht (?:im|erreichbar|am)|abwesend|im urlaub|ausser haus)\b",
    r"\b(?:i am|i'm|i will be|i'll be|(?:but|and) am) (?:currently |presently |now )?(?:out of (?:the |my )?"
    r"(?:office|town)|out on|ooo)\b|^(?:out of (?:the )?office|ooo)\b",
    r"\bi(?: am|'m| will be|'ll be) (?:currently |presently |now )?(?:away|travell?ing|on (?:\w+ )?"
    r"(?:leave|vacation|holidays?))\b",
    r"\bi will not be (?:checking|reading) my\b|\bin my absence\b|\baway from the office\b",
    # that a machine wrote it
    r"\bautomat(?:ic|ed) (?:reply|response|message|e-?mail|notification)\b|\bautomatically generated\b",
    r"\b(?:auto-?reply|autoresponder) to a message\b|\bthis is an auto-?(?:reply|responder)\b",
    r"\bautomatisch (?:antwoord|bericht|gegenereerd|aangemaakt|verzonden|generierte?|erstellt|erzeugt)\b",
    r"\b(?:reponse|message) automatique\b|\bautomatisch von einem\b",
)
# With what a return is announced; the date follows.
RETURN_PHRASES = (
    r"(?:ben ik (?:weer |terug )*(?:aanwezig|bereikbaar|terug|op kantoor)|(?:weer |terug )(?:aanwezig"
    r"|bereikbaar|op kantoor)|ben ik (?:er )?(?:weer|terug)"
    r"|(?:terug|opnieuw)(?: (?:aanwezig|bereikbaar|beschikbaar|op kantoor|aan het werk|aan de slag))?)"
    r"(?: op| vanaf| sinds)?",
    r"(?:de retour|je serai de retour|reviens|reviendrai|rentre|retour)(?: au bureau)?"
    r"(?: le| a partir du| des le)?",
    r"(?:wieder|zuruck)(?: im (?:buro|haus))?(?: erreichbar| da)?(?: am| ab)?(?: dem)?",
    r"(?:return(?:ing)?|back|be back|available again)(?: (?:to|in|at) (?:the |my )?(?:office|work"
    r"|desk))?(?: on| from)?",
)
# The same where the date stands before it: "vanaf 22/3 ben ik er weer".
RETURN_FROM = r"vanaf|ab(?: dem)?|from|a partir du|des le"
RETURN_BEHIND = (
    r"(?:ben ik|lees ik|bin ich|wieder|weer|opnieuw|terug|je (?:suis|serai)|de retour|i(?: am|'m"
    r"| will be|'ll be)"
    r"|back)\b"
)
_LAST_DAY = (
    r"tot en met|t/m|t\.?e\.?m\.?|tot|jusqu'au|bis (?:und mit|einschliesslich)|bis zum|bis am|bis"
    r"|until|'?till?|through|thru"
)
# After these the last day of an absence is named.
UNTIL_PHRASES = (
    r"(?:afwezig|verlof|vakantie|kantoor|absente?|conges?|vacances|urlaub|abwesend|office|away|leave|holiday|"
    rf"vacation).{{0,60}}?(?:{_LAST_DAY}|au|to)",
)
# The same, in a mail that tells of an absence elsewhere.
ANY_UNTIL = _LAST_DAY
# Between two days: from 9/22 - 9/27, between 7th-13th of January.
RANGE = r"(?<=\d) ?[-–] ?|(?<=\d(?:st|nd|rd|th)) ?[-–] ?"
# Before a day that is not quite certain.
ABOUT = r"^(?:around|about|approximately|rond|omstreeks|ongeveer|environ|vers|etwa|ca\.?|ungefahr) "
# Of a phrase: the day that follows is one of absence still.
INCLUSIVE = (
    r"(?:tot en met|t/m|t\.?e\.?m\.?|au|jusqu'au|bis (?:und mit|einschliesslich)|bis zum|bis am|bis"
    r"|through|thru|to)$"
)
# Behind a day: it is one of absence still.
INCLUDED = r"^.{0,40}?\b(?:inclus|inbegrepen|inclusief|einschliesslich|included|inclusive)\b"
# Who says that they do not work here any more.
DEPARTED_PHRASES = (
    r"\b(?:ik )?(?:werk|ben) (?:\w+ ){0,4}?(?:niet (?:meer|langer) (?:\w+ ){0,4}?(?:werkzaam|bij|voor"
    r"|in dienst)|niet meer)\b"
    r"|\bniet (?:meer|langer) (?:werkzaam|in dienst)\b|\buit dienst\b"
    r"|\bik ben (?:\w+ ){0,2}met pensioen\b"
    r"|\b(?:heeft|heb) (?:de|onze) (?:organisatie|gemeente|dienst) verlaten\b",
    r"\bje ne travaille plus\b|\bne fait plus partie\b|\b(?:a|ai) quitte (?:la|le|l'\w+|notre)\b"
    r"|\bje suis (?:\w+ )?(?:a la retraite|pensionnee?|retraitee?)\b",
    r"\barbeite (?:ich )?nicht mehr\b|\bnicht mehr (?:bei|fur|im unternehmen|tatig)\b"
    r"|\bich bin (?:\w+ ){0,3}im ruhestand\b",
    r"\b(?:i|he|she) (?:am |is )?no longer (?:works?|working|employed|with|at|an employee)\b"
    r"|\bno longer (?:working|employed) (?:for|at|with|here|in) |\b(?:has|have) left (?:the|our) "
    r"(?:company|organi[sz]ation|municipality|team|office|council|service|department)\b"
    r"|\bdo(?:es)? not work (?:\w+ ){0,4}any ?more\b|\bi have retired\b",
)
