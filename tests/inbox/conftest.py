"""A municipality whose staff reads what it is sent, as in the tests of subscribers."""

from tests.inbox.home import home  # noqa: F401
from tests.subscribers.conftest import town  # noqa: F401
