"""Check the decisions in minutes against the current plan; nothing is changed.

Messages are in Dutch, for the secretary who wrote the minutes, with the table, row, column and remedy.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from terugkom.documents.templates import one_line
from terugkom.meetings import minutes_words as words
from terugkom.meetings.agenda import Point, keys_of
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.meetings.parse_minutes import Answer, Entry, Place, WrittenMinutes
from terugkom.normalize import plain
from terugkom.plan.model import Action, Person, Status
from terugkom.workbook.cells import listed
from terugkom.workbook.codes import LONGEST, free_code
from terugkom.workbook.dates.deadlines import Deadline, ImpossibleDate, read_deadline
from terugkom.workbook.import_context import Directory

_LONGEST_TITLE = 500
_OF_STATE = (DecisionKind.STATUS, DecisionKind.STOP)  # two of these about one action contradict each other
_SETTLES = (DecisionKind.DEADLINE, DecisionKind.OWNER, *_OF_STATE)  # these close a point about that action


@dataclass(frozen=True)
class Known:
    """The current plan: actions by code, people, the agenda points, and the meeting's date."""

    actions: Mapping[str, Action]
    people: Directory[Person]
    points: Sequence[Point]
    day: date


@dataclass(frozen=True)
class Ruling:
    """A valid decision; None leaves a field of the action unchanged. `code` is that of a new action."""

    number: int
    kind: DecisionKind
    text: str
    action: Action | None = None
    reason: str = ""
    deadline: Deadline | None = None
    owners: tuple[Person, ...] | None = None
    status: Status | None = None
    code: str = ""
    title: str = ""
    next_time: bool = False


