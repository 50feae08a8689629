"""What an answer says beside a choice, and which results the title of its action has."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.model import ActionStatus
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.find_day import find_day
from tests.inbox.answering import MONDAY, AnsweringMunicipality, reply_to
from tests.inbox.test_owner_answers import town as town
from tests.reminders.tick_calendar import CalendarMunicipality

SENT, DUE = date(2027, 3, 2), date(2027, 3, 15)
RACKS = "Fietsrekken aan de sporthal"


def parse(text: str, title: str = RACKS) -> ProgressAnswer:
    return parse_progress_answer(parse_reply_text(text).own, "", [], SENT, DUE, title)


@pytest.mark.parametrize(
    "text",
    [
        "Klaar. De Fietsersbond plaatste ze zelf.",
        "Is geregeld, aannemer start maandag.",
        "Het is gedaan, de firma is overkop.",
        "Staan er, ankers vergeten.",
        "Er staan er al een paar.",
        "Geplaatst door de buurgemeente op hun kant.",
        "Opleiding gevolgd door mij.",
        "Actie afgesloten op vraag van de schepen.",
        "Klaar\nOngeveer",
        "Klaar.\n\nGroeten\nJan\n\nPS: de zijkant is voor later",
        "Hersteld.",
    ],
)
def test_what_may_change_klaar_is_asked(text: str) -> None:
    assert not parse(text).is_clear


@pytest.mark.parametrize(
    "text",
    [
        "Geplaatst, foto's in bijlage.",
        "Klaar. De kinderen zijn er blij mee!",
        "Alles afgerond, factuur is betaald. Bedankt voor de hulp!",
        "Klaar!\n\nJuf Marleen\nBasisschool De Linde",
        "Geplaatst, keuring ook achter de rug. Groetjes, Noor",
        "Haal maar van de lijst, ze staan er sinds vorige week.",
        "De rekken zijn vorige week gezet en worden al volop gebruikt.",
    ],
)
def test_pictures_people_and_thanks_change_nothing_of_klaar(text: str) -> None:
    answer = parse(text)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.DONE)


@pytest.mark.parametrize(
    ("title", "text", "is_done"),
    [
        ("Hek rond de vijver verwijderen", "Staat er.", False),
        ("Hek rond de vijver verwijderen", "Het hek is weg.", True),
        ("Straatverlichting doven na middernacht", "De verlichting werkt prima.", False),
        ("Straatverlichting doven na middernacht", "Gedoofd sinds 1 februari.", True),
        ("Bushokje afbreken in de Molenstraat", "Geplaatst en in gebruik.", False),
        ("Bushokje afbreken in de Molenstraat", "Is vorige week afgebroken.", True),
        ("Alten Öltank entfernen", "Der Tank ist eingebaut.", False),
        ("Remove the old oil tank", "It's in place.", False),
        ("Enlever la cuve à mazout", "La cuve a été enlevée la semaine dernière.", True),
        ("Ladesäulen am Schwimmbad", "Werden aufgestellt.", False),
        ("Ladesäulen am Schwimmbad", "Wurden letzte Woche aufgestellt.", True),
        ("Vervanging stookketel OCMW", "De oude ketel is weg.", False),
        ("Vervanging stookketel OCMW", "De oude ketel is weg en de warmtepomp draait.", True),
        ("Reglement hemelwater", "Het politiereglement is gestemd.", False),
        ("Reglement hemelwater", "Het reglement is goedgekeurd door de commissie.", False),
        ("Energiescans bij gezinnen", "12 scans uitgevoerd.", False),
        ("Bornes de recharge à la piscine", "On a installé une borne.", False),
        ("Infoavond warmtepompen", "De infoavond is geregeld.", False),
        ("Infoavond warmtepompen", "Heeft plaatsgevonden op 24 februari, 60 bezoekers.", True),
        ("Waterpunten in het stadspark", "De waterput is geplaatst.", False),
        ("Fietspad Dorpsstraat", "De Dorpsstraat is open.", False),
        ("Ledverlichting in de turnzaal", "Alle lampen zijn vervangen.", True),
        ("Regentonnen verdelen", "Alle tonnen zijn verdeeld.", True),
        ("Isolation du grenier", "Le grenier est isolé.", True),
        ("Isolation du grenier", "Le grenier est vidé.", False),
        ("Dämmung der Turnhalle", "Die Turnhalle ist gedämmt.", True),
        ("Groendak op de bibliotheek", "Het groendak ligt erop.", True),
    ],
)
def test_a_result_fits_what_the_title_is_about(title: str, text: str, is_done: bool) -> None:
    answer = parse(text, title)
    assert (answer.is_clear and answer.choice is ProgressChoice.DONE) == is_done


@pytest.mark.parametrize(
    ("text", "is_running"),
    [
        ("Op schema. Kostprijs verdubbeld.", False),
        ("Tout roule, je passe le dossier à Luc.", False),
        ("Comme convenu, Luc reprend le dossier.", False),
        ("De planning klopt, wie is de trekker eigenlijk.", False),
        ("Das schaffen wir nicht bis zum 15. März.", False),
        ("Gaat niet door op 15 maart.", False),
        ("Zijn er nog mee bezig, maar tegen de 15e is het in orde.", True),
        ("We blijven bij 15 maart.", True),
        ("Halen de deadline.", True),
        ("Gaat goed vooruit.", True),
        ("Not finished yet but we're ahead of plan.", True),
        ("Sind noch dran, 15.3. passt.", True),
        ("Pas de souci pour le 15 mars.", True),
    ],
)
def test_what_runs_is_on_time_unless_something_beside_it_is_trouble(text: str, is_running: bool) -> None:
    answer = parse(text)
    assert (answer.is_clear and answer.choice is ProgressChoice.ON_TRACK) == is_running


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Uitstel tot 12 april, daarna zien we wel.", None),
        ("Schuift op naar 12 april in het gunstigste geval.", None),
        ("Baubeginn verschiebt sich auf den 12. April.", None),
        ("Wegens het weer is het graven uitgesteld naar 12 april.", None),
        ("De firma wil de deadline naar 12 april verschuiven.", None),
        ("Graag de datum van de vergadering verschuiven naar 12 april.", None),
        ("Eerder dan 30 april wordt het zeker.", None),
        ("It is 4/5 finished.", None),
        ("20 april", None),
        ("Mag de einddatum naar 18 juni?", date(2027, 6, 18)),
        ("De loodgieter komt op 11 mei en dan is het opgelost.", date(2027, 5, 11)),
        ("Nog niet af. 20 april wel.", date(2027, 4, 20)),
        ("Zitten wat achter, eind juni dus.", date(2027, 6, 30)),
        ("We missed it, end of June now.", date(2027, 6, 30)),
        ("Lukt niet. Juni wordt het.", date(2027, 6, 30)),
        ("Un mois de plus, donc jusqu'au 15 avril.", date(2027, 4, 15)),
        ("Wir brauchen länger. Oktober 2027.", date(2027, 10, 31)),
    ],
)
def test_a_later_day_is_of_the_action_or_asked(text: str, day: date | None) -> None:
    answer = parse(text)
    is_later = answer.is_clear and answer.choice is ProgressChoice.LATER
    assert (answer.deadline if is_later else None) == day


def test_a_day_ends_before_the_article_of_what_follows() -> None:
    assert find_day("30 septembre, le chantier suit son planning", date(2027, 8, 20)) == date(2027, 9, 30)


@pytest.mark.parametrize(
    "text", ["Geplaatst, ook E-02.", "E-01 is geplaatst, E-02 ook.", "Klaar, net als E-02"]
)
def test_an_action_that_is_named_besides_is_neither_reported_alone_nor_lost(
    town: CalendarMunicipality, text: str
) -> None:
    """Of a mail about E-01 only E-02 was reported."""
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    town.action("E-02", date(2027, 12, 20))
    asked = AnsweringMunicipality(town)
    assert asked.take(reply_to(asked.digest(), text)) == {"asked": 1}
    assert [asked.status(code) for code in ("E-01", "E-02")] == [ActionStatus.RUNNING] * 2
    assert [each.action.code for each in asked.questions() if each.action] == ["E-01"]


def test_the_code_of_another_action_alone_is_that_action(town: CalendarMunicipality) -> None:
    town.action("E-01", date(2027, 3, 20))
    town.tick(MONDAY)
    town.action("E-02", date(2027, 12, 20))
    answered = AnsweringMunicipality(town)
    assert answered.take(reply_to(answered.digest(), "De actie E-02 is klaar.")) == {"reported": 1}
    assert answered.status("E-02") is ActionStatus.DONE
