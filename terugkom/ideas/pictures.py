"""The pictures that came with ideas and remarks, in the municipality's folder; nothing publishes them."""

from pathlib import Path

from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.plain_file import require_no_links

FOLDER = "ideas"


def write_idea_picture(municipality_folder: Path, name: str, content: bytes) -> Path:
    """Write a picture that was encoded anew; return its path."""
    write_all_atomically(municipality_folder / FOLDER, [(name, content)])
    return municipality_folder / FOLDER / name


def read_idea_picture(municipality_folder: Path, name: str) -> bytes | None:
    """Return a picture; None if it is not there. Raises NotPlainFile if it is a link."""
    path = _find_path(municipality_folder, name)
    return path.read_bytes() if path and path.is_file() else None


def delete_idea_picture(municipality_folder: Path, name: str) -> None:
    """Delete a picture, if it is there. Raises NotPlainFile if its folder is a link."""
    if path := _find_path(municipality_folder, name):
        path.unlink(missing_ok=True)


def _find_path(municipality_folder: Path, name: str) -> Path | None:
    if not name or name != Path(name).name:
        return None
    require_no_links(municipality_folder, municipality_folder / FOLDER / name)
    return municipality_folder / FOLDER / name
