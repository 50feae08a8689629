"""What is typed into the form of minutes, as the minutes that it stands for."""

import re
from hashlib import sha256
from typing import Any

import pytest
from prefect.utilities.callables import parameter_schema
from pydantic import ValidationError

import tests.flows.prefect_environment  # noqa: F401  before Prefect
from flows.record_minutes import record_minutes
from tasks.minutes import DecisionEntry, build_written_minutes
from terugkom.meetings.model import Presence

# The hash of this form as it was recorded when a form still handed over Dutch words.
FORM = "d6d1b92d0a871009e3fd0f5ee2fa0eec4bac702edd55c7457037181e59e1c98b"


def test_a_form_that_is_sent_again_is_known_though_it_was_recorded_by_an_earlier_version() -> None:
    written = build_written_minutes(
        {Presence.PRESENT: ["AN"], Presence.EXCUSED: ["BE"], Presence.ABSENT: ["CO"]},
        ["P12", "A7"],
        [
            DecisionEntry(kind="deadline", action=" E1 ", value="eind 2027", reason="Levering is later. "),
            DecisionEntry(kind="trekker", action="E1", value="AN; BE"),
            DecisionEntry(kind="status", action="E2", value="klaar"),
            DecisionEntry(kind="stopzetten", action="E3", reason="Te duur."),
            DecisionEntry(
                kind="nieuwe actie",
                action="E4",
                value="Warmtescan",
                owners=["AN", "BE"],
                deadline="30/06/2028",
            ),
            DecisionEntry(kind="nota", reason="Mooi gedaan."),
            DecisionEntry(kind="volgende keer", reason="Wie betaalt?"),
        ],
    )
    assert sha256(written.to_json_bytes()).hexdigest() == FORM


@pytest.mark.parametrize(
    ("field", "value"), [("action", "An Wijn"), ("owners", ["An Wijn"]), ("action", "an@linde.be")]
)
def test_prefect_itself_refuses_what_is_no_code(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        DecisionEntry.model_validate({"kind": "nota", field: value})
    schema: Any = parameter_schema(record_minutes.fn).model_dump()
    for name in ("present", "excused", "absent", "closed"):
        pattern = schema["properties"][name]["items"]["pattern"]
        assert not re.search(pattern, "An Wijn")
        assert re.search(pattern, "P12")


def test_the_kinds_of_decision_are_called_as_in_minutes() -> None:
    schema = DecisionEntry.model_json_schema()["properties"]
    names = ["deadline", "trekker", "status", "stopzetten", "nieuwe actie", "nota", "volgende keer"]
    assert schema["kind"]["enum"] == names
    assert "gepland, lopend, klaar, gestopt" in schema["value"]["description"]
    with pytest.raises(ValidationError):
        DecisionEntry.model_validate({"kind": "An Wijn"})
