"""Linde's website as its standing pages make it: each path with what was enqueued for it last."""

from dataclasses import dataclass, field
from datetime import date

from lxml import html
from sqlalchemy import select

from terugkom.action_pages.publish_pages import enqueue_action_pages
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.documents.model import Document
from terugkom.editions.publish_channels import PublishChannels
from terugkom.plan.queries import get_municipality
from terugkom.schedule.run_stamp import RunStamp
from tests.clock import clock_on
from tests.editions.edition_municipality import EditionMunicipality
from tests.plain_language.read_html import read_html
from tests.plain_language.read_mails import list_faults

WITH_WEBSITE = PublishChannels(frozenset({"webdav"}))


@dataclass
class Website:
    """The plan of Linde, and what its daily runs published of it."""

    town: EditionMunicipality
    pages: dict[str, str] = field(default_factory=dict)

    def tick(self, day: date, channels: PublishChannels = WITH_WEBSITE) -> list[str]:
        """Take the step of the daily run; return the paths that were published, and keep their content."""
        desk = self.town.desk
        with desk.database.read_session() as session:
            municipality = get_municipality(session, self.town.slug)
            last = max(session.scalars(select(Delivery.id)).all(), default=0)
        count = enqueue_action_pages(desk, municipality, channels, RunStamp(day, clock_on(day), "run"))
        with desk.database.read_session() as session:
            query = select(Document).join(Delivery, Delivery.document_id == Document.id)
            rows = session.scalars(query.where(Delivery.id > last).order_by(Delivery.id)).all()
            published = [Publication.from_bytes(desk.documents.read(each.path, each.sha256)) for each in rows]
        assert len(published) == count
        assert [
            list_faults(read_html(each.html))
            for each in published
            if each.html and list_faults(read_html(each.html))
        ] == []
        self.pages |= {each.path: each.html or each.text for each in published}
        return sorted(each.path for each in published)

    def read(self, path: str) -> str:
        """The words of a page, on one line."""
        return " ".join(" ".join(html.document_fromstring(self.pages[path]).itertext()).split())

    def states(self) -> list[tuple[str, DeliveryState]]:
        """The path and the state of each delivery."""
        with self.town.desk.database.read_session() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.id))
            return [(each.recipient, each.state) for each in rows]
