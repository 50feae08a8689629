"""The reasons that a person wrote into the stories of an edition where the plan had none.

An edition asks why an action is late or was stopped if nobody noted that. What is filled in there is recorded
with the action once the text is approved: the next edition, and the packs of its group, do not ask again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.model import Edition
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.plan.history import REASON, FieldChange, record_changes
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action
from terugkom.plan.reasons import Reason

_NOT_WORDS_ALONE = "[]{}"  # something is still to be filled in, or a figure stands there by its code


def find_written_reasons(
    drafts: Sequence[StoryDraft], stories: Sequence[StoryDraft], today: date
) -> dict[str, Reason]:
    """Return, by the code of the action, what stories say today where their drafts ask for a reason.

    Nothing is guessed: of a story whose other words were changed too, nobody knows what the reason is.
    """
    asked = {
        each.code: each for each in drafts if each.kind is StoryKind.LESS_WELL and len(each.actions) == 1
    }
    found = {}
    for story in stories:
        draft = asked.get(story.code)
        if draft is None or story.actions != draft.actions:
            continue
        if reason := _find_reason(_split_paragraphs(draft.text), _split_paragraphs(story.text)):
            found[draft.actions[0]] = Reason(reason, today)
    return found


def record_written_reasons(
    session: Session, edition: Edition, reasons: Mapping[str, Reason], now: datetime
) -> None:
    """Record these reasons with their actions: as written at the approval of this edition. One that was
    recorded so before is not recorded again."""
    moment = edition.moment
    mine = select(Action).where(Action.municipality_id == moment.municipality_id, Action.code.in_(reasons))
    through = f"edition {moment.period}"
    for action in session.scalars(mine.order_by(Action.id)).all():
        known = select(ActionChange.new).where(
            ActionChange.action_id == action.id, ActionChange.field == REASON, ActionChange.source == through
        )
        last = session.scalar(known.order_by(ActionChange.id.desc()).limit(1))
        reason = reasons[action.code]
        if last == reason.text or reason.written_on is None:
            continue
        record_changes(
            session,
            [(action, FieldChange(action.code, REASON, last, reason.text))],
            today=reason.written_on,
            changed_at=now,
            through=through,
        )


def _split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text in Markdown, each on one line and without emphasis."""
    paragraphs = (" ".join(each.replace("*", "").split()) for each in text.split("\n\n"))
    return [each for each in paragraphs if each]


def _find_reason(draft: Sequence[str], story: Sequence[str]) -> str:
    asked = [number for number, each in enumerate(draft) if each.startswith("[") and each.endswith("]")]
    if len(asked) != 1:
        return ""
    before, after = list(draft[: asked[0]]), list(draft[asked[0] + 1 :])
    last = len(story) - len(after)
    if list(story[: len(before)]) != before or list(story[last:]) != after:
        return ""
    reason = " ".join(story[len(before) : last])
    return "" if any(each in reason for each in _NOT_WORDS_ALONE) else reason
