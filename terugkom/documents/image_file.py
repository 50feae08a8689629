"""Photographs as files from anybody: what is a JPEG or a PNG that documents can show, and making it anew.

Only these two formats are tried, whatever the name of the file says: others start a program (EPS), read other
files (SVG) or need a decoder that not every machine has (HEIC). A picture is always encoded anew, from its
pixels alone: nothing of the camera, the place or the author stays in it.
"""

import re
import struct
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from itertools import islice
from threading import BoundedSemaphore

from PIL import Image, ImageChops, ImageFilter

from terugkom.errors import InputError

JPEG, PNG = "image/jpeg", "image/png"
MAX_MEGAPIXELS = 40  # most cameras make 12 to 24; decoding this takes about a second and 250 MB
MAX_MAIL_PICTURE_BYTES = 100_000  # of a picture in a mail
MAX_SIDE_PIXELS = 2000  # pixels of the longer side: sharp on A4, fair on A3; half of what most cameras make
_FORMATS = {
    "JPEG": JPEG,
    "MPO": JPEG,
    "PNG": PNG,
}  # MPO: a JPEG with others behind it, as some telephones make
_MAX_LONG_SIDE = 32_000  # pixels of a picture that is read: rows of one pixel take time each
_MAX_SCANNED_MEGAPIXELS = 1_000  # a progressive JPEG has ten scans, each over the whole picture
_MAX_SEGMENTS = 20_000  # of a file: the parser takes some 10 µs for each
_UPLOADS = BoundedSemaphore(2)  # decoded at once in one process, whoever sends them
_SCAN = b"\xff\xda"
_MARKER = re.compile(rb"\xff[\xc0-\xcf\xda-\xfe]")  # of a JPEG; within its pixels 0 follows on ff
_MAX_GRID = 256  # cells of the longer side in which pictures are compared: a face has some twenty of them
_MIN_GRID = 24
_CELL_PIXELS = 2  # of the smaller picture: finer, the way in which it was made smaller shows
_AROUND = 2  # cells on each side of one that are compared with it
_FLAT = 16  # of 256 levels: a difference that counts where a picture has no detail
_MAX_SAME_DIFFERENCE = 0.57  # of the detail there: what Word makes of a photograph when it saves it small
_MAX_SHRUNK = 10  # times: in a smaller copy a face that was covered cannot be seen
_MAX_SAME_SHAPE = 0.03  # of the proportion of the sides: sizes are whole pixels
_ORIENTATION = 0x0112  # in Exif
_TRANSPOSED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class ImageProblem(StrEnum):
    """Why a picture is refused."""

    FORMAT = "format"
    PIXELS = "pixels"
    DAMAGED = "damaged"


class InvalidImage(InputError):
    """A picture cannot be shown; `problem` says why."""

    def __init__(self, problem: ImageProblem) -> None:
        """Say why, without the parser's words: they can repeat what is in the file."""
        super().__init__(f"error.picture.{problem}", most=MAX_MEGAPIXELS)
        self.problem = problem


def check_image(content: bytes) -> None:
    """Decode a picture as documents will. Raises InvalidImage."""
    _decode(content)


def detect_media_type(content: bytes) -> str:
    """Return ``image/jpeg`` or ``image/png`` by a picture's content. Raises InvalidImage."""
    return _FORMATS[str(_open(content).format)]


@lru_cache(16)  # one edition's photographs go into several documents
def encode_jpeg(content: bytes) -> bytes:
    """Return a picture as JPEG, upright, not too large, on white. Raises InvalidImage."""
    return _encode_jpeg(content)


@lru_cache(16)
def encode_for_mail(content: bytes) -> bytes:
    """Return a picture as JPEG for a mail: at most 600 pixels wide and 100 kB. Raises InvalidImage."""
    picture = _flatten(_decode(content))
    for side, quality in ((600, 82), (600, 70), (600, 55), (450, 50), (300, 40)):
        picture.thumbnail((side, 1.5 * side))
        made = _save(picture, "JPEG", quality=quality)
        if len(made) <= MAX_MAIL_PICTURE_BYTES:
            break
    return made


def encode_upload(content: bytes) -> bytes:
    """Return a picture that somebody sends as `encode_jpeg` does; nothing of it stays in memory.

    A few are decoded at the same time, and the others wait. Raises InvalidImage.
    """
    with _UPLOADS:
        return _encode_jpeg(content)


def encode_upload_again(content: bytes) -> bytes:
    """Return a picture that somebody sends as `encode_again` does, decoded as by `encode_upload`."""
    with _UPLOADS:
        return _encode_jpeg(content) if detect_media_type(content) == JPEG else _encode_png(content)


@lru_cache(16)
def encode_again(content: bytes) -> bytes:
    """Return a picture in its own format, as `encode_jpeg`; a PNG keeps what is transparent."""
    return encode_jpeg(content) if detect_media_type(content) == JPEG else _encode_png(content)


def check_upload(content: bytes) -> None:
    """Decode a picture that somebody sends, as by `encode_upload`. Raises InvalidImage."""
    with _UPLOADS:
        _decode(content)


