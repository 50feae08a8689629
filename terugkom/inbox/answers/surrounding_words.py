"""What stands around *klaar* and changes nothing of it, in nl, fr, de and en, as data.

Text is in lower case and without accents. Phrases are left out of an answer before its clauses are read; each
has words that say more elsewhere ("zonder", "with"), and a frame that holds them to what is harmless.
"""


def _read(words: str) -> frozenset[str]:
    return frozenset(words.split())


# People who were there, who use it or who are glad of it.
PEOPLE_WORDS = _read(
    "kinderen kindjes kids leerlingen kleuters scholieren studenten jongeren scouts chiro vrijwilligers "
    "bewoners buurtbewoners inwoners buren ouders leerkrachten leden ploeg ploegen team teams mannen "
    "collega's medewerkers personeel werkmannen arbeiders klas klassen school scholen vereniging "
    "verenigingen "
    "club clubs voetbalclub handelaars landbouwers deelnemers aanwezigen bezoekers gebruikers chauffeurs "
    "oudercomite senioren gezinnen mensen klanten directie burgemeester schepen schepenen iedereen publiek "
    "gasten pers wijkagent groendienst chirojongens gidsen voorzitter bestuursleden "
    "enfants eleves jeunes benevoles habitants riverains voisins parents enseignants membres equipe equipes "
    "ouvriers collegues classe classes ecole ecoles association commercants agriculteurs participants "
    "visiteurs usagers familles gens monde direction bourgmestre echevin echevine citoyens public presse "
    "guides institutrices "
    "kinder kindern schuler schulern jugendliche jugendlichen pfadfinder pfadfindern freiwillige "
    "freiwilligen "
    "anwohner anwohnern burger burgern nachbarn eltern lehrer lehrern mitglieder mitgliedern kollegen "
    "mitarbeiter mitarbeitern personal klasse schule verein vereine vereinen teilnehmer teilnehmern besucher "
    "besuchern nutzer nutzern fahrer fahrern familien leute leuten helfer helfern burgermeister "
    "burgermeisterin leitung feuerwehr bauhof presse "
    "children pupils students volunteers residents neighbours teachers members crew lads staff colleagues "
    "class traders farmers visitors users drivers families people mayor councillor councillors attendees "
    "guests everyone everybody head press "
)
_PEOPLE = "|".join(sorted(PEOPLE_WORDS, key=len, reverse=True))
_ALL = (
    r"(?:(?:de|het|heel|hele|al|alle|onze|veel|enkele|een|paar|les|tous|toutes|nos|des|la|le|quelques|une?"
    r"|beaucoup|die|den|der|dem|allen|unseren?|vielen|einigen|the|our|all|some|many|local|lokale|plaatselijke"
    r"|enthousiaste|dappere|zo'n|ongeveer|ruim|environ|etwa|rund|about|over|\d+|tiental|twintigtal|dertigtal"
    r"|dozijn|dozen|dizaine|douzaine|vingtaine|trentaine|dutzend|zwolf|zehn|twaalf|twelve|douze) ){0,4}"
    r"(?:d'|l'|de )?"
)
WITH_PEOPLE = (
    rf"(?:samen met|met dank aan"
    rf"|met (?:de )?hulp van|met|ensemble avec|avec l'aide d[eu]s?|avec|grace aux?"
    rf"|zusammen mit|mit (?:der )?hilfe von|mit|dank|together with|with (?:the )?help (?:of|from)|with"
    rf"|thanks to) {_ALL}(?:{_PEOPLE})"
    r"(?: (?:van|uit|de|du|des|von|vom|der|aus|from|of) (?:(?:de|het|la|le|les|der|dem|the) )?"
    r"(?!klaar|fertig|fini)[\w'-]+(?: (?:klas|leerjaar|annee|grade|year|graad))?)?"
)
# What was arranged with people is not done yet, nor what is over with them.
ARRANGED = (
    r"\b(?:geregeld|regelen|rond|in orde|oke?|klaar|in kannen en kruiken|(?:af|over|door)?gesproken"
    r"|overeengekomen|overlegd|besproken|afgestemd|afgetoetst|goed|voor elkaar|in de sacoche|beklonken"
    r"|regle\w*|convenu\w*|arrange\w*|en ordre|discute\w*|vu\w*|concerte\w*|d'accord|bon|pret\w*|boucle\w*"
    r"|geregelt|abgesprochen|abgestimmt|besprochen|vereinbart|geklart|klar|in ordnung|fertig|durch"
    r"|arranged|sorted(?: out)?|agreed|discussed|settled|cleared|squared|fine|ready|finished|good)"
    r"(?: (?:gekomen|gebracht|geraakt|gekregen|nu|al|ook|zo|allemaal|gisteren|vandaag|maintenant|deja|aussi"
    r"|hier|jetzt|schon|auch|gestern|now|too|already|yesterday|today|all)){0,2} $"
)
_AMOUNT = (
    r"(?:€ ?)?\d[\d., ]{0,12}(?:euros?|eur|€|k€|k)(?![\w])(?: (?:excl|incl|exclusief|inclusief|htva|tvac"
    r"|btw)\b\.?){0,2}"
)
# What it cost; what is still to be paid, or lacking, has another word.
MONEY = (
    rf"(?:(?:totale |total )?(?:kostprijs|kostte|kost|prijs|totaal|heeft|cout|coute|prix|montant|insgesamt"
    rf"|kostete|preis|cost|price|total)(?: (?:was|is|bedraagt|van|ons|zelfs|de|est|a|war|:))?"
    rf"[ :]{{0,2}}|voor |pour |fur |for )?{_AMOUNT}"
    r"(?: (?:in totaal|totaal|gekost|au total|en tout|insgesamt|in all|in total|all in))?"
    r"(?: (?:minder|goedkoper|moins|moins cher|weniger|gunstiger|less|cheaper) (?:dan|que|als|than) (?:de )?"
    r"(?:voorzien|geraamd|begroot|gedacht|raming|prevu|geplant|planned|expected|budgeted))?"
    r"|(?:netjes |mooi |ruim |zelfs |well |reste |restes )?(?:binnen (?:het |ons )?budget"
    r"|onder (?:het )?budget"
    r"|dans (?:le|notre) budget|sous le budget|im budget|unter (?:dem )?budget|(?:within|under|on) budget)"
    r"(?: (?:gebleven|geblieben|too))?"
)
# How it went.
MANNER = (
    r"(?:zonder (?:enige |noemenswaardige |al te veel |grote |verdere |enig )?(?:problemen|probleem"
    r"|opmerkingen"
    r"|opmerking|incidenten|ongelukken|brokken|kleerscheuren|hinder|vertraging|moeite)"
    r"|tot (?:ieders|grote|volle|algemene) (?:tevredenheid|vreugde)|naar (?:ieders )?wens"
    r"|onder (?:grote|ruime|veel) (?:belangstelling|applaus)|(?:sous|malgre) (?:la pluie|le soleil|la neige)"
    r"|sans (?:le moindre |aucune? |trop de )?(?:problemes?|soucis?|accrocs?|encombres?|incidents?|remarques?"
    r"|reserves?)|a la satisfaction (?:de tous|generale)|avec (?:\w+ ){1,2}(?:jours?|semaines?|mois) d'avance"
    r"|ohne (?:grossere |weitere )?(?:probleme|beanstandung(?:en)?|mangel|zwischenfalle|schwierigkeiten)"
    r"|zur zufriedenheit aller|(?:im|bei) (?:regen|sonnenschein|schonem wetter|bestem wetter)"
    r"|without (?:a hitch|any (?:problems?|issues?|trouble)|problems?|issues|incident)|in the (?:rain|sun"
    r"|snow)"
    r"|(?:two|three|a few|several|\d+) (?:days?|weeks?|months?) early"
    r"|(?:een|\d+|twee|drie|enkele|paar) (?:dag|dagen|week|weken|maand|maanden) (?:vroeger|eerder"
    r"|op voorhand)(?: dan (?:gepland|voorzien|verwacht|gedacht))?"
    r"|(?:\w+ ){1,2}(?:tage?|wochen?|monate?) (?:fruher|eher)(?: als (?:geplant|gedacht|vorgesehen))?"
    r"|(?:naar|aan|bij|a|an|to) (?:(?:alle|elk|elke|iedere|de|alle|tous|toutes|les|all|every|the|alle|each"
    r"|\d[\d.,]{0,9}) ){0,6}"
    r"(?:gezinnen|gezin|huishoudens|inwoners|adressen|menages|foyers|habitants|haushalte|households?|homes"
    r"|leden"
    r"|membres|mitglieder|members|personeelsleden|eleves|leerlingen|schuler)"
    r"|in full|en entier|in zijn geheel|van a tot z|de a a z|von a bis z|comme sur des roulettes"
    r"|(?:na|apres|nach|after) (?:heel )?(?:wat|veel|beaucoup d[e']|langem|lang|viel|vielen|much|a lot of"
    r"|some|pas mal d[e']) ?(?:gedoe|geduld|moeite|vertraging|wachten|zoeken|overleg|regen|tegenslag"
    r"|gesukkel|peripeties|patience|efforts|retard|discussions|arger|hin und her|warten|muhe"
    r"|fuss|hassle|effort|delay|waiting)"
    r"(?: (?:met|avec|mit|with) (?:(?:de|onze|le|la|der|dem|the|our) |l')?[\w'-]+)?)"
)
# How many came, or how much there is of it; how many of how many has another word.
NUMBERS = (
    r"(?:(?:zo'n|ongeveer|meer dan|ruim|environ|plus de|pres de|etwa|rund|uber|mehr als|about|over|more than"
    r"|some|goed voor|a|een|une) )?(?:\d[\d.,]{0,9}|hundred|honderd|tiental|twintigtal|dertigtal|vijftigtal"
    r"|honderdtal|dizaine|vingtaine|trentaine|cinquantaine|centaine|dutzend|dozen)(?: d[e'])? ?"
    rf"(?:{_PEOPLE}|man|personen|personnes|meter|metres?|metern|m2|kilometer|zakken|sacs|sacke|bags|kilo|kg"
    rf"|ton|tonnes?"
    r"|tonnen|exemplaren|exemplaires|exemplare|copies|brievenbussen|liter|litres|attendees|visitors|people"
    r"|bezoekers|aanwezigen|deelnemers|participants|visiteurs|familles|gezinnen|teilnehmer|besucher|gaste"
    r"|leute|inschrijvingen|vragen|objets|toestellen|gerate|items|stuks|stemmen voor|onthoudingen"
    r"|voix pour|abstentions|stimmen|enthaltungen|votes for|(?:cm|mm|inch|inches|duim|zoll"
    r"|pouces)(?: (?:d[e'] ?|of )?[\w-]+)?"
    r"|in totaal|insgesamt|in total|au total|en tout|in all)"
    r"(?: (?:in totaal|samen|au total|en tout|insgesamt|in total|in all|of it|altogether|opgedaagd|waren er"
    r"|waren da|came along|came|turned up|turned out|showed up|took part|daagden op|deden mee|ont participe"
    r"|sont venus"
    r"|sont venues|haben mitgemacht|haben teilgenommen|haben mitgeholfen))?"
)
FULL_HOUSE = (
    r"(?:volle zaal|zaal (?:zat |was )?(?:afgeladen |bom)?vol|salle (?:etait )?(?:comble|pleine|remplie)"
    r"|volles haus|saal (?:war )?(?:rappel)?voll|full house|packed (?:hall|house|room)|(?:mooie|flinke|goede"
    r"|grote|hoge) opkomst|belle affluence|(?:good|great) turnout|(?:uit|aus)verkocht|sold out)"
)
# How many there are in all, which no amount of money is; and what is counted without its name.
IN_TOTAL = (
    r"(?<![\d.,/:€-])(\d{1,5})(?: (?!euros?\b|eur\b|kg\b|kilo|kwh?\b|kwp\b|m2\b|meter|metres?\b)[\w'-]+)?"
    r" (?:in totaal|in het totaal|samen|au total|en tout|insgesamt|gesamt|in total|in all|altogether)\b"
    r"|\b(?:op een totaal van|van een totaal van|(?:in )?totaal(?: is| wordt|:| zijn er)?|au total"
    r"|in total|sur un total de|total(?: of| is"
    r"| :)?|von insgesamt|insgesamt)"
    r" (\d{1,5})(?! ?(?:euro|eur\b|€|kw|kg|kilo|m2|meter|metre))\b"
)
COUNTED = r"(?:stuks?|exemplar\w*|exemplaires?|pieces?|items|stuck)"
# A drink on it, an invitation to come and look.
_DAY_OF_FEAST = (
    r"(?:(?:morgen|vanavond|straks|demain|ce soir|heute abend|tomorrow|tonight|vrijdag|vendredi|freitag"
    r"|friday) )?"
)
CELEBRATION = (
    rf"(?:{_DAY_OF_FEAST}(?:drinken|klinken|trakteren|vieren|drink|klink|trakteer) (?:we|wij|ik)"
    r"(?: (?:er|eentje|een|op|erop|daarop|pintje|glas|dat|dus|morgen|vrijdag|iedereen|'t|het|samen|met|de"
    r"|ploeg"
    r"|taart)){0,5}"
    rf"|{_DAY_OF_FEAST}(?:on|nous) (?:va |allons )?(?:boit|boira|boire|buvons|trinque|trinquer|fete|feter"
    r"|arrose|arroser)(?: (?:un|une|verre|coup|a|ca|cela|demain|ensemble|vendredi)){0,5}"
    rf"|{_DAY_OF_FEAST}(?:stossen|feiern|trinken) wir(?: (?:darauf|morgen|an|das|ein|eins|bier|glas"
    rf"|freitag)){{0,4}}"
    r"|drinks? (?:tomorrow|tonight|on friday|all round|on me)|(?:hot chocolate|cake|tea) all round"
    r"|(?:we'll|we will|let's) (?:celebrate|raise a glass|drink)(?: (?:to|it|that|tomorrow|on|friday)){0,3}"
    r"|(?:daarna|nadien|achteraf|ensuite|apres|danach|afterwards|met|avec|mit|with)(?: (?:was|er|een|kregen"
    r"|we"
    r"|ze|un|une|il|y|avait|gab|es|ein|there|was|a|warme|lekkere|heerlijke)){0,3}"
    r" (?:chocomelk|soep|pannenkoeken|hapje|drankje|taart|koffie|receptie|barbecue|bbq|pintje|chocolat chaud"
    r"|soupe|gateau|verre|biscuits|kuchen|kaffee|suppe|gluhwein|umtrunk|cake|soup|tea|coffee|hot chocolate)"
    r"(?: (?:voor|pour|fur|for) (?:iedereen|tous|tout le monde|alle|everyone))?)"
)
INVITATION = (
    r"(?:(?:kom|komt|spring) (?:(?:gerust|maar|zeker|eens|een keer|dus|even|ook|zelf) ){0,4}"
    r"(?:kijken|langs|binnen|testen|proberen|proeven)|(?:venez|viens|passez|passe|n'hesitez pas a"
    r"|n'hesite pas a)"
    r" (?:(?:donc|venir|passer|quand vous voulez|quand tu veux) ?){0,2}(?:voir|essayer|tester|les voir"
    r"|la voir"
    r"|le voir|passer)|(?:come|pop|drop|feel free to come|feel free to drop) (?:(?:and|by|along|in"
    r"|over) ){0,2}"
    r"(?:see|look|have a look|by|in|try)(?: (?:it|them|for yourself|any ?time))?"
    r"|(?:kommt|komm|schaut|schau|kommen sie|schauen sie) (?:(?:ruhig|doch|gerne|gern|mal|einmal) ){0,3}"
    r"(?:vorbei|schauen|gucken|anschauen|rein)|(?:iedereen|jullie|u|tout le monde|vous|alle|everyone|you) "
    r"(?:is |bent |zijn |est |etes |sind |is |are )?(?:van harte |herzlich |most )?(?:welkom|bienvenue?s?"
    r"|willkommen|welcome))"
)
# Excuses for not having said so before, and that no more need be asked of it.
EXCUSE = (
    r"(?:(?:sorry|excuses|excuseer) (?:dat|omdat) (?:ik|we|wij) (?:(?:het|dit|dat|u|je|jullie|nog|er"
    r"|al) ){0,3}"
    r"(?:niet|nooit|niks|niets) (?:(?:eerder|vroeger|meteen|direct|iets|al) ){0,2}(?:heb |had |hebben "
    r"|hadden )?"
    r"(?:gemeld|laten weten|liet weten|lieten weten|doorgegeven|verwittigd|gezegd|geantwoord|gereageerd"
    r"|antwoordde|reageerde|meldde)(?: (?:heb|had|hebben|hadden))?(?: maar)?"
    r"|(?:(?:dat|dit|het) )?(?:had|hadden) (?:ik|we|wij) (?:(?:je|u|jullie|dat|dit|het|al|nog|wel"
    r"|eerder) ){0,4}"
    r"(?:moeten|kunnen) (?:melden|laten weten|doorgeven|zeggen|antwoorden)|(?:was "
    r"|waren )?(?:helemaal )?vergeten"
    r" (?:(?:het|dit|dat|u|je|jullie|te|door) ){0,4}(?:melden|laten weten|geven|zeggen|verwittigen"
    r"|antwoorden)"
    r"|(?:ik|we) (?:dacht|dachten) dat (?:(?:ik|we|het|dat|dit|al|je|u) ){1,5}(?:gemeld|doorgegeven"
    r"|verwittigd)"
    r" (?:had|hadden|was)"
    r"|j'(?:ai|avais) (?:completement |juste )?oublie de (?:vous |te )?(?:prevenir|le dire|repondre"
    r"|le signaler"
    r"|l'ecrire|dire)|j'aurais du (?:vous |te )?(?:prevenir|le dire|le signaler|repondre)(?: plus tot)?"
    r"|(?:desolee?|pardon|excusez-moi) de ne pas (?:vous |t')?(?:avoir prevenue?|avoir repondu|l'avoir dit"
    r"|l'avoir signale)(?: plus tot)?"
    r"|h(?:a|ae)tten? (?:ich |wir )?(?:(?:ihnen|dir|das|es|schon) ){0,3}(?:melden|sagen|bescheid geben"
    r"|mitteilen) (?:sollen|mussen)|(?:hab|habe|haben|hatte|hatten) (?:ich |wir )?vergessen"
    r"(?: (?:es|das|ihnen|dir)){0,2} (?:zu melden|zu sagen|bescheid zu geben|zu antworten|mitzuteilen)"
    r"|(?:sorry|entschuldigung) dass ich (?:(?:mich|es|das|ihnen|dir) ){0,2}nicht (?:fruher|eher) (?:gemeldet"
    r"|gesagt|geantwortet) habe"
    r"|(?:(?:i|we) )?(?:should have|should've|ought to have|meant to|forgot to) (?:said|told you|say|tell you"
    r"|let you know|mentioned|mention|reported|report|replied|reply)(?: (?:it|that|this|so|before|sooner"
    r"|earlier)){0,2}|(?:sorry|apologies) for not (?:telling|letting|saying|replying|reporting)"
    r"(?: (?:you|know|it|this|sooner|earlier|before|so)){0,4})"
)
NO_MORE_MAILS = (
    r"(?:(?:hoef|hoeft|moet|moogt) (?:je|u|ge|jullie|me|mij|ons)(?: (?:me|mij|ons|dus|er|daar|over)){0,3}"
    r" (?:niet|nie) meer (?:(?:voor|over|naar|te|aan|aan te) ){0,2}(?:vragen|mailen|manen|aanmanen"
    r"|herinneren)"
    r"|plus besoin de (?:me |nous )?(?:relancer|demander|rappeler)|(?:brauchst du|brauchen sie|musst du"
    r"|mussen"
    r" sie)(?: also)? nicht mehr (?:nach)?(?:zu)?(?:fragen|haken|erinnern)|no need to (?:ask|chase|remind)"
    r"(?: (?:me|us|again|any ?more)){0,2})"
)
# Nothing was wrong with it.
NO_FLAWS = (
    r"(?:geen (?:enkele )?(?:opmerkingen|opmerking|gebreken|problemen|klachten|bezwaren)"
    r"|(?:aucune?|pas de) (?:remarques?|reserves?|problemes?|defauts?)|keine(?:rlei)? (?:mangel"
    r"|beanstandung(?:en)?"
    r"|probleme|einwande)|no (?:snags|defects|issues|remarks|problems|complaints)"
    r"|alles (?:in orde|goed|ok|oke|in ordnung) (?:bevonden|verklaard)|gekeurd en wel|goed bevonden"
    r"|conform verklaard|tout (?:est )?conforme)"
    r"(?: (?:bij|a|bei|at) (?:de|der|la|l'|the) ?(?:oplevering|keuring|reception|controle|abnahme|inspection"
    r"|handover))?"
)
# After rain: muddy, but done.
BUT_GOOD = (
    r"\b(?:maar|mais|aber|but) (?:(?:wel|toch|heel|tres|sehr|very|quand meme|it's|c'est|het is|is) ){0,2}"
    r"(?:plezant|leuk|gezellig|geslaagd|de moeite|blij|content|contents|heureux|termine|fini|fait|reussi"
    r"|super|glucklich|schon|gelungen|zufrieden|geschafft|fertig|happy|fun|done|finished|worth it|klaar"
    r"|gedaan)"
)
# Words that say nothing of the thing itself, beside those of `side_remark_words`.
MORE_SIDE_WORDS = _read(
    "afgevinkt lint lintje geknipt doorgeknipt ingehuldigd onthuld presentatie slides attest attesten "
    "diploma diploma's persbericht persartikel artikel video filmpje eindfactuur eindafrekening website "
    "facebook facebookpagina pagina intranet sleutel sleutels teruggegeven overhandigd lesgever spreker "
    "sprekers broodjes lekker lekkere smaakt smaken prachtig prachtige fijne fijn schoon schone mooie leuke "
    "gezellige boeiende interessante ervaring moment editie sfeer samenwerking discussie applaus "
    "gewoon meteen direct onmiddellijk ermee erop eraan rond rondrijden eronder gebruikt benut dagelijks "
    "volop druk dolblij opgetogen superblij proper propere netjes nette modderig modderige boel "
    "klus zaak geklaard klaarspelen geslaagde schitterende knappe vlotte vlotjes amai allee kijk zie voila "
    "hoera hoezee feest feestelijk feestje vertrokken content inwoner blije eerst "
    "attestation attestations diplome diplomes photos video article presentation ruban coupe inauguree "
    "inaugure inauguration formateur orateur ambiance chouette reussite belle magnifique superbe ravis "
    "contents contente content heureux heureuse chaleureuse chaleureux apprecie appreciee apprecies "
    "utilisees "
    "utilisee utilisent sert servent roule jours matin quotidiennement reparti repartie partis affaire "
    "classee "
    "s'en s'y l'utilise l'utilisent l'adore adorent profite profitent meme aussi beaucoup questions echanges "
    "bescheinigung bescheinigungen folien artikel band durchschnitten eingeweiht stimmung gelungen schoner "
    "schone tolle tolles toller begeisterung zufriedene zufriedenen haus hauptsache dozent dozentin referent "
    "referentin sache erledigt genutzt benutzt angenommen taglich fleissig rege gerne viel viele fragen "
    "aannemer firma installateur plaatser schilder schilders elektricien loodgieter electricien "
    "entrepreneur plombier "
    "handwerker elektriker maler installateure builders builder contractor electrician plumber painters "
    "getest gekuist "
    "proper afgerekend teste testes testee testees nettoye nettoyes propre publie publies publiee getestet "
    "gereinigt "
    "aufgeraumt abgerechnet tested cleaned tidied published gepubliceerd toiletten wc's net stroomnet "
    "riolering toilettes "
    "reseau netz stromnetz toilets grid marche marchent omhoog fond coin hoek sogar zelfs even draagt dragen "
    "besproken voorgelegd toegelicht presentee presente discute vorgestellt besprochen presented discussed "
    "certificate certificates ribbon slides video article lovely brilliant wonderful fantastic lively "
    "atmosphere speaker trainer enjoyed enjoy enjoying loads lots daily hugely popular "
    "rijdt unterwegs streets plechtig gewonnen gagne gagnee gewonnen won completion steun support soutien "
    "opgehaald ingezameld ramasses ramassee collectes gesammelt collected gathered jobs job's unanimously "
    "unaniem "
)

