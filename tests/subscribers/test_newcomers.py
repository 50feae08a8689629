"""Who is welcomed by the code of conduct, when the others were asked before, after or not at all."""

from datetime import timedelta

import pytest

from tests.subscribers.conftest import AN, BO, CAS, SubscriberMunicipality
from tests.subscribers.test_confirmations import ask, find

NEW, OLD = "new", "old"


@pytest.mark.parametrize(
    ("started_before", "imported_after", "who"),
    [
        (10, 4, NEW),  # imported some days after the others were asked
        (10, 0, NEW),  # the run was killed before it reached them
        (0, 0, NEW),
        (89, 1, NEW),
        (60, 20, NEW),
        (91, 0, OLD),
        (89, 2, OLD),
        (-3, 5, NEW),  # started after the others were asked
    ],
)
def test_who_started_lately_and_was_never_asked_is_new_whenever_the_others_were_asked(
    town: SubscriberMunicipality, started_before: int, imported_after: int, who: str
) -> None:
    town.import_staff(("An", AN, "1/1/2000", ""), ("Bo", BO, "1/1/2000", ""))
    ask(town, "1")
    town.today += timedelta(days=200)
    started = town.today - timedelta(days=started_before)
    ask(town, "2", count=1)  # of An; the run was killed behind her
    town.today += timedelta(days=imported_after)
    town.import_staff(
        ("An", AN, "1/1/2000", ""), ("Bo", BO, "1/1/2000", ""), ("Cas", CAS, started.isoformat(), "")
    )
    found = find(town, "2", "Neem de fiets.")
    assert found
    parts = {OLD if not each.is_for_newcomers else NEW: each for each in found.split()}
    assert [each.email for each in parts[OLD].recipients] == ([BO] if who == NEW else [BO, CAS])
    assert CAS in [each.email for each in parts[who].recipients]
