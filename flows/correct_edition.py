"""Correct, add or withdraw a story of an edition that was published.

Guide: "Wees eerlijk en consequent in je communicatie": what was told wrong is put right where it was told.
"""

from typing import Annotated, Any, Literal

from prefect.client.schemas.objects import State
from pydantic import Field

from tasks.corrections import (
    build_correction_proposal,
    finish_correction,
    propose,
    publish_approved_correction,
    request_correction_approval,
    wait_for_correction_decision,
)
from tasks.form_patterns import NO_ADDRESS
from tasks.form_words import build_words_validator
from tasks.parameters import MunicipalitySlug, Really, Today
from tasks.run_names import build_run_namer
from tasks.steps import cycle
from tasks.today import find_today

EditionName = Annotated[
    str, Field(pattern=r"^20\d\d-Q[1-4]$", json_schema_extra={"title": "Edition"} | NO_ADDRESS)
]
StoryCode = Annotated[
    str, Field(min_length=1, max_length=70, json_schema_extra={"title": "Story"} | NO_ADDRESS)
]
StoryChange = Annotated[
    Literal["correct", "add", "withdraw"],
    build_words_validator("change"),
    Field(json_schema_extra={"title": "Correction"}),
]


@cycle("correct-edition", run_name=build_run_namer("municipality", "edition", "story"))
def correct_edition(
    municipality: MunicipalitySlug,
    edition: EditionName,
    story: StoryCode,
    change: StoryChange,
    today: Today = None,
    really: Really = False,
) -> State[Any]:
    """Mail a correction for approval, wait, and publish it wherever the story was told.

    The new text is the story's file in the edition's folder, and so is what readers are told about it, in the
    field for that: this form keeps no text. Nothing is changed without approval.

    Args:
        edition: The quarter of the published edition, such as 2026-Q4.
        story: The code of the story: the name of its file, without the number before it.
        change: Correct it, add it, or withdraw it.
    """
    correction = propose(
        municipality, edition, build_correction_proposal(change, story), today or find_today()
    )
    correction = request_correction_approval(correction)
    correction = wait_for_correction_decision(correction)  # the run may be suspended here, and restart
    correction = publish_approved_correction(correction)
    return finish_correction(correction)
