"""Who handed in ideas and remarks, by the address they left or as a person of the plan."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from terugkom.ideas.model import Idea
from terugkom.ideas.pictures import FOLDER
from terugkom.ideas.remark_model import Remark
from terugkom.plan.model import Municipality


def list_submissions_of(session: Session, address: str, person_ids: Sequence[int]) -> Sequence[Idea | Remark]:
    """Return what somebody handed in, in all municipalities; `address` is in lower case."""
    theirs = or_(func.lower(Idea.reply_address) == address, Idea.person_id.in_(person_ids))
    remarks = select(Remark).where(func.lower(Remark.reply_address) == address)
    return [*session.scalars(select(Idea).where(theirs)), *session.scalars(remarks)]


def list_pictures_of(session: Session, address: str, person_ids: Sequence[int]) -> list[Path]:
    """Return the pictures that came with it, from the folder of all municipalities on."""
    slugs = dict(session.execute(select(Municipality.id, Municipality.slug)).tuples().all())
    return [
        Path(slugs[each.municipality_id], FOLDER, each.picture)
        for each in list_submissions_of(session, address, person_ids)
        if each.picture
    ]


def forget_submitter(session: Session, address: str, person_ids: Sequence[int]) -> None:
    """Empty who handed it in, and the names of their pictures; what was said and answered stays."""
    for each in list_submissions_of(session, address, person_ids):
        each.submitted_by = each.reply_address = each.picture = ""
        if isinstance(each, Idea):
            each.person_id = None
