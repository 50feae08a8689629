"""move and cancel tell the coordinator which published days are not true any more."""

from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.documents.model import Document
from terugkom.editions.moved_days import DOCUMENT
from terugkom.installation import open_installation
from tests.command_line.conftest import Call
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import PublishedMunicipality

GROUP = {"code": "KOP", "name": "Kopgroep", "kind": "kopgroep", "interval_months": 6}
DAY = ("--today", "2027-01-04", "--really")


@pytest.mark.long
def test_a_published_day_that_a_command_moves_or_cancels_is_told_at_once(terugkom: Call, home: Path) -> None:
    with open_installation() as installation:
        room = PublishedMunicipality(installation.database, installation.settings.municipalities)
        room.home.mkdir(parents=True, exist_ok=True)
        room.import_actions(FIRST, *BEFORE)
        room.import_actions(ASKED, *NOW, groups=[GROUP | {"anchor": date(2027, 1, 19)}])
        room.desk = installation.build_render_context(room.load_municipality())
        room.publish()
        room.settle()
    said = terugkom("move", "KOP", "2027-01-26", *DAY)
    assert "The coordinator gets a mail, with the next run that sends: Rechtzetten: een dag in" in said.out
    said = terugkom("move", "KOP", "2027-01-26", "--at", "10:00", *DAY, "--json")
    assert said.json["editions_to_correct"] == 0
    said = terugkom("cancel", "KOP", "--reason", "De zaal is weg.", *DAY, "--json")
    assert said.json["editions_to_correct"] == 1
    with open_installation() as installation, installation.database.read_session() as session:
        mails = session.scalars(select(Document).where(Document.kind == DOCUMENT).order_by(Document.id)).all()
        read = [installation.documents.read(each.path, each.sha256) for each in mails]
    bodies = [message_from_bytes(each, policy=default).get_body(("plain",)) for each in read]
    texts = [each.get_content() for each in bodies if each]
    assert "Het is nu dinsdag 26 januari 2027." in texts[0]
    assert "Dat overleg staat niet meer op de kalender." in texts[1]
    assert len(texts) == 2
