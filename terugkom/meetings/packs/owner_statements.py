"""What owners said last of their actions that stands in no report: that they are stuck, a later date, or a
mail that the coordinator still reads.

Why an owner is stuck stands nowhere here (`terugkom.plan.stuck_reports`), nor what a mail says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.packs.owner_requests import OwnerQuestion
from terugkom.meetings.packs.reason_texts import write_reason
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.decide_question import MINUTES
from terugkom.plan.questions import THROUGH_PAGE, QuestionKind, QuestionState


@dataclass(frozen=True)
class OwnerStatements:
    """By action: who was stuck last, the question about a later date that waits for an answer, and a mail
    that waits for the coordinator."""

    stuck: Mapping[int, OwnerQuestion] = field(default_factory=dict)
    later: Mapping[int, OwnerQuestion] = field(default_factory=dict)
    mailed: Mapping[int, OwnerQuestion] = field(default_factory=dict)


NO_STATEMENTS = OwnerStatements()


def index_statements(questions: Iterable[OwnerQuestion]) -> OwnerStatements:
    """Return what owners said, from their questions with the oldest first."""
    stuck: dict[int, OwnerQuestion] = {}
    later: dict[int, OwnerQuestion] = {}
    mailed: dict[int, OwnerQuestion] = {}
    by_kind = {QuestionKind.STUCK: stuck, QuestionKind.NEW_DEADLINE: later, QuestionKind.MAIL: mailed}
    for each in questions:
        by_kind[each.kind][each.action_id] = each
    return OwnerStatements(stuck, later, mailed)


def write_state(fact: ActionFacts, statements: OwnerStatements, today: date, language: str) -> str:
    """Return how an action stands and why, by what was said last; that there is no news if nothing was.

    What the plan does not know yet comes first: who prints it may cut off the end.
    """
    said = [
        _write_proposed(fact, statements, language),
        _write_mailed(fact, statements, language),
        *_list_last_words(fact, statements, today, language),
    ]
    return ". ".join(each for each in said if each) or translate("pack.no-update", language)


def _write_proposed(fact: ActionFacts, statements: OwnerStatements, language: str) -> str:
    """Return which later date waits; none of what is closed, or got another date meanwhile."""
    question = statements.later.get(fact.action_id)
    if question is None or not fact.status.is_open:
        return ""
    asked_about, proposed = (_parse_day(question.proposal.get(key)) for key in ("from", "deadline"))
    if proposed is None or fact.deadline != asked_about:
        return ""
    return translate("pack.later-proposed", language, day=format_short_date(proposed, language))


def _write_mailed(fact: ActionFacts, statements: OwnerStatements, language: str) -> str:
    """Return who mailed and when; of what is open, for the plan knows of the rest how it ended."""
    question = statements.mailed.get(fact.action_id)
    if question is None or not fact.status.is_open:
        return ""
    day = format_short_date(question.asked_on, language)
    said = "pack.owner-stops" if question.proposal.get(THROUGH_PAGE) else "pack.owner-mailed"
    return translate(said, language, name=to_one_line(question.name or ""), day=day)


def _list_last_words(
    fact: ActionFacts, statements: OwnerStatements, today: date, language: str
) -> tuple[str, ...]:
    """Return the reason; of who is stuck only one of after that day, for an older one would be taken for
    why."""
    since = fact.stuck_since(today) if fact.status.is_open else None
    reason = write_reason(fact, today, language, since)
    if since is None:
        return (reason,)
    question = statements.stuck.get(fact.action_id)
    if question is None or not question.name or _is_before_group(question):
        return (translate("pack.action-stuck", language), reason)
    return (translate("pack.owner-stuck", language, name=to_one_line(question.name)), reason)


def _is_before_group(question: OwnerQuestion) -> bool:
    """Return whether the group was asked about it, so that not only the coordinator knows why."""
    return question.state is QuestionState.REFERRED or question.answered_through == MINUTES


def _parse_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
