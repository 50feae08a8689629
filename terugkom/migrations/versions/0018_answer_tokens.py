"""Answer tokens, one for each purpose"""

import re
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_BATCH_SIZE = 5000
_MAILED = re.compile(r"<([0-9a-f]{32})@")  # Message-ID, the secret of the tokens so far


def upgrade() -> None:
    """Create the table, and list the tokens that were mailed: those keep working, and never expire."""
    tokens = op.create_table(
        "answer_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name=op.f("fk_answer_tokens_subscriber_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_tokens")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_answer_tokens_token_sha256")),
    )
    op.create_index(op.f("ix_answer_tokens_subscriber_id"), "answer_tokens", ["subscriber_id"])
    connection = op.get_bind()
    subscribers = set(connection.execute(sa.text("SELECT id FROM subscribers")).scalars())
    mailed = sa.text(
        "SELECT id, key, message_id FROM deliveries WHERE id > :last AND role = 'reader' "
        "AND headers LIKE '%List-Unsubscribe:%' ORDER BY id LIMIT :size"
    )
    last, page = 0, list[tuple[int, str, str]]()
    while last == 0 or len(page) == _BATCH_SIZE:
        page = [tuple(row) for row in connection.execute(mailed, {"last": last, "size": _BATCH_SIZE})]
        if not page:
            break
        last = page[-1][0]
        rows = []
        for delivery, key, message_id in page:
            subscriber, secret = key.rpartition(":")[2], _MAILED.match(message_id)
            if secret and subscriber.isdecimal() and int(subscriber) in subscribers:
                token = f"{delivery}-{secret[1]}"
                rows.append(
                    {
                        "subscriber_id": int(subscriber),
                        "purpose": "unsubscribe",
                        "version": "",
                        "token_sha256": sha256(token.encode()).hexdigest(),
                        "expires_on": None,
                    }
                )
        if rows:
            op.bulk_insert(tokens, rows)


def downgrade() -> None:
    """Drop the table; the tokens mailed since then unsubscribe nobody any more."""
    op.drop_table("answer_tokens")
