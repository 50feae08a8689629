"""The figures in an answer: each on a line of its own, behind the code of its indicator ("I-1: 1.250,5")."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.inbox.answers.figure_lines import LINE
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Municipality
from terugkom.workbook.quantities import read_measured


@dataclass(frozen=True)
class IndicatorUnits:
    """The units of the indicators of actions, by the id of the action and the code of the indicator."""

    language: str = ""
    by_action: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def take_figures(self, action: Action | None, text: str) -> tuple[str, Mapping[str, float]]:
        """Return what is said beside the figures, and the figures by the code of their indicator.

        What cannot be read as one, two numbers or another unit, stays with what is said.
        """
        figures = {}
        for code, unit in self.by_action.get(action.id if action else 0, {}).items():
            match = re.search(LINE.format(code=re.escape(code)), text)
            if match is None:
                continue
            try:
                figures[code] = read_measured(match[1], unit, self.language)
            except ValueError:
                continue
            text = f"{text[: match.start()]}{text[match.end() :]}"
        return text.strip(), figures


NO_UNITS = IndicatorUnits()


def load_indicator_units(
    session: Session, municipality: Municipality, actions: Sequence[Action]
) -> IndicatorUnits:
    """Return the units of the indicators of these actions. One query."""
    query = select(Indicator.action_id, Indicator.code, Indicator.unit)
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    mine = query.where(Indicator.action_id.in_([each.id for each in actions])).order_by(Indicator.code)
    for action_id, code, unit in session.execute(mine).tuples():
        found[action_id][code] = unit
    return IndicatorUnits(municipality.language, found)
