"""A run that is refused: its error, its page, and a log without tracebacks of what is no failure of ours."""

import logging
from collections.abc import Sequence

from prefect.context import FlowRunContext
from prefect.exceptions import FailedRun

from tasks.outcomes import Outcome, get_message
from tasks.run_log import log_info
from tasks.run_page import create_page
from terugkom.errors import MessageError, TextInputError, UnknownSchema

_LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "prefect.engine")
_STATE_WITHOUT_EXCEPTION = "Unexpected result for failed state"
_OF_MACHINE = ("error.home.", "error.database.", "error.documents.")


class RefusedInput(TextInputError):
    """An InputError as Prefect may keep and show it: its text is public, in the installation's language, and
    `render` gives the full one for the terminal. `is_of_machine`: who runs Terugkom can mend it, and no value
    that was typed."""

    def __init__(self, public: str, full: str, *, is_of_machine: bool = False) -> None:
        super().__init__(public, public=True)
        self._full, self.is_of_machine = full, is_of_machine

    def __str__(self) -> str:
        return self._text

    def render(self, language: str) -> str:
        """Return the text with what was typed, and the names of files, in English."""
        return self._full

    def __reduce__(self) -> tuple[type["RefusedInput"], tuple[str, str]]:
        """Pickle it without the full text: Prefect stores the exception of each failed run in a file."""
        return RefusedInput, (self._text, self._text)


def is_of_machine(error: MessageError) -> bool:
    """Return whether an error is of the home, the database or what is stored, and not of what was typed."""
    return isinstance(error, UnknownSchema) or error.message_id.startswith(_OF_MACHINE)


def show_refusal(reasons: Sequence[str], *, is_of_machine: bool = False) -> None:
    """Create the page of a run that was refused: why, that nothing changed, and what to do.

    `reasons` are public texts. Outside a run there is no page. A page that cannot be made, as the server is
    busy, takes nothing from the state of the run, which has the same words.
    """
    if FlowRunContext.get() is None:
        return
    title = Outcome.REJECTED.state_name
    lines = [f"## {title}", "", *(f"- **{each}**" for each in reasons), ""]
    to_do = "run-page.refused.administrator" if is_of_machine else "run-page.refused.what-to-do"
    lines += [get_message("run-page.refused.unchanged"), "", get_message(to_do)]
    try:
        create_page("refused", "\n".join(lines), title)
    except Exception as error:
        log_info(f"the page of the refusal could not be made ({type(error).__name__})")


class _WithoutTraceback(logging.Filter):
    """Keeps what Prefect adds to a run that ended in a state of ours out of its log: that says it in our
    words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is logged."""
        raised = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if raised is None:
            record.exc_info = None  # Prefect asks for the traceback of a state that is no exception
        return not (isinstance(raised, RefusedInput) or _is_made_of_state(raised))


def _is_made_of_state(raised: BaseException | None) -> bool:
    """Return whether Prefect made an exception of a failed state that holds none: a FailedRun of its message,
    or a TypeError of its report."""
    is_of_report = isinstance(raised, TypeError) and str(raised).startswith(_STATE_WITHOUT_EXCEPTION)
    return is_of_report or isinstance(raised, FailedRun)


def keep_tracebacks_out() -> None:
    """Leave out of the log the tracebacks of runs that ended in a state of ours."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_without_traceback)


_without_traceback = _WithoutTraceback()  # one: a logger takes the same filter once
