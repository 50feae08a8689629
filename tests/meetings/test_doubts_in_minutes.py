"""What minutes doubt, deny or put off is asked: no action ends by a question, and no deadline gets lost."""

from datetime import date

import pytest

from terugkom.meetings.model import DecisionKind, Presence
from terugkom.plan.model import ActionStatus
from tests.meetings import test_minutes_words as words
from tests.meetings.test_minutes_words import check

Row = tuple[str, str, str, str]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("E-01", "klaar?", "", ""), "Soort besluit"),
        (("E-01", "stopgezet?", "", "Te duur"), "Soort besluit"),
        (("E-01", "status", "klaar?", ""), "Waarde"),
        (("E-01", "trekker", "Bé?", ""), "Waarde"),
        (("E-01", "trekker", "An Wijn (?)", ""), "Waarde"),
        (("E-01?", "klaar", "", ""), "Actie"),
        (("E-03, E-05?", "klaar", "", ""), "Actie"),
        (("E-01", "stopzetten", "neen", "We gaan door"), "Soort besluit"),
        (("E-01", "stopzetten", "nog niet", "Te duur"), "Soort besluit"),
        (("E-01", "stopzetten", "", "niet stopzetten, we gaan door"), "Soort besluit"),
        (("E-01", "status", "gestopt", "toch niet stoppen"), "Soort besluit"),
        (("E-01", "stopzetten", "", "nee"), "Soort besluit"),
        (("E-01", "stopzetten", "", "nee, niet stopzetten"), "Soort besluit"),
        (("E-01", "stopzetten", "", "Niet geschrapt"), "Soort besluit"),
        (("E-01", "stopzetten", "nee, we gaan door", "Te duur"), "Soort besluit"),
        (("E-01", "stopzetten", "", "?"), "Toelichting"),
    ],
)
def test_what_is_doubted_or_denied_decides_nothing(row: Row, column: str) -> None:
    checked = check(row)
    assert [each.split(": ")[0] for each in checked.problems] == [f"Tabel Besluiten, rij 1, kolom {column}"]


def test_who_is_doubted_is_offered() -> None:
    (problem,) = check(("E-01", "trekker", "Bé?", "")).problems
    assert "“Bé?” kennen we niet. Bedoelt u Bé Vos (BV)? Schrijf dan de code." in problem
    (problem,) = check(present=(("An?", "aanwezig"),)).problems
    assert "“An?” kennen we niet. Bedoelt u An Wijn (AN)" in problem


def test_a_title_and_a_reason_may_be_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "ACTIONS", [*words.ACTIONS, ("V-1", "Wie doet mee?")])
    checked = check(
        ("V-1 Wie doet mee?", "stop", "", "Te duur. Wie betaalt de opkuis?"), ("E-03", "klaar", "", "")
    )
    assert checked.problems == []
    assert [each.status for each in checked.decisions] == [ActionStatus.STOPPED, ActionStatus.DONE]


