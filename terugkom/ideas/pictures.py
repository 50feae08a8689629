"""The pictures that came with ideas, in the municipality's folder; nothing publishes them by itself."""

from pathlib import Path

from terugkom.documents.file_store import write_all_atomically

FOLDER = "ideas"


def write_idea_picture(municipality_folder: Path, name: str, content: bytes) -> Path:
    """Write a picture that was encoded anew; return its path."""
    write_all_atomically(municipality_folder / FOLDER, [(name, content)])
    return municipality_folder / FOLDER / name
