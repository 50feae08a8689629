"""Tell a person of troubles: by mail through a server set for that, by a webhook, or by both."""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from terugkom.alerts.alert_text import AlertText, build_alert_text
from terugkom.alerts.model import Alert, Trouble
from terugkom.alerts.record_alerts import build_alert, list_unsent_alerts, mark_alert_sent
from terugkom.alerts.told_files import find_told_at, forget_told, remember_told
from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import ChannelError, DeliveryInDoubt, OutgoingMessage
from terugkom.delivery.channels.http_client import HttpClient, RequestLimits
from terugkom.delivery.channels.silent_hosts import SilentHosts
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.channels.smtp_url import parse_server_url
from terugkom.documents.mail_address import is_mail_address, parse_address
from terugkom.errors import InputError, PublicInputError
from terugkom.leases import HeldLease, LeaseRequest, acquire_lease, is_expired, release_lease
from terugkom.settings import Settings

_LEASE, _LEASE_SECONDS = "alerts", 300.0  # also the wait before the next try where telling failed
# Between two tries of which nobody knows whether they were taken: at first at most, and at last.
_FIRST_DOUBT, _LONGEST_DOUBT = timedelta(hours=1), timedelta(days=1)
_DOUBT = "alert in doubt "  # prefix of the leases of alerts that wait for that
_IS_DOUBT = HeldLease.name.startswith(_DOUBT)
_LIMITS = RequestLimits(total_timeout=30, allow_private=True)  # a chat server may stand in the same network


@dataclass(frozen=True)
class AlertOutcome:
    """What failed, whether somebody took it, and whether somebody may have taken it."""

    failures: list[str]
    is_taken: bool
    is_in_doubt: bool


@dataclass(frozen=True)
class AlertChannels:
    """How a person is told. `server` is None without mail, and `webhook` empty without one."""

    server: SmtpServer | None
    sender: str
    recipients: tuple[str, ...]
    webhook: str = field(repr=False)

    @property
    def is_set(self) -> bool:
        """Whether anybody can be told."""
        return self.server is not None or bool(self.webhook)


def load_alert_channels(settings: Settings) -> AlertChannels:
    """Return how a person is told, by the settings. Raises InputError for what is invalid."""
    webhook = settings.alert_webhook_url.get_secret_value() if settings.alert_webhook_url else ""
    if not settings.alert_to or not settings.alert_smtp_url:
        return AlertChannels(None, "", (), webhook)
    url = settings.alert_smtp_url.get_secret_value()
    password_file = settings.alert_smtp_password_file
    server = parse_server_url(url, password_file, "TERUGKOM_ALERT_SMTP_URL")
    recipients = _encode_addresses(settings.alert_to, "TERUGKOM_ALERT_TO")
    senders = _encode_addresses(settings.alert_from or recipients[0], "TERUGKOM_ALERT_FROM")
    return AlertChannels(server, senders[0], recipients, webhook)


def _encode_addresses(given: str, setting: str) -> tuple[str, ...]:
    """Return addresses as mail servers take them: a domain outside ASCII in IDNA. Raises PublicInputError."""
    addresses = tuple(parse_address(each) or each for each in given.split(","))
    if not all(map(is_mail_address, addresses)):
        raise PublicInputError("error.mail-server.addresses", setting=setting)
    return addresses


def _find_usable_channels(settings: Settings) -> tuple[AlertChannels, list[str]]:
    """Return the channels that can be used now, and what is wrong with the others: a password file that
    cannot be read keeps no webhook from telling."""
    try:
        return load_alert_channels(settings), []
    except InputError as error:
        without_mail = settings.model_copy(update={"alert_to": None})
        return load_alert_channels(without_mail), [str(error)]


