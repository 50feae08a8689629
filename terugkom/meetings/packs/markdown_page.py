"""A pack as Markdown for the run's page: actions by code, no people, charts embedded."""

from collections.abc import Iterable

from terugkom.documents.chart import Chart
from terugkom.meetings.packs.core_pack import CorePack
from terugkom.meetings.packs.group_pack import GroupPack

_FIGURES = 4


def markdown(pack: GroupPack | CorePack) -> str:
    """Return the numbers and codes of a pack as Markdown.

    Texts of owners, of decisions and of open points are left out: they may name somebody.
    """
    return _of_core(pack) if isinstance(pack, CorePack) else _of_group(pack)


def _of_group(pack: GroupPack) -> str:
    lines = [*_head(pack), _shown(pack.chart), "", *_agenda(pack)]
    lists = {
        "needs a decision": [each.code for each in pack.asked],
        "late": [each.code for each in pack.late],
        "silent": [each.code for each in pack.silent],
        "without a reachable owner": [each.code for each in pack.orphans],
        "questioned by the gate": [each.code for each in pack.questions],
    }
    lines += ["", *_listed(lists)]
    lines += [f"- left open: {len(pack.carried)}, decided last time: {len(pack.decided)}", ""]
    lines += [f"{_shown(each.chart)}\n" for each in pack.figures[:_FIGURES]]
    return "\n".join(lines)


def _of_core(pack: CorePack) -> str:
    plan, told = pack.plan, pack.shares
    lines = [*_head(plan), _shown(pack.trend), "", *_agenda(plan), "", _shown(pack.by_group), ""]
    lines += ["| group | actions | done | late | silent | meetings | attendance |", "| --- |" + " ---: |" * 6]
    for each in pack.groups:
        counts = f"{each.total} | {each.done} | {each.late} | {each.silent}"
        taken = each.taken
        met = f"{taken.met} | {taken.attended} of {taken.expected}" if taken else "- | -"
        lines.append(f"| {_plain(each.name)} | {counts} | {met} |")
    lists = {
        "done in the year": [each.code for each in plan.done],
        "stopped": [each.code for each in pack.dropped],
        "not in time": [each.code for each in pack.failed],
        "without a reachable owner": [each.code for each in plan.orphans],
    }
    lines += ["", *_listed(lists)]
    lines += [
        f"- silent groups: {len(pack.silent_groups)}",
        f"- reported in time: {told.in_time} of {told.deadlines} deadlines",
        f"- owners always in time: {told.owners_in_time} of {told.owners}",
        f"- candidates for new actions: {len(pack.candidates)}",
        "",
    ]
    lines += [f"{_shown(each.chart)}\n" for each in plan.figures[:_FIGURES]]
    return "\n".join(lines)


def _head(pack: GroupPack) -> list[str]:
    counts = ", ".join(f"{each.number} {each.name}" for each in pack.standing.counts if each.number)
    return [f"### {_plain(pack.group)}, {pack.day.isoformat()}", "", counts, ""]


def _agenda(pack: GroupPack) -> list[str]:
    """Return the agenda: the decision asked at each point is in our own phrases, and names nobody."""
    rows = [f"| {each.at} | {each.minutes} | {_codes(each.codes)} | {each.asks} |" for each in pack.agenda]
    return ["| time | minutes | actions | decision asked |", "| --- | ---: | --- | --- |", *rows]


def _listed(lists: dict[str, list[str]]) -> list[str]:
    return [f"- {name}: {_codes(codes)}" for name, codes in lists.items() if codes]


def _shown(chart: Chart) -> str:
    text = chart.text.translate(str.maketrans("[]", "()"))
    return f"![{text}]({chart.address})"


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(_plain(code) for code in codes if code) or "-"


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