@pytest.mark.parametrize(
    "row",
    [
        *(("E-01", "stop", when, "Te duur") for when in ("half september", "30/6", "over 3 maanden", "juni")),
        *(
            ("E-01", "stop", when, "Te duur")
            for when in ("Q3", "zomer 2027", "volgend jaar", "eind volgende maand")
        ),
        ("E-01", "klaar", "", "nieuwe einddatum september"),
        ("E-01", "klaar", "", "opleveringsdatum wordt 30 september 2027"),
        ("E-01", "klaar", "", "tegen eind juni"),
        ("E-01", "klaar", "", "Wordt eind mei, na de keuring."),
        ("E-01", "klaar", "", "op 1/9/2027"),
        *(("E-01", "klaar", "", when) for when in ("3 maanden", "nog 2 weken", "2 maanden later.")),
        ("E-01", "klaar", "", "De put wordt 3 maanden later opgeleverd"),
        ("E-01", "stop", "", "Te duur. Nieuwe streefdatum: zomer 2028"),
        ("E-01", "stop", "", "doorgeschoven naar 2029"),
        ("E-01", "deadline", "30/09/2027", "is eigenlijk al klaar"),
        ("E-01", "deadline", "30/09/2027", "De actie is afgewerkt."),
    ],
)
def test_an_end_with_a_day_to_come_is_asked(row: Row) -> None:
    checked = check(row)
    assert checked.decisions == []
    (problem,) = checked.problems
    assert problem.endswith(
        "hier staat dat de actie eindigt, en ook een nieuwe deadline. Wat geldt? Schrijf één van beide."
    )


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (("E-01", "klaar", "", "tegen eind 2026 opgeleverd, zoals beloofd"), ActionStatus.DONE),
        (("E-01", "klaar", "", "wordt in juni 2028 geëvalueerd"), ActionStatus.DONE),
        (("E-01", "klaar", "", "sinds 1/3/2027"), ActionStatus.DONE),
        (("E-01", "stop", "", "Niet meer nodig"), ActionStatus.STOPPED),
        *(
            (("E-01", "klaar", "", reason), ActionStatus.DONE)
            for reason in (
                *("Dag van de natuur", "2 weken te laat", "3 maanden geleden opgeleverd"),
                *("2 maanden vroeger klaar", "Jaar zonder budget", "Dagelijks in gebruik."),
            )
        ),
        *(
            (("E-01", "stopzetten", "", reason), ActionStatus.STOPPED)
            for reason in ("nog niet gestart en geen budget", "nee, geen geld", "Nog niet begonnen.")
        ),
        (("E-01", "stop", "Wegens gebrek aan geld", "Te duur"), ActionStatus.STOPPED),
        (("E-01", "deadline", "30/09/2027", "De aannemer is klaar met de put."), None),
    ],
)
def test_what_only_tells_is_taken(row: Row, status: ActionStatus | None) -> None:
    checked = check(row)
    assert checked.problems == []
    assert [each.status for each in checked.decisions] == [status]


@pytest.mark.parametrize(
    "row",
    [
        *(
            ("E-01", "klaar", "", reason)
            for reason in (
                *(
                    "op de plaatsing na",
                    "behalve de achtergevel",
                    "mits keuring",
                    "De keuring is nog te doen.",
                ),
                *(
                    "Onder voorbehoud van de keuring",
                    "fase 1",
                    "alleen de turnzaal",
                    "als de keurder akkoord is",
                ),
                *("De buitenkant moet nog", "Wacht op de keuring", "restpunten volgen", "bijna"),
            )
        ),
        *(
            ("E-01", "stopzetten", "", reason)
            for reason in (
                *(
                    "voorlopig",
                    "Tijdelijk, geen budget",
                    "Voorstel aan het college",
                    "het college beslist nog",
                ),
                *("als het college akkoord gaat", "On hold tot er subsidie is", "tenzij er subsidie komt"),
            )
        ),
        ("E-01", "status", "gestopt", "misschien te duur"),
        ("E-01", "stopzetten", "voorstel", "te duur"),
        ("E-01", "trekker", "Bé", "nog te bevestigen"),
        ("E-01", "trekker", "Bé", "als ze akkoord gaat"),
    ],
)
def test_what_holds_under_a_condition_or_in_part_is_asked(row: Row) -> None:
    """An action with *klaar* and *op de plaatsing na* was done, and told as a success."""
    checked = check(row)
    assert checked.decisions == []
    (problem,) = checked.problems
    assert problem.startswith("Tabel Besluiten, rij 1, kolom Toelichting: hier staat een besluit, en ook een")


@pytest.mark.parametrize(
    ("row", "status"),
    [
        *(
            (("E-01", "klaar", "", reason), ActionStatus.DONE)
            for reason in (
                *("Als eerste gemeente van de streek", "Restpunten zijn opgelost", "Alleen al dit jaar 30 %"),
                *("De buren zijn blij, behalve die op nr. 3", "Beide fasen"),
            )
        ),
        *(
            (("E-01", "stopzetten", "", reason), ActionStatus.STOPPED)
            for reason in (
                "Alleen de school deed mee",
                "nog te duur",
                "Het college besliste zo",
                "Als te duur",
            )
        ),
        (("E-01", "status", "lopend", "moet nog gekeurd worden"), ActionStatus.RUNNING),
        (("E-01", "deadline", "30/09/2027", "mits subsidie"), None),
    ],
)
def test_a_reason_that_sets_no_condition_is_one(row: Row, status: ActionStatus | None) -> None:
    checked = check(row)
    assert checked.problems == []
    assert [each.status for each in checked.decisions] == [status]


