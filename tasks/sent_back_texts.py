"""What a run says of a text that was sent back: the mail with the remark, and what comes next."""

from collections import Counter

from tasks.document_lines import list_document_lines
from tasks.outcomes import get_message, join_clauses
from terugkom.editions.sent_back import SentBackResult
from terugkom.report import RunReport


def build_sent_back_report(told: SentBackResult) -> RunReport:
    """Return the report of the mail with the remark."""
    report = RunReport(attention=+Counter(no_coordinator=int(told.is_unreachable)))
    if told.mail is None:
        return report
    return report + RunReport(documents=list_document_lines([told.mail]))


def describe_sent_back(told: SentBackResult, next_step: str) -> str:
    """Return where the remark is, and what comes next: the message with this id."""
    mailed = "" if told.is_unreachable else get_message("report.sent-back-mailed")
    return join_clauses((mailed, get_message(next_step)))
