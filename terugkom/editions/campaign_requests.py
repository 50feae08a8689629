"""Campaigns that a municipality joins: each contribution is requested of the coordinator once a year.

Requests come together: the mail about a call that opens lists all that open within a quarter.

Guide: "Perscontacten of deelname aan acties", such as "Week van de duurzaamheid".
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
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
from terugkom.schedule.run_stamp import RunStamp

KIND = "campaign"
_AHEAD = timedelta(days=91)


def list_due_calls(session: Session, municipality: Municipality, today: date) -> tuple[CampaignCall, ...]:
    """Return the campaign calls to send together: those that the municipality joins and that were not sent.

    None on a non-working day, and none as long as no call is open.
    """
    wanted = MediaSettings.from_overrides(municipality.media_settings).campaign_codes()
    if not wanted or today not in municipality.working_days:
        return ()
    asked = select(Moment.subject, Moment.period).where(
        Moment.municipality_id == municipality.id, Moment.kind == KIND
    )
    requested = set(session.execute(asked).tuples())
    due = tuple(
        call
        for call in list_open_calls(today, ahead=_AHEAD)
        if (wanted == {"alle"} or call.campaign.code in wanted)
        and (call.campaign.code, str(call.starts.year)) not in requested
    )
    return due if any(call.opens_on <= today for call in due) else ()


def render_campaign_request(
    render_context: RenderContext, municipality: Municipality, calls: Sequence[CampaignCall], today: date
) -> OutboundDocument | None:
    """Return the requests to the coordinator as one mail; None if nobody is reachable. Nothing is stored."""
    with render_context.database.read_session() as session:
        found = find_coordinator_recipient(session, municipality, today).reachable
    if not found:
        return None
    reader = found[0]
    first = calls[0]
    key = f"{municipality.id}:{KIND}:{first.key}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    letter = render_call_letter(calls, render_context.templates, municipality.name, reader.address.name)
    return build_mail(letter, "campaign-call", folder, first.key, [recipient])


def enqueue_campaign_request(
    render_context: RenderContext,
    municipality: Municipality,
    calls: Sequence[CampaignCall],
    channel: str,
    stamp: RunStamp,
) -> int | None:
    """Enqueue the requests to the coordinator as one mail; return the id of the moment that it belongs to.

    None if one was sent before, which the next run leaves out, or nobody is reachable.
    """
    mail = render_campaign_request(render_context, municipality, calls, stamp.today)
    if mail is None:
        return None
    write_documents(render_context.documents, [mail])
    moments = [_build_moment(municipality, call, stamp) for call in calls]
    try:
        with render_context.database.write_session() as session:
            session.add_all(moments)
            session.flush()
            run_context = RunContext(
                municipality, moments[0].id, channel, stamp.run_id, stamp.now, stamp.today
            )
            enqueue_documents(session, run_context, [replace(mail, individual=True)])
            return moments[0].id
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run recorded one of them first
            return None
        raise


def _build_moment(municipality: Municipality, call: CampaignCall, stamp: RunStamp) -> Moment:
    return Moment(
        municipality_id=municipality.id,
        kind=KIND,
        subject=call.campaign.code,
        period=str(call.starts.year),
        day=call.starts,
        state=MomentState.DONE,
        run_id=stamp.run_id,
        opened_at=stamp.now,
        done_at=stamp.now,
    )
