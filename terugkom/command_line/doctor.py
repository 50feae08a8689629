"""The command doctor: try what an installation is connected with."""

from argparse import Namespace

from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.connections import ConnectionCheck, check_connections
from terugkom.installation import Installation, load_checked_settings, open_installation


def diagnose(given: Namespace) -> bool:
    """Try the connections; exit status 1 if one that is configured fails."""
    checks = _check_connections(given.municipality)
    if given.json:
        print_json({"connections": [vars(each) | {"works": each.works} for each in checks]})
    elif checks:
        rows = [(each.connection, each.municipality or "all", each.failure or "works") for each in checks]
        print_table(("Connection", "Municipality", "Result"), rows)
    else:
        print_line("No connection is configured: mail goes to the outbox folder, and no mailbox is read.")
    return not all(each.works for each in checks)


def _check_connections(slug: str | None) -> list[ConnectionCheck]:
    from deployments import environment

    settings = load_checked_settings()
    with open_installation() as installation:  # brings it up to date, and makes it its user's alone
        database = installation.database
        environment.configure_environment(settings)
        from deployments.temporary_server import TemporaryServer
        from tasks.channel_blocks import BlockChannels

        TemporaryServer()  # started by Prefect if no server runs
        return check_connections(Installation(settings, database, BlockChannels()), slug)