def is_same_picture(first: bytes, second: bytes) -> bool:
    """Return whether two pictures that somebody sends show the same, whatever their size or quality.

    They are compared place by place, so that one face that was blurred makes another picture; so does what is
    too small to see that. They are decoded as by `encode_upload`. Raises InvalidImage.
    """
    if first == second:
        return True
    with _UPLOADS:
        one, other = (_flatten(_decode(each)).convert("RGB") for each in (first, second))
    large, small = sorted((max(one.size), max(other.size)), reverse=True)
    is_other_shape = abs(one.width * other.height - other.width * one.height) > _MAX_SAME_SHAPE * (
        one.width * other.height
    )
    if is_other_shape or large > _MAX_SHRUNK * small:
        return False
    return _compute_difference(one, other, small) <= _MAX_SAME_DIFFERENCE


@lru_cache(2)
def render_blank(media_type: str) -> bytes:
    """Return an empty picture, JPEG or PNG, which replaces one that may not be seen any more."""
    return _save(Image.new("RGB", (16, 16), "white"), "PNG" if media_type == PNG else "JPEG")


def _compute_difference(one: Image.Image, other: Image.Image, small: int) -> float:
    """Return the largest difference of two pictures anywhere, as a share of the detail that they have there:
    a lower quality changes leaves more than a wall."""
    cells = min(_MAX_GRID, max(_MIN_GRID, small // _CELL_PIXELS)) / max(one.size)
    size = (max(1, round(one.width * cells)), max(1, round(one.height * cells)))
    reduced = [each.resize(size, Image.Resampling.BOX) for each in (one, other)]
    around = ImageFilter.BoxBlur(_AROUND)
    details = [_measure_around(each, each.filter(around)) for each in reduced]
    detail, difference = ImageChops.lighter(*details), _measure_around(*reduced)
    pairs = zip(difference.tobytes(), detail.tobytes(), strict=True)
    return max(differs / (detailed + _FLAT) for differs, detailed in pairs)


def _measure_around(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return how much two pictures differ around each place, in the colour in which they do most."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.filter(ImageFilter.BoxBlur(_AROUND))


def _encode_jpeg(content: bytes) -> bytes:
    return _save(_flatten(_decode(content)), "JPEG", quality=85)


def _encode_png(content: bytes) -> bytes:
    return _save(_decode(content), "PNG")


def _open(content: bytes) -> Image.Image:
    """Open a picture without decoding it."""
    if _has_too_many_segments(content):
        raise InvalidImage(ImageProblem.DAMAGED)
    try:
        opened = Image.open(BytesIO(content), formats=["JPEG", "PNG"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidImage(ImageProblem.PIXELS) from None
    except Exception:  # a file can be wrong in any way
        known = content.startswith((b"\xff\xd8", b"\x89PNG"))
        raise InvalidImage(ImageProblem.DAMAGED if known else ImageProblem.FORMAT) from None
    pixels = opened.width * opened.height
    if pixels > MAX_MEGAPIXELS * 1_000_000 or max(opened.size) > _MAX_LONG_SIDE:
        raise InvalidImage(ImageProblem.PIXELS)
    if opened.format != "PNG" and content.count(_SCAN) * pixels > _MAX_SCANNED_MEGAPIXELS * 1_000_000:
        raise InvalidImage(ImageProblem.DAMAGED)
    return opened


def _has_too_many_segments(content: bytes) -> bool:
    if not content.startswith(b"\x89PNG"):
        return sum(1 for _ in islice(_MARKER.finditer(content), _MAX_SEGMENTS + 1)) > _MAX_SEGMENTS
    at = 8
    for _ in range(_MAX_SEGMENTS):
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if at >= len(content):
            return False
    return True


def _decode(content: bytes) -> Image.Image:
    """Return a picture in RGB or RGBA: upright, not too large, without any information beside its pixels."""
    opened = _open(content)
    try:
        orientation = _read_orientation(opened)
        share = min(1, MAX_SIDE_PIXELS / max(opened.size))
        opened.draft("RGB", (int(opened.width * share), int(opened.height * share)))  # reads no more
        opened.load()
        picture: Image.Image = opened
        if opened.mode.startswith("I"):  # 16 bits of grey
            picture = opened.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        mode = "RGBA" if opened.has_transparency_data else "RGB"
        if picture.mode not in ("L", "RGB", "CMYK", "RGBA"):
            picture = picture.convert(mode)  # so that making it smaller mixes colours
        picture.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
        if orientation in _TRANSPOSED:
            picture = picture.transpose(_TRANSPOSED[orientation])
        picture = picture.convert(mode)
        return Image.frombytes(mode, picture.size, picture.tobytes())
    except Exception:  # a file can be wrong in any way
        raise InvalidImage(ImageProblem.DAMAGED) from None


def _flatten(picture: Image.Image) -> Image.Image:
    """Return a picture on white, without transparency."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def _read_orientation(opened: Image.Image) -> int:
    with suppress(OSError, ValueError, SyntaxError, TypeError, KeyError, struct.error):
        return int(opened.getexif().get(_ORIENTATION, 1))
    return 1  # what cannot be read turns nothing


def _save(picture: Image.Image, kind: str, **options: int) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()
