"""What fields of a plan, their values and findings are called on the pages of runs, in the installation's
language."""

from tasks.outcomes import get_language
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.formatting import join_label
from terugkom.documents.messages import has_message, translate
from terugkom.overview.report_texts import format_word
from terugkom.plan.history import HistoryValue, format_value
from terugkom.workbook.import_report import CellFinding


def name_field(field: str) -> str:
    """Return what a field is called; one of an indicator is named with it."""
    whole, _, part = field.partition(".")
    language = get_language()
    name = format_word("plan-field", whole, language)
    return join_label(name, format_word("plan-field", part, language), language) if part else name


def name_value(field: str, value: HistoryValue) -> str:
    """Return a value of a field, as a word where it is a code."""
    text = format_value(value)
    message_id = f"plan-value.{field}.{text}"
    return translate(message_id, get_language()) if has_message(message_id, DEFAULT_LANGUAGE) else text


def describe_finding(finding: CellFinding) -> str:
    """Return what a finding says, without what somebody wrote in a cell."""
    return finding.told.render(get_language(), hides_texts=True)
