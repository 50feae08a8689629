"""Resolve the owners and the group of an action: by code in our workbook, by name in a foreign file."""

from collections.abc import Iterable
from typing import Any

from terugkom.documents.mail_address import parse_address
from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.model import Group, GroupKind, Person
from terugkom.workbook.codes import build_unused_code
from terugkom.workbook.foreign.owner_names import ParsedOwner
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.records import Record

MAX_NAME_LENGTH = 200
MAX_PEOPLE = 10_000  # of one plan: another column was taken for that of the owners


def resolve_owners(context: ImportContext, action: ActionRow, record: Record) -> dict[str, Any]:
    """Return the owners of an action; an unknown owner gives a finding, and then no owner is removed."""
    if "owners" not in record.values:
        return {}
    found = context.people.find_several(record.values["owners"])
    for name, person in found.items():
        if person is None:
            context.add_finding(record, "owners", "unknown-person", value=name)
    wanted = {person for person in found.values() if person}
    return _build_owners(action, wanted, all_known=None not in found.values())


def resolve_owners_by_name(context: ImportContext, action: ActionRow, record: Record) -> dict[str, Any]:
    """Return the owners that a foreign file names; create new people; add a finding for those without
    address."""
    if "owners" not in record.values:
        return {}
    owners: tuple[ParsedOwner, ...] = record.values["owners"]
    _check_addresses(context, record)
    addresses = _match_addresses(record, len(owners))
    wanted: set[Person] = set()
    for owner, address in zip(owners, addresses, strict=True):
        email = owner.email or address
        person = _find_person(context, record, owner, email)
        if context.erased.includes(email, owner.name) and not person:
            context.add_finding(record, _owner_column(record), "erased-person")
            continue
        person = person or _create_person(context, record, owner, email)
        if person is None:
            continue
        wanted.add(person)
        if email and not person.email:
            person.email = email
            context.people_by_email[email.lower()] = person
        if not person.email and person.code not in context.codes_without_address:
            context.codes_without_address.add(person.code)
            context.add_finding(record, _owner_column(record), "owner-without-address", value=person.name)
    return _build_owners(action, wanted, all_known=len(wanted) == len(owners))


def _build_owners(action: ActionRow, wanted: set[Person], *, all_known: bool) -> dict[str, Any]:
    if not all_known:  # a typing error must not remove an owner
        wanted |= set(action.owners)
    return {"owners": tuple(wanted)}


def _check_addresses(context: ImportContext, record: Record) -> None:
    for text in record.values.get("email", ()):
        if not parse_address(text):
            context.add_finding(record, "email", "bad-email", value=text)


def _match_addresses(record: Record, owners: int) -> list[str]:
    """Return the address of each owner, where the row has a column with as many addresses as owners."""
    addresses: tuple[str, ...] = record.values.get("email", ())
    good = [address for text in addresses if (address := parse_address(text))]
    return good if len(good) == owners == len(addresses) else [""] * owners


def collect_addresses(context: ImportContext, records: Iterable[Record]) -> None:
    """Note under which addresses a foreign file names each owner: two of one name with two addresses are two
    people."""
    for record in records:
        owners: tuple[ParsedOwner, ...] = record.values.get("owners", ())
        for owner, address in zip(owners, _match_addresses(record, len(owners)), strict=True):
            if email := owner.email or address:
                context.addresses_by_name[normalize_text(owner.name)].add(email.lower())


def _find_person(context: ImportContext, record: Record, owner: ParsedOwner, email: str) -> Person | None:
    """Return the person that is meant: by address, else by name.

    Somebody of that name with another address is somebody else if the file names both addresses; if it names
    only the new one, a finding asks whether it is the same person.
    """
    if email and email.lower() in context.people_by_email:
        return context.people_by_email[email.lower()]
    person = context.people.find(owner.name)
    if not (person and email and person.email) or person.email.lower() == email.lower():
        return person
    if len(context.addresses_by_name[normalize_text(owner.name)]) > 1:
        return None
    column = "email" if "email" in record.headers else _owner_column(record)
    context.add_finding(record, column, "other-address", value=owner.name, old=person.email, new=email)
    return person


def _owner_column(record: Record) -> str:
    return "owners" if "owners" in record.headers else "organisation"


def find_group(context: ImportContext, record: Record) -> dict[str, Any]:
    """Return the group of an action; an unknown name in a foreign file creates a subgroup without a meeting
    interval."""
    if "group" not in record.values:
        return {}
    word = record.values["group"]
    group = context.groups.find(word) if word else None
    if word and group is None and context.is_foreign and not context.groups.find_all(word):
        code = build_unused_code(word, context.groups.by_code)
        group = Group(municipality_id=context.municipality.id, code=code, name=word, kind=GroupKind.SUB)
        context.session.add(group)
        context.groups.add(group)
    if word and group is None:
        context.add_finding(record, "group", "unknown-group", value=word)
        return {}
    return {"group": group}


def _create_person(context: ImportContext, record: Record, owner: ParsedOwner, email: str) -> Person | None:
    """Create a person from a name in a foreign file; add a finding and return None if that is not
    possible."""
    name = owner.name
    if len(name) > MAX_NAME_LENGTH:
        context.add_finding(
            record, _owner_column(record), "too-long", length=len(name), longest=MAX_NAME_LENGTH
        )
        return None
    namesakes = context.people.find_all(name)
    several = email and len(context.addresses_by_name[normalize_text(name)]) > 1
    if namesakes and not (several and all(each.email for each in namesakes)):  # who of them is meant?
        context.add_finding(record, _owner_column(record), "unknown-person", value=name)
        return None
    if len(context.people.by_code) >= MAX_PEOPLE:
        column = record.headers[_owner_column(record)][:80]
        raise InputError(
            "error.plan-file.too-many-people",
            file=context.file,
            sheet=record.sheet,
            column=column,
            most=MAX_PEOPLE,
        )
    person = Person(
        municipality_id=context.municipality.id,
        code=build_unused_code(name, context.people.by_code),
        name=name,
        email=email,
        kind=owner.kind,
        groups=[],
    )
    context.session.add(person)
    context.people.add(person)
    if email:
        context.people_by_email[email.lower()] = person
    return person
