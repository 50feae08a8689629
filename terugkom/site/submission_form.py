"""The forms for an idea and for a remark."""

import re
from typing import Any

from wtforms import BooleanField, EmailField, FileField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from terugkom.documents.mail_address import parse_address
from terugkom.documents.messages import translate
from terugkom.ideas.submission import MAX_TEXT, Submission, clean_text
from terugkom.site.form_fields import PageForm, limit_length

MAX_NAME, MAX_ADDRESS, MAX_THEME = 200, 254, 200
STAMP, TRAP = "opened", "homepage"
_ABOUT = re.compile(r"\d{4}-Q[1-4]/[a-z0-9][a-z0-9-]{0,100}", re.ASCII)


def build_idea_form(language: str, given: Any = None, **preset: Any) -> PageForm:
    """Return the form for an idea, bound to what was given or preset."""

    class IdeaForm(_build_base(language, "idea")):  # type: ignore[misc]
        theme = StringField(
            translate("site.idea.theme", language),
            description=translate("site.idea.theme.help", language),
            validators=[Optional(), limit_length(MAX_THEME, language)],
        )
        picture = FileField(
            translate("site.idea.picture", language),
            description=translate("site.idea.picture.help", language),
        )
        picture_allowed = BooleanField(translate("site.idea.picture-allowed", language))
        public = BooleanField(translate("site.idea.public", language))

    form: PageForm = IdeaForm(given, data=preset, meta={"locales": [language]})
    return form


def build_remark_form(language: str, given: Any = None, **preset: Any) -> PageForm:
    """Return the form for a remark, bound to what was given or preset."""

    class RemarkForm(_build_base(language, "remark")):  # type: ignore[misc]
        about = HiddenField()

    form: PageForm = RemarkForm(given, data=preset, meta={"locales": [language]})
    return form


def read_submission(form: PageForm) -> Submission:
    """Return what a valid form hands in, without its picture."""
    given = form.data
    return Submission(
        text=clean_text(given["text"]),
        name=clean_text(given["name"] or "", one_line=True),
        address=parse_address(given["address"] or "").lower(),
        theme=clean_text(given.get("theme") or "", one_line=True),
        about=parse_about(given.get("about") or ""),
        is_public=bool(given.get("public")),
    )


def parse_about(text: str) -> str:
    """Return the story that a remark is about, as in ``2027-Q1/klaar-e-01``; empty if it names none."""
    return text if _ABOUT.fullmatch(text) else ""


def _build_base(language: str, kind: str) -> type[PageForm]:
    def check_text(_: Any, field: Any) -> None:
        if not re.search(r"\w", clean_text(field.data)):
            raise ValidationError(translate(f"site.{kind}.text.missing", language))

    def check_address(_: Any, field: Any) -> None:
        if not parse_address(field.data):
            raise ValidationError(translate("site.submission.address.wrong", language))

    class SubmissionForm(PageForm):
        text = TextAreaField(
            translate(f"site.{kind}.text", language),
            description=translate(f"site.{kind}.text.help", language),
            validators=[
                InputRequired(translate(f"site.{kind}.text.missing", language)),
                limit_length(MAX_TEXT, language),
                check_text,
            ],
        )
        name = StringField(
            translate("site.submission.name", language),
            validators=[Optional(), limit_length(MAX_NAME, language)],
        )
        address = EmailField(
            translate("site.submission.address", language),
            description=translate("site.submission.address.help", language),
            validators=[Optional(), limit_length(MAX_ADDRESS, language), check_address],
        )
        opened = HiddenField()

    return SubmissionForm
