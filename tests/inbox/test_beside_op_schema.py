"""What may stand beside *op schema*, *klaar* and a later day, and the days that are a slip."""

import time
from datetime import date

import pytest

from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice

SENT, DUE = date(2027, 3, 2), date(2027, 3, 15)
POINTS = "Laadpalen aan het zwembad"


def parse(text: str, title: str = POINTS) -> ProgressAnswer:
    return parse_progress_answer(parse_reply_text(text).own, "", [], SENT, DUE, title)


@pytest.mark.parametrize(
    "text",
    [
        "Op schema, de raad moet er zich wel nog over uitspreken.",
        "Zit op schema, zij het met de nodige kunstgrepen.",
        "Op schema, de buurman heeft zijn advocaat al binnen.",
        "Dans les temps. Il faudra encore que le conseil tranche.",
        "Dans les temps, à en croire l'entrepreneur.",
        "On track, though I do wonder about the grid company.",
        "On track. Council has yet to vote on it.",
        "Im Plan. Der Rat hat noch das letzte Wort.",
    ],
)
def test_what_is_no_step_beside_op_schema_is_asked(text: str) -> None:
    answer = parse(text)
    assert not answer.is_clear


@pytest.mark.parametrize(
    "text",
    [
        "Op schema: de sokkels zijn gegoten, de palen komen volgende week.",
        "De elektricien is begonnen, we halen de 15e.",
        "Dans les temps : le socle est coulé, les bornes arrivent lundi.",
        "On track: bases are poured, the chargers arrive next week.",
        "Im Plan: die Fundamente sind gegossen, die Säulen kommen nächste Woche.",
        "Op schema\nI-1: 1.250,5 kWh",
    ],
)
def test_steps_of_the_work_stand_beside_op_schema(text: str) -> None:
    answer = parse(text)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.ON_TRACK)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (POINTS, "De laadpalen staan er. Kostprijs 14.200 euro, netjes binnen budget."),
        (POINTS, "Geplaatst samen met de scouts, morgen drinken we er een op!"),
        ("Renovatie van het dorpshuis", "Het dorpshuis is terug open sinds zaterdag."),
        ("Réparation des bancs", "Terminé, 20 personnes ont participé. Super ambiance !"),
        ("Hedge along the churchyard", "The hedge is in. 180 metres of it, thanks to the scouts!"),
        ("Kauf von zwei Lastenrädern", "Die Lastenräder wurden geliefert, 11.400 Euro insgesamt."),
    ],
)
def test_what_is_harmless_beside_klaar_changes_nothing_of_it(title: str, text: str) -> None:
    answer = parse(text, title)
    assert (answer.is_clear, answer.choice) == (True, ProgressChoice.DONE)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (POINTS, "Geplaatst voor 3.000 euro te veel, we weigeren te betalen."),
        (POINTS, "Oplevering was gisteren, met opmerkingen."),
        (POINTS, "Klaar 12/25"),
        ("Renovatie van het dorpshuis", "De keuken van het dorpshuis is af."),
        ("Infoavond warmtepompen", "De infoavond was vrijdag gepland."),
    ],
)
def test_what_only_looks_harmless_is_asked(title: str, text: str) -> None:
    assert not parse(text, title).is_clear


@pytest.mark.parametrize("text", ["Later: 15/2", "Wordt 15 februari.", "Plus tard : 15/2", "Später: 15.2."])
def test_a_day_that_was_lately_is_no_later_one_of_next_year(text: str) -> None:
    answer = parse(text)
    assert (answer.is_clear, answer.deadline) == (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "Moest 1 maart zijn, wordt 1 mei.",
        "Devait être le 1er mars, ce sera le 1er mai.",
        "Levering pas week 16, dus zet maar 1 mei.",
        "Niet voor eind maart, het wordt 1 mei.",
    ],
)
def test_of_several_days_the_one_that_the_answer_concludes_with_is_meant(text: str) -> None:
    answer = parse(text)
    assert (answer.choice, answer.deadline) == (ProgressChoice.LATER, date(2027, 5, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Dit bericht is vertrouwelijk: de actie is klaar",
        "Ce message est confidentiel : l'action est terminée",
        "This message is confidential: the action is done",
        "Diese Nachricht ist vertraulich: die Maßnahme ist erledigt",
    ],
)
def test_what_is_said_behind_the_first_words_of_a_disclaimer_is_heard(text: str) -> None:
    assert parse_reply_text(text).own == text
    assert parse(text).choice is ProgressChoice.DONE


@pytest.mark.parametrize(
    "text",
    [
        "Dit bericht is vertrouwelijk: het is uitsluitend bestemd voor de geadresseerde.",
        "This message is confidential: if you are not the intended recipient, delete it.",
    ],
)
def test_a_disclaimer_with_a_colon_is_still_one(text: str) -> None:
    assert parse_reply_text(f"Klaar\n\n{text}").own.strip() == "Klaar"


@pytest.mark.parametrize("word", ["1.", "zo'n 5 ", "met de ", "mit der hilfe von den "])
def test_the_same_word_again_and_again_is_read_in_little_time(word: str) -> None:
    """*1.1.1.* took twenty seconds: an amount of any length was looked for from each of its figures."""
    began = time.process_time()
    parse((word * 4000)[:4000])
    assert time.process_time() - began < 4
