"""What documents are rendered with, chosen once by the composition root."""

from dataclasses import dataclass

from terugkom.database import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.templates import Templates


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs: the database, the document store, and the templates."""

    database: Database
    documents: DocumentStore
    templates: Templates
