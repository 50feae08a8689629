"""Note which paths a Prefect server is asked for."""

from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient


def note_requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the path of each request is added from now on, which is sent as before."""
    asked_for: list[str] = []
    send = SyncPrefectClient.request

    def note(client: SyncPrefectClient, method: Any, path: Any, *given: Any, **how: Any) -> Any:
        asked_for.append(path)
        return send(client, method, path, *given, **how)

    monkeypatch.setattr(SyncPrefectClient, "request", note)
    return asked_for
