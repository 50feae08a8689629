"""Who owns an action and which group follows it: by code in our workbook, by name in a foreign file."""

import re

from terugkom.plan.model import Action, Group, GroupKind, Person
from terugkom.plan.workbook.cells import is_email, listed
from terugkom.plan.workbook.codes import free_code
from terugkom.plan.workbook.job import Job
from terugkom.plan.workbook.records import Record

LONGEST_NAME = 200

_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_ANY_COMMA = re.compile(rf",{_OUTSIDE_BRACKETS}")
_BARE_COMMA = re.compile(rf",(?!\s){_OUTSIDE_BRACKETS}")


def part_names(records: list[Record]) -> None:
    """Part the owners' cells of a foreign file into names: at semicolons, line breaks and commas.

    A comma inside brackets parts nothing. Where commas without a space behind them prevail in the column, as
    programs write lists, a comma with a space belongs to a name ("FPS Health, Food Chain Safety").
    """
    texts = {str(record.values["owners"]).rstrip(" ,") for record in records if "owners" in record.values}
    bare = sum(len(_BARE_COMMA.findall(text)) for text in texts)
    every = sum(len(_ANY_COMMA.findall(text)) for text in texts)
    comma = _BARE_COMMA if 2 * bare > every else _ANY_COMMA
    for record in records:
        if "owners" in record.values:
            parts = listed(comma.sub(";", record.values["owners"]))
            names = (" ".join(part.strip(" ,").split()) for part in parts)
            record.values["owners"] = tuple(dict.fromkeys(name for name in names if name))


def set_owners(job: Job, action: Action, record: Record) -> None:
    """Set the owners of an action; whoever is not known is noted, and then nobody is taken off it."""
    if "owners" not in record.values:
        return
    wanted: set[Person] = set()
    left_out = False
    for name in record.values["owners"]:
        person = job.people.find(name) or _new_person(job, record, name)
        if person is None:
            left_out = True
            continue
        wanted.add(person)
        if job.foreign and not person.email and person.code not in job.without_address:
            job.without_address.add(person.code)
            job.find(record, "owners", "owner-without-address", value=person.name)
    if left_out:
        wanted |= set(action.owners)
    if wanted != set(action.owners):
        action.owners = sorted(wanted, key=lambda person: person.code)


def set_group(job: Job, action: Action, record: Record) -> None:
    """Set the group of an action; a name that a foreign file brings makes a subgroup without a rhythm."""
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


def _new_person(job: Job, record: Record, name: str) -> Person | None:
    """Make a person of a foreign file's name; note it and return none where that cannot be."""
    if len(name) > LONGEST_NAME:
        job.find(record, "owners", "too-long", length=len(name), longest=LONGEST_NAME)
        return None
    if not job.foreign or job.people.matching(name):  # two people of that name: not ours to choose
        job.find(record, "owners", "unknown-person", value=name)
        return None
    person = Person(
        municipality_id=job.municipality.id,
        code=free_code(name, job.people.by_code),
        name=name,
        email=name if is_email(name) else "",
        groups=[],
    )
    job.session.add(person)
    job.people.add(person)
    return person
