"""How many days ahead or after each step comes: the municipality's settings, with the design's defaults."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from terugkom.errors import InputError


@dataclass(frozen=True)
class LeadTimes:
    """Lead times in days. Field names are the keys under which a municipality overrides them."""

    invitation: int = 21  # before a meeting
    pack: int = 7  # before a meeting
    minutes: int = 1  # after a meeting
    chase: int = 7  # after the minutes were asked for
    first_reminder: int = 30  # before a deadline
    second_reminder: int = 7  # before a deadline
    late: int = 7  # after a deadline
    coordinator_in_copy: int = 21  # after a deadline
    on_agenda: int = 45  # after a deadline

    def __post_init__(self) -> None:
        """Raise InputError for lead times that would put the steps in another order."""
        ordered = (
            self.first_reminder > self.second_reminder > 0
            and 0 < self.late < self.coordinator_in_copy < self.on_agenda
            and self.invitation > self.pack > 0
            and self.minutes > 0
            and self.chase > 0
        )
        if not ordered or max(asdict(self).values()) > 365:
            raise InputError("error.lead-times.order", given=asdict(self))

    @classmethod
    def from_overrides(cls, overrides: Mapping[str, int]) -> "LeadTimes":
        """Return the defaults with a municipality's own in their place.

        Raises InputError for an unknown name, or an order that is not possible.
        """
        unknown = set(overrides) - {field.name for field in fields(cls)}
        if unknown:
            raise InputError("error.lead-times.unknown", names=", ".join(sorted(unknown)))
        return cls(**overrides)
