"""What a command that decides about a text was told to do with it."""

from argparse import Namespace

from terugkom.editions.model import EditionVerdict


def choose_verdict(given: Namespace) -> EditionVerdict:
    """Return the verdict of `--drop` or `--send-back`; without either the text is approved."""
    if given.drop:
        return EditionVerdict.DROP
    return EditionVerdict.SEND_BACK if given.send_back else EditionVerdict.APPROVE
