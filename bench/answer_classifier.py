"""Train the classifier of answers on the labelled ones, and measure it on those that it has not seen.

It needs scikit-learn, in an environment of its own:

    python3 -m venv build/scikit-learn
    build/scikit-learn/bin/pip install --no-deps -r requirements.txt
    build/scikit-learn/bin/pip install scikit-learn==1.9.1
    build/scikit-learn/bin/python -m bench.answer_classifier            measures, set by set
    build/scikit-learn/bin/python -m bench.answer_classifier --write    trains on all, and writes the weights
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from terugkom.inbox.answers import answer_classifier as classifier
from terugkom.inbox.answers import classified_answer
from terugkom.inbox.answers.classified_answer import list_answer_features
from terugkom.plan.report_progress import ProgressChoice
from tests.inbox.labelled_answers import LabelledAnswer, read_labelled_answers

HELD_OUT = ("eighteenth", "twentieth")  # sets that it is measured on and never trained on
MEASURED = ("ninth", "fourteenth", "fifteenth", "nineteenth", "sixteenth", "thirteenth")
_LEAST = 2  # answers with a feature, for it to be learnt
_STRENGTH = 8.0  # the inverse of the regularization; 3 and 20 do as well
_SMALLEST = 0.25  # weight that is kept


@dataclass(frozen=True)
class Sample:
    """A labelled answer, its features, and the number of its class."""

    answer: LabelledAnswer
    features: frozenset[str]
    number: int


@dataclass(frozen=True)
class Counts:
    """How many answers of a set are done, running or later; how many of these are taken so, or proposed so;
    how many of all are taken for something else."""

    plain: int = 0
    taken: int = 0
    wrong: int = 0
    proposed: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="train, and write the weights")
    given = parser.parse_args()
    samples = [build_sample(each) for each in read_labelled_answers()]
    trained = [each for each in samples if each.answer.set_name not in HELD_OUT]
    if given.write:
        write_weights(train(trained))
    print("| answers | plain | understood | taken for another | proposed as meant |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in HELD_OUT if given.write else (*MEASURED, *HELD_OUT):
        others = [each for each in trained if each.answer.set_name != name]
        if not given.write:
            use(round_weights(train(others)))
        counts = count([each for each in samples if each.answer.set_name == name])
        print(
            f"| {name} | {counts.plain} | {counts.taken} | {counts.wrong} | {counts.proposed} |", flush=True
        )


def use(weights: classifier.Weights) -> None:
    """Have answers be read by these weights."""
    vars(classified_answer)["classify"] = partial(classifier.classify, weights=weights)


def build_sample(answer: LabelledAnswer) -> Sample:
    features = list_answer_features(answer.written)
    return Sample(answer, features, classifier.CLASSES.index(answer.choice))


def train(samples: Sequence[Sample]) -> dict[str, list[float]]:
    """Return the weights of each feature, by class. There is no intercept: of an answer without a known word
    nothing is probable."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for each in samples for feature in each.features)
    numbers = {feature: at for at, feature in enumerate(sorted(f for f, n in counts.items() if n >= _LEAST))}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for each in samples:
        known = sorted(numbers[feature] for feature in each.features if feature in numbers)
        columns += known
        values += [classifier.compute_value(each.features)] * len(known)
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(samples), len(numbers)))
    model = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(matrix, [each.number for each in samples])
    return {feature: list(model.coef_[:, at]) for feature, at in numbers.items()}


def round_weights(weights: dict[str, list[float]]) -> dict[str, tuple[int, ...]]:
    """Return the weights as whole numbers, without those of features that say little."""
    return {
        feature: tuple(round(weight * classifier.UNIT) for weight in each)
        for feature, each in weights.items()
        if max(map(abs, each)) >= _SMALLEST
    }


def write_weights(weights: dict[str, list[float]]) -> None:
    rounded = round_weights(weights)
    lines = ["\t".join([feature, *map(str, each)]) for feature, each in sorted(rounded.items())]
    classifier.WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    use(rounded)


def count(samples: Sequence[Sample]) -> Counts:
    found = Counter[str]()
    for meant in (each.answer for each in samples):
        read = meant.parse()
        is_plain = meant.choice not in (None, ProgressChoice.STOPPED)
        is_right = meant.is_met_by(read)
        is_taken = read.is_clear and read.choice is not ProgressChoice.STUCK
        found["plain"] += is_plain
        found["taken"] += is_taken and is_right and is_plain
        found["wrong"] += is_taken and not is_right
        found["proposed"] += is_plain and is_right and not is_taken
    return Counts(**found)


if __name__ == "__main__":
    main()
