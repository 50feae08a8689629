"""How large a mail may be that is fetched, or read from an inbox."""

MAX_MAIL_BYTES = 20_000_000  # above the limits of mail servers
