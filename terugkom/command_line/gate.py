"""The commands about how concrete the plan is: check, accept."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.output_files import templates_of, write_page
from terugkom.command_line.printing import print_json, print_table, say
from terugkom.gate import accept_action
from terugkom.gate.check_plan import Checked, checked_plan
from terugkom.gate.grades import Grade
from terugkom.gate.plan_review import review_of
from terugkom.gate.report_page import page
from terugkom.gate.rules import rules_of
from terugkom.meetings.last_meetings import find_last_meetings
from terugkom.plan.model import Municipality


def check(given: Namespace) -> bool:
    """Print the findings and questions for each open action; exit status 1 if there are any
    (docs/decisions/0006)."""
    counts: Counter[Grade] = Counter()
    with open_database() as database, database.reading() as session:
        town = chosen(session, given.municipality)
        if given.page:
            _write_page(session, town, given)
        found = _counted(checked_plan(session, town), counts)
        if given.json:
            _print_list(as_json(each) for each in found)
        else:
            _show(found)
            names = rules_of(town.language).grades
            print_table(("Grade", "", "Actions"), [(grade, names[grade], counts[grade]) for grade in Grade])
    return counts.total() > counts[Grade.A]


def accept(given: Namespace) -> bool:
    """Accept an action as it is."""
    with open_database() as database, database.writing() as session:
        town = chosen(session, given.municipality)
        kept = accept_action.accept(
            session, town, given.code, reason=given.reason, by=given.by, now=clock.now()
        )
    if given.json:
        print_json({"code": given.code, "rules": kept.rules, "reason": kept.reason, "by": kept.accepted_by})
    else:
        say(f"{given.code} is accepted: {len(kept.rules)} findings are suppressed until its text changes.")
    return False


def as_json(checked: Checked) -> dict[str, Any]:
    """Return an action as `terugkom check --json` prints it."""
    shown = ("rule", "words", "message", "question")
    return {
        "code": checked.code,
        "grade": checked.grade.value,
        "findings": [{name: getattr(each, name) for name in shown} for each in checked.findings],
    }


def _counted(found: Iterable[Checked], counts: Counter[Grade]) -> Iterator[Checked]:
    """Yield each checked action, and count its grade in `counts`."""
    for each in found:
        counts[each.grade] += 1
        yield each


def _print_list(items: Iterable[dict[str, Any]]) -> None:
    """Print a JSON list one object at a time, to limit memory use."""
    separator = "["
    for item in items:
        sys.stdout.write(f"{separator}\n{json.dumps(item, ensure_ascii=False)}")
        separator = ","
    print("[]" if separator == "[" else "\n]")


def _show(found: Iterable[Checked]) -> None:
    for each in found:
        if each.findings:
            say(f"{each.grade}  {each.code}  {each.title}", style="bold")
            for finding in each.findings:
                say(f"     {finding.message}")
                say(f"       -> {finding.question}")
    say()


def _write_page(session: Session, town: Municipality, given: Namespace) -> None:
    today = given.today or clock.today()
    letter = page(
        templates_of(town.slug, town.language),
        town,
        review_of(session, town, today, find_last_meetings(session, town, today)),
        today,
    )
    write_page(given.page, letter.html)
