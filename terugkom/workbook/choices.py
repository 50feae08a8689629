"""The Dutch words of the choice columns, and their values."""

from collections.abc import Mapping
from typing import Any

from terugkom.plan.model import GroupKind, PersonKind, Status

STATUSES: Mapping[str, Any] = {
    "gepland": Status.PLANNED,
    "lopend": Status.RUNNING,
    "klaar": Status.DONE,
    "gestopt": Status.STOPPED,
}
GROUP_KINDS: Mapping[str, Any] = {
    "kopgroep": GroupKind.CORE,
    "deelgroep": GroupKind.SUB,
    "focusgroep": GroupKind.FOCUS,
}
PERSON_KINDS: Mapping[str, Any] = {"persoon": PersonKind.PERSON, "organisatie": PersonKind.ORGANISATION}
YES_OR_NO: Mapping[str, Any] = {"ja": True, "nee": False}
