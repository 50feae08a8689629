"""The form with which an owner reports of one action."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FileField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from terugkom.documents.formatting import format_long_date
from terugkom.documents.messages import translate
from terugkom.normalize import remove_invisible
from terugkom.plan.report_progress import (
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    is_late,
    is_later,
    list_progress_choices,
)
from terugkom.schedule.plausible_years import is_plausible
from terugkom.site.form_fields import PageForm, add_error, build_choice, describe_need, limit_length
from terugkom.site.owner_actions import ActionView, IndicatorView
from terugkom.workbook.quantities import read_measured

MAX_TEXT = 1000  # characters
_NEEDS_TEXT = (ProgressChoice.LATER, ProgressChoice.STUCK, ProgressChoice.STOPPED)
_FIGURE, _MEASURED, _SOURCE = "figure-", "measured-", "source-"


def build_progress_form(
    language: str, today: date, shown: ActionView, given: Any = None, **preset: Any
) -> PageForm:
    """Return the form of an action, bound to what was given or preset."""
    labels = _name_choices(shown.deadline, language, today)
    values = {
        "needed_when": _list_needs(labels, shown.indicators, language),
        "labels": labels,
        "indicators": shown.indicators,
        "deadline": shown.deadline,
        "language": language,
        "today": today,
    }
    fields = _build_fields(labels, language)
    form: type[_ProgressForm] = type("ProgressForm", (_ProgressForm,), values | fields)
    for each in shown.indicators:
        _add_figure_fields(form, each, language, today)
    return form(given, data=preset, meta={"locales": [language]})


class _ProgressForm(PageForm):
    """What is checked of a report; the fields of an action are added in `build_progress_form`."""

    labels: ClassVar[Mapping[ProgressChoice, str]] = {}  # of the choices that can be made
    indicators: ClassVar[Sequence[IndicatorView]] = ()
    deadline: ClassVar[date | None] = None
    language: ClassVar[str]
    today: ClassVar[date]
    action = HiddenField()
    seen_deadline = HiddenField()

    def validate_choice(self, field: RadioField) -> None:
        if field.data not in list(self.labels):
            if field.data == ProgressChoice.ON_TRACK:
                raise ValidationError(translate("site.progress.choice.late", self.language))
            raise ValidationError(translate("site.progress.choice.missing", self.language))

    def validate_new_deadline(self, field: DateField) -> None:
        if field.data:
            _check_year(field.data, self.language)
        if field.data and field.data <= self.today:
            raise ValidationError(translate("site.progress.new-deadline.past", self.language))
        is_asked = self["choice"].data == ProgressChoice.LATER
        if field.data and is_asked and self.deadline and not is_later(field.data, self.deadline, self.today):
            agreed = format_long_date(self.deadline, self.language)
            raise ValidationError(
                translate("site.progress.new-deadline.not-later", self.language, agreed=agreed)
            )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        for field, message in self._list_missing():
            add_error(field, translate(message, self.language))
            is_valid = False
        return is_valid

    def _list_missing(self) -> Iterator[tuple[Field, str]]:
        """Yield the fields that another answer makes necessary, with the message of each."""
        choice, new_deadline, text = self["choice"].data, self["new_deadline"], self["text"]
        if choice == ProgressChoice.LATER and not (new_deadline.data or new_deadline.errors):
            yield new_deadline, "site.progress.new-deadline.missing"
        if choice in _NEEDS_TEXT and not remove_invisible(text.data or "").strip():
            yield text, "site.progress.text.missing"
        for each in self.indicators:
            measured = self[_MEASURED + each.code]
            if (self[_FIGURE + each.code].data or "").strip() and not (measured.data or measured.errors):
                yield measured, "site.progress.measured.missing"


def _build_fields(labels: Mapping[ProgressChoice, str], language: str) -> dict[str, Any]:
    """Return the fields that each action has, in the order in which they are shown."""
    return {
        "choice": RadioField(
            translate("site.progress.choice", language),
            choices=[build_choice(each.value, label) for each, label in labels.items()],
            validators=[InputRequired(translate("site.progress.choice.missing", language))],
            validate_choice=False,  # see `_ProgressForm.validate_choice`
        ),
        "text": TextAreaField(
            translate("site.progress.text", language),
            description=translate("site.progress.text.help", language),
            validators=[Optional(), limit_length(MAX_TEXT, language)],
        ),
        "new_deadline": DateField(
            translate("site.progress.new-deadline", language),
            description=translate("site.progress.new-deadline.help", language),
            validators=[Optional()],
        ),
        "photo": FileField(
            translate("site.progress.photo", language),
            description=translate("site.progress.photo.help", language),
        ),
        "photo_caption": StringField(
            translate("site.progress.photo_caption", language),
            description=translate("site.progress.photo_caption.help", language),
            validators=[Optional(), limit_length(300, language)],
        ),
        "photographer": StringField(
            translate("site.progress.photographer", language),
            validators=[Optional(), limit_length(150, language)],
        ),
        "photo_permission": BooleanField(translate("site.progress.photo_permission", language)),
    }


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
    """Return when the fields that are not always required are, by name, as `_ProgressForm.validate` and
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
            read_measured(given[_FIGURE + each.code], each.unit, language),
            given[_MEASURED + each.code],
            (given[_SOURCE + each.code] or "").strip(),
        )
        for each in indicators
        if (given[_FIGURE + each.code] or "").strip()
    }
    choice = ProgressChoice(given["choice"])
    new_deadline = given["new_deadline"] if choice is ProgressChoice.LATER else None
    return ReportedProgress(choice, (given["text"] or "").strip(), new_deadline, figures)


def _check_year(day: date, language: str) -> None:
    if not is_plausible(day):
        raise ValidationError(translate("site.progress.year.wrong", language))


def _add_figure_fields(form: type[PageForm], indicator: IndicatorView, language: str, today: date) -> None:
    def check_figure(_: Any, field: Any) -> None:
        try:
            read_measured(field.data, indicator.unit, language)
        except ValueError as error:
            raise ValidationError(translate("site.progress.figure.wrong", language)) from error

    def check_measured(_: Any, field: Any) -> None:
        if field.data is None:  # it is no date, which the field itself says
            return
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
