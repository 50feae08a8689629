"""A trained classifier of answers: a logistic regression, with a weight for each feature and class.

It was trained on labelled answers (tests/inbox/replies); `bench/answer_classifier.py` trains and measures it.
It is asked only what the rules leave open: see docs/decisions/0166.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path
from typing import TypeAlias

from terugkom.plan.report_progress import ProgressChoice

WEIGHTS = Path(__file__).with_name("answer_weights.tsv")
# What an answer can be; None: to be asked.
CLASSES: tuple[ProgressChoice | None, ...] = (
    None,
    ProgressChoice.DONE,
    ProgressChoice.ON_TRACK,
    ProgressChoice.LATER,
    ProgressChoice.STOPPED,
)
Weights: TypeAlias = Mapping[str, tuple[int, ...]]  # of each feature, by class
UNIT = 100  # of the weights in the file, which are whole numbers
LEAST_FEATURES = 100  # some seven words
SCALE = 3.0  # of a feature's value, so that weights are of the size of one


@dataclass(frozen=True)
class Classified:
    """The most probable class of an answer, and its probability."""

    choice: ProgressChoice | None
    probability: float


def compute_value(features: Collection[str]) -> float:
    """Return the value of each feature of an answer: a long answer counts as much as a short one, and one of
    a few words less, for it says less."""
    return SCALE / sqrt(max(len(features), LEAST_FEATURES))


def classify(features: Collection[str], weights: Weights | None = None) -> Classified:
    """Return the class of an answer with these features, by the given weights or those of the file."""
    weights = weights or _load_weights()
    value = compute_value(features) / UNIT
    known = [weights[each] for each in features if each in weights]
    scores = [value * sum(each[number] for each in known) for number in range(len(CLASSES))]
    best = max(range(len(scores)), key=scores.__getitem__)
    probability = 1 / sum(exp(score - scores[best]) for score in scores)
    return Classified(CLASSES[best], probability)


@cache
def _load_weights() -> Weights:
    weights = {}
    for line in WEIGHTS.read_text(encoding="utf-8").splitlines():
        feature, *numbers = line.split("\t")
        weights[feature] = tuple(map(int, numbers))
    return weights
