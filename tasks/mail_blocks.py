"""Prefect block of the mail server settings."""

from typing import cast

from prefect.blocks.core import Block
from prefect.exceptions import ObjectNotFound
from pydantic import Field

from tasks.secret_fields import (
    DEFAULT_BLOCK_NAME,
    NO_SECRET,
    BlockSecret,
    describe_secret,
    require_secret,
)
from terugkom.delivery.channels import ChannelUnavailable
from terugkom.delivery.channels.smtp import Security, SmtpServer


class SmtpSettings(Block):
    """The mail server through which Terugkom sends. Save it under the name `terugkom`."""

    _block_type_name = "Terugkom mail server"
    _block_type_slug = "terugkom-mail-server"
    _description = "The mail server through which Terugkom sends. Save it under the name `terugkom`."

    host: str = Field(description="Name of the mail server, such as smtp.example.org")
    port: int = Field(default=587, ge=1, le=65535, description="587 for STARTTLS, 465 for TLS, 25 for none")
    security: Security = Field(default=Security.STARTTLS, description="How the connection is protected")
    username: str = Field(default="", description="Leave empty if the server asks for no login")
    password: BlockSecret = Field(
        default=NO_SECRET, description=describe_secret("mail-server", "Of that user")
    )
    allow_plaintext_login: bool = Field(
        default=False,
        description="Send the user and the password without TLS too; anybody on the network can read them",
    )
    timeout_seconds: float = Field(default=30, gt=0, le=300, description="How long to wait for each answer")
    total_timeout_seconds: float = Field(
        default=180, gt=0, le=240, description="Maximum total time of waiting for the server, for one mail"
    )

    @classmethod
    def load_server(cls) -> SmtpServer | None:
        """Return the saved mail server, or None if none was saved.

        Raises ChannelUnavailable if it cannot be read, as with another encryption key, or has a user without
        a password.
        """
        try:
            saved = cast(SmtpSettings, cls.load(DEFAULT_BLOCK_NAME))
        except Exception as error:  # its text may hold a secret
            if isinstance(error, ValueError) and isinstance(error.__cause__, ObjectNotFound):
                return None
            kind = type(error).__name__
            raise ChannelUnavailable(f"the block {cls._block_type_name} cannot be read: {kind}") from None
        has_login = bool(saved.username)
        return SmtpServer(
            host=saved.host,
            port=saved.port,
            security=saved.security,
            username=saved.username,
            password=require_secret(saved.password, "mail-server") if has_login else "",
            timeout=saved.timeout_seconds,
            total_timeout=saved.total_timeout_seconds,
            allow_plaintext_login=saved.allow_plaintext_login,
        )
