"""What only looks like an answer about the action of a mail: a step, another thing, a part, a day to come."""

from datetime import date

import pytest

from terugkom.inbox.progress_answer import ProgressAnswer, parse_progress_answer
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
