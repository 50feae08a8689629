"""The kinds of documents about a meeting, by its steps.

Beside what renders them: who only looks whether a mail was sent does not import that.
"""

from terugkom.meetings.model import StepKind

INVITATION_DOCUMENTS = {
    StepKind.INVITATION: "meeting-invitation",
    StepKind.UPDATE: "meeting-moved",
    StepKind.CANCEL: "meeting-cancelled",
    StepKind.LATE_INVITATION: "meeting-invitation",
    StepKind.WITHDRAWAL: "meeting-withdrawn",
}
PACK_STEPS = (StepKind.PACK, StepKind.LATE_PACK)
PACK_DOCUMENT = "meeting-pack"  # of every pack
WARNING_DOCUMENT = "attendance-warning"
