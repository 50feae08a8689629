"""The decisions that a pack asks for with a point of their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from terugkom.documents.end_sentence import join_parts
from terugkom.documents.messages import translate, translate_plural
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.meetings.packs.open_points import MAX_POSTPONEMENTS, OpenPointItem
from terugkom.meetings.packs.referred_questions import ReferredQuestion
from terugkom.plan.action_facts import ActionFacts


def list_separate_requests(
    points: Sequence[OpenPointItem],
    overdue: Sequence[ActionFacts],
    from_owners: tuple[Sequence[ReferredQuestion], Sequence[DecisionRequest]],
    today: date,
    language: str,
) -> tuple[DecisionRequest, ...]:
    """Return what needs a point of its own, each action once: open points, what owners asked, then actions
    long overdue. What was asked about an action is told with each."""
    asked, requested = from_owners
    said = {each.code: each for each in asked}
    reasons = defaultdict(list)
    for each in requested:
        reasons[each.code].append(each.reason)
    late = {each.code: _format_days_late(each, today, language) for each in overdue}
    found = [_build_point_request(each, said, reasons, language) for each in points]
    seen = {each.code for each in found if each.code}
    found += [_build_referred_request(each, late, reasons) for each in said.values() if each.code not in seen]
    seen |= said.keys()
    found += [each for each in requested if each.code not in seen]
    seen |= {each.code for each in requested}
    return (
        *found,
        *(
            DecisionRequest(each.code, each.title, late[each.code], translate("pack.ask.overdue", language))
            for each in overdue
            if each.code not in seen
        ),
    )


def _build_point_request(
    point: OpenPointItem,
    said: Mapping[str, ReferredQuestion],
    reasons: Mapping[str, Sequence[str]],
    language: str,
) -> DecisionRequest:
    """Return an open point, with what owners said about its action."""
    code = point.code
    referred = [said[code].said] if code in said else []
    reason = join_parts([point.times_postponed_text, *referred, *(reasons.get(code, ()) if code else ())])
    return DecisionRequest(code, point.text, reason, translate(_decision_message(point), language))


def _build_referred_request(
    question: ReferredQuestion, late: Mapping[str, str], reasons: Mapping[str, Sequence[str]]
) -> DecisionRequest:
    """Return a question that was left to the group, with how late its action is and what else was said."""
    code = question.code
    parts = [*([late[code]] if code in late else ()), question.said, *reasons.get(code, ())]
    return DecisionRequest(code, question.title, join_parts(parts), question.decision)


def list_orphan_requests(
    alone: Sequence[DecisionRequest], orphans: Sequence[ActionFacts], language: str
) -> tuple[DecisionRequest, ...]:
    """Return what is asked of each action without an owner that has no point of its own."""
    seen = {each.code for each in alone}
    return tuple(
        DecisionRequest(
            each.code,
            each.title,
            translate(f"orphan.{each.orphan_reason}", language),
            translate("pack.ask.orphans", language),
        )
        for each in orphans
        if each.code not in seen
    )


def _format_days_late(fact: ActionFacts, today: date, language: str) -> str:
    return translate_plural("day.late", (today - fact.deadline).days if fact.deadline else 0, language)


def _decision_message(point: OpenPointItem) -> str:
    return "pack.ask.at-last" if point.times_postponed >= MAX_POSTPONEMENTS else "pack.ask.open-point"
