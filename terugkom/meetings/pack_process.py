"""Render packs in a process beside this one too: each takes as long in Python as all that is done with it."""

import pickle
from functools import lru_cache, partial

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.render_process import RenderProcess
from terugkom.documents.templates import Templates
from terugkom.meetings.document_kinds import PACK_STEPS
from terugkom.meetings.execute_step import MeetingStepResult, render_step
from terugkom.meetings.step_request import StepRequest


class PackProcess(RenderProcess[MeetingStepResult]):
    """A running process that renders packs from this database."""

    def __init__(self, database: Database, documents: DocumentStore) -> None:
        """Start it."""
        super().__init__(partial(_render_there, database, documents))

    def render_step(self, context: RenderContext, request: StepRequest) -> MeetingStepResult:
        """Return what `execute_step.render_step` does: of a pack from the process, if it is free. Raises as
        that does."""
        if (
            request.due_step.step in PACK_STEPS
        ):  # what other letters say may depend on what is known here alone
            rendered = self.render_if_free(pickle.dumps(context.templates), request)
            if rendered is not None:
                return rendered
        return render_step(context, request)


def _render_there(
    database: Database, documents: DocumentStore, templates: bytes, request: StepRequest
) -> MeetingStepResult:
    context = RenderContext(database, documents, _load_templates(templates)).for_another_process()
    return render_step(context, request)


@lru_cache(64)  # as in the run: loading them takes as long as rendering a hundred mails
def _load_templates(pickled: bytes) -> Templates:
    templates: Templates = pickle.loads(pickled)  # noqa: S301  our own
    return templates
