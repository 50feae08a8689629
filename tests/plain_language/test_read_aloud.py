"""Mails to owners and the coordinator, read aloud: nothing doubled, and each sentence ends once."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from terugkom.documents.end_sentence import join_parts
from terugkom.ideas.unanswered import UnansweredSubmission
from terugkom.plan.questions import QuestionKind
from terugkom.reminders.coordinator_inbox import AnswerChoice, AskedQuestion, CoordinatorInbox
from terugkom.reminders.set_aside_mails import SetAsideMails
from terugkom.reminders.summary_lists import SummaryAction
from tests.documents.letters import OURS, TODAY, Parsed, digest, due, everything, nothing, some, summary
from tests.plain_language.find_faults import find_slips
from tests.plain_language.read_html import read_html

CHOICES = (AnswerChoice("accept", "Akkoord"), AnswerChoice("refuse", "Niet akkoord"))
TEXTS = ("", "Geen budget", "De aannemer is ziek.", "Wie helpt ons?", "“Morgen.”")
IDEA = UnansweredSubmission(
    *("idea", "I2", "accepted", "Eén leenkast voor alle diensten", "", "", TODAY, "An", None, None),
    *(False, "", ("taken", "no")),
)


def asked(kind: QuestionKind, text: str, **more: Any) -> AskedQuestion:
    values: dict[str, Any] = {"deadline": TODAY, "proposed": TODAY + timedelta(days=30), "choices": CHOICES}
    return AskedQuestion(
        *(7, kind.value, "E-01", "Het dak van de sporthal isoleren", "An Peeters", text, TODAY),
        **{**values, **more},
    )


def all_asked() -> list[AskedQuestion]:
    """Each kind of question, with each way in which its text can end."""
    more: dict[QuestionKind, list[dict[str, Any]]] = {
        QuestionKind.ABSENCE: [{"until": TODAY}, {"is_departure": True}, {}],
        QuestionKind.OTHER_MAIL: [
            {"mail_subject": "Kapotte lamp?", "attachments": ("plan.pdf",), "unproven": "b@example.org"}
        ],
        QuestionKind.MAIL: [{"proposal": "Later"}, {"unproven": "an@example.org"}],
        QuestionKind.COMPLETION: [{"story": "Led: klaar"}],
    }
    return [
        asked(kind, text, **extra)
        for kind in QuestionKind
        for extra in more.get(kind, [{}])
        for text in TEXTS
    ]


def read(letter: Parsed) -> str:
    shown = re.sub(r"[^\S\n]+", " ", read_html(letter.html))  # a browser joins blanks
    return "\n".join((letter.subject, letter.text, shown))


@pytest.mark.parametrize("page", ["", "https://acties.example.org/c/abc"])
def test_no_question_to_the_coordinator_stumbles(page: str) -> None:
    """ "Noteert u dat in het plan?. “Ik ben weg.”", said a question about somebody's absence."""
    questions = some(*all_asked())
    letter = summary(replace(nothing(), came_back=CoordinatorInbox(questions=questions)), page=page)
    assert find_slips(read(letter)) == []
    told = " ".join(letter.text.split())
    assert 'afwezig tot en met maandag 23 november 2026. Noteert u dat in het plan? "Wie helpt ons?"' in told
    assert 'Onderwerp: "Kapotte lamp?" "Geen budget". Bijlagen: plan.pdf. Wij lazen ze niet in.' in told


def test_no_summary_stumbles() -> None:
    submissions = CoordinatorInbox(submissions=some(IDEA, replace(IDEA, code="I3")))
    for found in (everything(), nothing(), replace(nothing(), came_back=submissions)):
        assert find_slips(read(summary(found))) == []


@pytest.mark.parametrize("copy", ["", "coordinator", "Bo"])
@pytest.mark.parametrize("status", ["planned", "running"])
def test_no_reminder_stumbles(copy: str, status: str) -> None:
    asks = {
        "first_contact": -70,
        "first_reminder": 30,
        "second_reminder": 1,
        "due_today": 0,
        "late": -7,
        "coordinator_in_copy": -21,
    }
    items = [
        due(code, days=days, ask=ask, status=status)
        for (ask, days), code in zip(asks.items(), "ABCDEF", strict=True)
    ]
    for letter in (digest(*items, copy=copy), *(digest(each, copy=copy) for each in items)):
        assert find_slips(read(letter)) == []


def test_the_link_of_an_idea_stands_below_its_own_line() -> None:
    """In the text part, it stood behind a blank line, just above the next idea."""
    found = replace(nothing(), came_back=CoordinatorInbox(submissions=some(IDEA, replace(IDEA, code="I3"))))
    text = summary(found, page="https://acties.example.org/c/abc").text
    links = re.findall(r"^- (I\d), .*\n  https://\S+&code=(I\d)$", text, re.MULTILINE)
    assert links == [("I2", "I2"), ("I3", "I3")]
    assert "- I2, idee, nog niet beantwoord" in summary(found).text
    assert re.search(
        r"^- I2, .*\n  Geef uw antwoord door aan wie Terugkom beheert, met de code I2:",
        summary(found).text,
        re.M,
    )


