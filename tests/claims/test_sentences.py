"""Twenty sentences that are judged one by one, and labelled ones that the rules were made with."""

import csv
from pathlib import Path

import pytest

from terugkom.claims.check_text import check_text
from tests.claims.labelled import measure

TWENTY = Path(__file__).parent / "twenty_sentences.tsv"


def twenty() -> list[tuple[str, str]]:
    with TWENTY.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["label"]) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("sentence", "label"), twenty())
def test_each_of_the_twenty_sentences_is_judged_as_labelled(sentence: str, label: str) -> None:
    assert bool(check_text(sentence, "nl")) == (label == "misleading")


def test_the_labelled_sentences_that_rules_were_made_with() -> None:
    measured = measure("claims-nl-seen")
    assert measured.precision >= 0.93
    assert measured.recall >= 0.93
