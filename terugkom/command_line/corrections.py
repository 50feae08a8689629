"""The commands about corrections of published editions: correct-edition and approve-correction."""

from argparse import Namespace
from datetime import date
from typing import Any

from terugkom import clock
from terugkom.command_line.printing import print_json, print_line, print_recorded_name
from terugkom.command_line.report_view import print_report
from terugkom.command_line.run import run_cycle
from terugkom.command_line.verdict import choose_verdict
from terugkom.delivery.enqueue import RunContext
from terugkom.editions import due_steps
from terugkom.editions.approval import DecisionSource
from terugkom.editions.corrections.correction_approval import (
    CorrectionDecision,
    decide_correction,
    find_correction,
)
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.corrections.propose_correction import CorrectionProposal, propose_correction
from terugkom.editions.sent_back import enqueue_sent_back_correction
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.plan.model import Municipality
from terugkom.plan.queries import choose_municipality
from terugkom.record_numbers import parse_record_number
from terugkom.report import RunReport
from terugkom.schedule.quarters import Quarter


def correct_edition(given: Namespace) -> bool:
    """Propose a correction, and mail it for approval."""
    slug, _, period = given.edition.rpartition("/")
    today = given.today or clock.today()
    proposal = CorrectionProposal(CorrectionKind(given.kind), given.story, given.because)
    with open_installation() as installation:
        with installation.database.read_session() as session:
            municipality = choose_municipality(session, slug or None)
            if not given.really:
                installation.refuse_other_day(today, municipality.slug)
            moment_id = due_steps.get_edition(session, municipality, Quarter.parse(period)).moment_id
        channel = installation.choose_mail_channel()
        run_context = RunContext(municipality, moment_id, channel, "", clock.now(), today)
        folder = installation.edition_folders.folder_for(municipality.slug, period)
        context = installation.build_render_context(municipality)
        correction = propose_correction(context, run_context, folder, proposal)
    report = _run(correction, municipality.slug, today, really=given.really)
    return _print_result(given, municipality.slug, correction, report, today)


def approve_correction(given: Namespace) -> bool:
    """Record a decision about a correction; an approved one is published at once."""
    today = given.today or clock.today()
    with open_installation() as installation, installation.database.write_session() as session:
        correction = _find(session, given.correction)
        municipality = choose_municipality(session, correction.moment.subject)
        if not given.really:  # before the decision is recorded
            installation.refuse_other_day(today, municipality.slug)
        decision = CorrectionDecision(
            choose_verdict(given), given.name, correction.text_hash, given.send_back or ""
        )
        decide_correction(session, correction, decision, DecisionSource(clock.now(), "command line"))
        if not given.json:
            print_recorded_name(correction.decided_by, given.name)
    if correction.state is CorrectionState.SENT_BACK:
        _tell_sent_back(municipality, correction, today)
    report = RunReport()
    if correction.state is CorrectionState.APPROVED:
        report = _run(correction, municipality.slug, today, really=given.really)
    return _print_result(given, municipality.slug, correction, report, today)


def _tell_sent_back(municipality: Municipality, correction: StoryCorrection, today: date) -> None:
    """Enqueue the mail with the remark; the next run that sends mails sends it."""
    with open_installation() as installation:
        channel = installation.choose_mail_channel()
        run_context = RunContext(municipality, correction.moment_id, channel, "", clock.now(), today)
        folder = installation.edition_folders.folder_for(municipality.slug, correction.moment.period)
        context = installation.build_render_context(municipality)
        enqueue_sent_back_correction(context, run_context, folder.name, correction)


def _find(session: Any, reference: str) -> StoryCorrection:
    rest, _, number = reference.rpartition("/")
    slug, _, period = rest.rpartition("/")
    parsed = parse_record_number(number)
    if parsed is None or not period:
        raise CommandError("a correction is written SLUG/2026-Q4/1, as `terugkom corrections` lists them")
    return find_correction(session, choose_municipality(session, slug or None), period, parsed)


def _run(correction: StoryCorrection, slug: str, today: date, *, really: bool) -> RunReport:
    return run_cycle(
        "correct-edition",
        today,
        slug,
        dry_run=False,
        really=really,
        edition=correction.moment.period,
        story=correction.story_code,
        change=str(correction.kind),
    )


def _print_result(
    given: Namespace, slug: str, correction: StoryCorrection, report: RunReport, today: date
) -> bool:
    with open_installation() as installation, installation.database.read_session() as session:
        state = session.get_one(StoryCorrection, correction.id).state
    reference = f"{slug}/{correction.reference}"
    if given.json:
        print_json({"correction": reference, "state": str(state), "report": report.as_json(today)})
        return report.needs_attention
    print_line(f"Correction {reference} is {state}.")
    if state is CorrectionState.APPROVAL_REQUESTED:
        print_line(f'Once you read its mail: terugkom approve-correction {reference} --name "YOUR NAME"')
    print_report(report, today)
    return report.needs_attention
