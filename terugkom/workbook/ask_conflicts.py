"""Ask which value holds, where a file and the plan say something else of an action."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from terugkom.documents.messages import translate
from terugkom.plan.action_rows import ActionRow
from terugkom.plan.change_action import ActionValues
from terugkom.plan.import_answers import build_proposal, is_asked, is_refused
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.merge_actions import read_values
from terugkom.workbook.records import Record

MAX_QUESTIONS = 25  # of one import: nobody answers more, and each is a finding too
_VALUES = {
    "deadline": ("deadline", "deadline_precision", "deadline_text"),
    "budget_text": ("budget", "budget_text"),
    "snoozed_until": ("snoozed_until", "snooze_reason"),
}


def ask_about_value(
    context: ImportContext, record: Record, unit: str, plan_text: str, file_text: str
) -> None:
    """Ask which holds of one value of an action; `record` has the cells of the file for it, and no others."""
    action = context.actions[record.code]
    values = _read_unit(context, action, record, unit)
    if not values:
        return
    column = record.headers.get(unit) or next(iter(record.extra), unit)
    said = {"column": column, "plan": plan_text, "value": file_text, "file": context.file}
    _ask(
        context,
        NewQuestion(
            context.municipality.id,
            QuestionKind.IMPORT_VALUE,
            _name_value(record, unit),
            translate("question.import.text", context.municipality.language, **said),
            build_proposal(action, values),
            action.id,
        ),
    )


def is_value_decided(context: ImportContext, record: Record, unit: str) -> bool:
    """Return whether a person, asked about this value before, chose the one that the plan has."""
    action = context.actions[record.code]
    subject, proposal = (
        _name_value(record, unit),
        build_proposal(action, _read_unit(context, action, record, unit)),
    )
    return is_refused(context.session, context.municipality.id, subject, proposal)


def _name_value(record: Record, unit: str) -> str:
    return f"{record.code} {unit}"[:120]


def ask_about_titles(context: ImportContext, records: Sequence[Record]) -> None:
    """Ask whether actions got other titles: rows under the codes of the actions that may be meant."""
    for record in records[:MAX_QUESTIONS]:
        title = record.values["title"]
        row = replace(record, values={"title": title}, wrong={}, extra={}, extra_names=frozenset())
        ask_about_value(context, row, "title", context.actions[record.code].title, title)


def ask_about_codes(context: ImportContext, codes: Mapping[str, str]) -> None:
    """Ask whether actions get the codes that a file gives them: from old to new."""
    if not codes:
        return
    renamed = [f"{old} → {new} ({context.actions[old].title})" for old, new in codes.items()]
    _ask(
        context,
        NewQuestion(
            context.municipality.id,
            QuestionKind.IMPORT_CODES,
            "codes",
            f"{context.file}: {'; '.join(renamed)}",
            {"codes": dict(codes)},
        ),
    )


def _ask(context: ImportContext, question: NewQuestion) -> None:
    if not is_asked(context.session, question):
        ask_question(context.session, question, context.today, context.now)


def _read_unit(context: ImportContext, action: ActionRow, record: Record, unit: str) -> ActionValues:
    """Return the values of an action that these cells give; what is wrong with them was told already."""
    quiet = replace(context, notes=ImportNotes(context.notes.language))
    values = read_values(quiet, action, record)
    if record.extra_names:
        return {"extra": dict(record.extra)}
    wanted = _VALUES.get(unit, (unit,))
    return cast("ActionValues", {name: value for name, value in values.items() if name in wanted})
