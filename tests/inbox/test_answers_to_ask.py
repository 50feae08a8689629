"""Answers that only look like a choice: each is a question to the coordinator, and no status changes."""

from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import parse_progress_answer
from terugkom.inbox.answers.typing_errors import correct_typing_errors
from terugkom.plan.model import ActionStatus
from terugkom.plan.report_progress import ProgressChoice
from tests.inbox.answering import AnsweringMunicipality, reply_to
from tests.inbox.test_owner_answers import one as one
from tests.inbox.test_owner_answers import town as town

TODAY, DEADLINE = date(2027, 3, 2), date(2027, 3, 15)
ASKED = {
    "another thing has a new date": (
        "De keuring ging niet door. Nieuwe datum: 12 april.",
        "De infoavond is verzet. Nieuwe datum: 12 april. Verder op schema.",
        "Het overleg met de aannemer is verplaatst, nieuwe datum: 12 april",
        "De vergadering is verschoven. Nieuwe deadline: 12 april.",
        "Het contract loopt af. De nieuwe einddatum is 12 april.",
        "Het buurtfeest viel in het water. Nieuwe datum is 12 april.",
        "Nieuwe datum: 12 april. De infoavond ging niet door.",
        "Nieuwe datum: 12 april, de werfvergadering",
        "La réunion est reportée. Nouvelle date : 12 avril.",
        "La visite du chantier n'a pas eu lieu, nouvelle date : 12 avril.",
        "Die Sitzung wurde verlegt. Neuer Termin: 12. April.",
        "Die Abnahme fiel aus. Neues Datum: 12. April. Im Plan.",
        "The inspection was moved. New date: 12 April.",
        "The meeting did not happen, new date is 12 April.",
        "verlengen tot 1 mei, het contract",
        "extend to 1 may, the contract",
        "bitte verlängern bis 1. Mai, den Vertrag",
        "uitstel tot 1 mei voor de vergadering",
        "verlenging tot 1 mei: onze vergunning",
        "Verschoven naar 1 mei: de infoavond",
        "i'm moving to 1 may, somebody else takes over",
    ),
    "an answer is promised by that day": (
        "geef ons tot 1 mei, dan weten we meer",
        "graag tot 1 mei, dan laat ik iets weten",
        "geef me tot 1 mei, dan hoort u meer",
        "ich brauche bis 1. Mai, um zu antworten",
        "brauche bis 1. Mai, dann melde ich mich",
        "wir brauchen bis 1. Mai, dann wissen wir mehr",
        "il nous faut jusqu'au 1er mai, alors on saura",
        "we need until 1 May, then we'll know more",
    ),
    "a day is wished for or feared": (
        "1 mei i.p.v. 15 maart was beter geweest",
        "1 mei i.p.v. 15 maart zou beter zijn",
        "12 april in plaats van 15 maart is te laat",
        "1 mei ipv 15 maart, vrees ik",
        "15 april wordt het wellicht",
        "15 april wordt het allicht",
        "1 mai au lieu du 15 mars aurait été mieux",
        "1. Mai statt 15. März wäre besser gewesen",
        "1. Mai statt 15. März ist zu spät",
        "15. April wird es eventuell",
        "later tot 1 mei, voorlopig",
        "ce sera le 1 mai, je crois",
        "wird erst 1. Mai, glaube ich",
        "report au 1 mai, à confirmer",
    ),
    "a condition": (
        "De deadline is haalbaar, mits extra budget",
        "We halen de deadline, op voorwaarde dat de subsidie komt",
        "Dans les temps, à condition que le budget suive",
        "Le délai sera respecté, pourvu que le permis arrive",
        "Der Termin bleibt, sofern das Wetter hält",
        "Wir schaffen das, falls die Lieferung kommt",
        "Im Zeitplan, vorausgesetzt die Genehmigung kommt",
        "On track, provided the grant comes through",
        "The deadline holds, as long as it stays dry",
        "Afgerond, onder voorbehoud",
        "Klaar, mits goedkeuring",
        "Terminé, sous réserve de réception",
        "Fertig, vorbehaltlich der Abnahme",
        "Done, subject to approval",
        "uitstel tot 1 mei, mits extra budget",
        "later tot 1 mei, als dat mag",
        "plus tard 1 mai si le conseil accepte",
        "postponed to 1 May if the council agrees",
    ),
    "a refusal or two choices": (
        "uitstel tot 1 mei werd geweigerd",
        "uitstel tot 1 mei is afgewezen",
        "report au 1 mai a été refusé",
        "postponed to 1 May was rejected",
        "uitstel tot 1 mei of schrap de actie",
        "uitstel tot 1 mei of stoppen",
        "report au 1 mai ou abandon",
        "postponed to 1 May or drop it",
    ),
    "no change is needed since it stands still": (
        "er is niets aan te passen, want het ligt stil",
        "Geen wijziging nodig, de actie stopt",
        "geen uitstel nodig. Het budget is op.",
        "geen uitstel nodig, de aannemer is failliet",
        "pas de report nécessaire. Le budget est épuisé.",
        "aucune modification nécessaire, tout est à l'arrêt",
        "keine Verschiebung nötig, es liegt alles still",
        "no change needed, we are stopping",
        "no extension needed. The money is gone.",
    ),
    "in order means only that it was read": (
        "het is in orde, ik kijk ernaar",
        "actie is in orde, ik begin eraan",
        "het is in orde, we bekijken het",
        "De actie is in orde, ik bekijk het",
        "Het is in orde. Ik plan het in.",
        "c'est en ordre, je vais le faire",
        "c'est en ordre, je m'en occupe",
        "C'est en ordre. On s'y met.",
    ),
    "a part is still to come": (
        "af, de kabels volgen in de zomer",
        "Alles is geplaatst en gekeurd, de aansluiting volgt",
        "Alles in werking. Fietspad ontbreekt.",
        "De actie is klaar, we beginnen eraan",
        "Klaar. Verlichting in juni.",
        "Klaar, in afwachting van de keuring",
        "Terminé, le raccordement suit",
        "Terminé, il manque le raccordement",
        "tout est en service, la clôture manque",
        "Fertig, der Anschluss folgt",
        "Fertig, der Anschluss fehlt",
        "Fertig, Abnahme steht aus",
        "Done, the connection is to follow",
        "Done, the cables are missing",
        "Done, I'll look into it",
        "Done, pending inspection",
        "op schema, al ontbreekt het budget",
        "Op schema, ik begin eraan",
        "en cours, il manque le budget",
    ),
    "whether it is done is asked or not known": (
        "ik wil weten dat de actie klaar is",
        "kan u bevestigen dat de actie klaar is",
        "bevestig je dat de actie klaar is",
        "Klaar, vrees ik",
        "Klaar, voor zover ik weet",
        "op schema, wellicht",
        "Op schema, afgaand op de aannemer",
        "Terminé, pour autant que je sache",
        "Terminé, dirais-je",
        "Done, as far as I know",
        "Done, I would say",
        "Fertig, soweit ich weiß",
        "Fertig, würde ich sagen",
        "Im Plan, würde ich sagen",
    ),
    "a sad or doubting face": (
        "klaar :(",
        "klaar :-(",
        "Klaar! :/",
        "terminé :(",
        "Fertig! 😞",
        "Done. :-/",
        "op schema :-(",
        "Op schema! 👎",
        "en cours :-(",
        "im Plan :(",
        "On track. 😟",
        "uitstel tot 1 mei :(",
        "later tot 1 mei 😢",
    ),
    "a word that exists is no typing error": (
        "verlegen tot 1 mei",
        "afgrond",
        "de panning blijft",
        "verlenen tot 1 mei",
        "verengen tot 1 mei",
        "uitgeteld tot 1 mei",
        "verlangen bis 1. Mai",
        "abgeschossen",
    ),
}
PARTS = [
    ("Studie en aanleg van een fietspad", "De studie is klaar. De aanleg begint in september."),
    ("Studie en aanleg van een fietspad", "De studie is klaar."),
    ("Studie en aanleg van een fietspad", "De studie en aanleg is klaar."),
    ("Ontwerp van het dorpsplein", "Het ontwerp is klaar."),
    ("Aankoop van elektrische wagens", "De aankoop is afgerond."),
    ("Vergunning en bouw van een fietsenstalling", "De vergunning is in orde gebracht."),
    ("Laadpalen en fietsenstalling aan het zwembad", "De laadpalen zijn klaar."),
    ("Haalbaarheidsstudie zonnepanelen op het dak", "De haalbaarheidsstudie is klaar."),
    ("Offerte vragen voor zonnepanelen", "De offerte is klaar."),
    ("Étude et pose de bornes", "L'étude est terminée."),
    ("Achat de vélos électriques", "L'achat est terminé."),
    ("Permis et construction d'un préau", "Le permis est en ordre."),
    ("Design and construction of a cycle path", "The design is finished."),
    ("Purchase of electric vans", "The purchase is done."),
    ("Planning of the school garden", "The planning is finished."),
    ("Planung und Bau eines Radwegs", "Die Planung ist abgeschlossen."),
    ("Entwurf des Dorfplatzes", "Der Entwurf ist fertig."),
    ("Ausschreibung und Kauf von Fahrrädern", "Die Ausschreibung ist abgeschlossen."),
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [pytest.param(kind, text, id=text) for kind, texts in ASKED.items() for text in texts],
)
def test_what_only_looks_like_a_choice_is_asked(kind: str, text: str) -> None:
    assert not parse_progress_answer(text, "", [], TODAY, DEADLINE).is_clear, kind


