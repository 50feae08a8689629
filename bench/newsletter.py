"""Measure the newsletter of 1,000 and of 10,000 readers, beside as many reminders in the same run.

.venv/bin/python -m bench.newsletter
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench.__main__ import DURABLE, remind, run, say, with_plan
from bench.prefect_server import running_prefect
from bench.processes import ROOT
from bench.sink import running_sink
from terugkom.batches import batched
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.queries import get_municipality
from terugkom.subscribers.model import Subscriber
from tests.postgres import NoPostgres, running_postgres


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.newsletter")
    given.add_argument("--readers", type=int, default=10_000)
    given.add_argument("--rounds", type=int, default=3)
    sizes = given.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    reminders, letters = list[float](), dict[int, list[dict[str, Any]]]()
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "build") as folder,
        running_prefect(Path(folder)) as prefect,
        running_sink() as port,
    ):
        environment = prefect.environment | {
            "TERUGKOM_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "TERUGKOM_SMTP_CONNECTIONS": "16",
        }
        for turn in range(sizes.rounds):
            home = Path(folder) / f"{turn}"
            reminders.append(sizes.readers / remind(home / "reminders", environment, sizes.readers).seconds)
            for readers in (sizes.readers // 10, sizes.readers):
                letters.setdefault(readers, []).append(mail(home / f"{readers}", environment, readers))
        tell(reminders, letters)
        try:
            with running_postgres(DURABLE) as server:
                url = server.create("bench_mailing", "template0")
                found = mail(Path(folder) / "postgresql", environment, sizes.readers, url)
                rate = sizes.readers / found["seconds"]
                say(f"\nOn PostgreSQL: {rate:,.0f} mails/s, {found['peak']:.0f} MiB.")
        except NoPostgres as error:
            say(f"PostgreSQL is left out: {error}")


def mail(home: Path, environment: dict[str, str], readers: int, url: str = "") -> dict[str, Any]:
    """Measure one newsletter, on a new list of readers."""
    more = {"TERUGKOM_HOME": str(home)} | ({"TERUGKOM_DATABASE_URL": url} if url else {})
    url = url or f"sqlite:///{home}/terugkom.db"
    with_plan(url, 1, due=False)
    database = Database(url)
    fill(database, readers)
    found = run(environment | more, "bench-mailing", 1)
    files = [path.stat().st_size for path in (home / "documents").rglob("*") if path.is_file()]
    with database.read_session() as session:
        sent = session.scalar(select(func.count()).where(Delivery.state == DeliveryState.SENT))
        headers = session.scalar(select(func.avg(func.length(Delivery.headers))))
        documents = session.scalar(select(func.count(Document.id)))
    database.close()
    if sent != readers or documents != len(files):
        raise SystemExit(f"{sent} of {readers} letters were sent: {found}")
    return {
        "seconds": found.seconds,
        "peak": found.memory,
        "documents": documents,
        "bytes": sum(files),
        "headers": float(headers or 0),
    }


def fill(database: Database, readers: int) -> None:
    """Write so many readers, all of them reading."""
    with database.write_session() as session:
        town = get_municipality(session, "bench").id
        for some in batched(range(1, readers + 1), 5000):
            rows = [
                {"municipality_id": town, "name": f"René Dewaard {n}", "email": f"lezer{n}@example.org"}
                for n in some
            ]
            session.execute(insert(Subscriber), rows)


def tell(reminders: list[float], letters: dict[int, list[dict[str, Any]]]) -> None:
    """Print the table: of each figure the middle one of its rounds, of the rates all."""
    rate = statistics.median(reminders)
    say("\n| what | mails | mails/s | against reminders | peak MiB | documents | bytes stored |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    say(f"| owner-reminders ({', '.join(f'{each:.0f}' for each in reminders)}) | | {rate:.0f} | 1.0 | | | |")
    peaks = {}
    for readers, runs in letters.items():
        rates = [readers / each["seconds"] for each in runs]
        peaks[readers] = statistics.median(each["peak"] for each in runs)
        middle, last = statistics.median(rates), runs[-1]
        say(
            f"| newsletter ({', '.join(f'{each:.0f}' for each in rates)}) | {readers} | {middle:.0f}"
            f" | **{middle / rate:.1f}** | {peaks[readers]:.0f} | {last['documents']} | {last['bytes']:,} |"
        )
    small, large = peaks.values()
    say(
        f"\nTen times the readers take {large / small:.2f} times the memory; what is stored for each reader"
        f" beside the one document is a row with {letters[max(letters)][-1]['headers']:.0f} bytes of headers."
    )


if __name__ == "__main__":
    main()
