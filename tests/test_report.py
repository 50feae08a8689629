"""What needs attention has one text, wherever it is shown."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks import artifacts, run_page
from tasks.final_states import build_final_state
from tasks.outcomes import Outcome
from terugkom.command_line import report_view
from terugkom.delivery.model import DeliveryState
from terugkom.documents.messages import has_message
from terugkom.overview.report_texts import describe_attention, format_report, list_attention
from terugkom.report import (
    ATTENTION_KEYS,
    MAX_DOCUMENTS,
    DocumentLine,
    MeetingLine,
    MomentLine,
    PlannedMail,
    RunReport,
    sum_reports,
)
from terugkom.work_batches.report_rows import dump_report, load_report

ROOT = Path(__file__).parents[1]
COUNTED_TOO = {  # rows of an import: no attention
    *("added", "changed", "unchanged", "removed", "new", "known", "refused", "blank", "departed"),
}
EVERYTHING = RunReport(attention=Counter(dict.fromkeys(ATTENTION_KEYS, 2)))


def keys_counted(path: Path) -> Iterator[str]:
    """Yield the keys of the counters that a file makes by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Counter", "Counter[str]"):
            yield from (each.arg for each in node.keywords if each.arg)
            for argument in node.args:
                if isinstance(argument, ast.Dict):
                    yield from (ast.unparse(key) for key in argument.keys if isinstance(key, ast.Constant))


@pytest.mark.long
def test_every_key_that_the_code_can_raise_has_its_text() -> None:
    paths = [path for room in ("terugkom", "tasks", "flows") for path in (ROOT / room).rglob("*.py")]
    raised = {key.strip("'\"") for path in paths for key in keys_counted(path)}
    assert {"orphaned", "answers_to_read", "bounced", "held"} <= raised
    assert raised - set(ATTENTION_KEYS) - set(DeliveryState) - COUNTED_TOO == set()


def test_media_without_an_address_are_named_with_where_it_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    """It said "5 media without an address", and neither which nor where to set one."""
    one = RunReport(attention=Counter(lies_ready=2), media_without_address=("press", "bulletin"))
    report = one + RunReport(attention=Counter(lies_ready=1), media_without_address=("bulletin",))
    report_view.print_report(load_report(dump_report(report)), date(2027, 3, 1))
    assert "3 media without an address: the press, the municipal bulletin - " in " ".join(
        capsys.readouterr().out.split()
    )
    (text,) = list_attention(report, "nl")
    assert text.what == "3 media zonder adres: de pers, het gemeentelijk informatieblad"
    assert "op het tabblad Instellingen van ons werkboek" in text.advice
    assert (
        "the settings of the workbook (`terugkom export`)" in describe_attention("lies_ready", 2, "en").advice
    )


def test_the_command_line_says_of_each_how_many_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    report_view.print_report(EVERYTHING, date(2027, 3, 1))
    told = " ".join(capsys.readouterr().out.split())
    for key in ATTENTION_KEYS:
        text = describe_attention(key, 2, "en")
        assert f"{text.what} - {text.advice}" in told


def test_an_artifact_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    def keep(**given: Any) -> None:
        pages.append(given["markdown"])

    monkeypatch.setattr(run_page, "create_markdown_artifact", keep)
    artifacts.show_summary("deliver", "Deliveries", EVERYTHING)
    for key in ATTENTION_KEYS:
        text = describe_attention(key, 2, "nl")
        assert f"- **{text.what}**: {text.advice}" in pages[0]


def test_a_delivery_that_needs_a_person_is_counted_with_it() -> None:
    report = RunReport(
        deliveries=Counter(sent=3, failed=1, held=0), attention=Counter(orphaned=2, findings=0)
    )
    assert report.attention_counts == {"orphaned": 2, "failed": 1}
    assert report.needs_attention
    assert not RunReport(deliveries=Counter(sent=3), attention=Counter(orphaned=0)).needs_attention


def test_a_key_without_a_text_is_shown_all_the_same() -> None:
    text = describe_attention("what_nobody_knows", 3, "nl")
    assert (text.what, text.advice) == ("3 what nobody knows", "zie `terugkom history`")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("key", ATTENTION_KEYS)
def test_each_key_has_its_own_text_for_one_and_for_more(key: str, language: str) -> None:
    assert has_message(f"attention.{key}", language)
    assert has_message(f"attention.{key}.advice", language)
    one, more = (describe_attention(key, count, language).what for count in (1, 2))
    assert (one == more) == (key == "no_municipality")


