"""Merge groups and people: first the rows, then their relations, so that order does not matter."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from terugkom.documents.mail_address import needs_smtputf8
from terugkom.plan.erased_people import load_erased_people
from terugkom.plan.model import Group, GroupKind, Person
from terugkom.workbook.import_context import ImportContext, NameIndex, assign_values
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.records import Record


def load_people_and_groups(context: ImportContext) -> None:
    """Load the existing people and groups into the context. Three queries."""
    municipality_id = context.municipality.id
    context.erased = load_erased_people(context.session, municipality_id)
    context.groups = NameIndex(
        context.session.scalars(select(Group).where(Group.municipality_id == municipality_id))
    )
    people = (
        select(Person).where(Person.municipality_id == municipality_id).options(selectinload(Person.groups))
    )
    context.people = NameIndex(context.session.scalars(people))
    context.people_by_email = {
        each.email.lower(): each for each in context.people.by_code.values() if each.email
    }


def merge_groups(context: ImportContext, records: list[Record]) -> None:
    """Add or change groups. A new group without a valid kind becomes a subgroup."""
    for record in records:
        group = context.groups.by_code.get(record.code)
        if group is None:
            if "name" not in record.values:
                context.count_row(RowOutcome.REFUSED, record)
                continue
            group = Group(
                municipality_id=context.municipality.id, code=record.code, kind=GroupKind.SUB, name=""
            )
            context.session.add(group)
        assign_values(
            group, record, ("name", "anchor", "interval_months", "meets_at", "meets_for", "meets_in")
        )
        if record.values.get("kind"):
            assign_values(group, record, ("kind",))
        if group.anchor and not group.interval_months and "interval_months" not in record.wrong:
            context.add_finding(record, "interval_months", "no-interval", value=group.name)
        context.groups.by_code[record.code] = group
        context.count_row(RowOutcome.IMPORTED, record)
    context.groups = NameIndex(context.groups.by_code.values())  # names may have changed


def report_absent_groups(context: ImportContext, records: list[Record]) -> None:
    """Add a finding for each group with a calendar that a file with groups leaves out: it goes on meeting."""
    if not records:
        return
    in_file, column = {each.code for each in records}, records[0].headers.get("anchor", "anchor")
    for code, group in sorted(context.groups.by_code.items()):
        if group.anchor and code not in in_file:
            sheet = records[0].sheet
            context.notes.add_finding(sheet, 1, column, "absent-group", value=group.name, header=column)


def merge_people(context: ImportContext, records: list[Record]) -> None:
    """Add or change people, then set their groups and stand-ins."""
    merged: list[tuple[Person, Record]] = []
    for record in records:
        person = context.people.by_code.get(record.code)
        if _is_erased(context, record, person):
            context.add_finding(record, "email" if record.values.get("email") else "name", "erased-person")
            context.count_row(RowOutcome.REFUSED, record)
            continue
        if person is None:
            if "name" not in record.values:
                context.count_row(RowOutcome.REFUSED, record)
                continue
            person = Person(municipality_id=context.municipality.id, code=record.code, name="", groups=[])
            context.session.add(person)
        assign_values(person, record, ("name", "email", "job", "departed_on"))
        if needs_smtputf8(email := record.values.get("email") or ""):  # kept: some mail servers take it
            context.add_finding(record, "email", "email-letters", value=email)
        if record.values.get("kind"):
            assign_values(person, record, ("kind",))
        _set_absence(context, person, record)
        context.people.by_code[record.code] = person
        merged.append((person, record))
        context.count_row(RowOutcome.IMPORTED, record)
    context.people = NameIndex(context.people.by_code.values())
    for person, record in merged:
        _set_groups(context, person, record)
        _set_stand_in(context, person, record)


def set_secretaries(context: ImportContext, records: list[Record]) -> None:
    """Set who writes the minutes of groups, once all people are known."""
    for record in records:
        group = context.groups.by_code.get(record.code)
        if group is None or "secretary" not in record.values:
            continue
        word = record.values["secretary"]
        person = context.people.find(word) if word else None
        if word and person is None:
            context.add_finding(record, "secretary", "unknown-person", value=word)
        elif group.secretary is not person:
            group.secretary = person


def _is_erased(context: ImportContext, record: Record, person: Person | None) -> bool:
    """Return whether a row is of a person who was erased: by address, or by name without an address."""
    known = person.email if person else ""
    return context.erased.includes(record.values.get("email") or known, record.values.get("name") or "")


def _set_absence(context: ImportContext, person: Person, record: Record) -> None:
    first = record.values.get("absent_from", person.absent_from)
    last = record.values.get("absent_until", person.absent_until)
    if first and last and last < first:
        context.add_finding(record, "absent_until", "absent-until-before-from")
    else:
        assign_values(person, record, ("absent_from", "absent_until"))


def _set_groups(context: ImportContext, person: Person, record: Record) -> None:
    if "groups" not in record.values:
        return
    wanted: set[Group] = set()
    unknown = False
    for word, group in context.groups.find_several(record.values["groups"]).items():
        if group:
            wanted.add(group)
        else:
            unknown = True
            context.add_finding(record, "groups", "unknown-group", value=word)
    if unknown:  # a typing error must not remove anybody from a group
        wanted |= set(person.groups)
    if wanted != set(person.groups):
        person.groups = sorted(wanted, key=lambda group: group.code)


def _set_stand_in(context: ImportContext, person: Person, record: Record) -> None:
    if "stand_in" not in record.values:
        return
    word = record.values["stand_in"]
    stand_in = context.people.find(word) if word else None
    if word and stand_in is None:
        context.add_finding(record, "stand_in", "unknown-person", value=word)
    elif stand_in is person:
        context.add_finding(record, "stand_in", "stand-in-self")
    elif person.stand_in is not stand_in:
        person.stand_in = stand_in
