"""Publish an approved edition: render each medium and enqueue its deliveries in one transaction.

The rendered files are always written to the outbox folder too: a medium without a publishing channel is no
error.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Mail, Origin, Recipient, mail_of, record, write_documents
from terugkom.delivery.enqueue_publications import Prepared, record_publications, write_publications
from terugkom.documents.file_store import write_all_whole, write_whole
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import approval_of
from terugkom.editions.media import newsletter
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.rendered import Made
from terugkom.editions.media.renderers import Maker
from terugkom.editions.model import Edition, EditionState, EditionStep, TakenStep
from terugkom.editions.proof import Proof
from terugkom.editions.review import Proofed
from terugkom.editions.select_publications import Ways, publications
from terugkom.errors import InputError
from terugkom.plan.code_of_conduct import conduct_of
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import House
from terugkom.schedule.model import Moment, MomentState
from terugkom.subscribers.enrol_plan_people import enrol
from terugkom.subscribers.mailing import record_mailing
from terugkom.subscribers.subscription_status import readers_of


@dataclass(frozen=True)
class Told:
    """The result of publishing: mails, publications, recipient counts, media without an address; the notes
    name the media
    that were not rendered, with the reason."""

    mails: tuple[Mail, ...] = ()
    published: tuple[Prepared, ...] = ()
    readers: Counter[str] = field(default_factory=Counter)
    unset: tuple[Medium, ...] = ()
    notes: tuple[tuple[Medium, str], ...] = ()


@dataclass(frozen=True)
class Out:
    """Publication targets: the outbox folder, the municipality's folder and its publishing channels."""

    outbox: Path
    own: Path
    ways: Ways


def tell(
    desk: RenderContext, origin: Origin, proofed: Proofed, out: Out, makers: Mapping[Medium, Maker]
) -> Told:
    """Render and enqueue all deliveries of an approved edition, once. A second call returns an empty result.

    Raises InputError if this text is not the one that was approved.
    """
    with desk.database.reading() as session:
        edition = session.get_one(Edition, origin.moment_id)
        if edition.state is not EditionState.APPROVED or edition.text_hash != proofed.proof.text_hash:
            raise InputError("only the approved text can be published")
        approval = approval_of(session, edition)
        earlier = _earlier(session, origin)
    kit = _kit(desk, origin, proofed, out, earlier)
    proof = replace(proofed.proof, introduction=approval.introduction)
    chosen = {Medium(each) for each in approval.media}
    made = [
        maker(proof.public if medium.public else proof, kit)
        for medium, maker in makers.items()
        if medium in chosen and (proof.public.stories or not medium.public)
    ]
    mails = _mails(origin, proof, made)
    published = publications(origin, proof, made, out.ways)
    _write(desk, origin, proof, out, made, mails, published)
    readers = _to_readers(desk, origin, made, kit)
    if not _recorded(desk, origin, proof.text_hash, made, mails, published):
        return Told()
    unset = tuple(each.medium for each in made if each.role and not _addresses(origin, each))
    notes = tuple((each.medium, each.note) for each in made if each.note)
    return Told(tuple(mails), tuple(published), readers, unset, notes)


def _kit(desk: RenderContext, origin: Origin, proofed: Proofed, out: Out, earlier: tuple[str, ...]) -> Kit:
    town = origin.municipality
    return Kit(
        desk.templates,
        House.of(town.media),
        proofed.pictures,
        origin.now,
        town.answer_address,
        earlier,
        conduct_of(out.own),
    )


def _earlier(session: Session, origin: Origin) -> tuple[str, ...]:
    """Return the periods already published on the website, newest first."""
    query = (
        select(Moment.period, Edition.told_through)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == origin.municipality.id, Edition.state == EditionState.TOLD)
        .order_by(Moment.period.desc())
    )
    return tuple(period for period, media in session.execute(query).tuples() if Medium.WEBSITE in media)


def _write(
    desk: RenderContext,
    origin: Origin,
    proof: Proof,
    out: Out,
    made: Sequence[Made],
    mails: Sequence[Mail],
    published: Sequence[Prepared],
) -> None:
    folder = f"{origin.municipality.slug}/editions/{proof.period}"
    write_all_whole(
        out.outbox,
        [(f"{folder}/{each.medium}/{file.name}", file.content) for each in made for file in each.files],
    )
    write_documents(desk.documents, mails)
    write_publications(desk.documents, published)
    write_whole(desk.documents, f"{folder}/proof-{proof.text_hash[:8]}.json", proof.as_bytes())


def _to_readers(desk: RenderContext, origin: Origin, made: Sequence[Made], kit: Kit) -> Counter[str]:
    """Enqueue the newsletter for each subscriber; subscribers enqueued before are skipped."""
    found = next((each for each in made if each.medium is Medium.NEWSLETTER), None)
    if found is None or found.letter is None:
        return Counter()
    town, today = origin.municipality, origin.now.date()
    with desk.database.writing() as session:
        enrol(session, town, today)
    return record_mailing(
        desk,
        origin,
        found.letter,
        newsletter.KIND,
        f"edition:{origin.moment_id}:newsletter",
        readers_of(desk.database, town.id, today),
        newsletter.leaving(kit),
    )


def _recorded(
    desk: RenderContext,
    origin: Origin,
    text_hash: str,
    made: Sequence[Made],
    mails: Sequence[Mail],
    published: Sequence[Prepared],
) -> bool:
    """Enqueue the deliveries and mark the edition published; return False if another run did so first."""
    step = TakenStep(
        moment_id=origin.moment_id,
        step=EditionStep.TOLD,
        text_hash=text_hash,
        day=origin.now.date(),
        done_at=origin.now,
        run_id=origin.run_id,
    )
    with desk.database.writing() as session:
        try:
            with session.begin_nested():
                session.add(step)
        except IntegrityError:
            return False
        edition = session.get_one(Edition, origin.moment_id)
        edition.state = EditionState.TOLD
        edition.told_through = [str(each.medium) for each in made if each.something]
        edition.moment.state, edition.moment.done_at = MomentState.DONE, origin.now
        record(session, origin, mails)
        record_publications(session, origin, published)
    return True


def _mails(origin: Origin, proof: Proof, made: Sequence[Made]) -> list[Mail]:
    """Return the mails to the media contacts: editors, director, front desk, press list."""
    found = []
    for each in made:
        addresses = _addresses(origin, each)
        if each.letter is None or not addresses:
            continue
        key = f"edition:{origin.moment_id}:{each.medium}:{proof.text_hash[:16]}"
        recipients = [
            Recipient(f"{key}:{n}", str(each.role), None, Address("", address))
            for n, address in enumerate(addresses)
        ]
        folder = f"{origin.municipality.slug}/{origin.now.date().isoformat()}"
        mail = mail_of(each.letter, f"edition-{each.medium}", folder, proof.period, recipients)
        found.append(replace(mail, apart=True, held=each.held))
    return found


def _addresses(origin: Origin, made: Made) -> tuple[str, ...]:
    return House.of(origin.municipality.media).addresses(made.role) if made.role else ()


def counted(told: Told) -> Counter[str]:
    """Return the number of rendered media for which no address is set."""
    return +Counter(lies_ready=len(told.unset))
