"""The arguments of the commands about ideas and remarks."""

import argparse
from collections.abc import Callable

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option, parse_day, parse_named_file

ideas = CommandModule("ideas")
import_ideas = CommandModule("import_ideas")
accept_ideas = CommandModule("accept_ideas")
idea_lists = CommandModule("idea_lists")

# As `terugkom.ideas.answer_idea.VERDICTS` has them.
VERDICTS = ("taken", "later", "no")


def add_idea_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `ideas`, `import-ideas`, `accept-idea`, `answer-idea`, `remarks` and `answer-remark`."""
    add_municipality_option(
        command("ideas", idea_lists.print_ideas, "list submitted ideas with their state and answer")
    )
    _add_import_command(command)
    _add_answer_command(command)
    _add_accept_command(command)
    add_municipality_option(
        command("remarks", idea_lists.print_remarks, "list remarks about stories, unread ones first")
    )
    _add_remark_answer_command(command)


def _add_import_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    added = command(
        "import-ideas", import_ideas.import_ideas, "import ideas from the export of an online form"
    )
    added.add_argument("file", type=parse_named_file, help="the export: a workbook, or a csv")
    added.add_argument("--municipality", required=True, metavar="SLUG", help="its short name")
    added.add_argument("--dry-run", action="store_true", help="only show what would change")
    _add_today_option(added)


def _add_accept_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    added = command(
        "accept-idea",
        accept_ideas.accept_ideas,
        "accept ideas that came in by a page: only then others see them",
    )
    added.add_argument("codes", nargs="+", metavar="code", help="code of the idea")
    added.add_argument("--reject", action="store_true", help="they are no ideas, such as advertising")
    add_municipality_option(added)


def _add_answer_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    added = command("answer-idea", ideas.answer_idea, "record the decision about an idea, with the reason")
    added.add_argument("code", help="code of the idea")
    added.add_argument("verdict", choices=tuple(VERDICTS), help="taken up, kept for later, or not taken up")
    added.add_argument("--because", required=True, metavar="WORDS", help="the answer; it is stored")
    added.add_argument("--action", metavar="CODE", help="code of the action, for an idea that is taken up")
    add_municipality_option(added)
    _add_today_option(added)
    _add_change_option(added)


def _add_remark_answer_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    added = command(
        "answer-remark", ideas.record_remark_answer, "answer a remark; it is mailed to who left an address"
    )
    added.add_argument("code", help="code of the remark")
    words = added.add_mutually_exclusive_group(required=True)
    words.add_argument("--because", metavar="WORDS", help="the answer; it is stored")
    words.add_argument(
        "--reject", action="store_true", help="it is no remark, such as advertising: no answer"
    )
    _add_today_option(added)
    _add_change_option(added)
    add_municipality_option(added)


def _add_today_option(added: argparse.ArgumentParser) -> None:
    added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")


def _add_change_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--change", action="store_true", help="replace an answer that was given before; that one is kept"
    )
