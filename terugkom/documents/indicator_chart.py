"""A chart of an indicator: its baseline, measurements and target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from terugkom.documents.chart import INK, Chart, heading, picture, short
from terugkom.documents.formatting import month, number, short_date

_WIDTH, _HEIGHT = 360, 178
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 244, 38, 146  # of the plot; the labels stand right of it
_APART = 15  # between two labels


@dataclass(frozen=True)
class Course:
    """An indicator over time: measured values in order of day, its baseline and its target."""

    name: str
    unit: str
    measured: Sequence[tuple[date, float]]
    baseline: float | None = None
    target: float | None = None
    target_on: date | None = None

    @property
    def latest(self) -> float | None:
        """The last measured value."""
        return self.measured[-1][1] if self.measured else None

    @property
    def share(self) -> float | None:
        """Progress from baseline to target, in percent; None where that cannot be computed."""
        if self.latest is None or self.baseline is None or self.target is None:
            return None
        if self.target == self.baseline:
            return None
        return 100 * (self.latest - self.baseline) / (self.target - self.baseline)


def progress(course: Course, language: str) -> Chart:
    """Draw the measurements as a line with dots, the baseline dotted and the target dashed, with values."""
    values = [value for _, value in course.measured]
    levels = [each for each in (course.baseline, course.target) if each is not None]
    low, high = min([*values, *levels], default=0), max([*values, *levels], default=0)
    spread = (high - low) or 1

    def height(value: float) -> float:
        return _BOTTOM - 8 - (value - low) / spread * (_BOTTOM - _TOP - 16)

    title = f"{course.name} ({course.unit})" if course.unit else course.name
    drawn = [heading(title, 50), _axis(course, language), *_line(course, height)]
    labels: list[tuple[float, str]] = []
    for level, word, dashes in ((course.baseline, "start", "2 4"), (course.target, "doel", "8 5")):
        if level is not None:
            drawn.append(_level(height(level), dashes))
            labels.append((height(level), f"{word} {number(level, language)}"))
    if course.latest is not None:
        labels.append((height(course.latest), f"● nu {number(course.latest, language)}"))
    drawn += _labels(labels)
    return picture(told(course, language), _WIDTH, _HEIGHT, "".join(drawn))


def told(course: Course, language: str) -> str:
    """Return the chart as text."""
    parts = []
    if course.baseline is not None:
        parts.append(f"vertrokken van {number(course.baseline, language)}")
    parts += [f"{number(value, language)} op {short_date(day, language)}" for day, value in course.measured]
    if not course.measured:
        parts.append("nog niet gemeten")
    if course.target is not None:
        by = f" tegen {short_date(course.target_on, language)}" if course.target_on else ""
        parts.append(f"doel {number(course.target, language)}{by}")
    if course.share is not None:
        parts.append(f"{course.share:.0f} % van de weg afgelegd")
    unit = f" ({course.unit})" if course.unit else ""
    return f"{course.name}{unit}: {'; '.join(parts)}"


def _span(course: Course) -> tuple[date, date] | None:
    days = [day for day, _ in course.measured] + ([course.target_on] if course.target_on else [])
    return (min(days), max(days)) if days else None


def _axis(course: Course, language: str) -> str:
    line = f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="{INK}"/>'
    span = _span(course)
    if span is None:
        return line
    first, last = (month(day, language) for day in span)
    y = _BOTTOM + 18
    left = f'<text x="{_LEFT}" y="{y}" font-size="12">{first}</text>'
    right = f'<text x="{_RIGHT}" y="{y}" font-size="12" text-anchor="end">{last}</text>'
    return line + left + (right if first != last else "")


def _line(course: Course, height: Callable[[float], float]) -> list[str]:
    span = _span(course)
    if span is None or not course.measured:
        return []
    first, days = span[0], (span[1] - span[0]).days or 1
    points = [
        (_LEFT + 6 + (day - first).days / days * (_RIGHT - _LEFT - 12), height(value))
        for day, value in course.measured
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{INK}"/>' for x, y in points]
    return [f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="2"/>', *dots]


def _level(y: float, dashes: str) -> str:
    return (
        f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#2f7d4f" stroke-width="2" stroke-dasharray="{dashes}"/>'
    )


def _labels(labels: list[tuple[float, str]]) -> list[str]:
    """Return the labels beside the plot, each as near to its height as the others allow."""
    drawn, at = [], float(_TOP) - _APART
    waiting = sorted(labels)
    for n, (y, text) in enumerate(waiting):
        room_below = (len(waiting) - 1 - n) * _APART
        at = max(at + _APART, min(y + 5, _BOTTOM + 4 - room_below))
        shown = escape(short(text, 18))
        drawn.append(f'<text x="{_RIGHT + 8}" y="{at:.1f}" font-size="13">{shown}</text>')
    return drawn
