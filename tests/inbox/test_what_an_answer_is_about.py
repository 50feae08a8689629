"""What only looks like an answer about the action of a mail: a step, another thing, a part, a day to come."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pytest

from terugkom import inbox
from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice

SENT, DUE = date(2027, 3, 2), date(2027, 3, 15)
POINTS = "Laadpalen aan het zwembad"
PANELS = "Zonnepanelen op de bibliotheek"
DONE, ON_TRACK, LATER = ProgressChoice.DONE, ProgressChoice.ON_TRACK, ProgressChoice.LATER


def parse(text: str, title: str = POINTS) -> ProgressAnswer:
    return parse_progress_answer(parse_reply_text(text).own, "", [], SENT, DUE, title)


def read(text: str, title: str = POINTS) -> ProgressChoice | None:
    """Return the choice that an answer is taken for; None where the coordinator is asked."""
    answer = parse(text, title)
    return answer.choice if answer.is_clear else None


@pytest.mark.parametrize("said", ["Klaar", "Op schema"])
@pytest.mark.parametrize(
    "disclaimer",
    [
        "Dit bericht is vertrouwelijk: gebruik of kopie door derden is verboden.",
        "Dit bericht is vertrouwelijk: lees het niet als het niet voor u is.",
        "This email is confidential: any use by others is prohibited.",
        "Ce message est confidentiel : toute utilisation par un autre est exclue.",
        "Diese E-Mail ist vertraulich: jeder Gebrauch durch andere ist ausgeschlossen.",
        "Disclaimer: zie onze website.",
        "Disclaimer: see our website",
    ],
)
def test_a_disclaimer_below_an_answer_is_none_of_it(said: str, disclaimer: str) -> None:
    assert parse_reply_text(f"Dag An,\n\n{said}\n\n{disclaimer}").own.strip() == said
    assert read(f"{said}\n\n{disclaimer}") is (DONE if said == "Klaar" else ON_TRACK)


def test_what_stands_behind_the_colon_is_heard_where_only_a_greeting_is_above_it() -> None:
    assert read("Dag An,\n\nDit bericht is vertrouwelijk: de actie is klaar") is DONE


def list_word_files() -> list[str]:
    return [each.name for each in iter_modules(inbox.__path__) if each.name.endswith("_words")]


def list_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from list_strings(key)
            yield from list_strings(each)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from list_strings(each)


@pytest.mark.parametrize("name", list_word_files())
def test_a_repetition_in_a_pattern_is_one(name: str) -> None:
    """In an f-string *{0, 3}* is the text *(0, 3)*, and *{3}* the figure 3 behind what it was to repeat."""
    module = import_module(f"terugkom.inbox.{name}")
    for each in list_strings(list(vars(module).values())):
        assert not re.search(r"\(\d+, ?\d*\)|[)\]]\d+(?=[^\d/]|$)|\\[wWsSdD]\d", each), each


@pytest.mark.parametrize(
    "text",
    [
        "De infoavond ging gisteren heel goed door.",
        "De infoavond ging vrijdag gewoon door.",
        "Infoavond was donderdag, 40 aanwezigen.",
        "La soirée était jeudi, 40 personnes.",
    ],
)
def test_an_evening_that_was_is_held(text: str) -> None:
    assert read(text, "Infoavond warmtepompen" if "avond" in text else "Soirée énergie") is DONE


@pytest.mark.parametrize(
    "text",
    [
        "De infoavond ging vrijdag niet door.",
        "De infoavond gaat vrijdag door.",
        "De infoavond was vrijdag gepland.",
        "Er was vrijdag niemand.",
    ],
)
def test_an_evening_that_was_to_be_is_asked(text: str) -> None:
    assert read(text, "Infoavond warmtepompen") is None


@pytest.mark.parametrize(
    "text",
    [
        "Opleiding gevolgd zonder Karel",
        "Klaar zonder Els",
        "Klaar behalve Tom",
        "Klaar tegen Karel",
        "Opleiding gevolgd samen Els",
        "Terminé sauf Marie",
        "Terminé sans Marie",
        "Fertig ohne Klaus",
        "Fertig außer Klaus",
        "Done without Jim",
        "Done except Jim",
    ],
)
def test_who_is_left_out_is_not_addressed(text: str) -> None:
    assert read(text, "Opleiding ecorijden") is None


@pytest.mark.parametrize("text", ["Is in orde Els", "Alles klaar Tom", "Klaar, Els"])
def test_who_is_addressed_changes_nothing(text: str) -> None:
    assert read(text) is DONE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Laadpalen voor dienstwagens", "De laadpalen zijn geleverd"),
        ("Fietsenstalling voor bakfietsen", "De rekken zijn aangekocht"),
        ("Oplaadpunt voor bestelwagens", "Het oplaadpunt is geleverd"),
        ("Carport dienstwagens", "De carport is geleverd"),
        ("Bornes pour voitures", "Les bornes sont livrées"),
        ("Ladesäulen für Lastenräder", "Die Ladesäulen sind geliefert"),
        ("Parking for bikes", "The racks have been delivered"),
    ],
)
def test_what_is_delivered_for_vehicles_is_not_there_yet(title: str, text: str) -> None:
    assert read(text, title) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Elektrische dienstwagens", "De wagens zijn geleverd"),
        ("Twee bakfietsen voor de groendienst", "De bakfietsen zijn geleverd"),
        ("Aankoop elektrische dienstwagens", "De wagens zijn geleverd"),
        ("Lastenräder für den Bauhof", "Die Lastenräder sind geliefert"),
    ],
)
def test_vehicles_that_are_delivered_are_there(title: str, text: str) -> None:
    assert read(text, title) is DONE


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben ziek. Tot 12 april.",
        "Collega ziek. 12 april.",
        "Mijn kind is ziek. 12 april.",
        "Je suis malade. 12 avril.",
        "Ich bin krank. Bis 12. April.",
        "I am ill. Until 12 April.",
    ],
)
def test_an_illness_is_an_absence(text: str) -> None:
    assert read(text) is None


def test_what_moves_because_of_an_illness_moves() -> None:
    assert read("De aannemer is ziek, het wordt 12 april.") is LATER


@pytest.mark.parametrize(
    "text",
    [
        "Alles is rond met de bewoners",
        "Het is in orde met de burgemeester",
        "Alles is in orde gekomen met de buren",
        "Klaar met de school",
        "Tout est réglé avec les riverains",
        "Tout est bon avec les voisins",
        "Alles geklärt mit den Anwohnern",
        "Sorted with the school",
    ],
)
def test_what_is_arranged_with_people_is_asked(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["Geplaatst met de scouts", "Afgerond samen met de bewoners"])
def test_what_is_done_with_people_is_done(text: str) -> None:
    assert read(text) is DONE


@pytest.mark.parametrize(
    "text",
    [
        "3 laadpalen geplaatst, 8 in totaal",
        "3 stuks geplaatst, 8 in totaal",
        "Geplaatst: 3. In totaal 8.",
        "3 bornes posées, 8 au total",
        "3 installiert, 8 insgesamt",
        "3 chargers installed, 8 in total",
    ],
)
def test_fewer_than_there_are_in_all_are_asked(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["De laadpalen zijn geplaatst, 8 in totaal", "8 laadpalen geplaatst, 8 in totaal"]
)
def test_all_of_them_are_there(text: str) -> None:
    assert read(text) is DONE


@pytest.mark.parametrize(
    "text",
    [
        "Vrijdag klaar. Bedankt voor de hulp!",
        "De zonnepanelen zijn maandag klaar. Bedankt voor de hulp!",
        "De zonnepanelen zijn vrijdag klaar, 40 stuks",
        "De zonnepanelen liggen er woensdag, 40 stuks.",
        "De zonnepanelen worden vrijdag gelegd. Bedankt voor de hulp!",
        "We hebben vrijdag alles klaar, 40 stuks.",
        "Les panneaux sont prêts vendredi. Merci pour l'aide !",
        "Freitag fertig. Danke für die Hilfe!",
        "Friday all done. Thanks for your help!",
    ],
)
def test_a_weekday_is_to_come_where_its_clause_has_no_past_tense(text: str) -> None:
    assert read(text, PANELS) is None


@pytest.mark.parametrize(
    "text",
    [
        "Vrijdag gelegd, 40 stuks.",
        "De zonnepanelen zijn vrijdag gelegd, 40 stuks.",
        "We hebben ze vrijdag gelegd, bedankt voor de hulp!",
        "Les panneaux ont été posés vendredi. Merci pour l'aide !",
        "Die Module wurden Freitag montiert. Danke für die Hilfe!",
        "The panels were installed Friday. Thanks for the help!",
    ],
)
def test_a_weekday_was_where_its_clause_says_so(text: str) -> None:
    assert read(text, PANELS) is DONE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Uitgesteld naar februari volgend jaar", date(2028, 2, 29)),
        ("Postponed to February next year", date(2028, 2, 29)),
        ("Nieuwe datum: 15 februari volgend jaar", date(2028, 2, 15)),
        ("Reporté au 15 février de l'année prochaine", date(2028, 2, 15)),
        ("Verschoben auf den 15. Februar nächsten Jahres", date(2028, 2, 15)),
        ("Later: 15/2 volgend jaar", date(2028, 2, 15)),
        ("Wordt volgend jaar in februari", date(2028, 2, 29)),
        ("Wordt mei volgend jaar", date(2028, 5, 31)),
        ("Uitgesteld naar oktober dit jaar", date(2027, 10, 31)),
    ],
)
def test_next_year_is_the_year_of_its_day(text: str, day: date) -> None:
    answer = parse(text)
    assert (answer.is_clear, answer.choice, answer.deadline) == (True, LATER, day)


@pytest.mark.parametrize(
    "text",
    ["Uitgesteld naar 15 februari, de subsidie komt volgend jaar", "Uitgesteld naar februari dit jaar"],
)
def test_next_year_elsewhere_is_none_of_the_day(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (PANELS, "De renovatie is afgerond"),
        (PANELS, "De verbouwing is achter de rug"),
        (PANELS, "De isolatiewerken zijn voltooid"),
        (PANELS, "De aanplant is uitgevoerd"),
        (PANELS, "De vervanging is klaar"),
        (PANELS, "Le service est fini"),
        (PANELS, "Die Sanierung ist abgeschlossen"),
        (PANELS, "The refurbishment is done"),
        ("Bomen in de Kerkstraat", "De heraanleg is klaar"),
        ("Bomen in de Kerkstraat", "Toestellen zijn klaar"),
        ("Bomen in de Kerkstraat", "De plaatsing is voltooid"),
        (PANELS, "De renovatie wordt 12 april"),
        ("Bomen in de Kerkstraat", "De heraanleg wordt 12 april"),
    ],
)
def test_work_of_another_kind_is_that_of_something_else(title: str, text: str) -> None:
    assert read(text, title) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (PANELS, "De plaatsing is voltooid"),
        (PANELS, "De uitvoering is achter de rug"),
        ("Bomen in de Kerkstraat", "De aanplant is uitgevoerd"),
        ("Renovatie van de sporthal", "De renovatie is afgerond"),
        ("Dakisolatie van de school", "De isolatiewerken zijn voltooid"),
        ("Ledverlichting in de sporthal", "De vervanging is klaar"),
        ("Réaménagement de la place", "L'aménagement est terminé"),
        ("Bornes de recharge", "La mise en oeuvre est terminée"),
    ],
)
def test_work_of_its_kind_is_its_own(title: str, text: str) -> None:
    assert read(text, title) is DONE
