"""A question as the command line prints it."""

from typing import Any

from terugkom.plan.questions import PENDING_STATES, Question


def question_as_json(question: Question) -> dict[str, Any]:
    """Return a question as the command line prints it with ``--json``; no choices once it is answered."""
    is_pending = question.state in PENDING_STATES
    proposed, answered_on = question.proposed_deadline, question.answered_on
    asker, until = question.raised_by, question.proposed_last_day
    return {
        "number": question.id,
        "kind": question.kind.value,
        "action": question.action.code if question.action else question.subject,
        "title": question.action.title if question.action else None,
        "asked_on": question.asked_on.isoformat(),
        "asked_by": asker.code if asker else None,
        "asked_by_name": asker.name if asker else question.mail_sender_name or None,
        "mail_sender": question.mail_sender,
        "mail_subject": question.mail_subject,
        "text": question.text,
        "proposed": proposed.isoformat() if proposed else None,
        "proposed_until": until.isoformat() if until else None,
        "proposed_choice": question.proposed_choice,
        "state": question.state.value,
        "choices": list(question.choices) if is_pending else [],
        "answer": question.answer,
        "reason": question.reason,
        "answered_by": question.answered_by,
        "answered_through": question.answered_through,
        "answered_on": answered_on.isoformat() if answered_on else None,
    }
