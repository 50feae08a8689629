"""Measure the rules about claims on labelled sentences: precision, recall, every miss and every false alarm.

.venv/bin/python -m bench.claims claims-nl-seen      files of tests/language_rules/labelled
.venv/bin/python -m bench.claims --english FOLDER    github.com/dominiksinsaarland/environmental_claims
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from terugkom.claims.check_text import check_text, find_claims
from tests.claims.labelled import Measured, judge, language_of, measure, read_labelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=["claims-nl-seen"])
    parser.add_argument("--english", type=Path, help="a folder with the public data set in English")
    given = parser.parse_args()
    measured = {name: measure(name) for name in given.files} if not given.english else {}
    if given.english:
        measured["environmental claims, test set"] = measure_public(given.english / "data/test.jsonl")
    print("| sentences | right | false alarms | missed | precision | recall |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, each in measured.items():
        false, missed = len(each.false_alarms), len(each.missed)
        print(f"| {name} | {each.right} | {false} | {missed} | {each.precision:.2f} | {each.recall:.2f} |")
    for name, each in measured.items() if not given.english else ():
        show(f"{name}: missed", each.missed)
        show(f"{name}: false alarms", each.false_alarms)
        print(f"\n{name}: {time_sentences(name):.2f} ms a sentence, median")


def measure_public(path: Path) -> Measured:
    """Measure the public set, whose label is whether a sentence is an environmental claim, fair or not.

    So a claim counts as found even where the sentence supports it.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return judge([(row["text"], row["label"] == 1, bool(find_claims(row["text"], "en"))) for row in rows])


def show(what: str, sentences: Sequence[str]) -> None:
    print(f"\n{what}: {len(sentences)}")
    for sentence in sentences:
        print(f"- {sentence}")


def time_sentences(name: str) -> float:
    language, texts = language_of(name), [text for text, _ in read_labelled(name)]
    times = []
    for text in [*texts, *texts]:  # the first time round the rules are loaded
        started = time.perf_counter()
        check_text(text, language)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[len(texts) :])


if __name__ == "__main__":
    main()
