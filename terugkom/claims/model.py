"""What is found in a text: claims, statements that something is done, and figures of indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from terugkom.language_rules.spans import Span


@dataclass(frozen=True)
class Claim:
    """A claim in a text.

    `words` are as they stand in the text, at `span`. `sentence` is the sentence around them. `support` is the
    kind of evidence that makes the claim fair, as the rule file calls it; "" if there is none. `message`,
    `why` and `question` are in the language of the rules.
    """

    rule: str
    words: str
    span: Span
    sentence: str
    message: str
    why: str
    question: str
    source: str
    support: str = ""


@dataclass(frozen=True)
class Completion:
    """Words by which a text says that something is done, as they stand in the text at `span`."""

    words: str
    span: Span
    sentence: str


class FigureRole(StrEnum):
    """What a value of an indicator is."""

    MEASURED = "measured"
    TARGET = "target"
    BASELINE = "baseline"
    CHANGE = "change"  # the difference of two values of the plan, in the unit or in per cent


@dataclass(frozen=True)
class PlanValue:
    """A value of an indicator in the plan, in its unit; `day` is that of the measurement or of the target."""

    value: float
    role: FigureRole
    day: date | None = None


@dataclass(frozen=True)
class IndicatorValues:
    """An indicator with its unit as the plan writes it (``MWh``); the newest measurement stands first."""

    code: str
    name: str
    unit: str
    values: Sequence[PlanValue]


@dataclass(frozen=True)
class ComparedFigure:
    """A typed figure with the unit of an indicator, compared with the plan.

    `words` are as they stand in the text, at `span`; `value` is the figure in the unit of the indicator.
    `matched` is the value of the plan that it is, as precisely as it is written; None if the plan contradicts
    it.
    """

    words: str
    span: Span
    value: float
    indicator: IndicatorValues
    matched: PlanValue | None
