"""The state of deliveries as a condition beside another that finds fewer of them, such as their moment.

SQLite takes one state for rare and looks for it in the index of what waits. Of *sent* that is every mail that
was ever sent, by every municipality. It looks for no value of a function in an index, so it begins elsewhere.
"""

from sqlalchemy import ColumnElement, func

from terugkom.delivery.model import Delivery, DeliveryState


def is_in_state(*states: DeliveryState) -> ColumnElement[bool]:
    """Return the condition that a delivery, found by something else, is in one of these states."""
    return func.coalesce(Delivery.state, "").in_([each.value for each in states])
