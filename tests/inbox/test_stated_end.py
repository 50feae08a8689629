"""An answer that states the end of its action, or that its day is kept, beside other news in its words."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.plan.report_progress import ProgressChoice

TODAY, DEADLINE = date(2027, 3, 2), date(2027, 3, 31)


def parse(title: str, text: str) -> ProgressAnswer:
    return parse_progress_answer(text, "", [], TODAY, DEADLINE, title)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Hagen rond het kerkhof", "De scouts hebben zaterdag de laatste meters gezet, dus klaar."),
        ("Geveltuinen in de Dorpsstraat", "Alle bewoners hebben hun tuintje, voor ons volledig afgewerkt."),
        ("Tweedehands bureaus", "De meubels staan in de nieuwe kantoren. Dit mag op voltooid."),
        ("Waterkanten inzaaien", "Het zaad van Ecoflora is gezaaid en kiemt al, ge moogt dees afvinken"),
        ("Haies du cimetière", "Les derniers mètres sont plantés, donc l'action est clôturée."),
        ("Mobilier de seconde main", "Les bureaux ont été livrés à l'école. Vous pouvez cocher."),
        ("Second-hand desks", "Desks are in and the old ones went to the school. Consider it closed."),
        ("Hedges at the cemetery", "The scouts planted the last metres, so that's that."),
        ("Gebrauchte Schreibtische", "Die Tische sind aufgestellt, aus unserer Sicht abgehakt."),
        ("Hecken am Friedhof", "Die letzten Meter sind gepflanzt, damit erledigt."),
    ],
)
def test_it_is_done_where_the_end_is_stated_behind_other_news(title: str, text: str) -> None:
    answer = parse(title, text)
    assert (answer.choice, answer.is_clear) == (ProgressChoice.DONE, True)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fietspad Molenweg", "De firma legt morgen de laatste laag, dus ruim op tijd."),
        ("Energieloket", "De kandidaten komen deze week langs, we zijn dus nog altijd binnen de timing."),
        ("Piste cyclable", "La dernière couche est posée cette semaine, donc dans les temps."),
        ("Cycle path", "They are laying the top coat, so on schedule."),
        ("Radweg Mühlenweg", "Die letzte Schicht wird gerade verlegt, somit im Rahmen."),
    ],
)
def test_it_is_on_track_where_a_conclusion_says_so(title: str, text: str) -> None:
    answer = parse(title, text)
    assert (answer.choice, answer.is_clear) == (ProgressChoice.ON_TRACK, True)


@pytest.mark.parametrize(
    "text",
    [
        # what is still to be done
        "De palen staan er, de aannemer begint maandag aan de kabels. Mag op voltooid.",
        "Les bornes sont posées, le raccordement commence lundi, donc terminé.",
        "The posts are in, the contractor starts wiring on Monday, so that's that.",
        "Die Säulen stehen, der Anschluss kommt noch, damit erledigt.",
        # it failed or lacks something
        "Gekeurd maar gezakt, klaar dus.",
        "Posées mais le contrôle est négatif, dossier bouclé.",
        # another reason to close it than its end
        "Er is geen geld meer, deze mag van de lijst.",
        "De raad heeft het weggestemd, dossier dicht.",
        "The owner said no, please take it off the list.",
        "C'est fini pour nous.",
        "Das Geld ist weg, kann von der Liste.",
        # somebody else's word, a question, a wish
        "Volgens de aannemer klaar, mag dit dicht",
        "Kunt ge dit afsluiten voor mij?",
        "Mag dit op voltooid",
        # a word or two may be a place or a part
        "Klaar, Gent.",
        "Geplaatst\nAchterkant",
    ],
)
def test_what_leaves_something_open_is_asked(text: str) -> None:
    assert not parse("Laadpalen aan het zwembad", text).is_clear


def test_an_evening_that_is_only_prepared_is_not_over() -> None:
    assert not parse("Infoavond warmtepompen", "Zaal en spreker zijn er, dus alles geregeld.").is_clear


def test_before_the_day_behind_the_deadline_is_within_it() -> None:
    answer = parse("Fietsenberging", "We zijn goed bezig, alles is voor 1 april klaar")
    assert (answer.choice, answer.deadline) == (ProgressChoice.ON_TRACK, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("De lesgever viel uit, 14 mei hernemen we de cursus", date(2027, 5, 14)),
        ("Vergunning kwam deze week binnen. De poelen worden in mei gegraven.", date(2027, 5, 31)),
        ("Tussen 14 mei en 3 juni hernemen we de cursus", None),
    ],
)
def test_the_only_day_that_an_unclear_answer_names_is_proposed(text: str, day: date | None) -> None:
    answer = parse("Cursus composteren", text)
    assert not answer.is_clear
    assert answer.deadline == day
