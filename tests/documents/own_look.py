"""A municipality's own look for tests: dark blue and orange, with a logo."""

import re
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfReader

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


def find_drawn_colours(pdf: bytes) -> set[str]:
    """The colours that the pages of a PDF are drawn with."""
    found = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        content = page.get_contents()
        drawn = content.get_data().decode("latin-1") if content is not None else ""
        for each in re.finditer(r"([\d.]+) ([\d.]+) ([\d.]+) (?:sc|scn|rg)\b", drawn):
            found.add("#" + "".join(f"{round(float(part) * 255):02x}" for part in each.groups()))
    return found
