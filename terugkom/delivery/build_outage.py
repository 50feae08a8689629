"""The outage that an error of a channel tells of, as a report keeps it."""

from terugkom.delivery.channels.base import ChannelError
from terugkom.errors import ERROR_LANGUAGE
from terugkom.report import ChannelOutage, redact_addresses


def build_outage(channel: str, municipality: str, error: ChannelError, language: str) -> ChannelOutage:
    """Return the outage, without addresses; `language` is that of whoever reads the installation's runs."""
    english, translation = (redact_addresses(error.render(each)) for each in (ERROR_LANGUAGE, language))
    return ChannelOutage(channel, municipality, english, translation)
