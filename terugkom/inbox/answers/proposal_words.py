"""The words by which a choice is proposed to a person, in Dutch, French, German and English, as data.

They decide nothing. Regular expressions for text in lower case and without accents.
"""

from terugkom.plan.report_progress import ProgressChoice

# Words by which a proposal is made to a person; they decide nothing. "Nog niet klaar" proposes no *klaar*.
# That the action as a whole is not done any more: later days that stand beside it are of before.
STOPS_FOR_GOOD = (
    r"\b(?:(?:gaat|komt|komen|gaan) (?:er )?(?:nooit|niet)(?: meer)? door(?! op\b)|(?:komt"
    r"|komen) er (?:nooit|niet)(?: meer)?|niet meer gebeuren"
    r"|uit het plan|van de baan|(?:actie|project) (?:mag )?(?:annuleren|schrappen|intrekken)|(?:we"
    r"|wij) stoppen(?: er ?mee)?(?=$|[ .,!])"
    r"|(?:zien|zag|zagen|ziet|af te zien|afgezien)(?: \w+)? (?:ervan|er van|van|hiervan)(?: \w+){0,3} af\b"
    r"|(?:werd|is|wordt|zijn"
    r"|werden) (?:\w+ )?(?:geannuleerd|geschrapt|afgeblazen|afgevoerd)|(?:definitivement )?renonc\w+"
    r"|ne pas (?:installer|realiser|faire"
    r"|poursuivre|donner suite)|retirer l'action|(?:l'action|le projet) est abandonnee?|tombe a l'eau"
    r"|vom tisch|aus dem plan"
    r"|endgultig (?:abgelehnt|verworfen|gestrichen)|(?:massnahme|projekt|aktion) (?:bitte )?(?:einstellen"
    r"|streichen)|not to go ahead"
    r"|not going ahead|(?:off|from|out of) the plan|withdraw the action|pull(?:ed|ing)? the plug|called off"
    r"|it's off)"
)

