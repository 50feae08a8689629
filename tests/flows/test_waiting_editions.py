"""What whoever decides about an edition in Prefect's pages is told, and when a form or its link is lost."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from flows.newsletter import newsletter
from tasks.installation import get_installation
from terugkom.delivery.model import Delivery
from terugkom.documents.model import Document
from tests.editions.edition_municipality import ASKED, REASON, EditionMunicipality
from tests.flows.state_names import name_state
from tests.flows.test_newsletter import linde
from tests.flows.waiting_runs import WaitingRun, forget_deployments

__all__ = ["forget_deployments", "linde"]
WAITS = "Wacht op een beslissing: de knop Resume opent het formulier."


def start(day: str = ASKED.isoformat()) -> WaitingRun:
    return WaitingRun.start(newsletter, municipality="linde", quarter="2026-Q4", today=day, really=True)


def approve(run: WaitingRun, **fields: object) -> None:
    """Approve for all channels; say of each public one why it tells of no setbacks."""
    public = ("website", "bulletin", "public_space", "press", "social", "jobs")
    run.submit(**{f"reason_{each}": REASON for each in public} | fields)


def read_mails(room: EditionMunicipality, kind: str) -> list[tuple[str, str, str]]:
    """The subject, the text and the HTML of the mails of a kind, in order, with white space as spaces."""
    query = select(Document.path, Document.sha256).join(Delivery, Delivery.document_id == Document.id)
    with room.database.read_session() as session:
        rows = session.execute(query.where(Document.kind == kind).order_by(Delivery.id)).tuples().all()
    found = []
    for row in rows:
        mail = message_from_bytes(get_installation().documents.read(*row), policy=default)
        parts = [mail.get_body((each,)) for each in ("plain", "html")]
        text, html = (" ".join(each.get_content().split()) for each in parts if each)
        found.append((str(mail["Subject"]), text, html))
    return found


def change_story(room: EditionMunicipality, before: str = "Negen van", after: str = "Acht van") -> None:
    path = next(room.folder.glob("*-loopt-e-02.md"))
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


@pytest.mark.long
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"decision": "terugsturen met een opmerking"}, "zeg bij de opmerking wat anders moet."),
        ({"channels": []}, "kies minstens één kanaal."),
    ],
)
def test_an_answer_that_is_not_accepted_is_said_where_the_run_is_looked_at(
    linde: EditionMunicipality, lines: list[str], fields: dict[str, object], why: str
) -> None:
    run = start()
    assert run.said == ("Suspended", WAITS)
    run.submit(**fields)
    assert run.said == ("Suspended", f"Het laatste antwoord is niet aanvaard: {why} {WAITS}")
    first, second = run.pages("newsletter")
    assert "Niet aanvaard" not in first
    assert f"- **Niet aanvaard: {why}**" in second
    assert any("the answer is not accepted: no-" in each for each in lines)
    ((subject, *texts),) = read_mails(linde, "answer-refused")
    assert subject == "Niet aanvaard: antwoord over de nieuwsbrief van het vierde kwartaal van 2026"
    for words in texts:
        assert f"Dit is de reden: {why}" in re.sub("<[^>]+>", "", words).replace("  ", " ")
        assert run.link in words
        assert "Lotte" not in words.split("nieuwsbrief", 1)[1]
    run.submit(**fields)
    assert len(read_mails(linde, "answer-refused")) == 2, "one for each refusal"
    with linde.database.read_session() as session:
        assert {each.value for each in session.scalars(select(Delivery.state))} == {"sent"}
    assert "Lotte" not in "".join((*lines, *run.said, *run.pages("newsletter")))
    approve(run)
    assert (run.state.name, linde.state()) == (name_state("published"), "told")
    assert run.inputs() == []


@pytest.mark.long
def test_an_approval_of_a_text_that_was_changed_meanwhile_is_said_not_to_count(
    linde: EditionMunicipality,
) -> None:
    run = start()
    change_story(linde)
    approve(run)
    changed = "de tekst is intussen gewijzigd; u krijgt hem opnieuw per mail."
    assert run.said == ("Suspended", f"Het laatste antwoord is niet aanvaard: {changed} {WAITS}")
    assert f"- **Niet aanvaard: {changed}**" in run.pages("newsletter")[-1]
    assert linde.state() == "asked"
    first, second = read_mails(linde, "edition-asked")
    assert first[0] == "Ter goedkeuring: nieuwsbrief van het vierde kwartaal van 2026"
    assert second[0] == "Gewijzigd, opnieuw ter goedkeuring: nieuwsbrief van het vierde kwartaal van 2026"
    for words in second[1:]:
        assert "De goedkeuring van" in words
        assert "telt niet:" in words
        assert words.count("Er stond:") == 1
        assert words.index("Er stond:") < words.index("Nu staat er:") < words.index("Acht van")
        assert "Negen van" in words
    assert "telt niet" not in "".join(first)
    assert "Negen van" in second[1].split("Er stond:")[1].split("Nu staat er:")[0]
    assert "Lotte" not in "".join(run.inputs())
    approve(run)
    assert (run.state.name, linde.state()) == (name_state("published"), "told")
    assert run.inputs() == []


REMARK = "Maak de titel van verhaal 1 korter."


@pytest.mark.long
def test_the_remark_of_who_sends_it_back_is_mailed_once_and_the_run_says_what_comes_next(
    linde: EditionMunicipality,
) -> None:
    run = start()
    run.submit(decision="terugsturen met een opmerking", remark=REMARK)
    name, message = run.said
    assert name == name_state("sent-back")
    says = (
        "de opmerking staat in de mail aan de coördinator; pas de tekst aan; de volgende dagelijkse ronde"
        " vraagt dan opnieuw goedkeuring, of start de nieuwsbrief opnieuw"
    )
    assert message.endswith(says)
    assert f"- {says}" in run.pages("newsletter")[-1]
    assert REMARK not in message + "".join(run.pages("newsletter"))
    ((subject, *texts),) = read_mails(linde, "sent-back")
    assert subject == "Teruggestuurd: nieuwsbrief van het vierde kwartaal van 2026"
    for words in texts:
        assert REMARK in words
        assert "door Lotte Wielemans, op" in words
        assert f"in de map “{linde.folder.name}”" in words
        assert "bij de volgende dagelijkse ronde" in words
    again = start()
    assert (again.said[0], says in again.said[1]) == (name_state("sent-back"), True)
    assert len(read_mails(linde, "sent-back")) == 1
    change_story(linde)
    assert start().said == ("Suspended", WAITS)


@pytest.mark.long
@pytest.mark.parametrize("lose", [WaitingRun.cancel, WaitingRun.delete], ids=["cancelled", "deleted"])
def test_the_next_run_mails_its_link_if_the_run_of_the_mail_has_no_form_any_more(
    linde: EditionMunicipality, lose: Callable[[WaitingRun], None]
) -> None:
    first = start()
    lose(first)
    second = start()
    assert second.said == ("Suspended", WAITS)
    old, new = read_mails(linde, "edition-asked")
    assert (first.link in old[1], second.link in old[1]) == (True, False)
    assert new[0] == "Nieuwe link, ter goedkeuring: nieuwsbrief van het vierde kwartaal van 2026"
    for words in new[1:]:
        assert second.link in words
        assert first.link not in words
        assert "De vorige link werkt niet meer." in words
    start()
    assert len(read_mails(linde, "edition-asked")) == 2, "that one has its form"
    approve(second)
    assert (second.state.name, linde.state()) == (name_state("published"), "told")


@pytest.mark.long
def test_a_run_that_was_cancelled_while_it_waited_waits_again_once_it_is_retried(
    linde: EditionMunicipality,
) -> None:
    run = start()
    run.cancel()
    run.retry()
    assert run.said == ("Suspended", WAITS)
    assert len(read_mails(linde, "edition-asked")) == 1, "its link works again"
    approve(run)
    assert (run.state.name, run.inputs()) == (name_state("published"), [])


@pytest.mark.long
def test_a_published_run_that_is_retried_says_what_it_came_to_before_and_its_page_what_happened(
    linde: EditionMunicipality,
) -> None:
    run = start()
    approve(run)
    name, message = run.said
    assert name == name_state("published")
    assert "verstuurd" in message
    shown = run.pages("newsletter")[-1]
    assert "- **Goedgekeurd** op " in shown
    assert ", door de coördinator, met het formulier in Terugkom (kenmerk " in shown
    assert "- **Gepubliceerd** op " in shown
    assert "via: de nieuwsbrief, " in shown
    assert "1. openbaar, klaar: " in shown
    assert "Lotte" not in shown
    sent = len(read_mails(linde, "edition-asked"))
    run.retry()
    name, repeated = run.said
    assert name == name_state("published")
    before, after = repeated.split("; eerder kwam deze run uit op: ")
    assert before.startswith("al gepubliceerd op ")
    assert before.endswith("; er is nu niets gedaan")
    assert after.startswith(f"{name} (")
    assert after.endswith(f"): {message}")
    assert len(read_mails(linde, "edition-asked")) == sent
    run.retry()
    assert run.said[1].count(message) == 1
    assert run.said[1].count("eerder kwam") == 1