@dataclass
class Verdict:
    """The result of checking minutes; if `problems` is not empty, nothing may be applied."""

    rulings: list[Ruling] = field(default_factory=list)
    presences: dict[int, tuple[Person, Presence]] = field(default_factory=dict)
    closed: list[Point] = field(default_factory=list)
    put_off: list[Point] = field(default_factory=list)
    raised: list[tuple[str, Action | None]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def refuse(self, place: Place, column: str, why: str, **details: object) -> None:
        """Add a problem with its location and remedy."""
        told = {name: one_line(value)[:80] for name, value in details.items()}
        self.problems.append(
            f"Tabel {place.table}, rij {place.row}, kolom {column}: {words.WRONG[why].format(**told)}"
        )


def decide(written: WrittenMinutes, known: Known) -> Verdict:
    """Return the valid decisions in minutes, and all problems."""
    verdict = Verdict()
    for each in written.present:
        _attend(verdict, known, each.place, each.who, each.answer)
    made: set[str] = set()
    for number, entry in enumerate(written.entries, 1):
        ruling = _ruling(verdict, known, number, entry, made)
        if ruling:
            verdict.rulings.append(ruling)
    _refuse_contradictions(verdict, written.entries)
    _weigh_points(verdict, known, written.answers)
    return verdict


def _attend(verdict: Verdict, known: Known, place: Place, who: str, answer: str) -> None:
    if not answer:
        return
    presence = words.PRESENCES.get(plain(answer))
    person = _person(verdict, known, place, "Code", who)
    if presence is None:
        verdict.refuse(place, "Aanwezigheid", "presence", word=answer)
    elif person and verdict.presences.setdefault(person.id, (person, presence))[1] is not presence:
        verdict.refuse(place, "Code", "attends twice", who=who)


def _person(verdict: Verdict, known: Known, place: Place, column: str, who: str) -> Person | None:
    matching = known.people.matching(who)
    if len(matching) != 1:
        verdict.refuse(place, column, "two people" if matching else "no person", who=who)
        return None
    return matching[0]


def _ruling(verdict: Verdict, known: Known, number: int, entry: Entry, made: set[str]) -> Ruling | None:
    before = len(verdict.problems)
    kind = words.KINDS.get(plain(entry.kind))
    if kind is None:
        verdict.refuse(entry.place, "Soort besluit", "kind" if entry.kind else "no kind", word=entry.kind)
        return None
    decision, next_time = kind
    said = one_line(f"{entry.value} {entry.reason}" if decision is DecisionKind.NOTE else entry.value)
    reason = one_line(entry.reason)
    if decision is DecisionKind.NEW_ACTION:
        ruling = _new_action(verdict, known, number, entry, made)
    else:
        action = _action(verdict, known, entry, needed=decision is not DecisionKind.NOTE)
        cell = (verdict, known, entry.place, "Waarde", said)
        owners = _owners(*cell) if decision is DecisionKind.OWNER else None
        told = ", ".join(one_line(each.name) for each in owners) if owners else said
        text = f"{entry_name(decision, next_time)}: {told}" if told else entry_name(decision, next_time)
        if reason and decision is not DecisionKind.NOTE:
            text += f" ({reason})"
        ruling = Ruling(
            number,
            decision,
            text,
            action,
            said if decision is DecisionKind.NOTE else reason,
            deadline=_deadline(*cell) if decision is DecisionKind.DEADLINE else None,
            owners=owners,
            status=_status(verdict, entry, decision),
            next_time=next_time,
        )
        if decision is DecisionKind.NOTE and not said:
            verdict.refuse(entry.place, "Toelichting", "no text")
    return ruling if len(verdict.problems) == before else None


def entry_name(kind: DecisionKind, next_time: bool) -> str:
    """Return the Dutch name of a kind of decision in minutes."""
    return words.NEXT_TIME if next_time else words.NAMES[kind]


def _action(verdict: Verdict, known: Known, entry: Entry, *, needed: bool) -> Action | None:
    if not entry.action:
        if needed:
            verdict.refuse(entry.place, "Actie", "no action")
        return None
    found = action_named(known.actions, entry.action)
    if found is None:
        verdict.refuse(entry.place, "Actie", "unknown action", code=entry.action)
    return found


def action_named(actions: Mapping[str, Action], code: str) -> Action | None:
    """Return the action with this code, or the only one whose normalized code is equal; None otherwise."""
    if code in actions:
        return actions[code]
    alike = [action for each, action in actions.items() if plain(each) == plain(code)]
    return alike[0] if len(alike) == 1 else None


def _new_action(verdict: Verdict, known: Known, number: int, entry: Entry, made: set[str]) -> Ruling:
    title = one_line(entry.value)
    taken: Collection[str] = {*known.actions, *made}
    if not title or len(title) > _LONGEST_TITLE:
        verdict.refuse(entry.place, "Titel", "no title" if not title else "long title")
    code = one_line(entry.action)
    if len(code) > LONGEST:
        verdict.refuse(entry.place, "Code", "long code")
    elif code in taken or (plain(code) and plain(code) in {plain(each) for each in taken}):
        verdict.refuse(entry.place, "Code", "code taken", code=code)
    code = code or free_code(title or "actie", taken)
    made.add(code)
    owners = _owners(verdict, known, entry.place, "Trekker", entry.owners) if entry.owners else ()
    deadline = _deadline(verdict, known, entry.place, "Deadline", entry.deadline) if entry.deadline else None
    parts = [title, ", ".join(one_line(each.name) for each in owners), one_line(entry.deadline)]
    text = f"{words.NAMES[DecisionKind.NEW_ACTION]}: {'; '.join(part for part in parts if part)}"
    reason = one_line(entry.reason)
    text += f" ({reason})" if reason else ""
    return Ruling(
        number,
        DecisionKind.NEW_ACTION,
        text,
        reason=reason,
        deadline=deadline,
        owners=owners,
        code=code,
        title=title,
    )


def _deadline(verdict: Verdict, known: Known, place: Place, column: str, text: str) -> Deadline | None:
    try:
        told = read_deadline(text)
    except ImpossibleDate:
        verdict.refuse(place, column, "impossible date", word=text)
        return None
    if told.day is None:
        verdict.refuse(place, column, "no date", word=text)
    elif told.day < known.day:
        verdict.refuse(place, column, "past date", word=text)
    elif len(told.text) > 500:
        verdict.refuse(place, column, "no date", word=text)
    return told


def _owners(verdict: Verdict, known: Known, place: Place, column: str, text: str) -> tuple[Person, ...]:
    named = _names(known, text)
    if not named:
        verdict.refuse(place, column, "no owner")
    found = {}
    for who in named:
        person = _person(verdict, known, place, column, who)
        if person and person.departed_on and person.departed_on <= known.day:
            verdict.refuse(place, column, "departed", who=who)
        elif person:
            found[person.code] = person
    return tuple(found[code] for code in sorted(found))


def _names(known: Known, text: str) -> Sequence[str]:
    """Return the names, split at semicolons, and at commas and *en* unless the whole is a person's name."""
    found: list[str] = []
    for part in listed(text):
        whole = [part] if known.people.matching(part) else words.AND.split(part)
        found += [name for each in whole if (name := each.strip())]
    return found


def _status(verdict: Verdict, entry: Entry, decision: DecisionKind) -> Status | None:
    if decision not in _OF_STATE:
        return None
    status = Status.STOPPED
    if decision is DecisionKind.STATUS:
        found = words.status(entry.value)
        if found is None:
            verdict.refuse(entry.place, "Waarde", "status", word=entry.value)
            return None
        status = found
    if status is Status.STOPPED and not entry.reason:
        verdict.refuse(entry.place, "Toelichting", "no reason")
    return status


def _refuse_contradictions(verdict: Verdict, entries: Sequence[Entry]) -> None:
    """Add a problem for each second decision of a kind about one action."""
    seen: dict[tuple[int, DecisionKind], int] = {}
    for each in verdict.rulings:
        if each.action is None or each.kind is DecisionKind.NOTE:
            continue
        kind = DecisionKind.STATUS if each.kind in _OF_STATE else each.kind
        first = seen.setdefault((each.action.id, kind), each.number)
        if first != each.number:
            place = entries[each.number - 1].place
            row = entries[first - 1].place.row
            verdict.refuse(place, "Actie", "decided twice", code=each.action.code, row=row)


def _weigh_points(verdict: Verdict, known: Known, answers: Sequence[Answer]) -> None:
    """Divide the agenda points into closed and postponed ones."""
    closed = _answered(verdict, known, answers)
    settled = {each.action.id for each in verdict.rulings if each.action and each.kind in _SETTLES}
    again = {each.action.id for each in verdict.rulings if each.action and each.next_time}
    for point in known.points:
        dealt_with = closed.get(point.key)
        if dealt_with is None:
            dealt_with = point.action_id in settled and point.action_id not in again
        (verdict.closed if dealt_with else verdict.put_off).append(point)
    on_agenda = {each.action_id for each in verdict.put_off if each.action_id}
    for ruling in verdict.rulings:
        if ruling.next_time and not (ruling.action and ruling.action.id in on_agenda):
            verdict.raised.append((ruling.reason, ruling.action))


def _answered(verdict: Verdict, known: Known, answers: Sequence[Answer]) -> dict[str, bool]:
    """Return by point key whether the minutes close it; an added row becomes a new point."""
    keys, closed = keys_of(known.points), {}
    for each in answers:
        answer = words.ANSWERS.get(plain(each.answer))
        if each.answer and answer is None:
            verdict.refuse(each.place, "Afgehandeld?", "answer", word=each.answer)
        elif not each.key:
            action = action_named(known.actions, each.code) if each.code else None
            if each.code and action is None:
                verdict.refuse(each.place, "Actie", "unknown action", code=each.code)
            elif not each.text:
                verdict.refuse(each.place, "Waarover", "no text")
            elif not answer:
                verdict.raised.append((one_line(each.text), action))
        elif plain(each.key) in keys and answer is not None:
            closed[keys[plain(each.key)]] = answer
        elif each.answer and plain(each.key) not in keys:
            verdict.refuse(each.place, "Punt", "unknown point", key=each.key)
    return closed
