"""The command clean-up: its table has every kind, and the total is the sum of its lines."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.model import Municipality
from terugkom.request_counts import RequestCount
from tests.command_line.conftest import Call


def test_the_lines_of_the_table_give_the_total(home: Path, terugkom: Call) -> None:
    database, day = Database(f"sqlite:///{home / 'terugkom.db'}"), date(2001, 2, 3)
    with database.write_session() as session:
        session.add(
            Municipality(
                id=1, slug="zb", name="ZB", language="nl", lead_times={}, column_map={}, media_settings={}
            )
        )
        session.flush()
        for code in ("I1", "I2"):
            session.add(
                Idea(
                    municipality_id=1, code=code, text=code, normalized_text_sha256=code, submitted_by="Kim",
                    state=IdeaState.REJECTED, submitted_on=day, answered_on=day,
                )
            )  # fmt: skip
        at = datetime(2001, 2, 3, tzinfo=UTC)
        session.add(RequestCount(limit_name="x", source_sha256="0", window_start=at, count=1))
    database.close()
    ended = terugkom("clean-up", "--dry-run")
    assert (ended.status, ended.err) == (0, "")
    lines = dict(re.findall(r"(?m)^ ([a-z ]+?)  +\S.*?(\d+) *$", ended.out))
    total = re.search(r"(?m)^(\d+) would be deleted", ended.out)
    assert total is not None
    assert sum(map(int, lines.values())) == int(total[1]) == 3
    assert (lines["submissions"], lines["request counts"]) == ("2", "1")
    found = terugkom("clean-up", "--dry-run", "--json").json
    assert {name: str(found[name.replace(" ", "_")]) for name in lines} == lines
    assert {name.replace("_", " ") for name in found} - {"dry run", "names"} == lines.keys()
