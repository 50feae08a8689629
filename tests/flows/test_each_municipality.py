"""A step for all municipalities goes on when one of them raises, and counts it; no server is needed."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from prefect.states import Completed, Failed
from sqlalchemy.orm import Session

from tasks import each_municipality
from tasks.each_municipality import for_each_municipality
from tasks.final_states import build_final_state, count_failed_steps
from terugkom.database import Database
from terugkom.plan.model import Municipality
from terugkom.report import RunReport


def test_the_others_are_done_and_the_error_is_kept(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))
    monkeypatch.setattr(
        each_municipality, "get_installation", lambda: SimpleNamespace(database=sqlite_database)
    )
    with sqlite_database.write_session() as session:
        session.add_all(Municipality(slug=each, name=each) for each in ("aa", "bb", "cc"))

    def work(_session: Session, municipality: Municipality) -> str:
        if municipality.slug == "bb":
            raise RuntimeError("out of order \udcff")
        return municipality.name

    found = for_each_municipality(None, "try", work)
    assert (found.items, found.failed) == (["aa", "cc"], 1)
    log = (tmp_path / "errors.log").read_text()
    assert "step 'try', municipality bb" in log
    assert "RuntimeError: out of order \\udcff" in log
    assert for_each_municipality("cc", "try", work).failed == 0


def test_a_run_with_a_failed_step_is_not_green() -> None:
    states = [
        Completed(data=RunReport(attention=Counter(failed_steps=1, findings=3))),
        Failed(data=RuntimeError("x")),
        Completed(data=None),
    ]
    report = count_failed_steps(states)
    assert report.attention == {"failed_steps": 2}
    assert report.needs_attention
    state = build_final_state(report + RunReport(deliveries=Counter(sent=2)))
    assert (state.is_failed(), state.name) == (True, "Partly done")
    assert count_failed_steps([Completed(data=RunReport())]).is_empty
