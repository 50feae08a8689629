"""A pack as Markdown for the run's page: actions and groups by code, no people; charts of counts."""

from collections.abc import Iterable

from terugkom.documents.chart import Chart
from terugkom.documents.messages import translate
from terugkom.meetings.packs.core_pack import CorePack
from terugkom.meetings.packs.engagement import MeetingParticipation
from terugkom.meetings.packs.group_pack import GroupPack


def render_pack_markdown(pack: GroupPack | CorePack, language: str) -> str:
    """Return the numbers and codes of a pack as Markdown, in this language.

    What somebody wrote is left out, for it may name somebody: titles, names of groups and of indicators,
    decisions and open points.
    """
    if isinstance(pack, CorePack):
        return _render_core_pack(pack, language)
    return _render_group_pack(pack, language)


def _render_group_pack(pack: GroupPack, language: str) -> str:
    lines = [*_render_heading(pack, language), _render_chart(pack.chart), "", *_render_agenda(pack, language)]
    asked = {(each.code, each.reason) for each in pack.decision_requests}
    lists = {
        "done": [each.code for each in pack.done],
        "decision": [each.code for each in pack.decision_requests],
        "late": [each.code for each in pack.late],
        "postponed": [each.code for each in pack.postponed],
        "silent": [each.code for each in pack.silent],
        "orphans": [each.code for each in pack.orphans if (each.code, each.state) not in asked],
        "questions": [each.code for each in pack.questions],
    }
    lines += ["", *_render_code_lists(lists, language)]
    lines += _render_counts(pack, language)
    return "\n".join(lines)


def _render_core_pack(pack: CorePack, language: str) -> str:
    plan, punctuality = pack.plan, pack.punctuality
    lines = [
        *_render_heading(plan, language),
        _render_chart(pack.trend),
        "",
        *_render_agenda(plan, language),
        "",
    ]
    lines += [translate("pack-page.groups", language), "| --- |" + " ---: |" * 6]
    for each in pack.groups:
        counts = f"{each.total} | {each.done} | {each.late} | {each.silent}"
        met = _render_participation(each.participation, language) if each.participation else "- | -"
        lines.append(f"| {_escape_cell(each.code) or '-'} | {counts} | {met} |")
    lists = {
        "done": [each.code for each in plan.done],
        "postponed": [each.code for each in plan.postponed],
        "stopped": [each.code for each in pack.stopped],
        "missed": [each.code for each in pack.missed_deadlines],
        "orphans": [each.code for each in plan.orphans],
    }
    lines += ["", *_render_code_lists(lists, language)]
    in_time = {"part": punctuality.in_time, "whole": punctuality.deadlines}
    owners = {"part": punctuality.owners_in_time, "whole": punctuality.owners}
    lines.append(translate("pack-page.silent-groups", language, count=len(pack.silent_groups)))
    if punctuality.deadlines:
        lines.append(translate("pack-page.in-time", language, **in_time))
        lines.append(translate("pack-page.owners-in-time", language, **owners))
    lines.append(translate("pack-page.candidates", language, count=len(pack.candidates)))
    lines += _render_counts(plan, language)
    return "\n".join(lines)


def _render_participation(participation: MeetingParticipation, language: str) -> str:
    """Return how often a group met, of how many meetings there are no minutes, and how many were there."""
    met, without = str(participation.met), participation.met - participation.minuted
    if without:
        met += f" ({translate('pack-page.without-minutes', language, count=without)})"
    if not participation.expected:
        return f"{met} | -"
    attended = {"part": participation.attended, "whole": participation.expected}
    return f"{met} | {translate('pack-page.part', language, **attended)}"


def _render_counts(pack: GroupPack, language: str) -> list[str]:
    """Return the numbers that the pack of each group has; of answers if anybody was asked or reported."""
    counts = {"open": pack.open_points, "decided": pack.last_decisions, "figures": pack.figures}
    lines = [translate(f"pack-page.{key}", language, count=len(each)) for key, each in counts.items()]
    answers = pack.responses
    if answers.asked or answers.reports:
        given = {"asked": answers.asked, "answered": answers.answered, "reports": answers.reports}
        lines.append(translate("pack-page.responses", language, **given))
    return lines


def _render_heading(pack: GroupPack, language: str) -> list[str]:
    counts = ", ".join(f"{each.number} {each.name}" for each in pack.progress.counts if each.number)
    return [translate("pack-page.title", language, day=pack.day.isoformat()), "", counts, ""]


def _render_agenda(pack: GroupPack, language: str) -> list[str]:
    """Return the agenda: the decision asked at each point is in our own phrases, and names nobody."""
    rows = [
        f"| {each.starts_at} | {each.minutes} | {_join_codes(each.codes)} | {each.requested_decision} |"
        for each in pack.agenda
    ]
    return [translate("pack-page.agenda", language), "| --- | ---: | --- | --- |", *rows]


def _render_code_lists(lists: dict[str, list[str]], language: str) -> list[str]:
    return [
        f"- {translate(f'pack-page.list.{key}', language)}: {_join_codes(codes)}"
        for key, codes in lists.items()
        if codes
    ]


def _render_chart(chart: Chart) -> str:
    text = chart.text.translate(str.maketrans("[]", "()"))
    return f"![{text}]({chart.data_uri})"


def _join_codes(codes: Iterable[str]) -> str:
    return ", ".join(_escape_cell(code) for code in codes if code) or "-"


def _escape_cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
