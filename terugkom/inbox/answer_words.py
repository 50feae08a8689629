"""The clear words by which an owner says how an action stands, in Dutch, French, German and English, as data.

Each is a regular expression for a whole clause, in lower case and without accents. What is not here is no
choice, and goes to a person: "bijna klaar" for one, and "klaar met de offerte".
"""

from terugkom.plan.report_progress import ProgressChoice

# Who or what a clause speaks of: the action as a whole. "De offerte is klaar" is not of it, and no choice.
_NL_SUBJECT = r"(?:het|dit|dat|da|'t|alles|(?:de|deze|die|onze) actie|(?:heel )?(?:dit|het|de) project)"
_NL_IT = (
    rf"(?:(?:{_NL_SUBJECT}|die|deze) (?:is|zijn|staat|werd) |(?:is|zijn|werd) |'?t ?is |da'?s "
    r"|(?:intussen|ondertussen|inmiddels) |(?:we|wij|ik) (?:zijn|ben) er ?mee )?"
)
_NL_SINCE = r"(?:vorige|voorbije|afgelopen) \w+|in \w+|eind \w+|begin \w+"
_NL_ALL = (
    r"(?:(?:nu|intussen|ondertussen|inmiddels|helemaal|volledig|al|al lang|reeds|eindelijk|dus|gisteren"
    r"|vandaag"
    rf"|(?:voor )?100 ?%|{_NL_SINCE}) ){{0,3}}"
)
_NL_DONE = (
    r"(?:klaar(?: is kees)?|afgewerkt|afgerond|gedaan|voltooid|uitgevoerd|gerealiseerd|in orde gebracht"
    r"|afgehandeld|geregeld|gebeurd|opgeleverd|achter de rug|(?:al lang|volledig|helemaal|allemaal) in orde)"
)
_NL_DONE_END = (
    rf"(?: (?:hoor|ze|zenne|ondertussen|intussen|{_NL_SINCE}|(?:sinds|op) [\w/.]+(?: \w+){{0,2}}"
    r"|door (?:\w+ ){0,4}\w+|en (?:al )?(?:betaald|in gebruik|ingehuldigd|geopend))){0,2}"
)
_NL_GOES = (
    r"(?:op (?:schema|koers|tijd)|(?:volgens|zoals) (?:(?:de|het) )?(?:plan|planning|schema|voorzien"
    r"|gepland|afgesproken)"
    r"|onder controle|bezig|lopende?|in uitvoering)"
)
_NL_STILL = (
    r"(?:(?:nog|altijd|steeds|mooi|goed|volop|allemaal|netjes|perfect|gewoon|er|mee|ermee|rustig|prima"
    r"|momenteel"
    r"|nu|vlot|verder) ){0,3}"
)
_NL_ACTS = (
    r"(?:(?:alles|(?:we|wij|ik)|de uitvoering|de werken|het werk) |(?:het|dit|dat|'t|(?:de|deze"
    r"|onze) actie) )?"
    r"(?:(?:zit|zitten|ligt|liggen|is|zijn|ben|loopt|t?loopt|verloopt|gaat|staat|blijft|blijven) )?"
)
_FR_IT = (
    r"(?:(?:c'est|c'etait|l'action est|cette action est|le projet est|tout est|ca y est|tout a ete"
    r"|cela a ete|ca a ete) )?"
    r"(?:(?:entierement|completement|totalement|maintenant|deja|enfin|bien) ){0,2}"
)
_FR_DONE = (
    r"(?:terminee?s?|finie?s?|faite?s?|achevee?s?|realisee?s?|reglee?s?|executee?s?"
    r"|cloturee?s?)(?: a 100 ?%)?"
    r"(?: depuis .{2,25}| la semaine (?:derniere|passee)| le mois (?:dernier|passe)| hier)?"
)
_FR_GOES = (
    r"(?:en cours|dans les temps|en bonne voie|sous controle|sur les rails|comme prevu|dans les delais"
    r"|selon le planning|conforme au planning)"
)
_DE_IT = (
    r"(?:(?:es|das|dies|die massnahme|diese massnahme|die aktion|das projekt|alles) (?:ist|wurde) )?"
    r"(?:(?:jetzt|ganz|bereits|schon|alles|komplett|vollstandig|inzwischen|endlich) ){0,2}"
)
_DE_DONE = r"(?:fertig|erledigt|abgeschlossen|umgesetzt|ausgefuhrt|beendet)"
_EN_IT = (
    r"(?:(?:it is|it's|it was|this is|this was|that is|that's|that was|(?:the|this) action is|(?:the"
    r"|this) project is"
    r"|this one is|all|everything is|we are|(?:it|this|that) has been|(?:it|that)'s been|all of it is) )?"
    r"(?:(?:now|all|completely|fully|already|finally|so) ){0,2}"
)
_EN_DONE = (
    r"(?:done|finished|completed?|ready|sorted(?: out)?|wrapped up)"
    r"(?: (?:for ages|last \w+|yesterday|a while ago|since .{2,20}))?"
)
_EN_GOES = (
    r"(?:on track|on schedule|in progress|under ?way|ongoing|(?:going )?(?:as planned|to plan)|going well)"
)
_UNTIL = (
    r"(?: (?:tot|tegen|op|naar|jusqu'au|jusqu'a|au|le|pour le|bis|bis zum|auf den|am|until|till|to|by|on)\b)?"
)

