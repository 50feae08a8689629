"""The form with which the coordinator answers a question."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from terugkom.documents.messages import translate
from terugkom.plan.questions import FORWARD
from terugkom.reminders.coordinator_inbox import AnswerChoice
from terugkom.site.form_fields import PageForm, build_choice, limit_length

MAX_REASON = 500  # characters


def _check_reader(language: str) -> Callable[[PageForm, Field], None]:
    """Return the check that a mail that is passed on goes to somebody."""

    def check(form: PageForm, field: Field) -> None:
        if form.data["choice"] == FORWARD and not field.data:
            raise ValidationError(translate("site.answer.to.missing", language))

    return check


def build_answer_form(
    language: str,
    choices: Sequence[AnswerChoice],
    people: Sequence[AnswerChoice],
    given: Any = None,
    **preset: Any,
) -> PageForm:
    """Return the form of a question with these choices, bound to what was given or preset.

    `people` are those a mail can be passed on to, by code, where that is one of the choices.
    """
    offered = people if any(each.value == FORWARD for each in choices) else ()

    class AnswerForm(PageForm):
        question = HiddenField()
        choice = RadioField(
            translate("site.answer.choice", language),
            choices=[build_choice(each.value, each.words) for each in choices],
            validators=[InputRequired(translate("site.answer.choice.missing", language))],
        )
        reason = TextAreaField(
            translate("site.answer.reason", language),
            description=translate("site.answer.reason.help", language),
            validators=[Optional(), limit_length(MAX_REASON, language)],
        )

    class ForwardForm(AnswerForm):
        to = SelectField(
            translate("site.answer.to", language),
            description=translate("site.answer.to.help", language),
            choices=[build_choice("", "-"), *(build_choice(each.value, each.words) for each in offered)],
            validators=[_check_reader(language)],
        )

    form = ForwardForm if offered else AnswerForm
    return form(given, data=preset, meta={"locales": [language]})
