"""Whether what went less well is late or was stopped, and how readers are told."""

from collections.abc import Iterable

from terugkom.documents.messages import translate
from terugkom.editions.story import Setback, StoryKind
from terugkom.plan.model import ActionStatus


def find_setback(kind: StoryKind, status: ActionStatus) -> Setback | None:
    """Return how an action went less well of which a story of this kind tells; None of any other kind."""
    if kind is not StoryKind.LESS_WELL or status is ActionStatus.DONE:
        return None
    return Setback.STOPPED if status is ActionStatus.STOPPED else Setback.LATE


def find_common_setback(kind: StoryKind, statuses: Iterable[ActionStatus]) -> Setback | None:
    """Return how all of these actions went less well; None if some are late and others were stopped."""
    found = {find_setback(kind, each) for each in statuses}
    return found.pop() if len(found) == 1 else None


def name_setback(setback: Setback, language: str) -> str:
    """Return what a list says of the action beside its title."""
    if setback is Setback.STOPPED:
        return translate("story.setback.stopped", language)
    return translate("story.setback.late", language)


def add_setback(title: str, setback: Setback | None, language: str) -> str:
    """Return the title of a setback for a list, with *late* or *stopped* if it does not say so itself."""
    if setback is None or (words := name_setback(setback, language)) in title.casefold():
        return title
    return f"{title} ({words})"
