"""The arguments of the commands about corrections of published editions."""

import argparse
from collections.abc import Callable

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option, add_sending_day_options

correction_list = CommandModule("correction_list")
corrections = CommandModule("corrections")
# As `terugkom.editions.corrections.correction_model.CorrectionKind` has them.
_KINDS = ("correct", "add", "withdraw")


def add_correction_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `correct-edition`, `approve-correction` and `corrections`."""
    correct = command(
        "correct-edition",
        corrections.correct_edition,
        "propose to correct, add or withdraw a story of a published edition; its new text is its file",
    )
    correct.add_argument("kind", choices=_KINDS, help="correct it, add it, or withdraw it")
    correct.add_argument("edition", metavar="EDITION", help="the municipality and the quarter: SLUG/2027-Q1")
    correct.add_argument("story", help="its code: the name of its file, without the number before it")
    correct.add_argument(
        "--because",
        default="",
        metavar="SENTENCE",
        help="what readers are told; default: the field for that in the story's file",
    )
    approve = command(
        "approve-correction",
        corrections.approve_correction,
        "approve a correction and publish it wherever the story was told; or send it back, or drop it",
    )
    approve.add_argument("correction", metavar="CORRECTION", help="as listed: SLUG/2027-Q1/1")
    approve.add_argument("--name", required=True, help="name of the person who decides; it is stored")
    otherwise = approve.add_mutually_exclusive_group()
    otherwise.add_argument("--send-back", metavar="REMARK", help="do not publish; state what must be changed")
    otherwise.add_argument("--drop", action="store_true", help="do not publish it")
    for each in (correct, approve):
        add_sending_day_options(each)
    listed = command(
        "corrections", correction_list.print_corrections, "list the corrections of published editions"
    )
    add_municipality_option(listed)
