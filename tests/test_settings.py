"""Settings that are empty are not set, whichever they are."""

import pytest

from terugkom.settings import Settings

_EMPTY_IS_A_VALUE = "mailbox_processed_folder"  # mails that were read stay where they are


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - {_EMPTY_IS_A_VALUE}))
def test_an_empty_setting_is_not_set(name: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in Settings.model_fields:
        monkeypatch.delenv(f"TERUGKOM_{each.upper()}", raising=False)
    unset = Settings()
    monkeypatch.setenv(f"TERUGKOM_{name.upper()}", empty)
    assert Settings() == unset


def test_all_settings_may_be_empty_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in Settings.model_fields:
        monkeypatch.setenv(f"TERUGKOM_{each.upper()}", "")
    found = Settings()
    assert found.database == f"sqlite:///{found.home.resolve() / 'terugkom.db'}"
    assert (found.smtp_url, found.alert_webhook_url, found.encryption_key_file) == (None, None, None)
    assert found.mailbox_processed_folder == "", "mails that were read are marked and stay"
