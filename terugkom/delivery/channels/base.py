"""What every channel has in common.

ChannelError
 ├── TemporaryFailure    not now, for this recipient; tried again later
 │    ├── ChannelSuspected  not now, and probably the channel's fault
 │    └── HostSilent        not asked, as its host was silent before
 ├── PermanentFailure    never, for this recipient; not retried
 ├── DeliveryInDoubt   sent, but no answer was received
 └── ChannelUnavailable         nothing can be sent at present, to anybody (or for this municipality)
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from terugkom.errors import ERROR_LANGUAGE, Message, TerugkomError

Reason = Message | TerugkomError | str  # a text is what a server or the system said, and stays as it is

FOLDER, SMTP = "folder", "smtp"  # the names of the channels that mail goes through


class ChannelError(TerugkomError):
    """A channel could not send. `str()` is the reason in English; it may hold an address."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.render(ERROR_LANGUAGE)

    def render(self, language: str) -> str:
        """Return the reason in a language, as far as it is ours."""
        return self.reason if isinstance(self.reason, str) else self.reason.render(language)


class TemporaryFailure(ChannelError):
    """A temporary failure: retry later, and not before `after` seconds if the server asked for that."""

    def __init__(self, reason: Reason, after: float = 0) -> None:
        super().__init__(reason)
        self.retry_after = after


class ChannelSuspected(TemporaryFailure):
    """A refusal about us, or a connection that broke: probably the channel's fault, not the delivery's.

    It costs the delivery no attempt. If nothing else is accepted either, the channel counts as unavailable.
    """


class ConnectionBroke(ChannelSuspected):
    """A connection broke, or its server did not answer in time."""


class HostSilent(TemporaryFailure):
    """Its host was silent before in this run, and was not asked again: nothing was sent.

    It costs the delivery no attempt.
    """


class PermanentFailure(ChannelError):
    """A permanent failure of this delivery; the others go on."""


class DeliveryInDoubt(ChannelError):
    """All was sent, but no answer tells whether it was accepted."""


class ChannelUnavailable(ChannelError):
    """The channel is unavailable or misconfigured: the next delivery would fail too. Costs no attempt.

    `one_municipality`: only those of the same municipality would, as for a sender that is refused.
    """

    def __init__(self, reason: Reason, *, one_municipality: bool = False) -> None:
        super().__init__(reason)
        self.one_municipality = one_municipality


class InDoubtPolicy(Enum):
    """What a channel does with a delivery in doubt."""

    RESEND = "resend"  # sending twice is harmless, or merely untidy
    HOLD = "hold"  # it is public: a person decides


@dataclass(frozen=True)
class OutgoingMessage:
    """What a channel sends: `content` is the headers, if any, and the document behind them.

    A mail has both; a publication is its document alone (see `terugkom.delivery.publication`).
    """

    id: int
    municipality: str
    role: str
    sender: str
    recipient: str
    message_id: str
    content: bytes


class Channel(ABC):
    """A way to send mails or to publish. Created for one run of the sending loop, and closed by it."""

    name: ClassVar[str]
    in_doubt_policy: ClassVar[InDoubtPolicy]
    server_per_municipality: ClassVar[bool] = (
        False  # one per municipality: if it is down, that one alone stops
    )
    waits_for_settings: ClassVar[bool] = False  # what it cannot send by its settings is never given up

    @abstractmethod
    def send(self, message: OutgoingMessage) -> str | None:
        """Send one message: return when it was accepted, or raise a `ChannelError`.

        What is returned, if anything, is what the server calls it, by which it can be edited later.
        """

    def send_in_steps(self, message: OutgoingMessage) -> Generator[None, None, str | None]:
        """Do the same, yielding wherever an answer is awaited: a sender serves several connections."""
        remote_id = self.send(message)
        yield from ()
        return remote_id

    def check(self, municipality: str) -> None:  # noqa: B027  a folder has nothing to try
        """Try the connection and the login of a municipality; nothing is sent. Raises ChannelError."""

    def record_silence(self, reason: Reason) -> None:  # noqa: B027  most channels know it themselves
        """Record that the server did not answer several deliveries in a row: this run asks it no more."""

    def close(self) -> None:  # noqa: B027  most channels hold no connection
        """Close what is held open."""


ConnectionFactory = Callable[[], Sequence[Channel]]  # opens connections of one channel, to send in parallel
