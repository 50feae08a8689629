"""The labelled answers of owners: see replies/README.md."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from terugkom.inbox.answers.classified_answer import WrittenAnswer
from terugkom.inbox.answers.progress_answer import ProgressAnswer, parse_progress_answer
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.report_progress import ProgressChoice

FOLDER = Path(__file__).parent / "replies"
TODAY, DEADLINE = date(2027, 3, 2), date(2027, 3, 15)  # of the sets without them
CODES = {"first": "M-03", "second": "E-04", "third": "G-2", "fourth": "M-11"}
TITLES = {
    "fourth-nl": "Laadpalen aan het zwembad",
    "fourth-fr": "Bornes de recharge à la piscine",
    "fourth-en": "Charging points at the swimming pool",
    "fourth-de": "Ladesäulen am Schwimmbad",
}
MEANT = {
    "done": ProgressChoice.DONE,
    "running": ProgressChoice.ON_TRACK,
    "later": ProgressChoice.LATER,
    "stopped": ProgressChoice.STOPPED,
    "ask": None,
    "unclear": None,
}


@dataclass(frozen=True)
class LabelledAnswer:
    """An answer, the action that it is of, and what it means: a choice, None if it is to be asked."""

    set_name: str
    text: str
    choice: ProgressChoice | None
    later_day: str
    today: date
    deadline: date
    title: str
    codes: tuple[str, ...] = ()

    @property
    def own_text(self) -> str:
        """What the owner wrote, without what was quoted."""
        return parse_reply_text(self.text).own

    def parse(self) -> ProgressAnswer:
        """Return what the program reads in it."""
        return parse_progress_answer(self.own_text, "", self.codes, self.today, self.deadline, self.title)

    @property
    def written(self) -> WrittenAnswer:
        """The answer and its action, as the classifier is given them."""
        return WrittenAnswer(self.own_text, self.codes, self.today, self.deadline, self.title)

    def is_met_by(self, answer: ProgressAnswer) -> bool:
        """Return whether it was read as it is meant."""
        is_day = self.choice is not ProgressChoice.LATER or str(answer.deadline) == self.later_day
        return self.choice is not None and answer.choice is self.choice and is_day


def read_labelled_answers() -> Iterator[LabelledAnswer]:
    """Yield all of them, set by set."""
    for path in sorted([*FOLDER.glob("*-*.tsv"), *FOLDER.glob("titled/*.tsv")]):
        for row in read_rows(path):
            set_name, _, _ = path.stem.rpartition("-") if path.stem[-3:-2] == "-" else (path.stem, "", "")
            is_titled = "due" in row
            yield LabelledAnswer(
                set_name=set_name,
                text=row["text"].replace("\\n", "\n"),
                choice=MEANT[row.get("label") or "ask"],
                later_day=row.get("until") or row.get("day") or "",
                today=date.fromisoformat(row["sent"]) if is_titled else TODAY,
                deadline=date.fromisoformat(row["due"]) if is_titled else DEADLINE,
                title=row["title"] if is_titled else TITLES.get(path.stem, ""),
                codes=() if is_titled else (CODES[set_name],),
            )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of labelled answers."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
