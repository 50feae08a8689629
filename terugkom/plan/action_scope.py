"""Which actions a query is about: those in the plan of a municipality, some of them, or others.

To build a statement, and to find its compiled form again, takes longer than SQLite needs to execute it
(measured). So those about a plan, a group, codes and what is public are built once: their values are given on
execution.
"""

from collections.abc import Callable, Iterable, Mapping
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
_OF_MUNICIPALITY: Conditions = (Action.municipality_id == bindparam("municipality_id"),)
_PUBLIC: Conditions = (*_IN_PLAN, Action.public.is_(True))
_OF_CODES: Conditions = (
    *_OF_MUNICIPALITY,
    Action.code.in_(bindparam("codes", expanding=True)),
)


@dataclass(frozen=True)
class ActionScope:
    """The SQL conditions for actions, and the values of their parameters by name.

    A scope with values is one of those below: what is built for its conditions is kept.
    """

    conditions: Conditions = ()
    values: Mapping[str, Any] = field(default_factory=dict)


ALL_ACTIONS = ActionScope()


def scope_municipality(municipality_id: int) -> ActionScope:
    """Return the scope of all actions of a municipality, in its plan or not any more."""
    return ActionScope(_OF_MUNICIPALITY, {"municipality_id": municipality_id})


def scope_plan(municipality_id: int) -> ActionScope:
    """Return the scope of the actions that are in the plan of a municipality."""
    return ActionScope(_IN_PLAN, {"municipality_id": municipality_id})


def scope_group(municipality_id: int, group_id: int) -> ActionScope:
    """Return the scope of the actions of a group that are in the plan of its municipality."""
    return ActionScope(_IN_GROUP, {"municipality_id": municipality_id, "group_id": group_id})


def scope_public(municipality_id: int) -> ActionScope:
    """Return the scope of the actions in the plan of a municipality that may be told about outside."""
    return ActionScope(_PUBLIC, {"municipality_id": municipality_id})


def scope_codes(municipality_id: int, codes: Iterable[str]) -> ActionScope:
    """Return the scope of the actions of a municipality with these codes, in its plan or not any more."""
    return ActionScope(_OF_CODES, {"municipality_id": municipality_id, "codes": sorted(set(codes))})


def cache_built_statements(build: Callable[[Conditions], Built]) -> Callable[[ActionScope], Built]:
    """Return what builds statements about a scope: once for each kind of scope below, and each time for
    conditions of which the values are in them."""
    kept = cache(build)

    def find(scope: ActionScope) -> Built:
        return kept(scope.conditions) if scope.values else build(scope.conditions)

    return find
