"""Resolve the owners and the group of an action: by code in our workbook, by name in a foreign file."""

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.model import Group, GroupKind, Person
from terugkom.workbook.cells import is_email
from terugkom.workbook.codes import free_code
from terugkom.workbook.foreign.owner_names import Owner
from terugkom.workbook.import_context import Job
from terugkom.workbook.records import Record

LONGEST_NAME = 200


def set_owners(job: Job, action: ActionRow, record: Record) -> None:
    """Set the owners of an action; an unknown owner gives a finding, and then no owner is removed."""
    if "owners" not in record.values:
        return
    found = [job.people.find(name) for name in record.values["owners"]]
    for name, person in zip(record.values["owners"], found, strict=True):
        if person is None:
            job.find(record, "owners", "unknown-person", value=name)
    _assign(action, {person for person in found if person}, all_known=None not in found)


def set_named_owners(job: Job, action: ActionRow, record: Record) -> None:
    """Set the owners that a foreign file names; create new people; add a finding for those without
    address."""
    if "owners" not in record.values:
        return
    owners: tuple[Owner, ...] = record.values["owners"]
    addresses = _addresses(job, record, len(owners))
    wanted: set[Person] = set()
    for owner, address in zip(owners, addresses, strict=True):
        email = owner.email or address
        person = _known(job, owner, email) or _new_person(job, record, owner, email)
        if person is None:
            continue
        wanted.add(person)
        if email and not person.email:
            person.email = email
            job.by_email[email.lower()] = person
        if not person.email and person.code not in job.without_address:
            job.without_address.add(person.code)
            job.find(record, _column(record), "owner-without-address", value=person.name)
    _assign(action, wanted, all_known=len(wanted) == len(owners))


def _assign(action: ActionRow, wanted: set[Person], *, all_known: bool) -> None:
    if not all_known:  # a typing error must not remove an owner
        wanted |= set(action.owners)
    if wanted != set(action.owners):
        action.owners = tuple(sorted(wanted, key=lambda person: person.code))


def _addresses(job: Job, record: Record, owners: int) -> list[str]:
    """Return the address of each owner, where the row has a column with as many addresses as owners."""
    told: tuple[str, ...] = record.values.get("email", ())
    for text in told:
        if not is_email(text):
            job.find(record, "email", "bad-email", value=text)
    good = [text for text in told if is_email(text)]
    return good if len(good) == owners == len(told) else [""] * owners


def _known(job: Job, owner: Owner, email: str) -> Person | None:
    if email and email.lower() in job.by_email:
        return job.by_email[email.lower()]
    return job.people.find(owner.name)


def _column(record: Record) -> str:
    return "owners" if "owners" in record.headers else "organisation"


def set_group(job: Job, action: ActionRow, record: Record) -> None:
    """Set the group of an action; an unknown name in a foreign file creates a subgroup without a meeting
    interval."""
    if "group" not in record.values:
        return
    word = record.values["group"]
    group = job.groups.find(word) if word else None
    if word and group is None and job.foreign and not job.groups.matching(word):
        code = free_code(word, job.groups.by_code)
        group = Group(municipality_id=job.municipality.id, code=code, name=word, kind=GroupKind.SUB)
        job.session.add(group)
        job.groups.add(group)
    if word and group is None:
        job.find(record, "group", "unknown-group", value=word)
    elif action.group is not group:
        action.group = group


def _new_person(job: Job, record: Record, owner: Owner, email: str) -> Person | None:
    """Create a person from a name in a foreign file; add a finding and return None if that is not
    possible."""
    name = owner.name
    if len(name) > LONGEST_NAME:
        job.find(record, _column(record), "too-long", length=len(name), longest=LONGEST_NAME)
        return None
    if job.people.matching(name):  # two people of that name: ambiguous
        job.find(record, _column(record), "unknown-person", value=name)
        return None
    person = Person(
        municipality_id=job.municipality.id,
        code=free_code(name, job.people.by_code),
        name=name,
        email=email,
        kind=owner.kind,
        groups=[],
    )
    job.session.add(person)
    job.people.add(person)
    if email:
        job.by_email[email.lower()] = person
    return person
