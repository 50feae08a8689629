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
    rf"|onze) )?actie |alles |'?t ?is |da'?s |(?:intussen|ondertussen|inmiddels) |(?:we|wij|ik) (?:zijn"
    rf"|ben) er ?mee )?"
)
_NL_SINCE = r"(?:vorige|voorbije|afgelopen) \w+|in \w+|eind \w+|begin \w+|sinds [\w/]+(?: [a-z]{3,9})?"
_NL_ALL = (
    rf"(?:(?:nu|intussen|ondertussen|inmiddels|helemaal|volledig|allemaal|al|al lang|reeds|eindelijk|dus"
    rf"|hiermee"
    rf"|daarmee|gisteren|vandaag|(?:voor )?100 ?%|op \d{{1,2}}[ /]\w+(?: \d{{4}})?|{_NL_SINCE}) ){{0,3}}"
)
_NL_DONE = (
    r"(?:klaar(?: is kees)?|afgewerkt|afgerond|gedaan|voltooid|uitgevoerd|gerealiseerd|in orde gebracht"
    r"|afgehandeld|afgesloten|gereed|geregeld|gebeurd|opgeleverd|achter de rug|(?:al lang|volledig"
    r"|helemaal|allemaal) in orde|gefikst|gefixt|gelukt|af|geflikt|geklaard|gefinaliseerd"
    r"|in kannen en kruiken|(?:helemaal|volledig) rond|in (?:dienst|gebruik) genomen|afgeraakt"
    r"|voor (?:elkaar|mekaar))"
)
_NL_DONE_END = (
    rf"(?: (?:hoor|ze|zenne|zulle|he|dus|ondertussen|intussen|{_NL_SINCE}|sinds [\w/.]+(?: \w+){{0,2}}"
    rf"|op \d[\w/.]*(?: \w+){{0,2}}|(?:vorige|afgelopen) \w+|door (?:\w+ ){{0,4}}\w+|en (?:al )?(?:betaald"
    rf"|in gebruik|ingehuldigd|geopend|gekeurd|aangesloten|opgeleverd))){{0,2}}"
)
_NL_GOES = (
    r"(?:op (?:schema|koers|tijd)|(?:volgens|zoals) (?:(?:de|het) )?(?:plan|planning|schema|voorzien"
    r"|gepland|afgesproken)|onder controle|bezig|lopende?|in uitvoering|(?:in )?volle gang)"
)
_NL_PLANNED = r"(?:vooropgestelde |voorziene |afgesproken |geplande |vooropgezette )?"
_NL_STILL = (
    r"(?:(?:nog|altijd|steeds|mooi|goed|volop|allemaal|netjes|perfect|gewoon|er|mee|ermee|rustig|prima"
    r"|momenteel|nu|vlot|verder) ){0,3}"
)
_NL_ACTS = (
    r"(?:(?:alles|(?:we|wij|ik)|de uitvoering|(?:de )?werken|het werk) |(?:het|dit|dat|'t|(?:(?:de|deze"
    r"|onze) )?actie|het project) )?(?:(?:zit|zitten|ligt|liggen|is|zijn|ben|loopt|t?loopt|verloopt"
    r"|gaat|staat|blijft|blijven) )?"
)
_FR_IT = (
    r"(?:(?:c'est|c|ca c'est|c'etait|acti(?:e|on)(?: est)?|l'action est|cette action est|le projet est"
    r"|tout est|ca y est|(?:l'action|cette action|action) a ete|tout a ete|cela a ete"
    r"|ca a ete) )?(?:(?:entierement|integralement|completement|totalement|maintenant|deja|enfin"
    r"|bien) ){0,2}"
)
_FR_DONE = (
    r"(?:terminee?s?|finie?s?|faite?s?|achevee?s?|realisee?s?|reglee?s?|executee?s?|bouclee?s?|chose faite"
    r"|pliee?s?"
    r"|cloturee?s?)(?: a 100 ?%)?(?: le \d.{1,15}| depuis .{2,25}| la semaine (?:derniere|passee)"
    r"| le mois (?:dernier|passe)| hier)?"
)
_FR_GOES = (
    r"(?:en cours|dans les temps|en bonne voie|sous controle|sur les rails|comme prevu|dans les delais"
    r"|selon le planning|dans les clous|comme convenu|conforme au planning)"
)
_DE_IT = (
    r"(?:(?:es|das|dies|die massnahme|diese massnahme|die aktion|das projekt|alles) (?:ist|wurde) "
    r"|ist )?(?:(?:jetzt|letzte woche|damit|somit|nun|ganz|bereits|schon|langst|seit langem|alles"
    r"|komplett|vollstandig|erfolgreich|inzwischen|endlich|gestern|(?:am|seit) \d{1,2}[. ]+\w+(?: \d{4})?"
    r"|seit (?:letzter|voriger) woche|seit (?:montag|dienstag|mittwoch|donnerstag|freitag)) ){0,3}"
)
_DE_DONE = (
    r"(?:fertig|fertiggestellt|erledigt|abgeschlossen|umgesetzt|ausgefuhrt"
    r"|beendet|geschafft|abgehakt|unter dach und fach)(?: worden)?(?: am \d[\w. ]{1,15}| seit .{2,20})?"
)
_EN_IT = (
    r"(?:(?:it is|it's|it was|this is|this was|that is|that's|that was|(?:the|this) action is|(?:the"
    r"|this) project is|this one is|all|everything is|we are|acti(?:e|on) is|(?:it|this|that|(?:the"
    r"|this) action) has been|(?:it|that)'s been|all of it is) )?(?:(?:now|all|completely|fully|already"
    r"|finally|so|100 ?%) ){0,2}"
)
_EN_DONE = (
    r"(?:done|finished|completed?|ready|sorted(?: out)?|wrapped up"
    r"|carried out|implemented)(?: in full| successfully)?(?: (?:on \d[\w ]{1,15}|for ages|last \w+"
    r"|yesterday|now|a while ago"
    r"|since .{2,20}))?"
)
_EN_GOES = (
    r"(?:on track|on schedule|on course|in progress|under ?way"
    r"|ongoing|(?:going )?(?:as planned|to plan)|going well)"
)
UNTIL = (
    r"(?: (?:tot|tegen|op|naar|jusqu'au|jusqu'a|au|le|pour le|bis|bis zum|auf den|am|until|till|to|by"
    r"|on)\b)?"
)

