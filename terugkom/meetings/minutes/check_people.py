"""Check who is named in minutes: who attended, and the owners of actions."""

from collections.abc import Sequence

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes import minutes_words as words
from terugkom.meetings.minutes.checked_minutes import CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.match_people import is_called_guest, remove_guest_word
from terugkom.meetings.minutes.minutes_words import MinutesColumn
from terugkom.meetings.minutes.written_minutes import RowLocation, WrittenAttendance
from terugkom.meetings.model import Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import Person
from terugkom.workbook.cells import split_list


def check_attendance(checked: CheckedMinutes, plan: PlanSnapshot, row: WrittenAttendance) -> None:
    """Add who attended, or a problem. Who is nobody of the plan, and resembles nobody, is a guest."""
    if not (row.presence or row.word):
        return
    if row.presence is None:
        checked.add_problem(row.location, MinutesColumn.ATTENDANCE, "presence", word=row.word)
    name = row.name or row.who
    if not plan.codes_only and _is_guest(plan, row.who, name):
        coded = plan.people.by_code.get(row.who)
        if coded:
            _add_other_name(checked, row, coded)
        else:
            _add_guest(checked, remove_guest_word(name) or remove_guest_word(row.who), row.presence)
        return
    match = plan.match_person(row.who)
    if not match.found and row.name and row.name != row.who:
        match = plan.match_person(row.name)
    if len(match.found) == 1 and _names_another(plan, row, match.found[0]):
        _add_other_name(checked, row, match.found[0])
    elif len(match.found) == 1:
        _add_attendance(checked, row, match.found[0])
    elif match.found:
        checked.add_problem(
            row.location, MinutesColumn.CODE, "two-people", who=row.who, names=match.list_offered_names()
        )
    elif match.offered:
        checked.add_problem(
            row.location, MinutesColumn.CODE, "attendee-alike", who=name, names=match.list_offered_names()
        )
    elif plan.codes_only or not _is_name(name):
        checked.add_problem(row.location, MinutesColumn.CODE, "no-person", who=row.who)
    else:
        _add_guest(checked, to_one_line(name), row.presence)


def _is_guest(plan: PlanSnapshot, who: str, name: str) -> bool:
    """Return whether a row says that somebody is a guest: not if that is how the plan calls a person."""
    called = {
        normalize_text(text) for each in plan.match_person(who).found for text in (each.code, each.name)
    }
    return normalize_text(name) not in called and (is_called_guest(who) or is_called_guest(name))


def _names_another(plan: PlanSnapshot, row: WrittenAttendance, person: Person) -> bool:
    """Return whether the name beside a code is not that of its person, nor one that may be meant for it: it
    was typed over, as of a guest or of somebody else of the plan."""
    if not row.name or row.name == row.who:
        return False
    match = plan.match_person(row.name)
    return person.id not in {each.id for each in match.found or match.offered}


def _add_other_name(checked: CheckedMinutes, row: WrittenAttendance, found: Person) -> None:
    person = f"{to_one_line(found.name)} ({found.code})"
    checked.add_problem(
        row.location, MinutesColumn.CODE, "other-name", who=row.who, name=row.name, person=person
    )


def _add_attendance(checked: CheckedMinutes, row: WrittenAttendance, person: Person) -> None:
    if row.presence is None:
        return
    if checked.attendance.setdefault(person.id, (person, row.presence))[1] is not row.presence:
        checked.add_problem(row.location, MinutesColumn.CODE, "attends-twice", who=row.who)


def _add_guest(checked: CheckedMinutes, name: str, presence: Presence | None) -> None:
    """Keep a guest who was there: of one who was not there is nothing to be told."""
    if presence is Presence.PRESENT and name and name not in checked.guests:
        checked.guests.append(name)


def _is_name(text: str) -> bool:
    """Return whether a text may be the name of a person: two words or more, and no figures."""
    return len(text.split()) > 1 and not any(each.isdigit() for each in text)


def find_owners(
    checked: CheckedMinutes, plan: PlanSnapshot, location: RowLocation, column: str, texts: Sequence[str]
) -> tuple[Person, ...]:
    """Return the people that these texts name; add a problem for each that is not clear or has departed."""
    names = _split_names(plan, texts)
    if not names:
        checked.add_problem(location, column, "no-owner")
    found = {}
    for who in names:
        person = _find_owner(checked, plan, location, column, who)
        if person and person.id in plan.departed_ids:
            checked.add_problem(location, column, "departed", who=who)
        elif person:
            found[person.code] = person
    return tuple(found[code] for code in sorted(found))


def _find_owner(
    checked: CheckedMinutes, plan: PlanSnapshot, location: RowLocation, column: str, who: str
) -> Person | None:
    match = plan.match_person(who)
    if len(match.found) == 1:
        return match.found[0]
    names = match.list_offered_names()
    if match.offered:
        checked.add_problem(location, column, "person-alike", who=who, names=names)
    else:
        checked.add_problem(
            location, column, "two-people" if match.found else "no-person", who=who, names=names
        )
    return None


def _split_names(plan: PlanSnapshot, texts: Sequence[str]) -> Sequence[str]:
    """Return the names, split at semicolons, and at commas and *en* unless the whole is a person's name."""
    found: list[str] = []
    for part in dict.fromkeys(each for text in texts for each in split_list(text)):
        whole = [part] if plan.match_person(part).found else words.OWNER_SEPARATOR.split(part)
        found += [name for each in whole if (name := each.strip())]
    return found
