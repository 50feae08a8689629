"""Check a plan in one pass, in batches of 500 actions."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.gate.check_action import ActionToCheck, RuleMatch, check_action
from terugkom.gate.grades import Grade, compute_grade
from terugkom.gate.model import GateAcceptance
from terugkom.gate.rules import load_rules
from terugkom.gate.text_language import PLAN_SAMPLE_SIZE, detect_plan_language
from terugkom.plan.action_scope import ActionScope, Conditions, cache_built_statements, is_in_plan
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import OPEN_STATUSES, Action, Group, Municipality, Ownership, Person, PersonKind
from terugkom.workbook.foreign.kept_columns import INDICATOR, RESULT, list_kept_texts

_BATCH_SIZE = 500


@dataclass(frozen=True)
class GateFinding:
    """A finding on an action: the rule, the matching words, the message, the reason, the question and the
    weight."""

    rule: str
    words: str
    message: str
    why: str
    question: str
    weight: int


@dataclass(frozen=True)
class CheckedAction:
    """A checked action; `accepted_rules` are those whose findings an officer accepted."""

    action_id: int
    code: str
    title: str
    group_code: str
    group: str
    grade: Grade
    findings: tuple[GateFinding, ...]
    text_sha256: str
    group_id: int | None = None
    accepted_rules: tuple[str, ...] = ()
    acceptance_reason: str = ""
    accepted_on: date | None = None


def check_plan(
    session: Session, municipality: Municipality, *conditions: ColumnElement[bool]
) -> Iterator[CheckedAction]:
    """Yield the open actions of a municipality that meet the conditions, checked, in order of code."""
    return check_plan_in_scope(session, municipality, ActionScope(conditions))


def check_plan_in_scope(
    session: Session, municipality: Municipality, scope: ActionScope
) -> Iterator[CheckedAction]:
    """Yield the open actions of a municipality within a scope, checked, in order of code."""
    plan_language = load_plan_language(session, municipality)
    found = session.execute(
        _select_open_actions(scope),
        {**scope.values, "municipality_id": municipality.id},
        execution_options={"yield_per": _BATCH_SIZE},
    )
    for rows in found.partitions():
        yield from _check_rows(session, rows, municipality, plan_language)


@cache_built_statements
def _select_open_actions(conditions: Conditions) -> Select[Any]:
    return (
        select(
            Action.id,
            Action.code,
            Action.title,
            Action.description,
            Action.deadline,
            Action.deadline_text,
            Action.extra,
            Action.group_id,
            func.coalesce(Group.code, "").label("group_code"),
            func.coalesce(Group.name, "").label("group"),
            _build_is_measured().label("is_measured"),
        )
        .outerjoin(Group, Group.id == Action.group_id)
        .where(is_in_plan(bindparam("municipality_id")), Action.status.in_(OPEN_STATUSES), *conditions)
        .order_by(Action.code)
    )


def load_plan_language(session: Session, municipality: Municipality) -> str:
    """Return the language of most titles of a plan; the municipality's if that is unclear."""
    titles = session.scalars(_select_sample(), {"municipality_id": municipality.id})
    return detect_plan_language(titles, municipality.language)


@cache
def _select_sample() -> Select[tuple[str]]:
    return (
        select(Action.title)
        .where(is_in_plan(bindparam("municipality_id")))
        .order_by(Action.code)
        .limit(PLAN_SAMPLE_SIZE)
    )


def hash_action_text(title: str, description: str) -> str:
    """Return the SHA-256 of title and description, by which an acceptance stays valid."""
    return hashlib.sha256(f"{title}\0{description}".encode()).hexdigest()


def build_finding(match: RuleMatch, language: str) -> GateFinding:
    """Return a match as a finding, with its rule's texts in this language."""
    rule = load_rules(language).by_id[match.rule]
    message, question = (text.replace("{words}", match.words) for text in (rule.message, rule.question))
    return GateFinding(match.rule, match.words, message, rule.why, question, rule.weight)


def _check_rows(
    session: Session, rows: Sequence[Row[Any]], municipality: Municipality, plan_language: str
) -> Iterator[CheckedAction]:
    language, column_map = municipality.language, municipality.column_map
    ids = [row.id for row in rows]
    owners, acceptances = _load_owners(session, ids), _load_acceptances(session, ids)
    for row in rows:
        draft = ActionToCheck(
            row.title,
            row.description,
            tuple(name for name, _ in owners[row.id]),
            row.deadline is not None,
            row.deadline_text,
            has_indicator=row.is_measured is not None,
            is_measured=bool(row.is_measured),
            organisations=tuple(name for name, kind in owners[row.id] if kind is PersonKind.ORGANISATION),
            results=list_kept_texts(row.extra, RESULT, column_map),
            indicators=list_kept_texts(row.extra, INDICATOR, column_map),
        )
        accepted, text = acceptances.get(row.id), hash_action_text(row.title, row.description)
        if accepted and accepted.text_sha256 != text:
            accepted = None
        matches = check_action(draft, language, plan_language)
        accepted_rules = set(accepted.rules) if accepted else set()
        open_matches = [hit for hit in matches if hit.rule not in accepted_rules]
        yield CheckedAction(
            action_id=row.id,
            code=row.code,
            title=row.title,
            group_code=row.group_code,
            group=row.group,
            grade=compute_grade(open_matches, language),
            findings=tuple(build_finding(hit, language) for hit in open_matches),
            text_sha256=text,
            group_id=row.group_id,
            accepted_rules=tuple(hit.rule for hit in matches if hit.rule in accepted_rules),
            acceptance_reason=accepted.reason if accepted else "",
            accepted_on=accepted.accepted_at.astimezone(clock.BRUSSELS).date() if accepted else None,
        )


def _load_owners(session: Session, ids: Sequence[int]) -> defaultdict[int, list[tuple[str, PersonKind]]]:
    found: defaultdict[int, list[tuple[str, PersonKind]]] = defaultdict(list)
    for action, name, kind in session.execute(_select_owners(), {"ids": ids}):
        found[action].append((name, kind))
    return found


@cache
def _select_owners() -> Select[tuple[int, str, PersonKind]]:
    return (
        select(Ownership.action_id, Person.name, Person.kind)
        .join(Person, Person.id == Ownership.person_id)
        .where(Ownership.action_id.in_(bindparam("ids", expanding=True)))
        .order_by(Person.code)
    )


def _build_is_measured() -> ScalarSelect[int]:
    """Return whether an indicator of the action has both a baseline and a target; null without one."""
    both = Indicator.baseline.is_not(None) & Indicator.target.is_not(None)
    return (
        select(func.max(case((both, 1), else_=0)))
        .where(Indicator.action_id == Action.id)
        .correlate(Action)
        .scalar_subquery()
    )


def _load_acceptances(session: Session, ids: Sequence[int]) -> dict[int, GateAcceptance]:
    """Return the newest acceptance of each action."""
    return {each.action_id: each for each in session.scalars(_select_acceptances(), {"ids": ids})}


@cache
def _select_acceptances() -> Select[tuple[GateAcceptance]]:
    of_these = GateAcceptance.action_id.in_(bindparam("ids", expanding=True))
    return select(GateAcceptance).where(of_these).order_by(GateAcceptance.id)
