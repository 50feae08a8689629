"""Telling: from an approved text to what each channel gets, recorded in one transaction.

What was made always lies in the outbox folder too, ready to use: a channel without a way out is no error.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from terugkom.delivery.mail import Address
from terugkom.delivery.preparing import Mail, Origin, Recipient, mail_of, record, write_documents
from terugkom.documents.store import write_all_whole, write_whole
from terugkom.edition import deciding
from terugkom.edition.model import Edition, EditionDecision, EditionState, EditionStep, TakenStep
from terugkom.edition.proof import Proof
from terugkom.edition.proofing import Proofed
from terugkom.errors import InputError
from terugkom.media.house import House
from terugkom.media.kit import Kit
from terugkom.media.medium import Made, Medium
from terugkom.reminders.digest import Desk
from terugkom.rhythm.model import MomentState

Maker = Callable[[Proof, Kit], Made]


@dataclass(frozen=True)
class Told:
    """What was made: files by their names below the outbox, mails, and what nobody is set to receive."""

    files: tuple[str, ...]
    mails: tuple[Mail, ...]
    unset: tuple[Medium, ...] = ()


def make(
    desk: Desk, origin: Origin, proofed: Proofed, approval: EditionDecision, makers: Mapping[Medium, Maker]
) -> list[Made]:
    """Make what each chosen channel gets, from the very same text."""
    town = origin.municipality
    kit = Kit(desk.templates, House.of(town.media), proofed.pictures, origin.now, town.answer_address)
    proof = replace(proofed.proof, introduction=approval.introduction)
    chosen = {Medium(each) for each in approval.media}
    return [
        maker(proof.public if medium.public else proof, kit)
        for medium, maker in makers.items()
        if medium in chosen
    ]


def tell(desk: Desk, origin: Origin, proofed: Proofed, outbox: Path, makers: Mapping[Medium, Maker]) -> Told:
    """Make and record all that an approved edition sends; once, whoever comes first.

    Raises InputError if this text is not the one that was approved.
    """
    with desk.database.reading() as session:
        edition = session.get_one(Edition, origin.moment_id)
        if edition.state is not EditionState.APPROVED or edition.text_hash != proofed.proof.text_hash:
            raise InputError("only the text that was approved is told")
        approval = deciding.approval_of(session, edition)
    made = make(desk, origin, proofed, approval, makers)
    folder = f"{origin.municipality.slug}/editions/{proofed.proof.period}"
    files = [(f"{folder}/{each.medium}/{file.name}", file.content) for each in made for file in each.files]
    write_all_whole(outbox, files)
    mails = _mails(origin, proofed, made)
    write_documents(desk.documents, mails)
    kept = replace(proofed.proof, introduction=approval.introduction)
    write_whole(desk.documents, f"{folder}/proof-{kept.text_hash[:8]}.json", kept.as_bytes())
    media = [str(each.medium) for each in made if each.something]
    if not _recorded(desk, origin, mails, proofed.proof.text_hash, media):
        return Told((), ())
    unset = tuple(each.medium for each in made if each.role and not _addresses(origin, each))
    return Told(tuple(name for name, _ in files), tuple(mails), unset)


def _recorded(desk: Desk, origin: Origin, mails: Sequence[Mail], text_hash: str, media: list[str]) -> bool:
    """Record the mails, and that the edition is told; False if another run did."""
    step = TakenStep(
        moment_id=origin.moment_id,
        step=EditionStep.TOLD,
        text_hash=text_hash,
        day=origin.now.date(),
        done_at=origin.now,
        run_id=origin.run_id,
    )
    try:
        with desk.database.writing() as session:
            session.add(step)
            session.flush()
            edition = session.get_one(Edition, origin.moment_id)
            edition.state, edition.told_through = EditionState.TOLD, media
            edition.moment.state, edition.moment.done_at = MomentState.DONE, origin.now
            record(session, origin, mails)
    except IntegrityError:
        return False
    return True


def _mails(origin: Origin, proofed: Proofed, made: Sequence[Made]) -> list[Mail]:
    """Return the mails to those who make something of it: the editor, the desk, the press."""
    found = []
    for each in made:
        addresses = _addresses(origin, each)
        if each.letter is None or not addresses:
            continue
        key = f"edition:{origin.moment_id}:{each.medium}:{proofed.proof.text_hash[:16]}"
        recipients = [
            Recipient(f"{key}:{n}", str(each.role), None, Address("", address))
            for n, address in enumerate(addresses)
        ]
        folder = f"{origin.municipality.slug}/{origin.now.date().isoformat()}"
        mail = mail_of(each.letter, f"edition-{each.medium}", folder, proofed.proof.period, recipients)
        found.append(replace(mail, apart=True, held=each.held))
    return found


def _addresses(origin: Origin, made: Made) -> tuple[str, ...]:
    return House.of(origin.municipality.media).addresses(made.role) if made.role else ()


def counted(told: Told) -> Counter[str]:
    """Count what lies ready and has nobody set to go to."""
    return +Counter(lies_ready=len(told.unset))
