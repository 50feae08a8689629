"""Do the same for each municipality: one that fails is recorded and counted, and the others go on. A database
that is away is no fault of a municipality: it is asked for two of them at most.

On most days there is nothing to do for most municipalities. So that this costs the same for three hundred of
them as for ten, a step names the query for those that it must look into (`among`), or reads all of them at
once (`read_for_municipalities`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import SelectBase
from sqlalchemy.orm import Session

from tasks.error_log import record_error
from tasks.installation import get_installation
from terugkom.batches import batched
from terugkom.database.answer_check import is_outage
from terugkom.errors import Message
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities

T = TypeVar("T")
Item = TypeVar("Item")
FAILED_STEPS = "failed_steps"  # what needs attention: see `terugkom.report.ATTENTION_KEYS`
_AT_ONCE = 100  # municipalities: their rows are in memory together


@dataclass(frozen=True)
class MunicipalityResults(Generic[T]):
    """What a step found for the municipalities that it could look into, and for how many it failed."""

    items: T
    failed: int = 0


def for_each_municipality(
    slug: str | None,
    where: str,
    work: Callable[[Session, Municipality], T],
    *,
    among: SelectBase | None = None,
) -> MunicipalityResults[list[T]]:
    """Return what `work` returns for each municipality, or the one of `slug`, each in its own session.

    `among` selects the ids of those that it must look into; the others have nothing to do. The error of one
    is written to the log of errors; the others are done. Raises UnknownMunicipality, and as
    `run_for_municipalities` does.
    """
    database = get_installation().database

    def work_in_session(municipality: Municipality) -> T:
        with database.read_session() as session:
            return work(session, session.merge(municipality, load=False))

    return run_for_municipalities(list_detached_municipalities(slug, among), where, work_in_session)


def run_for_municipalities(
    municipalities: Iterable[Municipality], where: str, work: Callable[[Municipality], T]
) -> MunicipalityResults[list[T]]:
    """Return what `work`, which opens the sessions that it needs, returns for each of these municipalities.

    The error of one is written to the log of errors; the others are done. Raises the SQLAlchemyError of a
    database that cannot answer, if it did not for two municipalities after each other, or for the only one:
    it is of none of them, and all others would wait for it.
    """
    return _run_for_each(((each, each) for each in municipalities), where, work)


def run_for_items(
    municipality: Municipality, items: Iterable[Item], where: str, work: Callable[[Item], T]
) -> MunicipalityResults[list[T]]:
    """Return what `work` returns for each of these items of a municipality.

    The error of one is written to the log of errors; the others are done. Raises as
    `run_for_municipalities` does.
    """
    return _run_for_each(((municipality, each) for each in items), where, work)


def _run_for_each(
    items: Iterable[tuple[Municipality, Item]], where: str, work: Callable[[Item], T]
) -> MunicipalityResults[list[T]]:
    found: list[T] = []
    failed = 0
    unanswered: tuple[Municipality, Exception] | None = None  # the one before, not told yet
    for municipality, item in items:
        try:
            found.append(work(item))
        except Exception as error:
            if is_outage(error):
                if unanswered is not None:
                    raise
                unanswered = municipality, error
                continue
            _record(where, municipality, error)
            failed += 1
        if unanswered is not None:
            _record(where, *unanswered)
            failed, unanswered = failed + 1, None
    if unanswered is not None:
        if not found and not failed:
            raise unanswered[1]
        _record(where, *unanswered)
        failed += 1
    return MunicipalityResults(found, failed)


def read_for_municipalities(
    slug: str | None, where: str, read: Callable[[Session, Sequence[Municipality]], Mapping[int, T]]
) -> MunicipalityResults[list[tuple[Municipality, T]]]:
    """Return each municipality, or the one of `slug`, with what `read` returns for its id.

    `read` reads, for many of them at once. If it fails it reads each of these by itself, so that one whose
    rows are damaged stops no other: its error is written to the log of errors. Raises UnknownMunicipality,
    and the error of a database that cannot answer.
    """
    database = get_installation().database
    found: list[tuple[Municipality, T]] = []
    failed = 0

    def read_some(some: Sequence[Municipality]) -> list[tuple[Municipality, T]]:
        with database.read_session() as session:
            seen = read(session, some)
        return [(each, seen[each.id]) for each in some]

    for some in batched(list_detached_municipalities(slug), _AT_ONCE):
        try:
            found += read_some(some)
        except Exception as error:
            if is_outage(error):  # also where it is read-only
                raise
            each_by_itself = run_for_municipalities(some, where, lambda one: read_some([one]))
            found += [pair for pairs in each_by_itself.items for pair in pairs]
            failed += each_by_itself.failed
    return MunicipalityResults(found, failed)


def list_detached_municipalities(slug: str | None, among: SelectBase | None = None) -> Sequence[Municipality]:
    """Return as `list_municipalities` does, with its coordinator and closing days, and no session."""
    with get_installation().database.read_session() as session:
        return list_municipalities(session, slug, among)


def _record(where: str, municipality: Municipality, error: Exception) -> None:
    of_step = Message("report.where.step.municipality", step=where, municipality=municipality.slug)
    record_error(of_step, error)
