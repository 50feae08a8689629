"""Words by which a sentence looks forward, and by which it looks back: regular expressions by language.

They are matched in lower case. A participle with *is* or *has* looks back, unless it says what is planned.
"""

# What stands before a day and a month as numbers, 3/12, without which they may be a fraction.
BEFORE_A_DAY = r"op|tegen|voor|tot|vanaf|le|on|by|am|bis"
# What stands before the first day of something that goes on: true after that day too.
BEFORE_A_FIRST_DAY = (
    r"vanaf|sinds|met ingang van|à partir du|à partir de|dès|dès le|depuis|depuis le|ab|ab dem|seit|seit dem"
    r"|from|since|as of|starting"
)
LOOKING_FORWARD = {
    "nl": r"komt|komen|zal|zullen|zult|gaat|gaan|starte?n?|begint|beginnen|wordt|worden|volgt|volgen"
    r"|moet|moeten|opent|openen|levert|leveren|vindt|vinden|kunt|kan|kunnen|verwacht(?:en)?|plannen"
    r"|gepland|voorzien|tegen|uiterlijk|binnenkort|nodigen|schrijf|verwelkomen|verschijnt|verschijnen",
    "fr": r"sera|seront|va|vont|doit|doivent|arrive|arrivent|commence|commencent|débute|débutent|ouvre"
    r"|ouvrent|prévue?s?|d'ici|bientôt|pouvez|suivra|\w+(?:era|ira|dra|eront|iront|dront)",
    "de": r"kommt|kommen|wird|werden|soll|sollen|muss|müssen|beginnt|beginnen|startet|starten|öffnet"
    r"|öffnen|findet|finden|folgt|folgen|können|kann|geplant|vorgesehen|bis|spätestens|demnächst"
    r"|erscheint",
    "en": r"will|comes|come|must|starts?|begins?|opens?|delivers?|follows?|can|expects?|expected|planned"
    r"|due|by|soon|takes?|is to|are to|going to",
}
LOOKING_BACK = {
    "nl": r"sinds|was|waren|werd|werden|kwam|kwamen|ging|gingen|moest|moesten|zou|zouden|had|hadden|vond"
    r"|vonden|begon|begonnen|startte|startten|kon|konden|kreeg|kregen|verscheen|verschenen|opende"
    r"|openden|(?:is|zijn|heeft|hebben)\b.*\b(?!gepland|voorzien|geld\b)"
    r"(?:\w*ge\w+(?:d|t|en)|beslist|besloten|verhuisd|ontvangen)",
    "fr": r"depuis|était|étaient|fut|furent|avait|avaient|devait|devaient|(?:a|ont)\s+été"
    r"|(?:a|ont|est|sont)\s+(?!prévu)\w+(?:é|i|u|is|it)(?:e?s?)?",
    "de": r"seit|war|waren|wurde|wurden|kam|kamen|hatte|hatten|sollte|sollten|musste|mussten|fand|fanden"
    r"|begann|(?:ist|sind|hat|haben)\b.*\b(?!geplant)\w*ge\w+(?:t|en)",
    "en": r"since|was|were|had|has|have|came|did|started|began|opened|went|took|delivered",
}
# What stands behind a day on which something was decided: that day is no promise, whatever was decided.
DECIDING = {
    "nl": r"besliste|beslisten|besloot|besloten",
    "fr": r"a\s+décidé|ont\s+décidé",
    "de": r"beschloss|beschlossen|entschied|entschieden",
    "en": r"decided",
}
# Endings of a past tense; other words have them too, so they count only where nothing looks forward.
PAST_ENDINGS = {
    "nl": r"\w{3,}(?:te|ten|de|den)",
    "fr": r"\w{2,}(?:ait|aient)",
    "de": r"\w{3,}(?:te|ten)",
    "en": r"\w{2,}ed",
}