@pytest.mark.parametrize(("title", "text"), PARTS)
def test_a_phase_and_one_of_several_things_are_a_part_of_an_action(title: str, text: str) -> None:
    assert not parse_progress_answer(text, "", [], TODAY, DEADLINE, title).is_clear


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Studie en aanleg van een fietspad", "De studie en aanleg van een fietspad is klaar."),
        ("Zonnepanelen op het dak van de school", "De zonnepanelen zijn in gebruik."),
        ("Design & construction of a hedge", "The design & construction of a hedge is finished."),
    ],
)
def test_the_whole_title_and_a_thing_name_an_action(title: str, text: str) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE, title)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.DONE)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Ik wil u graag laten weten dat de actie klaar is.", ProgressChoice.DONE),
        ("Hierbij bevestig ik dat de actie klaar is.", ProgressChoice.DONE),
        ("I would like to confirm that the action has been completed.", ProgressChoice.DONE),
        ("Die Massnahme wurde abgeschlossen.", ProgressChoice.DONE),
        ("We werken eraan.", ProgressChoice.ON_TRACK),
        ("Op schema, geen uitstel nodig.", ProgressChoice.ON_TRACK),
        ("Prima, niks aan te passen.", ProgressChoice.ON_TRACK),
        ("Nieuwe datum: 1 mei.", ProgressChoice.LATER),
        ("Uitstel tot 1 mei graag, de aannemer is ziek.", ProgressChoice.LATER),
        ("De deadline lukt niet. Nieuwe datum: 1 mei.", ProgressChoice.LATER),
        ("1 mei i.p.v. 15 maart, want de aannemer was laat.", ProgressChoice.LATER),
        ("Fin mai au lieu du 15.", ProgressChoice.LATER),
    ],
)
def test_what_is_said_plainly_is_still_taken(text: str, choice: ProgressChoice) -> None:
    answer = parse_progress_answer(text, "", [], TODAY, DEADLINE)
    assert (answer.is_clear, answer.choice) == (True, choice)


@pytest.mark.parametrize(
    "word", ["verlegen", "verlenen", "verengen", "verlangen", "afgrond", "panning", "abgeschossen"]
)
def test_a_word_that_exists_is_not_changed_into_another(word: str) -> None:
    assert correct_typing_errors(word) == word


@pytest.mark.parametrize("text", ["Klaar :(", "op schema :-(", "uitstel tot 1 mei 2027 werd geweigerd"])
def test_a_mail_that_only_looks_like_a_choice_changes_nothing(one: AnsweringMunicipality, text: str) -> None:
    assert one.take(reply_to(one.digest(), text)) == {"asked": 1}
    assert (one.status("E-01"), one.reports("E-01")) == (ActionStatus.RUNNING, [])
    assert [each.text for each in one.questions()] == [text]
