"""The files of a look: a logo is made anew as a PNG, and of a font file its name is read."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageFont

from terugkom.documents.image_file import InvalidImage, encode_again
from terugkom.documents.look import is_font_name
from terugkom.errors import InputError

_MAX_LOGO_PIXELS = (640, 160)  # wide and high: twice as sharp as it is shown in a mail
_FONT_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")  # TrueType and OpenType


@lru_cache(64)
def encode_logo(content: bytes) -> bytes:
    """Return a logo as a small PNG, made anew from its pixels. Raises InputError.

    JPEG and PNG are taken. SVG is not: it can hold programs and refer to other places, and mail programs do
    not show it.
    """
    try:
        picture = Image.open(BytesIO(encode_again(content)))
    except InvalidImage as error:
        raise InputError("error.logo.picture", problem=error) from error
    ratio = picture.width / picture.height
    if not 0.5 <= ratio <= 5:
        raise InputError("error.logo.shape")
    picture.thumbnail(_MAX_LOGO_PIXELS)
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


@lru_cache(64)
def read_font_name(content: bytes) -> str:
    """Return the name of the family of a font file. Raises InputError for another file, or another name."""
    if not content.startswith(_FONT_STARTS):
        raise InputError("error.font.type")
    try:
        family, _ = ImageFont.truetype(BytesIO(content)).getname()
    except OSError as error:
        raise InputError("error.font.unreadable") from error
    if not family or not is_font_name(family):
        raise InputError("error.font.name")
    return family
