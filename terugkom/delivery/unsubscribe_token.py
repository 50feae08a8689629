"""Unsubscribing: the token by which a recipient unsubscribes; it identifies the delivery and names nobody.

The token is the delivery's number and the start of its Message-ID: hard to forge, as RFC 8058 asks, and
without an address or a name in it. Whoever has the mail has the token; nobody else does.
"""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from terugkom.delivery.mime import ListUnsubscribe
from terugkom.delivery.model import Delivery

_TOKEN = re.compile(r"([1-9][0-9]{0,8})-([0-9a-f]{32})")


@dataclass(frozen=True)
class UnsubscribeOptions:
    """How the recipients of one mailing unsubscribe. The token is appended to `subject` and to `url`."""

    address: str
    subject: str  # as in "afmelden nieuwsbrief"
    url: str = ""  # https; a POST to it unsubscribes, without asking anything more

    def build_header(self, delivery: int, secret: str) -> ListUnsubscribe:
        """Return the List-Unsubscribe header of one delivery; `secret` is its Message-ID before the @."""
        token = f"{delivery}-{secret}"
        return ListUnsubscribe(
            self.address, f"{self.subject} {token}", f"{self.url}{token}" if self.url else ""
        )


def find_delivery_by_token(session: Session, text: str) -> Delivery | None:
    """Return the delivery whose token occurs in `text`, a subject or an address; None without one."""
    for number, secret in _TOKEN.findall(text):
        delivery = session.get(Delivery, int(number))
        if delivery is not None and delivery.message_id.startswith(f"<{secret}@"):
            return delivery
    return None
