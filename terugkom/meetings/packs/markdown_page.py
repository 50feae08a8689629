"""A pack as Markdown for the run's page: actions and groups by code, no people; charts of counts."""

from collections.abc import Iterable

from terugkom.documents.chart import Chart
from terugkom.meetings.packs.core_pack import CorePack
from terugkom.meetings.packs.group_pack import GroupPack


def render_pack_markdown(pack: GroupPack | CorePack) -> str:
    """Return the numbers and codes of a pack as Markdown.

    What somebody wrote is left out, for it may name somebody: titles, names of groups and of indicators,
    decisions and open points.
    """
    return _render_core_pack(pack) if isinstance(pack, CorePack) else _render_group_pack(pack)


def _render_group_pack(pack: GroupPack) -> str:
    lines = [*_render_heading(pack), _render_chart(pack.chart), "", *_render_agenda(pack)]
    lists = {
        "needs a decision": [each.code for each in pack.decision_requests],
        "late": [each.code for each in pack.late],
        "silent": [each.code for each in pack.silent],
        "without a reachable owner": [each.code for each in pack.orphans],
        "questioned by the gate": [each.code for each in pack.questions],
    }
    lines += ["", *_render_code_lists(lists)]
    lines += [f"- left open: {len(pack.open_points)}, decided last time: {len(pack.last_decisions)}"]
    lines += [f"- figures in the pack: {len(pack.figures)}", _render_responses(pack)]
    return "\n".join(lines)


def _render_core_pack(pack: CorePack) -> str:
    plan, punctuality = pack.plan, pack.punctuality
    lines = [
        *_render_heading(plan),
        _render_chart(pack.trend),
        "",
        *_render_agenda(plan),
        "",
    ]
    lines += ["| group | actions | done | late | silent | meetings | attendance |", "| --- |" + " ---: |" * 6]
    for each in pack.groups:
        counts = f"{each.total} | {each.done} | {each.late} | {each.silent}"
        participation = each.participation
        met = (
            f"{participation.met} | {participation.attended} of {participation.expected}"
            if participation
            else "- | -"
        )
        lines.append(f"| {_escape_cell(each.code) or 'none'} | {counts} | {met} |")
    lists = {
        "done in the year": [each.code for each in plan.done],
        "stopped": [each.code for each in pack.stopped],
        "not in time": [each.code for each in pack.missed_deadlines],
        "without a reachable owner": [each.code for each in plan.orphans],
    }
    lines += ["", *_render_code_lists(lists)]
    lines += [
        f"- silent groups: {len(pack.silent_groups)}",
        f"- reported in time: {punctuality.in_time} of {punctuality.deadlines} deadlines",
        f"- owners always in time: {punctuality.owners_in_time} of {punctuality.owners}",
        f"- candidates for new actions: {len(pack.candidates)}",
        f"- figures in the pack: {len(plan.figures)}",
        _render_responses(plan),
    ]
    return "\n".join(lines)


def _render_responses(pack: GroupPack) -> str:
    counts = pack.responses
    asked = f"- owners asked: {counts.asked}, answered: {counts.answered}"
    return f"{asked}; reports that came back: {counts.reports}"


def _render_heading(pack: GroupPack) -> list[str]:
    counts = ", ".join(f"{each.number} {each.name}" for each in pack.progress.counts if each.number)
    return [f"### The pack of {pack.day.isoformat()}", "", counts, ""]


def _render_agenda(pack: GroupPack) -> list[str]:
    """Return the agenda: the decision asked at each point is in our own phrases, and names nobody."""
    rows = [
        f"| {each.starts_at} | {each.minutes} | {_join_codes(each.codes)} | {each.requested_decision} |"
        for each in pack.agenda
    ]
    return ["| time | minutes | actions | decision asked |", "| --- | ---: | --- | --- |", *rows]


def _render_code_lists(lists: dict[str, list[str]]) -> list[str]:
    return [f"- {name}: {_join_codes(codes)}" for name, codes in lists.items() if codes]


def _render_chart(chart: Chart) -> str:
    text = chart.text.translate(str.maketrans("[]", "()"))
    return f"![{text}]({chart.data_uri})"


def _join_codes(codes: Iterable[str]) -> str:
    return ", ".join(_escape_cell(code) for code in codes if code) or "-"


def _escape_cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
