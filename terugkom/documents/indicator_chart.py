"""A chart of an indicator: its baseline, measurements and target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from terugkom.documents.chart import TEXT_COLOUR, Chart, build_chart, draw_title, get_colour_name, truncate
from terugkom.documents.formatting import (
    format_month,
    format_number,
    format_short_date,
    join_clauses,
    join_label,
)
from terugkom.documents.messages import translate

_WIDTH, _HEIGHT = 360, 178
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 244, 38, 146  # of the plot; the labels stand right of it
_LEVEL_COLOUR = get_colour_name("strong_accent")
_LABEL_SPACING = 15  # between two labels


@dataclass(frozen=True)
class IndicatorSeries:
    """An indicator over time: measured values in order of day, its baseline and its target."""

    name: str
    unit: str
    measurements: Sequence[tuple[date, float]]
    baseline: float | None = None
    target: float | None = None
    target_on: date | None = None

    @property
    def latest(self) -> float | None:
        """The last measured value."""
        return self.measurements[-1][1] if self.measurements else None

    @property
    def percent_of_target(self) -> float | None:
        """Progress from baseline to target, in percent; None where that cannot be computed."""
        if self.latest is None or self.baseline is None or self.target is None:
            return None
        if self.target == self.baseline:
            return None
        return 100 * (self.latest - self.baseline) / (self.target - self.baseline)

    def is_overdue(self, today: date) -> bool:
        """Return whether the day of the target went by, and no measurement says that it was reached."""
        if self.target is None or self.target_on is None or self.target_on >= today:
            return False
        reached = self.percent_of_target
        return self.latest != self.target if reached is None else reached < 100


def draw_indicator_chart(series: IndicatorSeries, language: str) -> Chart:
    """Draw the measurements as a line with dots, the baseline dotted and the target dashed, with values."""
    values = [value for _, value in series.measurements]
    levels = [each for each in (series.baseline, series.target) if each is not None]
    low, high = min([*values, *levels], default=0), max([*values, *levels], default=0)
    spread = (high - low) or 1

    def height(value: float) -> float:
        return _BOTTOM - 8 - (value - low) / spread * (_BOTTOM - _TOP - 16)

    title = f"{series.name} ({series.unit})" if series.unit else series.name
    drawn = [draw_title(title, 50), _draw_axis(series, language), *_draw_line(series, height)]
    labels: list[tuple[float, str]] = []
    for level, label, dashes in (
        (series.baseline, "chart.baseline-label", "2 4"),
        (series.target, "chart.target-label", "8 5"),
    ):
        if level is not None:
            drawn.append(_draw_level(height(level), dashes))
            labels.append((height(level), translate(label, language, value=format_number(level, language))))
    if series.latest is not None:
        latest = format_number(series.latest, language)
        labels.append((height(series.latest), translate("chart.latest-label", language, value=latest)))
    drawn += _draw_labels(labels)
    return build_chart(describe_series(series, language), _WIDTH, _HEIGHT, "".join(drawn))


def describe_series(series: IndicatorSeries, language: str) -> str:
    """Return the chart as text."""
    parts = []
    if series.baseline is not None:
        parts.append(translate("chart.baseline", language, value=format_number(series.baseline, language)))
    parts += [
        translate(
            "chart.measurement",
            language,
            value=format_number(value, language),
            day=format_short_date(day, language),
        )
        for day, value in series.measurements
    ]
    if not series.measurements:
        parts.append(translate("chart.not-measured", language))
    if series.target is not None:
        parts.append(_describe_target(format_number(series.target, language), series.target_on, language))
    if series.percent_of_target is not None:
        parts.append(translate("chart.progress", language, percent=f"{series.percent_of_target:.0f}"))
    unit = f" ({series.unit})" if series.unit else ""
    return join_label(f"{series.name}{unit}", join_clauses(parts, language), language)


def describe_latest(series: IndicatorSeries, language: str) -> str:
    """Return in sentences what an indicator says that was measured once, or not yet."""

    def with_unit(value: float) -> str:
        return f"{format_number(value, language)} {series.unit}".strip()

    if series.latest is None:
        parts = [translate("indicator-text.not-measured", language, name=series.name)]
    else:
        day = format_short_date(series.measurements[-1][0], language)
        value = with_unit(series.latest)
        parts = [translate("indicator-text.measured", language, name=series.name, value=value, day=day)]
    if series.baseline is not None:
        parts.append(translate("indicator-text.baseline", language, value=with_unit(series.baseline)))
    if series.target is not None:
        by = format_short_date(series.target_on, language) if series.target_on else ""
        message = "indicator-text.target-by" if by else "indicator-text.target"
        parts.append(translate(message, language, value=with_unit(series.target), day=by))
    return " ".join(parts)


def _describe_target(target: str, by: date | None, language: str) -> str:
    if by is None:
        return translate("chart.target", language, value=target)
    return translate("chart.target-by", language, value=target, day=format_short_date(by, language))


def _span(series: IndicatorSeries) -> tuple[date, date] | None:
    days = [day for day, _ in series.measurements] + ([series.target_on] if series.target_on else [])
    return (min(days), max(days)) if days else None


def _draw_axis(series: IndicatorSeries, language: str) -> str:
    line = f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="{TEXT_COLOUR}"/>'
    span = _span(series)
    if span is None:
        return line
    first, last = (format_month(day, language) for day in span)
    y = _BOTTOM + 18
    left = f'<text x="{_LEFT}" y="{y}" font-size="13">{first}</text>'
    right = f'<text x="{_RIGHT}" y="{y}" font-size="13" text-anchor="end">{last}</text>'
    return line + left + (right if first != last else "")


def _draw_line(series: IndicatorSeries, height: Callable[[float], float]) -> list[str]:
    span = _span(series)
    if span is None or not series.measurements:
        return []
    first, days = span[0], (span[1] - span[0]).days or 1
    points = [
        (_LEFT + 6 + (day - first).days / days * (_RIGHT - _LEFT - 12), height(value))
        for day, value in series.measurements
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{TEXT_COLOUR}"/>' for x, y in points]
    return [f'<polyline points="{path}" fill="none" stroke="{TEXT_COLOUR}" stroke-width="2"/>', *dots]


def _draw_level(y: float, dashes: str) -> str:
    return (
        f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_LEVEL_COLOUR}" stroke-width="2" '
        f'stroke-dasharray="{dashes}"/>'
    )


def _draw_labels(labels: list[tuple[float, str]]) -> list[str]:
    """Return the labels beside the plot, each as near to its height as the others allow."""
    drawn, at = [], float(_TOP) - _LABEL_SPACING
    waiting = sorted(labels)
    for n, (y, text) in enumerate(waiting):
        room_below = (len(waiting) - 1 - n) * _LABEL_SPACING
        at = max(at + _LABEL_SPACING, min(y + 5, _BOTTOM + 4 - room_below))
        shown = escape(truncate(text, 18))
        drawn.append(f'<text x="{_RIGHT + 8}" y="{at:.1f}" font-size="13">{shown}</text>')
    return drawn
