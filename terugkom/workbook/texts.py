"""The longer Dutch texts of the workbook: settings, explanation sheet and finding messages."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.own_layout import EXAMPLE_PREFIX, CellKind, Column
from terugkom.workbook.own_media_settings import MEDIA_SETTINGS

WEEKDAY_CHOICES: Mapping[str, Any] = {
    "maandag": 1,
    "dinsdag": 2,
    "woensdag": 3,
    "donderdag": 4,
    "vrijdag": 5,
}
LANGUAGE_CHOICES: Mapping[str, Any] = {"nl": "nl"}  # grows with the folders in templates/

_LEAD_TIMES = {
    "invitation": ("Uitnodiging voor een overleg", "Zoveel dagen vóór het overleg gaat de uitnodiging uit."),
    "pack": ("Stukken voor een overleg", "Zoveel dagen vóór het overleg gaan de stukken uit."),
    "minutes": ("Verslag van een overleg", "Zoveel dagen na het overleg vragen wij het verslag."),
    "chase": (
        "Ontbrekende besluiten",
        "Zoveel dagen na de vraag om het verslag vragen wij wat nog ontbreekt.",
    ),
    "first_reminder": ("Eerste herinnering", "Zoveel dagen vóór de deadline van een actie."),
    "second_reminder": ("Tweede herinnering", "Zoveel dagen vóór de deadline van een actie."),
    "late": ("Herinnering na de deadline", "Zoveel dagen na de deadline, als er niets gehoord is."),
    "coordinator_in_copy": (
        "Coördinator in kopie",
        "Zoveel dagen na de deadline krijgt de coördinator een kopie.",
    ),
    "on_agenda": (
        "Op de agenda van de groep",
        "Zoveel dagen na de deadline stoppen de mails en komt de actie op de agenda.",
    ),
}
LEAD_TIME_SETTINGS = {
    each.name: Column(_LEAD_TIMES[each.name][0], each.name, CellKind.WHOLE, _LEAD_TIMES[each.name][1])
    for each in fields(LeadTimes)
}
SETTING_ROWS: tuple[Column, ...] = (
    Column(
        "Naam van de gemeente", "name", CellKind.TEXT, "Zoals ze in de mails komt te staan.", max_length=200
    ),
    Column(
        "Taal",
        "language",
        CellKind.CHOICE,
        "De taal van de mails en de documenten.",
        choices=LANGUAGE_CHOICES,
    ),
    Column(
        "Afzender (e-mail)",
        "sender",
        CellKind.EMAIL,
        "Het adres waarvan de mails vertrekken.",
        max_length=254,
    ),
    Column(
        "Antwoordadres", "reply_to", CellKind.EMAIL, "Waar antwoorden van trekkers toekomen.", max_length=254
    ),
    Column(
        "Coördinator",
        "coordinator",
        CellKind.CODE,
        "De code van wie de opvolging bewaakt; die krijgt het overzicht van elke ronde.",
        max_length=60,
        options_sheet="Mensen",
    ),
    Column(
        "Leidinggevende coördinator",
        "chief",
        CellKind.CODE,
        "De code van wie het hoort als een editie te lang op goedkeuring wacht.",
        max_length=60,
        options_sheet="Mensen",
    ),
    Column(
        "Dag van de herinneringsmail",
        "digest_weekday",
        CellKind.CHOICE,
        "Op deze weekdag krijgt elke trekker hoogstens één mail. Op een vrije dag schuift ze op.",
        choices=WEEKDAY_CHOICES,
    ),
    Column(
        "Sluitingsdagen",
        "closing_days",
        CellKind.DAYS,
        "Dagen waarop het gemeentehuis dicht is, buiten weekends en wettelijke feestdagen. "
        "Bijvoorbeeld: 24/12/2026; 31/12/2026.",
    ),
    Column(
        "Eerste uitwisseling met anderen",
        "peer_anchor",
        CellKind.DAY,
        "Vanaf wanneer komt u samen met andere gemeenten om van elkaar te leren? Leeg betekent: niet.",
    ),
    Column(
        "Maanden tussen uitwisselingen",
        "peer_interval_months",
        CellKind.WHOLE,
        "Hoe vaak komt u samen met andere gemeenten? Leeg betekent: om de 12 maanden.",
    ),
    *LEAD_TIME_SETTINGS.values(),
    *MEDIA_SETTINGS.values(),
)
SETTING_DEFAULTS: Mapping[str, Any] = {"language": "nl", "digest_weekday": 1}

EXPLANATION_TEXT: tuple[tuple[str, str], ...] = (
    ("title", "Het actieplan van uw gemeente"),
    (
        "text",
        "Met dit werkboek vertelt u Terugkom wat er in uw actieplan staat. Daarna krijgt elke trekker"
        " op tijd één mail over wat beloofd is, en ziet u wat er gebeurt en wat niet.",
    ),
    ("heading", "Zo vult u het in"),
    ("text", "1.  Groepen – wie komt samen om de acties op te volgen, vanaf wanneer en hoe vaak?"),
    (
        "text",
        "2.  Mensen – wie trekt een actie of zit in een groep? Een e-mailadres is nodig om te herinneren.",
    ),
    ("text", "3.  Acties – wat gaat u doen, wie trekt het en tegen wanneer is het klaar?"),
    ("text", "4.  Indicatoren – waaraan ziet u dat het lukt? Eén rij per cijfer dat u volgt."),
    ("text", "5.  Instellingen – de naam van de gemeente, de coördinator en hoe vaak wij herinneren."),
    ("heading", "Goed om te weten"),
    (
        "text",
        "•  Klik op een cel of wijs een kop aan: dan ziet u wat er hoort te staan. Waar een lijst is,"
        " kunt u kiezen.",
    ),
    (
        "text",
        f"•  Rijen waarvan de code met {EXAMPLE_PREFIX} begint, slaan wij over. "
        "U mag ze laten staan of wissen.",
    ),
    ("text", "•  De code van een rij kiest u zelf, maar wijzig ze later niet: daaraan herkennen wij de rij."),
    (
        "text",
        "•  Verander de koppen niet. Eigen kolommen achteraan op het tabblad Acties mogen; wij bewaren ze.",
    ),
    ("text", "•  Een lege cel betekent: niets ingevuld. Maakt u een cel leeg, dan wissen wij wat er stond."),
    (
        "text",
        "•  Haalt u een actie weg uit het werkboek, dan merken wij ze als ontbrekend. Wij wissen "
        "nooit een actie.",
    ),
    (
        "text",
        "•  Klopt een cel niet, dan melden wij het tabblad, de rij en de kolom, en wat u kunt doen. "
        "De rest lezen wij gewoon in.",
    ),
    ("heading", "Een goede actie"),
    (
        "text",
        "heeft een trekker, een deadline en iets dat u kunt meten, en zegt wat u zult doen: “Wij "
        "vervangen tegen 31/12/2027 alle verlichting in 12 gebouwen”, niet “Wij streven naar "
        "zuinigere verlichting”.",
    ),
)

FINDING_MESSAGES: Mapping[str, str] = {
    "unknown-person": (
        "“{value}” staat niet (of meer dan eens) op het tabblad Mensen. Vul de code van die persoon "
        "in, of voeg de persoon toe. Meerdere mensen scheidt u met een puntkomma."
    ),
    "unknown-group": (
        "“{value}” staat niet op het tabblad Groepen. Vul de code van een groep in, of voeg de groep toe."
    ),
    "unknown-action": "“{value}” is geen code van een actie. Vul een code van het tabblad Acties in.",
    "unknown-status": "“{value}” is geen status die wij kennen. Kies {choices}.",
    "unknown-kind": "“{value}” is geen soort groep die wij kennen. Kies {choices}.",
    "unknown-choice": "“{value}” is hier geen mogelijke keuze. Kies {choices}.",
    "unknown-setting": (
        "“{value}” is geen instelling die wij kennen. Neem de naam over uit een nieuw werkboek."
    ),
    "unknown-sheet": "Het tabblad “{value}” kennen wij niet; het is niet gelezen.",
    "impossible-date": "“{value}” is geen bestaande datum. Vul een datum in, zoals 31/12/2027{or_period}.",
    "no-deadline": (
        "In “{value}” lezen wij geen datum, dus herinneren wij er niet aan. De tekst is bewaard. Vul "
        "zo mogelijk een datum of een periode in."
    ),
    "not-a-number": "“{value}” is geen getal dat wij kunnen lezen. Vul enkel een getal in, zoals 12,5.",
    "not-a-whole-number": "“{value}” is geen geheel getal boven nul. Vul een geheel getal in, zoals 6.",
    "not-a-time": "“{value}” is geen uur dat wij kunnen lezen. Vul een uur in, zoals 14:00.",
    "excel-error": (
        "Deze cel bevat een fout van Excel ({value}). Herstel de formule, of vul de waarde zelf in."
    ),
    "bad-https": "“{value}” is geen webadres. Schrijf het helemaal, zoals https://www.gemeente.be/afmelden?t=.",
    "bad-email": "“{value}” is geen geldig e-mailadres. Vul één adres in, zoals an.peeters@gemeente.be.",
    "no-address": "Van deze persoon staat er geen e-mailadres, dus krijgt die geen mail. Vul het adres in.",
    "duplicate-address": (
        "Het adres “{value}” staat ook op rij {first}; wie daar staat, leest het. Geef ieder een eigen adres."
    ),
    "bad-code": "“{value}” kan geen code zijn: gebruik hoogstens 60 tekens, op één regel, zonder puntkomma.",
    "missing-code": "Deze rij heeft geen code en is niet ingelezen. Geef ze een code die nog niet bestaat.",
    "missing-value": "Deze cel mag niet leeg zijn. Vul ze in.",
    "duplicate-code": (
        "“{value}” komt al voor op rij {first}. Deze rij is niet ingelezen. Geef elke rij een eigen code."
    ),
    "duplicate-code-kept": (
        "De code “{value}” staat ook op rij {first}. Beide rijen zijn ingelezen; deze kreeg een eigen code. "
        "Geef elke actie een eigen code, of wis de rij die te veel is."
    ),
    "duplicate-title-kept": (
        "Deze titel staat ook op rij {first}. Beide rijen zijn ingelezen als een eigen actie. Is het "
        "dezelfde actie, wis dan een van beide; zo niet, geef ze elk een code."
    ),
    "same-row": "Deze rij is precies gelijk aan rij {first} en telt daarom niet nog eens mee.",
    "no-title": "Deze rij heeft geen titel en is niet ingelezen. Vul in waarover de actie gaat.",
    "no-idea": "Op deze rij staat geen idee. Vul in wat er voorgesteld wordt, of wis de rij.",
    "idea-in-future": (
        "Het idee zou op {value} binnengekomen zijn: dat moet nog komen. Wij namen de dag van vandaag."
    ),
    "shortened": (
        "Deze tekst is lang: {length} tekens, terwijl er {longest} passen. Wij tonen het begin; "
        "de hele tekst is bewaard."
    ),
    "unsure-amount": (
        "In “{value}” lezen wij geen vast bedrag. De tekst is bewaard. Vul zo mogelijk één bedrag in euro in."
    ),
    "too-long": "Deze tekst is te lang: {length} tekens, terwijl er {longest} mogen. Kort ze in.",
    "snooze-without-reason": (
        "Er is een uitstel zonder reden. Het uitstel is niet overgenomen. Vul de reden in."
    ),
    "reason-without-snooze": (
        "Er is een reden, maar geen datum van uitstel. Vul in tot wanneer er uitstel is."
    ),
    "report-in-future": (
        "Nieuws van {value} ligt in de toekomst en is niet overgenomen. Vul de dag in waarop het gemeld is."
    ),
    "report-without-text": (
        "Er is een datum van nieuws, maar geen nieuws. Vul het nieuws in, of wis de datum."
    ),
    "measurement-in-future": (
        "Een meting van {value} ligt in de toekomst en is niet overgenomen. Vul de dag van de meting in."
    ),
    "measurement-incomplete": "Een meting heeft een cijfer én een datum nodig. Vul beide in.",
    "absent-until-before-from": (
        "De afwezigheid eindigt voor ze begint. Ze is niet overgenomen. Verbeter de datums."
    ),
    "stand-in-self": "Iemand kan zichzelf niet vervangen. Vul de code van een andere persoon in.",
    "impossible-lead-times": (
        "Deze dagen kloppen niet samen: een eerste herinnering komt vóór een tweede, en wat later "
        "volgt heeft meer dagen. De vroegere dagen blijven gelden."
    ),
    "owner-without-address": (
        "Van “{value}” kennen wij geen e-mailadres, dus kunnen wij niet herinneren. Vul het adres aan"
        " op het tabblad Mensen van ons werkboek, of zet het in een eigen kolom naast de trekker."
    ),
}
