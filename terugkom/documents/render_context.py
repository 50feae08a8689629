"""What documents are rendered with, chosen once by the composition root."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from terugkom.database import Database
from terugkom.documents.document_store import DocumentStore

if TYPE_CHECKING:  # most commands render nothing, and what renders takes long to import
    from terugkom.documents.templates import Templates


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs: the database, the document store, and the templates."""

    database: Database
    documents: DocumentStore
    templates: "Templates"
