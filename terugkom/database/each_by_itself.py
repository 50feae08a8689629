"""Do work for each of several items, so that what is wrong with one stops no other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from terugkom.database.answer_check import is_outage

T = TypeVar("T")
R = TypeVar("R")


def do_each_by_itself(items: Iterable[T], work: Callable[[T], R], what: str) -> list[R]:
    """Return what `work` returns for each item; each opens the transactions that it needs.

    If some fail, the others are done first; then the error of the only one is raised, or an ExceptionGroup of
    theirs, with `what` as its text. That the database cannot answer is raised at once: it is of no item.
    """
    done, errors = [], list[Exception]()
    for item in items:
        try:
            done.append(work(item))
        except Exception as error:
            if is_outage(error):
                raise
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup(what, errors)
    return done
