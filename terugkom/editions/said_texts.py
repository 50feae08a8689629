"""What owners said about actions, and when: a story repeats it, and its *next month* counts from that day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terugkom.plan.action_facts import ActionFacts, load_action_facts
from terugkom.plan.action_scope import scope_codes
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class SaidText:
    """What was said about an action on a day: in a report, with a change, or as the reason of a snooze."""

    day: date
    text: str


def load_said_texts(
    session: Session, municipality: Municipality, codes: Iterable[str], today: date
) -> dict[str, tuple[SaidText, ...]]:
    """Return what was said about these actions, by code."""
    facts = load_action_facts(session, municipality.id, today, scope_codes(municipality.id, codes))
    return {each.code: tuple(_list_said(each)) for each in facts}


def find_day_said(
    sentence: str, actions: Iterable[str], said: Mapping[str, tuple[SaidText, ...]]
) -> date | None:
    """Return the last day on which somebody said a sentence about one of these actions, if anybody did."""
    words = _read_words(sentence)
    texts = (each for code in actions for each in said.get(code, ()))
    return max(
        (each.day for each in texts if words.strip() and words in _read_words(each.text)), default=None
    )


def _list_said(fact: ActionFacts) -> Iterable[SaidText]:
    yield from (SaidText(day, text) for day, text in fact.reports)
    yield from (SaidText(each.day, each.reason) for each in fact.changes if each.reason)
    if (day := fact.find_snooze_day()) and fact.snooze_reason:
        yield SaidText(day, fact.snooze_reason)


def _read_words(text: str) -> str:
    """Return the words of a text without marks, each between spaces."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "
