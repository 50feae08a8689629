"""The commands `approve`: approve an edition and publish it, send it back, or drop it; and `renew`."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_recorded_name
from terugkom.command_line.report_view import print_report
from terugkom.command_line.run import run_cycle
from terugkom.command_line.verdict import choose_verdict
from terugkom.delivery.enqueue import RunContext
from terugkom.editions import approval, due_steps, open_edition
from terugkom.editions.approval import DecisionSource, SubmittedDecision
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.renew_edition import renew_edition
from terugkom.editions.sent_back import enqueue_sent_back_edition
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.plan.media import Medium
from terugkom.plan.queries import choose_municipality
from terugkom.report import RunReport
from terugkom.schedule.quarters import Quarter


def renew_stories(given: Namespace) -> bool:
    """Renew the stories of an edition that nobody edited; exit status 1 if a person must look at one.

    Raises InputError if there is no open edition to renew.
    """
    slug, _, quarter = given.edition.rpartition("/")
    today = given.today or clock.today()
    with open_installation() as installation:
        with installation.database.read_session() as session:
            municipality = choose_municipality(session, slug or None)
            edition = due_steps.get_edition(session, municipality, Quarter.parse(quarter))
            if not edition.state.is_open:
                raise CommandError(f"the edition of {quarter} is {edition.state}: there is nothing to renew")
        context = installation.build_render_context(municipality)
        folder = installation.edition_folders.folder_for(municipality.slug, quarter)
        renewed = renew_edition(context, municipality, edition.moment_id, folder, today)
        review = open_edition.compile_and_review(context, municipality, edition.moment_id, folder, today)
    to_look_at = [each.file for each in review.outdated]
    if given.json:
        shown = {"written": renewed.written, "removed": renewed.removed, "to_look_at": to_look_at}
        print_json({"edition": f"{municipality.slug}/{quarter}", **shown})
    else:
        written = count_nouns(len(renewed.written), "story was", "stories were")
        print_line(f"{written} written anew, {len(renewed.removed)} removed.")
        for file in to_look_at:
            print_line(f"You edited {file}, and it is not up to date: look at it.")
    return bool(to_look_at)


def approve_edition(given: Namespace) -> bool:
    """Record a decision about an edition; an approved edition is published at once."""
    slug, _, quarter = given.edition.rpartition("/")
    today = given.today or clock.today()
    with open_installation() as installation:
        database = installation.database
        with database.read_session() as session:
            municipality = choose_municipality(session, slug or None)
            if not given.really:  # before the decision is recorded
                installation.refuse_other_day(today, municipality.slug)
            moment_id = due_steps.get_edition(session, municipality, Quarter.parse(quarter)).moment_id
        context = installation.build_render_context(municipality)
        story_folder = installation.edition_folders.folder_for(municipality.slug, quarter)
        review = open_edition.review_stored_edition(context, municipality, moment_id, story_folder, today)
        with database.write_session() as session:
            edition = session.get_one(Edition, moment_id, with_for_update={"of": Edition})
            decision = _build_decision(given, edition.text_hash)
            source = DecisionSource(clock.now(), "command line")
            name = approval.record_decision(session, edition, decision, review, source)
            slug, state, outbox = municipality.slug, edition.state, installation.settings.outbox
        if state is EditionState.SENT_BACK:
            channel = installation.choose_mail_channel()
            run_context = RunContext(municipality, moment_id, channel, "", clock.now(), today)
            enqueue_sent_back_edition(context, run_context, story_folder.name)
    report = RunReport()
    if state is EditionState.APPROVED:
        report = run_cycle("newsletter", today, slug, dry_run=False, quarter=quarter, really=given.really)
    if given.json:
        print_json({"edition": f"{slug}/{quarter}", "state": str(state), "report": report.as_json(today)})
    else:
        print_line(f"{slug}/{quarter} is {state}.")
        print_recorded_name(name, given.name)
        if state is EditionState.APPROVED:
            print_report(report, today)
            print_line(f"The rendered files of each channel are in {outbox / slug / 'editions' / quarter}")
    return report.needs_attention


def _build_decision(given: Namespace, text: str) -> SubmittedDecision:
    try:
        media = (
            tuple(Medium(word.strip()) for word in given.channels.split(","))
            if given.channels
            else tuple(Medium)
        )
    except ValueError as error:
        raise CommandError(f"{error}; there are {', '.join(Medium)}") from None
    reasons = dict(reason for each in given.because for reason in _parse_reasons(each))
    return SubmittedDecision(
        choose_verdict(given),
        given.name,
        text,
        given.send_back or "",
        given.introduction,
        reasons,
        media,
    )


def _parse_reasons(given: str) -> list[tuple[Medium, str]]:
    """Return (medium, reason) for each medium before the equals sign. Raises InputError."""
    media, _, reason = given.partition("=")
    try:
        return [(Medium(word.strip()), reason) for word in media.split(",")]
    except ValueError:
        raise CommandError(
            f"--because {given!r}: write MEDIUM=REASON, or A,B=REASON; the media are {', '.join(Medium)}"
        ) from None
