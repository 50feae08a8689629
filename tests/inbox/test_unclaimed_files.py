"""What lies in a home and belongs to nobody is reported."""

from pathlib import Path

import pytest

from terugkom.home_folder import make_private
from terugkom.inbox.folder import create_inbox
from terugkom.inbox.unclaimed_files import list_unclaimed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one municipality, and all that an installation makes in it."""
    home = tmp_path / "home"
    make_private(home)
    for name in (
        "documents",
        "outbox",
        "prefect",
        "demo",
        "tmp",
        "lost+found",
        "before-restore-20270301-040000",
    ):
        (home / name).mkdir()
    for name in ("terugkom.db", "terugkom.db-wal", "errors.log", "errors.log.1", "errors.lock", ".hidden"):
        (home / name).write_text("")
    create_inbox(home / "municipalities", "linde")
    town = home / "municipalities" / "linde"
    for name in ("look", "ideas", "templates", "editions", "inbox/done", "inbox/refused", "inbox/cur"):
        (town / name).mkdir()
    for name in (
        "gedragscode.md",
        "inbox/plan.xlsx",
        "inbox/answer.eml",
        "inbox/.hidden",
        "inbox/~$plan.xlsx",
    ):
        (town / name).write_text("")
    return home


def find(home: Path) -> list[str]:
    found = list_unclaimed(home, home / "municipalities", ["linde"])
    return [str(path.relative_to(home)) for path in found]


def test_what_an_installation_makes_is_its_own(home: Path) -> None:
    assert find(home) == []


@pytest.mark.parametrize(
    "name",
    [
        "plan.xlsx",
        "inbox/plan.xlsx",
        "municipalities/plan.xlsx",
        "municipalities/Linde/inbox/plan.xlsx",
        "municipalities/my town/inbox/plan.xlsx",
        "municipalities/leeg/inbox/",
        "municipalities/leeg/plan.xlsx",
        "municipalities/leeg/inbox/plan.png",
        "municipalities/linde/plan.xlsx",
        "municipalities/linde/Inbox/plan.xlsx",
        "municipalities/linde/inbox/plan.png",
        "municipalities/linde/inbox/plan",
        "municipalities/linde/inbox/old/plan.xlsx",
    ],
)
def test_what_no_run_would_look_at_is_found(home: Path, name: str) -> None:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if name.endswith("/") else path.write_text("")
    (found,) = find(home)
    assert name.startswith(found)


def test_a_new_municipality_whose_plan_is_about_to_be_read_belongs_to_somebody(home: Path) -> None:
    create_inbox(home / "municipalities", "zulte")
    (home / "municipalities" / "zulte" / "inbox" / "plan.xlsx").write_text("")
    assert find(home) == []


def test_an_inbox_is_made_for_a_municipality_and_not_through_a_link(home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / "municipalities" / "zulte").symlink_to(outside)
    create_inbox(home / "municipalities", "zulte")
    assert list(outside.iterdir()) == []
    create_inbox(home / "municipalities", "linde")
    assert (home / "municipalities" / "linde" / "inbox" / "plan.xlsx").exists(), "once more changes nothing"
