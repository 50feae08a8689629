"""A year of daily runs on a real Prefect server: its list of runs is one that a person can read.

Nobody corrects or approves an edition. The list, how often each state occurs, and the first page of each kind
of run are written to a temporary folder, or to that which TERUGKOM_PICTURES names, to be read by a person.
Five minutes on two processors; TERUGKOM_YEAR_DAYS makes it shorter.
"""

import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from prefect.client.schemas.objects import FlowRun

from flows.follow_up_calendar import follow_up_calendar
from terugkom.demo import write_demo_plan
from tests.clock import clock_on
from tests.flows.conftest import FlowHome, artifacts_of, children_of, run_of
from tests.flows.state_names import name_state
from tests.import_workbook import import_workbook

FIRST, DAYS = date(2027, 1, 4), int(os.environ.get("TERUGKOM_YEAR_DAYS", "365"))
FOLDER = os.environ.get("TERUGKOM_PICTURES")  # read here: a home of a test has none of these settings
DID_NOTHING = {
    name_state("nothing-due"),
    name_state("nothing-to-deliver"),
    name_state("nothing-new"),
    name_state("no-recipients"),
}


@pytest.mark.soak_only  # it takes minutes
def test_each_run_of_a_year_did_something_and_says_what(home: FlowHome, tmp_path: Path) -> None:
    plan = home.elsewhere / "zilverbeke.xlsx"
    write_demo_plan(plan, FIRST)
    import_workbook(home.database, plan, slug="zilverbeke", today=FIRST, now=clock_on(FIRST))
    lines, ended, editions = [], Counter[str](), Counter[str]()
    pages: dict[tuple[str, str, str], str] = {}
    for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
        state = follow_up_calendar(today=day, return_state=True)
        children = children_of(state)
        assert (state.name == name_state("nothing-due")) == (not children), (day, state.name, state.message)
        lines += [f"{day:%a %Y-%m-%d}  {state.name}: {state.message}"] if children else []
        note_pages(pages, run_of(state))
        for child in children:
            assert child.state
            assert child.state.message, "it says what it did"
            ended[str(child.state_name)] += 1
            editions[child.name] += child.name.startswith("nieuwsbrief")
            lines.append(f"    {child.name} | {child.state_name} | {child.state.message}")
            note_pages(pages, child)
    folder = Path(FOLDER or tmp_path)
    counted = [f"{name}: {count}" for name, count in ended.most_common()]
    (folder / "a_year_of_runs.txt").write_text("\n".join([*counted, "", *lines]), encoding="utf-8")
    shown = [f"######## {' | '.join(which)}\n\n{page}\n" for which, page in sorted(pages.items())]
    (folder / "a_year_of_pages.txt").write_text("\n".join(shown), encoding="utf-8")
    assert not DID_NOTHING & ended.keys(), ended
    assert max(editions.values()) <= 4, "a first mail, two reminders, and the chief"


def note_pages(pages: dict[tuple[str, str, str], str], run: FlowRun) -> None:
    """Keep what a run shows, unless a run of its kind that ended so showed it before."""
    kind, state = run.name.partition(" · ")[0], str(run.state_name)
    if any(known[:2] == (kind, state) for known in pages):
        return
    pages |= {(kind, state, key): page for key, page in artifacts_of(run).items()}
