"""Until when somebody is away, as automatic answers say it in four languages."""

from datetime import date

import pytest

from terugkom.inbox.automatic_mail import find_absence

TODAY = date(2026, 11, 30)  # a Monday
LAST, BEFORE = date(2026, 12, 7), date(2026, 12, 6)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Ik ben afwezig tot en met 7 december.", LAST),
        ("Ik ben afwezig t/m maandag 7 december 2026.", LAST),
        ("Ik ben met verlof t.e.m. 7/12.", LAST),
        ("Ik ben afwezig tot 7 december.", BEFORE),
        ("Ik ben afwezig van 1 december tot en met 7 december.", LAST),
        ("Ik ben afwezig van 1/12 tot 7/12 (inbegrepen).", LAST),
        ("Ik ben met vakantie en ben terug op ma 7 december.", BEFORE),
        ("Ik ben niet op kantoor. Vanaf 7 december ben ik weer bereikbaar op 7 december.", BEFORE),
        ("Je suis absente jusqu'au 7 décembre inclus.", LAST),
        ("Je serai absent(e) du 01/12/2026 au 07/12/2026.", LAST),
        ("Je suis en congé jusqu’au lundi 7 décembre 2026.", LAST),
        ("Je suis en congés. Je serai de retour le 7 décembre.", BEFORE),
        ("Ich bin bis einschließlich 7. Dezember im Urlaub.", LAST),
        ("Ich bin bis zum 07.12.2026 nicht im Büro.", LAST),
        ("Ich bin vom 1. bis 7. Dezember abwesend.", LAST),
        ("Ich bin nicht erreichbar und ab dem 7. Dezember wieder im Büro ab 7. Dezember.", BEFORE),
        ("I am out of the office until Monday 7 December.", BEFORE),
        ("I am out of office through December 7.", LAST),
        ("I am on annual leave from 1 December to 7 December.", LAST),
        ("I am on leave until 7 December inclusive.", LAST),
        ("I am out of the office and will be back on Mon 7th of December.", BEFORE),
        ("I'm away till around December 7th.", BEFORE),
        ("Out of the office 12/1 - 7/12.", LAST),
        ("I will be out of the office starting 30/11/2026 and will not return until 07/12/2026.", BEFORE),
        ("I am out of the office.", None),
        ("Ik ben afwezig tot nader order.", None),
        ("I was out of the office until 7 December 2025.", None),
        ("De drukker levert tot en met 7 december.", None),
    ],
)
def test_the_last_day_of_an_absence_is_read(text: str, last: date | None) -> None:
    found = find_absence("Re: Uw acties", text, TODAY)
    assert (found.until if found else None) == last


@pytest.mark.parametrize(
    ("subject", "text", "is_departed"),
    [
        ("Automatisch antwoord: x", "Ik werk niet meer bij de gemeente.", True),
        ("An Peeters is out of the office.", "", False),
        ("Julien Ruiz est absent(e).", "", False),
        ("Peter Moser ist außer Haus.", "", False),
        ("Réponse automatique", "Bonjour", False),
        ("Re: x", "This is an automated message. Do not reply.", False),
    ],
)
def test_an_automatic_answer_without_a_day_is_known(subject: str, text: str, is_departed: bool) -> None:
    found = find_absence(subject, text, TODAY)
    assert found is not None
    assert (found.until, found.departed) == (None, is_departed)


@pytest.mark.parametrize(
    "text",
    [
        "The link no longer works for me.",
        "Gisteren was ik niet op kantoor, nu wel. Het dak ligt erop.",
        "Sorry for the late reply, yesterday I was out of office.",
        "Is het kantoor op 7 december open?",
    ],
)
def test_what_tells_of_no_absence_of_its_writer_is_none(text: str) -> None:
    assert find_absence("Re: Uw acties", text, TODAY) is None
