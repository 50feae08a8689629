"""The layout of our own workbook as data: its sheets and columns, with the Dutch texts.

Reading, writing and checking all follow these tables, so a new column is one line here. Help texts are at
most 255 characters and headers 32: Excel refuses longer ones.
"""

from datetime import date

from terugkom.workbook.choices import GROUP_KINDS, PERSON_KINDS, STATUSES, YES_OR_NO
from terugkom.workbook.columns import Column, Kind, Sheet
from terugkom.workbook.foreign.status_words import PRIORITIES, STATUS_WORDS

__all__ = [
    "ACTIONS",
    "DATA_SHEETS",
    "EXAMPLE",
    "EXPLANATION",
    "GROUPS",
    "INDICATORS",
    "LISTED",
    "PEOPLE",
    "SETTINGS",
    "Column",
    "Kind",
    "Sheet",
]

EXAMPLE = "VOORBEELD"  # rows whose code starts with this are skipped
LISTED = "; "  # between several codes or days in one cell

_CODE = "Een korte, vaste code die u zelf kiest. Wijzig ze later niet: aan de code herkent Terugkom de rij."
_SEVERAL = "Meerdere? Zet er een puntkomma tussen."

ACTIONS = Sheet(
    "Acties",
    (
        Column("Code", "code", Kind.CODE, _CODE, 16, 60, required=True),
        Column("Titel", "title", Kind.TEXT, "Waarover gaat de actie, in één zin?", 38, 500, required=True),
        Column("Omschrijving", "description", Kind.TEXT, "Wat gaat u precies doen?", 48, 32000),
        Column("Thema", "theme", Kind.TEXT, "Bijvoorbeeld: energie, mobiliteit, personeel.", 16, 200),
        Column(
            "SDG's", "sdgs", Kind.TEXT, f"De nummers van de SDG's, bijvoorbeeld 7; 13. {_SEVERAL}", 10, 100
        ),
        Column(
            "Groep",
            "group",
            Kind.CODE,
            "De code van de groep die deze actie opvolgt.",
            14,
            60,
            offers="Groepen",
        ),
        Column(
            "Trekkers",
            "owners",
            Kind.CODES,
            f"Wie staat in voor deze actie? De code of de naam van het tabblad Mensen. {_SEVERAL}",
            20,
            offers="Mensen",
        ),
        Column(
            "Start", "start", Kind.START, "Wanneer begint u eraan? Een datum, bijvoorbeeld 15/03/2027.", 12
        ),
        Column(
            "Deadline",
            "deadline",
            Kind.DEADLINE,
            "Tegen wanneer is het klaar? Liefst een datum (31/12/2027). Een periode mag ook: maart 2027, "
            "Q2 2027, eerste helft 2027 of eind 2027; dan telt de laatste dag ervan.",
            16,
            500,
        ),
        Column(
            "Status",
            "status",
            Kind.CHOICE,
            "Kies uit de lijst. Wat klaar of gestopt is, wordt niet meer herinnerd.",
            12,
            choices=STATUSES,
            also=STATUS_WORDS,
            unknown="unknown-status",
        ),
        Column(
            "Nieuws",
            "news",
            Kind.TEXT,
            "Het laatste nieuws over deze actie, in enkele zinnen. Eerder nieuws blijft bewaard.",
            44,
            32000,
        ),
        Column(
            "Nieuws van",
            "news_on",
            Kind.DAY,
            "De datum van dat nieuws. Laat u ze leeg, dan telt de dag waarop u het werkboek inleest.",
            15,
        ),
        Column(
            "Uitstel tot",
            "snoozed_until",
            Kind.DAY,
            "Tot en met welke dag hoeven wij niet te herinneren? Geef dan ook de reden.",
            15,
        ),
        Column(
            "Reden van uitstel",
            "snooze_reason",
            Kind.TEXT,
            "Waarom is er uitstel? Nodig bij een uitstel.",
            28,
            500,
        ),
        Column(
            "Prioriteit",
            "priority",
            Kind.CHOICE,
            "Hoe zwaar weegt deze actie? Kies uit de lijst, of laat leeg.",
            12,
            choices=PRIORITIES,
            optional=True,
        ),
        Column(
            "Budget (EUR)",
            "budget_text",
            Kind.AMOUNT,
            "Wat kost het, in euro? Een bedrag, of een woord uitleg.",
            16,
            500,
            optional=True,
        ),
        Column(
            "Onderdeel van",
            "part_of",
            Kind.CODE,
            "Is dit een deel van een grotere actie? De code van die actie.",
            16,
            60,
            offers="Acties",
            optional=True,
        ),
        Column(
            "Openbaar",
            "public",
            Kind.CHOICE,
            "Mag dit ook buiten het huis verteld worden? Leeg betekent: nee, enkel intern.",
            12,
            choices=YES_OR_NO,
            optional=True,
        ),
    ),
    {
        "code": f"{EXAMPLE}-1",
        "title": "Ledverlichting in alle gemeentelijke gebouwen",
        "description": "Tegen eind 2027 vervangen wij de verlichting in onze 12 gebouwen door led.",
        "theme": "Energie",
        "sdgs": "7; 13",
        "group": f"{EXAMPLE}-GROEP",
        "owners": f"{EXAMPLE}-AN",
        "start": date(2027, 1, 4),
        "deadline": date(2027, 12, 31),
        "status": "gepland",
        "news": "De offertes zijn opgevraagd; in maart beslist het college.",
        "news_on": date(2027, 2, 1),
    },
)

