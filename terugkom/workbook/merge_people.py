"""Merge groups and people: first the rows, then their relations, so that order does not matter."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from terugkom.plan.model import Group, GroupKind, Person
from terugkom.workbook.import_context import Directory, Job, assign
from terugkom.workbook.import_report import Fate
from terugkom.workbook.records import Record


def load_people_and_groups(job: Job) -> None:
    """Load the existing people and groups into the context. Three queries."""
    at_home = job.municipality.id
    job.groups = Directory(job.session.scalars(select(Group).where(Group.municipality_id == at_home)))
    people = select(Person).where(Person.municipality_id == at_home).options(selectinload(Person.groups))
    job.people = Directory(job.session.scalars(people))
    job.by_email = {each.email.lower(): each for each in job.people.by_code.values() if each.email}


def merge_groups(job: Job, records: list[Record]) -> None:
    """Add or change groups. A new group without a valid kind becomes a subgroup."""
    for record in records:
        group = job.groups.by_code.get(record.code)
        if group is None:
            if "name" not in record.values:
                job.count(Fate.REFUSED)
                continue
            group = Group(municipality_id=job.municipality.id, code=record.code, kind=GroupKind.SUB, name="")
            job.session.add(group)
        assign(group, record, ("name", "anchor", "interval_months", "meets_at", "meets_for", "meets_in"))
        if record.values.get("kind"):
            assign(group, record, ("kind",))
        job.groups.by_code[record.code] = group
        job.count(Fate.IMPORTED)
    job.groups = Directory(job.groups.by_code.values())  # names may have changed


def merge_people(job: Job, records: list[Record]) -> None:
    """Add or change people, then set their groups and stand-ins."""
    taken: list[tuple[Person, Record]] = []
    for record in records:
        person = job.people.by_code.get(record.code)
        if person is None:
            if "name" not in record.values:
                job.count(Fate.REFUSED)
                continue
            person = Person(municipality_id=job.municipality.id, code=record.code, name="", groups=[])
            job.session.add(person)
        assign(person, record, ("name", "email", "job", "departed_on"))
        if record.values.get("kind"):
            assign(person, record, ("kind",))
        _set_absence(job, person, record)
        job.people.by_code[record.code] = person
        taken.append((person, record))
        job.count(Fate.IMPORTED)
    job.people = Directory(job.people.by_code.values())
    for person, record in taken:
        _set_groups(job, person, record)
        _set_stand_in(job, person, record)


def _set_absence(job: Job, person: Person, record: Record) -> None:
    first = record.values.get("absent_from", person.absent_from)
    last = record.values.get("absent_until", person.absent_until)
    if first and last and last < first:
        job.find(record, "absent_until", "absent-until-before-from")
    else:
        assign(person, record, ("absent_from", "absent_until"))


def _set_groups(job: Job, person: Person, record: Record) -> None:
    if "groups" not in record.values:
        return
    wanted: set[Group] = set()
    unknown = False
    for word in record.values["groups"]:
        group = job.groups.find(word)
        if group:
            wanted.add(group)
        else:
            unknown = True
            job.find(record, "groups", "unknown-group", value=word)
    if unknown:  # a typing error must not remove anybody from a group
        wanted |= set(person.groups)
    if wanted != set(person.groups):
        person.groups = sorted(wanted, key=lambda group: group.code)


def _set_stand_in(job: Job, person: Person, record: Record) -> None:
    if "stand_in" not in record.values:
        return
    word = record.values["stand_in"]
    stand_in = job.people.find(word) if word else None
    if word and stand_in is None:
        job.find(record, "stand_in", "unknown-person", value=word)
    elif stand_in is person:
        job.find(record, "stand_in", "stand-in-self")
    elif person.stand_in is not stand_in:
        person.stand_in = stand_in
