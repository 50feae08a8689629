"""How well the rules judge labelled sentences: precision and recall of "misleading"."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from terugkom.claims.check_text import check_text

FOLDER = Path(__file__).parents[1] / "language_rules/labelled"


@dataclass(frozen=True)
class Measured:
    """How many sentences were rightly found, and those that were missed or found wrongly."""

    right: int
    missed: Sequence[str]
    false_alarms: Sequence[str]

    @property
    def precision(self) -> float:
        """The share of the findings that are right."""
        return self.right / (self.right + len(self.false_alarms))

    @property
    def recall(self) -> float:
        """The share of the sentences to be found that are."""
        return self.right / (self.right + len(self.missed))


def measure(name: str) -> Measured:
    """Measure a file of labelled sentences, whose language stands in its name: ``claims-nl-seen``."""
    language = language_of(name)
    return judge(
        [(text, misleading, bool(check_text(text, language))) for text, misleading in read_labelled(name)]
    )


def language_of(name: str) -> str:
    """Return the language of a file by its name: ``nl`` of ``second-claims-nl-seen``."""
    return name.partition("claims-")[2].partition("-")[0]


def read_labelled(name: str) -> list[tuple[str, bool]]:
    """Return the sentences of a file, and whether each misleads."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["text"], row["label"] == "misleading") for row in rows]


def judge(judged: Sequence[tuple[str, bool, bool]]) -> Measured:
    """Return the measure of sentences with whether each is to be found, and whether it is."""
    return Measured(
        sum(meant and found for _, meant, found in judged),
        [text for text, meant, found in judged if meant and not found],
        [text for text, meant, found in judged if found and not meant],
    )
