"""Ideas on a real Prefect server: from a form in the inbox, and answered on a form in the UI."""

import pytest
from sqlalchemy import select, update

from flows.answer_idea import answer_idea
from flows.import_plan import import_plan
from terugkom.errors import InputError
from terugkom.ideas.model import Idea, IdeaState
from tests.flows.conftest import FlowHome, artifacts_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_import_plan import inbox, names


@pytest.fixture
def handed_in(home: FlowHome) -> FlowHome:
    home.town()
    form = inbox(home) / "els-maes.csv"
    form.write_text("Idee;Naam\nMeer bomen;Els Maes\n", encoding="utf-8")
    return home


def idea_of(home: FlowHome) -> Idea | None:
    with home.database.read_session() as session:
        return session.scalar(select(Idea))


def test_a_form_in_the_inbox_fills_the_idea_box_and_names_nobody_in_the_ui(handed_in: FlowHome) -> None:
    dry = import_plan("lievegem", MONDAY, dry_run=True, return_state=True)
    assert (dry.name, idea_of(handed_in)) == (name_state("dry-run"), None)
    state = import_plan("lievegem", MONDAY, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("done"))
    shown = artifacts_of(run_of(state))["import-plan"]
    assert shown == "## Ideeën 1\n\n1 nieuw; 0 opmerkingen."
    folder = handed_in.folder / "municipalities/lievegem/inbox"
    name = "els-maes.csv"
    assert names(folder / "done") == [name, f"{name}.report.html", f"{name}.report.json"]
    found = idea_of(handed_in)
    assert found
    assert (found.text, found.submitted_by) == ("Meer bomen", "Els Maes")


def test_an_idea_is_answered_on_a_form(handed_in: FlowHome) -> None:
    import_plan("lievegem", MONDAY, return_state=True)
    state = answer_idea("lievegem", "i1", "later", "Eerst de proef.", today=MONDAY, return_state=True)
    assert (state.name, state.message) == (name_state("answered"), "I1: bewaard voor later")
    assert run_of(state).name == "idee beantwoorden · lievegem · i1"
    found = idea_of(handed_in)
    assert found
    assert (found.state, found.answer, found.answered_on) == (IdeaState.LATER, "Eerst de proef.", MONDAY)


def test_the_page_of_an_answer_says_who_reads_it_and_what_comes_next(handed_in: FlowHome) -> None:
    import_plan("lievegem", MONDAY, return_state=True)

    def answer(verdict: str, because: str) -> str:
        state = answer_idea("lievegem", "I1", verdict, because, today=MONDAY, return_state=True)
        page = artifacts_of(run_of(state))["answer-idea"]
        assert "Els" not in page
        assert because not in page, "who handed it in reads the reason"
        return page

    page = answer("later", "Eerst de proef.")
    assert page.startswith("## I1: bewaard voor later\n\n- De inzender liet geen mailadres achter")
    assert "- Het idee blijft kandidaat: het staat weer in de stukken van het volgende overleg" in page
    with handed_in.database.write_session() as session:
        session.execute(update(Idea).values(reply_address="els@x.example.org"))
    page = answer("no", "De proef mislukte.")
    assert "- Dit antwoord komt in de plaats van een vroeger antwoord, dat bewaard blijft." in page
    assert "- De inzender krijgt het antwoord per mail: binnen enkele minuten" in page
    assert "- Het idee is afgehandeld en komt op geen agenda meer." in page
    assert "`terugkom answer-idea I1 ... --change`" in page
    assert "- De inzender kreeg dit antwoord al per mail" in answer("no", "De proef mislukte.")


@pytest.mark.parametrize(
    ("code", "because", "says"),
    [
        ("I7", "Neen.", "er is geen idee “I7”; open ideeën zijn: I1"),
        ("I1", "Vraag an@x.example.org.", "zonder namen of mailadressen"),
    ],
)
def test_a_wrong_answer_fails_and_changes_nothing(
    handed_in: FlowHome, code: str, because: str, says: str
) -> None:
    import_plan("lievegem", MONDAY, return_state=True)
    state = answer_idea("lievegem", code, "no", because, return_state=True)
    assert state.type == "FAILED"
    assert (state.name, says in str(state.message)) == (name_state("rejected"), True)
    assert "exception" not in str(state.message), "our words alone, in the installation's language"
    with pytest.raises(InputError):
        answer_idea("lievegem", code, "no", because)
    found = idea_of(handed_in)
    assert found
    assert found.state is IdeaState.NEW
