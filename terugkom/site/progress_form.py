"""The form with which an owner reports of one action."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from terugkom.documents.messages import translate
from terugkom.plan.report_progress import (
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    is_late,
    list_progress_choices,
)
from terugkom.schedule.plausible_years import is_plausible
from terugkom.site.form_fields import PageForm, add_error, build_choice, describe_need, limit_length
from terugkom.site.owner_actions import ActionView, IndicatorView

MAX_TEXT = 1000  # characters
_MAX_FIGURE = 1e15
_NEEDS_TEXT = (ProgressChoice.LATER, ProgressChoice.STUCK, ProgressChoice.STOPPED)
_FIGURE, _MEASURED, _SOURCE = "figure-", "measured-", "source-"


def build_progress_form(
    language: str, today: date, shown: ActionView, given: Any = None, **preset: Any
) -> PageForm:
    """Return the form of an action, bound to what was given or preset."""
    indicators = shown.indicators
    labels = _name_choices(shown.deadline, language, today)

    class ProgressForm(PageForm):
        needed_when = _list_needs(labels, indicators, language)
        action = HiddenField()
        seen_deadline = HiddenField()
        choice = RadioField(
            translate("site.progress.choice", language),
            choices=[build_choice(each.value, label) for each, label in labels.items()],
            validators=[InputRequired(translate("site.progress.choice.missing", language))],
            validate_choice=False,  # see validate_choice below
        )
        text = TextAreaField(
            translate("site.progress.text", language),
            description=translate("site.progress.text.help", language),
            validators=[Optional(), limit_length(MAX_TEXT, language)],
        )
        new_deadline = DateField(
            translate("site.progress.new-deadline", language),
            description=translate("site.progress.new-deadline.help", language),
            validators=[Optional()],
        )
        photo = FileField(
            translate("site.progress.photo", language),
            description=translate("site.progress.photo.help", language),
        )
        photo_caption = StringField(
            translate("site.progress.photo_caption", language),
            description=translate("site.progress.photo_caption.help", language),
            validators=[Optional(), limit_length(300, language)],
        )
        photographer = StringField(
            translate("site.progress.photographer", language),
            validators=[Optional(), limit_length(150, language)],
        )
        photo_permission = BooleanField(translate("site.progress.photo_permission", language))

        def validate_choice(self, field: RadioField) -> None:
            if field.data not in list(labels):
                if field.data == ProgressChoice.ON_TRACK:
                    raise ValidationError(translate("site.progress.choice.late", language))
                raise ValidationError(translate("site.progress.choice.missing", language))

        def validate_new_deadline(self, field: DateField) -> None:
            if field.data:
                _check_year(field.data, language)
            if field.data and field.data <= today:
                raise ValidationError(translate("site.progress.new-deadline.past", language))

        def validate(self, extra_validators: Any = None) -> bool:
            is_valid = super().validate(extra_validators)
            if self.choice.data == ProgressChoice.LATER and not (
                self.new_deadline.data or self.new_deadline.errors
            ):
                add_error(self.new_deadline, translate("site.progress.new-deadline.missing", language))
                is_valid = False
            if self.choice.data in _NEEDS_TEXT and not (self.text.data or "").strip():
                add_error(self.text, translate("site.progress.text.missing", language))
                is_valid = False
            for each in indicators:
                measured = self[_MEASURED + each.code]
                if (self[_FIGURE + each.code].data or "").strip() and not (measured.data or measured.errors):
                    add_error(measured, translate("site.progress.measured.missing", language))
                    is_valid = False
            return is_valid

    for each in indicators:
        _add_figure_fields(ProgressForm, each, language, today)
    return ProgressForm(given, data=preset, meta={"locales": [language]})


def _name_choices(deadline: date | None, language: str, today: date) -> dict[ProgressChoice, str]:
    """Return what can be said of an action today, with its words."""
    offered = list_progress_choices(deadline, today)
    labels = {each: translate(f"site.progress.{each.value}", language) for each in offered}
    if is_late(deadline, today):
        labels[ProgressChoice.LATER] = translate("site.progress.later.late", language)
    return labels


def _list_needs(
    labels: Mapping[ProgressChoice, str], indicators: Sequence[IndicatorView], language: str
) -> dict[str, str]:
    """Return when the fields that are not always required are, by name, as `ProgressForm.validate` and
    `read_photo` have it."""
    photo = translate("site.field.needed-with-photo", language)
    figure = translate("site.field.needed-with-figure", language)
    return {
        "text": describe_need((labels[each] for each in _NEEDS_TEXT), language),
        "new_deadline": describe_need([labels[ProgressChoice.LATER]], language),
        "photo_caption": photo,
        "photographer": photo,
        **{_MEASURED + each.code: figure for each in indicators},
    }


def read_progress(form: PageForm, indicators: Sequence[IndicatorView], language: str) -> ReportedProgress:
    """Return what a valid form reports."""
    given = form.data
    figures = {
        each.code: ReportedFigure(
            parse_figure(given[_FIGURE + each.code], language),
            given[_MEASURED + each.code],
            (given[_SOURCE + each.code] or "").strip(),
        )
        for each in indicators
        if (given[_FIGURE + each.code] or "").strip()
    }
    choice = ProgressChoice(given["choice"])
    new_deadline = given["new_deadline"] if choice is ProgressChoice.LATER else None
    return ReportedProgress(choice, (given["text"] or "").strip(), new_deadline, figures)


def parse_figure(text: str, language: str) -> float:
    """Return a number as it is written in this language. Raises ValueError where it could be two numbers."""
    try:
        number = float(parse_decimal(text.strip(), locale=language, strict=True))
    except NumberFormatError as error:
        raise ValueError(str(error)) from error
    if not math.isfinite(number) or abs(number) > _MAX_FIGURE:
        raise ValueError("not a measured value")
    return number


def _check_year(day: date, language: str) -> None:
    if not is_plausible(day):
        raise ValidationError(translate("site.progress.year.wrong", language))


def _add_figure_fields(form: type[PageForm], indicator: IndicatorView, language: str, today: date) -> None:
    def check_figure(_: Any, field: Any) -> None:
        try:
            parse_figure(field.data, language)
        except ValueError as error:
            raise ValidationError(translate("site.progress.figure.wrong", language)) from error

    def check_measured(_: Any, field: Any) -> None:
        _check_year(field.data, language)
        if field.data > today:
            raise ValidationError(translate("site.progress.measured.future", language))

    name = f"{indicator.name} ({indicator.unit})" if indicator.unit else indicator.name
    fields: dict[str, Any] = {
        _FIGURE: StringField(name, validators=[Optional(), limit_length(40, language), check_figure]),
        _MEASURED: DateField(
            translate("site.progress.measured", language), validators=[Optional(), check_measured]
        ),
        _SOURCE: StringField(
            translate("site.progress.source", language), validators=[Optional(), limit_length(300, language)]
        ),
    }
    for prefix, field in fields.items():
        setattr(form, prefix + indicator.code, field)
