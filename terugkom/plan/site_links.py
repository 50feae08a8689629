"""Where our pages are: the addresses that mails and published pages link to.

Without the address of the pages no document links to one. Links that staff get carry a code of the
municipality, by which the pages know a colleague where they are not open to all; it names nobody.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from terugkom.secret_keys import KeyPurpose, SecretKey, load_secret_key, sign

UNSUBSCRIBE_PATH = "/u/"  # the token of the mail follows, as in the next one
CONDUCT_PATH = "/g/"
IDEA_PATH = "/ideeen/"  # the short name of the municipality follows, as in the next one
REMARK_PATH = "/opmerking/"

_CODE_LENGTH = 20  # hexadecimal digits: 80 bits, which nobody guesses


@dataclass(frozen=True)
class SiteLinks:
    """The links of one municipality. Each is empty without `site_url`, or for who may not open its page."""

    site_url: str = ""
    slug: str = ""
    staff_code: str = ""
    is_open_to_all: bool = False

    @property
    def unsubscribe_prefix(self) -> str:
        """Where a subscriber unsubscribes; their token follows."""
        return f"{self.site_url}{UNSUBSCRIBE_PATH}" if self.site_url else ""

    def build_unsubscribe_link(self, token: str) -> str:
        """Return where a subscriber chooses which mails they get."""
        return f"{self.unsubscribe_prefix}{token}" if self.site_url and token else ""

    def build_confirmation_link(self, token: str) -> str:
        """Return where a subscriber confirms the code of conduct."""
        return f"{self.site_url}{CONDUCT_PATH}{token}" if self.site_url and token else ""

    def build_idea_link(self, *, is_public: bool) -> str:
        """Return where ideas are handed in; `is_public` for a document that not only staff read."""
        return self._build(IDEA_PATH, {}, is_public)

    def build_remark_link(self, about: str, *, is_public: bool = False) -> str:
        """Return where a remark about a story is made; `about` is as in ``2027-Q1/klaar-e-01``."""
        return self._build(REMARK_PATH, {"over": about}, is_public)

    def _build(self, path: str, query: dict[str, str], is_public: bool) -> str:
        if not self.site_url or (is_public and not self.is_open_to_all):
            return ""
        if not is_public and self.staff_code:
            query = {**query, "code": self.staff_code}
        return f"{self.site_url}{path}{quote(self.slug)}" + (f"?{urlencode(query)}" if query else "")


def compute_staff_code(session: Session, slug: str) -> str:
    """Return the code in the links for the staff of a municipality; its key is made when first needed."""
    return sign(load_secret_key(session, KeyPurpose.STAFF_LINKS), slug)[:_CODE_LENGTH]


def is_staff_code(session: Session, slug: str, code: str) -> bool:
    """Return whether a code is that of the staff of this municipality; nothing is stored for it."""
    secret = session.get(SecretKey, KeyPurpose.STAFF_LINKS)
    if secret is None:  # no link was made yet
        return False
    expected = sign(secret.key.encode(), slug)[:_CODE_LENGTH]
    return hmac.compare_digest(expected.encode(), code.encode("utf-8", "replace"))
