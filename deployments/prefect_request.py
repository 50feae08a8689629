"""One request to Prefect's API, which is tried again while the server says that its database is locked."""

import time
from typing import Any

import requests

_BUSY_WAITS = (1, 2, 4)  # seconds
_SECONDS = 30


def request_prefect(
    method: str, url: str, content: dict[str, Any] | None, login: str = ""
) -> requests.Response:
    """Return the answer; `login` is `user:password`, or empty.

    Prefect answers 503 while its SQLite is locked, by a run that starts for instance: that changed nothing.
    Raises requests.RequestException if the server cannot be reached.
    """
    user, _, password = login.partition(":")
    auth = (user, password) if user else None
    answer = requests.request(method, url, json=content, timeout=_SECONDS, auth=auth)
    for wait in _BUSY_WAITS:
        if answer.status_code != requests.codes.unavailable:
            break
        time.sleep(wait)
        answer = requests.request(method, url, json=content, timeout=_SECONDS, auth=auth)
    return answer


def describe_prefect_failure(error: requests.RequestException) -> str:
    """Return why a request to Prefect's API failed, in a line; its own text may hold the login."""
    answer = getattr(error, "response", None)
    if isinstance(answer, requests.Response):
        return f"Prefect's server answers with status {answer.status_code}"
    if isinstance(error, requests.ConnectTimeout | requests.ReadTimeout):
        return f"Prefect's server does not answer within {_SECONDS} seconds"
    if isinstance(error, requests.ConnectionError):
        return "Prefect's server cannot be reached"
    return f"Prefect's server could not be asked ({type(error).__name__})"
