"""What may stand beside *klaar* and changes nothing of it, in Dutch, French, German and English, as data.

All is in lower case and without accents. A clause of such words (and of those that name nothing, and of the
title) tells of pictures, of the people who use it, or says sorry and thanks. Any other clause may be a part,
a step or another thing that is not there, and makes *klaar* a question.
"""

from terugkom.inbox.answers.surrounding_words import MORE_SIDE_WORDS, PEOPLE_WORDS


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Documents, people, praise, thanks, excuses: what they say is good or says nothing.
SIDE_WORDS = (
    PEOPLE_WORDS
    | MORE_SIDE_WORDS
    | _read(
        # Dutch: documents
        "foto foto's fotos filmpje bijlage bijgevoegd verslag rapport eindrapport attest attesten "
        "keuringsattest "
        "keuringsverslag factuur facturen bewijs bewijsstukken persbericht dossier map mailbox shared drive "
        "binnen betaald afgerekend gestuurd doorgestuurd opgestuurd bezorgd bezorg opvragen zie "
        "eindafrekening resultaten resultaat gekregen kreeg "
        # people
        "kind kinderen kindjes leerlingen kleuters juf meester leerkrachten school klas klassen bewoners "
        "inwoners buren buurt mensen iedereen vrijwilligers leden ploeg ploegen mannen man vrouw collega's "
        "personeel schepen burgemeester ouders jongeren senioren scouts chiro natuurclub handelaars "
        "verenigingen "
        "clubs club publiek volk gezinnen chauffeurs klanten passanten voetbalclub ploegbaas technische "
        "stuks "
        # what people do with it
        "gebruiken spelen speelden speelt laden laadt geladen fietsen rijden rijdt rijdend wandelen drinken "
        "tappen leveren levert stroom warm droog groen wagens auto's gepubliceerd "
        # praise
        "enthousiast lovend fier trots opgelucht geslaagd geslaagde plezant leuk gezellig keitof tof "
        "schitterend "
        "knap ging verliep verlopen reacties positieve positief opkomst gesmaakt blinken rappelvoll heel "
        "zeer "
        "erg "
        "stuk supergoed joepie hoera oef voila plezier genoegen fluitje geslaagd "
        # how many came
        "bezoekers aanwezigen deelnemers deelnemende personen inschrijvingen zakken kilo kg over de vloer "
        "gehad "
        "zaal opgedaagd meegedaan deden aanwezig waren "
        # excuses and thanks
        "late laat laattijdige laattijdig verlate antwoord reactie antwoorden mailtje mailen hulp "
        "medewerking "
        "opvolging geduld begrip herinnering vraag vragen had moeten eerder liet laten weten gemeld "
        "doorgegeven "
        "doorgeven oog verloren mee meedelen bevestigen groeten groet lieve hartelijke vriendelijke zonnige "
        "collega heb je jullie u uw jouw mijn deze die voor aan het ik wij ben "
        # official words
        "lintje geknipt ingehuldigd inhuldiging feestelijk feestelijke getekend ondertekend nazicht "
        "gecontroleerd "
        "keuringsorganisme oplevering voorlopige definitieve goed ok oke orde in alles laatste keer langs "
        "geweest "
        "vroeger rapper sneller dan gepland voorzien verwacht gedacht kant onze nodig punt daarmee hiermee "
        "met zit zitten staat staan steekt steken hangt site website server graag kunt mevrouw mijnheer hele "
        "weer "
        "terug vol actief zelfs gelukkig deadline unaniem cursus zak bezocht gezien "
        "content water "
        "dedans journees dagen tage "
        "hem hij haar twee drie vier vijf zes "
        # French
        "photo photos annexe jointe joint rapport final recu facture factures payee payees attestation pv "
        "dossier enfants residents riverains habitants benevoles voisins voisin monde gens usagers parents "
        "equipe ouvriers personnel conseil bourgmestre echevin echevine public participants personnes "
        "venues venus venu presents familles ravi ravis ravies enchantes heureux fiers satisfaits satisfait "
        "super reussi reussie succes beau belle bonne ambiance malgre pluie soleil passe bien tres plein "
        "utilise utilisent utilises utilisees deja roulent roule jouent jouer chargent pour par avec aide "
        "aider suivi reponse tardive retard desole desolee excusez vous te je me mes aurais du prevenir plus "
        "tot que prevu cote ca c'etait c'est la le les voici voila oui salutations distinguees cordialement "
        "ce soir bon fait batiment nouvelle dernier chauffe avec dans boites toutes tous boite "
        "veuillez agreer j'ai plaisir informer monsieur "
        # German
        "foto fotos bild bilder anhang anbei beigefugt protokoll abnahmeprotokoll rechnung bezahlt bericht "
        "bescheinigung vor verwaltung liegt liegen kinder schuler eltern nachbarn anwohner burger leute alle "
        "helfer helfern team firma mitarbeiter burgermeister besucher teilnehmer gaste freuen freut "
        "begeistert "
        "zufrieden glucklich stolz lief gelaufen verlief reibungslos toll prima klasse schnell fruher als "
        "gedacht geplant spielen nutzen fahren laden voll rappelvoll saal seite danke dank herzlichen "
        "herzliche "
        "eingestellt mit steht gerne zusammen kommt drauf drin runter super passt "
        "vielen viele grusse gruss liebe hilfe unterstutzung geduld antwort spate entschuldigung sorry "
        "vergessen melden gemeldet fur die den das ist sind waren dabei von unserer aus allen "
        # English
        "photo photos picture pictures attached attachment report invoice paid certificate kids children "
        "pupils "
        "residents neighbours volunteers staff people parents everyone everybody users visitors councillor "
        "mayor happy pleased delighted chuffed love loving loved using used use great good went smoothly "
        "packed success successful turnout turned up came attended bags thanks thank you for your help "
        "patience chasing asking reminder sorry late slow reply response apologies should have told me my "
        "earlier sooner than expected planned as with from best regards kind open public full already "
        "running generating worked used treat to every morning two three four took part one that's "
        "ribbon cut official officially first final certificate signed off yes yep and the a an "
    )
)
_PEOPLE = (
    r"(?:kinderen|kindjes|kinder|kids|children|enfants|leerlingen|kleuters|pupils|eleves|schuler|bewoners"
    r"|inwoners|residents"
    r"|anwohner|habitants|buren|neighbours|nachbarn|bezoekers|besucher|visitors|visiteurs)"
)
_ALREADY = r"(?:al|schon|already|deja)"
_PLAY = (
    r"(?:spelen|speelden|gebruiken|fietsen|zitten|oogsten|spielen|nutzen|ernten|jouent|utilisent"
    r"|recoltent|play|use|picked|pick)"
)
_THING = r"(?!zijn|is|sont|sind|are|est|ist|klacht|fout|problem|plaint|fehler|schad|beschwerd)[\w']{4,}"
_FIRST = r"(?:eerste|ersten|first|premieres?|premiers)"
# Beside words by which the action ended as a whole: each of its things had it.
EACH_HAD_IT = (
    r"(?:alle|all|tous les|toutes les|the last|de laatste|le dernier|la derniere|das letzte"
    r"|die letzten) [\w'-]+(?: [\w'-]+)?"
    r" ?(?:sind|zijn|sont|are|is|ist|est|ont ete|werden|wurden|werd)?(?: [\w'-]+)?"
    r" (?:ge\w+(?:t|en|d)|be\w+(?:t|en)|ver\w+(?:t|en|d)|\w+ees?|\w+ed|dedans|drin|binnen)"
)
_FLAWS = (
    r"\b(?:gebrek|opmerking|klacht|schade|probl|fout|voorbehoud|reserve|remarque|mangel|vorbehalt|defect"
    r"|issue"
    r"|snag|comment)"
)
_SEE = (
    r"(?:zie|cfr?\.?|voir|siehe|see) (?:ook )?(?:de |het |mijn |le |la |les |mon |ma |mes |den |die |das "
    r"|meine? |the |my |our |l')?(?:attached |enclosed )?"
)
# Whole clauses of other words that change nothing.
SIDE_REMARKS = (
    r"de nodige stukken bezorg ik u graag op eenvoudig verzoek",
    rf"(?:de |die |les |the )?{_FIRST} {_THING} .*\b{_ALREADY}\b.*|.*\b{_ALREADY}\b.*\b{_FIRST} {_THING}",
    rf"(?:de |die |les |the )?{_PEOPLE} (?:er |y )?{_PLAY}\b.*|(?:de |die |les "
    rf"|the )?{_PEOPLE} {_ALREADY} {_PLAY}\b.*",
    r"(?:ik|wij|we) (?:was|waren|ben|zijn) (?:zelf |even |wel )?(?:met|op) verlof(?: tot (?:en met )?[\w/.]+"
    r"(?: \w+)?)?",
    r"(?:kom|komt) (?:gerust|maar|zeker|eens|dus| )+ ?kijken(?: op .{3,30})?",
    r"(?:een |het |de |mijn )?(?:factuur|afrekening|foto'?s?|persbericht|artikel)(?: .{3,25})? volg(?:t|en)"
    r"(?: nog)?(?: van .{3,30})?|(?:la |les )?(?:facture|photos) suivr?(?:a|ont|ent|t)"
    r"|(?:die )?(?:rechnung|fotos) (?:folgt|folgen|kommt)(?: noch)?"
    r"|(?:the )?(?:invoice|photos) (?:to follow|will follow|follows)",
    r"zie (?:het )?(?:persbericht|verslag|foto'?s?|bijlage|site|website)(?: (?:van|op|in) .{0,30})?",
    rf"(?!.*{_FLAWS}){_SEE}(?:persbericht|verslag|rapport|pv|nota|foto'?s?|bijlagen?|photos?|annexes?"
    r"|piece jointe|compte rendu|fotos|anhang|anlage|(?:abnahme)?protokoll|pictures?|attachment|report"
    r"|invoice)"
    r"(?: (?:van|op|du|de|des|vom|von|from|of|on)(?: [\w'/.-]+){1,3}| (?:college|schepencollege|gemeenteraad"
    r"|raad|bijgevoegd|hieronder|onderaan|in bijlage|joint|jointe|jointes|en annexe|ci-joint|conseil|anbei"
    r"|unten|attached|below))?",
    # a mail of the writer's own: one of somebody else may tell anything
    rf"{_SEE}(?:(?:e-?)?mail|mailtje|bericht|courriel|nachricht|message)"
    r"(?: (?:van|du|de|vom|von|from|of|on))?"
    r"(?: (?:(?:vorige?|afgelopen|last|letzte[rn]?) (?:week|maand|woche|month|[a-z]+(?:dag|tag|day))"
    r"|gisteren|eergisteren|hier|gestern|yesterday|[a-z]+(?:dag|tag|day)|la semaine derniere"
    r"|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?))",
    r"(?:met )?(?:dank|merci|bedankt|veel dank) (?:aan|voor) (?:(?!om\b|dat\b)[\w'-]+ ?){1,6}",
    r"merci (?:a|au|aux|pour) (?:[\w'-]+ ?){1,6}|(?:danke?|vielen dank) (?:an|fur) (?:[\w'-]+ ?){1,6}",
    r"(?:thanks|thx|many thanks) (?:to|for) (?:[\w'-]+ ?){1,6}",
    r"sorry (?:dat|voor|van) .{3,60}|excuse?e?(?:r|s) (?:dat|voor) .{3,60}|desolee? (?:du|de|pour) .{3,40}"
    r"|(?:sorry|apologies) for .{3,40}|(?:entschuldigung|sorry) (?:fur|dass) .{3,40}",
    r"\d+ (?:man|mensen|personen|bezoekers|deelnemers|aanwezigen|leden|ploegen|zakken|stuks|kilo|kg|gezinnen"
    r"|personnes|participants|visiteurs|familles|enfants|eleves|sacs|teilnehmer\w*|besucher\w*|leute|gaste"
    r"|personen|people|visitors|participants|bags|attendees|families|pupils)(?: .{2,30})?",
    r"(?:verzonden|envoye|gesendet|sent) (?:vanaf|de|von|from) .{2,30}",
    r"ce soir bon fait batiment nouvelle dernier chauffe avec dans boites toutes tous boite "
    "veuillez agreer .{3,80}|j'ai le plaisir de vous informer que .{3,80}",
)
