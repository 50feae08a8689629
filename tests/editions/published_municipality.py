"""A municipality whose edition was published and sent, and then corrected, without Prefect."""

from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

from sqlalchemy import select

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.documents.model import Document
from terugkom.editions import due_steps, publish_edition
from terugkom.editions.approval import DecisionSource
from terugkom.editions.corrections.correction_approval import (
    CorrectionDecision,
    CorrectionRequest,
    decide_correction,
    enqueue_correction_request,
)
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.corrections.propose_correction import CorrectionProposal, propose_correction
from terugkom.editions.corrections.publish_correction import CorrectionResult, publish_correction
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.editions.publish_channels import PublishChannels
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, EditionMunicipality

LATER = date(2027, 1, 11)
NOTE = "Er stonden drie fietsen, het zijn er twee."
MAILED = ("smtp", "folder")  # channels of mails


@dataclass
class PublishedMunicipality(EditionMunicipality):
    """Linde with channels, whose deliveries are settled by hand as a sender would."""

    public: frozenset[str] = frozenset({"webdav", "wordpress", "mastodon"})
    internal: frozenset[str] = frozenset({"webhook"})

    def publish(self, *media: Medium, day: date = ASKED) -> None:
        """Approve and publish the edition through these media, or all."""
        self.take_due_step(day)
        self.record_decision(EditionVerdict.APPROVE, day, media=media or tuple(Medium))
        publish_edition.publish_edition(
            self.desk, self.run(day), self.compile(day), self.targets(), RENDERERS
        )

    def run(self, day: date = LATER) -> RunContext:
        with self.database.read_session() as session:
            town = get_municipality(session, self.slug)
            edition = due_steps.find_edition(session, town, self.quarter)
            assert edition
            return RunContext(town, edition.moment_id, "smtp", "run", clock_on(day), day)

    def load_municipality(self) -> Municipality:
        with self.database.read_session() as session:
            return get_municipality(session, self.slug)

    def targets(self) -> PublishTargets:
        channels = PublishChannels(self.public, self.internal)
        return PublishTargets(self.home / "outbox", self.home / self.slug, channels)

    def settle(self, state: DeliveryState = DeliveryState.SENT, **where: Any) -> None:
        """Settle what waits, or what is held too, as the senders and a person would."""
        with self.database.write_session() as session:
            waiting = select(Delivery).where(Delivery.state.in_((DeliveryState.PENDING, DeliveryState.HELD)))
            for each in session.scalars(waiting.filter_by(**where)):
                each.state = state
                if each.channel == "mastodon" and state is DeliveryState.SENT and not each.remote_id:
                    each.remote_id = f"{each.id} 77"

    def edit(self, code: str, *pairs: tuple[str, str]) -> None:
        """Edit the file of a story."""
        (path,) = self.folder.glob(f"*{code}.md")
        text = path.read_text()
        for before, after in pairs:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text)

    def propose(
        self, kind: CorrectionKind, code: str, note: str = NOTE, day: date = LATER
    ) -> StoryCorrection:
        run = self.run(day)
        correction = propose_correction(self.desk, run, self.folder, CorrectionProposal(kind, code, note))
        enqueue_correction_request(self.desk, run, correction.id, CorrectionRequest())
        return correction

    def decide(
        self, correction: StoryCorrection, verdict: EditionVerdict = EditionVerdict.APPROVE, **more: Any
    ) -> None:
        given = {"name": "Lotte", "text_hash": correction.text_hash[:8]} | more
        with self.database.write_session() as session:
            found = session.get_one(StoryCorrection, correction.id)
            decide_correction(
                session, found, CorrectionDecision(verdict, **given), DecisionSource(clock_on(LATER), "test")
            )

    def publish_correction(self, correction: StoryCorrection, day: date = LATER) -> CorrectionResult:
        return publish_correction(self.desk, self.run(day), correction.id, self.targets(), RENDERERS)

    def correct(self, code: str = "klaar-m-01", day: date = LATER) -> CorrectionResult:
        """Correct a story, from the edited file until its deliveries are enqueued."""
        self.edit(code, ("Ze staan bij het onthaal.", f"Ze staan aan de achterdeur, sinds {day}."))
        correction = self.propose(CorrectionKind.CORRECT, code, day=day)
        self.settle(role="coordinator")
        self.decide(correction)
        return self.publish_correction(correction, day)

    def states(self) -> list[tuple[str, CorrectionState]]:
        with self.database.read_session() as session:
            rows = session.scalars(select(StoryCorrection).order_by(StoryCorrection.id)).all()
            return [(each.story_code, each.state) for each in rows]

    def deliveries(self, **where: Any) -> list[tuple[Delivery, Document]]:
        with self.database.read_session() as session:
            mine = Delivery.municipality_id == get_municipality(session, self.slug).id
            query = select(Delivery, Document).join(Document, Document.id == Delivery.document_id).where(mine)
            query = query.where(*(getattr(Delivery, name) == value for name, value in where.items()))
            rows = session.execute(query.order_by(Delivery.id)).tuples().all()
            return [tuple(row) for row in rows]  # type: ignore[misc]

    def publications(self, *channels: str, since: date = LATER) -> list[tuple[Delivery, Publication]]:
        """What was published by runs on this day or later, and was not skipped."""
        return [
            (each, Publication.from_bytes(self.desk.documents.read(document.path, document.sha256)))
            for each, document in self.deliveries()
            if each.role in ("page", "file", "post")
            and each.created_at >= clock_on(since) - timedelta(hours=24)
            and each.state is not DeliveryState.SKIPPED
            and (not channels or each.channel in channels)
        ]

    def mail_text(self, document: Document) -> str:
        content = self.desk.documents.read(document.path, document.sha256)
        body = message_from_bytes(content, policy=default).get_body(("plain",))
        assert body is not None
        return body.get_content()
