"""Read rows on which the name of an owner and the address stand in each other's column."""

from dataclasses import replace

from terugkom.workbook.foreign.name_kinds import has_first_name, is_full_name
from terugkom.workbook.foreign.owner_names import OwnerColumn, ParsedOwner, parse_owners


def take_swapped_names(
    owners: tuple[ParsedOwner, ...], beside: str, column: OwnerColumn
) -> tuple[ParsedOwner, ...]:
    """Return owners who are addresses alone with the names that the cell for addresses holds in their place;
    none if that cell holds addresses, or not as many names of people."""
    if "@" in beside or not all(owner.name == owner.email for owner in owners):
        return ()
    named = parse_owners(beside, column)
    if len(named) != len(owners) or not all(
        is_full_name(each.name) or has_first_name(each.name) for each in named
    ):
        return ()
    return tuple(replace(each, email=owner.email) for each, owner in zip(named, owners, strict=True))
