"""The folder of an edition: its stories as files, which the officer edits, reorders, deletes and adds.

What was edited is never overwritten. We know what we wrote by its SHA-256: a file that still is what we wrote
may be rewritten; any other file belongs to the officer. A deleted file is not created again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.file_store import sha256, write_atomically
from terugkom.documents.image_file import MAX_MEGAPIXELS, ImageProblem, InvalidImage, check_image
from terugkom.documents.messages import translate
from terugkom.documents.plain_file import FileProblem, NotPlainFile, read_plain_file
from terugkom.editions.picture_permission import denies_permission
from terugkom.editions.repeated_actions import drop_repeated_actions, find_own_stories, join_lists
from terugkom.editions.story_file import (
    InvalidStoryFile,
    StoryDraft,
    find_story_code,
    parse_story_file,
    render_story_file,
)

_NUMBER_STEP = 10  # between the numbers of two stories, so that one can be put between them
_PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png"}
_MAX_PICTURE_BYTES = 5_000_000  # bytes of a picture: more than print asks for
_MAX_STORY_BYTES = 50_000  # bytes of a story: some eight thousand words
_MAX_STORIES = 500  # of one edition


@dataclass(frozen=True)
class StoryFolder:
    """The contents of an edition's folder: stories in order with their file names; pictures; problems.

    A list of other actions has none that has a story of its own, or that stands on one before; `originals`
    are as the files have them.
    """

    stories: tuple[tuple[str, StoryDraft], ...]
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    originals: tuple[StoryDraft, ...] = ()


def write_stories(
    folder: Path, drafts: Iterable[StoryDraft], compiled: Mapping[str, str], language: str
) -> dict[str, str]:
    """Write the drafts into the folder; return the SHA-256 of each story that was written, by code.

    `compiled` is the return value of the previous call.
    """
    names = map_codes_to_files(folder)
    kept = dict(compiled)
    gathered = list(drafts)
    for at, draft in enumerate(gathered, 1):
        content = render_story_file(draft, language).encode()
        name = names.get(draft.code)
        if name is None and draft.code in compiled:
            continue  # dropped
        if name and _find_hash(folder, name) not in (compiled.get(draft.code), sha256(content)):
            continue  # edited, or written by somebody else
        write_atomically(folder, name or f"{at * _NUMBER_STEP:03d}-{draft.code}.md", content)
        kept[draft.code] = sha256(content)
    for code in compiled.keys() - {draft.code for draft in gathered}:
        name = names.get(code)
        if name and _find_hash(folder, name) == compiled[code]:
            (folder / name).unlink()  # its content is no longer valid
            del kept[code]
    return kept


def list_unedited_stories(folder: Path, compiled: Mapping[str, str]) -> frozenset[str]:
    """Return the codes of the stories that still are as we wrote them."""
    names = map_codes_to_files(folder)
    return frozenset(
        code
        for code, name in names.items()
        if code in compiled and _find_hash(folder, name) == compiled[code]
    )


def list_edited_stories(folder: Path, compiled: Mapping[str, str], language: str) -> Sequence[StoryDraft]:
    """Return the stories that a person changed or added, as their files have them."""
    unedited = list_unedited_stories(folder, compiled)
    stories, _ = _read_stories(folder, list(map_codes_to_files(folder).values()), language)
    return [story for _, story in stories if story.code not in unedited]


def read_story_folder(folder: Path, language: str) -> StoryFolder:
    """Read a folder. A file that cannot be used is reported as a problem with its name, in this language."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    stories, problems = _read_stories(folder, names, language)
    pictures: dict[str, bytes] = {}
    for name, story in stories:
        try:
            if story.picture and story.picture not in pictures:
                pictures[story.picture] = _read_picture(folder, story.picture, names, language)
        except InvalidStoryFile as error:
            problems.append(f"{name}: {error}")
            continue
        problems += [f"{name}: {why}" for why in _check_picture_fields(story, language)]
    originals = tuple(story for _, story in stories)
    own = find_own_stories(originals)
    told = [(name, each) for name, story in stories if (each := drop_repeated_actions(story, own))]
    return StoryFolder(tuple(join_lists(told, language)), pictures, tuple(problems), originals)


