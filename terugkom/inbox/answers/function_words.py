"""Words that name no thing, in Dutch, French, German and English, as data, in lower case and without accents.

A clause about the action of a mail has no other words than these, those of its title, and those that say
how it stands. Any other word may be another thing: a part, a step, another place.
"""


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Articles, pronouns, auxiliaries, adverbs; and what people call any action.
FUNCTION_WORDS = _read(
    "de het 't t een 'n die dat dit deze da das 'tis tis ze zij hij we wij ik 'k k kheb khebbe ge er "
    "der alles alle allemaal al iedereen elke overal beide is zijn was waren werd werden heeft hebben "
    "heb hebt nu ondertussen intussen inmiddels reeds net juist zonet zopas eindelijk helemaal volledig "
    "volop zeker gewoon ook dus en ja jawel jaja hoor hor zenne zulle op in om van tijdens actie "
    "project werken onze ons hier daar goed mooi vlot prima perfect netjes succesvol samen voor nieuwe "
    "hiermee hierbij per dan toch beste dag hoi hallo bij mij wat betreft officieel allang sedert sinds "
    "te ok oke da's eigenlijk vergeten melden excuseer sorry bouwwerken le la les l' un une des ce c' "
    "cela ca il ils elle elles on nous j' je tout tous toutes toute est sont a ont ete avons ai c'est "
    "deja bien maintenant enfin depuis action projet travaux l'action oui et du d' au aux sur y tres c "
    "donc madame chantier completement entierement nos notre chaque s'est voila den dem ein eine es sie "
    "wir ich ist sind wurde wurden war haben habe hat hab schon bereits jetzt nun endlich seit am im an "
    "massnahme aktion projekt arbeiten und auch ganz komplett unsere unser neue neuen neuer jo so gerne "
    "weer unaniem damit bauarbeiten the it it's its they they're we've weve i i've ive all everything "
    "every each has "
    "have been are now already finally just this that at since works yes yep and our new both them up "
    "of over fully completely successfully these those "
)
# When it was; these may be to come as well.
TIMES = _read(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag week weken maand weekend zomer winter "
    "lente herfst voorjaar najaar vakantie kerstvakantie paasvakantie krokusvakantie herfstvakantie "
    "lundi mardi mercredi jeudi vendredi samedi dimanche semaine mois ete automne printemps montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag woche monat wochenende sommer herbst monday "
    "vacances conges conge noel paques toussaint carnaval d'ete d'automne d'hiver ferien osterferien "
    "herbstferien weihnachten "
    "ostern easter christmas half-term "
    "evening soir tuesday wednesday thursday friday saturday sunday month summer autumn spring "
)
WEEKDAYS = (
    r"\b(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
A_DAY_THAT_WAS = "gisteren"
# A past tense or a perfect, which makes a weekday of the same clause one that was; not "vrijdag klaar".
IS_PAST_TENSE = (
    r"\b(?:was|waren|werd|werden|had|hadden|heeft|hebben|heb|ging|gingen|vond|vonden|kwam|kwamen|verliep"
    r"|verliepen|(?:aan|af|op|uit|in|neer|vast|door|om)?ge(?!reed\b|pland\b)[a-z]{2,14}[dt]"
    r"|gedaan(?= met)|gegeven"
    r"|gegraven|(?:op)?gehangen|genomen|gehouden|(?:door)?gegaan|gekomen|afgelopen|bezocht"
    r"|etait|etaient|fut|ont|avons|ai|a (?:ete|eu)|s'est|eu lieu|(?:install|pos|plac|plant|mont|livr"
    r"|remplac|inaugur)(?:ees?|es)|donnee?s?|ouvertes?"
    r"|war|hat|haben|habe|fand|fanden|kam|kamen|lief|liefen|wurden?|gepflanzt|montiert|installiert"
    r"|aufgestellt"
    r"|were|has|have|had|went|took|came|got|did"
    r"|(?<!are )(?<!is )(?<!be )(?:held|planted|installed|fitted|mounted|laid|hung|opened|put in))\b"
)
# Where it is only to be, whatever else stands there.
IS_FUTURE_TENSE = (
    r"\b(?:wordt|worden|zal|zullen|gaat|gaan|moet|moeten|kan|kunnen|komt|komen|sera|seront|aura|auront|va"
    r"|vont"
    r"|wird|will|(?:zijn|hebben|heeft|is) (?:[\w']+ ){0,3}(?:klaar|rond|af|gereed)|(?:haben"
    r"|sind) (?:\w+ ){0,3}"
    r"fertig|(?:werden|geplant) .{0,40}tag|have (?:\w+ ){0,4}(?:done|ready|finished))\b|'ll\b"
    r"|tag .{0,40}\b(?:werden|geplant)\b"
)
# When it was, and is no longer.
PAST_TIMES = _read(
    "gisteren gisterenavond gisteravond eergisteren vandaag vanmorgen vanmiddag vanochtend vorige vorig "
    "voorbije afgelopen laatste geleden paar enkele dagen lang jaar half begin eind midden hier "
    "d'hier aujourd'hui derniere dernier passee passe gestern vorgestern heute letzte letzten letzter tagen "
    "vor yesterday today last ago days morning matin night "
)
# What may stand behind a result: that it works, is liked, or was looked at.
PRAISE = _read(
    "werkt werken draait draaien gekeurd goedgekeurd aangesloten opgeleverd gebruik gebruikt dienst "
    "tevreden schoon keurig problemen zonder merci bedankt dank groetjes groeten fijn top super blij "
    "uit eruit ziet zien keuring oplevering afgevinkt bravo klaar af gedaan opmerkingen "
    "ongelukken incidenten website site online bewoners inwoners buren kinderen bezoekers deelnemers "
    "succes verkeer getekend fonctionne fonctionnent parfaitement parfait nickel contents remarques "
    "remarque reserve sans beaucoup raccordes raccordees raccorde raccordee branches valide validee "
    "eleves lauft laufen funktioniert funktionieren wunderbar bestens abgenommen angeschlossen danke lg "
    "fleissig benutzt genutzt freigegeben working works well fine lovely great inspected "
    "connected thanks thx cheers treat "
)
# What may stand behind a result as well, before words of these kinds.
WITH = _read("met avec mit with voor zelfs kinderen")
# How it goes on.
PROGRESS = _read(
    "deadline einddatum datum timing termijn echeance date delai termin frist lukt voort door doorgaan "
    "mor hard verwachten verwacht beloofd beste mevrouw eind actief zeker natuurlijk nee alvast loopt "
    "verloopt gaat zit zitten ligt liggen vordert vorderen bezig mee aan eraan uitvoering voorbereiding "
    "voortgang verder nog steeds altijd aannemer firma ploeg opschiet schiet vooruit wel ruim zeer heel "
    "ons zelfs iets wat doen blijft blijven houden komt komen raakt geraakt zal zullen staan staat "
    "hangt hangen alles erin erbij in orde klaar af rond gedaan op tegen tot dan werken druk goe "
    "gelukkig avance avancent chantier roule suit suivent deroule encore toujours normalement reste "
    "lauft laufen geht gut noch weiterhin voran kommt dran dabei alle ubrigens arbeiten sehr going "
    "moving along nicely well still running progressing on work works under way here so far hand be "
    "will is very happy to say ready finished done we're i'll everything's no expected tbh half easily "
    "sogar left rest campagne continue l'etude zie studiebureau bureau installateur leverancier "
    "dakdekkers levert leveren krijgen rapport eindrapport etudes "
    "menuisier entreprise entrepreneur remettra recevrons builders contractor electricians plumbers "
    "volunteers "
    "rolling wrap wrapped hand get handwerker team inschrijvingen voorbereidingen actief "
    "fleissig weiter sicht fertig voll son cours "
)
# What stands beside the day to which an action moves.
BESIDE_A_DAY = _read(
    "lijkt houden "
    "will afraid more like i'm geworden tzal passe passera vorher fruher nichts gonna going 'll seront "
    "iedereen zullen me dann da "
    "am nicht sondern mag moet staan alles orde haalbaar on vise uns mal geven change new completion "
    "maar naar tot tegen eind einde begin half midden medio pas uiterlijk laatste graag zeker helaas "
    "spijtig datum einddatum deadline dus sorry kan gaat denk ik iets weekje maand later gewoon net na "
    "nieuwjaar zeg zal worden kunnen nodig excuses aub svp pls please kwartaal semester realistisch wel "
    "fin debut mi pour jusqu'au jusqu'a d'ici desolee desole mettez date limite trimestre semestre "
    "serons prets pret malheureusement bis zum auf ende mitte anfang leider bitte erst kommt spater "
    "schaffen quartal dritten zweiten ersten by until till to for mid end early late now not we'll "
    "it'll there's be quarter q1 q2 q3 q4 k1 k2 k3 k4 t1 t2 t3 t4 "
)
# What is done last, beside *pas* and *nu*: "we planten pas in maart".
COMPLETIONS = _read(
    "hang ophangen op zaaien zetten monteren installeren schilderen afwerken geven organiseren doen placera "
    "placerons placer "
    "installera installerons plantera finira terminera ferons fera donnera organisera aufhangen auf stellen "
    "setzen legen "
    "montieren bauen einbauen machen fertigstellen streichen veranstalten put hang plant install fit lay do "
    "finish complete "
    "hold give run uitvoering execution ausfuhrung only we'll seulement wir "
    "plaatsen plaatsing gebeurt planten geplant geplaatst plantdag aanplant aanplanten leggen hangen "
    "werken we "
    "pose poser posees poses installees installes plantation planterons plantons pflanzen pflanzung "
    "aufgestellt "
    "aufstellen eingebaut gepflanzt montiert installed fitted planted planting fitting completed gelegd "
    "opgehangen wordt werden worden dann dan then wir on nous "
)
# Who did it, and for whom: it changes nothing of what was done.
BY_WHOM = (
    r"\b(?:(?:met|avec|mit|with) \d+ \w+|(?:van |par |von |by )?(?:de |la |die |the )?(?:firma|societe"
    r"|entreprise)"
    r" [\w'-]+(?= (?:heeft|hebben|is|was|zijn|a|ont|hat|haben|has|have)\b|$)|(?:door|par|von|vom|by"
    r"|met dank aan|merci a|thanks to|dank|samen met"
    r"|avec l'aide de)"
    r" (?!(?:iets|quelque|etwas|something|mij|mezelf|moi|mir|me)\b)"
    r"(?:(?!(?:op|aan|bij|in|te|langs|voor|zonder|met|sur|sans|pour|auf|bei|on|at|without"
    r"|met)\b)[\w'.-]+ ?){1,5})"
)
