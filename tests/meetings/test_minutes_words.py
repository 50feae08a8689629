"""What secretaries write in minutes is read, or asked with a suggestion; nothing is guessed."""

from datetime import date

import pytest

from terugkom.meetings.minutes.check_decisions import check_decisions
from terugkom.meetings.minutes.checked_minutes import CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.decision_names import describe_decision
from terugkom.meetings.minutes.parse_minutes import parse_attendance, parse_decision, parse_point_answer
from terugkom.meetings.minutes.written_minutes import (
    ATTENDANCE,
    DECISIONS,
    NEW_ACTIONS,
    RowLocation,
    WrittenDecision,
    WrittenMinutes,
)
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.workbook.codes import build_next_code
from terugkom.workbook.import_context import NameIndex

HELD = date(2027, 3, 15)
PEOPLE = [("AN", "An Wijn"), ("BV", "Bé Vos"), ("JP", "Jan Peeters"), ("JM", "Jan Maes")]
ACTIONS = [
    ("E-01", "Ledlampen in de turnzaal"),
    ("E-03", "Energieverbruik"),
    ("E-05", "Isoleren, dak en muren"),
    ("W-1", "Regenput"),
]


def check(*rows: tuple[str, str, str, str], present: tuple[tuple[str, ...], ...] = ()) -> CheckedMinutes:
    """Check rows of decisions (action, kind, value, reason) and of attendance (code or name, word, name)."""
    people = [Person(id=at, code=code, name=name) for at, (code, name) in enumerate(PEOPLE, 1)]
    actions = {
        code: Action(id=at, code=code, title=title, deadline=date(2027, 6, 30), group_id=1 + at // 4)
        for at, (code, title) in enumerate(ACTIONS, 1)
    }
    plan = PlanSnapshot(actions, NameIndex(people), (), HELD, "nl", frozenset(), 1)
    entries = tuple(
        parse_decision(RowLocation(DECISIONS, at), kind, action, value, reason)
        for at, (action, kind, value, reason) in enumerate(rows, 1)
    )
    came = tuple(
        parse_attendance(RowLocation(ATTENDANCE, at), who, word, *name)
        for at, (who, word, *name) in enumerate(present, 1)
    )
    return check_decisions(WrittenMinutes(came, (), entries), plan)


@pytest.mark.parametrize(
    "reason",
    [
        "Op 12 maart, na keuring",
        "12/3, na keuring",
        "vrijdag 12 maart (na de keuring)",
        "eind februari, na de werken",
        "op 12 maart",
    ],
)
@pytest.mark.parametrize("kind", ["klaar", "stopzetten"])
def test_a_day_that_just_passed_tells_when_an_action_ended(kind: str, reason: str) -> None:
    """Without its year it was read as that of next year, and asked about as a new deadline."""
    found = check(("E-01", kind, "", reason))
    assert (found.problems, len(found.decisions)) == ([], 1)


@pytest.mark.parametrize(
    "reason",
    ["Op 12 april, na keuring", "op 12 april na keuring", "tegen 12 maart", "uiterlijk 12 maart, na keuring"],
)
def test_a_day_that_is_still_to_come_is_asked_about_whatever_is_behind_it(reason: str) -> None:
    found = check(("E-01", "klaar", "", reason))
    assert found.decisions == []
    assert ["ook een nieuwe deadline" in each for each in found.problems] == [True]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Op 12 april, na keuring", date(2027, 4, 12)),
        ("12/04/2027 na keuring", date(2027, 4, 12)),
        ("eind juni 2027 (mits subsidie)", date(2027, 6, 30)),
        ("over 3 maanden, als de zaal vrij is", None),
        ("12 april na de keuring of later", None),
        ("12 april, na 5 mei", None),
        ("eind juni, na de verlenging tot september", None),
        ("vanaf 12 april, na keuring", None),
        ("na de zomer", None),
        ("binnen 2 weken na ontvangst", None),
        ("Over 3 maanden na goedkeuring", None),
        ("Binnen 30 dagen na ontvangst van de offerte", None),
        ("over anderhalf jaar, zodra de lening er is", None),
        ("binnen de maand (als de raad akkoord gaat)", None),
        ("30 juni mits het weer meezit anders volgend jaar", None),
        ("30 juni 2027, mits subsidie, zo niet in het najaar", None),
        ("30 juni, na overleg volgende winter", None),
        ("begin volgende maand, na keuring", date(2027, 4, 10)),
    ],
)
def test_a_deadline_with_a_circumstance_is_its_day(value: str, day: date | None) -> None:
    found = check(("E-01", "deadline", value, ""))
    assert [each.deadline and each.deadline.day for each in found.decisions] == ([day] if day else [])
    assert bool(found.problems) is (day is None)
    assert all(value in each.text for each in found.decisions), "members read the circumstance"


