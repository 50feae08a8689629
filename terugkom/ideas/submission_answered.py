"""The error of a second answer, other than the first, to an idea or a remark."""

from datetime import date

from terugkom.errors import Message, PublicInputError


class SubmissionAnswered(PublicInputError):
    """What was handed in was answered otherwise before; that answer stays unless the new one is a change."""

    def __init__(self, decided: Message, on: date) -> None:
        super().__init__("error.submission.answered", decided=decided, on=on)
