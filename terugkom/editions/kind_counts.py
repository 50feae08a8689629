"""How many actions of the plan have news of each kind in the period of an edition."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.classify_action import (
    ACTION_KINDS,
    ReportingPeriod,
    classify_action,
    find_reopened_on,
)
from terugkom.editions.proof import KindCount
from terugkom.editions.story import StoryKind
from terugkom.plan.action_facts import ActionFacts, load_action_facts
from terugkom.plan.action_scope import is_in_plan, scope_plan
from terugkom.plan.count_actions import count_actions
from terugkom.plan.model import Action, ActionStatus, Municipality


def count_by_kind(
    session: Session, municipality: Municipality, span: ReportingPeriod
) -> tuple[KindCount, ...]:
    """Return how many actions of the plan have news of each kind, whether or not a story tells it."""
    facts = load_action_facts(session, municipality.id, span.until, scope_plan(municipality.id))
    is_public = (Action.public, is_in_plan(municipality.id))
    public_codes = set(session.scalars(select(Action.code).where(*is_public)))

    def count(some: Iterable[ActionFacts]) -> Counter[StoryKind]:
        return count_actions(some, lambda fact: classify_action(fact, span))

    def count_public(some: Iterable[ActionFacts]) -> Counter[StoryKind]:
        return count(each for each in some if each.code in public_codes)

    everything, public = count(facts), count_public(facts)
    stopped = [each for each in facts if each.find_status_on(span.until) is ActionStatus.STOPPED]
    reopened = [each for each in facts if find_reopened_on(each, span)]

    def build(kind: StoryKind) -> KindCount:
        if kind is not StoryKind.LESS_WELL:
            return KindCount(kind, everything[kind], public[kind])
        ways = (count(stopped), count_public(stopped), count(reopened), count_public(reopened))
        return KindCount(kind, everything[kind], public[kind], *(each[kind] for each in ways))

    return tuple(build(kind) for kind in ACTION_KINDS)
