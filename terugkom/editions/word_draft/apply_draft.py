"""Take a draft that came back in Word, story by story, into the folder of its edition.

What only the person changed goes in. What was changed elsewhere meanwhile is not overwritten: it is asked
about, with both texts. What nobody changed stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from terugkom.documents.file_store import sha256, write_atomically
from terugkom.documents.image_file import (
    InvalidImage,
    check_upload,
    encode_for_mail,
    encode_upload,
    is_same_picture,
)
from terugkom.documents.messages import translate
from terugkom.editions.story_file import StoryDraft, render_story_file
from terugkom.editions.story_folder import StoryFolder, map_codes_to_files, read_story_folder
from terugkom.editions.word_draft.complete_story import (
    complete_story,
    forget_picture_fields,
    remove_picture,
)
from terugkom.editions.word_draft.draft_stamp import compute_story_hash, normalize_story
from terugkom.editions.word_draft.parse_draft import ReturnedDraft, ReturnedStory
from terugkom.normalize import normalize_text

_NUMBER_STEP = 10


class DraftOutcome(StrEnum):
    """What became of a story of a returned draft."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"
    ASKED = "asked"  # changed elsewhere too: a person says which text stays
    REFUSED = "refused"
    MISSING = "missing"  # it was sent and is not in the document; it stays


@dataclass(frozen=True)
class StoryOutcome:
    """The outcome of one story: its text before and after, and what was not taken or why it was refused.

    Of one that was dropped, `problem` is the reason that was given. Of one that is asked about, `before` is
    what stands in the edition, and `after` what the person wrote.
    """

    title: str
    outcome: DraftOutcome
    before: StoryDraft | None = None
    after: StoryDraft | None = None
    problem: str = ""
    not_taken: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftFolder:
    """The folder of an edition that a draft is taken into; `generated` has the SHA-256 of what the program
    wrote there, by code."""

    path: Path
    generated: Mapping[str, str]
    language: str
    dry_run: bool = False  # nothing is written


def apply_draft(draft: ReturnedDraft, folder: DraftFolder) -> tuple[StoryOutcome, ...]:
    """Write what a person changed into the folder, and return the outcome of each story.

    A draft that is taken twice changes nothing the second time. Raises NotPlainFile if the folder is a link.
    """
    found = read_story_folder(folder.path, folder.language)
    merge = _Merge(draft, folder, found)
    stories = [merge.complete(story) for story in draft.stories]
    outcomes = [merge.take(story) for story in stories]
    returned = {story.code for story in stories}
    missing = [
        StoryOutcome(story.title, DraftOutcome.MISSING, story)
        for _, story in found.stories
        if story.code in draft.hashes and story.code not in returned
    ]
    return (*outcomes, *missing)