@pytest.mark.parametrize("row", [("uitgesteld", "30/9/2027"), ("punt uitgesteld", "tot eind september")])
def test_a_point_put_off_to_a_day_is_asked(row: tuple[str, str]) -> None:
    (problem,) = check(("E-01", *row, "")).problems
    assert f"“{row[0]}” met een datum kan twee dingen zijn" in problem
    assert check(("E-01", "volgende keer", "", "Wie betaalt na 30/9/2027?")).problems == []


@pytest.mark.parametrize(
    "row",
    [
        ("E-01", "trekker", "Bé", "Nieuwe deadline 30/9/2027"),
        ("E-01", "status", "lopend", "deadline wordt eind juni"),
        ("E-01", "nota", "nieuwe deadline: 30/9/2027", ""),
    ],
)
def test_a_deadline_in_a_row_about_something_else_is_asked(row: Row) -> None:
    (problem,) = check(row).problems
    assert problem.endswith(
        "hier staat ook een nieuwe deadline. Zet die op een eigen rij, met deadline als soort besluit."
    )


def test_a_note_may_tell_of_a_deadline() -> None:
    assert check(("E-01", "nota", "An vraagt een nieuwe deadline in juni.", "")).problems == []


@pytest.mark.parametrize(
    ("word", "presence"),
    [
        ("afwezig (verontschuldigd)", Presence.EXCUSED),
        ("niet aanwezig (ziek)", Presence.EXCUSED),
        ("afwezig met kennisgeving", Presence.EXCUSED),
        ("verhinderd", Presence.EXCUSED),
        ("(aanwezig)", Presence.PRESENT),
        ("afwezig zonder kennisgeving", Presence.ABSENT),
        ("afwezig (niet verwittigd)", Presence.ABSENT),
        ("aanwezig?", None),
        ("aanwezig (niet)", None),
        ("aanwezig (ziek)", None),
    ],
)
def test_what_stands_in_brackets_counts_for_who_was_there(word: str, presence: Presence | None) -> None:
    checked = check(present=(("AN", word),))
    assert [each for _, each in checked.attendance.values()] == ([presence] if presence else [])
    assert len(checked.problems) == (presence is None)


def test_a_person_of_the_plan_who_is_called_external_is_no_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form itself has the name as it stands in the plan."""
    people = [*words.PEOPLE, ("LS", "Lut De Smet (extern)"), ("GP", "Gast Peeters")]
    monkeypatch.setattr(words, "PEOPLE", people)
    rows = (("LS", "aanwezig", "Lut De Smet (extern)"), ("Gast Peeters", "aanwezig"))
    checked = check(present=rows)
    assert (checked.problems, checked.guests) == ([], [])
    assert [each.code for each, _ in checked.attendance.values()] == ["LS", "GP"]


def test_a_guest_beside_the_code_of_a_person_is_asked() -> None:
    checked = check(present=(("AN", "ja", "An Wijn (extern)"),))
    assert (checked.attendance, checked.guests) == ({}, [])
    (problem,) = checked.problems
    assert "Bij de code “AN” staat “An Wijn (extern)”" in problem


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("eind dit jaar", date(2027, 12, 31)),
        ("begin volgend jaar", date(2028, 3, 31)),
        ("volgend jaar", date(2028, 12, 31)),
        ("over 3 mnd", date(2027, 6, 15)),
        ("over een kwartaal", date(2027, 6, 15)),
        ("over anderhalf jaar", date(2028, 9, 15)),
    ],
)
def test_more_words_for_a_deadline(text: str, day: date) -> None:
    (decision,) = check(("E-01", "verlengen", text, "")).decisions
    assert decision.deadline
    assert (decision.kind, decision.deadline.day) == (DecisionKind.DEADLINE, day)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("over 999 jaar", "is een datum die niet bestaat"),
        ("999 jaar", "is een datum die niet bestaat"),
        ("week 40", "is geen datum"),
    ],
)
def test_what_is_no_day_of_a_plan_is_asked(text: str, why: str) -> None:
    """Week 40 was one week, counted from the meeting."""
    (problem,) = check(("E-01", "verlengen", text, "")).problems
    assert f"“{text}” {why}" in problem
