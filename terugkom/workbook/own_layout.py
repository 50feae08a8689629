"""The layout of our own workbook as data: its sheets and columns, with the Dutch texts.

Reading, writing and checking all follow these tables, so a new column is one line here. Help texts are at
most 255 characters and headers 32: Excel refuses longer ones.
"""

from datetime import date

from terugkom.workbook.choices import GROUP_KIND_CHOICES, PERSON_KIND_CHOICES, STATUS_CHOICES, YES_NO_CHOICES
from terugkom.workbook.columns import CellKind, Column, SheetLayout
from terugkom.workbook.foreign.status_words import PRIORITY_CHOICES, STATUS_WORDS

__all__ = [
    "ACTIONS",
    "DATA_SHEETS",
    "EXAMPLE_PREFIX",
    "EXPLANATION_SHEET",
    "GROUPS",
    "INDICATORS",
    "LIST_SEPARATOR",
    "PEOPLE",
    "SETTINGS",
    "CellKind",
    "Column",
    "SheetLayout",
]

EXAMPLE_PREFIX = "VOORBEELD"  # rows whose code starts with this are skipped
LIST_SEPARATOR = "; "  # between several codes or days in one cell

_CODE_HELP = (
    "Een korte, vaste code die u zelf kiest. Wijzig ze later niet: aan de code herkent Terugkom de rij."
)
_SEPARATOR_HELP = "Meerdere? Zet er een puntkomma tussen."

ACTIONS = SheetLayout(
    "Acties",
    (
        Column("Code", "code", CellKind.CODE, _CODE_HELP, 16, 60, required=True),
        Column(
            "Titel", "title", CellKind.TEXT, "Waarover gaat de actie, in één zin?", 38, 500, required=True
        ),
        Column("Omschrijving", "description", CellKind.TEXT, "Wat gaat u precies doen?", 48, 32000),
        Column("Thema", "theme", CellKind.TEXT, "Bijvoorbeeld: energie, mobiliteit, personeel.", 16, 200),
        Column(
            "SDG's",
            "sdgs",
            CellKind.TEXT,
            f"De nummers van de SDG's, bijvoorbeeld 7; 13. {_SEPARATOR_HELP}",
            10,
            100,
        ),
        Column(
            "Groep",
            "group",
            CellKind.CODE,
            "De code van de groep die deze actie opvolgt.",
            14,
            60,
            options_sheet="Groepen",
        ),
        Column(
            "Trekkers",
            "owners",
            CellKind.CODES,
            f"Wie staat in voor deze actie? De code of de naam van het tabblad Mensen. {_SEPARATOR_HELP}",
            20,
            options_sheet="Mensen",
        ),
        Column(
            "Start",
            "start",
            CellKind.START,
            "Wanneer begint u eraan? Een datum, bijvoorbeeld 15/03/2027.",
            12,
        ),
        Column(
            "Deadline",
            "deadline",
            CellKind.DEADLINE,
            "Tegen wanneer is het klaar? Liefst een datum (31/12/2027). Een periode mag ook: maart 2027, "
            "Q2 2027, eerste helft 2027 of eind 2027; dan telt de laatste dag ervan.",
            16,
            500,
        ),
        Column(
            "Status",
            "status",
            CellKind.CHOICE,
            "Kies uit de lijst. Wat klaar of gestopt is, wordt niet meer herinnerd.",
            12,
            choices=STATUS_CHOICES,
            synonyms=STATUS_WORDS,
            unknown_code="unknown-status",
        ),
        Column(
            "Nieuws",
            "news",
            CellKind.TEXT,
            "Het laatste nieuws over deze actie, in enkele zinnen. Eerder nieuws blijft bewaard.",
            44,
            32000,
        ),
        Column(
            "Nieuws van",
            "news_on",
            CellKind.DAY,
            "De datum van dat nieuws. Laat u ze leeg, dan telt de dag waarop u het werkboek inleest.",
            15,
        ),
        Column(
            "Uitstel tot",
            "snoozed_until",
            CellKind.DAY,
            "Tot en met welke dag hoeven wij niet te herinneren? Geef dan ook de reden.",
            15,
        ),
        Column(
            "Reden van uitstel",
            "snooze_reason",
            CellKind.TEXT,
            "Waarom is er uitstel? Nodig bij een uitstel.",
            28,
            500,
        ),
        Column(
            "Prioriteit",
            "priority",
            CellKind.CHOICE,
            "Hoe zwaar weegt deze actie? Kies uit de lijst, of laat leeg.",
            12,
            choices=PRIORITY_CHOICES,
            may_be_absent=True,
        ),
        Column(
            "Budget (EUR)",
            "budget_text",
            CellKind.AMOUNT,
            "Wat kost het, in euro? Een bedrag, of een woord uitleg.",
            16,
            500,
            may_be_absent=True,
        ),
        Column(
            "Onderdeel van",
            "part_of",
            CellKind.CODE,
            "Is dit een deel van een grotere actie? De code van die actie.",
            16,
            60,
            options_sheet="Acties",
            may_be_absent=True,
        ),
        Column(
            "Openbaar",
            "public",
            CellKind.CHOICE,
            "Mag dit ook buiten het huis verteld worden? Leeg betekent: nee, enkel intern.",
            12,
            choices=YES_NO_CHOICES,
            may_be_absent=True,
        ),
    ),
    {
        "code": f"{EXAMPLE_PREFIX}-1",
        "title": "Ledverlichting in alle gemeentelijke gebouwen",
        "description": "Tegen eind 2027 vervangen wij de verlichting in onze 12 gebouwen door led.",
        "theme": "Energie",
        "sdgs": "7; 13",
        "group": f"{EXAMPLE_PREFIX}-GROEP",
        "owners": f"{EXAMPLE_PREFIX}-AN",
        "start": date(2027, 1, 4),
        "deadline": date(2027, 12, 31),
        "status": "gepland",
        "news": "De offertes zijn opgevraagd; in maart beslist het college.",
        "news_on": date(2027, 2, 1),
    },
)