def test_the_text_part_says_how_much_there_is_too() -> None:
    assert "Er zijn geen herinneringen verstuurd; niets vraagt nu uw aandacht.\n" in summary(nothing()).text
    assert "5 herinneringen verstuurd; 20 punten vragen uw aandacht.\n" in summary(everything()).text


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("Noteert u dat in het plan?. “Weg”", ["?."]),
        ("“Weg.”. Bijlagen: 2", [".”."]),
        ("rij 1, : “Actie”", [", :"]),
        ("Ziek.; Dat kan", [".;"]),
        ("Wie leest dit ?", [" ?"]),
        ("van van de groep", ["van van"]),
        ("de  groep", ["  "]),
        ("14.00  10 minuten: Welkom … en …", []),
        ("Heel goed. Goed zo.", []),
        ("“Wie?” vroeg An. 1.250 m² enz.", []),
    ],
)
def test_the_slips_are_found(text: str, slips: list[str]) -> None:
    assert find_slips(text) == slips


def test_the_report_of_an_import_begins_and_goes_on_as_sentences_do() -> None:
    """ "plan.csv, ingelezen op dinsdag." and "plan.csv, rij 1, : “Actieplan” hielden wij ...", it said."""
    finding = {"sheet": "plan.csv", "row": 1, "column": "", "message": "“Som” hielden wij voor een som."}
    values: dict[str, Any] = {
        **{"file": "plan.csv", "today": TODAY, "plan": {"actions": 1, "people": 2, "groups": 0}},
        **{"refused": "", "waiting": False, "dry_run": False, "by_mail": False, "new_coordinator": None},
        **{"has_coordinator": True, "has_answer_address": True, "rows": {"imported": 1}, "total": 1},
        **{"actions": {"added": 1, "changed": 0, "unchanged": 0, "missing": 0}, "replaced": 0, "found": 2},
        **{"findings": [finding, {**finding, "column": "Actie"}], "tables": [], "omitted": [], "changes": []},
        **{"omitted_count": 0, "changed": 0, "gone": [], "most": 9, "agreed_word": "akkoord"},
        **{"unread": [], "columns": [], "added": []},
    }
    told = OURS.render_text("import-report/body.txt", values | {"rows": defaultdict(int, imported=1)})
    assert find_slips(told) == []
    assert "- plan.csv, rij 1: “Som” hielden" in told
    assert "- plan.csv, rij 1, Actie: “Som” hielden" in told
    assert told.startswith("Het bestand plan.csv is op maandag 23 november 2026 ingelezen.\nHet plan telt nu")


def test_parts_of_a_sentence_have_no_full_stop_within_it() -> None:
    assert join_parts(["3 keer uitgesteld", "Geen budget.", "geen trekker"]) == (
        "3 keer uitgesteld; Geen budget; geen trekker"
    )
    assert join_parts(["Geen budget."]) == "Geen budget."


@pytest.mark.parametrize("own_proposal", [None, TODAY])
def test_a_paragraph_of_the_answer_to_another_owner_ends_before_the_next(own_proposal: date | None) -> None:
    names = ("absent_owner", "reason", "reason_written", "reason_text", "stands_in_for", "meeting_on")
    values: dict[str, Any] = {
        **dict.fromkeys(names, ""),
        **{"reader": "Bo", "title": "Led", "code": "E1", "kind": "new-deadline", "answer": "refuse"},
        **{
            "proposed": TODAY,
            "deadline": TODAY,
            "by_minutes": False,
            "by_plan": True,
            "answer_to": "a@x.example",
        },
        **{
            "coordinator": "Lotte",
            "municipality": "Linde",
            "is_other_owner": True,
            "own_proposal": own_proposal,
        },
    }
    told = OURS.render_text("question-answer/body.txt", values)
    assert re.search(r"Daarom laten we het u weten\..*\n\nKlopt er iets niet\?", told)
    assert "\n\n\n" not in told


def test_what_to_do_with_one_is_said_of_one() -> None:
    """ "(1) ... bespreek ze ...", and "Eén mail ligt ongelezen ... Vraag ze daar op", it said."""
    one = SummaryAction("E1", "Led", deadline=TODAY)
    for count, action in ((1, "deze actie op"), (2, "deze acties op")):
        found = replace(nothing(), agenda=some(*[one] * count), set_aside=SetAsideMails(count, count))
        told = read(summary(found))
        assert told.count(f"bespreek {action} het volgende terugkom-moment") == 2
        assert told.count("of laat die morgen") == told.count("vindt die in") == 2
