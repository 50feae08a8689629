"""What a person reads of a trouble, or of its end."""

from dataclasses import dataclass

from terugkom import clock
from terugkom.alerts.model import Alert, TroubleKind
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.messages import has_message, translate
from terugkom.settings import build_run_path

_NAMED_IN_ENGLISH = {TroubleKind.CHECK_BROKEN: "check", TroubleKind.DAILY_RUN_FAILED: "run"}


@dataclass(frozen=True)
class AlertText:
    """A title of one line, a text of a few, and the address of the run in Prefect's pages ("" if none)."""

    title: str
    text: str
    url: str


def build_alert_text(alert: Alert, language: str, prefect_url: str | None) -> AlertText:
    """Return what is said of an alert in the installation's language."""
    url = _build_url(alert, prefect_url)
    since = clock.format_minute(alert.since)
    title = translate(f"alert.{alert.kind}.title", language, subject=_name_subject(alert, language))
    if alert.machine:
        title = f"{title} ({alert.machine})"
    lines = [translate("alert.since", language, since=since)]
    if alert.is_unwatched:
        title = translate("alert.unwatched.title", language, title=title)
        lines.append(translate("alert.unwatched.text", language))
    elif alert.is_over and alert.over_at:
        title = translate("alert.over.title", language, title=title)
        over_at = clock.format_minute(alert.over_at)
        lines.append(translate("alert.over.text", language, over_at=over_at))
    else:
        lines.append(translate(_find_advice(alert), language))
    if url:
        lines.append(translate("alert.url", language, url=url))
    elif path := _build_path(alert):
        lines.append(translate("alert.find-run", language, path=path))
    return AlertText(title, "\n".join(lines), url)


def _name_subject(alert: Alert, language: str) -> str:
    """Return what the trouble is with. A check of `terugkom doctor` and a state of Prefect's own are named
    in English there; a state that we gave a run is in the installation's language."""
    kind = _NAMED_IN_ENGLISH.get(alert.kind)
    message_id = f"alert.{kind}.{alert.subject.lower().replace(' ', '-')}"
    is_named = kind is not None and has_message(message_id, DEFAULT_LANGUAGE)
    return translate(message_id, language) if is_named else alert.subject


def _find_advice(alert: Alert) -> str:
    """Return the message that says what to do: of what `terugkom doctor` does not name, one of its own."""
    message_id = f"alert.advice.{alert.subject.lower().replace(' ', '-')}"
    is_own = alert.kind is TroubleKind.CHECK_BROKEN and has_message(message_id, DEFAULT_LANGUAGE)
    return message_id if is_own else f"alert.{alert.kind}.text"


def _build_url(alert: Alert, prefect_url: str | None) -> str:
    """Return the address of the run, or of the list of runs where the trouble is that there is none."""
    path = _build_path(alert)
    return f"{prefect_url}{path}" if prefect_url and path else ""


def _build_path(alert: Alert) -> str:
    """Return what stands behind the address of Prefect's pages; "" for what has no page there."""
    if alert.run_id:
        return build_run_path(alert.run_id)
    return "/runs" if alert.kind is TroubleKind.DAILY_RUN_MISSED else ""
