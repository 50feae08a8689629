"""The clauses that say that the deadline will be met, in Dutch, French, German and English, as data.

Regular expressions for text in lower case and without accents; the date of the deadline is written there as
*deadline*. Such a clause is *on track* wherever it stands in an answer.
"""

# A word that denies nothing.
_WORD = r"(?:(?!(?:niet|nie|nicht|kaum|not|pas|nooit)\b)\w+ )"
_NL_DATE = (
    r"(?:(?:de|onze|die) )?(?:(?:afgesproken|voorziene|vooropgestelde|geplande) )?(?:planning|timing"
    r"|deadline"
    r"|einddatum|streefdatum|termijn|datum)"
)
_NL_SURE = r"(?: (?:wel|zeker|gewoon|makkelijk|gemakkelijk|ruim|vlot|nog|perfect|zonder problemen))*"
_FR_DATE = r"(?:(?:le|la|les|l'|notre) ?)?(?:planning|calendrier|delais?|echeance|date|deadline|timing)"
_DE_DATE = r"(?:(?:der|die|das|den) )?(?:termin|frist|zeitplan|datum|enddatum|deadline)"
_EN_DATE = r"(?:(?:the|our|that) )?(?:agreed )?(?:deadline|date|timeline|schedule|end date)"

MEETS_THE_DEADLINE = (
    rf"{_NL_DATE}(?: van deadline)? (?:blijft|is|klopt|staat)(?: dus| nog| nog altijd"
    rf"| nog steeds)?(?: gewoon| perfect| zeker| wel"
    rf"| ruim)?"
    rf" (?:ongewijzigd|haalbaar|behouden|realistisch|gehandhaafd|dezelfde|hetzelfde|staan|gelden)|(?:timing"
    rf"|planning|deadline) (?:is )?(?:ok|oke|in orde)"
    rf"|{_NL_DATE} (?:ongewijzigd|haalbaar)",
    rf"(?:(?:dat|dit|die|{_NL_DATE}) )?(?:halen|redden) (?:we|wij){_NL_SURE}",
    rf"(?:we|wij) (?:halen|redden|respecteren) (?:{_NL_DATE}|dat|het|dit){_NL_SURE}",
    rf"{_NL_DATE} (?:lukt|gaat lukken|zal lukken){_NL_SURE}",
    r"(?:(?:we|wij|ik) )?verwacht(?:en)? geen vertraging(?:en)?",
    r"(?:(?:dat|het|alles|dit|de actie) )?(?:komt|zal(?! wel)|gaat|geraakt|raakt)(?: zeker| wel| helemaal"
    r"| allemaal"
    r"| nog)*"
    r" (?:(?:in orde|klaar|af|goed)(?: zijn| komen| geraken)? (?:tegen|voor|op) (?:de )?deadline"
    r"|op tijd (?:in orde"
    r"|klaar|af)(?: zijn| komen| geraken)?|(?:tegen|voor|op) (?:de )?deadline (?:in orde|klaar|af)(?: zijn"
    r"| komen)?)",
    r"(?:(?:we|wij) zijn )?(?:zeker |ruim )?klaar (?:tegen|voor) (?:de )?deadline|(?:(?:we"
    r"|wij) zijn )(?:zeker )?op tijd klaar",
    r"(?:tegen|voor) (?:de )?deadline (?:zal|is|zijn|staat|staan|zit|hangt) (?:alles|het|dat|dit|we|wij)"
    r" (?:klaar|er|in orde|af)(?: zijn| komen)?",
    rf"{_FR_DATE} (?:est|sera|reste|seront|sont) (?:bien )?(?:respectee?s?|tenue?s?|maintenue?s?"
    rf"|inchangee?s?|realiste|tenable|faisable|la"
    rf" meme|valable)|{_FR_DATE} (?:tient|inchangee?)(?: toujours| bon)?",
    rf"(?:on|nous) (?:tient|tiendra|tenons|tiendrons|respecte|respectons|respectera"
    rf"|respecterons) {_FR_DATE}",
    r"(?:(?:ce|ca|tout|cela) sera|(?:on|nous) (?:sera|serons)) (?:pret|fini|termine|fait"
    r"|bon)e?s? (?:a temps|dans les"
    r" (?:temps|delais)|(?:pour|avant) (?:le |la |l')?(?:deadline|echeance))",
    rf"{_DE_DATE} (?:bleibt|steht|passt|halt)(?: so| bestehen| unverandert| gleich| weiterhin)*"
    rf"|{_DE_DATE} (?:ist"
    rf" (?:machbar|realistisch)|(?:wird|kann) (?:eingehalten|gehalten)(?: werden)?)",
    rf"(?:wir )?(?:schaffen|halten) (?:das|es|{_DE_DATE})(?: locker| gut| sicher| rechtzeitig| ein)?"
    rf"|das schaffen wir|wir schaffens(?: rechtzeitig)?",
    r"(?:bis )?(?:zur |zum )?(?:deadline|dahin) (?:sind wir|bin ich|ist alles|ist es|ist das) fertig"
    r"|(?:wird|ist) (?:bis"
    r" )?(?:zur |zum )?deadline fertig|wir (?:sind|werden) (?:rechtzeitig|punktlich"
    r"|bis (?:zur )?deadline) fertig",
    r"(?:zeitlich )?passt (?:alles )?(?:zeitlich|vom zeitplan)|zeitlich passt (?:alles|es)",
    rf"{_EN_DATE} (?:still )?(?:stands|holds|unchanged|is unchanged|remains(?: unchanged)?|will be met"
    rf"|is (?:still"
    rf" )?(?:realistic|achievable|fine))",
    rf"(?:(?:we|i)(?:'ll| will| are going to|'re going to) )(?:easily )?(?:make|meet|hit"
    rf"|keep) (?:{_EN_DATE}|it)(?: no"
    rf" problem| easily| comfortably)?",
    r"(?:(?:it|everything|all|we)(?: will|'ll) be )(?:done|ready|finished|in place) (?:on time|in time"
    r"|(?:by|for|before) (?:the )?deadline)"
    r"|(?:(?:we are|we're|all|it's) )?(?:still )?on (?:track|course|schedule) (?:for|to (?:finish|be done"
    r"|be ready) by) (?:the )?deadline",
    r"(?:(?:we|wij|alles|het|de werken) (?:zit|zitten|ligt|liggen|zijn|is) )?op (?:schema|koers"
    r"|tijd) (?:voor|om)"
    r" (?:de )?deadline(?: te halen)?",
    r"(?:bis )?(?:zur )?deadline fertig|will be (?:done|ready|finished) (?:by|for) (?:the )?deadline",
    r"(?:(?:we are|we're|we) )?(?:still )?keep(?:ing)? to the (?:planned |agreed )?(?:date|schedule"
    r"|timetable|plan)",
)
# Only beside nothing else than what is on track: "geen uitstel nodig, want het ligt stil".
NEEDS_NO_CHANGE = (
    r"(?:(?:een|verder) )?uitstel (?:is )?niet nodig|(?:er is )?(?:vooralsnog |voorlopig )?geen (?:uitstel"
    r"|aanpassing"
    r"|wijziging|bijsturing)(?: van .{3,20})? nodig|(?:er is )?(?:niks|niets) aan te passen",
    r"(?:er is )?(?:vooralsnog |momenteel )?geen (?:aanleiding|reden) om de (?:planning|timing|datum"
    r"|deadline|termijn)"
    r" (?:bij te sturen|aan te passen|te wijzigen)",
    r"pas besoin de (?:le |la )?reporter",
    r"(?:pas besoin d'un|pas besoin de|aucun|pas de|sans) (?:report|retard"
    r"|delai supplementaire)(?: n'est)?(?: necessaire"
    r"| prevu| a prevoir| a signaler)?|aucune (?:modification|adaptation)(?: n'est)?(?: a signaler"
    r"| necessaire)?",
    r"(?:eine )?(?:verschiebung|anpassung|verlangerung|fristverlangerung)(?: der frist"
    r"| des termins)?(?: ist)?(?: derzeit"
    r"| aktuell)? nicht (?:notig|erforderlich|notwendig)|keine (?:verschiebung|anpassung"
    r"|verlangerung) (?:notig|erforderlich)",
    r"no (?:adjustment|change|extension|postponement)s?(?: (?:to|of) the (?:deadline|date|schedule))?(?: is"
    r"| are)?"
    r" (?:required|needed|necessary)",
    r"verschieben mussen wir nichts",
)
# What says so of the day of the deadline itself.
_D = r"(?:de |het |the |la |l'|le |der |die |zum |zur )?(?:deadline|echeance)"
_AS_AGREED = (
    r"(?:zoals (?:gepland|voorzien|afgesproken|beloofd)|comme (?:prevu|convenu)|as (?:planned|agreed"
    r"|promised|arranged)"
    r"|wie (?:geplant|vorgesehen|besprochen|vereinbart|abgemacht))"
)
MEETS_THE_DAY = (
    rf"(?:blijven|blijft|blijf|houden|bleiben|bleibt|stick|sticking|staying) (?:het |es |ons |we |dus "
    rf"|gewoon |on reste )*"
    rf"(?:bij|aan|vast aan|bei|with|to|a) {_D}"
    rf"|(?:timing|planning|datum|einddatum|termin|date) (?:blijft|bleibt|stays|reste) (?:op |am |le )?{_D}"
    rf"|(?:datum|timing|deadline|planning) (?:mag|kan|moogt) (?:dus |gewoon |zo )*(?:blijven|staan"
    rf"|blijven staan)"
    rf"|{_D} blijft(?: dus| gewoon| zo| nog)*(?: staan)?"
    rf"|(?:tegen|voor|op|bis|by|pour|avant|before|within|until) {_D} (?:is|ist|zijn|sind|komt|est|wird"
    rf"|staat|staan|we are"
    rf"|we're|it's)(?: het| alles| dat| da| dit| we| wij| er| ze| die| tout| es)* (?:klaar|gereed|af|rond"
    rf"|in orde|gedaan|fertig"
    rf"|pret|done|finished|ready)"
    rf"|{_D} (?:is|ist|zijn|sind) (?:het|alles|dat|da|dit|we|wij|ze|es|wir) (?:klaar|gereed|af|rond"
    rf"|in orde|fertig)"
    rf"|{_D} (?:c'est bon|ca ira|ca va|sans (?:souci|probleme))"
    rf"|hal(?:en|t) (?:we |wij |zeker |wel |gewoon )*{_D}(?! ni)|halen (?:we|wij) (?:\w+ )?op tijd"
    rf"|{_D} (?:wordt|zal|gaat) (?:zeker |wel |dus )*(?:gehaald|gehaald worden)|an? (?:enddatum"
    rf"|termin) andert sich nichts"
    rf"|am (?:enddatum|termin) andert sich nichts|(?:der |den )?(?:termin|frist) {_D} (?:wird|bleibt"
    rf"|passt|halt)(?: eingehalten)?"
    rf"|{_D},? {_AS_AGREED}|{_AS_AGREED},? (?:op |le |on |am |tegen |pour |bis |by )?{_D}"
    rf"|(?:gaat|gaan) {_WORD}?(?:gewoon )?door op {_D}|gewoon door op {_D}"
    rf"|(?:on finit|nous finissons|on termine|nous terminons) (?:bien )?(?:avant |pour )?{_D}"
    rf"|(?:pas de souci|pas d'inquietude|pas de stress|aucun souci|geen probleem|geen zorgen"
    rf"|no (?:worries|problem)"
    rf"|keine sorge) (?:pour|voor|met|for|wegen|fur) {_D}"
    rf"|(?:ruim|comfortably|well|easily|largement) (?:voor|binnen|before|within|avant|inside) {_D}"
    rf"|(?:ready|all set|set|booked|on) for {_D}|(?:will )?(?:wrap|finish|be done|be ready"
    rf"|hand it in) (?:up )?(?:on|by|before) {_D}"
    rf"|schaffen wir {_WORD}{{0,3}}bis (?:zur |zum )?deadline|(?:bis )?{_D} schaffen wir(?! (?:nicht|kaum))"
    r"|(?:zitten|liggen|lopen) (?:we )?(?:\w+ ){0,2}niet achter|not late(?: either)?|pas en retard"
    r"|nicht zu spat dran"
    r"|(?:plenty|loads) of time(?: left)?(?: before| until)?(?: the)?(?: deadline)?|ahead of (?:plan"
    r"|schedule|time)"
    r"|(?:voor op|vooruit op) (?:de |het )?(?:schema|planning)|en avance(?: sur le planning)?"
    r"|(?:etwas )?fruher dran als \w+"
    r"|(?:keep|keeping|kept|stick|sticking) to (?:the )?(?:schedule|plan|date|timetable|deadline)"
    r"|comfortably on time|right where we should be|juist waar we moeten zitten|(?:caught up|ingehaald"
    r"|rattrape|aufgeholt)"
    r"|(?:schema|planning|timing) (?:wordt|is) (?:gerespecteerd|gevolgd|aangehouden)"
    r"|suit (?:le|son) (?:planning|calendrier|cours(?: normal\w*)?)|(?:a|pour) la date (?:prevue|convenue"
    r"|fixee)"
    r"|(?:gaat|loopt|verloopt) (?:alles )?zoals het (?:moet|hoort)(?: gaan)?|bat son plein|op dreef"
    r"|op volle toeren"
    r"|geben punktlich ab|(?:geht|lauft) weiter wie \w+"
)
# What says so within a clause, whatever else stands there.
_NL_DAY = r"(?:(?:de|den|onze) )?(?:(?:voorziene|afgesproken|geplande) )?(?:deadline|datum|einddatum|termijn)"
SAYS_ON_TIME = (
    rf"{MEETS_THE_DAY}|"
    rf"op planning(?! (?:staat|staan))|(?:we|wij) zitten (?:dus )?goed(?=$)|on est bons?(?=$)|we're (?:fine"
    rf"|good)(?=$)"
    rf"|passt also|looking good|"
    rf"(?:dus |nog |mooi |ruim |net )*(?:op tijd|binnen de tijd|voor (?:de )?(?:einddatum|deadline))(?= dus"
    rf"|$)"
    rf"|(?:mooi |ruim |goed |nog |net )*binnen de (?:tijd|voorziene \w+|afgesproken \w+|deadline)"
    rf"|(?:in good"
    rf"|in plenty of) time"
    rf"|(?:largement |bien |donc )*(?:avant|pour) (?:la date (?:limite|prevue|convenue)|le terme|{_D})"
    rf"|conforme au (?:planning|calendrier)|(?:selon|suivant) le (?:planning|calendrier)"
    rf"|toujours d'actualite"
    rf"|(?:comme|wie|as|zoals) (?:convenu|vereinbart|besprochen|abgemacht|agreed|afgesproken)(?= $|$)"
    rf"|(?:halt|halten|hielt) (?:den |die )?(?:termin|frist|zeitplan)|gut in der zeit"
    rf"|(?:noch )?(?:lange |weit |deutlich )?vor (?:dem |der )?(?:stichtag|termin|frist|{_D})"
    rf"|(?:schaffen|schafft|kriegen) wir (?:\w+ ){{0,3}}?(?:locker|sicher|problemlos|gut)(?: bis (?:zum "
    rf"|zur )?deadline)?"
    rf"|(?:tegen|voor|op|by|bis|pour|avant|before|for) {_D} (?:is|zijn|hangt|hangen|staat|staan|ligt|liggen"
    rf"|we|ist|sind"
    rf"|c'est|ce sera|it's|it is|it will be) (?:da|dat|het|t|er|ze|alles|we|es|sie|everything|all|done|fini"
    rf"|pret"
    rf"|gefikst|geregeld|klaar|in orde|geflikt|gepiept|erledigt|ready)(?: (?:er|d'r|gefikst|geregeld|klaar"
    rf"|in orde|geflikt|ready"
    rf"|done|fertig|erledigt|fini|pret))*"
    rf"|(?:you'll|you will) have it (?:by|before|on) {_D}|vous l'aurez (?:pour|avant|a) (?:la date prevue"
    rf"|{_D})"
    rf"|(?:ca|tout) roule(?= |$)|(?:het|alles)? ?(?:draait|loopt) (?:op rolletjes|als een trein)"
    rf"|on (?:tiendra|tient|tiendrait) (?:la |le |l')?(?:date|delai|echeance|deadline)"
    rf"|(?:le )?{_D} (?:ca ira|tient|reste possible)"
    rf"|(?:der |den )?{_D} (?:passt|klappt|schaffen wir|halten wir(?: ein)?)|{_D} (?:is|looks) (?:fine|ok"
    rf"|okay|doable|realistic)"
    rf"|proceeding as planned|"
    rf"(?:perfect|mooi|goed|ruim|volledig|(?<!zal )wel|gewoon|dus|nog|alles|prima|zelfs (?:wat|iets) voor"
    rf"|voor) op"
    rf" (?:schema|koers|tijd|planning)|op (?:schema|koers|planning)|op tijd (?:klaar|af|rond|in orde)"
    rf"|(?:conform|volgens) (?:de |het )?(?:\w+ )?(?:plan|planning|timing|schema|tijdspad|tijdslijn"
    rf"|kalender)|zoals (?:gepland|voorzien)"
    rf"|(?:(?<!zal )wel|nog|ruim|zeker) op tijd|(?:goed|mooi) (?:op|in) (?:de )?tijd|tijdig (?:klaar|af"
    rf"|rond)"
    rf"|hou(?:den)? (?:we )?(?:de )?(?:\w+ )?(?:datum|deadline|timing|planning)(?: aan)?"
    rf"|geen reden om (?:de )?(?:datum|deadline) te \w+|(?:ruim|zeker|dus|klaar|af|rond"
    rf"|in orde) voor {_NL_DAY}|(?:tegen|voor) (?:dan|{_NL_DAY})"
    rf" (?:klaar|af|rond|gedaan|in orde)"
    rf"|{_NL_DAY} blijft (?:de )?(?:einddatum|deadline)|binnen de (?:timing|termijn|planning)"
    rf"|geen (?:enkele )?vertraging(?: te verwachten| verwacht)?"
    rf"|(?:deadline|einddatum|timing|datum|planning|termijn) (?:(?:is|blijft|lijkt) )?(?:geen probleem|ok"
    rf"|oke"
    rf"|haalbaar|behouden|lukt(?: zeker| wel| normaal)?|(?:staat|staan|klopt)(?=$)|geen enkel probleem"
    rf")"
    r"|(?:op|zit op) het goede spoor"
    rf"|(?:geen (?:enkel )?probleem|haalbaar|lukt(?: zeker| wel)?) (?:voor|tegen|met) (?:de )?(?:deadline"
    rf"|dan)"
    rf"|(?:we|wij|ik) (?:gaan|gon|zullen) (?:da|dat|het|de deadline|deadline)? ?(?:zeker |wel |gewoon"
    rf" )?(?:halen|redden)|(?:da|dat|het|deadline) (?:halen|redden) (?:we|wij)(?: wel| zeker)?"
    rf"|(?:komt|raakt|geraakt|zal) (?:\w+ ){{0,2}}(?:in orde|af|klaar|rond) (?:zijn )?(?:tegen|voor) (?:dan"
    rf"|(?:de"
    rf" )?{_NL_DAY})|(?:tegen|voor) (?:dan|{_NL_DAY}) (?:is|zijn|zit|zitten|staat|staan|hangt|hangen|ligt"
    rf"|liggen|zal) (?:alles|het|ze|dat|alle \w+)(?: \w+){{0,2}}|(?:zeker |ruim |wel )?(?:klaar|af|rond"
    rf"|gedaan"
    rf"|erin|erbij|in orde) (?:tegen|voor) (?:dan|{_NL_DAY})"
    rf"|(?:date|delai|echeance|calendrier|planning|deadline) (?:de fin )?(?:est |sont "
    rf"|reste )?(?:maintenue?s?|valable|respectee?s?"
    rf"|tenue?s?|ok|inchangee?s?)|comme (?:prevu|planifie)|(?:aucun|pas de|sans) retard"
    rf"|(?:nous|on) (?:tiendrons|tiendra|tenons|tient|respectons|respecte|serons|sera) (?:bien )?(?:le|la"
    rf"|les"
    rf"|l'|dans) ?(?:delais?|date|echeance|temps|deadline)|dans les (?:temps|delais)|a temps|tout roule"
    rf"|(?:pas d'inquietude|aucun souci|pas de souci|aucun probleme) pour (?:la |le |l')?(?:deadline|date"
    rf"|delai"
    rf"|echeance)|a (?:la date (?:convenue|prevue)|l'heure)|dans le delai|(?:on|nous) (?:garde|gardons"
    rf"|maintient|maintenons) la date"
    rf"|(?:sera|seront|serons) (?:\w+ )?(?:boucle|pret|termine|fini|acheve)e?s? (?:avant|pour) (?:la |le"
    rf" |l')?(?:deadline|echeance)"
    rf"|(?:termin|datum|frist|deadline|zeitplan) (?:passt|bleibt|steht|halt|ist ok)(?: nach wie vor| so)?"
    rf"|(?:termin|datum|frist|deadline) .{{0,20}}passt(?: weiterhin| noch)?"
    rf"|schaffen wir {_WORD}{{0,3}}bis (?:zur"
    rf" |zum )?deadline|kein(?:e|en)? (?:verzug|verzogerung|verspatung)(?: bisher)?|wie (?:geplant"
    rf"|vorgesehen"
    rf")|(?:im|nach) (?:zeit)?plan|(?:deadline) passt(?: weiterhin| noch| so)?|(?:rechtzeitig"
    rf"|punktlich)(?: (?:zum|zur|bis|vor|fertig).{{0,12}})?|auf kurs"
    rf"|(?:on|ahead of) (?:schedule|track|plan|course)|as (?:planned|scheduled)|no delays?(?: so far)?"
    rf"|(?:done|ready|finished|completed?|wrapped up|in place|in hand|easily|results .{{0,20}}) (?:before"
    rf"|by"
    rf"|for|in time"
    rf" for) (?:the )?deadline|deadline no problem"
    r"|within (?:the )?deadline|no changes? to the (?:end )?date|deadline still stands|plenty of time"
    rf"|(?:meet|make|hit|keep) (?:the )?(?:deadline|date)|(?:in|on) time|nothing to worry about"
    # the day is kept, in other words
    r"|conform (?:de |het )?(?:afspraak|afspraken|gepland|plan)|(?:ruim|mooi|dus|zeker) (?:tijdig"
    r"|op tijd)|tijdig(?=$)"
    r"|(?:einddatum|datum|deadline|termijn|timing) (?:blijft|is) (?:\w+ )?(?:behouden|haalbaar"
    r"|gehandhaafd|onveranderd|zoals \w+)"
    r"|(?:aan )?(?:de )?(?:einddatum|datum|deadline) (?:verandert|wijzigt) (?:er )?(?:niks|niets)|(?:gaat"
    r"|loopt) (?:vooruit )?gelijk gepland"
    rf"|{_NL_DAY} (?:is|lijkt) realistisch|(?:we|wij|ik) (?:mikken|mik|rekenen|reken) (?:nog altijd "
    r"|nog steeds |gewoon )?op (?:de )?deadline"
    r"|dans (?:le|notre) (?:planning|calendrier)|(?:rester?|restons|reste) dans les? (?:delais?|temps"
    r"|clous)|(?:la )?date tient"
    r"|(?:l')?(?:echeance|date|delai) (?:de fin )?n'est pas (?:menacee?|en danger|remise? en cause)"
    r"|jouable (?:sans (?:probleme|souci) )?pour (?:le )?deadline"
    rf"|pret(?:e?s?)? pour (?:le |la |l')?(?:deadline|echeance|date prevue)(?: comme prevu)?"
    r"|im (?:rahmen|zeitrahmen|soll)|(?:am |an dem )?(?:enddatum|termin|stichtag) andert sich nichts"
    r"|(?:frist|termin|datum) (?:klappt|wird gehalten)"
    rf"|(?:ende \w+|{_D}) (?:klappt|passt|steht)|(?:keine|ohne) (?:verspatung|verzogerung)(?: in sicht)?"
    r"|alles rechtzeitig"
    r"|(?:inside|within|well before|ahead of|before) (?:the )?deadline|(?:deadline|date)(?:'s"
    r"| is) (?:safe|fine|realistic|secure)"
    r"|no reason to (?:touch|change|move) (?:the )?(?:date|deadline)|(?:bang|right|still"
    r"|very much) on (?:schedule|time|target|track)|on target"
    rf"|(?:{_D}|end of \w+) (?:still )?(?:stands|holds)|(?:as|like) (?:foreseen|announced|expected)"
)
# Who does the work, by name: "aannemer Coppens zit voor op schema".
WHO_WORKS = (
    r"\b(?:aannemer|firma|ploeg|entreprise|societe|bureau|contractor) (?:\w+(?: \w+){0,2}?) (?=(?:zit"
    r"|ligt|is|werkt|loopt|est|avance"
    r"|tient|ist|liegt|wel|gaat)\b)"
)
# What did not stop it.
DESPITE = r"\b(?:ondanks|malgre|trotz|despite) (?:\w+ ){0,2}\w+"
# The rest follows while it runs.
REST_FOLLOWS = (
    r"\b(?:rest|laatste \w+|laatste|bestelling|plaatsing|levering|reste|derniers?|dernieres?"
    r"|letzten \w+) (?:nog )?(?:volgt|volgen"
    r"|suit|suivent|suivra|suivront|folgt|folgen|follows?)(?: (?:nog|er|dan))*(?= (?:deze|volgende|in|op"
    r"|voor|cette|la|en|avant|diese|nachste|im"
    r"|am|this|next|on|by|before)\b|$)"
)
# "Nog niet klaar, maar we liggen op koers": what stands before the word says only that it is not done.
NOT_DONE_YET = (
    r"(?:(?:het|'t|dat|dit) is )?(?:nog )?(?:lang )?niet (?:helemaal |volledig )?(?:klaar|af|afgerond"
    r"|afgewerkt|gedaan)"
    r"|(?:ce n'est |c'est )?pas (?:encore )?(?:tout a fait )?(?:fini|termine|pret)e?"
    r"|(?:(?:es|das) ist )?noch nicht (?:ganz )?(?:fertig|abgeschlossen)"
    r"|(?:it's |it is )?not (?:quite )?(?:done|finished|there|ready)(?: yet)?"
)
BUT = r"maar|mais|aber|but"
# How the day of the deadline is written: the number of the day with an ending, or with its month.
DAY_ENDINGS = r"(?:e|de|ste|th|st|nd|rd|er|\.)"
BEFORE_THE_DAY = r"(?:(?:de|het|den|dem|der|zum|the|le) )"
BEFORE = r"(?:voor|avant|before|vor) (?:de |den |dem |der |le |the )?"
END_OF = r"(?:einde?(?: van)?|fin(?: du mois)?(?: de| d')?|ende?(?: of)?) "
END_OF_THIS_MONTH = (
    r"(?:het )?(?:einde?(?: van)? (?:de|deze) maand|maandeinde|(?:la )?fin (?:du|de ce) mois"
    r"|(?:dem )?(?:ende (?:des|dieses) monats"
    r"|monatsende)|(?:the )?end of (?:the|this) month)\b"
)
END_OF_THIS_YEAR = (
    r"(?:het )?(?:einde?(?: van)? (?:dit|het) jaar|oudjaar|oudejaar|jaareinde|(?:la )?fin (?:de l'"
    r"|de cette )annee|(?:dem )?(?:ende"
    r" (?:des|dieses) jahres|jahresende)|(?:the )?end of (?:the|this) year|new year's eve)\b"
)
# That it was on time says that it no longer is.
PAST_TENSES = (
    r"\b(?:was|waren|lagen|lag|zat|zaten|moest|moesten|etait|etaient|etions|war|wurden|were|had)\b"
    r"|\b(?:completed|finished|installed|delivered|afgewerkt|opgeleverd|voltooid|geplaatst|termine\w*"
    r"|acheve\w*|livre\w*"
    r"|fertiggestellt|abgeschlossen|geliefert) (?:\w+ )?(?:ahead|before|early|voor|avant|vor)\b"
)
NEGATIONS = r"\b(?:niet|nie|pas|nicht|not|\w+n't|wont|cannot|geen|kein\w*|achter|behind|hinter|en retard)\b"
# "As planned" says so only of what goes on: "zoals gepland stuur ik de cijfers" does not.
AS_PLANNED = (
    r"(?:conform|volgens) (?:de |het )?(?:plan|planning|timing|schema)|zoals (?:gepland|voorzien)|comme"
    r" (?:prevu|planifie|convenu)|wie (?:geplant|vorgesehen|vereinbart|besprochen|abgemacht)|as (?:planned"
    r"|scheduled|agreed)"
    r"|zoals afgesproken"
)
# With a day within the deadline these say that it is kept.
KEEPS_THE_DAY = (
    rf"\b(?:{AS_PLANNED}|zoals (?:gezegd|in het plan staat|aangekondigd|beloofd)|wie angekundigt"
    rf"|as (?:announced"
    r"|foreseen|promised)|comme (?:annonce|promis)|bevestigd|bestatigt|confirmee?s?|confirmed|maintenue?s?"
    r"|blijft (?:behouden|staan|gelden)|(?:gaat|gaan) (?:gewoon )?door|stands|bleibt (?:bestehen|stehen)"
    r"|findet .{0,20}statt|going ahead|still good|(?:ca|cela) (?:ira|va aller)|fristgerecht)\b"
)
GOES_ON = (
    r"\b(?:loop\w*|verlo\w+|gaat|gaan|vorder\w*|bezig|schrijd\w*|doen|werken|werkt|verder|draait|zit|zitten"
    r"|af|klaar"
    r"|avance\w*|roule|se deroul\w*|suit|progress\w*|poursui\w*|lauf\w*|lauft|geht|gehen|weiter|schreit\w*"
    r"|going|running|moving|proceed\w*|coming|in uitvoering)\b"
)
