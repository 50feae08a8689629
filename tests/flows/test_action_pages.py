"""The daily run publishes the standing pages of public actions on the municipality's website."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from flows.follow_up_calendar import follow_up_calendar
from tasks.channel_blocks import WebdavSettings
from terugkom.plan.model import Action
from tests.delivery.webdav_server import PASSWORD, USER, WebdavServer
from tests.flows.conftest import FlowHome, report_of
from tests.flows.plan_workbooks import MONDAY


@pytest.fixture
def server(home: FlowHome, prefect_server: str, tmp_path: Path) -> Iterator[Path]:
    """The folder of a real WebDAV server, which is the website of Lievegem."""
    folder = tmp_path / "website"
    folder.mkdir()
    WebdavSettings.register_type_and_schema()
    with WebdavServer(folder) as running:
        settings = {"username": USER, "password": PASSWORD, "allow_private_addresses": True}
        WebdavSettings(url=running.url, **settings).save("lievegem", overwrite=True)
        yield folder
    WebdavSettings.delete("lievegem")


@pytest.mark.long
def test_the_pages_are_on_the_website_after_the_daily_run(home: FlowHome, server: Path) -> None:
    home.town("lievegem")
    with home.database.write_session() as session:
        session.execute(update(Action).where(Action.code == "A1").values(public=True))
    report = report_of(follow_up_calendar(today=MONDAY, really=True, return_state=True))
    assert not report.attention["failed_steps"]
    names = sorted(path.relative_to(server).as_posix() for path in server.rglob("*") if path.is_file())
    assert names == ["acties/a1.html", "acties/index.html", "acties/style.css"]
    assert "actie A1 van ons actieplan" in (server / "acties/a1.html").read_text(encoding="utf-8")
