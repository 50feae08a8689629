"""Distribute the code of conduct: to all staff when it changes, to each newcomer once.

Guide: "bijhorende gedragsregels kunnen worden opgenomen in de gedragscode die nieuwe medewerkers krijgen
uitgereikt".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import SUBSCRIBER_ROLE
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media import code_of_conduct
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.plan.code_of_conduct import CodeOfConduct, load_code_of_conduct
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.plan.site_links import SiteLinks
from terugkom.report import PlannedMail
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.run_stamp import RunStamp
from terugkom.subscribers import confirmations as confirmations
from terugkom.subscribers.answer_tokens import CONFIRM_DAYS, AnswerPurpose, TokenTerms
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.mailing import Mailing, enqueue_mailing
from terugkom.subscribers.model import Confirmation, Subscriber
from terugkom.subscribers.subscription_status import MailingRecipient, SubscriptionStatus

KIND = "code-of-conduct"


@dataclass(frozen=True)
class CodeOfConductDistribution:
    """A version of the code with its recipients, `newcomers` by their ids among them.

    `is_first`: nobody was asked about another version.
    """

    code_of_conduct: CodeOfConduct
    recipients: tuple[MailingRecipient, ...]
    newcomers: frozenset[int]
    is_first: bool = False

    @property
    def is_for_newcomers(self) -> bool:
        """Whether all its recipients are newcomers."""
        return all(each.id in self.newcomers for each in self.recipients)

    def split(self) -> Iterator[Self]:
        """Yield what newcomers get, and what the others get, if there are any."""
        for is_new in (True, False):
            if part := tuple(each for each in self.recipients if (each.id in self.newcomers) is is_new):
                yield replace(self, recipients=part)


def find_distribution(
    session: Session, municipality: Municipality, municipality_folder: Path, today: date
) -> CodeOfConductDistribution | None:
    """Return the code of conduct and its recipients; None if there are none, or the code is an example.

    Raises InputError for a code of conduct that cannot be read, or whose text changed and not its version.
    """
    found = load_code_of_conduct(municipality_folder)
    if found is None or found.example:
        return None
    confirmations.check_version(session, municipality, found.version, found.text_sha256)
    recipients = confirmations.list_recipients_to_ask(session, municipality, found.version, today)
    if not recipients:
        return None
    asked = exists().where(
        Confirmation.subscriber_id == Subscriber.id, Subscriber.municipality_id == municipality.id
    )
    has_other = bool(session.scalar(select(asked.where(Confirmation.version != found.version))))
    newcomers = confirmations.list_newcomers(session, municipality, found.version, recipients, today)
    return CodeOfConductDistribution(found, tuple(recipients), newcomers, is_first=not has_other)


def open_moment(session: Session, municipality: Municipality, version: str, stamp: RunStamp) -> int:
    """Return the id of the moment of a version, created if needed; enrols the people of the plan first."""
    enrol_plan_people(session, municipality, stamp.today)
    key = {"municipality_id": municipality.id, "kind": KIND, "subject": municipality.slug, "period": version}
    found = session.scalar(select(Moment).filter_by(**key))
    if found is None:
        at = {"opened_at": stamp.now, "done_at": stamp.now}
        found = Moment(**key, **at, day=stamp.today, run_id=stamp.run_id, state=MomentState.DONE)
        session.add(found)
        session.flush()
    return found.id


def enqueue_distribution(
    context: RenderContext,
    run_context: RunContext,
    distribution: CodeOfConductDistribution,
    outbox: Path,
) -> Counter[str]:
    """Enqueue the request to confirm, once a recipient; also write the code of conduct to the outbox."""
    parts = (_enqueue_part(context, run_context, part, outbox) for part in distribution.split())
    return sum(parts, Counter())


def _enqueue_part(
    context: RenderContext, run_context: RunContext, distribution: CodeOfConductDistribution, outbox: Path
) -> Counter[str]:
    municipality = run_context.municipality
    rendered = render_distribution(context, municipality, distribution, run_context.today)
    folder = f"{municipality.slug}/{KIND}/{distribution.code_of_conduct.version}"
    write_all_atomically(outbox, [(f"{folder}/{file.name}", file.content) for file in rendered.files])
    if rendered.letter is None:
        return Counter()

    def record_requests(session: Session, recipients: Sequence[MailingRecipient]) -> None:
        code = distribution.code_of_conduct
        confirmations.record_requests(session, recipients, code.version, run_context.today, code.text_sha256)

    key = f"{KIND}:{municipality.id}:{distribution.code_of_conduct.version}"
    return enqueue_mailing(
        context,
        run_context,
        Mailing(
            rendered.letter,
            KIND,
            key,
            token_terms=TokenTerms(
                AnswerPurpose.CONFIRM,
                distribution.code_of_conduct.version,
                run_context.today + timedelta(days=CONFIRM_DAYS),
            ),
            on_batch_recorded=record_requests,
        ),
        distribution.recipients,
    )


def preview_distribution(
    context: RenderContext, municipality: Municipality, distribution: CodeOfConductDistribution, today: date
) -> tuple[PlannedMail, ...]:
    """Return to whom the code of conduct would be sent; nothing is stored."""
    return tuple(
        PlannedMail(municipality.slug, KIND, SUBSCRIBER_ROLE, each.email, letter.subject)
        for part in distribution.split()
        if (letter := render_distribution(context, municipality, part, today).letter)
        for each in part.recipients
        if each.status is SubscriptionStatus.SUBSCRIBED
    )


def render_distribution(
    context: RenderContext, municipality: Municipality, distribution: CodeOfConductDistribution, today: date
) -> RenderedMedium:
    """Return the code of conduct with the letter that asks to confirm it: all its recipients get the same."""
    created_at = datetime.combine(today, time(), UTC)  # so that a later continuation renders the same letter
    media_context = MediaContext(
        context.templates,
        MediaSettings.from_overrides(municipality.media_settings),
        {},
        created_at,
        today,
        municipality.answer_address,
        links=SiteLinks(context.site_url, municipality.slug),
    )
    return code_of_conduct.render(
        distribution.code_of_conduct,
        municipality.name,
        media_context,
        newcomer=distribution.is_for_newcomers,
        is_first=distribution.is_first,
    )
