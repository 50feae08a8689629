"""Estimates of work in milliseconds of one core, as measured: see docs/scale.md.

They need only be of the right size.
"""

_REMINDERS = 60.0  # of a municipality: opening and closing its week, the summary
_DIGEST_OF_ACTION = 1.0  # per due action
_MEETING_STEP = 60.0  # a pack; other steps take less
_FILE = 1_500.0  # of an inbox: most often a workbook
_CODE_OF_CONDUCT = 200.0


def estimate_reminders(due_actions: int) -> float:
    """Return the work of the reminders of a municipality with so many due actions."""
    return _REMINDERS + _DIGEST_OF_ACTION * due_actions


def estimate_meeting() -> float:
    """Return the work of the due steps of a meeting."""
    return _MEETING_STEP


def estimate_import() -> float:
    """Return the work of importing the new files of an inbox."""
    return _FILE


def estimate_code_of_conduct() -> float:
    """Return the work of sending the code of conduct of a municipality."""
    return _CODE_OF_CONDUCT
