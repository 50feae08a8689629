"""The folders in which a person edits the stories of an edition."""

from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.plain_file import require_no_links


def format_edition_folder(slug: str, period: str) -> str:
    """Return the path of the folder of an edition: in those of stories, of published files, of documents."""
    return f"{slug}/editions/{period}"


@dataclass(frozen=True)
class EditionFolders:
    """The folders of the editions of an installation, one per municipality."""

    root: Path

    def folder_for(self, slug: str, period: str) -> Path:
        """Return the folder of one edition. Raises NotPlainFile if it, or one that it is in, is a link."""
        folder = self.root / format_edition_folder(slug, period)
        require_no_links(self.root, folder)
        return folder
