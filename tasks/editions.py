"""Prefect tasks of an edition: compile, request approval, publish."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_UI_URL
from sqlalchemy.orm import Session

from tasks import artifacts
from tasks.delivery import plan_next_try, send_all
from tasks.final_states import outcome
from tasks.installation import installation, run_id
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import Origin
from terugkom.editions import (
    approval,
    approval_request,
    campaign_requests,
    due_steps,
    open_edition,
    publish_edition,
)
from terugkom.editions.approval import Hand, Judgement
from terugkom.editions.approval_request import About
from terugkom.editions.media.renderers import MAKERS
from terugkom.editions.model import Edition, EditionState, EditionStep
from terugkom.editions.open_edition import Place
from terugkom.editions.publish_edition import Out, Told
from terugkom.editions.review import Proofed
from terugkom.errors import InputError
from terugkom.meetings.open_meeting import towns
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named
from terugkom.report import DocumentLine, MomentLine, Report, in_words
from terugkom.schedule.quarters import Quarter
from terugkom.subscribers import subscription
from terugkom.subscribers.mailing import ALREADY, RECORDED

_STATES = {
    EditionState.NOT_READY: "Not ready",
    EditionState.ASKED: "Waiting for approval",
    EditionState.SENT_BACK: "Sent back",
    EditionState.DROPPED: "Dropped",
    EditionState.TOLD: "Published",
    EditionState.MOVED_ON: "Superseded",
}


@dataclass(frozen=True)
class Sheet:
    """The edition that a run works on."""

    town: Municipality
    moment_id: int
    period: str
    state: EditionState
    text_hash: str
    waiting_run: str
    proofed: Proofed
    folder: Path
    today: date
    report: Report
    refused: int = 0  # number of answers that were not valid
    why_refused: str = ""
    aside: tuple[str, ...] = ()  # media not rendered with the reason, and number of subscribers skipped

    @property
    def is_asked(self) -> bool:
        """Whether approval was requested and not answered."""
        return self.state is EditionState.ASKED

    @property
    def is_approved(self) -> bool:
        """Whether the current text is approved."""
        return self.state is EditionState.APPROVED and self.proofed.proof.text_hash == self.text_hash

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of its stories."""
        return tuple(story.title for story in self.proofed.proof.stories)

    @property
    def untold(self) -> tuple[str, ...]:
        """The titles of omitted setbacks."""
        return self.proofed.untold


@step("compile the edition")
def compile_edition(municipality: str, quarter: str | None, today: date) -> Sheet:
    """Open the edition of a quarter if needed, write its stories into its folder, and review them."""
    with installation().database.writing() as session:
        town = municipality_named(session, municipality)
        wanted = _wanted(session, town, quarter, today)
        edition = open_edition.begin(session, town, wanted, today=today, now=clock.now(), run_id=run_id())
        folder = _place().of(municipality, str(wanted))
        templates = installation().desk(town).templates
        proofed = open_edition.compiled(session, templates, town, edition, folder)
        return _sheet(town, edition, proofed, folder, today, Report())


@step("execute the due step")
def ask_what_is_due(edition: Sheet) -> Sheet:
    """Execute the due step: approval request, reminder or list of problems. Publishing is a separate step."""
    desk = installation().desk(edition.town)
    with desk.database.reading() as session:
        found = session.get_one(Edition, edition.moment_id)
        todo = approval_request.due_now(session, edition.town, found, edition.proofed, edition.today)
    if todo is None or todo is EditionStep.TOLD:
        return edition
    origin = _origin(edition)
    ui = PREFECT_UI_URL.value()
    where = f"{ui}/runs/flow-run/{run_id()}" if ui and run_id() else ""
    asked = approval_request.ask(
        desk, origin, todo, About(edition.proofed, edition.folder, where), edition.today
    )
    report = Report(attention=+Counter(no_coordinator=asked.out_of_reach))
    if asked.mail:
        path = str(installation().settings.documents / asked.mail.name)
        report += Report(documents=(DocumentLine(asked.mail.kind, path, asked.mail.digest),))
    with desk.database.reading() as session:
        now = session.get_one(Edition, edition.moment_id)
        state, text_hash = now.state, now.text_hash
    return replace(edition, state=state, text_hash=text_hash, report=edition.report + report)


@step("wait for an answer")
def wait_in(edition: Sheet, run: str) -> None:
    """Record which run is suspended, so that no second run is."""
    with installation().database.writing() as session:
        session.get_one(Edition, edition.moment_id).waiting_run = run


@step("record the answer")
def take_answer(edition: Sheet, judgement: Judgement) -> Sheet:
    """Record a decision; an invalid answer is requested again, with the reason."""
    try:
        with installation().database.writing() as session:
            found = session.get_one(Edition, edition.moment_id, with_for_update={"of": Edition})
            if found.state is EditionState.ASKED:
                hand = Hand(clock.now(), "Prefect UI", run_id())
                approval.decide(session, found, judgement, edition.proofed, hand)
            return replace(edition, state=found.state)
    except InputError as error:
        return replace(edition, refused=edition.refused + 1, why_refused=str(error))


