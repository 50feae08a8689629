"""The form with which the coordinator decides about an idea or a remark."""

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from terugkom.documents.messages import translate
from terugkom.ideas.decide_submission import SubmissionDecision
from terugkom.ideas.submission import clean_text
from terugkom.ideas.unanswered import SubmissionChoice, SubmissionKind, UnansweredSubmission
from terugkom.site.form_fields import PageForm, add_error, build_choice, describe_need, limit_length

MAX_ANSWER = 2000  # characters
MAX_CODE = 60
_TAKEN = SubmissionChoice.TAKEN.value
_WITHOUT_ANSWER = (SubmissionChoice.ACCEPT.value, SubmissionChoice.REJECT.value)


def build_decision_form(
    language: str, submission: UnansweredSubmission, given: Any = None, **preset: Any
) -> PageForm:
    """Return the form for what was handed in, bound to what was given or preset."""
    names = {each: f"{submission.kind}.{each}" for each in submission.choices}
    labels = {each: translate(f"site.decide.{name}", language) for each, name in names.items()}
    answered = [each for each in labels if each not in _WITHOUT_ANSWER]
    is_needed = InputRequired(translate("site.decide.answer.missing", language))

    needs = {
        "answer": describe_need((labels[each] for each in answered), language),
        "action": describe_need((labels[each] for each in answered if each == _TAKEN), language),
    }

    class DecisionForm(PageForm):
        needed_when = needs
        seen_state = HiddenField()
        choice = RadioField(
            translate("site.decide.choice", language),
            choices=[build_choice(each, label) for each, label in labels.items()],
            validators=[InputRequired(translate("site.decide.choice.missing", language))],
        )
        answer = TextAreaField(
            translate("site.decide.answer", language),
            description=translate("site.decide.answer.help", language),
            validators=[
                is_needed if len(answered) == len(labels) else Optional(),
                limit_length(MAX_ANSWER, language),
            ],
        )

    if submission.kind == SubmissionKind.IDEA:
        DecisionForm.action = StringField(
            translate("site.decide.action", language),
            description=translate("site.decide.action.help", language),
            validators=[Optional(), limit_length(MAX_CODE, language)],
        )
    form: PageForm = DecisionForm(given, data=preset, meta={"locales": [language]})
    return form


def read_decision(form: PageForm, language: str) -> SubmissionDecision | None:
    """Return what a form decides; None with an error beside the field that is wrong."""
    if not form.validate():
        return None
    choice, answer = form.data["choice"], clean_text(form.data["answer"] or "", one_line=True)
    action = clean_text(form.data.get("action") or "", one_line=True)
    if choice not in _WITHOUT_ANSWER and not answer:
        add_error(form["answer"], translate("site.decide.answer.missing", language))
    if choice == _TAKEN and not action:
        add_error(form["action"], translate("site.decide.action.missing", language))
    unused = {
        "answer": choice == SubmissionChoice.ACCEPT and answer,  # "no idea: no answer" says so itself
        "action": choice != _TAKEN and action,
    }
    for name in (each for each, text in unused.items() if text):  # nothing that was typed is lost unsaid
        add_error(form[name], translate("site.decide.unused", language))
    if any(field.errors for field in form):
        return None
    return SubmissionDecision(SubmissionChoice(choice), answer, action)
