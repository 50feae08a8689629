"""How many actions are of each kind: the one function behind the figures of packs, pages and editions."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar


class CodedAction(Protocol):
    """An action of one plan, whose code no other action of that plan has."""

    @property
    def code(self) -> str:
        """Its code in the plan."""


Counted = TypeVar("Counted", bound=CodedAction)
Class = TypeVar("Class", bound=Hashable)


def count_actions(actions: Iterable[Counted], classify: Callable[[Counted], Class | None]) -> Counter[Class]:
    """Return how many actions of one plan are of each class, each once; those without a class not at all."""
    classes = {each.code: classify(each) for each in actions}
    return Counter(found for found in classes.values() if found is not None)
