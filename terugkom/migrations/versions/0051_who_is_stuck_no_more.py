"""Who is stuck stays in the packs after the coordinator read it: close what was read and passed since"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

# As the reports of today say that an owner is stuck, in each language.
_STUCK = ("Ik zit vast", "Je suis bloqué(e)", "Ich komme nicht weiter", "I am stuck")


def upgrade() -> None:
    """Close each that was read and whose action does not stand so any more: something else was reported
    last, or a meeting decided on it."""
    connection = op.get_bind()
    questions = sa.table(
        "questions", *map(sa.column, ("id", "kind", "state", "answer", "action_id", "asked_on"))
    )
    reports = sa.table("progress_reports", *map(sa.column, ("action_id", "reported_on", "text")))
    decisions = sa.table("decisions", *map(sa.column, ("action_id", "moment_id")))
    moments = sa.table("moments", *map(sa.column, ("id", "day")))
    read = sa.select(questions.c.id, questions.c.action_id, questions.c.asked_on).where(
        questions.c.kind == "stuck", questions.c.state == "answered", questions.c.answer == "seen"
    )
    for question, action, asked_on in connection.execute(read).all():
        last = connection.scalar(
            sa.select(reports.c.text)
            .where(reports.c.action_id == action)
            .order_by(reports.c.reported_on.desc())
            .limit(1)
        )
        decided = connection.scalar(
            sa.select(decisions.c.action_id)
            .join_from(decisions, moments, moments.c.id == decisions.c.moment_id)
            .where(decisions.c.action_id == action, moments.c.day >= asked_on)
            .limit(1)
        )
        if decided is not None or (last or "").rstrip().rpartition("\n")[2] not in _STUCK:
            mine = questions.c.id == question
            connection.execute(sa.update(questions).where(mine).values(state="superseded"))


def downgrade() -> None:
    """Leave them as they are: what took their place is stored."""
