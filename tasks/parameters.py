"""Parameter types shared by the flows: titles and descriptions on the form, and bounds."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field
from pydantic.config import JsonDict

from tasks.form_patterns import NO_ADDRESS


def _build_field(title: str, description: str, more: JsonDict | None = None) -> Any:
    """Return a field with what the form shows; its description takes precedence over a flow's docstring."""
    shown: JsonDict = {"title": title, **(more or {})}
    return Field(json_schema_extra=shown | ({"description": description} if description else {}))


# Which there are the form offers (`deployments/forms.py`) and the run says: a pattern would hide it.
_Slug = Annotated[str, Field(min_length=1, max_length=60, json_schema_extra=NO_ADDRESS)]
# The form does not support date bounds, so there is a pattern as well.
_Day = Annotated[
    date,
    Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), json_schema_extra={"pattern": "^(20\\d\\d|2100)-"}),
]

MunicipalitySlug = Annotated[
    _Slug, _build_field("Municipality", "Short name of the municipality, as in its inbox folder.")
]
OptionalMunicipalitySlug = Annotated[
    _Slug | None, _build_field("Municipality", "Short name of the municipality; leave empty for all.")
]
Today = Annotated[_Day | None, _build_field("Today", "Run as if it were this day; leave empty for today.")]
GroupCode = Annotated[
    str,
    Field(min_length=1, max_length=60),
    _build_field("Group", "Code of the group, as in the workbook.", NO_ADDRESS),
]
Period = Annotated[
    Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")] | None,
    _build_field(
        "Period",
        "The month it was planned for, such as 2027-03; leave empty for what is due, or the next.",
    ),
]
QuarterName = Annotated[
    Annotated[str, Field(pattern=r"^20\d\d-Q[1-4]$")] | None,
    _build_field(
        "Quarter", "The quarter, such as 2027-Q1; leave empty for what is due, or the one we are in."
    ),
]
Early = Annotated[bool, _build_field("Before the due date", "Execute the next step before its due date.")]
MeetingReference = Annotated[str, Field(min_length=1, max_length=70), _build_field("Meeting", "", NO_ADDRESS)]
NewDay = Annotated[_Day, _build_field("New day", "The new day.")]
NewTime = Annotated[
    Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None,
    _build_field("New hour", "The new start time, such as 14:00; leave empty to keep it."),
]
DryRun = Annotated[bool, _build_field("Dry run", "Only show what would happen; nothing is stored or sent.")]

Really = Annotated[
    bool,
    _build_field(
        "Really",
        "Really send on another day than today too, or with a clock that is far from that of the latest "
        "daily runs, through the mail server and the publishing channels. Otherwise such a run does nothing, "
        "unless all goes to the folder.",
    ),
]
