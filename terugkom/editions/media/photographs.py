"""The publishable photographs of an edition, converted for documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.story import Picture, Story
from terugkom.errors import InputError

JPEG = "image/jpeg"
_METADATA_KEYS = ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp")
MAX_SIDE_PIXELS = 2000  # pixels of the longer side: sharp on A4, fair on A3; half of what most cameras make


@dataclass(frozen=True)
class Photograph:
    """A photograph as JPEG, without metadata (location, device)."""

    story: str  # its code
    title: str  # of the story
    content: bytes
    alt: str
    photographer: str


def load_photographs(stories: Sequence[Story], media_context: MediaContext) -> tuple[Photograph, ...]:
    """Return the photographs of the stories, in order, each once.

    Omitted: photographs without permission or without alternative text. Raises
    DocumentChanged if the file is not the approved one, InputError if it is not an image.
    """
    found: dict[str, Photograph] = {}
    for story in stories:
        picture = story.picture
        content = media_context.read_picture(story) if picture and _is_publishable(picture) else None
        if picture and content and picture.sha256 not in found:
            ready = _convert_to_jpeg(content, picture.name)
            found[picture.sha256] = Photograph(
                story.code, story.title, ready, picture.alt, picture.photographer
            )
    return tuple(found.values())


def strip_metadata(content: bytes, name: str) -> bytes | None:
    """Return a picture as JPEG without metadata; None if it contains no metadata.

    Raises InputError if it is not an image.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            has_metadata = bool(opened.getexif()) or any(key in opened.info for key in _METADATA_KEYS)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise InputError(f"{name} cannot be read as an image: {error}") from error
    return _convert_to_jpeg(content, name) if has_metadata else None


def _is_publishable(picture: Picture) -> bool:
    return bool(picture.permission.strip() and picture.alt.strip())


@lru_cache(16)  # one edition's photographs go into several documents
def _convert_to_jpeg(content: bytes, name: str) -> bytes:
    try:
        with Image.open(BytesIO(content)) as opened:
            share = MAX_SIDE_PIXELS / max(opened.size)
            opened.draft("RGB", (int(opened.width * share), int(opened.height * share)))  # reads no more
            opened.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
            buffer = BytesIO()
            _flatten_on_white(ImageOps.exif_transpose(opened)).save(buffer, "JPEG", quality=85)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise InputError(f"the picture {name} cannot be read: {error}") from error
    return buffer.getvalue()


def _flatten_on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")
