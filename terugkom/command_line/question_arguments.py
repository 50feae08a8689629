"""The arguments of the commands about what is asked: questions, answer."""

import argparse
from collections.abc import Callable

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option, parse_day, parse_number

answer_question = CommandModule("answer_question")
questions = CommandModule("questions")


def add_question_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `questions` and `answer` to the parser."""
    listed = command("questions", questions.print_questions, "list what waits for somebody's answer")
    listed.add_argument("--all", action="store_true", help="also those that were answered")
    answer = command(
        "answer", answer_question.record_answer, "answer a question; what follows from it is done at once"
    )
    answer.add_argument(
        "number", type=parse_number, metavar="N", help="the number that `terugkom questions` lists"
    )
    answer.add_argument("choice", help="one of its choices, such as accept, refuse, seen or meeting")
    answer.add_argument("--because", default="", metavar="WORDS", help="why; who asked reads it")
    answer.add_argument("--to", default="", metavar="CODE", help="whom a mail is passed on to, with forward")
    answer.add_argument("--by", default="", metavar="NAME", help="who answers; default: the coordinator")
    answer.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    for each in (listed, answer):
        add_municipality_option(each)
