"""How well the rules judge labelled sentences: precision and recall of "misleading"."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from terugkom.claims.check_text import check_text

FOLDER = Path(__file__).parents[1] / "language_rules/labelled"


@dataclass(frozen=True)
class Measured:
    """How many sentences were rightly found misleading, and those that were missed or found wrongly."""

    right: int
    missed: Sequence[str]
    false_alarms: Sequence[str]

    @property
    def precision(self) -> float:
        """The share of the findings that are right."""
        return self.right / (self.right + len(self.false_alarms))

    @property
    def recall(self) -> float:
        """The share of the misleading sentences that are found."""
        return self.right / (self.right + len(self.missed))


def measure(name: str) -> Measured:
    """Measure a file of labelled sentences, whose language stands in its name: ``claims-nl-seen``."""
    language = name.split("-")[1]
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    judged = [
        (row["text"], row["label"] == "misleading", bool(check_text(row["text"], language))) for row in rows
    ]
    return Measured(
        sum(misleading and found for _, misleading, found in judged),
        [text for text, misleading, found in judged if misleading and not found],
        [text for text, misleading, found in judged if found and not misleading],
    )
