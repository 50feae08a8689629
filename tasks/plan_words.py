"""What fields of a plan, their values and findings are called on the pages of runs, in the installation's
language.

The words of workbooks are Dutch where a language lacks them. English lacks them all: there a code is read as
words, for it is English already.
"""

from tasks.outcomes import get_language, say
from terugkom.documents.messages import has_message
from terugkom.errors import ERROR_LANGUAGE
from terugkom.overview.report_texts import format_word
from terugkom.plan.history import HistoryValue, format_value
from terugkom.workbook.field_texts import find_field_message, find_value_message
from terugkom.workbook.import_report import CellFinding


def name_field(field: str) -> str:
    """Return what a field is called; one of an indicator is named with it."""
    whole, _, part = field.partition(".")
    return ": ".join(_name(find_field_message(each), each) for each in (whole, part) if each)


def name_value(field: str, value: HistoryValue) -> str:
    """Return a value of a field, as a word where it is a code."""
    return _name(find_value_message(field, value), "") or format_value(value)


def describe_finding(finding: CellFinding) -> str:
    """Return what a finding says, without what somebody wrote in a cell."""
    message_id, language = finding.told.message_id, get_language()
    if _is_lacking(message_id, language):
        return _spell(finding.code)
    return finding.told.render(language, hides_texts=True)


def _name(message_id: str, code: str) -> str:
    if not message_id:
        return format_word("plan-field", code, get_language()) if code else ""
    return (
        _spell(message_id.rpartition(".")[2]) if _is_lacking(message_id, get_language()) else say(message_id)
    )


def _is_lacking(message_id: str, language: str) -> bool:
    return language == ERROR_LANGUAGE and not has_message(message_id, language)


def _spell(code: str) -> str:
    return code.replace("-", " ").replace("_", " ")