WHOLE_CLAUSES: dict[ProgressChoice, tuple[str, ...]] = {
    ProgressChoice.DONE: (
        rf"{_NL_IT}{_NL_ALL}{_NL_DONE}{_NL_DONE_END}",
        rf"{_FR_IT}{_FR_DONE}",
        rf"{_DE_IT}{_DE_DONE}",
        rf"{_EN_IT}{_EN_DONE}",
    ),
    ProgressChoice.ON_TRACK: (
        rf"{_NL_ACTS}{_NL_STILL}{_NL_GOES}(?: en {_NL_ACTS}{_NL_STILL}{_NL_GOES})?(?: voor de deadline)?",
        r"(?:(?:het|dit|dat|'t|de actie|alles|dat|t) ?)?(?:loopt|verloopt|gaat|zit)(?: nog| altijd"
        r"| heel| zeer)*"
        r"(?: goed| goe| vlot)",
        r"(?:(?:het|dit|de actie|alles) )?loopt(?: nog)?",
        r"er wordt (?:\w+ )?aan gewerkt|(?:we|wij|ik) werken? (?:er )?(?:\w+ )?aan|(?:we|wij"
        r"|ik) werken? eraan",
        r"de planning (?:wordt (?:gevolgd|gehaald)|blijft|klopt)|(?:we|wij) volgen de planning"
        r"|(?:timing|planning) (?:is )?ongewijzigd|(?:we|wij|ik) doen? (?:rustig |gewoon )?verder",
        rf"(?:(?:nous sommes|on est|je suis|(?:c'est|tout est|l'action est|le projet est)"
        rf"|les travaux sont) )?"
        rf"(?:toujours |bien |deja )?{_FR_GOES}",
        rf"(?:tout|ca|cela|l'action|le projet) (?:avance|roule|suit son cours|se passe|se deroule"
        rf"|progresse|va)"
        rf"(?: bien| normalement)?(?: {_FR_GOES})?",
        r"(?:on|nous) y travaill(?:e|ons)|on est dessus|nous y sommes|(?:le )?planning est respecte",
        r"(?:(?:es|alles|das|wir sind|die massnahme|die aktion) )?(?:ist )?(?:noch |alles )?"
        r"(?:im plan|im zeitplan|in arbeit|auf kurs|nach plan|wie geplant)",
        r"(?:es |alles )?lauft(?: alles)?(?: gut| nach plan| wie geplant)?|wir sind dran|wir arbeiten daran",
        rf"(?:(?:it is|it's|we are|we're|all|everything is|(?:the|this) action is|things are"
        rf"|all is) )?(?:still |all |well )?"
        rf"{_EN_GOES}|we are working on it|we're working on it|working on it",
    ),
    ProgressChoice.STUCK: (
        r"(?:ik|we|wij|het|dit|de actie) (?:zit|zitten|loopt) (?:\w+ )?vast|(?:zit )?vast|vastgelopen"
        r"|geblokkeerd",
        r"(?:je suis|nous sommes|c'est) (?:bloque|bloquee|bloques)|bloque|bloquee",
        r"(?:ich|wir) (?:stecke|stecken|komme|kommen) (?:fest|nicht weiter)|blockiert|festgefahren",
        r"(?:(?:i am|i'm|we are|we're|it is) )?(?:stuck|blocked)",
    ),
    ProgressChoice.LATER: (
        rf"(?:(?:het|dit|de actie) wordt |graag )?(?:later|uitstel|uitgesteld|verschoven){_UNTIL}",
        rf"plus tard{_UNTIL}|(?:reporte|reportee|report|a reporter){_UNTIL}",
        rf"(?:spater|verschoben|aufschub){_UNTIL}",
        rf"(?:(?:it will be|it's) )?(?:later|postponed|delayed){_UNTIL}",
    ),
}
# How a clause begins that may be a choice behind other words: "De keuring was goed. De actie is klaar."
NAMES_THE_ACTION = (
    rf"(?:{_NL_SUBJECT}|(?:we|wij|ik) (?:zijn|ben) er ?mee|er wordt|(?:we|wij)) "
    r"|(?:c'est|l'action|cette action|le projet|tout|nous|on) |(?:die massnahme|diese massnahme"
    r"|die aktion|alles|das|es|wir) "
    r"|(?:it|it's|this|that|everything|the action|this action|the project|we) "
)
# Words before a clause that change nothing of it.
LEADS_IN = r"(?:(?:ja|jawel|yes|oui|ok|en(?! cours| bonne)|dus|so|and|donc|et|und|also) )+"
# Clauses that say nothing of the action, before the one that does.
SAYS_NOTHING = (
    r"ja|jazeker|zeker|jup|yes|oui|jawohl|ok(?:e|ay)?|sorry|excuseer|excuses|goed nieuws|bij deze"
    r"|ter info|geen probleem"
    r"|in antwoord op (?:uw|je|jouw) mail|(?:hierbij|kort) (?:een )?antwoord|hallo|hey|hoi|dag(?: \w+){0,2}"
    r"|goe(?:de)?(?:morgen|middag|namiddag|avond)(?: \w+)?|beste(?: \w+){0,2}|bonjour(?: \w+){0,2}"
    r"|bonne nouvelle|guten (?:tag|morgen)(?: \w+){0,2}|gute nachrichten|good news|hi(?: \w+)?"
    r"|hello(?: \w+)?|dear \w+"
)
# With the date behind it: what an answer begins with. After the second kind nothing but a reason may follow.
LATER_BEGINNINGS = WHOLE_CLAUSES[ProgressChoice.LATER]
BECOMES_BEGINNINGS = (
    rf"(?:(?:het|dit|dat|da|'t|de actie) )?(?:wordt|zal|t?zal|t?wordt)(?: dit"
    rf"| het)?(?: pas)?(?: verschoven)?{_UNTIL}",
    rf"(?:(?:het|dit|de actie) )?(?:schuift op|verschuift|is verschoven|opgeschoven){_UNTIL}",
    r"(?:de )?(?:nieuwe (?:datum|deadline)|la nouvelle (?:date|echeance)|nouvelle (?:date|echeance)"
    r"|neuer termin"
    r"|neues datum|new (?:date|deadline)|the new (?:date|deadline))(?: is| est| ist|:| :)*",
    rf"(?:ce sera|ca sera)(?: pour| en)?{_UNTIL}",
    rf"(?:es|das) wird(?: erst)?{_UNTIL}",
    rf"(?:it will be|(?:it is |it's )?(?:moved|pushed back|pushed)){_UNTIL}",
)
IS_A_REASON = r"[.,;:!(-]|(?:zijn|worden|want|omdat|wegens|door|car|parce que|weil|wegen|because|as)\b|$"
# What takes *klaar* back wherever it stands in the same answer.
TAKES_BACK = (
    r"\b(?:maar|behalve|nog|niet|geen|bijna|zo goed als|tenzij|uitgezonderd|op .{1,30} na|deels"
    r"|gedeeltelijk|half|zodra|alleen|enkel|rest|fase|stuk|moet|(?<!had ik )moeten|denk|dacht"
    r"|vermoed\w*|waarschijnlijk"
    r"|misschien|normaal|kan"
    r"|als|wanneer|hopelijk|morgen|straks|binnenkort|volgende|wordt|zou|tegen|eerste deel)\b",
    r"\b(?:mais|sauf|pas|presque|encore|partiellement|excepte|bientot|si|quand|ne|seulement|reste|phase"
    r"|peut-etre|doit"
    r"|doivent|pense|crois)\b",
    r"\b(?:aber|ausser|nicht|noch|fast|teilweise|bald|wenn|sobald|kein|keine|nur|rest|phase|muss|mussen"
    r"|vielleicht|denke"
    r"|glaube)\b",
    r"\b(?:but|except|not|almost|nearly|still|partly|partially|soon|once|when|if|n't|unless|yet|will"
    r"|only|rest|phase|must"
    r"|maybe|probably|think|guess)\b",
)
# What says nothing against *op schema*, though it has one of the words below.
NO_TROUBLE = (
    r"(?:geen|zonder) (?:enkel )?(?:probleem|problemen|vragen|nieuws|vertraging)|niets (?:te melden|nieuws)"
    r"|(?:pas de|aucun|sans) (?:probleme|probl\w+|retard|souci)s?|rien (?:a signaler|de nouveau)"
    r"|(?:keine|ohne) (?:probleme|verzogerung\w*)|no (?:issues|problems?|delays?|news)"
)
# What takes *op schema* back: it runs, but not as planned, or nobody is sure.
IS_NOT_SURE = (
    r"\b(?:maar|behalve|alleen|enkel|later|vertrag\w*|vertraagd|uitgesteld|uitstel|verschoven|niet|geen"
    r"|tenzij|als|indien"
    r"|hopelijk|vast|te laat|achter|zou|misschien|waarschijnlijk|normaal|principe|denk|vermoed\w*|hoop"
    r"|moeilijk"
    r"|probleem|problemen|half|deels|wacht\w*|volgens mij|krap|spannend|risico|afhankelijk|afhangt)\b",
    r"\b(?:mais|sauf|pas|ne|retard\w*|report\w*|plus tard|peut-etre|si|espere|probleme\w*|difficile"
    r"|attend\w*|pense|crois"
    r"|normalement)\b",
    r"\b(?:aber|ausser|nicht|kein\w*|spater|verspat\w*|verzoger\w*|verschoben|vielleicht|wenn|hoffe\w*"
    r"|problem\w*"
    r"|schwierig|warte\w*|denke|glaube|eigentlich)\b",
    r"\b(?:but|except|not|n't|later|delay\w*|postpone\w*|maybe|probably|if|hope\w*|problem\w*|issue\w*"
    r"|difficult"
    r"|wait\w*|think|guess|unless|should|tight)\b",
)
# Words behind which a later day stands, and those that make it doubtful: "waarschijnlijk mei of juni".
SAYS_LATER = (
    r"\b(?:later|uitstel\w*|uitgesteld|verschuif\w*|verschuiv\w*|verschoven|schuif\w*|opgeschoven|wordt"
    r"|worden|zal|t?zal"
    r"|pas|maar wel|vertrag\w*|vertraagd|nieuwe (?:datum|deadline|einddatum|timing)|staat alles"
    r"|ten laatste|uiterlijk"
    r"|lukt|naar|klaar|in orde"
    r"|sera|seront|plus tard|report\w*|retard\w*|nouvelle (?:date|echeance)|mais le|au plus tard"
    r"|spater|verschoben|verzoger\w*|neue[rs]? (?:termin|datum|frist)|sondern|wird|erst"
    r"|postpone\w*|delay\w*|moved?|pushed|new (?:date|deadline)|will be|late|instead)\b"
)
IS_DOUBTFUL_DAY = (
    r"\b(?:waarschijnlijk|misschien|hopelijk|mogelijk|ergens|denk|of|indien|als|vermoedelijk|hoop"
    r"|peut-etre|probablement"
    r"|si|ou|espere|vielleicht|wahrscheinlich|oder|wenn|hoffe\w*|maybe|probably|perhaps|if|or|hope\w*)\b|\?"
)
# Words after which the day is the one that is *not* met: "niet op 15 maart".
IS_NOT_MET = (
    r"\b(?:niet|nie|nicht|not|n't)(?: (?:door|meer|op|tegen|voor|het|am|zum|bis|by|on|de|die|the))*$"
    r"|\bpas (?:pour |avant )?(?:le|la|en)$"
)
IS_MISSED = r"\bha(?:al|len) (?:\S+ ){1,4}nie?t?\b"
# What the buttons of the digest write into the body for its reader to go on: no words of theirs.
BUTTON_TEXTS = (
    r"klaar op|hoe het staat|nieuwe datum en waarom|termine le|ou en est-on|nouvelle date et pourquoi"
    r"|done on|how it stands|new date and why|fertig am|wie es steht|neues datum und warum"
)
# Words with which a day that has no figure at its front begins: "eind maart 2027".
PERIOD_BEGINNINGS = frozenset(
    (
        "begin",
        "half",
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
UNDO = r"(?:maak )?(?:dit |het )?ongedaan(?: maken)?(?: a\.?u\.?b\.?)?|annuler|undo|ruckgangig(?: machen)?"
# Words by which a proposal is made to a person; they decide nothing. "Nog niet klaar" proposes no *klaar*.
PROPOSALS: tuple[tuple[ProgressChoice, str], ...] = (
    (ProgressChoice.STUCK, r"\b(?:vast|geblokkeerd|lukt niet|bloque|blockiert|stuck|blocked)\b"),
    (
        ProgressChoice.LATER,
        r"\b(?:later|uitstel\w*|uitgesteld|plus tard|report\w*|spater|verschoben|postpone\w*|delay\w*"
        r"|(?:niet|nicht|not|pas) (?:\w+ )?(?:gehaald|klaar|af|afgerond|afgewerkt|op schema|op tijd"
        r"|termine\w*|fini\w*|prete?|dans les temps|fertig|erledigt|rechtzeitig|im zeitplan|geschafft"
        r"|done|finished|ready|on (?:track|time|schedule))"
        r"|hal\w* (?:\w+ ){1,3}niet|haal (?:\w+ ){1,3}niet|vertrag\w*|vertraagd|lukt pas|retard\w*"
        r"|verspat\w*|verzoger\w*|behind schedule|achter op (?:het )?schema)\b",
    ),
    (
        ProgressChoice.STOPPED,
        r"\b(?:(?:is|zijn|werd|wordt) (?:\w+ )?(?:gestopt|stopgezet|geschrapt|geannuleerd|afgelast"
        r"|afgeblazen|ingetrokken)"
        r"|we stoppen|(?:gaat|komt|komen|gaan) (?:er )?(?:nooit|niet|nie)(?: meer)? door"
        r"|(?:komt|komen) er niet(?: meer)?|(?:wordt|worden) (?:\w+ )?niet(?: meer)? uitgevoerd"
        r"|(?:actie|project) vervalt"
        r"|^(?:gestopt|stopgezet|geschrapt|afgeblazen|afgelast|geannuleerd|vervalt|vervallen|annulee?"
        r"|supprimee?)"
        r"|arretee?|abandonnee?|(?:action|projet) (?:est )?(?:annulee?|supprimee?)|n'aura pas lieu"
        r"|ne se fera (?:pas|plus)"
        r"|eingestellt|gestoppt|abgebrochen|gestrichen|abgesagt|nicht mehr (?:gemacht|statt|umgesetzt)"
        r"|stopped|cancelled|abandoned|scrapped|dropped|(?:will|is) not (?:going to )?(?:happen"
        r"|go(?:ing)? ahead))\b",
    ),
    (
        ProgressChoice.DONE,
        r"\b(?:klaar|afgerond|afgewerkt|gedaan|voltooid|afgehandeld|geregeld|gebeurd|opgeleverd"
        r"|geplaatst|uitgevoerd"
        r"|termine\w*|fini|regle|realise|acheve|installes?|fertig|erledigt|abgeschlossen|done|finished"
        r"|complete|sorted"
        r"|installed)\b",
    ),
    (
        ProgressChoice.ON_TRACK,
        r"\b(?:op schema|op koers|volgens (?:de )?plan\w*|zoals (?:voorzien|gepland)|onder controle"
        r"|mee bezig|aan gewerkt"
        r"|dus op tijd|(?:we|wij) halen|dans les temps|en bonne voie|comme prevu|y travaille"
        r"|im zeitplan|auf kurs"
        r"|nach plan|in arbeit|on track|on schedule|in progress|to plan)\b",
    ),
)
