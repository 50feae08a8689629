"""The command secret: a password is typed on the terminal, where it is not shown."""

import sys
from argparse import Namespace
from getpass import getpass

from terugkom.command_line.printing import print_json, print_line
from terugkom.command_line.secret_arguments import LOGIN
from terugkom.errors import CommandError
from terugkom.installation import load_settings, open_installation


def set_secret(given: Namespace) -> bool:
    """Ask for a secret, and set it in its block, or as the login of the UI."""
    from deployments import environment

    settings = load_settings()
    if given.name == LOGIN:
        from deployments.home_secrets import set_password

        running = environment.find_running_server(settings.prefect)
        where = set_password(settings, lambda: ask_secret("Password"), running_at=running)
    else:
        with open_installation():
            pass  # brings it up to date, and makes it its user's alone
        environment.configure_environment(settings)
        from deployments.temporary_server import use_temporary_server
        from tasks import block_secrets

        use_temporary_server()
        block_secrets.check_saved(given.name, given.municipality)
        where = block_secrets.set_secret(given.name, ask_secret("Secret"), given.municipality)
    if given.json:
        print_json({"set": where})
    else:
        print_line(f"Set: {where}")
    return False


def ask_secret(what: str) -> str:
    """Return what is typed, twice the same; from a pipe or a file, its first line.

    Raises InputError if it is empty, not typed the same, or has spaces around it or other control characters.
    """
    if sys.stdin.isatty():
        secret = getpass(f"{what} (it is not shown): ")
        if getpass("Once more: ") != secret:
            raise CommandError("they are not the same; nothing was changed")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise CommandError("nothing was given; nothing was changed")
    if not secret.isprintable() or secret != secret.strip():
        raise CommandError("it has spaces around it, or what is no letter; nothing was changed")
    return secret
