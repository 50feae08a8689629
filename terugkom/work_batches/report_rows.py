"""The report of a run as it is stored: all but its documents, which the outbox knows by the id of the run."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from terugkom.report import ChannelOutage, MeetingLine, MomentLine, RunReport


def dump_report(report: RunReport) -> dict[str, Any]:
    """Return a report as JSON can hold it."""
    return {
        "moments": [vars(each) for each in report.moments],
        "deliveries": dict(report.deliveries),
        "attention": dict(report.attention),
        "outages": [vars(each) for each in report.outages],
        "next_try_at": report.next_try_at.isoformat() if report.next_try_at else None,
        "files": report.files,
        "members_out_of_reach": sorted(report.members_out_of_reach),
        "unsynchronized": sorted(report.unsynchronized),
        "media_without_address": list(report.media_without_address),
        "meetings": [_dump_meeting(each) for each in report.meetings],
    }


def load_report(row: dict[str, Any]) -> RunReport:
    """Return the report of what `dump_report` returned."""
    next_try_at = row["next_try_at"]
    return RunReport(
        moments=tuple(MomentLine(**each) for each in row["moments"]),
        deliveries=Counter(row["deliveries"]),
        attention=Counter(row["attention"]),
        outages=tuple(ChannelOutage(**each) for each in row["outages"]),
        next_try_at=datetime.fromisoformat(next_try_at) if next_try_at else None,
        files=row["files"],
        members_out_of_reach=frozenset(row.get("members_out_of_reach", ())),  # none before there were these
        unsynchronized=frozenset(row.get("unsynchronized", ())),
        media_without_address=tuple(row.get("media_without_address", ())),
        meetings=tuple(_load_meeting(each) for each in row.get("meetings", ())),
    )


def _dump_meeting(meeting: MeetingLine) -> dict[str, Any]:
    day = meeting.day.isoformat() if meeting.day else None
    return vars(meeting) | {"day": day, "was_on": meeting.was_on.isoformat()}


def _load_meeting(row: dict[str, Any]) -> MeetingLine:
    day = date.fromisoformat(row["day"]) if row["day"] else None
    return MeetingLine(row["municipality"], row["name"], day, date.fromisoformat(row["was_on"]))
