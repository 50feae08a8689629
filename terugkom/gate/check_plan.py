"""Check a plan in one pass, in batches of 500 actions."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session

from terugkom.gate.check_action import Draft, Hit, check
from terugkom.gate.grades import Grade, grade_of
from terugkom.gate.model import GateAcceptance
from terugkom.gate.rules import rules_of
from terugkom.plan.model import Action, Group, Indicator, Municipality, Ownership, Person, PersonKind, Status

_BATCH = 500
_OPEN = [status for status in Status if status.is_open]


@dataclass(frozen=True)
class Finding:
    """A finding on an action: the rule, the matching words, the message, the reason, the question and the
    weight."""

    rule: str
    words: str
    message: str
    why: str
    question: str
    weight: int


@dataclass(frozen=True)
class Checked:
    """A checked action; `resting` are the rules whose findings an officer accepted."""

    action_id: int
    code: str
    title: str
    group_code: str
    group: str
    grade: Grade
    findings: tuple[Finding, ...]
    text_sha256: str
    group_id: int | None = None
    resting: tuple[str, ...] = ()
    accepted: str = ""


def checked_plan(
    session: Session, municipality: Municipality, *conditions: ColumnElement[bool]
) -> Iterator[Checked]:
    """Yield the open actions of a municipality that meet the conditions, checked, in order of code."""
    query = (
        select(
            Action.id,
            Action.code,
            Action.title,
            Action.description,
            Action.deadline,
            Action.deadline_text,
            Action.group_id,
            func.coalesce(Group.code, "").label("group_code"),
            func.coalesce(Group.name, "").label("group"),
        )
        .outerjoin(Group, Group.id == Action.group_id)
        .where(Action.municipality_id == municipality.id, Action.status.in_(_OPEN))
        .where(Action.missing_since.is_(None), *conditions)
        .order_by(Action.code)
    )
    for rows in session.execute(query.execution_options(yield_per=_BATCH)).partitions():
        yield from _checked(session, rows, municipality.language)


def text_sha256(title: str, description: str) -> str:
    """Return the SHA-256 of title and description, by which an acceptance stays valid."""
    return hashlib.sha256(f"{title}\0{description}".encode()).hexdigest()


def finding_of(hit: Hit, language: str) -> Finding:
    """Return a match as a finding, with its rule's texts in this language."""
    rule = rules_of(language).by_id[hit.rule]
    message, question = (text.replace("{words}", hit.words) for text in (rule.message, rule.question))
    return Finding(hit.rule, hit.words, message, rule.why, question, rule.weight)


def _checked(session: Session, rows: Sequence[Row[Any]], language: str) -> Iterator[Checked]:
    ids = [row.id for row in rows]
    owners, figures = _owners_of(session, ids), _figures_of(session, ids)
    acceptances = _acceptances_of(session, ids)
    for row in rows:
        draft = Draft(
            row.title,
            row.description,
            tuple(name for name, _ in owners[row.id]),
            row.deadline is not None,
            row.deadline_text,
            has_indicator=row.id in figures,
            is_measured=bool(figures.get(row.id)),
            organisations=tuple(name for name, kind in owners[row.id] if kind is PersonKind.ORGANISATION),
        )
        accepted, text = acceptances.get(row.id), text_sha256(row.title, row.description)
        if accepted and accepted.text_sha256 != text:
            accepted = None
        hits = check(draft, language)
        rest = set(accepted.rules) if accepted else set()
        awake = [hit for hit in hits if hit.rule not in rest]
        yield Checked(
            action_id=row.id,
            code=row.code,
            title=row.title,
            group_code=row.group_code,
            group=row.group,
            grade=grade_of(awake, language),
            findings=tuple(finding_of(hit, language) for hit in awake),
            text_sha256=text,
            group_id=row.group_id,
            resting=tuple(hit.rule for hit in hits if hit.rule in rest),
            accepted=accepted.reason if accepted else "",
        )


def _owners_of(session: Session, ids: Sequence[int]) -> defaultdict[int, list[tuple[str, PersonKind]]]:
    found: defaultdict[int, list[tuple[str, PersonKind]]] = defaultdict(list)
    query = (
        select(Ownership.action_id, Person.name, Person.kind)
        .join(Person, Person.id == Ownership.person_id)
        .where(Ownership.action_id.in_(ids))
        .order_by(Person.code)
    )
    for action, name, kind in session.execute(query):
        found[action].append((name, kind))
    return found


def _figures_of(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Return the actions that have an indicator, and whether one has both a baseline and a target."""
    both = Indicator.baseline.is_not(None) & Indicator.target.is_not(None)
    query = select(Indicator.action_id, func.max(case((both, 1), else_=0))).group_by(Indicator.action_id)
    return dict(session.execute(query.where(Indicator.action_id.in_(ids))).tuples().all())


def _acceptances_of(session: Session, ids: Sequence[int]) -> dict[int, GateAcceptance]:
    """Return the newest acceptance of each action."""
    query = select(GateAcceptance).where(GateAcceptance.action_id.in_(ids)).order_by(GateAcceptance.id)
    return {each.action_id: each for each in session.scalars(query)}
