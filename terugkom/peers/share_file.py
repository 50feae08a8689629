"""The file in which a municipality shares its actions; the format is documented in
`docs/shared-actions.md`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from terugkom.documents.one_line import to_one_line
from terugkom.errors import UnreadableFile
from terugkom.normalize import remove_invisible
from terugkom.peers.export_shared import MAX_TEXT_LENGTH, SharedActionData, SharedPlan
from terugkom.plan.model import ActionStatus

FORMAT, VERSION = "terugkom-shared-actions", 1
MAX_BYTES = 20_000_000  # bytes: a plan of 100 actions takes some 50 thousand
_MAX_COMMAS = 1_000_000  # about its values, of which even an empty one takes far more memory than its text
_ABOUT_TEXT = (
    "Actions of a sustainability plan, shared as inspiration, without people. "
    "Status is planned, running, done or stopped; sdgs are numbers of the 17 goals; "
    "took_days counts the days from start to end, null if unknown."
)


def _check_printable(text: str) -> str:
    if any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text):
        raise ValueError("holds control characters")
    return text


def _check_visible(text: str) -> str:
    if not to_one_line(remove_invisible(text)):
        raise ValueError("shows nothing")
    return text


_Printable = AfterValidator(_check_printable)
_Visible = AfterValidator(_check_visible)
_Code = Annotated[str, Field(max_length=60), _Printable, _Visible]
_Title = Annotated[str, Field(max_length=500), _Printable, _Visible]
_Name = Annotated[str, Field(max_length=200), _Printable, _Visible]
_Text = Annotated[str, Field(max_length=MAX_TEXT_LENGTH), _Printable]
_Goal = Annotated[int, Field(ge=1, le=17)]


class _StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _SharedActionEntry(_StrictModel):
    code: _Code
    title: _Title
    theme: _Name
    sdgs: Annotated[list[_Goal], Field(max_length=17)] = []
    status: Literal["planned", "running", "done", "stopped"]
    worked: _Text = ""
    did_not_work: _Text = ""
    took_days: Annotated[int, Field(ge=0, le=40000)] | None = None


class _SharedPlanFile(_StrictModel):
    format: Literal["terugkom-shared-actions"]
    version: int
    about: _Text = ""
    municipality: _Name
    actions: Annotated[list[_SharedActionEntry], Field(max_length=20_000)]


def serialize_shared_plan(shared_plan: SharedPlan) -> bytes:
    """Return the file's content: the same shared plan gives the same bytes."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "about": _ABOUT_TEXT,
        "municipality": shared_plan.municipality,
        "actions": [
            _serialize_action(each) for each in sorted(shared_plan.actions, key=lambda each: each.code)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_shared_plan(path: Path) -> tuple[SharedPlan, bytes]:
    """Return the shared plan of another municipality, and the file's bytes.

    Raises UnreadableFile, which names the file, the location in it and what to do.
    """
    content = _read_content(path)
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_build_object)
    except UnicodeDecodeError as error:
        raise UnreadableFile("error.shared-file.not-utf-8", file=path, byte=error.start) from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            "error.shared-file.json", file=path, line=error.lineno, column=error.colno, why=error.msg
        ) from error
    except _KeyTwice as error:
        raise UnreadableFile("error.shared-file.key-twice", file=path, key=str(error)[:80]) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile("error.shared-file.no-object", file=path) from error
    return _parse_content(path, found), content


class _KeyTwice(ValueError):
    """An object has two values under one key, of which a reader would drop the first without a word."""


def _build_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwice(key)
        found[key] = value
    return found


def _read_content(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableFile("error.shared-file.missing", file=path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("error.file.unreadable", file=path, why=error) from error
    if len(content) > MAX_BYTES:
        raise UnreadableFile("error.shared-file.too-large", file=path, most=MAX_BYTES // 1_000_000)
    if content.count(b",") > _MAX_COMMAS:
        raise UnreadableFile("error.shared-file.too-many-values", file=path)
    return content


def _parse_content(path: Path, found: Any) -> SharedPlan:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableFile("error.shared-file.format", file=path, format=FORMAT)
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise UnreadableFile("error.shared-file.newer", file=path, version=version, ours=VERSION)
    if version != VERSION or type(version) is not int:
        raise UnreadableFile("error.shared-file.version", file=path, ours=VERSION)
    try:
        file = _SharedPlanFile.model_validate(found)
    except ValidationError as error:
        first, more = error.errors()[0], error.error_count() - 1
        others = f" (and {more} more)" if more else ""
        raise UnreadableFile(
            "error.shared-file.value",
            file=path,
            place=_format_location(first["loc"]),
            why=f"{first['msg']}{others}",
        ) from error
    _check_unique_codes(path, file)
    return SharedPlan(to_one_line(file.municipality), tuple(_parse_action(each) for each in file.actions))


def _check_unique_codes(path: Path, file: _SharedPlanFile) -> None:
    seen: dict[str, int] = {}
    for at, each in enumerate(file.actions):
        if each.code in seen:
            raise UnreadableFile("error.shared-file.twice", file=path, place=at, first=seen[each.code])
        seen[each.code] = at


def _format_location(location: tuple[int | str, ...]) -> str:
    """Return a location as a path into the JSON: ``actions[3].status``."""
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in location).lstrip(".")[
        :200
    ]


def _parse_action(action: _SharedActionEntry) -> SharedActionData:
    return SharedActionData(
        action.code,
        to_one_line(action.title),
        to_one_line(action.theme),
        tuple(sorted(set(action.sdgs))),
        ActionStatus(action.status),
        action.worked,
        action.did_not_work,
        action.took_days,
    )


def _serialize_action(action: SharedActionData) -> dict[str, Any]:
    return {
        "code": action.code,
        "title": action.title,
        "theme": action.theme,
        "sdgs": list(action.sdgs),
        "status": action.status.value,
        "worked": action.worked,
        "did_not_work": action.did_not_work,
        "took_days": action.took_days,
    }
