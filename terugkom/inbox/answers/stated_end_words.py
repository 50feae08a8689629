"""The words by which an answer states that the action as a whole ended, in nl, fr, de and en, as data.

Regular expressions for text in lower case and without accents.
"""

# What leads to such a statement and says from whose side it is made.
CONCLUDES = (
    r"dus|daarmee|hiermee|bijgevolg|kortom|en|eindelijk|ondertussen|intussen|dan ook"
    r"|(?:voor|wat) (?:ons|mij|mij|de gemeente|de dienst)(?: betreft)?|van (?:onze|mijn) kant|bij ons|hier"
    r"|donc|ainsi|bref|et|enfin|voila|pour (?:nous|moi)|de (?:notre|mon) cote|chez nous|a present"
    r"|also|somit|damit|folglich|kurz|und|jetzt|nun|fur (?:uns|mich)|von (?:unserer|meiner) seite"
    r"|aus (?:unserer|meiner) sicht|bei uns|sache ist|die sache ist"
    r"|so|thus|hence|therefore|which means|and|as far as (?:we're|i'm|we are|i am) concerned|for (?:us|me)"
    r"|from (?:our|my) (?:side|end)|at our end|now"
)
AT_THE_END = (
    r"dus|dan|voor (?:ons|mij)|wat (?:ons|mij) betreft|van (?:onze|mijn) kant|bij ons|aub|a\.?u\.?b|svp"
    r"|hoor|he|ze"
    r"|alvast|donc|pour (?:nous|moi)|de (?:notre|mon) cote|chez nous|s'il vous plait|somit|also|damit|bitte"
    r"|fur (?:uns|mich)|von (?:unserer|meiner) seite|aus (?:unserer|meiner) sicht|bei uns"
    r"|as far as (?:we're|i'm|we are|i am) concerned|for (?:us|me)|from (?:our|my) (?:side|end)|from us"
    r"|at our end"
    r"|please|pls|then|so|now|in full"
)
_NL_CLOSED = r"(?:dicht|gesloten|afgesloten|toe|klaar|af|rond|voltooid|afgewerkt|gedaan|volbracht)"
_NL_HOW = r"(?:klaar|uitgevoerd|afgewerkt|afgerond|voltooid|gerealiseerd|gedaan|groen|afgesloten)"
_NL_THIS = r"(?:(?:de|deze|dees|die|dit|dat|het|hem|ze|dees|mijn|onze) ?(?:actie|punt|dossier|taak|een|ene)?)"
_EN_THIS = r"(?:(?:this|that|it|the|our|my)(?: (?:one|action|item|file))?)"
ENDS_IT = (
    # nl
    r"(?:(?:het|dit|de|ons|mijn) )?(?:dossier|actie|boek|hoofdstuk|kous|klus|project)(?: is| mag)?(?: dus"
    r"| nu| hiermee"
    rf"| daarmee| ook)* {_NL_CLOSED}|kous af|einde (?:actie|project)|missie (?:volbracht|geslaagd)"
    r"|(?:ge|je|jij|u|gij|jullie)? ?(?:moogt|mag|mogen|kan|kunt"
    rf"|kunnen) (?:\w+ ){{0,2}}?(?:{_NL_THIS} )?(?:\w+ )?(?:als"
    rf"|op) {_NL_HOW}(?: (?:zetten|beschouwen|markeren|aanduiden|registreren|gezet worden|beschouwd worden"
    rf"|gemarkeerd worden))?"
    r"|(?:ge|je|jij|u|gij|jullie)? ?(?:moogt|mag|mogen|kan|kunt"
    rf"|kunnen) (?:{_NL_THIS} )?(?:\w+ )?(?:afvinken|sluiten|afsluiten"
    r"|schrappen van de lijst|van (?:de|uw|je|jullie) lijst(?: halen| schrappen)?|afgevinkt worden|dicht|toe)"
    rf"|(?:{_NL_THIS} )?(?:mag|kan|moogt) (?:\w+ )?(?:van (?:de|uw|je|jullie) lijst(?: af)?|weg van (?:de"
    r"|uw|je) lijst)"
    rf"|(?:{_NL_THIS} )?(?:mag|kan) op {_NL_HOW}(?: gezet worden)?"
    rf"|(?:zet|vink|markeer|duid) (?:{_NL_THIS} )?(?:maar |gerust |dus )*(?:af|(?:als|op) {_NL_HOW})(?: aan)?"
    r"|(?:(?:we|wij|ik|het|alles|dat|dit) )?(?:zijn|is|ben) (?:nu |dus |er |helemaal |volledig "
    r"|eindelijk )*(?:mee )?"
    r"(?:rond|volbracht|voltooid|erdoor|er vanaf|klaar ermee)"
    r"|(?:er )?(?:is |moet |valt )?(?:niets|niks|nikske) meer (?:\w+ )?(?:te doen|aan toe te voegen"
    r"|te melden|gebeuren|openstaand)"
    r"|doel (?:is )?bereikt|(?:actie|opdracht|taak) volbracht"
    r"|(?:allemaal|volledig|helemaal|alles|100 ?%) (?:\w+ )?(?:klaar|af|afgewerkt|afgerond|voltooid"
    r"|uitgevoerd|in orde)"
    # fr
    r"|(?:(?:l'action|le dossier|le projet|l'affaire|la page|ce point|cette action) )?(?:est |peut etre "
    r"|a ete )?"
    r"(?:bien |donc |desormais |maintenant |entierement |totalement )*(?:cloturee?|close?|terminee?"
    r"|bouclee?|achevee?"
    r"|finalisee?|soldee?|reglee?|classee?|tournee?)"
    r"|(?:vous|tu|on) (?:pouvez|peux|peut) (?:donc |maintenant |desormais )*(?:la |le |l'|cette action "
    r"|cocher)?(?:cloturer"
    r"|clore|cocher|fermer|classer|considerer comme (?:terminee?|faite?|achevee?|cloturee?)"
    r"|retirer de (?:la|votre) liste"
    r"|rayer de (?:la|votre) liste)(?: (?:l'action|cette action|le dossier|la case))?"
    r"|(?:a |peut etre )(?:cocher|cloturer|cloturee|cochee|rayer de (?:la|votre) liste)"
    r"|(?:plus )?rien (?:d'autre |de plus )?a"
    r" (?:faire|ajouter|signaler)|objectif (?:est )?(?:atteint|rempli)|mission (?:accomplie|remplie)"
    r"|fin de l'action"
    r"|dossier (?:clos|boucle|ferme|classe|termine)|affaire (?:classee|reglee|conclue)|c'est dans la boite"
    r"|tout est (?:fini|fait|termine|en ordre|boucle|regle)"
    # de
    r"|(?:(?:die (?:massnahme|aktion|sache)|das (?:thema|projekt)|der punkt) )?(?:ist |kann "
    r"|gilt )?(?:also |somit |damit "
    r"|nun |jetzt |bitte )*(?:abgehakt|abgeschlossen|erledigt|durch|fertig|vom tisch|umgesetzt|zu|geschlossen"
    r"|abgehakt werden|geschlossen werden|als (?:erledigt|abgeschlossen|umgesetzt)(?: gelten| betrachten"
    r"| markieren)?)"
    r"|(?:bitte )?(?:auf|als) (?:abgeschlossen|erledigt|fertig|umgesetzt|grun) (?:setzen|markieren"
    r"|eintragen|betrachten|stellen)"
    r"|kann (?:\w+ )?(?:weg )?von der liste(?: weg| runter| gestrichen werden)?"
    r"|(?:das )?ziel (?:ist )?erreicht"
    r"|mehr (?:war|ist) (?:ja )?nicht (?:vorgesehen|geplant|zu tun)|(?:da ist "
    r"|es ist )?nichts mehr (?:zu tun|offen)"
    r"|haken (?:dran|dahinter)|akte geschlossen|mission erfullt"
    # en
    rf"|(?:consider|call|mark|count|treat) {_EN_THIS}(?: as)? (?:closed|done|finished|completed?|dealt with)"
    rf"|(?:that|this) (?:wraps|finishes|closes|completes|ticks) (?:{_EN_THIS} )?(?:up|off)?"
    r"|(?:you can |please |feel free to |happy for you to )?(?:tick|cross|sign|close|strike|take|check"
    rf"|mark) (?:{_EN_THIS} )?"
    r"(?:off|closed|complete|completed|done|down as done)?(?: (?:the|your|my) list)?(?: off)?"
    r"|(?:that's|thats|so that's) (?:that|it|the lot|everything|all of it|us done|all done)"
    r"|nothing (?:further|more|else|left)"
    r" (?:needed|required|to do|to add|outstanding)?(?: (?:from|on) us)?|job(?:'s)? (?:done|a good 'un)"
    r"|(?:all )?complete"
    r"|target (?:met|reached)|(?:goal|objective) (?:met|reached|achieved)"
)
# How a clause begins that speaks of what stands before it: "de putten zijn gegraven, da's gedaan".
POINTS_BACK = (
    r"(?:(?:dus|maar|en|en dus|et|donc|und|also|and|so) )?"
    r"(?:da's|(?:dat|dit|dees) (?:is|was|zijn|werd)|das (?:is|al|ook|gebeurd|gedaan|geregeld|klaar|in orde)"
    r"|(?:(?:ca|cela|ceci) )?c'est|(?:ca|cela|ceci) (?:est|a ete)|(?:das|dies) (?:ist|war)"
    r"|that's|(?:that|that one) (?:is|was)) "
)
# "It is over for us": who says so gives up.
GIVES_UP = (
    r"(?:c'est (?:fini|termine)|(?:het|'t) is (?:gedaan|over|voorbij)|it(?:'s| is) over|es ist vorbei)\b"
)
# What was done to a thing, by the form of its verb.
IN_THE_PERFECT = (
    r"(?:is|zijn|werd|werden|heeft|hebben|heb|alle|alles) (?:\w+ ){0,4}?(?:ge|be|ver|aange|afge|uitge|opge"
    r"|inge|om|her)\w+(?:d|t|en)"
    r"|verscheen|kwam|(?:staat|staan|hangt|hangen|ligt|liggen|zit|zitten|draait|draaien|loopt|werkt"
    r"|werken) .*"
    r"|(?:est|sont|a ete|ont ete|avons|ont|a) (?:\w+ ){0,3}?\w+(?:e|ee|es|ees|i|is|it|us?)"
    r"|(?:ist|sind|wurden?|hat|haben|habe) (?:\w+ ){0,6}?(?:\w*ge)\w+(?:t|en)|(?:steht|stehen|hangt|hangen"
    r"|lauft|laufen) .*"
    r"|(?:is|are|was|were|has|have|been|'ve|'s) (?:\w+ ){0,3}?(?:\w+ed|in|up|out|behind us|there|now)"
    r"|we held|\w+ed"
)
