"""The command `approve`: approve an edition and publish it, send it back, or drop it."""

from argparse import Namespace

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.output_files import templates_of
from terugkom.command_line.printing import print_json, say
from terugkom.command_line.report_view import show_report
from terugkom.command_line.run import run_cycle
from terugkom.editions import approval, due_steps, open_edition
from terugkom.editions.approval import Hand, Judgement
from terugkom.editions.model import EditionState, Verdict
from terugkom.editions.open_edition import Place
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from terugkom.report import Report
from terugkom.schedule.quarters import Quarter
from terugkom.settings import Settings


def approve(given: Namespace) -> bool:
    """Record a decision about an edition; an approved edition is published at once."""
    slug, _, quarter = given.edition.rpartition("/")
    today, settings = given.today or clock.today(), Settings()
    with open_database() as database, database.writing() as session:
        town = chosen(session, slug or None)
        edition = due_steps.edition_of(session, town, Quarter.named(quarter))
        if edition is None:
            raise InputError(f"the edition of {quarter} was not opened: run `terugkom run newsletter` first")
        templates = templates_of(town.slug, town.language)
        place = Place(settings.municipalities).of(town.slug, quarter)
        proofed = open_edition.compiled(session, templates, town, edition, place)
        hand = Hand(clock.now(), "command line")
        approval.decide(session, edition, _judgement(given, edition.text_hash), proofed, hand)
        slug, state = town.slug, edition.state
    report = Report()
    if state is EditionState.APPROVED:
        report = run_cycle("newsletter", today, slug, dry_run=False, quarter=quarter)
    if given.json:
        print_json({"edition": f"{slug}/{quarter}", "state": str(state), "report": report.as_json(today)})
    else:
        say(f"{slug}/{quarter} is {state}.")
        if state is EditionState.APPROVED:
            show_report(report, today)
            folder = settings.outbox / slug / "editions" / quarter
            say(f"The rendered files of each channel are in {folder}")
    return report.needs_a_person


def _judgement(given: Namespace, text: str) -> Judgement:
    verdict = Verdict.DROP if given.drop else Verdict.SEND_BACK if given.send_back else Verdict.APPROVE
    try:
        media = (
            tuple(Medium(word.strip()) for word in given.channels.split(","))
            if given.channels
            else tuple(Medium)
        )
    except ValueError as error:
        raise InputError(f"{error}; there are {', '.join(Medium)}") from None
    return Judgement(
        verdict, given.name, text, given.send_back or "", given.introduction, given.because, media
    )