@pytest.mark.parametrize(
    ("word", "presence"),
    [
        *(
            (word, Presence.EXCUSED)
            for word in ("verontsch.", "Veront.", "ziek", "met verlof", "verontsch. (ziek)")
        ),
        *((word, Presence.EXCUSED) for word in ("afwezig wegens ziekte", "Verontschuldigd: vakantie")),
        *((word, Presence.PRESENT) for word in ("✓", "X", "aanw.", "aanwezig (online)", "deels aanwezig")),
        *((word, Presence.ABSENT) for word in ("afw.", "niet aanwezig", "afwezig zonder bericht")),
        *((word, Presence.PRESENT) for word in ("✔️", "even aanwezig")),
        *((word, Presence.EXCUSED) for word in ("Afgemeld", "afwezig met verwittiging", "verwittigd")),
        *((word, Presence.ABSENT) for word in ("afwezig zonder excuus", "zonder verontschuldiging afwezig")),
    ],
)
def test_words_for_attendance(word: str, presence: Presence) -> None:
    checked = check(present=(("AN", word),))
    assert checked.problems == []
    assert [each for _, each in checked.attendance.values()] == [presence]


@pytest.mark.parametrize(
    "word",
    [
        *("misschien", "niet verontschuldigd", "aanwezig en afwezig"),
        *("V", "v", "deels afwezig", "gedeeltelijk verontschuldigd", "zonder verontschuldiging"),
    ],
)
def test_an_unclear_word_for_attendance_is_asked(word: str) -> None:
    (problem,) = check(present=(("AN", word),)).problems
    assert problem.startswith(f"Tabel Aanwezigheid, rij 1, kolom Aanwezigheid: “{word}” kennen we niet.")


@pytest.mark.parametrize("who", ["An", "an wijn", "Wijn An", "Wijn, An", "An W.", "Mevr. Wijn An"])
def test_a_person_is_known_by_their_first_name_or_their_names_in_any_order(who: str) -> None:
    checked = check(("E-01", "trekker", who, ""), present=((who, "aanwezig"),))
    assert checked.problems == []
    assert [person.code for person, _ in checked.attendance.values()] == ["AN"]
    (decision,) = checked.decisions
    assert [each.code for each in decision.owners or ()] == ["AN"]


@pytest.mark.parametrize("name", ["Jan Nieuw", "Bé Vos", "Bé"])
def test_a_name_beside_the_code_of_somebody_else_is_asked_about(name: str) -> None:
    checked = check(present=(("AN", "aanwezig", name),))
    (problem,) = checked.problems
    assert problem.startswith(
        f"Tabel Aanwezigheid, rij 1, kolom Code: Bij de code “AN” staat “{name}”, "
        "en in het plan hoort die code bij An Wijn (AN)."
    )
    assert (checked.attendance, checked.guests) == ({}, [])


@pytest.mark.parametrize("name", ["An Wijn", "Wijn An", "An", "An Wijn-Smets", "AN", ""])
def test_the_name_beside_a_code_may_be_written_in_another_way(name: str) -> None:
    checked = check(present=(("AN", "aanwezig", name),))
    assert checked.problems == []
    assert [person.code for person, _ in checked.attendance.values()] == ["AN"]


@pytest.mark.parametrize(
    ("who", "offered"),
    [("An Wijnn", "An Wijn (AN)"), ("Bé Voss", "Bé Vos (BV)"), ("Ann", "An Wijn (AN)")],
)
def test_a_name_like_another_is_offered(who: str, offered: str) -> None:
    checked = check(("E-01", "trekker", who, ""), present=((who, "aanwezig"),))
    there, owner = checked.problems
    assert there.startswith(
        f"Tabel Aanwezigheid, rij 1, kolom Code: “{who}” kennen we niet. Bedoelt u {offered}"
    )
    assert owner.startswith(
        f"Tabel Besluiten, rij 1, kolom Waarde: “{who}” kennen we niet. Bedoelt u {offered}"
    )


def test_a_first_name_that_two_have_is_asked_with_both() -> None:
    (problem,) = check(("E-01", "trekker", "Jan", "")).problems
    assert "“Jan” kan meer dan één persoon zijn: Jan Peeters (JP), Jan Maes (JM)." in problem


@pytest.mark.parametrize(
    ("row", "guests"),
    [
        (("Lut De Smet", "aanwezig"), ["Lut De Smet"]),
        (("An Wijn (gast)", "aanwezig"), ["An Wijn"]),
        (("extern", "aanwezig", "Tom"), ["Tom"]),
        (("Lut De Smet", "verontsch."), []),
    ],
)
def test_who_is_not_in_the_plan_is_a_guest(row: tuple[str, ...], guests: list[str]) -> None:
    checked = check(present=(row,))
    assert (checked.problems, checked.attendance, checked.guests) == ([], {}, guests)


