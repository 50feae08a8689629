"""The words that take an answer back, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents.
"""

# What takes *klaar* back wherever it stands in the same answer.
# Three points, and what is said too cheerfully, may be irony.
MAY_BE_IRONY = (
    r"\.\.\.|[🙄😏😒🤡🤷😬🤞😂🤣😅😉]|;-?\)"
    r"|\b(?:natuurlijk|zoals altijd|comme d'habitude|bien sur|wie immer|na klar|as usual|of course)\b"
)
TAKES_BACK = (
    MAY_BE_IRONY,
    r"\b(?:maar|behalve|nog|niet|geen|ni|nie|bijna|zo goed als|tenzij|uitgezonderd|op .{1,30} na|deels"
    r"|gedeeltelijk|half|zodra|alleen|enkel|rest|fase|stuk|moet|(?<!had ik )moeten|denk|dacht"
    r"|vermoed\w*|waarschijnlijk|(?:ik|we|wij) hoor(?:de|den)?|zegt|zei|zeggen|schijnt|blijkbaar"
    r"|naar verluidt|volgens (?!(?:(?:de|het|ons|onze) )?(?:plan|planning|schema|timing|afspraak)\b)"
    r"|misschien|normaal|als|buiten|uitgenomen|na\b(?= \w+$)|wanneer|hopelijk|morgen|straks|binnenkort"
    r"|volgende|wordt|zou|tegen|eerste deel)\b",
    r"\b(?:mais|sauf|pas|presque|encore|partiellement|excepte|bientot|si|quand|ne|seulement|reste|phase"
    r"|peut-etre|doit|doivent|pense|crois|d'apres|selon (?!le pla)|parait|apparemment|hormis|a part"
    r"|etape|partie)\b",
    r"\b(?:aber|ausser|nicht|noch|fast|teilweise|bald|wenn|sobald|kein|keine|nur|rest|phase|muss|mussen"
    r"|vielleicht|denke|glaube|laut|angeblich|anscheinend|bis auf|ausnahme|teil|schritt)\b",
    r"\b(?:but|except|not|almost|nearly|still|partly|partially|soon|once|when|if|n't|unless|yet|will"
    r"|only|rest|phase|must|maybe|probably|think|guess|apart from|other than|exception|according"
    r"|apparently|says|part|step)\b",
)
# What says nothing against *klaar* or *op schema*, though it has one of their words below.
NO_TROUBLE = (
    r"(?:nog )?(?:een )?(?:fijne|prettige|goede|mooie) (?:dag|avond|week|namiddag|voormiddag)(?: nog)?"
    r"|als (?:klaar|uitgevoerd|afgewerkt|afgerond) (?:beschouw\w*|mogen|worden)|geen (?:paniek|stress)"
    r"|kein problem|als (?:een trein|gepland|voorzien)|according to (?:the )?(?:agreed )?(?:plan|schedule"
    r"|timetable)"
    r"|tot (?:later|straks|snel|binnenkort|morgen|dan)|a (?:plus tard|bientot)|bis (?:spater|bald|dann)"
    r"|see you (?:later|soon)|(?:niets|niks) meer (?:aan )?te doen|geen (?:wijziging"
    r"|verandering)(?:en)?|geen (?:openstaande|verdere|andere) \w+(?: meer)?|(?:er )?(?:moet"
    r"|staat) (?:er )?niets meer (?:gebeuren|open)|rien d'autre a faire|nichts mehr zu tun"
    r"|(?:er|daar|hier) moet(?: er)? (?:niets|niks) meer (?:aan )?(?:gebeuren|gedaan worden)"
    r"|nothing (?:left|else|more) to do|(?:en )?nog (?:ruim |mooi |net )?(?:op tijd|binnen de termijn"
    r"|voor de (?:deadline"
    r"|\d{1,2}(?:e|de|ste)))|op naar (?:de|het) volgende(?: actie)?|(?:geen|zonder) (?:enkel )?(?:probleem"
    r"|problemen|vragen|nieuws"
    r"|zorgen|bijsturing|vertraging|afwijkingen?)|niets (?:te melden|nieuws)|(?:pas de|aucun"
    r"|sans) (?:probleme|probl\w+|retard|souci)s?|rien (?:a signaler|de nouveau)|(?:keine"
    r"|ohne) (?:probleme|verzogerung\w*)|no (?:issues|problems?|delays?|news)"
)
# What takes *op schema* back: it runs, but not as planned, or nobody is sure.
IS_NOT_SURE = (
    MAY_BE_IRONY,
    r"\b(?:maar|behalve|alleen|enkel|later|vertrag\w*|vertraagd|uitgesteld|uitstel|verschoven|niet|geen"
    r"|tenzij|als|indien|hopelijk|vast|te laat|achter|zou|misschien|waarschijnlijk|normaal|principe"
    r"|denk|vermoed\w*|hoop|moeilijk|probleem|problemen|half|deels|wacht\w*|(?:ik|we|wij) hoor(?:de"
    r"|den)?|zegt|zei|zeggen|schijnt|blijkbaar|naar verluidt|volgens (?!(?:(?:de|het|ons"
    r"|onze) )?(?:plan|planning|schema|timing|afspraak)\b)|fase|stap|bezorgd|ongerust|vrees|krap"
    r"|spannend|risico|afhankelijk|afhangt)\b",
    r"\b(?:mais|sauf|pas|ne|retard\w*|report\w*|plus tard|peut-etre|si|espere|probleme\w*|difficile"
    r"|attend\w*|pense|crois|normalement|inquiet\w*|phase|etape|d'apres|selon (?!le pla)|risque\w*)\b",
    r"\b(?:aber|ausser|nicht|kein\w*|spater|verspat\w*|verzoger\w*|verschoben|vielleicht|wenn|hoffe\w*"
    r"|problem\w*|schwierig|warte\w*|denke|glaube|eigentlich|sorge\w*|besorgt|phase|schritt|laut|risiko)\b",
    r"\b(?:but|except|not|n't|later|delay\w*|postpone\w*|maybe|probably|if|hope\w*|problem\w*|issue\w*"
    r"|difficult|wait\w*|think|guess|unless|should|tight|worr\w*|concern\w*|phase|step|according|risk\w*)\b",
)
# What makes a later day doubtful wherever it stands in the same answer.
DOUBTS_THE_DAY = (
    r"\b(?:tenzij|niet (?:\w+ )?zeker|misschien|hopelijk|waarschijnlijk|vermoedelijk|onder voorbehoud|sauf"
    r"|pas (?:\w+ )?(?:sur|certaine?)"
    r"|peut-etre|probablement|sous reserve|espere\w*|es sei denn|nicht (?:\w+ )?sicher|vielleicht"
    r"|wahrscheinlich|hoffentlich"
    r"|unter vorbehalt|unless|not (?:\w+ )?(?:sure|certain)|maybe|perhaps|probably|hopefully|subject to)\b"
    r"|[🙄😏🤷🤞😬]"
)
