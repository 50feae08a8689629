"""What follows from the answers about imports: which of two values holds, and which codes actions get.

A question keeps both sides as the history stores them, so that the file is not needed any more.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, object_session

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.change_action import ActionValues
from terugkom.plan.change_by_answer import change_by_answer, record_changes_by_answer
from terugkom.plan.history import decode_value, encode_value
from terugkom.plan.model import Action, Group, Municipality, Person
from terugkom.plan.questions import (
    AS_IN_PLAN,
    FROM_FILE,
    IMPORT_KINDS,
    PENDING_STATES,
    GivenAnswer,
    NewQuestion,
    Question,
    QuestionKind,
    QuestionState,
)
from terugkom.plan.renumber_actions import can_renumber, renumber_actions

OTHER_VALUE = "other-value"  # the plan got a third value meanwhile


def list_refused_proposals(session: Session, municipality_id: int) -> list[dict[str, Any]]:
    """Return what was proposed in the questions about imports that were answered with the plan."""
    refused = select(Question.proposal).where(
        Question.municipality_id == municipality_id,
        Question.kind.in_(IMPORT_KINDS),
        Question.state == QuestionState.ANSWERED,
        Question.answer == AS_IN_PLAN,
    )
    return list(session.scalars(refused))


def withdraw_import_questions(session: Session, municipality_id: int, last_id: int) -> None:
    """Delete what imports asked after the question with this id and nobody has answered: they are taken
    back. A question in whose place one of those came is open again."""
    mine = (Question.municipality_id == municipality_id, Question.kind.in_(IMPORT_KINDS))
    asked = (*mine, Question.id > last_id, Question.state.in_(PENDING_STATES))
    for kind, subject in set(session.execute(select(Question.kind, Question.subject).where(*asked)).tuples()):
        of_it = (*mine, Question.kind == kind, Question.subject == subject, Question.id <= last_id)
        before = session.scalar(select(Question).where(*of_it).order_by(Question.id.desc()).limit(1))
        if before is not None and before.state is QuestionState.SUPERSEDED:
            before.state = QuestionState.OPEN
    session.execute(delete(Question).where(*asked))


def is_asked(session: Session, new: NewQuestion) -> bool:
    """Return whether this was asked before: it waits for an answer, or it was answered with the plan."""
    same = select(Question).where(
        Question.municipality_id == new.municipality_id,
        Question.kind == new.kind,
        Question.subject == new.subject,
        or_(Question.state.in_(PENDING_STATES), Question.answer == AS_IN_PLAN),
    )
    return any(each.proposal == dict(new.proposal or {}) for each in session.scalars(same))


def is_refused(session: Session, municipality_id: int, subject: str, proposal: Mapping[str, Any]) -> bool:
    """Return whether a question about this value was answered with the plan."""
    answered = select(Question.proposal).where(
        Question.municipality_id == municipality_id,
        Question.kind == QuestionKind.IMPORT_VALUE,
        Question.subject == subject,
        Question.answer == AS_IN_PLAN,
    )
    return any(each == proposal for each in session.scalars(answered))


def build_proposal(action: Action | ActionRow, values: ActionValues) -> dict[str, Any]:
    """Return the proposal of a question about these values: those, and what the plan has in their place.

    Of `extra` only the columns that are asked about are in `values`.
    """
    return {"values": _encode(values), "plan": _read_plan(action, values)}


def find_import_answer(question: Question) -> str:
    """Return the answer that the plan gave meanwhile; empty while its values are those of the question."""
    session = object_session(question)
    if question.kind is QuestionKind.IMPORT_CODES and session is not None:
        fits = can_renumber(session, question.municipality_id, question.proposal["codes"])
        return "" if fits else OTHER_VALUE
    if question.kind is not QuestionKind.IMPORT_VALUE or question.action is None:
        return ""
    proposed = question.proposal["values"]
    now = _read_plan(question.action, proposed)
    if now == question.proposal["plan"]:
        return ""
    return FROM_FILE if now == proposed else OTHER_VALUE


def decide_import_value(session: Session, question: Question, given: GivenAnswer) -> None:
    """Give the action the values of the file, if those were chosen."""
    if given.choice != FROM_FILE or question.action is None:
        return
    values = _decode(session, question.action, question.proposal["values"])
    change_by_answer(session, question, question.action, values, given, given.reason)


def decide_import_codes(session: Session, question: Question, given: GivenAnswer) -> None:
    """Give the actions the codes of the file, all at once, if those were chosen."""
    if given.choice == FROM_FILE:
        municipality = session.get_one(Municipality, question.municipality_id)
        changes = renumber_actions(session, municipality, question.proposal["codes"], given.on)
        record_changes_by_answer(session, question, changes, given)


def _read_plan(action: Action | ActionRow, fields: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: getattr(action, name) for name in fields if name != "extra"}
    if "extra" in fields:
        found["extra"] = {name: action.extra.get(name, "") for name in fields["extra"]}
    return _encode(found)


def _encode(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _encode_one(name, value) for name, value in values.items()}


def _encode_one(name: str, value: Any) -> Any:
    if name == "owners":
        return sorted(person.code for person in value)
    if name == "group":
        return value.code if value else None
    return encode_value(value)


def _decode(session: Session, action: Action, stored: Mapping[str, Any]) -> ActionValues:
    values: dict[str, Any] = {name: decode_value(name, value) for name, value in stored.items()}
    if "owners" in stored:
        mine = select(Person).where(Person.municipality_id == action.municipality_id)
        values["owners"] = session.scalars(mine.where(Person.code.in_(stored["owners"]))).all()
    if "group" in stored:
        of = select(Group).where(Group.municipality_id == action.municipality_id)
        values["group"] = session.scalar(of.where(Group.code == stored["group"]))
    if "extra" in stored:
        merged = {**action.extra, **stored["extra"]}
        values["extra"] = {name: text for name, text in merged.items() if text}
    return cast("ActionValues", values)
