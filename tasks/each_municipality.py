"""Do the same for each municipality: one that fails is recorded and counted, and the others go on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from tasks.error_log import record_error
from tasks.installation import get_installation
from terugkom.errors import Message
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities

T = TypeVar("T")
FAILED_STEPS = "failed_steps"  # what needs attention: see `terugkom.report.ATTENTION_KEYS`


@dataclass(frozen=True)
class Found(Generic[T]):
    """What a step found for the municipalities that it could look into, and for how many it failed."""

    items: T
    failed: int = 0


def for_each_municipality(
    slug: str | None, where: str, work: Callable[[Session, Municipality], T]
) -> Found[list[T]]:
    """Return what `work` returns for each municipality, or the one of `slug`, each in its own session.

    The error of one is written to the log of errors; the others are done. Raises UnknownMunicipality.
    """
    database = get_installation().database
    with database.read_session() as session:
        municipalities = list_municipalities(session, slug)
    found, failed = [], 0
    for municipality in municipalities:
        try:
            with database.read_session() as session:
                found.append(work(session, session.merge(municipality, load=False)))
        except Exception as error:
            of_step = Message("report.where.step.municipality", step=where, municipality=municipality.slug)
            record_error(of_step, error)
            failed += 1
    return Found(found, failed)
