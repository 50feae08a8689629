"""What the buttons of the digest write into a mail, and how people write a day behind them."""

# What the buttons of the digest write into the body for its reader to go on: no words of theirs.
BUTTON_TEXTS = (
    r"klaar op|hoe het staat|nieuwe datum en waarom|termine le|ou en est-on|nouvelle date et pourquoi"
    r"|done on|how it stands|new date and why|fertig am|wie es steht|neues datum und warum"
)
# The one of them behind which the day is written on which the action was done.
DONE_ON = r"(?:klaar op|termine le|done on|fertig am)"
# How a day that was is written there. Any other word may be of a day to come: "vrijdag", "over twee weken".
DAY_THAT_WAS = (
    r"(?:op |in |sinds |depuis |seit |since )?(?:(?:al |reeds |deja |schon |bereits |already )+(?:sinds |op "
    r"|depuis |le |seit |am |since |on )?|(?:vandaag|heden|daarnet|daarstraks|zonet|zojuist|gister\w*"
    r"|eergister\w*"
    r"|vanmorgen|vanochtend|vorige?|verleden|voorbije|afgelopen|aujourd'hui|hier|avant-hier|heute"
    r"|(?:vor)?gestern|letzte[nrs]?|vergangene[nrs]?|today|yesterday|last|this morning"
    r"|(?:deze|de) (?:ochtend|voormiddag)|ce matin|diesen morgen)\b"
    r"|(?:eind|einde|begin|midden|half|fin|debut|mi|ende|anfang|mitte|end|start|the end) (?:of |de |van )?"
    r"(?:vorige?|verleden|afgelopen|letzte[nrs]?|last)\b"
    r"|(?:eind|einde|begin|midden|half|fin|debut|mi|the end)?-? ?(?:de |du )?(?:la |le )?mois"
    r" (?:derniere?|passee?)\b"
    r"|(?:la |le )?(?:semaine|mois|annee|printemps|ete|automne|hiver|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche) (?:derniere?|passee?)\b"
    r"|\w+ (?:jl|ll|jongstleden|laatstleden|geleden)\b|(?:een |\w+ )?\w+ (?:geleden|ago)\b|il y a\b"
    r"|vor \w+ \w+)"
)
# Words of a day or a period: alone they are not known to be of one that was.
NAMES_A_TIME = (
    r"\b(?:(?:over)?morgen|demain|tomorrow|weekend|we(?:ek|ken)|semaines?|wochen?|weeks?|dag(?:en)?|jours?"
    r"|tagen?|days?|maand(?:en)?|mois|monate?n?|months?|zomer|herfst|winter|lente|ete|automne|hiver"
    r"|printemps|sommer|herbst|fruhling|summer|autumn|spring|pasen|kerst|paques|noel|ostern|weihnachten"
    r"|easter|christmas|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:lun|mar|mercre|jeu|vendre"
    r"|same)di|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
