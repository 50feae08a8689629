"""What speed is compared with: the plain script of `bench/` works, and its mails are as large as ours."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.plain_mail import QUERY, build_message, render_mails
from bench.plans import TODAY, fill
from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.queries import get_municipality
from terugkom.reminders import digest
from terugkom.reminders.week import list_digest_recipients, open_week
from terugkom.schedule.run_stamp import RunStamp

OWNERS = 3


def test_the_plain_mail_is_as_large_as_ours(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/terugkom.db")
    database.upgrade()
    fill(database, OWNERS)
    with closing(sqlite3.connect(tmp_path / "terugkom.db")) as plainly:
        rows = plainly.execute(QUERY, (OWNERS,)).fetchall()
    plain = [len(bytes(build_message(mail))) for mail in render_mails(rows)]
    store = DocumentStore(tmp_path / "documents")
    with database.write_session() as session:
        week = open_week(
            session,
            get_municipality(session, "bench"),
            RunStamp(TODAY, clock.now()),
            dry_run=False,
        )
        assert week is not None
        assert week.moment_id is not None
    with database.read_session() as session:
        recipients = list_digest_recipients(session, week)
    context = RenderContext(database, store, Templates("nl"))
    run = RunContext(week.municipality, week.moment_id, "smtp", "", clock.now(), TODAY)
    mails = digest.enqueue_digests(context, week, recipients, run)
    with database.read_session() as session:
        headers = [len(each.headers) for each in session.query(Delivery).order_by(Delivery.id)]
    ours = [len(store.read(mail.name, mail.digest)) + size for mail, size in zip(mails, headers, strict=True)]
    database.close()
    assert len(plain) == len(ours) == OWNERS
    assert sum(plain) == pytest.approx(sum(ours), rel=0.1)
