"""Every document goes through one store, which keeps it as it was written, by its name alone."""

import pickle
import re
from pathlib import Path

import pytest

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, sha256

ROOT = Path(__file__).parents[2]
NAME, CONTENT = "lievegem/2027-03-18/brief.eml", b"Beste Ann,\r\n"


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")


def test_what_was_written_is_read_back_by_its_name(store: DocumentStore) -> None:
    store.write(NAME, CONTENT)
    store.write_all([("lievegem/b.json", b"{}"), ("zulte/c.eml", b"")])
    assert store.read(NAME, sha256(CONTENT)) == CONTENT
    assert store.read("zulte/c.eml", sha256(b"")) == b""
    assert Path(store.locate(NAME)).read_bytes() == CONTENT


def test_what_is_not_what_was_written_is_not_read(store: DocumentStore) -> None:
    store.write(NAME, CONTENT)
    with pytest.raises(DocumentChanged):
        store.read(NAME, sha256(b"else"))
    with pytest.raises(DocumentChanged):
        store.read("lievegem/none.eml", sha256(CONTENT))


def test_what_was_deleted_is_gone_and_may_be_deleted_again(store: DocumentStore) -> None:
    store.write_all([(NAME, CONTENT), ("zulte/c.eml", CONTENT)])
    store.delete(NAME)
    store.delete(NAME)
    store.delete("never/there.eml")
    with pytest.raises(DocumentChanged):
        store.read(NAME, sha256(CONTENT))
    assert store.read("zulte/c.eml", sha256(CONTENT)) == CONTENT


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "a/", "x\0"])
def test_no_name_leads_outside(store: DocumentStore, name: str) -> None:
    with pytest.raises(ValueError, match="inside its folder"):
        store.write(name, CONTENT)
    with pytest.raises(ValueError, match="inside its folder"):
        store.delete(name)
    with pytest.raises(DocumentChanged):
        store.read(name, sha256(CONTENT))


def test_it_can_be_handed_to_a_sender_process(store: DocumentStore) -> None:
    assert pickle.loads(pickle.dumps(store)) == store


def test_nobody_but_the_store_knows_where_documents_lie() -> None:
    sources = [path for part in ("terugkom", "tasks", "flows") for path in (ROOT / part).rglob("*.py")]
    bare = re.compile(
        r"(?<!DocumentStore\()(?<!DocumentStore\(self\.)(?:\bsettings|Settings\(\))\.documents\b"
    )
    assert [str(path) for path in sources if bare.search(path.read_text(encoding="utf-8"))] == []
    readers = [path.name for path in sources if "read_verified" in path.read_text(encoding="utf-8")]
    assert sorted(readers) == ["document_store.py", "file_store.py"]
