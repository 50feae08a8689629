"""ideas, import-ideas, answer-idea: what people hand in, and what became of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.delivery.model import Delivery
from terugkom.ideas.remarks import submit_remark
from terugkom.ideas.submission import Submission, submit_idea
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality
from tests.command_line.conftest import MAP, Call


@pytest.fixture
def form(terugkom: Call, plan: Path) -> Path:
    """A municipality with a plan, and what an online form exported."""
    assert terugkom("import", plan, "--municipality", "linde", *MAP).status in (0, 1)
    path = plan.with_name("formulier.csv")
    path.write_text("Idee;Datum;Naam\nMeer bomen;01/03/2027;Rik\nMeer banken;32/03/2027;\n", encoding="utf-8")
    return path


def import_ideas(terugkom: Call, form: Path, *more: str) -> Call:
    return terugkom("import-ideas", form, "--municipality", "linde", "--today", "2027-03-08", *more)


def test_ideas_are_taken_in_listed_and_answered(terugkom: Call, form: Path) -> None:
    said = import_ideas(terugkom, form)
    assert said.status == 1, "a wrong cell needs a person"
    assert "2 new" in said.out
    assert "32/03/2027" in said.out
    assert import_ideas(terugkom, form, "--json").json["rows"] == {
        "new": 0,
        "known": 2,
        "refused": 0,
        "blank": 0,
    }
    said = terugkom("answer-idea", "I1", "taken", "--because", "Er komen er 40.", "--action", "A1")
    assert (said.status, said.out) == (0, "I1 is taken up as A1: Er komen er 40.\n")
    assert (
        terugkom("answer-idea", "I2", "later", "--because", "Volgend jaar.", "--json").json["state"]
        == "later"
    )
    first, second = terugkom("ideas", "--json").json
    assert (first["code"], first["handed_in_on"], first["handed_in_by"]) == ("I2", "2027-03-08", None)
    assert (second["text"], second["handed_in_by"], second["public"]) == ("Meer bomen", "Rik", False)
    assert (second["action"], second["answer"]) == ("A1", "Er komen er 40.")
    assert "taken up A1" in terugkom("ideas").out


def test_a_dry_run_takes_nothing_in(terugkom: Call, form: Path) -> None:
    assert "nothing was changed" in import_ideas(terugkom, form, "--dry-run").out
    assert terugkom("ideas", "--json").json == []


def test_a_wrong_call_changes_nothing(terugkom: Call, form: Path, plan: Path) -> None:
    said = terugkom("import-ideas", plan, "--municipality", "linde")
    assert (said.status, "no column is called Idee" in said.err) == (2, True)
    assert terugkom("answer-idea", "I1", "no", "--because", "x").status == 2
    assert terugkom("answer-idea", "I1", "maybe", "--because", "x").status == 2


@pytest.mark.long
def test_what_came_in_by_a_page_is_accepted_and_answered_by_mail(terugkom: Call, form: Path) -> None:
    with open_installation() as installation, installation.database.write_session() as session:
        town = choose_municipality(session, None)
        slug = town.slug
        handed_in = Submission("Meer bomen.", address="kim@example.org")
        for text in ("Meer bomen.", "Koop nu!"):
            submit_idea(session, town, replace(handed_in, text=text), date(2027, 3, 1))
        submit_remark(session, town, handed_in, date(2027, 3, 1))
    unread = [each["code"] for each in terugkom("ideas", "--json").json if each["state"] == "unread"]
    assert len(unread) == 2
    assert terugkom("accept-idea", unread[0]).out == f"{unread[0]} is new.\n"
    assert terugkom("accept-idea", unread[1], "--reject").out == f"{unread[1]} is rejected.\n"
    assert terugkom("accept-idea", unread[0]).status == 2, "it is not unread any more"
    listed = terugkom("remarks")
    assert (listed.status, "Meer bomen." in listed.out) == (1, True), "an unread remark waits for somebody"
    said = terugkom("answer-remark", "R1", "--because", "Klopt.", "--municipality", slug)
    assert (
        said.out
        == "R1 is answered: Klopt.\nThe answer is mailed to who left an address, with the next run.\n"
    )
    said = terugkom("answer-idea", unread[0], "no", "--because", "Te duur.", "--json")
    assert (said.json["state"], said.json["mailed"]) == ("not-taken-up", True)
    assert terugkom("remarks").status == 0
    refused = terugkom("answer-remark", "R1", "--reject")
    assert (refused.status, "R1: answered." in refused.err, "--change" in refused.err) == (2, True, True)
    rejected = terugkom("answer-remark", "R1", "--reject", "--change", "--json").json
    assert [each["answer"] for each in rejected["earlier_answers"]] == ["Klopt."]
    assert (rejected["state"], rejected["mailed"]) == ("rejected", False)
    with open_installation() as installation, installation.database.read_session() as session:
        assert session.scalars(select(Delivery.recipient)).all() == ["kim@example.org"] * 2


def test_who_left_an_address_in_a_file_gets_the_answer_and_another_answer_needs_a_word(
    terugkom: Call, form: Path
) -> None:
    form.write_text("Naam;E-mail;Idee;Datum\nKim;kim@example.org;Meer bomen;01/03/2027\n", encoding="utf-8")
    said = import_ideas(terugkom, form)
    assert said.status == 0
    assert [each["wants_answer"] for each in terugkom("ideas", "--json").json] == [True]
    day = ("--today", "2027-03-09")
    said = terugkom("answer-idea", "I1", "no", "--because", "Te duur.", *day)
    assert said.out.endswith("The answer is mailed to who left an address, with the next run.\n")
    refused = terugkom("answer-idea", "I1", "later", "--because", "Volgend jaar.", "--today", "2027-03-10")
    assert refused.status == 2
    assert "I1: not taken up. That was decided on 2027-03-09" in refused.err
    assert terugkom("ideas", "--json").json[0]["answer"] == "Te duur."
    changed = terugkom("answer-idea", "I1", "later", "--because", "Volgend jaar.", "--change")
    assert "It replaces the answer of 2027-03-09, not taken up: Te duur." in changed.out
    with open_installation() as installation, installation.database.read_session() as session:
        assert session.scalars(select(Delivery.recipient)).all() == ["kim@example.org"] * 2
