"""Approval that is asked anew says what changed, and that an approval of the earlier text does not count."""

from datetime import timedelta
from pathlib import Path

import pytest

from terugkom.documents.formatting import format_long_date
from terugkom.editions.changed_text import compare_sentences
from terugkom.editions.model import EditionStep, EditionVerdict
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.editions.test_waiting_dates import load_mail, read_mail

MOSTLY_SQLITE = True
NEXT = ASKED + timedelta(days=1)
VOID = f"De goedkeuring van {format_long_date(clock_on(ASKED).date(), 'nl')}, "


def find_file(town: EditionMunicipality, name: str) -> Path:
    return next(town.folder.glob(f"*-{name}.md"))


def change(town: EditionMunicipality, before: str = "Negen van", after: str = "Acht van") -> None:
    path = find_file(town, "loopt-e-02")
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


@pytest.mark.long
def test_an_approval_that_was_not_published_before_the_text_changed_does_not_count(
    edition_municipality: EditionMunicipality,
) -> None:
    town = edition_municipality
    assert town.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    town.record_decision(EditionVerdict.APPROVE)
    change(town)
    assert town.take_due_step(NEXT) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(town):
        assert VOID in words
        assert words.count("Er stond:") == words.count("Nu staat er:") == 1
    assert str(load_mail(town)["Subject"]).startswith("Gewijzigd, opnieuw ter goedkeuring:")


def test_nor_does_it_for_one_that_is_not_ready_any_more(edition_municipality: EditionMunicipality) -> None:
    town = edition_municipality
    town.take_due_step(ASKED)
    town.record_decision(EditionVerdict.APPROVE)
    change(town, after="Onze school is klimaatneutraal. Acht van")
    assert town.take_due_step(NEXT) is EditionStep.NOT_READY
    assert all(VOID in words for words in read_mail(town))


def test_a_story_that_was_dropped_is_named_and_one_that_is_as_it_was_is_not(
    edition_municipality: EditionMunicipality,
) -> None:
    town = edition_municipality
    town.take_due_step(ASKED)
    find_file(town, "loopt-e-02").unlink()
    assert town.take_due_step(NEXT) is EditionStep.APPROVAL_REQUESTED
    for words in read_mail(town):
        assert "telt niet" not in words, "nobody approved it"
        listed = words.split("Dit is gewijzigd sinds wij het u vroegen:")[1].split("Dit staat erin")[0]
        assert listed.count(": geschrapt") == 1
        assert "Er stond:" not in listed


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ("Een. Twee. Drie.", "Een. Drie.", [("Twee.", "")]),
        ("Een. Twee.", "Een. Twee en een half.", [("Twee.", "Twee en een half.")]),
        ("Een.", "Een. Vier.", [("", "Vier.")]),
        ("Een.", "Een.", []),
    ],
)
def test_only_the_sentences_that_differ_are_shown(
    before: str, after: str, differs: list[tuple[str, str]]
) -> None:
    assert list(compare_sentences(before, after)) == differs
