"""Why somebody is stuck stands with their question alone: a report, which editions and packs read, says only
that they are"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

# As the reports of today have it; what another language says is recognised all the same.
_STUCK = {"fr": "Je suis bloqué(e)", "de": "Ich komme nicht weiter", "en": "I am stuck"}
_STUCK_IN_DUTCH = "Ik zit vast"


def upgrade() -> None:
    """Take the words out of the reports of that day; of a question that has none any more they stay."""
    connection = op.get_bind()
    questions = sa.table(
        "questions", *map(sa.column, ("kind", "municipality_id", "action_id", "asked_on", "text"))
    )
    reports = sa.table("progress_reports", *map(sa.column, ("id", "action_id", "reported_on", "text")))
    towns = sa.table("municipalities", *map(sa.column, ("id", "language")))
    stuck = (
        sa.select(reports.c.id, questions.c.text, towns.c.language)
        .join_from(
            questions,
            reports,
            sa.and_(
                reports.c.action_id == questions.c.action_id, reports.c.reported_on == questions.c.asked_on
            ),
        )
        .join(towns, towns.c.id == questions.c.municipality_id)
        .where(questions.c.kind == "stuck", questions.c.text != "")
    )
    for report, said, language in connection.execute(stuck).all():
        mine = reports.c.id == report
        text = connection.scalar(sa.select(reports.c.text).where(mine))
        told = f"\n{text}\n".replace(f"\n{said}\n", f"\n{_STUCK.get(language, _STUCK_IN_DUTCH)}\n")[1:-1]
        if told != text:
            connection.execute(sa.update(reports).where(mine).values(text=told))


def downgrade() -> None:
    """Leave them as they are: the words still stand with the questions."""