@step("publish the edition")
def tell(edition: Sheet) -> Sheet:
    """Render each medium and enqueue its deliveries; a second call does nothing."""
    desk, settings = installation().desk(edition.town), installation().settings
    with desk.database.writing() as session:  # addresses that bounced meanwhile are excluded
        subscription.take_refusals(session, edition.town, edition.today)
    own = settings.municipalities / edition.town.slug
    out = Out(settings.outbox, own, installation().ways(edition.town))
    told = publish_edition.tell(desk, _origin(edition), edition.proofed, out, MAKERS)
    lines = tuple(
        DocumentLine(mail.kind, str(settings.documents / mail.name), mail.digest) for mail in told.mails
    )
    held = sum(len(mail.recipients) for mail in told.mails if mail.held)
    held += sum(each.held for each in told.published)
    report = Report((_line(edition),), lines, +Counter(held=held), publish_edition.counted(told))
    return replace(edition, state=EditionState.TOLD, report=edition.report + report, aside=_aside(told))


def outcome_of(edition: Sheet) -> State[Any]:
    """Send the enqueued deliveries, and return the final state of the run."""
    report = edition.report + send_all(edition.moment_id)
    if report.deliveries["pending"]:
        report = plan_next_try(report)
    if not (report.did_nothing or report.moments):
        report += Report(moments=(_line(edition),))
    artifacts.show_edition(
        edition.town, edition.period, edition.moment_id, edition.proofed, report, edition.aside, edition.today
    )
    name = _STATES.get(edition.state, "Done")
    return outcome(report, nothing=name, done=name)


def preview(municipality: str, quarter: str | None, today: date) -> State[Any]:
    """Show a preview of an edition; nothing is stored."""
    report = preview_edition(municipality, quarter, today)
    return outcome(report)


@step("preview the edition")
def preview_edition(municipality: str, quarter: str | None, today: date) -> Report:
    """Return the report of a preview, and create its artifact."""
    with installation().database.reading() as session:
        town = municipality_named(session, municipality)
        wanted = _wanted(session, town, quarter, today)
        templates = installation().desk(town).templates
        proofed = open_edition.previewed(session, templates, town, wanted, today, _place())
    artifacts.show_proof(town, str(wanted), proofed)
    line = MomentLine(town.slug, "newsletter", town.slug, str(wanted))
    return Report(moments=(line,), dry_run=True)


@step("find editions with a step due")
def editions_due(municipality: str | None, today: date) -> list[tuple[str, str]]:
    """Return (municipality, quarter) of editions to open or with a step due."""
    with installation().database.reading() as session:
        return [
            (town.slug, str(quarter))
            for town in towns(session, municipality)
            if (quarter := approval_request.quarter_with_a_step_due(session, town, today, _place()))
        ]


@step("enqueue campaign requests", retries=2)
def ask_for_contributions(municipality: str | None, today: date) -> Report:
    """Enqueue the requests for contributions to campaigns to the coordinators."""
    report = Report()
    with installation().database.reading() as session:
        due = [
            (town, campaign_requests.calls_due(session, town, today)) for town in towns(session, municipality)
        ]
    for town, calls in due:
        for call in calls:
            desk, channel = installation().desk(town), installation().mail_channel()
            if campaign_requests.ask(desk, town, call, channel, run_id(), clock.now()):
                line = MomentLine(
                    town.slug, campaign_requests.KIND, call.campaign.code, str(call.starts.year)
                )
                report += Report(moments=(line,))
    return report


def _line(edition: Sheet) -> MomentLine:
    return MomentLine(edition.town.slug, "newsletter", edition.town.slug, edition.period)


def _aside(told: Told) -> tuple[str, ...]:
    left_out = {why: count for why, count in told.readers.items() if why not in (RECORDED, ALREADY)}
    return (
        *(f"**{medium}**: {note}" for medium, note in told.notes),
        *([f"**subscribers skipped**: {in_words(sorted(left_out.items()))}"] if left_out else []),
    )


def _wanted(session: Session, town: Municipality, quarter: str | None, today: date) -> Quarter:
    if quarter:
        return Quarter.named(quarter)
    return due_steps.quarter_due(session, town, today) or Quarter.of(today)


def _place() -> Place:
    return Place(installation().settings.municipalities)


def _origin(edition: Sheet) -> Origin:
    return Origin(edition.town, edition.moment_id, installation().mail_channel(), run_id(), clock.now())


def _sheet(
    town: Municipality, edition: Edition, proofed: Proofed, folder: Path, today: date, report: Report
) -> Sheet:
    return Sheet(
        town,
        edition.moment_id,
        edition.moment.period,
        edition.state,
        edition.text_hash,
        edition.waiting_run,
        proofed,
        folder,
        today,
        report,
    )
