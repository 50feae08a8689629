"""Campaigns that a municipality joins: a request for a contribution to the coordinator, once a year per
campaign.

Guide: "Perscontacten of deelname aan acties", such as "Week van de duurzaamheid".
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media.campaigns import CampaignCall, list_open_calls, render_call_letter
from terugkom.meetings.recipients import find_coordinator_recipient
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState

KIND = "campaign"


def list_due_calls(session: Session, municipality: Municipality, today: date) -> tuple[CampaignCall, ...]:
    """Return the open campaign calls that the municipality joins and that were not sent yet; none on a
    non-working day."""
    wanted = MediaSettings.from_overrides(municipality.media_settings).campaign_codes()
    if not wanted or today not in municipality.working_days:
        return ()
    asked = select(Moment.subject, Moment.period).where(
        Moment.municipality_id == municipality.id, Moment.kind == KIND
    )
    requested = set(session.execute(asked).tuples())
    return tuple(
        call
        for call in list_open_calls(today)
        if (wanted == {"alle"} or call.campaign.code in wanted)
        and (call.campaign.code, str(call.starts.year)) not in requested
    )


def render_campaign_request(
    render_context: RenderContext, municipality: Municipality, call: CampaignCall, today: date
) -> OutboundDocument | None:
    """Return the request to the coordinator as a mail; None if nobody is reachable. Nothing is stored."""
    with render_context.database.read_session() as session:
        found = find_coordinator_recipient(session, municipality, today).reachable
    if not found:
        return None
    reader = found[0]
    key = f"{municipality.id}:{KIND}:{call.key}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    letter = render_call_letter(call, render_context.templates, municipality.name, reader.address.name)
    return build_mail(letter, "campaign-call", folder, call.key, [recipient])


def enqueue_campaign_request(
    render_context: RenderContext,
    municipality: Municipality,
    call: CampaignCall,
    channel: str,
    run_id: str,
    *,
    today: date,
    now: datetime,
) -> int | None:
    """Enqueue the request to the coordinator; return the moment id, or None if it was sent before or nobody
    is reachable."""
    mail = render_campaign_request(render_context, municipality, call, today)
    if mail is None:
        return None
    write_documents(render_context.documents, [mail])
    moment = Moment(
        municipality_id=municipality.id,
        kind=KIND,
        subject=call.campaign.code,
        period=str(call.starts.year),
        day=call.starts,
        state=MomentState.DONE,
        run_id=run_id,
        opened_at=now,
        done_at=now,
    )
    try:
        with render_context.database.write_session() as session:
            session.add(moment)
            session.flush()
            enqueue_documents(
                session,
                RunContext(municipality, moment.id, channel, run_id, now, today),
                [replace(mail, individual=True)],
            )
            return moment.id
    except IntegrityError:  # another run recorded it first
        return None
