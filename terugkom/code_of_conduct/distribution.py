"""Distribute the code of conduct: to all staff when it changes, to each newcomer once.

Guide: "bijhorende gedragsregels kunnen worden opgenomen in de gedragscode die nieuwe medewerkers krijgen
uitgereikt".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Origin
from terugkom.documents.file_store import write_all_whole
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media import code_of_conduct
from terugkom.editions.media.media_context import Kit
from terugkom.plan.code_of_conduct import Conduct, conduct_of
from terugkom.plan.media_settings import House
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.subscribers import confirmations as confirmations
from terugkom.subscribers.enrol_plan_people import enrol
from terugkom.subscribers.mailing import record_mailing
from terugkom.subscribers.model import Confirmation, Reader
from terugkom.subscribers.subscription_status import Addressee

KIND = "code-of-conduct"


@dataclass(frozen=True)
class HandingOut:
    """A version of the code with its recipients; `newcomers` if all others were asked before."""

    conduct: Conduct
    to: tuple[Addressee, ...]
    newcomers: bool


def to_hand_out(session: Session, town: Municipality, own: Path, today: date) -> HandingOut | None:
    """Return the code of conduct and its recipients; None if there are none, or the code is an example.

    Raises InputError for a code of conduct that cannot be read.
    """
    found = conduct_of(own)
    if found is None or found.example:
        return None
    to = confirmations.to_ask(session, town, found.version, today)
    asked = exists().where(
        Confirmation.reader_id == Reader.id,
        Reader.municipality_id == town.id,
        Confirmation.version == found.version,
    )
    return HandingOut(found, tuple(to), bool(session.scalar(select(asked)))) if to else None


def begin(session: Session, town: Municipality, version: str, today: date, now: datetime, run_id: str) -> int:
    """Return the id of the moment of a version, created if needed; enrols the people of the plan first."""
    enrol(session, town, today)
    key = {"municipality_id": town.id, "kind": KIND, "subject": town.slug, "period": version}
    found = session.scalar(select(Moment).filter_by(**key))
    if found is None:
        found = Moment(**key, day=today, opened_at=now, run_id=run_id, state=MomentState.DONE, done_at=now)
        session.add(found)
        session.flush()
    return found.id


def hand_out(
    desk: RenderContext, origin: Origin, what: HandingOut, outbox: Path, today: date
) -> Counter[str]:
    """Enqueue the request to confirm, once a recipient; also write the code of conduct to the outbox."""
    town = origin.municipality
    made_at = datetime.combine(today, time(), UTC)  # so that a later continuation renders the same letter
    kit = Kit(desk.templates, House.of(town.media), {}, made_at, town.answer_address)
    made = code_of_conduct.made(what.conduct, town.name, kit, newcomer=what.newcomers)
    folder = f"{town.slug}/{KIND}/{what.conduct.version}"
    write_all_whole(outbox, [(f"{folder}/{file.name}", file.content) for file in made.files])
    if made.letter is None:
        return Counter()

    def together(session: Session, readers: Sequence[Addressee]) -> None:
        confirmations.ask(session, readers, what.conduct.version, today)

    key = f"{KIND}:{town.id}:{what.conduct.version}"
    return record_mailing(desk, origin, made.letter, KIND, key, what.to, together=together)
