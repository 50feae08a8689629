"""A municipality's own look for tests: dark blue and orange, with a logo."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from terugkom.documents.logo import encode_logo
from terugkom.documents.look import Look

BLUE, ORANGE = "#0b2f6b", "#f28c28"


@cache
def draw_logo(kind: str = "PNG", size: tuple[int, int] = (900, 260)) -> bytes:
    """A logo as a file: an orange circle, on nothing (PNG) or on white."""
    picture = Image.new("RGBA" if kind == "PNG" else "RGB", size, (0, 0, 0, 0) if kind == "PNG" else "white")
    ImageDraw.Draw(picture).ellipse((10, 10, size[1] - 10, size[1] - 10), fill=ORANGE)
    made = BytesIO()
    picture.save(made, kind)
    return made.getvalue()


OWN_LOOK = Look(BLUE, ORANGE, "Zilverbeke Sans", (), encode_logo(draw_logo()), 'Gemeente "Zilverbeke" & co')
