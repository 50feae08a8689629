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
    r" (?:voor|van|pour|de|fur|der|for|of) ?(?:de |l'|die )?(?:actie|oplevering|action|the action|massnahme))"
    rf"{_IS}"
)
# Of these a day is none of the action: "Klaar. Ik ben afwezig tot 9 maart."
IS_AWAY = (
    r"\b(?:afwezig|verlof|vakantie|terug|absente?|conges?|vacances|retour|abwesend|urlaub|zuruck|away|leave"
    r"|holidays?|out of (?:the )?office|back)\b"
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
    r"|(?:(?:de|het|die|dat|ons|onze|le|la|les|l'|notre|der|das|the|our) ?)(?!actie|action|massnahme|deadline"
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
        "in", "tot", "tegen", "naar", "voor", "wordt", "worden", "zal", "pas", "en", "a", "au", "pour",
        "im", "bis", "auf", "wird", "erst", "to", "until", "till", "by", "be", "for", "begin", "eind", "half",
        "einde", "fin", "mi", "debut", "anfang", "mitte", "ende", "end", "mid", "of", "van", "dit", "is",
    )
)  # fmt: skip
# Words with which a day that has no figure at its front begins: "eind maart 2027".
PERIOD_BEGINNINGS = frozenset(
    (
        "begin",
        "half",
        "halverwege",
        "medio",
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