def test_an_unknown_code_is_no_guest() -> None:
    (problem,) = check(present=(("XX7", "aanwezig"),)).problems
    assert "“XX7” staat niet in het plan" in problem


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("E-03 Energieverbruik", ["E-03"]),
        ("E-03: energieverbruik", ["E-03"]),
        ("e03", ["E-03"]),
        ("Energieverbruik", ["E-03"]),
        ("E-01 Ledlampen", ["E-01"]),
        ("E-01 (turnzaal)", ["E-01"]),
        ("E-03, E-05", ["E-03", "E-05"]),
        ("E-03 en E-05", ["E-03", "E-05"]),
        ("E-05 Isoleren, dak en muren", ["E-05"]),
        ("E-03 Energieverbruik; W-1", ["E-03", "W-1"]),
    ],
)
def test_an_action_is_known_by_its_code_its_title_or_both_and_a_row_may_name_several(
    text: str, codes: list[str]
) -> None:
    checked = check((text, "verlengen", "half september 2027", ""))
    assert checked.problems == []
    assert [each.action.code for each in checked.decisions if each.action] == codes
    assert [each.number for each in checked.decisions] == list(range(1, len(codes) + 1))
    assert {each.deadline.day for each in checked.decisions if each.deadline} == {date(2027, 9, 15)}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("E-03 Regenput", "E-03 Energieverbruik"),
        ("Energieverbuik", "E-03 Energieverbruik"),
        ("E-01, E-33", "E-03 Energieverbruik"),
        ("E-01 t/m E-05", "E-01 Ledlampen in de turnzaal"),
    ],
)
def test_an_action_that_is_not_clear_is_offered(text: str, offered: str) -> None:
    (problem,) = check((text, "status", "klaar", "")).problems
    assert problem.startswith("Tabel Besluiten, rij 1, kolom Actie: ")
    assert f"Bedoelt u {offered}" in problem


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("begin maart 2028", date(2028, 3, 10)),
        ("half maart 2028", date(2028, 3, 15)),
        ("eind maart 2028", date(2028, 3, 31)),
        ("eind juni", date(2027, 6, 30)),
        ("half februari", date(2028, 2, 15)),
        ("30 juni", date(2027, 6, 30)),
        ("1/2", date(2028, 2, 1)),
        ("over 3 maanden", date(2027, 6, 15)),
        ("over drie maanden", date(2027, 6, 15)),
        ("binnen 6 weken", date(2027, 4, 26)),
        ("over een half jaar", date(2027, 9, 15)),
        ("eind volgende maand", date(2027, 4, 30)),
    ],
)
def test_words_for_a_deadline_count_from_the_meeting(text: str, day: date) -> None:
    checked = check(("E-01", "verlengen", text, ""))
    assert checked.problems == []
    (decision,) = checked.decisions
    assert decision.deadline
    assert (decision.kind, decision.deadline.day) == (DecisionKind.DEADLINE, day)
    assert "maanden" not in decision.deadline.text, "what is kept says the same day later on"


@pytest.mark.parametrize("text", ["3 maanden", "met 3 maanden", "nog drie maanden"])
def test_a_duration_that_may_count_from_two_days_is_asked_with_both(text: str) -> None:
    (problem,) = check(("E-01", "verlengen", text, "")).problems
    assert "Schrijf de datum: 15/06/2027 / 30/09/2027." in problem


@pytest.mark.parametrize(
    "row",
    [
        ("E-01", "stopzetten", "31 december 2027", "Te duur"),
        ("E-01", "stopzetten", "", "Te duur, nieuwe deadline eind 2028"),
        ("E-01", "status", "klaar, 31/12/2027", ""),
        ("E-01", "status", "klaar", "deadline wordt juni 2028"),
        ("E-01", "klaar", "eind 2027", ""),
        ("E-01", "deadline", "gestopt 31/12/2027", ""),
        ("E-01", "deadline", "31/12/2027", "stopzetten"),
    ],
)
def test_an_end_and_a_new_deadline_in_one_row_is_asked(row: tuple[str, str, str, str]) -> None:
    checked = check(row)
    assert checked.decisions == []
    assert [each[:30] for each in checked.problems] == ["Tabel Besluiten, rij 1, kolom "]


def test_an_end_and_a_new_deadline_in_two_rows_is_asked() -> None:
    (problem,) = check(("E-01", "stop", "", "Te duur"), ("E-01", "uitstel", "eind 2027", "")).problems
    assert problem.startswith("Tabel Besluiten, rij 2, kolom Actie: in rij 1 eindigt “E-01”")


