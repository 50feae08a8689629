"""Render the mail of a digest for its recipient, and a copy for the coordinator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from terugkom.delivery.enqueue import OutboundDocument, Recipient, build_mail
from terugkom.documents.formatting import join_names
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.page_links import OWNER_PAGE_PATH
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.reminders.due_actions import DueReminder
from terugkom.reminders.supersede_digests import format_copy_key
from terugkom.reminders.week import DigestRecipient, ReminderWeek
from terugkom.schedule.reminder_stages import StageKind

DOCUMENT = "owner-digest"


@dataclass(frozen=True)
class DigestTokens:
    """The token by which an answer by mail is known, and that of the page."""

    answer: str = ""
    page: str = ""


def render_digest_mails(
    context: RenderContext,
    week: ReminderWeek,
    recipient: DigestRecipient,
    reminders: list[DueReminder],
    address: Address,
    tokens: Mapping[int, DigestTokens],
    calendar: bytes = b"",
) -> tuple[OutboundDocument, ...]:
    """Return the mail of a recipient; with a token in it, the coordinator's copy is a mail of its own.

    The copy has no link and no code: who answers by one answers as the owner. Nor has it the deadlines for
    the owner's calendar.
    """
    given = tokens.get(recipient.person_id, DigestTokens())
    page = f"{context.site_url}{OWNER_PAGE_PATH}{given.page}" if given.page else ""
    recipients = _build_recipients(week, recipient, reminders, address)
    if context.reply_tags and given.answer:
        recipients[0] = replace(recipients[0], reply_tag=given.answer)
    is_alone = bool(given.answer or calendar)
    own = _DigestMail(recipients[:1] if is_alone else recipients, page, given.answer, calendar)
    render = partial(_render_mail, context.templates, week, reminders, address, is_copied=len(recipients) > 1)
    mails = [render(own)]
    if len(own.recipients) < len(recipients):
        mails.append(render(_DigestMail(recipients[1:])))
        addressees = tuple(each.address for each in recipients)
        mails = [replace(each, addressees=addressees) for each in mails]
    return tuple(mails)


@dataclass(frozen=True)
class _DigestMail:
    """One of the mails of a digest: for whom it is, and what is in that of the owner alone."""

    recipients: Sequence[Recipient]
    page: str = ""
    answer_code: str = ""
    calendar: bytes = b""


def _render_mail(
    templates: Templates,
    week: ReminderWeek,
    reminders: list[DueReminder],
    address: Address,
    mail: _DigestMail,
    *,
    is_copied: bool,
) -> OutboundDocument:
    municipality = week.municipality
    context = {
        "municipality": municipality.name,
        "reader": address.name,
        "coordinator": _get_signature(week),
        "answer_to": municipality.answer_address,
        "items": _list_items(reminders, municipality.language),
        "page": mail.page,
        "answer_code": mail.answer_code,
        "has_calendar": bool(mail.calendar),
        "copy": _name_copy_reader(week, is_copied=is_copied),
    }
    letter = templates.render_letter(DOCUMENT, context)
    if mail.calendar:
        letter = replace(letter, attachments=(Attachment("deadlines.ics", "text/calendar", mail.calendar),))
    folder = f"{municipality.slug}/{week.today.isoformat()}"
    label = str(mail.recipients[0].person_id)
    return build_mail(letter, DOCUMENT, folder, label, mail.recipients)


def _get_signature(week: ReminderWeek) -> str:
    """Return the name under a digest: the coordinator's, also while a stand-in reads the answers."""
    coordinator = week.municipality.coordinator
    return coordinator.name if coordinator and week.coordinator else week.municipality.name


def _name_copy_reader(week: ReminderWeek, *, is_copied: bool) -> str:
    """Return who gets a copy, as the mail says it in the name of who signs it; "" if nobody does."""
    reader = week.coordinator
    if not is_copied or reader is None:
        return ""
    coordinator = week.municipality.coordinator
    is_own = coordinator is not None and coordinator.id == reader.id
    return "coordinator" if is_own else reader.name


def _build_recipients(
    week: ReminderWeek, recipient: DigestRecipient, reminders: Iterable[DueReminder], address: Address
) -> list[Recipient]:
    key = build_digest_key(week, recipient)
    role = "owner" if recipient.person_id in recipient.owner_ids else "stand-in"
    delivery_recipients = [Recipient(key, role, recipient.person_id, address)]
    copied = any(item.ask == StageKind.COORDINATOR_IN_COPY.value for item in reminders)
    coordinator = week.coordinator
    if copied and coordinator and not _is_same_mailbox(coordinator.email, address.email):
        delivery_recipients.append(
            Recipient(
                format_copy_key(key),
                "coordinator-copy",
                coordinator.id,
                Address(to_one_line(coordinator.name), coordinator.email),
            )
        )
    return delivery_recipients


def _is_same_mailbox(left: str, right: str) -> bool:
    return normalize_address(left) == normalize_address(right)


def build_digest_key(week: ReminderWeek, recipient: DigestRecipient) -> str:
    """Return the idempotency key of the delivery of a digest: a person gets one a week."""
    return f"{week.municipality.id}:{DOCUMENT}:{week.period}:{recipient.person_id}"


def _list_items(reminders: Iterable[DueReminder], language: str) -> list[DueReminder]:
    """Return what stands in a digest: an action that is due for several of its readers stands there once."""
    of_action: dict[int, list[DueReminder]] = {}
    for each in reminders:
        of_action.setdefault(each.action_id, []).append(each)
    return [_join_addressees(each, language) for each in of_action.values()]


def _join_addressees(reminders: Sequence[DueReminder], language: str) -> DueReminder:
    names = [each.addressee for each in reminders if each.addressee]
    own = next((each for each in reminders if not each.absent_owner), reminders[0])
    return replace(own, addressee=join_names(names, language)) if len(names) > 1 else own


def build_reader_address(recipient: DigestRecipient, people: dict[int, Address], language: str) -> Address:
    """Return the address of a mailbox, with the names of all who get this digest in it."""
    first = people[recipient.person_id]
    if not recipient.colleague_ids:
        return first
    return replace(first, name=join_names([people[each].name for each in recipient.reader_ids], language))
