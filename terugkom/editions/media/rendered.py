"""What was rendered for a medium: files, a letter, pages and posts."""

from dataclasses import dataclass

from terugkom.documents.letter import Letter
from terugkom.plan.media import Medium, Role


@dataclass(frozen=True)
class File:
    """A file that a medium is made of; `name` may have folders and is plain ASCII."""

    name: str
    type: str  # as in "application/pdf"
    content: bytes


@dataclass(frozen=True)
class Post:
    """A message for one social network, within its length.

    `text` is the whole message, its link included; `link` says it again, for a network that wants it apart.
    """

    network: str
    text: str
    link: str = ""
    picture: str = ""  # the name of a file of the same `Made`
    alt: str = ""


NOTE = "lees-mij.txt"  # the file in which a note lies with what was made


@dataclass(frozen=True)
class Made:
    """What was made for a medium: files that always lie in the outbox folder, ready, and their ways out.

    `letter` goes to `role`, with the files that it has attached. `pages` are published as a whole under the
    medium's own address; `posts` one by one. What is `held` waits for a person before it goes out. `note`
    tells the officer what was not made, and why.
    """

    medium: Medium
    files: tuple[File, ...]
    letter: Letter | None = None
    role: Role | None = None
    pages: bool = False
    posts: tuple[Post, ...] = ()
    held: bool = False
    note: str = ""

    @property
    def something(self) -> bool:
        """Whether there is anything to tell: a note that says why not is nothing."""
        return any(file.name != NOTE for file in self.files)
