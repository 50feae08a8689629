"""Campaigns that a municipality joins: a request for a contribution to the coordinator, once a year per
campaign.

Guide: "Perscontacten of deelname aan acties", such as "Week van de duurzaamheid".
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import Origin, Recipient, mail_of, record, write_documents
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media.campaigns import Call, calls, letter
from terugkom.meetings.recipients import coordinator_of
from terugkom.plan.media_settings import House
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState

KIND = "campaign"


def calls_due(session: Session, town: Municipality, today: date) -> tuple[Call, ...]:
    """Return the open campaign calls that the municipality joins and that were not sent yet; none on a
    non-working day."""
    wanted = House.of(town.media).campaign_codes()
    if not wanted or today not in town.working_days:
        return ()
    asked = select(Moment.subject, Moment.period).where(
        Moment.municipality_id == town.id, Moment.kind == KIND
    )
    told = set(session.execute(asked).tuples())
    return tuple(
        call
        for call in calls(today)
        if (wanted == {"alle"} or call.campaign.code in wanted)
        and (call.campaign.code, str(call.starts.year)) not in told
    )


def ask(
    desk: RenderContext, town: Municipality, call: Call, channel: str, run_id: str, now: datetime
) -> int | None:
    """Enqueue the request to the coordinator; return the moment id, or None if it was sent before or nobody
    is reachable."""
    today = now.date()
    with desk.database.reading() as session:
        found = coordinator_of(session, town, today).found
    if not found:
        return None
    reader = found[0]
    key = f"{town.id}:{KIND}:{call.key}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    folder = f"{town.slug}/{today.isoformat()}"
    mail = mail_of(letter(call, desk.templates, town.name), "campaign-call", folder, call.key, [recipient])
    write_documents(desk.documents, [mail])
    moment = Moment(
        municipality_id=town.id,
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
        with desk.database.writing() as session:
            session.add(moment)
            session.flush()
            record(session, Origin(town, moment.id, channel, run_id, now), [replace(mail, apart=True)])
            return moment.id
    except IntegrityError:  # another run recorded it first
        return None
