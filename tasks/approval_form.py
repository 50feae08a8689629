"""The form by which an edition is approved in the Prefect UI, in the municipality's language.

It names the stories by the codes of their actions, and the channels by counts: Prefect keeps no text and
nobody's name. Nothing is preset, so that nobody approves by pressing a button.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model
from pydantic.config import JsonDict

from terugkom.documents.formatting import join_label
from terugkom.documents.messages import translate, translate_everywhere, translate_plural
from terugkom.editions.approval import RefusalReason, RefusedDecision, SubmittedDecision
from terugkom.editions.edition_period import format_edition
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.editions.publish_targets import MediumTarget
from terugkom.editions.reader_sentence import MAX_SENTENCE_LENGTH
from terugkom.editions.review import EditionReview
from terugkom.editions.story import Story
from terugkom.plan.media import Medium

_MAX_NAME, _MAX_TEXT = 200, 2000  # characters


def build_approval_form(
    language: str, description: str, media_without_setbacks: Sequence[Medium] = ()
) -> type[RunInput]:
    """Return the model that Prefect makes the form of; `description` is the Markdown above it.

    It asks for each medium that would tell successes alone why its readers find no setbacks there.
    """
    media = [translate(f"medium.{each}", language) for each in RENDERERS]
    channels: JsonDict = {
        "items": {"type": "string", "enum": [translate("approval.all-channels", language), *media]}
    }
    fields: dict[str, Any] = {
        **build_decision_fields(language),
        "introduction": (str, Field("", max_length=_MAX_TEXT, **_label("introduction", language))),
        "channels": (list[str], Field([], json_schema_extra=channels, **_label("channels", language))),
        **{_name_reason(medium): _build_reason_field(medium, language) for medium in media_without_setbacks},
    }
    form: type[RunInput] = create_model("ApprovalForm", __base__=RunInput, **fields)
    return form.with_initial_data(description=description)


def build_decision_fields(language: str) -> dict[str, Any]:
    """Return the fields of any decision: what is decided, by whom, and a remark."""
    verdicts = [translate(f"approval.decision.{each}", language) for each in EditionVerdict]
    title = translate("approval.field.decision", language)
    return {
        "decision": (str, Field(title=title, json_schema_extra={"enum": [*verdicts]})),
        "name": (str, Field(max_length=_MAX_NAME, **_label("name", language))),
        "remark": (str, Field("", max_length=_MAX_TEXT, **_label("remark", language))),
    }


def _label(name: str, language: str) -> dict[str, Any]:
    return {
        "title": translate(f"approval.field.{name}", language),
        "description": translate(f"approval.field.{name}.help", language),
    }


def parse_answer(answer: Any, text_hash: str) -> SubmittedDecision:
    """Return the decision that was submitted about a text, in whichever language its form was.

    Raises RefusedDecision for a word that no form offers.
    """
    return SubmittedDecision(
        parse_verdict(answer.decision),
        answer.name,
        text_hash,
        answer.remark,
        answer.introduction,
        {medium: getattr(answer, _name_reason(medium), "") for medium in Medium},
        _parse_media(answer.channels),
    )


def _name_reason(medium: Medium) -> str:
    return f"reason_{medium.replace('-', '_')}"


def _build_reason_field(medium: Medium, language: str) -> tuple[type[str], Any]:
    name = translate(f"medium.{medium}", language)
    title = translate("approval.field.setback-reason", language, medium=name)
    help_ = translate("approval.field.setback-reason.help", language, most=MAX_SENTENCE_LENGTH)
    return str, Field("", max_length=_MAX_TEXT, title=title, description=help_)


def describe_edition(review: EditionReview, targets: Sequence[MediumTarget], refusal: str) -> str:
    """Return what is approved as Markdown: codes, counts and channels."""
    proof, language = review.proof, review.proof.language
    public = len(proof.public_only.stories)
    stories = [f"{n}. {_describe_story(story, language)}" for n, story in enumerate(proof.stories, 1)]
    quarter = format_edition(proof.period, language)
    parts = [
        f"## {translate('approval.title', language, quarter=quarter)}",
        *([translate("approval.refused", language, reason=refusal)] if refusal else []),
        *([] if review.has_news else [translate("approval.no-news", language)]),
        translate("approval.text", language, code=proof.text_code),
        translate_plural("approval.stories", len(stories), language, public=public),
        "\n".join(stories),
        translate("approval.media", language),
        "\n".join(f"- {_describe_target(each, language)}" for each in targets),
    ]
    for key, titles in (
        ("approval.internal-setbacks", review.internal_setbacks),
        ("approval.omitted-setbacks", review.omitted_setbacks),
    ):
        if titles:
            parts.append(translate_plural(key, len(titles), language))
    if kept := len(proof.kept_sentences):
        parts.append(translate_plural("approval.kept-sentences", kept, language))
    if waiting := len(review.waiting_dates):
        parts.append(translate_plural("approval.waiting-dates", waiting, language))
    if reasons := len(review.story_reasons):
        parts.append(translate_plural("approval.story-reasons", reasons, language))
    if review.media_without_setbacks:
        media = _join_media(review.media_without_setbacks, language)
        parts.append(translate("approval.without-setbacks", language, media=media))
    return "\n\n".join(parts)


def _join_media(media: Iterable[Medium], language: str) -> str:
    return ", ".join(translate(f"medium.{medium}", language) for medium in media)


def _describe_story(story: Story, language: str) -> str:
    place = translate(f"approval.{'public' if story.public else 'internal'}", language)
    words = f"{translate(f'story.kind.{story.kind}', language)}, {place}"
    return join_label(words, ", ".join(story.actions), language) if story.actions else words


def _describe_target(target: MediumTarget, language: str) -> str:
    medium = translate(f"medium.{target.medium}", language)
    if not target.story_count:
        return join_label(medium, translate("approval.medium.nothing", language), language)
    if target.medium is Medium.NEWSLETTER:
        reached = translate_plural("approval.medium.subscribers", target.address_count, language)
    elif target.address_count:
        reached = translate_plural("approval.medium.addresses", target.address_count, language)
    elif target.channels:
        reached = translate("approval.medium.through", language, channels=", ".join(target.channels))
    else:
        reached = translate("approval.medium.ready", language)
    return join_label(medium, reached, language)


def parse_verdict(word: str) -> EditionVerdict:
    """Return the verdict that a word of the form stands for. Raises RefusedDecision."""
    for verdict in EditionVerdict:
        if word in (verdict, *translate_everywhere(f"approval.decision.{verdict}")):
            return verdict
    raise RefusedDecision(RefusalReason.UNKNOWN_WORD)


def _parse_media(words: Iterable[str]) -> tuple[Medium, ...]:
    chosen = set(words)
    if chosen & {*translate_everywhere("approval.all-channels")}:
        return tuple(RENDERERS)
    named = {name: each for each in Medium for name in (each, *translate_everywhere(f"medium.{each}"))}
    if chosen - named.keys():
        raise RefusedDecision(RefusalReason.UNKNOWN_WORD)
    return tuple(each for each in Medium if each in {named[word] for word in chosen})
