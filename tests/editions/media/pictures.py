"""Photographs for tests, drawn on the spot."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from terugkom.documents.file_store import sha256


@dataclass(frozen=True)
class PictureFile:
    """A picture file."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content)


@cache
def photograph(name: str, width: int = 1200, height: int = 800) -> PictureFile:
    """Draw something that is no plain colour, as JPEG."""
    picture = Image.new("RGB", (width, height), "#cfe3d4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 2 // 3, width, height), fill="#8aa68f")
    for at in range(3):
        left = width * (1 + 2 * at) // 8
        pen.ellipse(
            (left, height // 2, left + height // 5, height // 2 + height // 5), outline="#22301f", width=12
        )
    made = BytesIO()
    picture.save(made, "JPEG", quality=85)
    return PictureFile(name, made.getvalue())