def _read_stories(
    folder: Path, names: Sequence[str], language: str
) -> tuple[list[tuple[str, StoryDraft]], list[str]]:
    """Return the stories with their file names, and why a file is none."""
    stories: list[tuple[str, StoryDraft]] = []
    problems: list[str] = []
    codes: dict[str, str] = {}
    files = [
        name
        for name in names
        if name.lower().endswith(".md") and not name.startswith((".", "~")) and not (folder / name).is_dir()
    ]
    for name in files[:_MAX_STORIES]:
        try:
            story = parse_story_file(name, _read_story(folder, name, language), language)
            if story.code in codes:
                problem = translate("story.twice", language, other=codes[story.code])
                raise InvalidStoryFile(f"{name}: {problem}")
        except InvalidStoryFile as error:
            problems.append(str(error))
        else:
            codes[story.code] = name
            stories.append((name, story))
    problems += [
        f"{name}: {translate('story.too-many', language, most=_MAX_STORIES)}" for name in files[_MAX_STORIES:]
    ]
    return stories, problems


def _read_story(folder: Path, name: str, language: str) -> str:
    """Return the text of a story's file. Raises InvalidStoryFile."""
    try:
        return read_plain_file(folder, name, _MAX_STORY_BYTES).decode("utf-8")
    except NotPlainFile as error:
        kilobytes = _MAX_STORY_BYTES // 1000
        problem = translate(f"story.file.{error.problem}", language, kilobytes=kilobytes)
        raise InvalidStoryFile(f"{name}: {problem}") from error
    except UnicodeDecodeError as error:
        raise InvalidStoryFile(f"{name}: {translate('story.not-utf-8', language)}") from error


def _read_picture(folder: Path, name: str, names: Iterable[str], language: str) -> bytes:
    """Return a picture that documents can show. Raises InvalidStoryFile, without the name of the story."""

    def refuse(problem: ImageProblem | FileProblem) -> InvalidStoryFile:
        limits = {"megabytes": _MAX_PICTURE_BYTES // 1_000_000, "megapixels": MAX_MEGAPIXELS}
        return InvalidStoryFile(translate(f"story.picture.{problem}", language, picture=name, **limits))

    if name not in names:
        raise InvalidStoryFile(translate("story.no-picture", language, picture=name))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InvalidStoryFile(translate("story.bad-picture-name", language))
    if Path(name).suffix.lower() not in _PICTURE_SUFFIXES:
        raise refuse(ImageProblem.FORMAT)
    try:
        content = read_plain_file(folder, name, _MAX_PICTURE_BYTES)
        check_image(content)
    except (NotPlainFile, InvalidImage) as error:
        raise refuse(error.problem) from error
    return content


def _check_picture_fields(story: StoryDraft, language: str) -> list[str]:
    found = []
    if story.picture and not story.alt:
        found.append(translate("story.no-alt-text", language))
    if story.picture and not (story.photographer and story.permission):
        found.append(translate("story.no-permission", language))
    elif story.picture and denies_permission(story.permission, language):
        found.append(translate("story.permission-denied", language, permission=f"“{story.permission}”"))
    return found


def _find_hash(folder: Path, name: str) -> str:
    """Return the hash of a story's file; empty for a file that we cannot have written."""
    try:
        return sha256(read_plain_file(folder, name, _MAX_STORY_BYTES))
    except NotPlainFile:
        return ""


def map_codes_to_files(folder: Path) -> dict[str, str]:
    """Return the name of each story's file by the code of the story, also of those that cannot be used."""
    paths = sorted(folder.glob("*.md"))
    return {code: path.name for path in paths if (code := find_story_code(path.name)) is not None}
