"""The words of an answer for what is to be done, goes badly, or is not that the thing is there, as data.

In nl, fr, de and en.

Regular expressions for text in lower case and without accents.
"""

LEAVES_OPEN = (
    # a step to come, in the present tense
    r"\b(?:komt|(?<!is )(?<!zijn )(?<!langs )komen (?!plaatsen|zetten|leggen)|start|starten|begint"
    r"|beginnen|gaat beginnen|nu naar|moet naar|debat\w*|voorgelegd|behandelt|beslist"
    r"|ligt voor|afwerking|commence\w*|debut\w*|demarre\w*|debatt\w*|reste a|a venir|fangt|beginnt|startet"
    r"|pruft"
    r"|wird noch|steht noch|kommt|(?:work|it|they|contractor|firm) (?:starts?|begins?)|starting"
    r"|coming (?!through|along)|to come|upcoming|awaiting)\b",
    # it was examined and failed, or has faults
    r"\b(?:gezakt|zakten|delayed|vertraagd|verspatet|retardee?s?|in uitvoering|en cours|zoeken|zoekt"
    r"|cherchons|cherche|suchen|sucht"
    r"|looking for|said no|verdord|verdroogd|vertrocknet|kahlgefressen|crevee?s?|dried out|teruggestuurd"
    r"|zuruckgeschickt|renvoyee?s?|sent back|werken (?:ze|we) verder|gaat (?:pas )?in op"
    r"|entre en vigueur le|tritt .{0,12}in kraft|takes effect|zur probe|op proef|a l'essai|on trial"
    r"|petition\w*|los gekomen|upside down|zit nu bij|dit non|zei nee|sagt nein|negatief|negati[fv]e?"
    r"|negativ|mangel\w*|gebrek\w*"
    r"|(?<!zonder )(?<!geen )opmerkingen"
    r"|klacht\w*|vervuild|geschorst|beroep"
    r"|rechter|tribunal|gericht|court|vergeten|oublie\w*|vergessen|forgot\w*|openstaand\w*|punten"
    r"|vandal\w*|casse\w*"
    r"|niemand|personne|nobody|no one|opkomst was nul|in stukken"
    r"|zwart|verrot|afgekeurd|recalle?|fehler\w*)\b",
    # less than all, or not exactly
    r"\b(?:behoudens|uitgezonderd|ongeveer|grotendeels|voornamelijk|vooral|environ|grosso modo|en gros"
    r"|hors|sauf"
    r"|ungefahr|grosstenteils|weitgehend|roughly|mostly|largely|more or less|min of meer|in principe"
    r"|en principe"
    r"|im prinzip|in principle|officieel|officiellement)\b",
    # only prepared
    r"\b(?:staat klaar|staan klaar|voorbereid|vastgelegd|vergund|besteld|aanbesteed|prepare\w*|commande\w*"
    r"|vorbereitet"
    r"|bestellt|ordered|booked|prepared)\b",
    # somebody else says so, or another reason to close it
    r"\b(?:zie (?:de )?mail van (?!vorig|gister|\w+dag\b|\d)|zelf(?=$|[.,!])|eux-memes|themselves|zegt"
    r"|zeggen|sagt|sagen|dit (?:le|la|l')|says|dixit|groter project|politiek|veut plus|will ze|wil ze"
    r"|besproken met|herbekijken)\b",
    # another reason to close it: the money, those who did it, or the will is gone
    r"\b(?:subsid\w*|funding|forderung|(?:geld|budget|krediet) (?:is|ist|est)|(?:das|the) (?:geld|money)"
    r"|stappen eruit|stap eruit|geven? (?:het|dit) op|gives? up|abandonn\w*|geben? (?:es )?auf|retraite"
    r"|pensioen|rente"
    r"|pension|uitweg|doorgegeven|transmis|weitergegeben|passed on|afbreken|weggestemd|verworpen|lost"
    r"|verloren)\b",
    # it is asked, or chosen and counted
    r"^(?:mag|kan) |\bklopt dat\b|\b(?:gekozen|geteld|uitgewerkt|choisi\w*|gewahlt|chosen|onderweg"
    r"|en route|unterwegs|on the way)\b",
    # somebody else has it now, or had it done
    r"\b(?:(?:zit|ligt|is|staat|berust) (?:nu |verder |momenteel |intussen |dan )?(?:bij|aan) (?:de|het)"
    r" (?:provincie|kerkfabriek|kerkraad|netbeheerder|gewest|raad|notaris|intercommunale|college|politie"
    r"|directie"
    r"|rechtbank|buur\w*|\w+dienst|volgende)|c'est (?:maintenant|desormais) (?:chez|a|au|aux)\b"
    r"|(?:liegt|ist) (?:jetzt|nun) (?:bei|beim)\b|now (?:with|at) the|up to the|in handen van"
    r"|d'a cote|hiernaast|hier(?:neben|nebenan)|nebenan|next door|buurgemeente|naburige?|la sienne"
    r"|les? leurs?|le sien"
    r"|les siennes|de hunne|de hare|de zijne|ihre eigenen?|theirs)\b"
    r"|^(?:het (?:is|zijn)|c'est|ce sont|es (?:ist|sind)|it's|it is) (?:(?!\b(?:klaar|gedaan|ok|fini|fait"
    r"|fertig|done)"
    r"\b)[\w'-]+ ){1,6}(?:die|dat|qui|der|die|das|that|who) ",
    # another place or time
    r"\b(?:tweede|deuxieme|zweite[nrs]?|second|volgende|prochaine?|nachste[nrs]?|next|elders|ailleurs"
    r"|woanders|elsewhere)\b",
)