class _Merge:
    """One draft on its way into a folder."""

    def __init__(self, draft: ReturnedDraft, folder: DraftFolder, found: StoryFolder) -> None:
        self._sent, self._folder = draft.hashes, folder
        self._current = {story.code: story for story in found.originals}
        self._current |= {story.code: story for _, story in found.stories}
        self._named = {story.code for story in draft.stories if story.is_named}
        self._pictures = found.pictures
        self._files = map_codes_to_files(folder.path)
        self._last = max(self._files.values(), default="")

    def complete(self, returned: ReturnedStory) -> ReturnedStory:
        """Return a story whose table lost rows, or is gone, with what the edition has in them."""
        code = returned.code if returned.is_named else self._find_code(returned)
        current = self._current.get(code)
        if returned.story is None or current is None:
            return replace(returned, code=code)
        return complete_story(replace(returned, code=code), current, self._folder.language)

    def _find_code(self, returned: ReturnedStory) -> str:
        """Return the code of the one story that has this title and that no table in the document names."""
        title = normalize_text(returned.title)
        found = [
            code
            for code, story in self._current.items()
            if code not in self._named and normalize_text(story.title) == title
        ]
        return found[0] if len(found) == 1 else returned.code

    def take(self, returned: ReturnedStory) -> StoryOutcome:
        """Return the outcome of one story; its file is written, or removed, if it goes in."""
        current = self._current.get(returned.code)
        if not returned.is_included and not returned.problem:
            return self._drop(replace(returned, problem=returned.reason), current)
        if returned.story is None:
            return self._build_outcome(returned, DraftOutcome.REFUSED, current)
        returned, story = self._take_picture(returned, returned.story, current)
        if current is None and story.code in self._files:
            problem = translate("draft.file-unusable", self._folder.language, file=self._files[story.code])
            return self._build_outcome(replace(returned, problem=problem), DraftOutcome.REFUSED)
        if current is None:
            return self._add(returned, story)
        if normalize_story(story) == normalize_story(current) or self._is_as_sent(story):
            return self._build_outcome(returned, DraftOutcome.UNCHANGED, current, current)
        if not self._may_change(current):
            return self._build_outcome(returned, DraftOutcome.ASKED, current, story)
        self._write(self._files[story.code], story)
        return self._build_outcome(returned, DraftOutcome.CHANGED, current, story)

    def _add(self, returned: ReturnedStory, story: StoryDraft) -> StoryOutcome:
        if story.code in self._sent:  # removed elsewhere meanwhile
            outcome = DraftOutcome.UNCHANGED if self._is_as_sent(story) else DraftOutcome.ASKED
            return self._build_outcome(returned, outcome, None, story)
        self._last = f"{_choose_next_number(self._last)}-{story.code}.md"
        self._write(self._last, story)
        return self._build_outcome(returned, DraftOutcome.ADDED, None, story)

    def _drop(self, returned: ReturnedStory, current: StoryDraft | None) -> StoryOutcome:
        if current is None:
            return self._build_outcome(returned, DraftOutcome.UNCHANGED)
        if not self._may_change(current):
            return self._build_outcome(returned, DraftOutcome.ASKED, current)
        if not self._folder.dry_run:
            (self._folder.path / self._files[current.code]).unlink(missing_ok=True)
        return self._build_outcome(returned, DraftOutcome.DROPPED, current)

    def _may_change(self, current: StoryDraft) -> bool:
        """Return whether a story is as it was sent, or, if that is not known, as the program wrote it."""
        if current.code in self._sent:
            return self._is_as_sent(current)
        content = render_story_file(current, self._folder.language).encode()
        return sha256(content) == self._folder.generated.get(current.code)

    def _is_as_sent(self, story: StoryDraft) -> bool:
        return self._sent.get(story.code) == compute_story_hash(story)

    def _skip_unusable(self, returned: ReturnedStory) -> ReturnedStory:
        """Return a story without the pictures that no document can show, and says why they are not taken."""
        usable, said = [], list(returned.not_taken)
        for each in returned.pictures:
            try:
                check_upload(each)
            except InvalidImage as error:
                said.append(translate(f"draft.picture.{error.problem}", self._folder.language))
            else:
                usable.append(each)
        return replace(returned, pictures=tuple(usable), not_taken=tuple(dict.fromkeys(said)))

    def _take_picture(
        self, returned: ReturnedStory, story: StoryDraft, current: StoryDraft | None
    ) -> tuple[ReturnedStory, StoryDraft]:
        """Return the story with the photograph that the document shows; a new one is written into the folder.

        If one that cannot be used came in the place of the former, there is none: who covered a face does
        not want the photograph from before.
        """
        is_without = not returned.has_drawing
        if returned.pictures:
            returned = self._skip_unusable(returned)
            is_without = not returned.pictures
        shown = self._pictures.get(current.picture) if current else None
        if current and shown and story.picture in ("", current.picture):
            if is_without:
                return returned, remove_picture(story)
            if not returned.pictures or any(_is_shown(each, shown) for each in returned.pictures):
                return returned, story  # without its name in the table it was taken away there
            said = translate("draft.not-taken.other-picture", self._folder.language)
            returned = replace(returned, not_taken=(*returned.not_taken, said))
            story = forget_picture_fields(story, current)
        elif story.picture or not returned.pictures:
            return returned, story
        content = encode_upload(returned.pictures[0])
        name = f"foto-{sha256(content)[:16]}.jpg"
        self._write_file(name, content)
        return returned, replace(story, picture=name)

    def _write(self, name: str, story: StoryDraft) -> None:
        self._write_file(name, render_story_file(story, self._folder.language).encode())

    def _write_file(self, name: str, content: bytes) -> None:
        if not self._folder.dry_run:
            write_atomically(self._folder.path, name, content)

    def _build_outcome(
        self,
        returned: ReturnedStory,
        outcome: DraftOutcome,
        before: StoryDraft | None = None,
        after: StoryDraft | None = None,
    ) -> StoryOutcome:
        return StoryOutcome(returned.title, outcome, before, after, returned.problem, returned.not_taken)


def _choose_next_number(last: str) -> str:
    """Return the number with which a story's file comes after the last one, written as wide."""
    number = last.partition("-")[0]
    if not number.isdecimal():
        return "900"  # whatever the files are called, most have smaller numbers
    return f"{int(number) + _NUMBER_STEP:0{len(number)}d}"


def _is_shown(picture: bytes, shown: bytes) -> bool:
    """Return whether a picture of a returned draft is the one in the edition, or what was sent of it."""
    return any(is_same_picture(picture, each) for each in (encode_for_mail(shown), shown))
