"""The code of conduct: newcomers are asked once, all staff when it changes, and who confirmed is counted."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from terugkom.code_of_conduct.distribution import CodeOfConductDistribution, find_distribution
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.media.code_of_conduct import format_confirmation_subject
from terugkom.errors import InputError, PublicInputError
from terugkom.plan.code_of_conduct import CodeOfConduct
from terugkom.plan.queries import get_municipality
from terugkom.subscribers import confirmations
from terugkom.subscribers.confirmations import ConfirmationCount
from terugkom.subscribers.mailing import Mailing, enqueue_mailing
from terugkom.subscribers.subscription_status import MailingRecipient
from tests.inbox.test_mailbox import answer
from tests.subscribers.conftest import (
    AN,
    BATCH,
    BO,
    CAS,
    LETTER,
    MAIL_SERVER,
    VOUCHED,
    SubscriberMunicipality,
    listed,
)


def ask(town: SubscriberMunicipality, version: str, count: int | None = None) -> list[str]:
    """Ask who is to be asked, or so many of them; return their addresses."""
    with town.database.write_session() as session:
        found = confirmations.list_recipients_to_ask(
            session, get_municipality(session, "zb"), version, town.today
        )[:count]
        confirmations.record_requests(session, found, version, town.today)
        return [each.email for each in found]


def answered(town: SubscriberMunicipality) -> list[ConfirmationCount]:
    with town.database.read_session() as session:
        return confirmations.count_confirmations(session, get_municipality(session, "zb"), town.today)


def read(version: str) -> str:
    """Return the subject that the letter about this version asks for."""
    return format_confirmation_subject(CodeOfConduct(version, "Gedragscode", ""), "nl")


def test_all_staff_is_asked_of_a_new_version_and_nobody_twice(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO))
    assert ask(town, "1") == [AN, BO]
    assert ask(town, "1") == []
    assert ask(town, "2") == [AN, BO]


def test_a_newcomer_is_asked_once_and_not_long_after(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    ask(town, "1")
    started = town.today + timedelta(days=10)
    town.import_staff(*listed(AN), ("Bo", BO, started.isoformat(), ""))
    assert ask(town, "1") == [], "Bo has not started"
    town.today = started
    assert ask(town, "1") == [BO]
    assert ask(town, "1") == []
    town.import_staff(*listed(AN, BO), ("Cas", CAS, started.isoformat(), ""))
    town.today = started + timedelta(days=91)
    assert ask(town, "1") == []
    town.today = started + timedelta(days=90)
    assert ask(town, "1") == [CAS]


def test_a_newcomer_is_welcomed_and_the_others_hear_what_changed(town: SubscriberMunicipality) -> None:
    town.import_staff(("An", AN, "1/1/2000", ""), ("Bo", BO, "24/11/2026", ""), ("Cas", CAS, "", ""))
    with town.database.read_session() as session:
        found = confirmations.list_recipients_to_ask(
            session, get_municipality(session, "zb"), "1", town.today
        )
    assert [each.started_on for each in found] == [each.started_on for each in town.readers()]


def test_who_was_here_on_the_first_day_and_was_not_reached_is_still_asked(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(("An", AN, "1/1/2000", ""), ("Bo", BO, "1/1/2000", ""))
    town.bounce(BO)
    assert ask(town, "1") == [AN]
    town.resume(BO)
    town.today += timedelta(days=200)
    assert ask(town, "1") == [BO]


def test_who_left_or_unsubscribed_is_not_asked_and_not_counted_as_silent(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(*listed(AN, BO, CAS))
    assert ask(town, "1") == [AN, BO, CAS]
    town.unsubscribe(BO)
    town.import_staff(*listed(AN, BO))
    assert answered(town) == [ConfirmationCount("1", 3, 0, 1)]
    assert ask(town, "2") == [AN]


def test_a_mail_under_the_subject_that_the_letter_gives_confirms_that_version_alone(
    town: SubscriberMunicipality,
) -> None:
    town.import_staff(*listed(AN, BO))
    ask(town, "1")
    town.today += timedelta(days=30)
    ask(town, "2")
    town.drop("1.eml", answer(f"Re: {read('2')}", **VOUCHED))
    town.drop("2.eml", answer(read("2"), sender=BO, Auto_Submitted="auto-replied", **VOUCHED))
    assert town.answers(MAIL_SERVER) == {"confirmed": 1, "automatic": 1}
    assert answered(town) == [ConfirmationCount("2", 2, 1, 1), ConfirmationCount("1", 2, 0, 2)]
    town.drop("3.eml", answer(read("2"), **VOUCHED))
    town.today += timedelta(days=1)
    assert town.answers(MAIL_SERVER) == {"confirmed": 1}
    with town.database.read_session() as session:
        confirmed = confirmations.find_confirmation(session, town.reader(AN), "2").confirmed_on
    assert confirmed == town.today - timedelta(days=1), "the first answer counts"


def test_who_was_not_asked_cannot_confirm(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    with (
        town.database.read_session() as session,
        pytest.raises(InputError, match="version 7"),
    ):
        confirmations.find_confirmation(session, town.reader(AN), "7")


def test_who_is_asked_is_recorded_together_with_the_letter_that_asks(town: SubscriberMunicipality) -> None:
    addresses = [f"r{n}@zb.example.org" for n in range(BATCH * 3 // 2)]
    town.import_staff(*listed(*addresses))
    with pytest.raises(ZeroDivisionError):
        hand_out(town, "1", crash_after=BATCH * 6 // 5)
    assert [each.asked for each in answered(town)] == [BATCH] == [len(town.deliveries())]
    assert hand_out(town, "1") == Counter(recorded=BATCH // 2)
    assert [each.asked for each in answered(town)] == [BATCH * 3 // 2] == [len(town.deliveries())]
    assert hand_out(town, "1") == Counter()


def hand_out(town: SubscriberMunicipality, version: str, crash_after: int | None = None) -> Counter[str]:
    """Send the code of conduct to who is to be asked."""
    with town.database.read_session() as session:
        found = confirmations.list_recipients_to_ask(
            session, get_municipality(session, "zb"), version, town.today
        )

    def until_the_crash() -> Iterator[MailingRecipient]:
        for number, reader in enumerate(found):
            yield reader if number != crash_after else 1 // 0  # type: ignore[misc]

    return enqueue_mailing(
        RenderContext(town.database, DocumentStore(town.documents), Templates("nl")),
        town.origin(),
        Mailing(
            LETTER,
            "code-of-conduct",
            f"code-of-conduct:{version}",
            on_batch_recorded=lambda session, readers: confirmations.record_requests(
                session, readers, version, town.today
            ),
        ),
        until_the_crash(),
    )


CODE = "---\nversie: {}\n---\n# Gedragscode\n\n## Onderweg\n\n{}\n"


def find(town: SubscriberMunicipality, version: str, text: str) -> CodeOfConductDistribution | None:
    (town.folder / "gedragscode.md").write_text(CODE.format(version, text), encoding="utf-8")
    with town.database.read_session() as session:
        return find_distribution(session, get_municipality(session, "zb"), town.folder, town.today)


def test_a_changed_text_needs_a_new_version(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN, BO))
    found = find(town, "1", "Neem de trein.")
    assert found
    with town.database.write_session() as session:
        hash_1 = found.code_of_conduct.text_sha256
        confirmations.record_requests(session, found.recipients, "1", town.today, hash_1)
    assert find(town, "1", "Neem\nde  trein.") is None, "only its lines are broken elsewhere"
    with pytest.raises(PublicInputError, match="its version is still 1"):
        find(town, "1", "Neem altijd de fiets.")
    again = find(town, "2", "Neem altijd de fiets.")
    assert again
    assert [each.email for each in again.recipients] == [AN, BO]


def test_of_a_text_that_was_mailed_before_it_was_kept_nothing_is_said(town: SubscriberMunicipality) -> None:
    town.import_staff(*listed(AN))
    assert ask(town, "1") == [AN]
    assert find(town, "1", "Neem de fiets.") is None


def test_who_has_worked_here_for_long_is_not_welcomed(town: SubscriberMunicipality) -> None:
    town.import_staff(("An", AN, "1/1/2000", ""), ("Bo", BO, "1/1/2000", ""), ("Cas", CAS, "", ""))
    ask(town, "1", count=1)  # the run was killed behind An
    found = find(town, "1", "Neem de trein.")
    assert found
    assert ([each.email for each in found.recipients], found.newcomers) == ([BO, CAS], frozenset())
    ask(town, "1")
    town.today += timedelta(days=200)
    started = town.today - timedelta(days=3)
    town.import_staff(*listed(AN, BO, CAS), ("Dé", "de@zb.example.org", started.isoformat(), ""))
    again = find(town, "2", "Neem de fiets.")
    assert again
    new, others = again.split()
    assert [each.email for each in new.recipients] == ["de@zb.example.org"], "has read no version before"
    assert [each.email for each in others.recipients] == [AN, BO, CAS]
    assert (new.is_for_newcomers, others.is_for_newcomers) == (True, False)
