"""Whether what went less well is late, was stopped or was reopened, and how readers are told."""

from collections.abc import Iterable

from terugkom.documents.messages import translate
from terugkom.editions.story import Setback, StoryKind
from terugkom.plan.model import ActionStatus

_WITHOUT_WORDS = (None, Setback.OTHERWISE)  # readers of a list find it with each action


def find_setback(kind: StoryKind, status: ActionStatus, *, is_reopened: bool = False) -> Setback | None:
    """Return how an action went less well of which a story of this kind tells; None of any other kind.

    Of what was called done before readers must know first that it is not: its date may be still to come.
    """
    if kind is not StoryKind.LESS_WELL or status is ActionStatus.DONE:
        return None
    if status is ActionStatus.STOPPED:
        return Setback.STOPPED
    return Setback.REOPENED if is_reopened else Setback.LATE


def find_common_setback(setbacks: Iterable[Setback | None]) -> Setback | None:
    """Return how all of these actions went less well; None if some are late and others were stopped."""
    found = set(setbacks)
    if len(found) == 1:
        return found.pop()
    return Setback.OTHERWISE if Setback.REOPENED in found else None


def find_common_heading(headings: Iterable[str], kind: str) -> str:
    """Return what stands above stories of one kind: their own if they share it, else that of the kind."""
    found = set(headings)
    if len(found) == 1:
        return found.pop()
    has_reopened = not found.isdisjoint((Setback.REOPENED.value, Setback.OTHERWISE.value))
    return Setback.OTHERWISE.value if has_reopened and kind == StoryKind.LESS_WELL else kind


def describe_setback(setback: Setback, language: str) -> str:
    """Return what a list says of the action beside its title."""
    if setback is Setback.STOPPED:
        return translate("story.setback.stopped", language)
    if setback is Setback.REOPENED:
        return translate("story.setback.reopened", language)
    return translate("story.setback.late", language)


def add_setback(title: str, setback: Setback | None, language: str) -> str:
    """Return the title of a setback for a list, with how it went less well if it does not say so itself."""
    if setback in _WITHOUT_WORDS or (words := describe_setback(setback, language)) in title.casefold():
        return title
    return f"{title} ({words})"


def drop_setback(title: str, setback: Setback | None, language: str) -> str:
    """Return the title of a setback for a list below a heading that says already how it went less well."""
    if setback in _WITHOUT_WORDS:
        return title
    words = describe_setback(setback, language)
    for ending in (f" ({words})", f": {words}"):
        if title.casefold().endswith(ending):
            return title[: -len(ending)]
    return title
