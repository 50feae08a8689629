"""A municipality with an edition, followed without Prefect as the flow follows it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions import approval, approval_request, due_steps, open_edition
from terugkom.editions.approval import DecisionSource, SubmittedDecision
from terugkom.editions.approval_request import ApprovalRequest
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import Edition, EditionStep, EditionVerdict
from terugkom.editions.review import EditionReview
from terugkom.plan.decide_question import PLAN_EFFECTS, decide_question
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import FROM_FILE, GivenAnswer, QuestionKind, list_pending_questions
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.run_stamp import RunStamp
from terugkom.workbook.own_layout import ACTIONS, GROUPS, INDICATORS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.clock import clock_on
from tests.fill_once import fill_once
from tests.import_workbook import import_workbook

FIRST = date(2026, 9, 1)
ASKED = date(2026, 12, 17)  # a Thursday, fourteen days before the year's end
Q4 = Quarter(2026, 4)
ASKED_ABOUT = {"status-goes-back", "both-changed", "similar-code-signs"}  # of older copies, and A.1 and a-1
REASON = "Wat minder goed ging, komt in het volgende nummer."
PEOPLE_ROWS = [
    {"code": "LW", "name": "Lotte Wielemans", "email": "lotte@linde.example.org"},
    {"code": "DV", "name": "Dora Vink", "email": "dora@linde.example.org"},
]


def action(code: str, title: str, status: str = "lopend", **more: Any) -> dict[str, Any]:
    return {"code": code, "title": title, "status": status, "owners": "LW", **more}


@dataclass
class EditionMunicipality:
    """Linde: its plan, its edition's folder, and who decides."""

    database: Database
    home: Path
    slug: str = "linde"
    quarter: Quarter = Q4
    asked: list[tuple[date, EditionStep]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = RenderContext(self.database, DocumentStore(self.home / "documents"), Templates("nl"))

    @property
    def folder(self) -> Path:
        return EditionFolders(self.home).folder_for(self.slug, str(self.quarter))

    def import_actions(self, day: date, *actions: dict[str, Any], **more: Any) -> None:
        """Import a workbook with these actions."""
        rows = {
            PEOPLE.title: PEOPLE_ROWS,
            ACTIONS.title: list(actions),
            GROUPS.title: more.pop("groups", []),
            INDICATORS.title: more.pop("indicators", []),
        }
        settings = {"name": "Gemeente Linde", "language": "nl", "coordinator": "LW", "chief": "DV"} | more
        path = self.home / f"{self.slug}.xlsx"

        def fill() -> None:
            write_plan(path, WorkbookContent(rows, settings=settings))
            report = import_workbook(self.database, path, slug=self.slug, today=day, now=clock_on(day))
            assert {each.code for each in report.findings} <= ASKED_ABOUT, report.findings
            self._take_from_file(day)  # somebody says that it is meant

        fill_once(self.database, self.home, (self.slug, day, rows, settings), fill)

    def _take_from_file(self, day: date) -> None:
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            for question in list_pending_questions(session, town.id):
                if question.kind is QuestionKind.IMPORT_VALUE:
                    given = GivenAnswer(FROM_FILE, "Lotte", day, clock_on(day))
                    decide_question(session, town, question.id, given, PLAN_EFFECTS)

    def take_due_step_once(self, day: date) -> EditionStep | None:
        """Take the step that is due, as `take_due_step` does; the next time copy what that left."""

        def fill() -> tuple[EditionStep | None, list[tuple[date, EditionStep]]]:
            return self.take_due_step(day), list(self.asked)

        step, asked = fill_once(self.database, self.home, ("step", self.slug, day), fill)
        self.asked = list(asked)
        return step

    def compile(self, day: date = ASKED) -> EditionReview:
        with self.database.write_session() as session:
            town = get_municipality(session, self.slug)
            moment_id = open_edition.open_edition(
                session, town, self.quarter, RunStamp(day, clock_on(day), "run")
            ).moment_id
        return open_edition.compile_and_review(self.desk, town, moment_id, self.folder, day)

    def take_due_step(self, day: date) -> EditionStep | None:
        """Compile, and take the step that is due, as the flow does."""
        proofed = self.compile(day)
        with self.database.read_session() as session:
            town = get_municipality(session, self.slug)
            edition = due_steps.find_edition(session, town, self.quarter)
            assert edition
            step = approval_request.find_due_step(session, town, edition, proofed, day)
            origin = RunContext(town, edition.moment_id, "folder", "run", clock_on(day), day)
        if step is None or step is EditionStep.PUBLISHED:
            return step
        asked = approval_request.enqueue_approval_request(
            self.desk, origin, step, ApprovalRequest(proofed, self.folder)
        )
        if asked.mail:
            self.asked.append((day, step))
        return step

    def record_decision(self, verdict: EditionVerdict, day: date = ASKED, **more: Any) -> None:
        proofed = self.compile(day)
        reasons = dict.fromkeys(Medium, REASON)
        told = {
            "name": "Lotte Wielemans",
            "text_hash": proofed.proof.text_hash[:12],
            "setback_reasons": reasons,
        } | more
        with self.database.write_session() as session:
            edition = self.edition(session)
            judgement = SubmittedDecision(verdict, **told)
            approval.record_decision(
                session, edition, judgement, proofed, DecisionSource(clock_on(day), "test")
            )

    def edition(self, session: Any) -> Edition:
        found = due_steps.find_edition(session, get_municipality(session, self.slug), self.quarter)
        assert found
        return found

    def state(self) -> str:
        with self.database.read_session() as session:
            return str(self.edition(session).state)

    def mails(self) -> list[tuple[str, str]]:
        """To whom it was written about this edition, by role."""
        with self.database.read_session() as session:
            mine = Delivery.moment_id == self.edition(session).moment_id
            rows = session.scalars(select(Delivery).where(mine).order_by(Delivery.id))
            return [(each.role, each.recipient) for each in rows]
