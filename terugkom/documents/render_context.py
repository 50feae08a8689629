"""What documents are rendered with, chosen once by the composition root."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from terugkom.database import Database
from terugkom.documents.document_store import DocumentStore

if TYPE_CHECKING:  # most commands render nothing, and what renders takes long to import
    from terugkom.documents.templates import Templates


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs: the database, the document store, the templates, and where our pages are.

    Without `site_url` no document links to a page.
    """

    database: Database
    documents: DocumentStore
    templates: "Templates"
    site_url: str = ""
