"""What is said of an answer in a form that was not accepted: in the state of the run, on its page, in its
log, and above the form that opens again."""

from dataclasses import dataclass

from prefect.settings import PREFECT_UI_URL

from tasks.installation import get_run_id
from tasks.outcomes import get_language, get_message
from tasks.run_log import log_info
from terugkom.editions.approval import RefusalReason, RefusedDecision
from terugkom.editions.refused_answer import RefusedFormAnswer
from terugkom.settings import build_run_url


@dataclass(frozen=True)
class RefusedAnswer:
    """Why the last answer was not accepted, in codes and counts; empty if none was refused.

    `reason` is in the language of the municipality, as its form is; `message` in that of the installation.
    """

    reason: str = ""
    message: str = ""

    @classmethod
    def of(cls, error: RefusedDecision, language: str) -> "RefusedAnswer":
        """Return what is said of a refused decision in a municipality of this language, and log it."""
        log_info(f"the answer is not accepted: {error.reason}")
        return cls(error.render_public(language), error.render_public(get_language()))

    @classmethod
    def of_overtaken(cls, language: str) -> "RefusedAnswer":
        """Return what is said of an answer about a text that was changed meanwhile."""
        return cls.of(RefusedDecision(RefusalReason.TEXT_CHANGED), language)

    def describe_waiting(self) -> str:
        """Return what the state of the run says while it waits for its form."""
        waits = get_message("report.waits-for-answer")
        return (
            f"{get_message('report.answer-refused', reason=self.message)} {waits}" if self.message else waits
        )

    def format_page_lines(self) -> tuple[str, ...]:
        """Return what the page of the run says while it waits for its form."""
        refused = (get_message("approval.refused", reason=self.message),) if self.message else ()
        return (*refused, get_message("run-page.waits-for-approval"))


NO_REFUSED_ANSWER = RefusedAnswer()


def build_refused_answer(text_hash: str, number: int, refusal: RefusedAnswer) -> RefusedFormAnswer:
    """Return what the mail about an answer says that was submitted to this run, whose form opens again."""
    page = build_run_url(PREFECT_UI_URL.value(), get_run_id())
    return RefusedFormAnswer(text_hash, number, refusal.reason, page)
