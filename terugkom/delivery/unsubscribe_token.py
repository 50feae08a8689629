"""How recipients unsubscribe: by the token of their own mail, in a header that mail programs show.

The tokens themselves are made and known by `subscribers.answer_tokens`; here they are texts that name nobody.
"""

from dataclasses import dataclass

from terugkom.delivery.mime import ListUnsubscribe


@dataclass(frozen=True)
class UnsubscribeOptions:
    """How the recipients of one mailing unsubscribe. The token is appended to `subject` and to `url`."""

    address: str  # empty: by the page alone
    subject: str  # as in "afmelden nieuwsbrief"
    url: str = ""  # https; a POST to it unsubscribes, without asking anything more

    def build_header(self, token: str) -> ListUnsubscribe:
        """Return the List-Unsubscribe header of one delivery; `token` is the recipient's own."""
        return ListUnsubscribe(
            self.address, f"{self.subject} {token}", f"{self.url}{token}" if self.url else ""
        )
