"""The outages that mails wait for, as each run says them: of each municipality, for each reason, once."""

from terugkom.delivery.due_deliveries import PostponedChannel
from terugkom.overview.stored_outages import build_stored_outages
from terugkom.report import ChannelOutage, RunReport

DOWN, FULL, REFUSED = "503 Service Unavailable", "507 Insufficient Storage", "550 sender not allowed"


def list_outages(
    *postponed: tuple[str, str, str], met: tuple[ChannelOutage, ...] = (), is_only_municipality: bool = False
) -> list[tuple[str, str, str]]:
    outages = build_stored_outages(
        [PostponedChannel(*each) for each in postponed], met, "nl", is_only_municipality=is_only_municipality
    )
    report = RunReport(outages=met) + RunReport(outages=outages)
    assert report.outages[len(met) :] == outages, "none is lost when reports are added"
    return [(each.channel, each.municipality, each.reason) for each in outages]


def test_what_a_run_met_at_one_municipality_hides_none_of_another() -> None:
    met = (ChannelOutage("webhook", "aalter", DOWN),)
    assert list_outages(
        ("webhook", "aalter", FULL), ("webhook", "zulte", DOWN), ("wordpress", "aalter", DOWN), met=met
    ) == [("webhook", "zulte", DOWN), ("wordpress", "aalter", DOWN)]
    assert list_outages(("smtp", "zulte", DOWN), met=(ChannelOutage("smtp", "", DOWN),)) == []


def test_channels_of_their_own_are_down_for_each_municipality_and_reason() -> None:
    waiting = [
        ("webhook", "aalter", DOWN),
        ("webhook", "aalter", FULL),
        ("webhook", "zulte", DOWN),
    ]
    assert list_outages(*waiting) == waiting
    assert list_outages(*waiting[:2], is_only_municipality=True) == waiting[:2]


def test_the_one_mail_server_is_down_for_all_in_one_line() -> None:
    assert list_outages(
        ("smtp", "aalter", DOWN),
        ("smtp", "lievegem", DOWN),
        ("smtp", "zulte", DOWN),
        ("smtp", "zulte", REFUSED),
    ) == [("smtp", "", DOWN), ("smtp", "zulte", REFUSED)]
    assert list_outages(
        *(("smtp", slug, DOWN) for slug in ("aalter", "lievegem", "zulte")),
        *(("smtp", slug, FULL) for slug in ("aalter", "zulte")),
    ) == [("smtp", "", DOWN)], "the reason that most wait for"
    assert list_outages(("smtp", "aalter", DOWN)) == [("smtp", "aalter", DOWN)]
    assert list_outages(("smtp", "aalter", DOWN), is_only_municipality=True) == [("smtp", "", DOWN)]


def test_a_reason_that_no_channel_gave_is_no_outage() -> None:
    assert list_outages(("webhook", "aalter", "the document is gone")) == []