PEOPLE = Sheet(
    "Mensen",
    (
        Column("Code", "code", Kind.CODE, _CODE + " Bijvoorbeeld de initialen.", 17, 60, required=True),
        Column(
            "Naam", "name", Kind.TEXT, "Voornaam en naam, zoals in de aanspreking.", 26, 200, required=True
        ),
        Column(
            "E-mail",
            "email",
            Kind.EMAIL,
            "Eén e-mailadres. Zonder adres kan Terugkom niemand herinneren.",
            32,
            254,
        ),
        Column("Functie", "job", Kind.TEXT, "Bijvoorbeeld: duurzaamheidsambtenaar.", 28, 200),
        Column(
            "Groepen",
            "groups",
            Kind.CODES,
            f"De codes van de groepen waarin deze persoon zit. {_SEVERAL}",
            20,
            offers="Groepen",
        ),
        Column("Afwezig van", "absent_from", Kind.DAY, "Eerste dag van een langere afwezigheid.", 15),
        Column("Afwezig tot en met", "absent_until", Kind.DAY, "Laatste dag van die afwezigheid.", 15),
        Column(
            "Vervanger",
            "stand_in",
            Kind.CODE,
            "De code van wie de herinneringen krijgt tijdens de afwezigheid.",
            14,
            60,
            offers="Mensen",
        ),
        Column(
            "Uit dienst op",
            "departed_on",
            Kind.DAY,
            "Eerste dag waarop deze persoon hier niet meer werkt.",
            15,
        ),
        Column(
            "Soort",
            "kind",
            Kind.CHOICE,
            "Een persoon, of een dienst of organisatie? Leeg betekent: een persoon.",
            14,
            choices=PERSON_KINDS,
            optional=True,
        ),
    ),
    {
        "code": f"{EXAMPLE}-AN",
        "name": "An Voorbeeld",
        "email": "an.voorbeeld@gemeente.example",
        "job": "Technisch medewerker",
        "groups": f"{EXAMPLE}-GROEP",
    },
)

