"""What a pack asks its group to decide."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DecisionRequest:
    """What needs a decision: of which action, for which reason, and which decision.

    `by_owner`: an owner asked it from their page.
    """

    code: str
    title: str
    reason: str
    decision: str
    by_owner: bool = False
