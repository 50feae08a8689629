"""The report of a run in words: what was done, what needs attention and what is next, in a language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.clock import format_minute
from terugkom.documents.formatting import join_clauses, join_label
from terugkom.documents.messages import has_message, translate, translate_plural
from terugkom.errors import ERROR_LANGUAGE
from terugkom.overview.channel_reasons import translate_channel_reason
from terugkom.report import LIES_READY, ChannelOutage, MeetingLine, RunReport


@dataclass(frozen=True)
class AttentionText:
    """What needs attention, with how many, and what to do about it."""

    what: str
    advice: str


def describe_attention(key: str, count: int, language: str) -> AttentionText:
    """Return the text of what needs attention; an unknown key is shown as it is, never left out."""
    what = format_count("attention", key, count, language)
    known = key if has_message(f"attention.{key}.advice", DEFAULT_LANGUAGE) else "unknown"
    return AttentionText(what, translate(f"attention.{known}.advice", language))


def list_attention(report: RunReport, language: str) -> Iterator[AttentionText]:
    """Yield the text of each thing that needs attention; media without an address are named."""
    for key, count in report.attention_counts.items():
        text = describe_attention(key, count, language)
        names = [format_word("medium", each, language) for each in report.media_without_address]
        if key == LIES_READY and names:
            text = replace(text, what=join_label(text.what, ", ".join(names), language))
        yield text


def format_count(about: str, key: str, count: int, language: str) -> str:
    """Return a count with its word, such as ``3 sent``; a word that no catalogue has is shown as it is."""
    message_id = f"{about}.{key}"
    if not has_message(message_id, DEFAULT_LANGUAGE):
        return f"{count} {key.replace('_', ' ')}"
    return translate_plural(message_id, count, language)


def format_counts(about: str, counts: Mapping[str, int], language: str) -> str:
    """Return counts as one line: ``9 sent, 1 failed``; those of zero left out."""
    return ", ".join(format_count(about, key, count, language) for key, count in counts.items() if count)


def format_word(about: str, key: str, language: str) -> str:
    """Return the word for a key, such as of a kind of document; without one the key itself, readable."""
    message_id = f"{about}.{key}"
    found = has_message(message_id, DEFAULT_LANGUAGE)
    return translate(message_id, language) if found else key.replace("-", " ").replace("_", " ")


def format_channel(channel: str, language: str) -> str:
    """Return what a channel, or another connection, is called for people."""
    return format_word("channel-name", channel, language)


def format_delivery_reason(reason: str, language: str) -> str:
    """Return our own words for why a delivery is as it is, such as ``superseded``, in a language.

    What else a server said is returned as it is.
    """
    if translated := translate_channel_reason(reason, language):
        return translated
    message_id = f"delivery-reason.{re.sub('[^a-z]+', '-', reason).strip('-')}"
    if not has_message(message_id, DEFAULT_LANGUAGE):
        return reason
    days = re.sub("[^0-9.]", "", reason)
    if not days:
        return translate(message_id, language)
    return translate_plural(message_id, ceil(float(days)), language, days=days)


def format_outage(outage: ChannelOutage, language: str) -> str:
    """Return a channel that is down as one line, with the reason: in English, or else as whoever reads the
    runs of the installation does."""
    about = "outage.municipality" if outage.municipality else "outage"
    is_translated = language != ERROR_LANGUAGE and outage.translation
    return translate(
        f"report.{about}",
        language,
        channel=format_channel(outage.channel, language),
        municipality=outage.municipality,
        reason=outage.translation if is_translated else outage.reason,
    )


def format_changed_meeting(meeting: MeetingLine, language: str, *, dry_run: bool) -> str:
    """Return as one line what a change of the plan did to a meeting, or would after a dry run."""
    moved = "changed" if meeting.day == meeting.was_on else "moved"
    what = "cancelled" if meeting.day is None else moved
    return translate(
        f"report.meeting.{'would-be-' if dry_run else ''}{what}",
        language,
        meeting=meeting.name,
        municipality=meeting.municipality,
        day=meeting.day or meeting.was_on,
        was_on=meeting.was_on,
    )


def format_report(report: RunReport, language: str) -> str:
    """Return a report as one line; empty if nothing was done, needs attention or is to come."""
    done = {
        "planned_documents" if report.dry_run else "documents": report.document_count,
        "planned": 0 if report.documents else len(report.planned),
        "files": report.files,
        "separate_runs": report.separate_runs,
        "planned_meetings" if report.dry_run else "meetings": len(report.meetings),
    }
    parts = [
        format_counts("done", done, language),
        format_counts("delivery-count", dict(sorted(report.deliveries.items())), language),
        format_counts("attention", dict(sorted(report.attention.items())), language),
        *(format_outage(each, language) for each in report.outages),
    ]
    if report.next_try_at:
        at = format_minute(report.next_try_at)
        parts.append(translate("report.next-attempt", language, at=at))
    if report.next_due_on:
        parts.append(translate("report.next-due", language, day=report.next_due_on))
    return join_clauses(parts, language)
