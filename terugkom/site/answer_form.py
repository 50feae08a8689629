"""The form with which the coordinator answers a question."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from terugkom.documents.messages import translate
from terugkom.reminders.came_back import AnswerChoice
from terugkom.site.form_fields import PageForm, build_choice, limit_length

MAX_REASON = 500  # characters


def build_answer_form(
    language: str, choices: Sequence[AnswerChoice], given: Any = None, **preset: Any
) -> PageForm:
    """Return the form of a question with these choices, bound to what was given or preset."""

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

    return AnswerForm(given, data=preset, meta={"locales": [language]})