# That it is given up, in other words: let go of, buried or voted down, not to be, or nobody goes on with it.
IS_GIVEN_UP = (
    r"\b(?:(?:laten|laat) (?:\w+ ){0,2}(?:vallen|varen)|einde verhaal|(?:niet|nie|ni|nimeer) ?(?:meer )?"
    r"(?:doen|uit ?voeren|aan te leggen|uit te voeren|opvolgen|gebeuren)|doen (?:(?:we|wij|ik|dit|dat"
    r"|het) )*niet meer"
    r"|(?:we|wij) doen (?:het|dit|dat) niet|(?:hier|er|daar) ?(?:mee|niet mee"
    r"|niet aan) (?:\w+ )?te (?:stoppen"
    r"|beginnen)|niet (?:mee )?verder te gaan|mee (?:te stoppen|gestopt)|stoppen (?:we |wij )?er ?mee"
    r"|afgezien|zien (?:\w+ )?af van|blaz\w* (?:[\w'-]+ ){1,3}af|afgeblazen|begraven|opgedoekt|ontbonden"
    r"|stekker"
    r"|schrap(?:pen)? maar|geschrapt worden|te schrappen|mag (?:eruit|stop)|(?:er |dus )kom(?:t"
    r"|en) (?:dus )?geen"
    r"|kom(?:t|en) er (?:ook )?(?:dus )?(?:geen|niet)|weggestemd|verworpen|afgevoerd|geannuleerd"
    r"|ingetrokken door"
    r"|(?:wordt|worden) (?:\w+ )?(?:niets|niks|niet aangelegd)|kopen (?:\w+ )?niet"
    r"|zal (?:\w+ )?niet uitvoeren"
    r"|ne (?:le |la |l')?fer(?:a|ons) pas|n'y aura pas|(?:nous |on )arret(?:e|ons)|vote contre"
    r"|definitivement"
    r"|plus (?:de|le) budget|aufgegeben|ge(?:ben|be) (?:[\w'-]+ ){1,4}auf|gestorben|beerdigt"
    r"|lassen (?:\w+ ){0,2}"
    r"(?:sein|bleiben)|wir lassen es|wird ni(?:x|chts)|wird nicht (?:umgesetzt|gebaut|gemacht)"
    r"|setzen (?:\w+ ){1,3}"
    r"nicht um|nicht weiter|dagegen gestimmt|einzustellen|fallt (?:\w+ ){0,2}aus|bitte loschen|zerschlagen"
    r"|erubrigt|machen wir nicht|won't be (?:going ahead|doing)|(?:not|isn't)(?: going to)? happen(?:ing)?"
    r"|won't happen|voted (?:it|against)|decided against|give up|binned|dead in the water|dropped it)\b"
)
PROPOSALS: tuple[tuple[ProgressChoice, str], ...] = (
    (
        ProgressChoice.ON_TRACK,
        r"\b(?:maar|mais|aber|but) .{0,30}(?:op schema|op tijd|dans les (?:temps|delais)"
        r"|im (?:zeit)?plan|on schedule)",
    ),
    (ProgressChoice.STOPPED, STOPS_FOR_GOOD),
    (ProgressChoice.STOPPED, IS_GIVEN_UP),
    (ProgressChoice.STUCK, r"\b(?:vast|geblokkeerd|lukt niet|bloque|blockiert|stuck|blocked)\b"),
    (
        ProgressChoice.LATER,
        r"\b(?:later|uitstel\w*|uitgesteld|plus tard|report(?:er|ee?s?|ons|ez)|(?:un|le) report|spater"
        r"|verschoben|postpone\w*|delay\w*"
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
        r"|mee bezig|volop bezig|(?:loopt|lopen) nog|nog (?:steeds |altijd |volop )?(?:bezig|lopende?)"
        r"|lauft noch|laufen noch|still (?:running|ongoing|going on|in progress)"
        r"|(?<!niet )haalbaar|timing blijft|en cours|aan gewerkt|dus op tijd|(?:we"
        r"|wij) halen|dans les temps|en bonne voie|comme prevu|y travaille|im zeitplan|auf kurs"
        r"|nach plan|in arbeit|on track|on schedule|in progress|to plan)\b",
    ),
)

# Before a word for *klaar*: it is said of nothing, of nobody, or denied.
DENIES_WHAT_FOLLOWS = (
    r"\b(?:niets|niks|niemand|nooit|niet|geen|zonder"
    r"|allesbehalve|verre van|ver van|amper|nauwelijks"
    r"|rien|aucune?|jamais|personne|pas|sans|loin d'\w+|nichts|nie|kein\w*|nicht|kaum|ohne|nothing|none"
    r"|nobody|no one|never|not|hardly|barely|far from|without)\b[^.,;!?]{0,30}$"
)

_NUMBER = (
    r"(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|une?|deux|trois|quatre|cinq|six|sept|huit"
    r"|neuf"
    r"|dix|eine?[rs]?|zwei|drei|funf|sechs|sieben|neun|zehn|one|two|three|four|five|seven|eight|nine|ten)"
)
# With these "klaar" is said of a part, and the action still runs: no *klaar* is proposed.
IS_ONLY_PARTLY = (
    rf"\b{_NUMBER} (?:van (?:de|het|onze)|op de|sur(?: les| nos)?|des|von(?: den| unseren)?|of(?: the"
    rf"| our)?"
    rf"|out of(?: the)?) {_NUMBER}\b"
    r"|\b(?:de|le|la|der|the) (?:rest|reste) (?:volgt|komt|moet|suit|suivra|folgt|kommt|follows|will)\b"
    r"|\b(?:loopt|lopen) nog\b|\bnog (?:steeds |altijd |volop )?(?:bezig|lopende?)\b|\blauf(?:t|en) noch\b"
    r"|\bencore en cours\b|\bstill (?:running|ongoing|going on|in progress)\b"
)
