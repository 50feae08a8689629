"""Give several actions other codes at once, also each other's; and what codes became since a time."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import PublicInputError
from terugkom.plan.change_action import ActionValues, change_action
from terugkom.plan.history import FieldChange
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, Municipality


def renumber_actions(
    session: Session, municipality: Municipality, codes: Mapping[str, str], day: date
) -> list[tuple[Action, FieldChange]]:
    """Change codes from old to new; return the changes, for `record_changes`.

    The actions that these are parts of are followed. Raises InputError, before anything is changed, if an
    action is not there any more under its old code, or another one has the new code.
    """
    mine = select(Action).where(Action.municipality_id == municipality.id)
    actions = {each.code: each for each in session.scalars(mine)}
    if not _can_renumber(actions.keys(), codes):
        raise PublicInputError("error.import.codes-changed")
    parts = [(each, codes[each.part_of]) for each in actions.values() if each.part_of in codes]
    lead_times = municipality.effective_lead_times

    def change(action: Action, values: ActionValues) -> list[FieldChange]:
        return change_action(action, values, day=day, lead_times=lead_times)

    for old in codes:  # codes are unique: first each gets one that no action has
        change(actions[old], ActionValues(code=f"~{actions[old].id}"))
    session.flush()
    changes = []
    for old, new in codes.items():
        found = change(actions[old], ActionValues(code=new))
        changes += [(actions[old], replace(each, old=old)) for each in found]
    for action, parent in parts:
        changes += [(action, each) for each in change(action, ActionValues(part_of=parent))]
    session.flush()
    return changes


def can_renumber(session: Session, municipality_id: int, codes: Mapping[str, str]) -> bool:
    """Return whether these actions are there under their old codes, and nobody else has a new one."""
    mine = select(Action.code).where(Action.municipality_id == municipality_id)
    return _can_renumber(set(session.scalars(mine)), codes)


def _can_renumber(known: Set[str], codes: Mapping[str, str]) -> bool:
    taken = set(codes.values()) & (known - codes.keys())
    return codes.keys() <= known and not taken and len(set(codes.values())) == len(codes)


def load_moved_codes(session: Session, municipality_id: int, since: datetime) -> dict[str, str]:
    """Return the codes that actions had at a time, with the other ones that they have now."""
    changes = (
        select(ActionChange.action_id, ActionChange.old, Action.code)
        .join(Action, Action.id == ActionChange.action_id)
        .where(Action.municipality_id == municipality_id, ActionChange.field == "code")
        .where(ActionChange.changed_at > since)
        .order_by(ActionChange.id)
    )
    first: dict[int, tuple[str, str]] = {}
    for action_id, old, now in session.execute(changes).tuples():
        first.setdefault(action_id, (old, now))
    return {old: now for old, now in first.values() if old != now}
