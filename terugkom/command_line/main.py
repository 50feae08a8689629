"""The commands and their arguments. Exit status: 0 done; 1 done, but something needs attention; 2 usage
error, and of `doctor` that something is broken."""

import argparse
import gc
import os
import select
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from terugkom.command_line.claim_arguments import add_claim_commands
from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.command_parser import CommandParser, choose_parser_class, find_command
from terugkom.command_line.correction_arguments import add_correction_commands
from terugkom.command_line.demo_day import set_demo_day
from terugkom.command_line.home import use_home, use_temporary_home
from terugkom.command_line.idea_arguments import add_idea_commands
from terugkom.command_line.look_arguments import add_look_command
from terugkom.command_line.machine_errors import describe_machine_error
from terugkom.command_line.mention_arguments import add_mention_commands
from terugkom.command_line.person_arguments import add_person_commands
from terugkom.command_line.question_arguments import add_question_commands
from terugkom.command_line.run_arguments import add_run_commands
from terugkom.command_line.shared_arguments import (
    add_municipality_option,
    add_sending_day_options,
    parse_day,
    parse_named_file,
)
from terugkom.errors import ERROR_LANGUAGE, InputError, TerugkomError

actions = CommandModule("actions")
deploy = CommandModule("deploy")
editions = CommandModule("editions")
export_plan = CommandModule("export_plan")
gate = CommandModule("gate")
import_plan = CommandModule("import_plan")
import_staff = CommandModule("import_staff")
log = CommandModule("log")
mailbox_answers = CommandModule("mailbox_answers")
meetings = CommandModule("meetings")
minutes = CommandModule("minutes")
peers = CommandModule("peers")
run = CommandModule("run")
site = CommandModule("site")
subscriber_counts = CommandModule("subscriber_counts")
subscribers = CommandModule("subscribers")
upcoming = CommandModule("upcoming")

# Importing makes some hundred thousand objects that stay: at Python's own 700 the garbage collector would go
# through them again and again.
_OBJECTS_BEFORE_GC = 20_000
DONE, NEEDS_ATTENTION, USAGE_ERROR = 0, 1, 2
UNREAD = 128 + 13  # as a shell tells SIGPIPE: who read the output has ended, as `head` does


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    gc.set_threshold(_OBJECTS_BEFORE_GC)
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _build_parser(find_command(arguments)).parse_args(arguments)
    os.umask(0o077)  # what a command writes is its user's alone, and so is what its child processes write
    try:
        given.home = use_home(given.name_of_command)
        print(given.home, file=sys.stderr)
        set_demo_day(given)
        with use_temporary_home(given):
            status = given.command(given)
        sys.stdout.flush()
    except BrokenPipeError:
        if not _is_output_unread():
            raise
        return UNREAD
    except OSError as error:
        return _print_machine_error(error)
    except InputError as error:
        return _print_error(error.render(ERROR_LANGUAGE), USAGE_ERROR)
    except TerugkomError as error:
        return _print_error(error.render(ERROR_LANGUAGE), NEEDS_ATTENTION)
    except KeyboardInterrupt:
        return DONE if given.command.__name__ in ("serve", "watch") else 130
    except ValueError as error:
        return _print_error(_describe_wrong_settings(error), USAGE_ERROR)
    except Exception as error:
        return _print_machine_error(error)
    return int(status)


def _is_output_unread() -> bool:
    """Return whether nobody reads what is printed any more; then Python prints nothing at its end either."""
    output = sys.stdout.fileno()
    waiting = select.poll()
    waiting.register(output, 0)
    if not any(event & select.POLLERR for _, event in waiting.poll(0)):
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), output)
    return True


