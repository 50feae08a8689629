"""The form that approves an edition: a field for each medium that would tell successes alone."""

from types import SimpleNamespace
from typing import Any

import pytest

from tasks.approval_form import build_approval_form, parse_answer
from terugkom.editions.approval import RefusalReason, RefusedDecision
from terugkom.plan.media import Medium
from tests.editions.edition_municipality import REASON

SILENT = (Medium.WEBSITE, Medium.PUBLIC_SPACE)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_form_asks_each_silent_medium_for_its_reason(language: str) -> None:
    fields: dict[str, Any] = build_approval_form(language, "", SILENT).model_json_schema()["properties"]
    asked = {name for name in fields if name.startswith("reason_")}
    assert asked == {"reason_website", "reason_public_space"}
    titles = {fields[name]["title"] for name in asked}
    assert len(titles) == 2, "each names its medium"
    assert all("240" in fields[name]["description"] for name in asked)
    assert not [name for name in build_approval_form(language, "").model_fields if name.startswith("reason_")]


def test_what_was_typed_goes_with_the_medium() -> None:
    typed = {"reason_public_space": REASON, "channels": ["affiches en folders"]}
    answer = SimpleNamespace(decision="goedkeuren", name="Lotte", remark="", introduction="", **typed)
    decision = parse_answer(answer, "abc")
    assert decision.media == (Medium.PUBLIC_SPACE,)
    assert {medium: why for medium, why in decision.setback_reasons.items() if why} == {
        Medium.PUBLIC_SPACE: REASON
    }


def test_who_forgot_one_reads_which() -> None:
    refused = RefusedDecision(RefusalReason.SETBACK_REASONS, count=2, media=SILENT)
    assert refused.render_public("nl") == (
        "zeg voor elk kanaal in een volledige zin waarom er geen tegenslagen staan: "
        "de website, affiches en folders."
    )
