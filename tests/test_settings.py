"""Settings that are empty are not set, but for three of which empty says something."""

import pytest

from terugkom.settings import Settings

# Another database, which is refused; mails that were read stay where they are; no proxy is trusted.
_EMPTY_IS_A_VALUE = {"database_url", "mailbox_processed_folder", "site_trusted_proxies"}


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - _EMPTY_IS_A_VALUE))
def test_an_empty_setting_is_not_set(name: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in Settings.model_fields:
        monkeypatch.delenv(f"TERUGKOM_{each.upper()}", raising=False)
    unset = Settings()
    monkeypatch.setenv(f"TERUGKOM_{name.upper()}", empty)
    assert Settings() == unset


def test_all_settings_but_the_database_may_be_empty_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in Settings.model_fields:
        monkeypatch.setenv(f"TERUGKOM_{each.upper()}", "")
    monkeypatch.delenv("TERUGKOM_DATABASE_URL")
    found = Settings()
    assert found.database == f"sqlite:///{found.home.resolve() / 'terugkom.db'}"
    assert (found.smtp_url, found.alert_webhook_url, found.encryption_key_file) == (None, None, None)
    assert found.site_trusted_proxies == "", "no proxy is trusted"
    assert found.mailbox_processed_folder == "", "mails that were read are marked and stay"
