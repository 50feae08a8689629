"""The clear words by which an owner says how an action stands, in Dutch, French, German and English, as data.

Each is a regular expression for a whole clause, in lower case and without accents. What is not here is no
choice, and goes to a person: "bijna klaar" for one, and "klaar met de offerte".
"""

from terugkom.plan.report_progress import ProgressChoice

_NL_IT = (
    r"(?:(?:het|dit|dat|de actie|deze actie|alles|die) (?:is|zijn|staat) |(?:is|intussen|ondertussen"
    r"|inmiddels) )?"
)
_NL_ALL = r"(?:(?:nu|intussen|ondertussen|inmiddels|helemaal|volledig|al|gisteren|vandaag) ){0,2}"
_FR_IT = r"(?:(?:c'est|l'action est|cette action est|tout est) )?(?:(?:entierement|maintenant|deja) )?"
_DE_IT = r"(?:(?:es|das|die massnahme|diese massnahme|alles) ist )?(?:(?:jetzt|ganz|bereits|schon) )?"
_EN_IT = (
    r"(?:(?:it is|it's|this is|that is|the action is|this action is|all|everything is"
    r"|we are) )?(?:(?:now|all|completely|already) )?"
)
_UNTIL = (
    r"(?: (?:tot|tegen|op|naar|jusqu'au|jusqu'a|au|le|pour le|bis|bis zum|auf den|am|until|till|to|by|on)\b)?"
)

WHOLE_CLAUSES: dict[ProgressChoice, tuple[str, ...]] = {
    ProgressChoice.DONE: (
        rf"{_NL_IT}{_NL_ALL}(?:klaar|afgewerkt|afgerond|gedaan|voltooid|uitgevoerd|gerealiseerd"
        rf"|in orde gebracht)",
        rf"{_FR_IT}(?:termine|terminee|fini|finie|fait|acheve|achevee|realise|realisee)",
        rf"{_DE_IT}(?:fertig|erledigt|abgeschlossen|umgesetzt)",
        rf"{_EN_IT}(?:done|finished|completed?|ready)",
    ),
    ProgressChoice.ON_TRACK: (
        r"(?:(?:alles|dit|het|de actie|we zitten|ik zit|wij zitten|zit|loopt"
        r"|zitten) ){0,2}(?:nog )?op (?:schema|koers)",
        r"(?:(?:we zijn|ik ben|wij zijn) )?(?:er )?(?:volop |goed |nog )?(?:mee )?bezig",
        r"(?:(?:het|dit|de actie|alles) )?loopt(?: goed| volgens plan| nog)?",
        r"en cours|(?:c'est |nous sommes |je suis |tout est )?dans les temps|en bonne voie",
        r"(?:(?:es|alles|wir sind) )?(?:ist )?(?:noch )?(?:im plan|im zeitplan|in arbeit|auf kurs)"
        r"|(?:es )?lauft(?: gut)?",
        r"(?:(?:it is|it's|we are|all|everything is) )?(?:still )?(?:on track|on schedule|in progress"
        r"|under way|ongoing)",
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
# After *later* and its kin, with the date behind it: what a clause begins with.
LATER_BEGINNINGS = WHOLE_CLAUSES[ProgressChoice.LATER]
# What takes *klaar* back wherever it stands in the same answer.
TAKES_BACK = (
    r"\b(?:maar|behalve|nog|niet|geen|bijna|zo goed als|tenzij|uitgezonderd|op .{1,30} na|deels"
    r"|gedeeltelijk|half|zodra"
    r"|als|wanneer|enkel nog|hopelijk|morgen|straks|binnenkort|volgende|wordt|zou|tegen|eerste (?:deel"
    r"|fase))\b",
    r"\b(?:mais|sauf|pas|presque|encore|partiellement|excepte|bientot|si|quand|ne)\b",
    r"\b(?:aber|ausser|nicht|noch|fast|teilweise|bald|wenn|sobald|kein|keine)\b",
    r"\b(?:but|except|not|almost|nearly|still|partly|partially|soon|once|when|if|n't|unless|yet|will)\b",
)
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
        r"\b(?:(?:is|zijn|werd|wordt) (?:\w+ )?(?:gestopt|stopgezet|geschrapt)|we stoppen"
        r"|gaat niet (?:meer )?door|^(?:gestopt|stopgezet|geschrapt)|arretee?|abandonnee?|eingestellt"
        r"|gestoppt|abgebrochen|stopped|cancelled|abandoned)\b",
    ),
    (
        ProgressChoice.DONE,
        r"\b(?:klaar|afgerond|afgewerkt|gedaan|voltooid|termine\w*|fini|fertig|erledigt|done|finished)\b",
    ),
    (
        ProgressChoice.ON_TRACK,
        r"\b(?:op schema|op koers|volgens plan|dans les temps|en bonne voie|im zeitplan|auf kurs|on track"
        r"|on schedule)\b",
    ),
)