def test_one_is_no_plural() -> None:
    one = RunReport(attention=Counter(on_agenda=1), deliveries=Counter(pending=1), files=1)
    assert (
        format_report(one, "en") == "1 new file; 1 pending; 1 long overdue action put on its group's agenda"
    )
    assert format_report(one, "nl") == (
        "1 nieuw bestand; 1 wacht nog; 1 actie die lang te laat is, staat nu op de agenda van haar groep"
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_has_a_name_in_each_language(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for language in ("nl", "en", "fr", "de"):
        monkeypatch.setenv("TERUGKOM_LANGUAGE", language)
        names.append(outcome.state_name)
    assert len(set(names)) == 4, names


@pytest.mark.parametrize(
    "report",
    [
        RunReport(moments=(MomentLine("linde", "newsletter", "linde", "2026-Q4"),)),
        RunReport(files=1),
        RunReport(files=1, dry_run=True),
        RunReport(planned=(PlannedMail("linde", "newsletter", "reader", "", ""),), dry_run=True),
        RunReport(deliveries=Counter(skipped=1)),
        RunReport(attention=Counter(unclaimed=1)),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_run_that_did_something_never_reads_that_nothing_was_due(
    report: RunReport, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(run_page, "create_markdown_artifact", lambda **given: pages.append(given["markdown"]))
    monkeypatch.setenv("TERUGKOM_LANGUAGE", language)
    state = build_final_state(report)
    artifacts.show_summary("deliver", "Deliveries", report)
    for text in (state.name, state.message, *pages):
        assert not re.search("nothing (was )?due|niets te doen", str(text), re.IGNORECASE)
    empty = build_final_state(RunReport(dry_run=report.dry_run))
    artifacts.show_summary("deliver", "Deliveries", RunReport())
    assert re.search("nothing was due|niets te doen", pages[-1], re.IGNORECASE)
    assert re.search("nothing due|niets te doen", f"{empty.name} {empty.message}", re.IGNORECASE)


@pytest.mark.parametrize(
    "sizes", [(3,), (MAX_DOCUMENTS,), (MAX_DOCUMENTS + 1,), (600, 600, 3 * MAX_DOCUMENTS, 1)]
)
def test_a_report_lists_so_many_documents_and_counts_all(
    sizes: tuple[int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [DocumentLine("owner-digest", f"{n}.eml", "") for n in range(sum(sizes))]
    first = [sum(sizes[:n]) for n in range(len(sizes))]
    report = sum_reports(
        RunReport.of_documents(lines[start : start + size]) for start, size in zip(first, sizes, strict=True)
    )
    assert report.documents == tuple(lines[:MAX_DOCUMENTS])
    shown = report.as_json(date(2027, 3, 1))
    assert (len(shown["documents"]), shown["document_count"]) == (min(len(lines), MAX_DOCUMENTS), len(lines))
    report_view.print_report(report, date(2027, 3, 1))
    assert f"documents:  {len(lines)}\n" in capsys.readouterr().out


def test_a_member_of_two_groups_counts_once_in_a_sum_and_what_was_stored_before_too() -> None:
    first, second = RunReport.of_members_out_of_reach([3, 5]), RunReport.of_members_out_of_reach([5, 8, 9])
    assert (first + second).attention == {"members_out_of_reach": 4}
    stored = [load_report(dump_report(each)) for each in (first, second, second)]
    assert sum_reports(stored).attention == {"members_out_of_reach": 4}
    of_before = dump_report(first)
    del of_before["members_out_of_reach"]
    assert (load_report(of_before) + second).attention == {"members_out_of_reach": 5}
    assert RunReport.of_members_out_of_reach([]) == RunReport()


def test_the_meetings_that_a_plan_changed_are_kept_with_a_batch() -> None:
    moved = MeetingLine("linde", "ENERGIE/2027-03", date(2027, 3, 22), date(2027, 3, 15))
    report = RunReport(meetings=(moved, replace(moved, day=None)))
    stored = json.loads(json.dumps(dump_report(report)))
    assert load_report(stored) == report
    assert not report.is_empty
    del stored["meetings"]  # of before there were these
    assert load_report(stored) == RunReport()


def test_a_municipality_whose_files_two_runs_could_not_synchronize_counts_once() -> None:
    first, second = RunReport.of_unsynchronized(["linde"]), RunReport.of_unsynchronized(["beuk", "linde"])
    assert (first + second).attention == {"files_not_synchronized": 2}
    stored = [load_report(dump_report(each)) for each in (first, second)]
    assert sum_reports(stored).attention == {"files_not_synchronized": 2}
    of_before = dump_report(first)
    del of_before["unsynchronized"]
    assert load_report(of_before).attention == {"files_not_synchronized": 1}
    assert RunReport.of_unsynchronized([]) == RunReport()
