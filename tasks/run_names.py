"""Names of runs, in the language of the installation: for people, and nothing finds a run by its name.

There are short names, codes and days in them, and never what names a person.
"""

from collections.abc import Callable
from datetime import date, datetime

from prefect.runtime import flow_run

from tasks.outcomes import get_language, get_message
from tasks.today import find_today
from terugkom import clock
from terugkom.overview.report_texts import format_word
from terugkom.schedule.quarters import Quarter


def build_run_name(flow: str, *parts: object, dry_run: bool = False) -> str:
    """Return the name of a run of a flow: what it does, and these parts that are not empty."""
    shown = [format_word("cycle", flow, get_language()), *(str(each) for each in parts if each)]
    return " · ".join([*shown, get_message("run-name.dry-run")] if dry_run else shown)


def build_run_namer(*fields: str) -> Callable[[], str]:
    """Return the function that names a run by these fields of its form."""

    def format_run_name() -> str:
        given = flow_run.get_parameters()
        return build_run_name(str(flow_run.get_flow_name()), *(given.get(field) for field in fields))

    return format_run_name


def format_day_run_name() -> str:
    """Return a run's name: flow, municipality and day."""
    given = flow_run.get_parameters()
    return build_run_name(
        str(flow_run.get_flow_name()),
        given.get("municipality") or get_message("run-name.all"),
        given.get("today") or _find_day(),
        dry_run=bool(given.get("dry_run")),
    )


def format_quarter_run_name() -> str:
    """Return the name of an edition's run: flow, municipality and quarter."""
    given = flow_run.get_parameters()
    quarter = given.get("quarter") or Quarter.containing(
        date.fromisoformat(str(given.get("today") or _find_day()))
    )
    return build_run_name(
        str(flow_run.get_flow_name()),
        given.get("municipality"),
        quarter,
        dry_run=bool(given.get("dry_run")),
    )


def format_meeting_run_name() -> str:
    """Return a run's name from its parameters: kind, municipality, group code, and the planned month or the
    day. Each municipality has groups of its own, often of the same code.

    The run shows the period by the meeting's interval as soon as it has found its meeting.
    """
    given = flow_run.get_parameters()
    slug = str(given.get("municipality"))
    subject = str(given.get("group") or slug)
    when = str(given.get("period") or given.get("today") or _find_day())
    return build_meeting_run_name(
        str(flow_run.get_flow_name()), slug, subject, when, dry_run=bool(given.get("dry_run"))
    )


def build_meeting_run_name(kind: str, slug: str, subject: str, when: str, *, dry_run: bool) -> str:
    """Return the name of a run of a kind of meeting."""
    return build_run_name(kind, *dict.fromkeys((slug, subject)), when, dry_run=dry_run)


def format_minute_run_name() -> str:
    """Return the name of a delivery run, with its scheduled minute."""
    return format_delivery_run_name(flow_run.get_scheduled_start_time())


def format_delivery_run_name(at: datetime) -> str:
    """Return the name of a delivery run scheduled at `at`."""
    return build_run_name("deliver", clock.format_minute(at))


def _find_day() -> date:
    try:
        return find_today()
    except Exception:  # of a database that is broken: the run itself says so
        return clock.today()
