"""Which actions a query is about: those in the plan of a municipality, those of a group in it, or others.

To build a statement, and to find its compiled form again, takes longer than SQLite needs to execute it
(measured). So those about a plan and about a group are built once: their values are given on execution.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam

from terugkom.plan.model import Action

Conditions: TypeAlias = tuple[ColumnElement[bool], ...]
Built = TypeVar("Built")


def is_in_any_plan() -> ColumnElement[bool]:
    """Return the SQL condition that an action is in a plan, whichever: it was in the last workbook."""
    return Action.missing_since.is_(None)


def is_in_plan(municipality_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the SQL condition that an action is in the plan of a municipality."""
    return and_(Action.municipality_id == municipality_id, is_in_any_plan())


_IN_PLAN: Conditions = (is_in_plan(bindparam("municipality_id")),)
_IN_GROUP: Conditions = (*_IN_PLAN, Action.group_id == bindparam("group_id"))


@dataclass(frozen=True)
class ActionScope:
    """The SQL conditions for actions, and the values of their parameters by name.

    A scope with values is one of the two below: what is built for its conditions is kept.
    """

    conditions: Conditions = ()
    values: Mapping[str, Any] = field(default_factory=dict)


ALL_ACTIONS = ActionScope()


def scope_plan(municipality_id: int) -> ActionScope:
    """Return the scope of the actions that are in the plan of a municipality."""
    return ActionScope(_IN_PLAN, {"municipality_id": municipality_id})


def scope_group(municipality_id: int, group_id: int) -> ActionScope:
    """Return the scope of the actions of a group that are in the plan of its municipality."""
    return ActionScope(_IN_GROUP, {"municipality_id": municipality_id, "group_id": group_id})


def cache_built_statements(build: Callable[[Conditions], Built]) -> Callable[[ActionScope], Built]:
    """Return what builds statements about a scope: once for all plans, once for all groups, and each time for
    conditions of which the values are in them."""
    kept = cache(build)

    def find(scope: ActionScope) -> Built:
        return kept(scope.conditions) if scope.values else build(scope.conditions)

    return find