GROUPS = Sheet(
    "Groepen",
    (
        Column("Code", "code", Kind.CODE, _CODE, 22, 60, required=True),
        Column("Naam", "name", Kind.TEXT, "De naam van de groep.", 34, 200, required=True),
        Column(
            "Soort",
            "kind",
            Kind.CHOICE,
            "Kies uit de lijst: de kopgroep, een deelgroep of een focusgroep.",
            14,
            choices=GROUP_KINDS,
            unknown="unknown-kind",
        ),
        Column(
            "Eerste terugkom-moment",
            "anchor",
            Kind.DAY,
            "De datum vanaf wanneer Terugkom telt. Valt een moment op een vrije dag, dan schuift het op.",
            25,
        ),
        Column(
            "Om de hoeveel maanden",
            "interval_months",
            Kind.WHOLE,
            "Hoe vaak komt de groep samen? Bijvoorbeeld 6 voor een deelgroep, 12 voor de kopgroep.",
            25,
        ),
        Column(
            "Beginuur",
            "meets_at",
            Kind.TIME,
            "Hoe laat begint het overleg? Bijvoorbeeld 14:00. Leeg betekent 14:00.",
            12,
            optional=True,
        ),
        Column(
            "Duur in minuten",
            "meets_for",
            Kind.WHOLE,
            "Hoe lang duurt het overleg? Bijvoorbeeld 90. Leeg betekent 90 minuten.",
            16,
            optional=True,
        ),
        Column(
            "Plaats",
            "meets_in",
            Kind.TEXT,
            "Waar komt de groep samen? Zo staat het in de uitnodiging.",
            30,
            300,
            optional=True,
        ),
    ),
    {
        "code": f"{EXAMPLE}-GROEP",
        "name": "Deelgroep energie",
        "kind": "deelgroep",
        "anchor": date(2027, 3, 15),
        "interval_months": 6,
        "meets_at": "14:00",
        "meets_for": 90,
        "meets_in": "Gemeentehuis, raadzaal",
    },
)

INDICATORS = Sheet(
    "Indicatoren",
    (
        Column("Code", "code", Kind.CODE, _CODE, 17, 60, required=True),
        Column("Actie", "action", Kind.CODE, "De code van de actie.", 17, 60, offers="Acties", required=True),
        Column("Naam", "name", Kind.TEXT, "Wat meet u?", 38, 300, required=True),
        Column("Eenheid", "unit", Kind.TEXT, "Bijvoorbeeld: kWh, %, aantal.", 12, 60),
        Column("Nulmeting", "baseline", Kind.NUMBER, "Het cijfer bij de start. Enkel een getal.", 16),
        Column("Streefwaarde", "target", Kind.NUMBER, "Het cijfer dat u wilt bereiken. Enkel een getal.", 16),
        Column("Streefdatum", "target_on", Kind.DAY, "Tegen wanneer wilt u dat cijfer bereiken?", 15),
        Column(
            "Laatste meting",
            "measured",
            Kind.NUMBER,
            "Het laatste cijfer. Eerdere metingen blijven bewaard.",
            16,
        ),
        Column("Gemeten op", "measured_on", Kind.DAY, "De datum van die laatste meting.", 15),
        Column("Bron", "source", Kind.TEXT, "Waar komt het cijfer vandaan?", 28, 300),
    ),
    {
        "code": f"{EXAMPLE}-IND",
        "action": f"{EXAMPLE}-1",
        "name": "Gebouwen met led in alle lokalen",
        "unit": "gebouwen",
        "baseline": 2,
        "target": 12,
        "target_on": date(2027, 12, 31),
        "measured": 3,
        "measured_on": date(2027, 2, 1),
        "source": "Facturen van de technische dienst",
    },
)

SETTINGS = Sheet(
    "Instellingen",
    (
        Column("Instelling", "name", Kind.TEXT, "Wijzig deze namen niet.", 46, required=True),
        Column("Waarde", "value", Kind.TEXT, "Vul hier de waarde in.", 34),
        Column("Uitleg", "help", Kind.TEXT, "Wat de instelling doet.", 74),
    ),
)

DATA_SHEETS = (ACTIONS, PEOPLE, GROUPS, INDICATORS, SETTINGS)
EXPLANATION = "Uitleg"