# That somebody was there, helped or made pictures of it: it is no longer to come.
WAS_SEEN = (
    rf"\b(?:(?:merci|bedankt|dank|thanks|danke)(?: \w+){{0,3}} (?:{_PEOPLE}|hulp|aide|hilfe|help|helping)"
    r"|(?:was|waren|c'etait|war|waren|were|had we|hadden we) (?:\w+ ){0,3}(?:succes|top|plezant|leuk"
    r"|gezellig|super|keitof"
    r"|geslaagd|mooi|fijn|erfolg|toll|schon|success|great|lovely|fun|chouette|reussi|volle|veel|dag)"
    r"|foto'?s? (?:\w+ )?(?:in bijlage|bijgevoegd|staan|hierbij)|photos? (?:jointes?|en annexe|attached)"
    r"|fotos? (?:anbei|im anhang)"
    r"|pictures attached|(?:super|chouette|belle) ambiance|goeie sfeer|toffe sfeer"
    rf"|(?:{NUMBERS})|(?:{FULL_HOUSE}))(?![\w-])"
)
# Words that name nothing in a clause that says that something is there.
BESIDE_A_RESULT = _read(
    "ah oh "
    "were geworden heel hele elk ieder iedere elke allen gans ganse zelfs einer eine eines dem des tous "
    "toutes monde "
    "derniers dernieres dernier got came gone went everywhere elf twaalf dertien veertien vijftien twintig "
    "dertig veertig "
    "vijftig zestig honderd onze douze quinze vingt trente quarante cinquante soixante cent zwolf dreizehn "
    "funfzehn "
    "zwanzig dreissig vierzig funfzig sechzig hundert eleven twelve fifteen twenty thirty forty fifty sixty "
    "hundred "
    "mee sneller vlugger rapper vroeger eerder vite plus tot schneller fruher eher sooner quicker hebbe "
    "hemme "
    "zen zijnt integralement correctement finalement recemment effectivement proprement vollig restlos "
    "tatsachlich "
    "inderdaad effectief gelukkig nogmaals weeral reussi bon ok oke hij zij hem haar you they he she "
)
