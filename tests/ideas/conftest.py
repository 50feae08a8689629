"""A municipality with an idea box, and files as online forms export them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer
from terugkom.ideas.import_ideas import IdeasImportResult, import_ideas_file
from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.queries import get_municipality

TODAY = date(2027, 3, 8)


@dataclass
class IdeaBox:
    """The idea box of Linde."""

    database: Database
    folder: Path

    def csv(self, *rows: Sequence[Any], name: str = "ideeen.csv", delimiter: str = ";") -> Path:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return self.folder / name

    def xlsx(self, *rows: Sequence[Any], name: str = "ideeen.xlsx") -> Path:
        book = openpyxl.Workbook()
        assert book.active
        for row in rows:
            book.active.append(list(row))
        book.save(self.folder / name)
        return self.folder / name

    def import_file(self, path: Path, today: date = TODAY) -> IdeasImportResult:
        with self.database.write_session() as session:
            return import_ideas_file(session, get_municipality(session, "linde"), path, today)

    def answer(
        self, code: str, state: IdeaState, because: str, action: str = "", *, is_change: bool = False
    ) -> None:
        with self.database.write_session() as session:
            town = get_municipality(session, "linde")
            record_idea_answer(session, town, code, IdeaAnswer(state, because, action, is_change), TODAY)

    def ideas(self) -> list[Idea]:
        with self.database.read_session() as session:
            found = list(session.scalars(select(Idea).order_by(Idea.id)))
            for each in found:
                _ = each.person, each.action  # loaded, for the session ends here
            return found


@pytest.fixture
def box(database: Database, tmp_path: Path) -> IdeaBox:
    with database.write_session() as session:
        town = Municipality(slug="linde", name="Gemeente Linde", lead_times={}, column_map={})
        session.add(town)
        session.flush()
        an = Person(municipality_id=town.id, code="AN", name="An Wijn", email="An@linde.example.org")
        bo = Person(municipality_id=town.id, code="BO", name="Bo Vos")
        session.add_all([an, bo, Action(municipality_id=town.id, code="E7", title="Leenkast")])
    return IdeaBox(database, tmp_path)