WHOLE_CLAUSES: dict[ProgressChoice, tuple[str, ...]] = {
    ProgressChoice.DONE: (
        rf"{_NL_IT}{_NL_ALL}{_NL_DONE}{_NL_DONE_END}",
        rf"{_NL_SUBJECT} {_NL_ALL}{_NL_DONE} (?:is|werd|zijn|werden)(?: op \d[\w/. ]{{1,20}})?",
        r"(?:'?t ?is|het is|da'?s|(?:de )?actie is) (?:nu |al )?in orde(?: (?:ze|hoor|zenne|zulle|he))?",
        r"alles (?:(?:is )?(?:geplaatst|geinstalleerd|geleverd|gemonteerd)|hangt|staat(?: er)?"
        r"|ligt er) en (?:is |alles )?"
        r"(?:gekeurd|aangesloten|opgeleverd|in gebruik|in dienst|werkt|draait)",
        r"alles (?:is |staat )?(?:nu |al |intussen )?(?:in gebruik|in dienst|in werking|operationeel)",
        rf"(?:we|wij|ik) heb(?:ben)? (?:het|dit|dat|alles|(?:de|deze|onze"
        rf"|mijn) actie) {_NL_ALL}(?:afgewerkt|afgerond"
        rf"|uitgevoerd|voltooid)",
        r"(?:we|wij|ik) (?:zijn|ben) d?er (?:dus |nu |intussen )?mee klaar"
        r"|(?:de )?werken zijn opgeleverd(?: op \d{1,2} \w+)?",
        r"(?:ge|je|u|gij) (?:moogt|mag|kunt|kan) er (?:maar )?(?:een|'n) (?:vinkje|vinkske|vink) (?:achter"
        r"|bij|voor) (?:zetten|plaatsen)",
        r"(?:(?:de )?actie|ze) (?:staan|staat|hangen|hangt|liggen|ligt) er(?: al)? en (?:werken|werkt"
        r"|draaien|draait)",
        r"(?:de )?actie (?:is|zijn) (?:al |toch al |intussen )?(?:geplaatst|geinstalleerd|aangelegd"
        r"|geleverd) en (?:gekeurd|in gebruik"
        r"|aangesloten|opgeleverd|in dienst|werkt|werken)|(?:de )?actie (?:is|zijn) (?:al "
        r"|nu )?(?:in gebruik|in dienst|operationeel)",
        r"(?:(?:die|deze|ze|je|u|ge) )*(?:de actie )?(?:mag|moogt|mogen|kan|kunt) (?:(?:je|u|ge|ze|deze"
        r"|die|de actie) )*(?:afvinken|(?:als|op) (?:klaar|uitgevoerd|afgewerkt"
        r"|afgerond)(?: (?:gezet worden|zetten|beschouwen|beschouwd worden))?)",
        r"(?:vink|zet) (?:ze |deze |die |hem )?maar (?:af|op (?:klaar|afgewerkt|uitgevoerd|afgerond))",
        r"wir haben die (?:massnahme|aktion) (?:\w+ )?(?:umgesetzt|abgeschlossen|fertig)",
        rf"{_FR_IT}{_FR_DONE}",
        r"tout (?:est|a ete) (?:installe|place|livre|pose|monte) et (?:raccorde|branche|fonctionne"
        r"|receptionne"
        r"|mis en service|en service)|tout est (?:deja )?en service|(?:c'est|l'action est) en ordre",
        rf"{_DE_IT}{_DE_DONE}",
        rf"(?:die massnahme|diese massnahme|die aktion|das projekt|alles) (?:\w+ )?{_DE_DONE} (?:ist"
        rf"|wurde)",
        r"alles (?:ist |wurde )?(?:montiert|installiert|aufgestellt|geliefert|eingebaut) und (?:abgenommen"
        r"|in betrieb"
        r"|angeschlossen|ubergeben)|alles (?:ist )?(?:schon |bereits )?in betrieb|haken dran|fix und fertig"
        r"|wir sind (?:damit )?fertig"
        r"|(?:(?:das|die massnahme) )?(?:habe ich|haben wir|hab ich) (?:schon |bereits "
        r"|gestern )?(?:erledigt|fertiggestellt|abgeschlossen|umgesetzt)|(?:(?:das"
        r"|die massnahme) )?kann (?:bitte )?abgehakt werden",
        rf"(?!we are ready){_EN_IT}{_EN_DONE}",
        r"(?:tout|l'action) (?:est|sont) (?:deja )?en service(?: depuis .{2,25})?|l'action (?:est|sont)"
        r" (?:installe|pose|place)e?s? et (?:fonctionne|fonctionnent|raccordee?s?"
        r"|en service)(?: depuis .{2,25})?",
        rf"l'action (?:sont|ont ete) {_FR_DONE}|l'action peut (?:donc )?etre (?:consideree|cloturee"
        rf"|cochee)(?: comme"
        r" (?:achevee|terminee|realisee))?|vous pouvez (?:la )?cocher",
        r"les travaux ont ete receptionnes(?: sans remarques?)?(?: le \d.{1,15})?",
        r"(?:(?:es|das) )?hat (?:alles )?geklappt|(?:die massnahme|actie) (?:ist"
        r"|sind) (?:seit .{2,20} )?in betrieb",
        rf"(?:die massnahme sind|actie (?:ist|sind)) {_DE_DONE}|(?:das )?konnen sie abhaken|(?:schon "
        rf"|bereits )?langst gemacht",
        r"(?:it's |it is |everything is )?already up and running(?: since .{2,20})?|(?:it's "
        r"|everything is )?up and"
        r" running since .{2,20}",
        rf"the action are (?!ready){_EN_DONE}|the action (?:is|are) (?:now )?(?:in use|up and running"
        rf"|installed and (?:working"
        r"|in use|connected)|installed)|(?:you can |please )?(?:tick|cross) (?:this|this one|it) off",
        r"(?:everything|all)(?: is| has been)? (?:installed|delivered|fitted|in place) and (?:working"
        r"|connected"
        r"|signed off|up and running|in use|live)|(?:everything|all)(?: is)? in use"
        r"|(?:all )?done and dusted|job done|(?:we|i) (?:finished|completed) (?:it |this )?(?:last (?:week"
        r"|month)|yesterday)|(?:we|i)(?:'ve| have) (?:now )?(?:finished|completed"
        r"|done)(?: (?:it|this|this one|the (?:action|project)))?",
    ),
    ProgressChoice.ON_TRACK: (
        r"(?:'?t ?is |het is |(?:(?:we|wij|ik) )?(?:zijn|zitten|zit|ben) )?(?:er |der |d'r )?(?:nog |nu "
        r"|druk |volop |al |goed"
        r" |steeds |actief |hard )*(?:mee |aan )?bezig(?: mee)?(?: met de (?:uitvoering|werken|werf"
        r"|plaatsing|actie|afwerking))?",
        r"(?:t|'t |het |alles )?gaat (?:goed |vlot |mooi )*vooruit|(?:de )?werken (?:lopen"
        r"|vorderen)(?: goed| vlot)?|onderweg"
        r"|en route|unterwegs|still (?:going|rolling along|at it)|(?:we're|were|we are|i'm) busy with it"
        r"|(?:die massnahme )?befindet sich in (?:der )?umsetzung(?: und verlauft planmassig)?",
        rf"{_NL_ACTS}{_NL_STILL}{_NL_GOES}(?: en {_NL_ACTS}{_NL_STILL}(?:{_NL_GOES}"
        rf"|zonder problemen))?(?: voor de deadline)?(?: met (?:deze|de) actie)?",
        rf"(?:(?:het|dit|dat|'t|(?:de |deze )?actie|alles|de uitvoering|t) ?)?(?:loopt|verloopt|gaat"
        rf"|zit)(?: nog| altijd| heel| zeer| allemaal)*(?: goed| goe| vlot| prima| naar wens"
        rf"| zonder problemen)(?: vooruit)?(?: en {_NL_GOES})?",
        r"(?:(?:het|dit|dat|(?:de |deze )?actie|alles) )?loopt(?: nog)?|opschema",
        r"(?:(?:het|dit|alles) )?loopt (?:gesmeerd|(?:als|gelijk|lijk) een trein)|(?:(?:we"
        r"|wij) zijn )?goed op weg|op (?:de )?goede weg|(?:(?:het|alles) )?schiet (?:goed |mooi "
        r"|flink )?op",
        r"(?:daar |hier )?(?:zijn|ben) (?:we|wij|ik) (?:nu |nog |al |druk |volop |goed )*(?:mee|aan) bezig"
        r"|(?:we|wij|ik) (?:zijn|ben)"
        r" (?:nu |nog |al )?(?:er ?(?:nu |nog |volop |druk )?(?:mee|aan) bezig|eraan(?: bezig)?)|(?:we|wij"
        r"|ik) (?:zitten|zit|zijn"
        r"|ben) er (?:nu )?midden ?in",
        rf"(?:(?:(?:de )?(?:werken|werkzaamheden|uitvoering|realisatie|actie)|het project|het werk|alles"
        rf"|het|dit) )?(?:vorder(?:t|en)"
        rf"|verlo(?:opt|pen)|schrijd(?:t|en)(?= .{{0,40}}voort)) (?:goed|gestaag|vlot|normaal|naar behoren"
        rf"|prima)?(?: en )?(?:(?:conform|volgens"
        rf"|binnen) (?:(?:de|het) )?{_NL_PLANNED}(?:termijn(?:en)?|planning|timing|tijdschema|kalender"
        rf"|schema)|zoals"
        rf" (?:gepland|voorzien))?",
        r"(?:er )?wordt (?:\w+ )?aan gewerkt|(?:we|wij|ik) werken? (?:er )?(?:\w+ )?aan|(?:we|wij"
        r"|ik) werken? eraan",
        r"de planning (?:wordt (?:gevolgd|gehaald)|blijft|klopt)|(?:we|wij) volgen de planning"
        r"|(?:timing|planning) (?:is )?ongewijzigd|(?:we|wij|ik) doen? (?:rustig |gewoon )?verder",
        rf"(?:(?:nous sommes|on est|je suis|(?:c'est|tout est|l'action est|le projet est)"
        rf"|les travaux sont) )?(?:toujours |bien |deja )?{_FR_GOES}",
        rf"(?:tout|ca|cela|l'action|le projet) (?:avance|roule|suit son cours|se passe|se deroule"
        rf"|progresse|va)(?: bien| normalement)?(?: {_FR_GOES})?",
        r"(?:(?:les travaux|l'action|le projet|la mise en oeuvre|l'execution|tout|ca) )?(?:se poursui(?:t"
        r"|vent)|avancent?"
        r"|progressent?|se deroulent?) (?:bien |normalement )?(?:conformement au|selon le|suivant le"
        r"|dans le respect du)"
        r" (?:calendrier|planning)(?: prevu| etabli| fixe| convenu)?|(?:on est|nous sommes"
        r"|je suis) en plein dedans",
        r"(?:(?:we|wij|ik) )?(?:zijn|ben|zitten) d?er (?:nu |nog |volop |druk )?(?:mee|aan) bezig(?: ze"
        r"| hoor| zenne)?",
        r"(?:we|wij|ik) (?:werken?|doen?) (?:rustig |gewoon )?(?:verder|door)(?: zoals (?:gepland"
        r"|afgesproken|voorzien))?",
        r"wir arbeiten weiter(?: wie (?:besprochen|geplant|vereinbart))?",
        r"(?:on|nous) avanc(?:e|ons)(?: bien)?|(?:on|nous) y travaill(?:e|ons)|on est dessus|nous y sommes"
        r"|(?:le )?planning est respecte",
        r"(?:(?:es|alles|das|wir sind|die massnahme|die aktion) )?(?:ist )?(?:noch |alles )?(?:im plan"
        r"|im zeitplan|in arbeit|auf kurs|nach plan|wie geplant)",
        r"(?:(?:die )?(?:arbeiten|umsetzung|massnahme|ausfuhrung)|das projekt|alles|es)? ?(?:schreite[nt]"
        r"|geh(?:t|en)|komm(?:t|en)|laufen)"
        r" (?:plan?massig|wie geplant|gut|zugig|nach (?:zeit)?plan)(?: voran| weiter)?"
        r"|(?:ich )?bin mittendrin|wir sind mittendrin|(?:(?:alles|es|die arbeiten) (?:ist|sind) )?(?:voll "
        r"|in vollem )?im gange?|in vollem gange?|(?:lauft )?planmassig|(?:wir )?(?:liegen|sind) (?:gut "
        r"|noch )*(?:in der zeit|im (?:zeit)?plan|im soll)|alles im grunen bereich|lauft wie geschmiert",
        r"(?:es |alles )?lauft(?: alles)?(?: gut| nach plan| wie geplant)?|(?:wir )?sind dran"
        r"|(?:wir )?liegen im zeitplan|die (?:umsetzung|arbeiten) (?:lauft|laufen)(?: gut| nach plan"
        r"| wie geplant)|wir arbeiten daran",
        r"(?:(?:the )?(?:implementation|works?|project|action)|it|everything|this)(?: is)? (?:proceeding"
        r"|progressing|moving|advancing)"
        r" (?:well |steadily )?(?:(?:in accordance with|according to|as per"
        r"|in line with) (?:the )?(?:agreed |planned )?(?:timetable"
        r"|schedule|plan|timeline|planning)|as planned|to plan|well|nicely|steadily|on schedule)|(?:it's "
        r"|it is |all )?going"
        r" (?:well|fine|smoothly)(?: thanks| thank you)?|(?:we are|we're|i am|i'm) in the middle of it"
        r"|(?:(?:it's|it is|all|everything is) )?(?:ticking|coming|moving) along(?: nicely| well| fine)?",
        rf"(?:(?:it is|it's|we are|we're|all|everything is|(?:the|this) action is|things are|work is"
        rf"|all is) )?(?:still |all |well )?{_EN_GOES}|we are working on it|(?:we're "
        rf"|we are )?still working on it|we're working on it"
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
        rf"(?:(?:het|dit|de actie) (?:wordt|is|werd) |graag )?(?:later|uitstel|uitgesteld"
        rf"|verschoven){UNTIL}",
        rf"plus tard{UNTIL}|(?:reporte|reportee|report|a reporter){UNTIL}",
        rf"(?:spater|verschoben|aufschub){UNTIL}",
        rf"(?:(?:it will be|it's) )?(?:later|postponed|delayed){UNTIL}",
    ),
}
# Around the code of another action than that of the mail.
AS_WELL = (
    r"\b(?:ook(?: al)?|evenals|net als|zoals|samen met|en|et|aussi|ainsi que|comme|auch|sowie|wie|und"
    r"|also|as well as|like"
    r"|and|plus) (?:de |die |l'|the )?(?:acti(?:e|on) |massnahme )?CODE(?![\w-])"
    r"|(?<![\w-])CODE(?: \w+){0,2} (?:ook|aussi|auch|too|as well|idem)\b"
)
# How a clause begins that may be a choice behind other words: "De keuring was goed. De actie is klaar."
NAMES_THE_ACTION = (
    rf"(?:{_NL_SUBJECT}|(?:we|wij|ik) (?:zijn|ben) er ?mee|er wordt|(?:we|wij)) |(?:c'est|l'action"
    rf"|cette action|le projet|tout|nous|on) |(?:die massnahme|diese massnahme|die aktion|alles|das|es"
    rf"|wir) |(?:it|it's|this|that|everything|the action|this action|the project|we) "
)
# Words before a clause that change nothing of it.
LEADS_IN = (
    r"(?:(?:ja|jaja|jawel|jep|jup|yes|yep|yeah|oui|ok|en(?! cours| bonne)|dus|so|and|donc|et|und|also"
    r"|voila|dass"
    r"|maar|mais|aber|but) "
    # Not who asks: "ik wil weten dat", "kan u bevestigen dat".
    r"|(?!(?:(?:hierbij|graag) )?(?:(?:ik|wij|we) )?(?:kan|kunnen|wil)(?: (?:ik|wij|we|u|je|jullie|graag"
    r"|hierbij))* weten|(?:graag )?(?:kan|kunnen|wil|bevestig|meld|laat) (?:je|jullie|u) (?!ik|wij|we"
    r"|hierbij))"
    r"(?:(?:hierbij|bij deze|graag) )?(?:(?:ik|wij|we) )?(?:kan|kunnen|wil|deel|delen|meld|melden|bevestig"
    r"|bevestigen"
    r"|laat|laten)(?: (?:ik|wij|we|u|je|jullie|graag|hierbij|mee|meedelen|melden|weten|laten|bevestigen"
    r"|met genoegen)){1,5} dat "
    r"|(?:par la presente )?(?:je|nous) (?:(?:vous|tiens a vous|tenons a vous|peux vous|pouvons vous"
    r"|ai le plaisir de vous"
    r"|avons le plaisir de vous) )?(?:inform|confirm|signal)\w+ que "
    r"|i (?:(?:can|am pleased to|am happy to|would like to|hereby|write to) )?(?:confirm|report|inform you"
    r"|let you know) that )+"
)
# Clauses that say nothing of the action, before the one that does.
SAYS_NOTHING = (
    r"(?:(?:hiermit|gerne) )?(?:(?:ich|wir) )?(?:kann|konnen|teile|teilen|bestatige|bestatigen"
    r"|darf)(?: (?:ich|wir|ihnen|hiermit|gerne"
    r"|mit|mitteilen|bestatigen)){1,4}|bedankt voor (?:\w+ ){1,3}\w+|dank (?:je|u)(?: wel)?"
    r"|merci(?: pour (?:\w+ ){1,3}\w+)?"
    r"|danke(?: fur (?:\w+ ){1,3}\w+)?|thanks(?: for (?:\w+ ){1,3}\w+)?|thank you(?: for (?:\w+ ){1,3}\w+)?"
    r"|ja hoor|oui oui|geen (?:paniek|stress)|alles (?:ok(?:e|ay)?|goed)|all good|goed"
    r"|prima|super|top|voila|yep|ja|jazeker|zeker|jup|yes|oui|jawohl|ok(?:e|ay)?|sorry|excuseer|excuses"
    r"|goed nieuws|bij deze"
    r"|ter info|geen probleem|in antwoord op (?:uw|je|jouw) mail|(?:hierbij|kort) (?:een )?antwoord"
    r"|geen (?:wijziging|verandering|nieuws)(?:en)?|hallo|hey|hoi|dag(?: \w+){0,2}|goe(?:de)?(?:morgen"
    r"|middag|namiddag|avond)(?: \w+)?|beste(?: \w+){0,2}|bonjour(?: \w+){0,2}|bonne nouvelle"
    r"|guten (?:tag|morgen)(?: \w+){0,2}|gute nachrichten|good news|hi(?: \w+)?|hello(?: \w+)?|dear \w+"
)
UNDO = r"(?:maak )?(?:dit |het )?ongedaan(?: maken)?(?: a\.?u\.?b\.?)?|annuler|undo|ruckgangig(?: machen)?"
# What may stand before the first words of a title, and the action in that language.
ARTICLES = (
    dict.fromkeys(("de", "het", "die", "dat", "deze", "onze", "ons"), THE_ACTION)
    | dict.fromkeys(("le", "la", "les", "l'", "nos", "notre", "ces"), "l'action")
    | dict.fromkeys(("the", "our", "these", "those"), "the action")
    | dict.fromkeys(("der", "das", "unsere", "unser"), "die massnahme")
)
# Those of them that are no pronouns too: "dat is klaar".
BEFORE_A_NOUN = frozenset(
    ("de", "onze", "ons", "le", "la", "les", "l'", "nos", "notre", "the", "our", "der", "unsere", "unser")
)
# What is said besides the words, and means no more than them.
FRIENDLY_SIGNS = "[👍👌🎉🥳✅✔☑💪🙂😊😀😃😄🙏\ufe0f\U0001f3fb-\U0001f3ff]|(?<![\\w:]):-?[)d](?!\\w)"
# Words in which a letter that is left out, doubled or swapped is corrected, and what people write short.
OFTEN_MISSPELT = frozenset(
    (
        "afgerond", "afgewerkt", "afgehandeld", "afgesloten", "gerealiseerd", "uitgevoerd", "voltooid",
        "geregeld", "opgeleverd", "geplaatst", "geinstalleerd", "helemaal", "volledig", "schema",
        "planning", "uitstel",
        "uitgesteld", "verschoven", "verlengen", "verplaatsen", "verschuiven", "termine", "terminee",
        "realise", "realisee", "acheve", "achevee", "reporter", "planifie", "fertig", "erledigt",
        "abgeschlossen", "umgesetzt", "verschieben", "verlangern", "zeitplan", "finished", "schedule",
        "postponed", "progress", "everything",
    )
)  # fmt: skip
# Words that exist, though they look like one of these with a typing error.
WORDS_OF_THEIR_OWN = frozenset(
    (
        "verlegen", "verlenen", "verengen", "verlangen", "afgrond", "panning", "planing", "uitgeteld",
        "abgeschossen", "relise", "panifie", "panifier",
    )
)  # fmt: skip
SHORT_FORMS = {"ni": "niet", "nie": "niet", "gene": "geen", "kzen": "ik ben", "kben": "ik ben", "tt": "tout"}
