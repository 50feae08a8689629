"""SMTP login by an access token: XOAUTH2, which has no RFC; Google and Microsoft publish it."""

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.smtp_connection import LimitedSmtp
from terugkom.delivery.oauth2 import describe_missing_right, format_xoauth2
from terugkom.errors import Message


def authenticate_by_token(smtp: LimitedSmtp, username: str, token: str) -> None:
    """Log in by XOAUTH2. Raises SMTPAuthenticationError, and ChannelUnavailable if it is not offered."""
    smtp.ehlo_or_helo_if_needed()
    if "XOAUTH2" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise ChannelUnavailable(Message("channel.smtp.no-xoauth2"))

    def answer(challenge: bytes | None = None) -> str:
        """Return the login; to a challenge, which says why it is refused, the empty line that ends it."""
        return format_xoauth2(username, token) if challenge is None else ""

    smtp.auth("XOAUTH2", answer)


def describe_refused_token(said: str, token: str) -> Message:
    """Return what to do about a token that the server refused again."""
    if "SmtpClientAuthentication" in said:
        return Message("channel.smtp.off")
    return describe_missing_right(token, "SMTP.SendAsApp") or Message("channel.smtp.not-granted")
