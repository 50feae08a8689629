"""The Dutch words of the choice columns, and their values."""

from collections.abc import Mapping
from typing import Any

from terugkom.plan.model import ActionStatus, GroupKind, PersonKind

STATUS_CHOICES: Mapping[str, Any] = {
    "gepland": ActionStatus.PLANNED,
    "lopend": ActionStatus.RUNNING,
    "klaar": ActionStatus.DONE,
    "gestopt": ActionStatus.STOPPED,
}
GROUP_KIND_CHOICES: Mapping[str, Any] = {
    "kopgroep": GroupKind.CORE,
    "deelgroep": GroupKind.SUB,
    "focusgroep": GroupKind.FOCUS,
}
PERSON_KIND_CHOICES: Mapping[str, Any] = {
    "persoon": PersonKind.PERSON,
    "organisatie": PersonKind.ORGANISATION,
}
YES_NO_CHOICES: Mapping[str, Any] = {"ja": True, "nee": False}
