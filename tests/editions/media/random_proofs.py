"""Editions at random, in which each story can be told apart by a word of its own."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf
from hypothesis import strategies as st
from pypdf import PdfReader

from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryFigure, StoryKind
from tests.editions.media.proofs import PHOTO, proof

_WORD = st.text("abcdeijkostzéë’“&<{}*_[]()#%$\\-", min_size=1, max_size=11)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=12).map(lambda words: f"{' '.join(words)}.")
_LEAD = st.lists(_SENTENCE, min_size=1, max_size=3).map(" ".join)
_PART = _LEAD | _SENTENCE.map(lambda text: f"## {text}") | _SENTENCE.map(lambda text: f"- {text}\n- {text}")
_BODY = st.just("") | st.lists(_PART, min_size=1, max_size=4).map("\n\n".join)
_PICTURE = Picture(
    "fietsen.jpg", "image/jpeg", PHOTO.sha256, "Drie fietsen", "Bram Lefevre", "Bram, 3 november"
)


def marks(story: Story) -> str:
    """The word that stands in this story and nowhere else."""
    return f"Merk{story.code}x"


def no_setback_is_hidden(edition: Proof, text: str) -> bool:
    """Whether each setback is named in a text, or counted with "en nog 3 andere" where many are."""
    unnamed = sum(marks(story) not in text for story in edition.of_kind(StoryKind.LESS_WELL))
    counted = re.search(r"en nog (\d+) andere", text)
    return unnamed == (int(counted[1]) if counted else 0)


@st.composite
def stories(draw: st.DrawFn, number: int, kinds: tuple[StoryKind, ...] = tuple(StoryKind)) -> Story:
    """A story whose title, lead, body and figure all have its mark."""
    mark = f"Merk{number}x"
    body = draw(_BODY)
    figure = StoryFigure(
        f"C{number}",
        f"Verbruik {mark}",
        f"{draw(st.integers(1, 9))}\u00a0{draw(st.integers(100, 999))},{number}\u202fkWh",  # blanks that hold
        f"Meter {mark}",
        date(2026, 11, draw(st.integers(1, 30))),
        draw(st.sampled_from(["", f"9.{number}00 kWh"])),
    )
    return Story(
        code=str(number),
        kind=draw(st.sampled_from(kinds)),
        title=f"{mark} {draw(_SENTENCE)}",
        lead=f"{mark} {draw(_LEAD)}",
        body=f"{body}\n\n{mark} {draw(_LEAD)}" if body else "",
        public=draw(st.booleans()),
        actions=(f"A-{mark}",),
        theme=draw(st.sampled_from(["", f"Thema {mark}"])),
        figures=(figure,) if draw(st.booleans()) else (),
        picture=_PICTURE if draw(st.booleans()) else None,
    )


@st.composite
def proofs(draw: st.DrawFn, most: int = 9) -> Proof:
    """An edition of any stories, internal and public ones together."""
    told = [draw(stories(number)) for number in range(draw(st.integers(0, most)))]
    return proof(*told) if told else Proof(**{**proof().__dict__, "stories": ()})


def everything(made: RenderedMedium) -> str:
    """All that can be read in what was made: files unpacked, the letter, the note; blanks as one space."""
    told = [made.note, *(_readable(file.name, file.content) for file in made.files)]
    if made.letter:
        told += [made.letter.subject, made.letter.text, made.letter.html]
        told += [_readable(each.name, each.content) for each in made.letter.attachments]
    return re.sub(r"\s+", " ", " ".join(told))


def _readable(name: str, content: bytes) -> str:
    if name.endswith((".docx", ".pptx")):
        with zipfile.ZipFile(BytesIO(content)) as package:
            return " ".join(
                f"{part} {package.read(part).decode(errors='replace')}" for part in package.namelist()
            )
    if name.endswith(".pdf"):
        pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        with pikepdf.open(BytesIO(content)) as pdf:
            hidden = " ".join(text for each in pdf.objects for text in _strings(each))
        return f"{name} {' '.join(pages)} {hidden}"
    return f"{name} {content.decode(errors='replace')}"


def _strings(part: pikepdf.Object) -> Iterator[str]:
    """What a part of a PDF says beside its page: alternative text, outline, properties."""
    if isinstance(part, pikepdf.String):
        yield str(part)
    elif isinstance(part, pikepdf.Array):
        for each in part.as_list():
            yield from _strings(each) if not getattr(each, "is_indirect", False) else ()
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        for _, each in part.items():
            yield from _strings(each) if not getattr(each, "is_indirect", False) else ()