def send_alerts(database: Database, settings: Settings, now: Callable[[], datetime]) -> list[str]:
    """Send an alert for each problem that started or ended and was not reported yet; return what failed.

    Without a channel nothing is sent, and nothing fails. One process does it at a time; if sending failed, it
    is tried again after five minutes. Texts of failures hold no secret. If it is unclear whether an alert was
    delivered, it counts as not sent, because a problem that nobody hears of is worse than one that is
    reported twice: it is sent again, at growing intervals (`compute_doubt_wait`). One that was taken and
    could not be recorded is remembered by a file, and not sent again. Raises SQLAlchemyError, at the end.
    """
    channels, unusable = _find_usable_channels(settings)
    if not channels.is_set and not unusable:
        return []
    lease = LeaseRequest(_LEASE, uuid4().hex, "", _LEASE_SECONDS)
    with database.read_session() as session:
        if not list_due_alerts(session, now()):
            return []
    if not channels.is_set:
        return unusable
    with database.write_session() as session:
        if not acquire_lease(session, lease, now()):
            return []
        due, told_before = _take_told_before(list_due_alerts(session, now()), settings)
        for alert, told_at in told_before:
            mark_alert_sent(alert, told_at)
    forget_told(settings.home, [alert for alert, _ in told_before])
    failures, unrecorded = list(unusable), None
    for alert in due:
        told = _tell(channels, settings, alert, now())
        failures += told.failures
        try:
            _record_outcome(database, alert, told, now())
        except SQLAlchemyError as error:
            if told.is_taken:
                remember_told(settings.home, alert, now())
            unrecorded = unrecorded or error
    if unrecorded:
        raise unrecorded
    with database.write_session() as session:
        if not failures:
            release_lease(session, lease)
    return failures


def _take_told_before(
    due: Iterable[Alert], settings: Settings
) -> tuple[list[Alert], list[tuple[Alert, datetime]]]:
    """Return the alerts that are to be told, and those that were, with when, and that no row remembers."""
    found = [(alert, find_told_at(settings.home, alert)) for alert in due]
    return [alert for alert, at in found if at is None], [(alert, at) for alert, at in found if at]


def _record_outcome(database: Database, alert: Alert, told: AlertOutcome, now: datetime) -> None:
    """Record what came of telling of an alert. Raises SQLAlchemyError."""
    with database.write_session() as session:
        if told.is_taken:
            mark_alert_sent(session.get_one(Alert, alert.id), now)
        elif told.is_in_doubt:
            _postpone(session, session.get_one(Alert, alert.id), now)


def list_due_alerts(session: Session, now: datetime) -> list[Alert]:
    """Return the alerts that are to be told now: untold, and not told just before with an outcome in doubt.

    Each waits by itself: a new trouble is told at once, however long another one is in doubt.
    """
    waiting = set(session.scalars(select(HeldLease.name).where(_IS_DOUBT, ~is_expired(now))))
    return [each for each in list_unsent_alerts(session, now) if _name_doubt(each) not in waiting]


def _postpone(session: Session, alert: Alert, now: datetime) -> None:
    """Have an alert that may have been taken wait before it is told again. The end of a trouble is old news
    after a day, and counts as told."""
    age = now - (alert.over_at or alert.since)
    if alert.is_over and age >= _LONGEST_DOUBT:
        mark_alert_sent(alert, now)
        return
    wait = compute_doubt_wait(age).total_seconds()
    session.execute(delete(HeldLease).where(_IS_DOUBT, is_expired(now)))
    acquire_lease(session, LeaseRequest(_name_doubt(alert), uuid4().hex, "", wait), now)


def _name_doubt(alert: Alert) -> str:
    return f"{_DOUBT}{alert.id} {'over' if alert.is_over else 'raised'}"


def compute_doubt_wait(age: timedelta) -> timedelta:
    """Return how long to wait before an alert of this age is told again that may have been told.

    As long as it lasts, then an hour, and from four hours on a quarter of its age; at last a day. So it is
    told some eight times in four hours, some twenty-two times in four days, and then once a day.
    """
    soon = min(max(age, timedelta(seconds=_LEASE_SECONDS)), _FIRST_DOUBT)
    return min(max(soon, age / 4), _LONGEST_DOUBT)


