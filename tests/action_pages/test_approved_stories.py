"""The free text on a standing page: what an approved edition told about this action alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from terugkom.action_pages.approved_stories import ApprovedStories, load_approved_stories
from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.editions.decision_model import EditionDecision
from terugkom.editions.model import Edition, EditionState, EditionVerdict
from terugkom.editions.proof import Proof
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from tests.editions.media.proofs import MADE_AT, MADE_ON, STORIES, proof

BIKES = STORIES[0]  # public, about M-01


def load(database: Database, folder: Path, told: Proof, *media: str, stored: bytes = b"") -> ApprovedStories:
    """Publish an edition with this text, and read back what may be repeated of it."""
    documents = DocumentStore(folder)
    documents.write(told.document_name, stored or replace(told, introduction="Dag").as_bytes())
    with database.write_session() as session:
        town = Municipality(slug=told.slug, name=told.town, lead_times={}, column_map={})
        session.add(town)
        session.flush()
        moment = Moment(
            municipality_id=town.id, kind="newsletter", subject=told.slug, period=told.period, day=MADE_ON,
            opened_at=MADE_AT,
        )  # fmt: skip
        days = {"since": told.since, "until": told.until}
        state = {"state": EditionState.PUBLISHED, "text_hash": told.text_hash, "published_media": [*media]}
        session.add(Edition(moment=moment, **days, **state))
        session.flush()
        approved = {"verdict": EditionVerdict.APPROVE, "text_hash": told.text_hash, "decided_at": MADE_AT}
        session.add(EditionDecision(moment_id=moment.id, name="Lotte Wielemans", **approved))
        session.flush()
        return load_approved_stories(session, documents, town)


def test_a_proof_is_read_back_as_it_was() -> None:
    assert Proof.from_bytes(proof().as_bytes()) == proof()
    with pytest.raises(ValueError, match="not the proof"):
        Proof.from_bytes(b"[]")


def test_only_public_stories_about_one_action_are_repeated(sqlite_database: Database, tmp_path: Path) -> None:
    both = replace(BIKES, code="ook-klaar", actions=("M-01", "I-04"))
    inside = replace(BIKES, code="intern", public=False)
    found = load(sqlite_database, tmp_path, proof(BIKES, both, inside), "website", "press")
    assert [each.path for each in found.by_action["M-01"]] == ["2026-q4/klaar-m-01.html"]
    assert found.by_action["M-01"][0].lead == BIKES.lead
    assert found.by_action.keys() == {"M-01"}
    assert (found.has_editions, found.errors) == (True, ())


def test_what_was_not_on_the_website_is_not_repeated(sqlite_database: Database, tmp_path: Path) -> None:
    found = load(sqlite_database, tmp_path, proof(BIKES), "press")
    assert (found.by_action, found.has_editions) == ({}, False)


@pytest.mark.parametrize("stored", [b"{}", b"no proof", proof(replace(BIKES, title="Anders")).as_bytes()])
def test_a_text_that_is_not_the_approved_one_is_not_repeated_and_said(
    sqlite_database: Database, tmp_path: Path, stored: bytes
) -> None:
    found = load(sqlite_database, tmp_path, proof(BIKES), "website", stored=stored)
    assert found.by_action == {}
    assert "proof-" in str(found.errors[0])
