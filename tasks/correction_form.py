"""The form by which a correction is approved in the Prefect UI: codes and counts, no text and no names."""

from typing import Any

from prefect.input import RunInput
from pydantic import create_model

from tasks.approval_form import build_decision_fields, parse_verdict
from terugkom.documents.messages import translate, translate_plural
from terugkom.editions.corrections.correction_approval import CorrectionDecision, CorrectionReach
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.edition_period import format_edition
from terugkom.plan.media import Medium


def build_correction_form(language: str, description: str) -> type[RunInput]:
    """Return the model that Prefect makes the form of; `description` is the Markdown above it."""
    fields: dict[str, Any] = build_decision_fields(language)
    form: type[RunInput] = create_model("CorrectionForm", __base__=RunInput, **fields)
    return form.with_initial_data(description=description)


def parse_correction_answer(answer: Any, text_hash: str) -> CorrectionDecision:
    """Return the decision that was submitted about a text. Raises RefusedDecision for an unknown word."""
    return CorrectionDecision(parse_verdict(answer.decision), answer.name, text_hash, answer.remark)


def describe_correction(
    correction: StoryCorrection, reach: CorrectionReach, language: str, refusal: str
) -> str:
    """Return what is approved as Markdown: the code of the story, and which channels it reaches."""
    title = translate(
        f"correction.title.{correction.kind}",
        language,
        story=correction.story_code,
        edition=format_edition(correction.moment.period, language),
    )
    media = ", ".join(translate(f"medium.{medium}", language) for medium in reach.media)
    parts = [
        f"## {title}",
        *([translate("approval.refused", language, reason=refusal)] if refusal else []),
        translate("approval.text", language, code=correction.text_hash[:8]),
        translate("correction.media", language, media=media),
    ]
    if Medium.NEWSLETTER in reach.media:
        parts.append(translate_plural("correction.readers", reach.reader_count, language))
    return "\n\n".join(parts)
