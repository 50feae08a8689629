"""What documents are rendered with, chosen once by the composition root."""

from dataclasses import dataclass
from pathlib import Path

from terugkom.database import Database
from terugkom.documents.templates import Templates


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs: the database, the folder of documents, and the templates."""

    database: Database
    documents_folder: Path
    templates: Templates