PEOPLE = SheetLayout(
    "Mensen",
    (
        Column(
            "Code", "code", CellKind.CODE, _CODE_HELP + " Bijvoorbeeld de initialen.", 17, 60, required=True
        ),
        Column(
            "Naam",
            "name",
            CellKind.TEXT,
            "Voornaam en naam, zoals in de aanspreking.",
            26,
            200,
            required=True,
        ),
        Column(
            "E-mail",
            "email",
            CellKind.EMAIL,
            "Eén e-mailadres. Zonder adres kan Terugkom niemand herinneren.",
            32,
            254,
        ),
        Column("Functie", "job", CellKind.TEXT, "Bijvoorbeeld: duurzaamheidsambtenaar.", 28, 200),
        Column(
            "Groepen",
            "groups",
            CellKind.CODES,
            f"De codes van de groepen waarin deze persoon zit. {_SEPARATOR_HELP}",
            20,
            options_sheet="Groepen",
        ),
        Column("Afwezig van", "absent_from", CellKind.DAY, "Eerste dag van een langere afwezigheid.", 15),
        Column("Afwezig tot en met", "absent_until", CellKind.DAY, "Laatste dag van die afwezigheid.", 15),
        Column(
            "Vervanger",
            "stand_in",
            CellKind.CODE,
            "De code van wie de herinneringen krijgt tijdens de afwezigheid.",
            14,
            60,
            options_sheet="Mensen",
        ),
        Column(
            "Uit dienst op",
            "departed_on",
            CellKind.DAY,
            "Eerste dag waarop deze persoon hier niet meer werkt.",
            15,
        ),
        Column(
            "Soort",
            "kind",
            CellKind.CHOICE,
            "Een persoon, of een dienst of organisatie? Leeg betekent: een persoon.",
            14,
            choices=PERSON_KIND_CHOICES,
            may_be_absent=True,
        ),
    ),
    {
        "code": f"{EXAMPLE_PREFIX}-AN",
        "name": "An Voorbeeld",
        "email": "an.voorbeeld@gemeente.example",
        "job": "Technisch medewerker",
        "groups": f"{EXAMPLE_PREFIX}-GROEP",
    },
)

