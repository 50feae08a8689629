"""What becomes of an idea: an answer with its reason, and of one that is taken up its action."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.ideas.list_ideas import list_ideas
from terugkom.ideas.model import IdeaState
from terugkom.inbox.classify_file import IdeasFile, classify_file
from terugkom.inbox.folder import InboxRun, list_new_files
from terugkom.inbox.handle_file import handle_file
from terugkom.inbox.idea_files import IDEAS, IdeasFileResult
from terugkom.plan.queries import get_municipality
from tests.documents.accessibility import problems
from tests.ideas.conftest import TODAY, IdeaBox


@pytest.fixture
def filled(box: IdeaBox) -> IdeaBox:
    box.import_file(box.csv(["Idee"], ["Leenkast"], ["Meer bomen"], ["Meer banken"]))
    return box


def test_an_idea_gets_an_answer_and_may_get_another_later(filled: IdeaBox) -> None:
    filled.answer("i1", IdeaState.LATER, "Eerst\nde proef.")
    filled.answer("I1", IdeaState.TAKEN_UP, "De proef slaagde.", "E7")
    filled.answer("I3", IdeaState.NOT_TAKEN_UP, "Er is geen plaats.")
    taken, new, refused = filled.ideas()
    assert (taken.state, taken.answer, taken.answered_on) == (
        IdeaState.TAKEN_UP,
        "De proef slaagde.",
        TODAY,
    )
    assert taken.action
    assert taken.action.code == "E7"
    assert (new.state, new.answered_on, refused.action) == (IdeaState.NEW, None, None)
    filled.answer("I1", IdeaState.LATER, "Toch niet nu.", is_change=True)
    assert filled.ideas()[0].action is None


def test_another_answer_is_refused_with_the_first_unless_it_is_a_change(filled: IdeaBox) -> None:
    filled.answer("I2", IdeaState.NOT_TAKEN_UP, "Er is geen plaats.")
    filled.answer("I2", IdeaState.NOT_TAKEN_UP, "Er is geen plaats.")
    for state, because in ((IdeaState.LATER, "Volgend jaar."), (IdeaState.NOT_TAKEN_UP, "Te duur.")):
        with pytest.raises(InputError) as refused:
            filled.answer("I2", state, because)
        assert refused.value.render_public("nl").startswith(
            "I2: niet opgenomen. Dat is beslist op 2027-03-08, en het blijft zo."
        )
    idea = filled.ideas()[1]
    assert (idea.state, idea.answer, idea.earlier_answers) == (
        IdeaState.NOT_TAKEN_UP,
        "Er is geen plaats.",
        [],
    )
    filled.answer("I2", IdeaState.LATER, "Volgend jaar.", is_change=True)
    with pytest.raises(InputError, match="kept for later"):
        filled.answer("I2", IdeaState.LATER, "Over twee jaar.")
    filled.answer("I2", IdeaState.TAKEN_UP, "De proef slaagde.", "E7")  # what was kept is decided: no change
    idea = filled.ideas()[1]
    assert (idea.state, idea.answer) == (IdeaState.TAKEN_UP, "De proef slaagde.")
    assert idea.earlier_answers == [
        {
            "state": "not-taken-up",
            "action": None,
            "answer": "Er is geen plaats.",
            "answered_on": "2027-03-08",
        },
        {"state": "later", "action": None, "answer": "Volgend jaar.", "answered_on": "2027-03-08"},
    ]


@pytest.mark.parametrize(
    ("code", "state", "because", "action", "says"),
    [
        ("I9", IdeaState.LATER, "x", "", "there is no idea 'I9'; open ideas are: I1, I2, I3"),
        ("I1", IdeaState.LATER, " \n ", "", "a reason is required"),
        ("I1", IdeaState.TAKEN_UP, "x", "", "specify with --action the action that the idea became"),
        ("I1", IdeaState.TAKEN_UP, "x", "E8", "there is no action 'E8'"),
        ("I1", IdeaState.NOT_TAKEN_UP, "x", "E7", "an action can only be given for an idea that is taken up"),
    ],
)
def test_a_wrong_answer_changes_nothing_and_says_why(
    filled: IdeaBox, code: str, state: IdeaState, because: str, action: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        filled.answer(code, state, because, action)
    assert [each.state for each in filled.ideas()] == [IdeaState.NEW] * 3


def test_what_waits_for_an_answer_is_listed_first(filled: IdeaBox) -> None:
    filled.answer("I1", IdeaState.NOT_TAKEN_UP, "Neen.")
    filled.answer("I2", IdeaState.LATER, "Later.")
    with filled.database.read_session() as session:
        found = list_ideas(session, get_municipality(session, "linde"))
    assert [each.code for each in found] == ["I3", "I2", "I1"]


def dropped(box: IdeaBox, *rows: list[str], slug: str = "linde") -> Path:
    folder = box.folder / "municipalities" / slug / "inbox"
    folder.mkdir(parents=True)
    box.csv(*rows).rename(folder / "formulier.csv")
    return folder


def ideas_files(folder: Path) -> list[IdeasFile]:
    found = [classify_file(path) for path in list_new_files(folder)]
    return [file for file in found if isinstance(file, IdeasFile)]


def import_all_files(box: IdeaBox, folder: Path, *, dry_run: bool = False) -> list[IdeasFileResult]:
    context = RenderContext(box.database, DocumentStore(box.folder / "documents"), Templates("nl"))
    now = datetime(2027, 3, 8, 5, tzinfo=UTC)
    run = InboxRun(folder.parent, lambda: context, TODAY, now, dry_run=dry_run)
    return [handle_file(run, file, IDEAS) for file in ideas_files(folder)]


def test_a_form_in_the_inbox_is_taken_in_with_a_page_that_says_so(box: IdeaBox) -> None:
    folder = dropped(box, ["Idee", "Openbaar?"], ["Meer <b>bomen</b>", "wie weet"])
    (folder / "plan.csv").write_text("Nr;Titel\n1;Led\n", encoding="utf-8")
    assert [file.path.name for file in ideas_files(folder)] == ["formulier.csv"]
    import_all_files(box, folder, dry_run=True)
    assert (box.ideas(), (folder / "formulier.csv").is_file()) == ([], True)
    (taken,) = import_all_files(box, folder)
    assert taken.result
    assert taken.result.new == ("I1",)
    page = next((folder / "done").glob("*.html")).read_text(encoding="utf-8")
    assert problems(page) == []
    for said in (
        "De ideeën in formulier.csv zijn ingelezen",
        "Nieuw: 1 (I1)",
        "Rij 2, kolom “Openbaar?”",
        "Linde volgt",
    ):
        assert said in page
    assert [each.name for each in folder.iterdir() if each.is_file()] == ["plan.csv"]


def test_a_form_of_a_municipality_without_a_plan_is_refused(box: IdeaBox) -> None:
    folder = dropped(box, ["Idee"], ["Meer bomen"], slug="eik")
    (taken,) = import_all_files(box, folder)
    assert "er is geen gemeente “eik”" in taken.refused
    page = next((folder / "refused").glob("*.html")).read_text(encoding="utf-8")
    assert problems(page) == []
    assert "Er is niets gewijzigd" in page
