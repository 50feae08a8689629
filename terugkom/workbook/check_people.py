"""What the people of a plan have in common that makes their mails and meetings go wrong, as findings.

Two people with one mailbox get each other's mails, and who is in two groups cannot be in both at one hour.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from dateutil.relativedelta import relativedelta

from terugkom.documents.formatting import format_long_date
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Group, Person
from terugkom.schedule.meeting_hours import MeetingHours
from terugkom.schedule.moments import list_meetings_between
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.records import Record

_LOOKAHEAD = relativedelta(years=2)
_NAMES_SHOWN = 3


def check_people(context: ImportContext, people: Sequence[Record], groups: Sequence[Record]) -> None:
    """Add findings on rows of this file; people who left are not looked at."""
    present = [each for each in context.people.by_code.values() if not is_departed(each, context.today)]
    person_rows = {record.code: record for record in people}
    _check_mailboxes(context, present, person_rows)
    _check_meetings(context, present, person_rows, {record.code: record for record in groups})


def _check_mailboxes(context: ImportContext, people: Sequence[Person], rows: dict[str, Record]) -> None:
    """Add one finding a mailbox, on the last of its people who has a row in this file."""
    readers: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.email:
            readers[person.email.casefold()].append(person)
    for sharing in readers.values():
        row = next((rows[each.code] for each in reversed(sharing) if each.code in rows), None)
        if len(sharing) > 1 and row:
            names, address = _list_names(sharing), sharing[0].email
            context.add_finding(row, "email", "shared-mailbox", value=address, people=names)


def _check_meetings(
    context: ImportContext, people: Sequence[Person], person_rows: dict[str, Record], rows: dict[str, Record]
) -> None:
    """Add one finding for two groups with members in common that meet at one hour, on a row of either."""
    members: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        for pair in combinations(sorted(each.code for each in person.groups), 2):
            members[pair].append(person)
    for pair, both in sorted(members.items()):
        first, second = (context.groups.by_code[code] for code in pair)
        day = _find_overlap(context, first, second)
        if day is None:
            continue
        details = {
            "group": first.name,
            "other": second.name,
            "day": format_long_date(day, context.municipality.language),
            "people": _list_names(both),
        }
        row = rows.get(second.code) or rows.get(first.code)
        member_row = next((person_rows[each.code] for each in both if each.code in person_rows), None)
        if row:
            context.add_finding(row, "meets_at", "meetings-overlap", **details)
        elif member_row:
            context.add_finding(member_row, "groups", "meetings-overlap", **details)


def _find_overlap(context: ImportContext, first: Group, second: Group) -> date | None:
    """Return the first day on which the series of two groups meet at one hour, within two years."""
    other = _list_hours(context, second)
    found = (
        hours.day for hours in _list_hours(context, first) if any(hours.overlaps(each) for each in other)
    )
    return next(found, None)


def _list_hours(context: ImportContext, group: Group) -> list[MeetingHours]:
    if not (group.anchor and group.interval_months):
        return []
    planned = list_meetings_between(
        group.anchor,
        group.interval_months,
        context.municipality.working_days,
        context.today,
        context.today + _LOOKAHEAD,
    )
    return [MeetingHours(each.day, group.meets_at, group.meets_for) for each in planned]


def _list_names(people: Sequence[Person]) -> str:
    names = [each.name for each in people]
    shown = ", ".join(names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown}, +{len(names) - _NAMES_SHOWN}"