def send_unrecorded_alert(settings: Settings, trouble: Trouble, now: datetime) -> AlertOutcome | None:
    """Tell a person of a trouble that cannot be recorded, for the database is broken; return what came of it,
    None if nobody can be told."""
    channels, unusable = _find_usable_channels(settings)
    if not channels.is_set:
        return AlertOutcome(unusable, is_taken=False, is_in_doubt=False) if unusable else None
    alert = build_alert(trouble)
    alert.id = 0
    told = _tell(channels, settings, alert, now)
    return (
        AlertOutcome([], True, False)
        if told.is_taken
        else replace(told, failures=[*unusable, *told.failures])
    )


def _tell(channels: AlertChannels, settings: Settings, alert: Alert, now: datetime) -> AlertOutcome:
    """Tell of one alert each recipient, and the webhook.

    An address that is refused, of somebody who left for instance, keeps no other from being told.
    """
    text = build_alert_text(alert, settings.language, settings.prefect_url)
    with ExitStack() as stack:
        tries: list[Callable[[], None]] = []
        if channels.server is not None:
            mail = stack.enter_context(closing(SmtpChannel(channels.server)))
            tries += [partial(_send_mail, mail, channels, alert, text, to, now) for to in channels.recipients]
        if channels.webhook:
            tries.append(partial(_post, channels.webhook, alert, text))
        errors = [error for attempt in tries if (error := _find_error(attempt))]
    failures = sorted({_describe_error(error) for error in errors})
    in_doubt = any(isinstance(error, DeliveryInDoubt) for error in errors)
    return AlertOutcome(failures, len(errors) < len(tries), in_doubt)


def _find_error(attempt: Callable[[], None]) -> Exception | None:
    """Return why an attempt to tell failed, if it did. What one raises keeps no other from telling."""
    try:
        attempt()
    except Exception as error:
        return error
    return None


def _describe_error(error: Exception) -> str:
    """Return what failed, without what may hold an address."""
    return str(error) if isinstance(error, ChannelError) else type(error).__name__


def _send_mail(
    mail: SmtpChannel, channels: AlertChannels, alert: Alert, text: AlertText, recipient: str, now: datetime
) -> None:
    mail.send(_build_mail(channels, alert, text, recipient, now))


def _build_mail(
    channels: AlertChannels, alert: Alert, text: AlertText, recipient: str, now: datetime
) -> OutgoingMessage:
    """Return the mail; told again after a crash, it has the Message-ID that it had."""
    moment = "over" if alert.is_over else "raised"
    domain = channels.sender.rpartition("@")[2]
    message_id = f"<alert-{alert.id}-{moment}-{alert.since:%Y%m%d%H%M%S}@{domain}>"
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = channels.sender, recipient, f"Terugkom: {text.title}"
    mail["Date"], mail["Message-ID"], mail["Auto-Submitted"] = now, message_id, "auto-generated"
    mail.set_content(text.text + "\n")
    return OutgoingMessage(
        alert.id, "", "administrator", channels.sender, recipient, message_id, mail.as_bytes()
    )


def _post(webhook: str, alert: Alert, text: AlertText) -> None:
    """Post it as JSON: `text` is what Mattermost, Slack and others alike show."""
    content = {
        "text": f"{text.title}\n{text.text}",
        "title": text.title,
        "status": "over" if alert.is_over else "trouble",
        "kind": alert.kind.value,
        "subject": alert.subject,
        "machine": alert.machine,
        "since": alert.since.isoformat(),
        "url": text.url,
    }
    headers = {"Content-Type": "application/json"}
    secrets = (webhook, webhook.rstrip("/").rpartition("/")[2])
    with HttpClient(_LIMITS, secrets=secrets, silent_hosts=SilentHosts()) as client:  # each is worth a wait
        client.request("POST", webhook, creates=True, data=json.dumps(content).encode(), headers=headers)
