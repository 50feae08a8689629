"""The clear words by which an owner says how an action stands, in Dutch, French, German and English, as data.

Each is a regular expression for a whole clause, in lower case and without accents. What is not here is no
choice, and goes to a person: "bijna klaar" for one, and "klaar met de offerte".
"""

from terugkom.plan.report_progress import ProgressChoice

THE_ACTION = "actie"  # what stands for the code of an action
# Who or what a clause speaks of: the action as a whole. "De offerte is klaar" is not of it, and no choice.
_NL_SUBJECT = (
    r"(?:het|dit|dat|da|'t|alles|(?:(?:de|deze|die|onze|ons|mijn) )?actie|(?:heel )?(?:dit|het|de) project)"
)
_NL_IT = (
    rf"(?:(?:{_NL_SUBJECT}|die|deze) (?:is|zijn|staat|werd) |(?:is|zijn|werd) |(?:(?:de|deze"
    rf"|onze) )?actie |'?t ?is |da'?s |(?:intussen|ondertussen|inmiddels) |(?:we|wij|ik) (?:zijn"
    rf"|ben) er ?mee )?"
)
_NL_SINCE = r"(?:vorige|voorbije|afgelopen) \w+|in \w+|eind \w+|begin \w+|sinds [\w/]+(?: [a-z]{3,9})?"
_NL_ALL = (
    rf"(?:(?:nu|intussen|ondertussen|inmiddels|helemaal|volledig|al|al lang|reeds|eindelijk|dus|hiermee"
    rf"|daarmee|gisteren|vandaag|(?:voor )?100 ?%|{_NL_SINCE}) ){{0,3}}"
)
_NL_DONE = (
    r"(?:klaar(?: is kees)?|afgewerkt|afgerond|gedaan|voltooid|uitgevoerd|gerealiseerd|in orde gebracht"
    r"|afgehandeld|afgesloten|gereed|geregeld|gebeurd|opgeleverd|achter de rug|(?:al lang|volledig"
    r"|helemaal|allemaal) in orde|gefikst|gefixt)"
)
_NL_DONE_END = (
    rf"(?: (?:hoor|ze|zenne|ondertussen|intussen|{_NL_SINCE}|(?:sinds|op) [\w/.]+(?: \w+){{0,2}}"
    rf"|door (?:\w+ ){{0,4}}\w+|en (?:al )?(?:betaald|in gebruik|ingehuldigd|geopend))){{0,2}}"
)
_NL_GOES = (
    r"(?:op (?:schema|koers|tijd)|(?:volgens|zoals) (?:(?:de|het) )?(?:plan|planning|schema|voorzien"
    r"|gepland|afgesproken)|onder controle|bezig|lopende?|in uitvoering)"
)
_NL_STILL = (
    r"(?:(?:nog|altijd|steeds|mooi|goed|volop|allemaal|netjes|perfect|gewoon|er|mee|ermee|rustig|prima"
    r"|momenteel|nu|vlot|verder) ){0,3}"
)
_NL_ACTS = (
    r"(?:(?:alles|(?:we|wij|ik)|de uitvoering|de werken|het werk) |(?:het|dit|dat|'t|(?:(?:de|deze"
    r"|onze) )?actie|het project) )?(?:(?:zit|zitten|ligt|liggen|is|zijn|ben|loopt|t?loopt|verloopt"
    r"|gaat|staat|blijft|blijven) )?"
)
_FR_IT = (
    r"(?:(?:c'est|c|ca c'est|c'etait|acti(?:e|on)(?: est)?|l'action est|cette action est|le projet est"
    r"|tout est|ca y est|(?:l'action|cette action|action) a ete|tout a ete|cela a ete"
    r"|ca a ete) )?(?:(?:entierement|integralement|completement|totalement|maintenant|deja|enfin|bien) ){0,2}"
)
_FR_DONE = (
    r"(?:terminee?s?|finie?s?|faite?s?|achevee?s?|realisee?s?|reglee?s?|executee?s?"
    r"|cloturee?s?)(?: a 100 ?%)?(?: le \d.{1,15}| depuis .{2,25}| la semaine (?:derniere|passee)"
    r"| le mois (?:dernier|passe)| hier)?"
)
_FR_GOES = (
    r"(?:en cours|dans les temps|en bonne voie|sous controle|sur les rails|comme prevu|dans les delais"
    r"|selon le planning|conforme au planning)"
)
_DE_IT = (
    r"(?:(?:es|das|dies|die massnahme|diese massnahme|die aktion|das projekt|alles) (?:ist|wurde) "
    r"|ist )?(?:(?:jetzt|letzte woche|damit|somit|nun|ganz|bereits|schon|langst|seit langem|alles"
    r"|komplett|vollstandig|inzwischen|endlich) ){0,2}"
)
_DE_DONE = (
    r"(?:fertig|fertiggestellt|erledigt|abgeschlossen|umgesetzt|ausgefuhrt"
    r"|beendet)(?: am \d[\w. ]{1,15}| seit .{2,20})?"
)
_EN_IT = (
    r"(?:(?:it is|it's|it was|this is|this was|that is|that's|that was|(?:the|this) action is|(?:the"
    r"|this) project is|this one is|all|everything is|we are|acti(?:e|on) is|(?:it|this|that|(?:the"
    r"|this) action) has been|(?:it|that)'s been|all of it is) )?(?:(?:now|all|completely|fully|already"
    r"|finally|so|100 ?%) ){0,2}"
)
_EN_DONE = (
    r"(?:done|finished|completed?|ready|sorted(?: out)?|wrapped up"
    r"|carried out(?: in full)?)(?: (?:on \d[\w ]{1,15}|for ages|last \w+|yesterday|a while ago"
    r"|since .{2,20}))?"
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
        rf"(?:we|wij|ik) heb(?:ben)? (?:de|deze|onze|mijn) actie {_NL_ALL}(?:afgewerkt|afgerond"
        rf"|uitgevoerd|voltooid)",
        r"(?:(?:die|deze|ze|je|u|ge) )*(?:de actie )?(?:mag|moogt|mogen|kan|kunt) (?:(?:je|u|ge|ze|deze"
        r"|die|de actie) )*(?:afvinken|(?:als|op) (?:klaar|uitgevoerd|afgewerkt"
        r"|afgerond)(?: (?:gezet worden|zetten|beschouwen|beschouwd worden))?)",
        r"(?:vink|zet) (?:ze |deze |die |hem )?maar (?:af|op (?:klaar|afgewerkt|uitgevoerd|afgerond))",
        r"wir haben die (?:massnahme|aktion) (?:\w+ )?(?:umgesetzt|abgeschlossen|fertig)",
        rf"{_FR_IT}{_FR_DONE}",
        rf"{_DE_IT}{_DE_DONE}",
        rf"{_EN_IT}{_EN_DONE}",
    ),
    ProgressChoice.ON_TRACK: (
        rf"{_NL_ACTS}{_NL_STILL}{_NL_GOES}(?: en {_NL_ACTS}{_NL_STILL}(?:{_NL_GOES}"
        rf"|zonder problemen))?(?: voor de deadline)?(?: met (?:deze|de) actie)?",
        rf"(?:(?:het|dit|dat|'t|(?:de |deze )?actie|alles|de uitvoering|t) ?)?(?:loopt|verloopt|gaat"
        rf"|zit)(?: nog| altijd| heel| zeer| allemaal)*(?: goed| goe| vlot| prima"
        rf"| zonder problemen)(?: vooruit)?(?: en {_NL_GOES})?",
        r"(?:(?:het|dit|dat|(?:de |deze )?actie|alles) )?loopt(?: nog)?|opschema",
        r"(?:er )?wordt (?:\w+ )?aan gewerkt|(?:we|wij|ik) werken? (?:er )?(?:\w+ )?aan|(?:we|wij"
        r"|ik) werken? eraan",
        r"de planning (?:wordt (?:gevolgd|gehaald)|blijft|klopt)|(?:we|wij) volgen de planning"
        r"|(?:timing|planning) (?:is )?ongewijzigd|(?:we|wij|ik) doen? (?:rustig |gewoon )?verder",
        rf"(?:(?:nous sommes|on est|je suis|(?:c'est|tout est|l'action est|le projet est)"
        rf"|les travaux sont) )?(?:toujours |bien |deja )?{_FR_GOES}",
        rf"(?:tout|ca|cela|l'action|le projet) (?:avance|roule|suit son cours|se passe|se deroule"
        rf"|progresse|va)(?: bien| normalement)?(?: {_FR_GOES})?",
        r"(?:on|nous) y travaill(?:e|ons)|on est dessus|nous y sommes|(?:le )?planning est respecte",
        r"(?:(?:es|alles|das|wir sind|die massnahme|die aktion) )?(?:ist )?(?:noch |alles )?(?:im plan"
        r"|im zeitplan|in arbeit|auf kurs|nach plan|wie geplant)",
        r"(?:es |alles )?lauft(?: alles)?(?: gut| nach plan| wie geplant)?|(?:wir )?sind dran"
        r"|(?:wir )?liegen im zeitplan|die (?:umsetzung|arbeiten) (?:lauft|laufen)(?: gut| nach plan"
        r"| wie geplant)|wir arbeiten daran",
        rf"(?:(?:it is|it's|we are|we're|all|everything is|(?:the|this) action is|things are|work is"
        rf"|all is) )?(?:still |all |well )?{_EN_GOES}|we are working on it|we're working on it"
        rf"|working on it",
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
    rf"(?:{_NL_SUBJECT}|(?:we|wij|ik) (?:zijn|ben) er ?mee|er wordt|(?:we|wij)) |(?:c'est|l'action"
    rf"|cette action|le projet|tout|nous|on) |(?:die massnahme|diese massnahme|die aktion|alles|das|es"
    rf"|wir) |(?:it|it's|this|that|everything|the action|this action|the project|we) "
)
# Words before a clause that change nothing of it.
LEADS_IN = r"(?:(?:ja|jawel|yes|oui|ok|en(?! cours| bonne)|dus|so|and|donc|et|und|also) )+"
# Clauses that say nothing of the action, before the one that does.
SAYS_NOTHING = (
    r"ja|jazeker|zeker|jup|yes|oui|jawohl|ok(?:e|ay)?|sorry|excuseer|excuses|goed nieuws|bij deze"
    r"|ter info|geen probleem|in antwoord op (?:uw|je|jouw) mail|(?:hierbij|kort) (?:een )?antwoord"
    r"|geen (?:wijziging|verandering|nieuws)(?:en)?|hallo|hey|hoi|dag(?: \w+){0,2}|goe(?:de)?(?:morgen"
    r"|middag|namiddag|avond)(?: \w+)?|beste(?: \w+){0,2}|bonjour(?: \w+){0,2}|bonne nouvelle"
    r"|guten (?:tag|morgen)(?: \w+){0,2}|gute nachrichten|good news|hi(?: \w+)?|hello(?: \w+)?|dear \w+"
)
# With the date behind it: what an answer begins with. After the second kind nothing but a reason may follow.
LATER_BEGINNINGS = WHOLE_CLAUSES[ProgressChoice.LATER]
BECOMES_BEGINNINGS = (
    rf"(?:(?:het|dit|dat|da|'t|de actie) )?(?:wordt|zal|t?zal|t?wordt)(?: dit"
    rf"| het)?(?: pas)?(?: verschoven)?{_UNTIL}",
    rf"(?:(?:het|dit|de actie) )?(?:schuift op|verschuift|is verschoven|opgeschoven){_UNTIL}",
    r"(?:de )?(?:nieuwe (?:datum|deadline)|la nouvelle (?:date|echeance)|nouvelle (?:date|echeance)"
    r"|neuer termin|neues datum|new (?:date|deadline)|the new (?:date|deadline))(?: is| est| ist|:| :)*",
    rf"(?:ce sera|ca sera|decalee?|reportee?)(?: pour| en)?{_UNTIL}",
    rf"(?:(?:es|das) )?wird(?: leider)?(?: erst)?{_UNTIL}",
    rf"(?:it will be|it'll be|(?:it is |it's )?(?:moved|pushed back|pushed)){_UNTIL}",
)
IS_A_REASON = r"[.,;:!(-]|(?:zijn|worden|want|omdat|wegens|door|car|parce que|weil|wegen|because|as)\b|$"
# What takes *klaar* back wherever it stands in the same answer.
# Three points, and what is said too cheerfully, may be irony.
MAY_BE_IRONY = (
    r"\.\.\.|\b(?:natuurlijk|zoals altijd|comme d'habitude|bien sur|wie immer|na klar|as usual|of course)\b"
)
TAKES_BACK = (
    MAY_BE_IRONY,
    r"\b(?:maar|behalve|nog|niet|geen|bijna|zo goed als|tenzij|uitgezonderd|op .{1,30} na|deels"
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
    r"tot (?:later|straks|snel|binnenkort|morgen|dan)|a (?:plus tard|bientot)|bis (?:spater|bald|dann)"
    r"|see you (?:later|soon)|(?:niets|niks) meer (?:aan )?te doen|geen (?:wijziging"
    r"|verandering)(?:en)?|geen (?:openstaande|verdere|andere) \w+(?: meer)?|(?:er )?(?:moet"
    r"|staat) (?:er )?niets meer (?:gebeuren|open)|rien d'autre a faire|nichts mehr zu tun"
    r"|nothing (?:else|more) to do|(?:geen|zonder) (?:enkel )?(?:probleem|problemen|vragen|nieuws"
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
# Words behind which a later day stands, and those that make it doubtful: "waarschijnlijk mei of juni".
SAYS_LATER = (
    r"\b(?:later|uitstel\w*|uitgesteld|uit te stellen|verleng\w*|mikken|tijd nodig|tot .{4,20} nodig"
    r"|in plaats van|verplaats\w*|verzet|maak er|aanpassen|ni(?:et|cht) .{3,20} maar|not .{3,20} but"
    r"|verschuif\w*|verschuiv\w*|verschoven|schuif\w*|opgeschoven|wordt|worden|zal|t?zal|pas|maar wel"
    r"|vertrag\w*|vertraagd|nieuwe (?:datum|deadline|einddatum|timing)|staat alles|ten laatste"
    r"|uiterlijk|lukt|naar|klaar|in orde|sera|seront|decale\w*|repouss\w*|prolong\w*|plus tard"
    r"|report\w*|retard\w*|nouvelle (?:date|echeance)|mais le|au plus tard|spater|verschoben"
    r"|verschieb\w*|verlanger\w*|brauch\w*|verzoger\w*|neue[rs]? (?:termin|datum|frist)|sondern|wird"
    r"|erst|postpone\w*|delay\w*|moved?|pushed|new (?:date|deadline)|will be|it'll be|late|instead"
    r"|extend\w*|need until|move)\b"
)
IS_DOUBTFUL_DAY = (
    r"\b(?:haalbaar|timing blijft|eingehalten|respect\w*|tenu|(?:will )?meet|waarschijnlijk|misschien"
    r"|hopelijk|mogelijk|ergens|denk|of|indien|als(?! (?:eind|nieuwe))|vermoedelijk|hoop|peut-etre"
    r"|probablement|si|ou|espere|vielleicht|wahrscheinlich|oder|wenn|hoffe\w*|maybe|probably|perhaps|if"
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
    (
        ProgressChoice.ON_TRACK,
        r"\b(?:maar|mais|aber|but) .{0,30}(?:op schema|op tijd|dans les (?:temps|delais)"
        r"|im (?:zeit)?plan|on schedule)",
    ),
    (ProgressChoice.STUCK, r"\b(?:vast|geblokkeerd|lukt niet|bloque|blockiert|stuck|blocked)\b"),
    (
        ProgressChoice.LATER,
        r"\b(?:later|uitstel\w*|uitgesteld|plus tard|report\w*|spater|verschoben|postpone\w*|delay\w*"
        r"|(?:niet|nicht|not|pas) (?:\w+ )?(?:gehaald|klaar|af|afgerond|afgewerkt|op schema|op tijd"
        r"|termine\w*|fini\w*|prete?|dans les temps|fertig|erledigt|rechtzeitig|im zeitplan|geschafft"
        r"|done|finished|ready|on (?:track|time|schedule))|hal\w* (?:\w+ ){1,3}niet"
        r"|haal (?:\w+ ){1,3}niet|vertrag\w*|vertraagd|lukt pas|retard\w*|verspat\w*|verzoger\w*"
        r"|behind schedule|achter op (?:het )?schema)\b",
    ),
    (
        ProgressChoice.STOPPED,
        r"\b(?:(?:is|zijn|werd|wordt|heeft .{3,30}) (?:\w+ )?(?:gestopt|stopgezet|geschrapt|geannuleerd"
        r"|afgelast|afgeblazen|ingetrokken)|(?:we|wij) stoppen|voeren .{3,30}niet(?: meer)? uit"
        r"|van de baan|stop te zetten|(?:wordt|worden) niet gerealiseerd|laten we vallen|^mag weg"
        r"|laten vallen|uit het plan|(?:mag|mogen) (?:je |u )?(?:\w+ )?schrappen|niet meer gedaan"
        r"|doen dit niet(?: meer)?|zien er (?:\w+ )?van af|(?:actie|project) (?:is )?afgevoerd"
        r"|^afgevoerd|(?:du|aus dem|from the) plan|laisse tomber|supprimer|(?:not|nicht) doing this"
        r"|(?:gaat|komt|komen|gaan) (?:er )?(?:nooit|niet|nie)(?: meer)? door|(?:komt"
        r"|komen) er niet(?: meer)?|(?:wordt|worden) (?:\w+ )?niet(?: meer)? uitgevoerd|(?:actie"
        r"|project) vervalt|^(?:gestopt|stopgezet|geschrapt|afgeblazen|afgelast|geannuleerd|vervalt"
        r"|vervallen|annulee?|supprimee?)|arretee?|abandonnee?|(?:acti(?:e|on)"
        r"|projet) (?:est )?(?:\w+ )?(?:annulee?|supprimee?)|n'aura pas lieu|ne se fera (?:pas|plus)"
        r"|eingestellt|gestoppt|abgebrochen|gestrichen|abgesagt|nicht mehr (?:gemacht|statt|umgesetzt)"
        r"|stopped|not be carried out|(?:to|we) drop|cancelled|abandoned|scrapped|dropped|(?:will"
        r"|is) not (?:going to )?(?:happen|go(?:ing)? ahead))\b",
    ),
    (
        ProgressChoice.DONE,
        r"\b(?:klaar|afgerond|afgewerkt|gedaan|voltooid|sta(?:at|an) er|afvinken|vink|afsluiten"
        r"|geinstalleerd|afgehandeld|geregeld|gebeurd|opgeleverd|geplaatst|uitgevoerd|termine\w*|fini"
        r"|regle|realise|acheve|installes?|fertig|erledigt|abgeschlossen|done|finished|complete|sorted"
        r"|installed)\b",
    ),
    (
        ProgressChoice.ON_TRACK,
        r"\b(?:op schema|op koers|volgens (?:de )?plan\w*|zoals (?:voorzien|gepland)|onder controle"
        r"|mee bezig|volop bezig|haalbaar|timing blijft|en cours|aan gewerkt|dus op tijd|(?:we"
        r"|wij) halen|dans les temps|en bonne voie|comme prevu|y travaille|im zeitplan|auf kurs"
        r"|nach plan|in arbeit|on track|on schedule|in progress|to plan)\b",
    ),
)
