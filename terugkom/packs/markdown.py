"""A pack as a page for the run: actions by code, people not at all, pictures in the page itself."""

from collections.abc import Iterable

from terugkom.documents.chart import Chart
from terugkom.packs.group import GroupPack

_FIGURES = 4


def markdown(pack: GroupPack) -> str:
    """Return what a pack says in numbers and codes.

    Words of owners, of decisions and of open points stay out: they may name somebody.
    """
    counts = ", ".join(f"{each.number} {each.name}" for each in pack.standing.counts if each.number)
    lines = [f"### {_plain(pack.group)}, {pack.day.isoformat()}", "", counts, "", _shown(pack.chart), ""]
    lines += ["| at | minutes | actions |", "| --- | ---: | --- |"]
    lines += [f"| {each.at} | {each.minutes} | {_codes(each.codes)} |" for each in pack.agenda]
    lists = {
        "needs a decision": [each.code for each in pack.asked],
        "late": [each.code for each in pack.late],
        "silent": [each.code for each in pack.silent],
        "without an owner within reach": [each.code for each in pack.orphans],
        "asked by the gate": [each.code for each in pack.questions],
    }
    lines += ["", *(f"- {name}: {_codes(codes)}" for name, codes in lists.items() if codes)]
    lines += [f"- left open: {len(pack.carried)}, decided last time: {len(pack.decided)}", ""]
    lines += [f"{_shown(each.chart)}\n" for each in pack.figures[:_FIGURES]]
    return "\n".join(lines)


def _shown(chart: Chart) -> str:
    text = chart.text.translate(str.maketrans("[]", "()"))
    return f"![{text}]({chart.address})"


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(_plain(code) for code in codes if code) or "-"


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
