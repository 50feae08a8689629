"""What is typed into the form of minutes, as the minutes that it stands for."""

from hashlib import sha256

import tests.flows.prefect_environment  # noqa: F401  before Prefect
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