def _describe_wrong_settings(error: ValueError) -> str:
    """Return which settings are invalid; raise the error if it is about something else."""
    from pydantic import ValidationError  # imported by then, if it is one

    if not isinstance(error, ValidationError):
        raise error
    return ", ".join(f"TERUGKOM_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())


def _print_machine_error(error: Exception) -> int:
    """Print what the machine refused; raise the error if it is another one."""
    said = describe_machine_error(error)
    if said is None:
        raise error
    return _print_error(said, NEEDS_ATTENTION)


def _print_error(why: str, status: int) -> int:
    print(f"terugkom: {why}", file=sys.stderr)
    return status


def _build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; it reads the arguments of each command, or of `only` one."""
    parser = CommandParser(prog="terugkom", description="Follow-up of a sustainability action plan.")
    commands = parser.add_subparsers(
        required=True, metavar="COMMAND", dest="name_of_command", parser_class=choose_parser_class(only)
    )

    def command(
        name: str,
        run: Callable[..., int],
        what: str,
        *,
        prints: bool = True,
        json_help: str = "print JSON alone",
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(command=run)
        if prints:
            added.add_argument("--json", action="store_true", help=json_help)
        return added

    _add_plan_commands(command)
    add_look_command(command)
    _add_gate_commands(command)
    _add_meeting_commands(command)
    _add_peer_commands(command)
    _add_edition_commands(command)
    add_claim_commands(commands, parse_day)
    add_correction_commands(command)
    add_idea_commands(command)
    add_mention_commands(command)
    add_question_commands(command)
    _add_subscriber_commands(command)
    add_person_commands(commands, parse_day)
    add_run_commands(command)
    return parser


def _add_plan_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    template = command(
        "template", export_plan.write_empty_workbook, "write an empty workbook, to be filled in"
    )
    template.add_argument("file", type=Path, help="where to write it")
    import_ = command(
        "import", import_plan.import_plan, "import a plan from a workbook; a second import updates it"
    )
    import_.add_argument("file", type=parse_named_file, nargs="?", help="the workbook, or a csv")
    import_.add_argument("--municipality", required=True, metavar="SLUG", help="its short name; made if new")
    import_.add_argument(
        "--new", action="store_true", help="make it, though another municipality is called nearly the same"
    )
    import_.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="which column is which field, for a workbook with other headings",
    )
    import_.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    import_.add_argument("--dry-run", action="store_true", help="only show what would change")
    import_.add_argument(
        "--page", type=Path, metavar="FILE.html", help="also write the import report as an HTML page"
    )
    import_.add_argument(
        "--undo", action="store_true", help="take the last import back, unless something refers to it by now"
    )
    export = command("export", export_plan.export_plan, "write the plan as a workbook")
    export.add_argument("file", type=Path, help="where to write it")
    add_municipality_option(export)
    add_municipality_option(command("actions", actions.list_actions, "list the actions of the plan"))


def _add_gate_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    check = command("check", gate.check_actions, "list vague actions, and the questions for their owners")
    check.add_argument("--page", type=Path, metavar="FILE.html", help="also write the report as an HTML page")
    check.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    add_municipality_option(check)
    accept = command(
        "accept",
        gate.accept_vague_action,
        "accept a vague action as it is: its findings are suppressed until its text changes",
    )
    accept.add_argument("code", help="code of the action")
    accept.add_argument("--reason", required=True, help="the reason; it is stored")
    accept.add_argument("--by", default="", metavar="NAME", help="who accepts it")
    add_municipality_option(accept)


def _add_meeting_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    name = "the group's code and the planned month, as in ENERGIE/2027-03; without a month the next one"
    move = command("move", meetings.move_meeting, "reschedule a meeting; the invitees get an update")
    move.add_argument("moment", metavar="MOMENT", help=name)
    move.add_argument("day", type=parse_day, metavar="DATE", help="the new day")
    move.add_argument("--at", metavar="HH:MM", help="the new start time")
    move.add_argument("--place", help="the new place")
    move.add_argument("--reason", default="", help="the reason, included in the mail")
    cancel = command("cancel", meetings.cancel_meeting, "cancel a meeting; the invitees are notified")
    cancel.add_argument("moment", metavar="MOMENT", help=name)
    cancel.add_argument("--reason", required=True, help="the reason, included in the mail")
    minutes_ = command(
        "minutes",
        minutes.run_minutes_command,
        "record minutes from a Word document; with --form write the empty form",
    )
    minutes_.add_argument(
        "file", type=Path, metavar="FILE.docx", help="the minutes; with --form, where to write the form"
    )
    minutes_.add_argument("--form", metavar="MOMENT", help=f"write the form for this meeting: {name}")
    minutes_.add_argument("--dry-run", action="store_true", help="only show what would change")
    for each in (move, cancel, minutes_):
        add_sending_day_options(each)
        add_municipality_option(each)


def _add_peer_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    share = command(
        "share",
        peers.export_shared,
        "export the shareable actions for other municipalities, without personal data",
    )
    share.add_argument("file", type=Path, help="where to write it")
    add_municipality_option(share)
    shared = command(
        "import-shared", peers.import_shared, "import the actions shared by another municipality, as examples"
    )
    shared.add_argument("file", type=parse_named_file, help="what the other municipality exported")
    shared.add_argument("--municipality", required=True, metavar="SLUG", help="its short name")


def _add_edition_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    approve = command(
        "approve", editions.approve_edition, "approve and publish an edition; or send it back, or drop it"
    )
    approve.add_argument("edition", metavar="EDITION", help="the municipality and the quarter: SLUG/2027-Q1")
    approve.add_argument("--name", required=True, help="name of the person who decides; it is stored")
    approve.add_argument("--introduction", default="", metavar="TEXT", help="introduction of the newsletter")
    approve.add_argument(
        "--because",
        action="append",
        default=[],
        metavar="MEDIUM=REASON",
        help="why a medium that tells successes alone has no setbacks, in a sentence; its readers read it. "
        "Can be repeated, and A,B=REASON is the reason of both",
    )
    approve.add_argument("--channels", default="", metavar="A,B", help="publish in these media only")
    renew = command(
        "renew",
        editions.renew_stories,
        "renew the stories of an edition that nobody edited, by what the plan says now",
    )
    renew.add_argument("edition", metavar="EDITION", help="the municipality and the quarter: SLUG/2027-Q1")
    renew.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    otherwise = approve.add_mutually_exclusive_group()
    otherwise.add_argument("--send-back", metavar="REMARK", help="do not publish; state what must be changed")
    otherwise.add_argument(
        "--drop", action="store_true", help="do not publish it; its stories are included in the next edition"
    )
    add_sending_day_options(approve)


def _add_subscriber_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    staff = command(
        "import-staff",
        import_staff.import_staff_list,
        "import the staff list: the subscribers of internal mail",
    )
    staff.add_argument("file", type=parse_named_file, help="the staff list: a workbook, or a csv")
    staff.add_argument("--municipality", required=True, metavar="SLUG", help="its short name")
    staff.add_argument("--dry-run", action="store_true", help="only show what would change")
    count = command(
        "readers", subscriber_counts.count_subscribers, "count subscribers by subscription status"
    )
    leave = command("unsubscribe", subscribers.unsubscribe, "unsubscribe a staff address")
    leave.add_argument("address", help="their mail address")
    leave.add_argument("--undo", action="store_true", help="subscribe the address again")
    confirm = command(
        "confirm", subscribers.record_confirmation, "record that a subscriber confirmed the code of conduct"
    )
    confirm.add_argument("address", help="their mail address")
    confirm.add_argument("--version", help="the version; default: the last one sent to them")
    answers = command(
        "mailbox-answers",
        mailbox_answers.import_mailbox_answers,
        "process unsubscribe replies, confirmations and bounces in a folder",
    )
    answers.add_argument("folder", type=Path, help="with .eml files, or a maildir")
    answers.add_argument("--dry-run", action="store_true", help="only count; the mails are not moved")
    for each in (staff, count, leave, confirm, answers):
        each.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    for each in (count, leave, confirm, answers):
        add_municipality_option(each)
