"""The folder of an edition: its stories as files, which the officer edits, reorders, deletes and adds.

What was edited is never overwritten. We know what we wrote by its SHA-256: a file that still is what we wrote
may be rewritten; any other file belongs to the officer. A deleted file is not created again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.file_store import sha256, write_atomically
from terugkom.documents.messages import translate
from terugkom.editions.story_file import (
    InvalidStoryFile,
    StoryDraft,
    find_story_code,
    parse_story_file,
    render_story_file,
)

_NUMBER_STEP = 10  # between the numbers of two stories, so that one can be put between them
_PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_MAX_PICTURE_BYTES = 5_000_000  # bytes of a picture: more than print asks for


@dataclass(frozen=True)
class StoryFolder:
    """The contents of an edition's folder: stories in order with their file names; pictures; problems."""

    stories: tuple[tuple[str, StoryDraft], ...]
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()


def write_stories(
    folder: Path, drafts: Iterable[StoryDraft], compiled: Mapping[str, str], language: str
) -> dict[str, str]:
    """Write the drafts into the folder; return the SHA-256 of each story that was written, by code.

    `compiled` is the return value of the previous call.
    """
    names = _map_codes_to_files(folder)
    kept = dict(compiled)
    gathered = list(drafts)
    for at, draft in enumerate(gathered, 1):
        content = render_story_file(draft, language).encode()
        name = names.get(draft.code)
        if name is None and draft.code in compiled:
            continue  # dropped
        if name and sha256((folder / name).read_bytes()) not in (compiled.get(draft.code), sha256(content)):
            continue  # edited, or written by somebody else
        write_atomically(folder, name or f"{at * _NUMBER_STEP:03d}-{draft.code}.md", content)
        kept[draft.code] = sha256(content)
    for code in compiled.keys() - {draft.code for draft in gathered}:
        name = names.get(code)
        if name and sha256((folder / name).read_bytes()) == compiled[code]:
            (folder / name).unlink()  # its content is no longer valid
            del kept[code]
    return kept


def read_story_folder(folder: Path, language: str) -> StoryFolder:
    """Read a folder. A file that cannot be used is reported as a problem with its name, in this language."""
    stories: list[tuple[str, StoryDraft]] = []
    problems: list[str] = []
    codes: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith((".", "~")) or not path.is_file():
            continue
        if path.suffix.lower() in _PICTURE_TYPES:
            pictures[path.name] = path.read_bytes()
        elif path.suffix.lower() == ".md":
            try:
                story = parse_story_file(path.name, path.read_text(encoding="utf-8"), language)
                if story.code in codes:
                    problem = translate("story.twice", language, other=codes[story.code])
                    raise InvalidStoryFile(f"{path.name}: {problem}")
            except InvalidStoryFile as error:
                problems.append(str(error))
            except UnicodeDecodeError:
                problems.append(f"{path.name}: {translate('story.not-utf-8', language)}")
            else:
                codes[story.code] = path.name
                stories.append((path.name, story))
    for name, story in stories:
        problems += [f"{name}: {why}" for why in _check_picture(story, pictures, language)]
    return StoryFolder(tuple(stories), pictures, tuple(problems))


def get_media_type(picture: str) -> str:
    """Return the media type of a picture by its file's name."""
    return _PICTURE_TYPES[Path(picture).suffix.lower()]


def _check_picture(story: StoryDraft, pictures: Mapping[str, bytes], language: str) -> list[str]:
    if not story.picture:
        return []
    if story.picture not in pictures:
        return [translate("story.no-picture", language, picture=story.picture)]
    found = []
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", story.picture):
        found.append(translate("story.bad-picture-name", language))
    if len(pictures[story.picture]) > _MAX_PICTURE_BYTES:
        megabytes = _MAX_PICTURE_BYTES // 1_000_000
        found.append(translate("story.large-picture", language, picture=story.picture, megabytes=megabytes))
    if not story.alt:
        found.append(translate("story.no-alt-text", language))
    if not (story.photographer and story.permission):
        found.append(translate("story.no-permission", language))
    return found


def _map_codes_to_files(folder: Path) -> dict[str, str]:
    paths = sorted(folder.glob("*.md"))
    return {code: path.name for path in paths if (code := find_story_code(path.name)) is not None}
