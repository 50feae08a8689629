"""What every channel has in common.

ChannelError
 ├── TemporaryFailure    not now, for this recipient; tried again later
 ├── PermanentFailure    never, for this recipient
 ├── HandedOverInDoubt   handed over, but the answer was not heard
 └── ChannelDown         nothing can be handed over at present, to anybody (or for this municipality)
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from terugkom.errors import TerugkomError


class ChannelError(TerugkomError):
    """A channel could not hand over. `str()` is the reason; it may hold an address."""


class TemporaryFailure(ChannelError):
    """Not now; try this delivery again later, and not before `after` seconds if the server asked for that."""

    def __init__(self, reason: str, after: float = 0) -> None:
        super().__init__(reason)
        self.after = after


class PermanentFailure(ChannelError):
    """Never; this delivery has failed, the others go on."""


class HandedOverInDoubt(ChannelError):
    """All was handed over, but whether it was taken was not heard."""


class ChannelDown(ChannelError):
    """The channel itself is out of order, or wrongly set: no sense in trying the next one."""


class OnDoubt(Enum):
    """What a channel thinks of handing over twice."""

    RESEND = "resend"  # harmless, or merely untidy
    HOLD = "hold"  # public: a person decides


@dataclass(frozen=True)
class Parcel:
    """What is handed over: `message` is the headers, if any, and the document behind them.

    A mail has both; a publication is its document alone (see `terugkom.delivery.publication`).
    """

    id: int
    municipality: str
    role: str
    sender: str
    recipient: str
    message_id: str
    message: bytes


class Channel(ABC):
    """A way out. Made for one run of the sending loop, and closed by it."""

    name: ClassVar[str]
    on_doubt: ClassVar[OnDoubt]
    own_servers: ClassVar[bool] = False  # one for each municipality: what is down stops that one alone

    @abstractmethod
    def hand_over(self, parcel: Parcel) -> None:
        """Hand one parcel over: return when it was taken, or raise a `ChannelError`."""

    def in_steps(self, parcel: Parcel) -> Iterator[None]:
        """Do the same, with a pause wherever an answer is waited for: a sender serves several lanes."""
        self.hand_over(parcel)
        yield from ()

    def close(self) -> None:  # noqa: B027  most channels hold nothing
        """Let go of what is held open."""


Lanes = Callable[[], Sequence[Channel]]  # makes channels of one kind, to send side by side
