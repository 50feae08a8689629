"""The media settings of a municipality, as rows of the settings sheet."""

from dataclasses import fields

from terugkom.plan.media_settings import MediaSettings
from terugkom.workbook.columns import CellKind, Column

_TEXTS = {
    "magazine_editor": (
        "Redactie personeelsblad (e-mail)",
        CellKind.EMAIL,
        "Wie krijgt elk kwartaal het artikel voor het personeelsblad?",
    ),
    "magazine_words": (
        "Woorden in het personeelsblad",
        CellKind.WHOLE,
        "Zoveel woorden mag dat artikel hoogstens tellen.",
    ),
    "bulletin_editor": (
        "Redactie informatieblad (e-mail)",
        CellKind.EMAIL,
        "Wie krijgt het artikel voor het gemeentelijk informatieblad?",
    ),
    "bulletin_characters": (
        "Tekens in het informatieblad",
        CellKind.WHOLE,
        "Zoveel tekens mag dat artikel hoogstens tellen, spaties inbegrepen.",
    ),
    "director": (
        "Directie (e-mail)",
        CellKind.EMAIL,
        "Wie licht de acties toe op een personeelsbijeenkomst?",
    ),
    "front_desk": ("Onthaal (e-mail)", CellKind.EMAIL, "Wie hangt affiches uit en legt folders klaar?"),
    "press_list": (
        "Perslijst (e-mails)",
        CellKind.TEXT,
        "Wie krijgt een persbericht, als u het vrijgeeft? Meerdere? Zet er een puntkomma tussen.",
    ),
    "press_words": (
        "Woorden in het persbericht",
        CellKind.WHOLE,
        "Zoveel woorden mag een persbericht hoogstens tellen.",
    ),
    "jobs_characters": (
        "Tekens in een vacature",
        CellKind.WHOLE,
        "Zoveel tekens mag de alinea voor vacatures hoogstens tellen, spaties inbegrepen.",
    ),
    "website": (
        "Webpagina (adres)",
        CellKind.TEXT,
        "Het adres van uw pagina over duurzaamheid, met https://.",
    ),
    "intranet": ("Intranet (adres)", CellKind.TEXT, "Het adres van uw pagina op het intranet, met https://."),
    "ideas_address": (
        "Adres voor ideeën (e-mail)",
        CellKind.EMAIL,
        "Waar kunnen medewerkers met een idee terecht? Leeg betekent: het antwoordadres.",
    ),
    "unsubscribe_url": (
        "Afmelden met één klik (adres)",
        CellKind.HTTPS,
        "Het adres, met https://, dat afmeldingen voor de nieuwsbrief aanneemt. Er komt een code achter.",
    ),
    "campaigns": (
        "Campagnes",
        CellKind.TEXT,
        "Bij welke campagnes vragen wij op tijd een bijdrage? Schrijf: alle. Of enkele, "
        "zoals: earth-hour; wereldwaterdag. Leeg betekent: geen.",
    ),
    "networks": (
        "Sociale netwerken",
        CellKind.TEXT,
        "Waarop bent u te vinden? Bijvoorbeeld: mastodon; facebook; linkedin.",
    ),
}
MEDIA_SETTINGS = {
    each.name: Column(
        _TEXTS[each.name][0], each.name, _TEXTS[each.name][1], _TEXTS[each.name][2], max_length=1000
    )
    for each in fields(MediaSettings)
    if each.name in _TEXTS
}