def test_a_reason_may_tell_of_the_past() -> None:
    checked = check(
        ("E-01", "status", "klaar", "Opgeleverd op 3 maart 2027, te laat voor het feest."),
        ("E-03", "stop", "", "Subsidie liep tot 2026."),
        ("E-05", "klaar", "", ""),
        ("W-1", "deadline", "eind 2027", "De aannemer is klaar met de put."),
    )
    assert checked.problems == []
    ends = [ActionStatus.DONE, ActionStatus.STOPPED, ActionStatus.DONE, None]
    assert [each.status for each in checked.decisions] == ends


def test_new_actions_get_the_next_codes_of_their_group() -> None:
    new = WrittenDecision(RowLocation(NEW_ACTIONS, 1), DecisionKind.NEW_ACTION, "", "Deelfietsen", "")
    actions = {code: Action(code=code, title=title, group_id=1) for code, title in ACTIONS[:3]}
    plan = PlanSnapshot(actions, NameIndex([]), (), HELD, "nl", frozenset(), 1)
    checked = check_decisions(WrittenMinutes(entries=(new, new)), plan)
    assert [each.code for each in checked.decisions] == ["E-06", "E-07"]


@pytest.mark.parametrize(
    ("neighbours", "used", "code"),
    [
        (["E-01", "E-02"], ["E-03", "W-9"], "E-04"),
        (["E-09"], [], "E-10"),
        (["1.1", "1.2", "2.1"], [], "1.3"),
        (["7", "8"], [], "9"),
        (["E99", "E100"], [], "E101"),
        (["dak", "led"], [], ""),
        ([], ["E-01"], ""),
    ],
)
def test_the_next_code(neighbours: list[str], used: list[str], code: str) -> None:
    assert build_next_code(neighbours, {*neighbours, *used}) == code


@pytest.mark.parametrize(
    ("kind", "recorded", "told"),
    [
        (
            DecisionKind.DEADLINE,
            "deadline: 30 juni 2027 (De levering is later.)",
            "Nieuwe deadline: 30 juni 2027. De levering is later.",
        ),
        (DecisionKind.DEADLINE, "deadline: eind 2027", "Nieuwe deadline: eind 2027"),
        (
            DecisionKind.DEADLINE,
            "deadline: over 3 maanden: 15 juni 2027",
            "Nieuwe deadline: over 3 maanden: 15 juni 2027",
        ),
        (DecisionKind.OWNER, "trekker: An Wijn (dienst milieu)", "Trekker: An Wijn (dienst milieu)"),
        (
            DecisionKind.STATUS,
            "status: klaar (Gekeurd (twee keer).)",
            "Nieuwe stand: klaar. Gekeurd (twee keer).",
        ),
        (DecisionKind.STOP, "stopzetten (Te duur.)", "Deze actie stopt. Te duur."),
        (DecisionKind.STOP, "stopzetten (er is geen geld)", "Deze actie stopt. Er is geen geld"),
        (DecisionKind.STOP, "stopzetten (é)", "Deze actie stopt. É"),
        (DecisionKind.STOP, "stopzetten (eID leest het niet)", "Deze actie stopt. eID leest het niet"),
        (DecisionKind.STOP, "stopzetten (3 van de 4)", "Deze actie stopt. 3 van de 4"),
        (DecisionKind.NEW_ACTION, "nieuwe actie: Warmtescan; Bé Vos", "Nieuwe actie: Warmtescan; Bé Vos"),
        (
            DecisionKind.NEW_ACTION,
            "nieuwe actie: Warmtescan; Bé Vos (De premie loopt af.)",
            "Nieuwe actie: Warmtescan; Bé Vos. De premie loopt af.",
        ),
        (DecisionKind.OWNER, "trekker: Bé Vos (René krijgt hulp.)", "Trekker: Bé Vos. René krijgt hulp."),
        (DecisionKind.OWNER, "trekker: Bé Vos (st.)", "Trekker: Bé Vos (st.)"),
        (DecisionKind.NOTE, "nota: De zaal was koud.", "De zaal was koud."),
        (DecisionKind.NOTE, "volgende keer: Wie betaalt?", "Voor de volgende keer: Wie betaalt?"),
        (DecisionKind.STOP, "Gestopt: de premie verviel", "Gestopt: de premie verviel"),
        (DecisionKind.DEADLINE, "De datum gaat naar eind mei", "De datum gaat naar eind mei"),
    ],
)
def test_a_decision_is_told_as_a_sentence(kind: DecisionKind, recorded: str, told: str) -> None:
    assert describe_decision(kind, recorded, "nl") == told


@pytest.mark.parametrize(
    ("word", "is_closed"), [("✓", True), ("☑", True), ("✔️", True), ("v", None), ("☐", None), ("✓?", None)]
)
def test_a_tick_closes_a_point(word: str, is_closed: bool | None) -> None:
    answer = parse_point_answer(RowLocation("Agenda", 1), "P1", "E-01", "Ledlampen", word)
    assert (answer.is_closed, answer.is_answered) == (is_closed, True)
