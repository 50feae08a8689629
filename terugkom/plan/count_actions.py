"""How many actions are of each kind: the one function behind the figures of packs, charts and editions."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from terugkom.plan.action_facts import ActionFacts

Class = TypeVar("Class", bound=Hashable)


def count_actions(
    facts: Iterable[ActionFacts], classify: Callable[[ActionFacts], Class | None]
) -> Counter[Class]:
    """Return how many actions are of each class, each action once; those without a class are not counted."""
    classes = {each.action_id: classify(each) for each in facts}
    return Counter(found for found in classes.values() if found is not None)
