"""The table of agenda points is the same on both databases."""

import pytest
from sqlalchemy import create_mock_engine

from terugkom.schedule.agenda_model import AgendaPoint


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_index_of_texts_leaves_out_points_with_a_deadline(dialect: str) -> None:
    made: list[str] = []
    engine = create_mock_engine(
        f"{dialect}://", lambda each, *_, **__: made.append(str(each.compile(dialect=engine.dialect)))
    )
    AgendaPoint.metadata.create_all(engine, tables=[AgendaPoint.__table__], checkfirst=False)
    (index,) = (each for each in made if "uq_agenda_points_text" in each)
    assert " ".join(index.split()) == (
        "CREATE UNIQUE INDEX uq_agenda_points_text ON agenda_points (action_id, reason, text_sha256)"
        " WHERE deadline IS NULL"
    )
