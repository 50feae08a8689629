"""The commands about how concrete the plan is: check, accept."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from terugkom import clock
from terugkom.command_line.printing import (
    LANGUAGE,
    count_nouns,
    print_json,
    print_line,
    print_recorded_name,
    print_table,
)
from terugkom.gate import accept_action
from terugkom.gate.check_action import RuleMatch
from terugkom.gate.check_plan import CheckedAction, build_finding, check_plan
from terugkom.gate.grades import Grade
from terugkom.gate.rules import load_rules
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality

_IN_PLAN_LANGUAGE = "The questions in the language of the plan, to send to the owners: --page FILE.html"


def check_actions(given: Namespace) -> bool:
    """Print the findings and questions for each open action; exit status 1 if there are any
    (docs/decisions/0006)."""
    counts: Counter[Grade] = Counter()
    with open_installation() as installation, installation.database.read_session() as session:
        municipality = choose_municipality(session, given.municipality)
        if given.page:
            from terugkom.command_line.gate_page import write_gate_page  # with what renders

            write_gate_page(installation, session, municipality, given)
        found = _count_grades(check_plan(session, municipality), counts)
        if given.json:
            _print_list(checked_as_json(each) for each in found)
        else:
            _print_findings(found)
            names = load_rules(LANGUAGE).grades
            print_table(("Grade", "", "Actions"), [(grade, names[grade], counts[grade]) for grade in Grade])
            if municipality.language != LANGUAGE and counts.total() > counts[Grade.A]:
                print_line(_IN_PLAN_LANGUAGE)
    return counts.total() > counts[Grade.A]


def accept_vague_action(given: Namespace) -> bool:
    """Accept a vague action as it is, with a reason that is kept. Raises InputError."""
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,
    ):
        municipality = choose_municipality(session, given.municipality)
        kept = accept_action.accept_action(
            session, municipality, given.code, reason=given.reason, by=given.by, now=clock.now()
        )
    if given.json:
        print_json({"code": given.code, "rules": kept.rules, "reason": kept.reason, "by": kept.accepted_by})
    else:
        print_line(
            f"{given.code} is accepted: {count_nouns(len(kept.rules), 'finding is', 'findings are')}"
            " suppressed until its text changes."
        )
        print_recorded_name(kept.accepted_by, given.by)
    return False


def checked_as_json(checked: CheckedAction) -> dict[str, Any]:
    """Return an action as `terugkom check --json` prints it."""
    shown = ("rule", "words", "message", "question")
    return {
        "code": checked.code,
        "grade": checked.grade.value,
        "findings": [{name: getattr(each, name) for name in shown} for each in checked.findings],
    }


def _count_grades(found: Iterable[CheckedAction], counts: Counter[Grade]) -> Iterator[CheckedAction]:
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


def _print_findings(found: Iterable[CheckedAction]) -> None:
    for each in found:
        if each.findings:
            print_line(f"{each.grade}  {each.code}  {each.title}", style="bold")
            for finding in each.findings:
                told = build_finding(RuleMatch(finding.rule, finding.words), LANGUAGE)
                print_line(f"     {told.message}")
                print_line(f"       -> {told.question}")
    print_line()
