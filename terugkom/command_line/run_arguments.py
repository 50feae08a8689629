"""The arguments of the commands that run cycles, send deliveries, or serve."""

import argparse
from collections.abc import Callable
from pathlib import Path

from terugkom.command_line.backup_arguments import add_backup_commands
from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.home_arguments import add_home_commands
from terugkom.command_line.secret_arguments import add_secret_command
from terugkom.command_line.shared_arguments import (
    add_municipality_option,
    add_sending_day_options,
    parse_day,
    parse_number,
)

deploy = CommandModule("deploy")
doctor = CommandModule("doctor")
log = CommandModule("log")
run = CommandModule("run")
site = CommandModule("site")
upcoming = CommandModule("upcoming")

MAX_DOCUMENTS = 1000  # as `terugkom.report` has it
# As `terugkom.meetings.kinds.MEETING_KINDS` has them.
MEETING_KINDS = ("core-group-review", "subgroup-review", "focus-group-review", "peer-exchange")
_VERDICTS = ("sent", "resend", "drop")  # as `terugkom.delivery.resolve.Verdict` has them
CYCLES = (
    "follow-up-calendar",
    "owner-reminders",
    "deliver",
    "import-plan",
    "read-mailbox",
    "newsletter",
    "code-of-conduct",
    *MEETING_KINDS,
)


def add_run_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that run cycles, send, or serve."""
    _add_site_commands(command)
    add_home_commands(command, parse_day)
    _add_upcoming_command(command)
    _add_run_command(command)
    _add_delivery_commands(command)
    add_backup_commands(command)
    _add_doctor_command(command)
    add_secret_command(command)
    _add_resolve_command(command)
    _add_mail_channel_command(command)
    _add_schedule_commands(command)
    _add_deployment_commands(command)


def _add_upcoming_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    coming = command("upcoming", upcoming.list_upcoming, "list what is due in the next twelve months")
    coming.add_argument(
        "--until", type=parse_day, metavar="DATE", help="the last day; default: a year from today"
    )
    coming.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    add_municipality_option(coming)


def _add_run_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    run_command = command(
        "run",
        run.run,
        "run the follow-up calendar, or one cycle, as a Prefect flow",
        json_help=f"print JSON alone; of the documents the first {MAX_DOCUMENTS}, and how many there are",
    )
    run_command.add_argument(
        "cycle", nargs="?", choices=CYCLES, default=CYCLES[0], metavar="CYCLE", help=", ".join(CYCLES)
    )
    add_sending_day_options(run_command)
    run_command.add_argument("--dry-run", action="store_true", help="only show what would happen")
    run_command.add_argument("--group", metavar="CODE", help="for a meeting cycle: this group only")
    add_municipality_option(run_command)


def _add_delivery_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    add_municipality_option(command("history", log.list_history, "list all deliveries, newest first"))
    document = command(
        "document", log.write_document, "write a document that was sent to a file", prints=False
    )
    document.add_argument("name", metavar="NAME", help="as `history --json` names it")
    document.add_argument("file", type=Path, metavar="FILE", help="where to write it")


def _add_mail_channel_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    mail_channel = command(
        "mail-channel",
        log.manage_mail_channel,
        "show whether mail goes by smtp or to the folder; it never goes back to the folder by itself",
    )
    mail_channel.add_argument(
        "channel", nargs="?", choices=("folder",), help="folder: have mail go to the folder again"
    )


def _add_schedule_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    command(
        "serve", run.serve, "start the Prefect server with its UI, the schedule and a worker", prints=False
    )
    watch = command(
        "watch",
        deploy.watch,
        "start a run on your own Prefect server whenever something is due or was cut off",
        prints=False,
    )
    watch.add_argument("--once", action="store_true", help="check once, then end")


def _add_deployment_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    command("deploy", deploy.deploy, "create or update the deployments on a Prefect server of your own")
    server = command(
        "server",
        deploy.run_server,
        "run a Prefect server with the login of this home, for workers on other machines",
        prints=False,
    )
    server.add_argument("--host", default="127.0.0.1", help="address to listen on; default: this machine")
    worker = command("worker", deploy.run_worker, "run a Prefect worker of that server", prints=False)
    worker.add_argument("--name", help="its name, which no other worker has; default: worker-MACHINE")
    worker.add_argument(
        "--limit", type=int, help="how many runs it does at a time; default: one more than it has processors"
    )
    worker.add_argument(
        "--with-healthcheck",
        action="store_true",
        dest="health",
        help="answer on /health, at PREFECT_WORKER_WEBSERVER_HOST and _PORT (8080), as containers need",
    )
    command(
        "environment",
        deploy.print_environment,
        "print the Prefect settings for a server or worker of your own, as lines of an environment file",
    )


def _add_doctor_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    diagnose = command(
        "doctor", doctor.diagnose, "say what is wrong with the installation, and what to do about it"
    )
    diagnose.add_argument(
        "--connections",
        action="store_true",
        help="only log in to the mail server, the mailboxes, the token server and the publishing channels; "
        "nothing is sent, published or moved",
    )
    diagnose.add_argument(
        "--alert",
        action="store_true",
        help="also tell a person what is broken, once, as TERUGKOM_ALERT_... say; for cron",
    )
    for name, when in (("failed", "stopped"), ("started", "was started")):
        diagnose.add_argument(
            f"--unit-{name}", metavar="UNIT", help=f"only tell a person that this service {when}; for systemd"
        )
    add_municipality_option(diagnose)


def _add_site_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    pages = command(
        "site", site.serve_site, "serve the pages that mails link to, without Prefect", prints=False
    )
    pages.add_argument("--host", default="127.0.0.1", help="address to listen on; default: this machine")
    pages.add_argument("--port", type=int, help="default: TERUGKOM_SITE_PORT, else 4280")


def _parse_delivery(word: str) -> int | str:
    """Return the number of a delivery; or a verdict, which stands first where --all takes the number's place.

    Raises argparse.ArgumentTypeError.
    """
    if word in _VERDICTS:
        return word
    return parse_number(word)


def _add_resolve_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    resolve = command(
        "resolve",
        log.resolve_delivery,
        "list the deliveries that failed, are held or are in doubt; mark one as sent, send it again, or drop "
        "it, which also goes for one that waits; with --all many",
    )
    resolve.add_argument("delivery", type=_parse_delivery, nargs="?", help="its number, or --all")
    resolve.add_argument("verdict", choices=_VERDICTS, nargs="?", help="what becomes of it")
    resolve.add_argument("--all", action="store_true", help="all that match the options below")
    resolve.add_argument(
        "--state",
        action="append",
        choices=("failed", "in_doubt", "held", "pending", "dropped"),
        help="in this state (default: failed); can be repeated; pending is what waits for its next attempt",
    )
    resolve.add_argument("--channel", help="through this channel, such as smtp")
    resolve.add_argument("--since", type=parse_day, metavar="DATE", help="recorded on this day or later")
    resolve.add_argument("--dry-run", action="store_true", help="only count them")
    add_municipality_option(resolve)