GROUPS = SheetLayout(
    "Groepen",
    (
        Column("Code", "code", CellKind.CODE, _CODE_HELP, 22, 60, required=True),
        Column("Naam", "name", CellKind.TEXT, "De naam van de groep.", 34, 200, required=True),
        Column(
            "Soort",
            "kind",
            CellKind.CHOICE,
            "Kies uit de lijst: de kopgroep, een deelgroep of een focusgroep.",
            14,
            choices=GROUP_KIND_CHOICES,
            unknown_code="unknown-kind",
        ),
        Column(
            "Eerste terugkom-moment",
            "anchor",
            CellKind.DAY,
            "De datum vanaf wanneer Terugkom telt. Valt een moment op een vrije dag, dan schuift het op.",
            25,
        ),
        Column(
            "Om de hoeveel maanden",
            "interval_months",
            CellKind.WHOLE,
            "Hoe vaak komt de groep samen? Bijvoorbeeld 6 voor een deelgroep, 12 voor de kopgroep.",
            25,
        ),
        Column(
            "Beginuur",
            "meets_at",
            CellKind.TIME,
            "Hoe laat begint het overleg? Bijvoorbeeld 14:00. Leeg betekent 14:00.",
            12,
            may_be_absent=True,
        ),
        Column(
            "Duur in minuten",
            "meets_for",
            CellKind.WHOLE,
            "Hoe lang duurt het overleg? Bijvoorbeeld 90. Leeg betekent 90 minuten.",
            16,
            may_be_absent=True,
        ),
        Column(
            "Plaats",
            "meets_in",
            CellKind.TEXT,
            "Waar komt de groep samen? Zo staat het in de uitnodiging.",
            30,
            300,
            may_be_absent=True,
        ),
    ),
    {
        "code": f"{EXAMPLE_PREFIX}-GROEP",
        "name": "Deelgroep energie",
        "kind": "deelgroep",
        "anchor": date(2027, 3, 15),
        "interval_months": 6,
        "meets_at": "14:00",
        "meets_for": 90,
        "meets_in": "Gemeentehuis, raadzaal",
    },
)

INDICATORS = SheetLayout(
    "Indicatoren",
    (
        Column("Code", "code", CellKind.CODE, _CODE_HELP, 17, 60, required=True),
        Column(
            "Actie",
            "action",
            CellKind.CODE,
            "De code van de actie.",
            17,
            60,
            options_sheet="Acties",
            required=True,
        ),
        Column("Naam", "name", CellKind.TEXT, "Wat meet u?", 38, 300, required=True),
        Column("Eenheid", "unit", CellKind.TEXT, "Bijvoorbeeld: kWh, %, aantal.", 12, 60),
        Column("Nulmeting", "baseline", CellKind.NUMBER, "Het cijfer bij de start. Enkel een getal.", 16),
        Column(
            "Streefwaarde", "target", CellKind.NUMBER, "Het cijfer dat u wilt bereiken. Enkel een getal.", 16
        ),
        Column("Streefdatum", "target_on", CellKind.DAY, "Tegen wanneer wilt u dat cijfer bereiken?", 15),
        Column(
            "Laatste meting",
            "measured",
            CellKind.NUMBER,
            "Het laatste cijfer. Eerdere metingen blijven bewaard.",
            16,
        ),
        Column("Gemeten op", "measured_on", CellKind.DAY, "De datum van die laatste meting.", 15),
        Column("Bron", "source", CellKind.TEXT, "Waar komt het cijfer vandaan?", 28, 300),
    ),
    {
        "code": f"{EXAMPLE_PREFIX}-IND",
        "action": f"{EXAMPLE_PREFIX}-1",
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

SETTINGS = SheetLayout(
    "Instellingen",
    (
        Column("Instelling", "name", CellKind.TEXT, "Wijzig deze namen niet.", 46, required=True),
        Column("Waarde", "value", CellKind.TEXT, "Vul hier de waarde in.", 34),
        Column("Uitleg", "help", CellKind.TEXT, "Wat de instelling doet.", 74),
    ),
)

DATA_SHEETS = (ACTIONS, PEOPLE, GROUPS, INDICATORS, SETTINGS)
EXPLANATION_SHEET = "Uitleg"
