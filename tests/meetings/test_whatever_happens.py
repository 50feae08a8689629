"""Meetings moved, cancelled, held late or never held, with any ticks: nothing twice or to the past."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import NoResultFound

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from tests import clock
from tests.meetings.conftest import FIRST, MeetingMunicipality
from tests.soak import often

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september")
_happenings = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.sampled_from(["tick", "tick", "tick", "tick", "move", "cancel", "minutes"]),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=often(8, soak=400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_happenings)
def test_nobody_is_invited_to_the_past_and_no_step_is_taken_twice(
    sqlite_template: Path, happenings: list[tuple[int, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(sqlite_template, folder / "terugkom.db")
        town = MeetingMunicipality(Database(f"sqlite:///{folder}/terugkom.db"), folder)
        town.import_plan()
        moves = 0
        for after, what, days in sorted(happenings, key=lambda each: each[0]):
            today = FIRST + timedelta(days=after)
            if what == "tick":
                town.tick(today)
                assert town.tick(today) == [], "a tick that comes twice does nothing twice"
            with suppress(InputError, NoResultFound):
                if what == "move":
                    town.move(today, to=today + timedelta(days=days), name="ENERGIE/2027-03")
                    moves += 1
                elif what == "minutes":
                    town.record_minutes(today, "2027-03")
                elif what == "cancel" and days > 40:
                    town.cancel(today, name="ENERGIE/2027-03")
        check(town, moves)
        town.database.close()


def check(town: MeetingMunicipality, moves: int) -> None:
    told: Counter[tuple[str, str | None]] = Counter()
    for delivery, mail in town.mails():
        kind = delivery.key.split(":")[1]
        told[kind, mail["To"]] += 1
        if kind in ("invitation", "pack", "update"):
            held = date.fromisoformat(day_of(mail.get_body(("plain",)).get_content()))  # type: ignore[union-attr]
            assert held >= clock.day_of(delivery.created_at), f"{kind} to a meeting in the past"
    for (kind, _), count in told.items():
        if kind in ("invitation", "cancel", "minutes-sent"):
            assert count == 1
        else:
            assert count <= 1 + moves


def day_of(text: str) -> str:
    line = next(line for line in text.splitlines() if "Wanneer:" in line)
    _, day, month, year = line.split("Wanneer: ")[1].split(",")[0].split()
    return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"
