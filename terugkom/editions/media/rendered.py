"""What was rendered for a medium: files, a letter, pages and posts."""

from dataclasses import dataclass

from terugkom.documents.letter import Letter
from terugkom.plan.media import Medium, Role


@dataclass(frozen=True)
class File:
    """A file that a medium is made of; `name` may have folders and is plain ASCII.

    A page and a picture of a story carry its code as `story`. A page carries its title, and as `body` its
    HTML without the page layout, for a website that has its own; that of a story its short form as
    `summary`, for a channel that shows one.
    """

    name: str
    type: str  # as in "application/pdf"
    content: bytes
    title: str = ""
    story: str = ""
    body: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Post:
    """A message for one social network, within its length.

    `text` is the whole message, its link included; `link` says it again, for a network that wants it apart.
    `story` is the code of the story that it tells; empty if it tells none.
    """

    network: str
    text: str
    link: str = ""
    picture: str = ""  # the name of a file of the same `RenderedMedium`
    alt: str = ""
    story: str = ""


NOTE_FILE = "lees-mij.txt"  # the file that contains the note


@dataclass(frozen=True)
class RenderedMedium:
    """A rendered medium: its files, which are always written to the outbox folder, and how they are
    published.

    `letter` goes to `role`, with the files that it has attached. If it `has_pages`, its files are published
    as a whole under the medium's own address; `posts` one by one. A `held` medium is sent only after a person
    releases it. `note` states what was not rendered, and why. `story_codes` are the codes of the stories that
    it tells; None if it tells all that it was given.
    """

    medium: Medium
    files: tuple[File, ...]
    letter: Letter | None = None
    role: Role | None = None
    has_pages: bool = False
    posts: tuple[Post, ...] = ()
    held: bool = False
    note: str = ""
    story_codes: tuple[str, ...] | None = None

    @property
    def has_content(self) -> bool:
        """Whether there is any file other than the note."""
        return any(file.name != NOTE_FILE for file in self.files)
