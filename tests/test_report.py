"""What needs attention has one text, wherever it is shown."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks import artifacts
from terugkom.command_line import report_view
from terugkom.delivery.model import DeliveryState
from terugkom.report import ATTENTION_TEXTS, RunReport, describe_attention

ROOT = Path(__file__).parents[1]
COUNTED_TOO = {  # rows of an import: no attention
    *("added", "changed", "unchanged", "removed", "new", "known", "refused", "blank"),
}
EVERYTHING = RunReport(attention=Counter(dict.fromkeys(ATTENTION_TEXTS, 2)))


def keys_counted(path: Path) -> Iterator[str]:
    """Yield the keys of the counters that a file makes by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Counter", "Counter[str]"):
            yield from (each.arg for each in node.keywords if each.arg)
            for argument in node.args:
                if isinstance(argument, ast.Dict):
                    yield from (ast.unparse(key) for key in argument.keys if isinstance(key, ast.Constant))


def test_every_key_that_the_code_can_raise_has_its_text() -> None:
    paths = [path for room in ("terugkom", "tasks", "flows") for path in (ROOT / room).rglob("*.py")]
    raised = {key.strip("'\"") for path in paths for key in keys_counted(path)}
    assert {"orphaned", "answers_to_read", "bounced", "held"} <= raised
    assert raised - set(ATTENTION_TEXTS) - set(DeliveryState) - COUNTED_TOO == set()


def test_the_command_line_says_of_each_how_many_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    report_view.print_report(EVERYTHING, date(2027, 3, 1))
    told = " ".join(capsys.readouterr().out.split())
    for text in ATTENTION_TEXTS.values():
        assert f"{text.what}: 2 - {text.advice}" in told


def test_an_artifact_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    def keep(**given: Any) -> None:
        pages.append(given["markdown"])

    monkeypatch.setattr(artifacts, "create_markdown_artifact", keep)
    artifacts._show_summary("deliver", "Deliveries", EVERYTHING)
    for text in ATTENTION_TEXTS.values():
        assert f"**2 {text.what}**: {text.advice}" in pages[0]


def test_a_delivery_that_needs_a_person_is_counted_with_it() -> None:
    report = RunReport(
        deliveries=Counter(sent=3, failed=1, held=0), attention=Counter(orphaned=2, findings=0)
    )
    assert report.attention_counts == {"orphaned": 2, "failed": 1}
    assert report.needs_attention
    assert not RunReport(deliveries=Counter(sent=3), attention=Counter(orphaned=0)).needs_attention


def test_a_key_without_a_text_is_shown_all_the_same() -> None:
    assert describe_attention("what_nobody_knows").what == "what nobody knows"
