"""The internal newsletter: a mail with some stories, in the edition's order, and one list of the others."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from terugkom.delivery.mime import TOKEN_PLACEHOLDER
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.image_file import encode_for_mail
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.messages import translate
from terugkom.editions.media.article import list_setback_names
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import build_edition_context, load_pictures
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.select_stories import LISTS, select_stories
from terugkom.editions.media.website import build_story_url
from terugkom.editions.media.write_sentences import write_sentences
from terugkom.editions.proof import Proof
from terugkom.editions.setbacks import drop_setback, find_common_heading
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium

KIND = "newsletter"
MAX_STORIES = 6  # beside the figures and the calendar, which are lists
_MAX_TOTAL_BYTES = 400_000  # of all pictures in a mail


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the newsletter, as a mail and as files. Raises DocumentChanged, InputError, TemplateError."""
    told = select_full_stories(proof)
    shown = _limit_pictures(load_pictures(told, media_context, encode=encode_for_mail))
    attached = {code: Attachment(file.name, file.type, file.content) for code, file in shown.items()}
    cids = {code: each.cid_url for code, each in attached.items()}
    letter = _render_letter(proof, media_context, cids, token=TOKEN_PLACEHOLDER)
    letter = replace(letter, pictures=tuple(attached.values()))
    alone = _render_letter(
        proof, media_context, {code: _build_data_url(file) for code, file in shown.items()}
    )
    name = translate("file.newsletter", media_context.templates.language)
    files = (
        File(f"{name}.html", "text/html", alone.html.encode()),
        File(f"{name}.txt", "text/plain", alone.text.encode()),
    )
    return RenderedMedium(Medium.NEWSLETTER, files, letter)


def build_unsubscribe_options(media_context: MediaContext) -> UnsubscribeOptions | None:
    """Return the unsubscribe options of the newsletter; None without an answer address and a page.

    The page is the municipality's own if it has one, else ours; the header may only name one behind TLS.
    """
    ours = media_context.links.unsubscribe_prefix
    url = media_context.settings.unsubscribe_url or (ours if ours.startswith("https://") else "")
    if not media_context.answer_address and not url:
        return None
    subject = format_unsubscribe_subject(media_context.templates.language)
    return UnsubscribeOptions(media_context.answer_address, subject, url)


def format_unsubscribe_subject(language: str) -> str:
    """Return the subject of the mail by which somebody unsubscribes; `inbox.mailbox` recognises it."""
    return translate("newsletter.unsubscribe-subject", language)


def _render_letter(
    proof: Proof, media_context: MediaContext, shown: Mapping[str, str], token: str = ""
) -> Letter:
    context = {
        **_build_context(proof, media_context, shown),
        **build_unsubscribe_context(media_context, token),
    }
    return media_context.templates.render_letter(KIND, context)


def build_unsubscribe_context(media_context: MediaContext, token: str) -> dict[str, Any]:
    """Return what the footer of a mailing says about unsubscribing."""
    leave = f"{format_unsubscribe_subject(media_context.templates.language)} {token}".strip()
    page = "" if media_context.settings.unsubscribe_url else media_context.links.build_unsubscribe_link(token)
    return {"leave": leave, "leave_page": page, "answer_to": media_context.answer_address}


def select_full_stories(proof: Proof) -> tuple[Story, ...]:
    """Return the stories that are told whole."""
    listed = [story for story in proof.stories if story.kind in LISTS]
    chosen = select_stories([story for story in proof.stories if story not in listed], MAX_STORIES)
    return tuple(story for story in proof.stories if story in chosen or story in listed)


def _build_context(proof: Proof, media_context: MediaContext, shown: Mapping[str, str]) -> dict[str, Any]:
    told = select_full_stories(proof)
    return {
        **build_edition_context(proof, media_context, for_staff=True),
        "stories": told,
        "others": _list_others([story for story in proof.stories if story not in told], media_context),
        "introduction": proof.introduction,
        "pictures": shown,
        "intranet": media_context.settings.intranet,
        "links": {story.code: build_story_url(media_context, proof.period, story) for story in proof.stories},
        "ideas": [number for number, story in enumerate(told, 1) if story.kind is StoryKind.IDEA],
    }


def _list_others(stories: Sequence[Story], media_context: MediaContext) -> list[dict[str, Any]]:
    """Return the stories that are not told whole, by kind, each with what the list says of it."""
    labels = (*StoryKind, "withdrawn")
    by_label = ((label, [each for each in stories if each.label == label]) for label in labels)
    return [_list_label(label, mine, media_context) for label, mine in by_label if mine]


def _list_label(label: str, stories: Sequence[Story], media_context: MediaContext) -> dict[str, Any]:
    heading = find_common_heading((each.heading for each in stories), label)
    items = [(each, _describe_other(each, heading, media_context)) for each in stories]
    return {"label": label, "heading": heading, "items": items}


def _describe_other(story: Story, heading: str, media_context: MediaContext) -> str:
    """Return a story as one line of a list: its title; of one that is a list itself, what is on it.

    That it is late, or was stopped, is not said again if the heading of the list says so.
    """
    language = media_context.templates.language
    names = list_setback_names(story, language)
    if story.setback == heading:
        names = tuple(drop_setback(each, story.setback, language) for each in names)
    if len(story.actions) > 1 and len(names) == 1:
        return " ".join(write_sentences(story.short, language))
    return "; ".join(names)


def _limit_pictures(shown: Mapping[str, File]) -> dict[str, File]:
    """Return the pictures that a mail has room for; the others are on the website only."""
    room, kept = _MAX_TOTAL_BYTES, {}
    for code, file in shown.items():
        if len(file.content) <= room:
            room -= len(file.content)
            kept[code] = file
    return kept


def _build_data_url(file: File) -> str:
    return f"data:{file.type};base64,{b64encode(file.content).decode()}"
