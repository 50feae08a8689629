"""The arguments of the command secret."""

import argparse
from collections.abc import Callable

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import parse_slug

secret = CommandModule("secret")

LOGIN = "login"
SECRETS = (  # as `tasks.block_secrets.SECRET_PLACES` has them, without importing Prefect
    *("mail-server", "mailbox", "oauth2-client", "webdav-folder", "wordpress-site", "mastodon-account"),
    *("webhook", "webhook-signature"),
    LOGIN,
)


def add_secret_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `secret` to the parser; the secret itself is no argument, for others could list it."""
    added = command(
        "secret",
        secret.set_secret,
        "set a password or token: asked for on the terminal, or read as one line of standard input",
    )
    added.add_argument("name", choices=SECRETS, metavar="NAME", help=", ".join(SECRETS))
    added.add_argument(
        "--municipality",
        type=parse_slug,
        metavar="SLUG",
        help="of the block saved under this name; default: terugkom",
    )
