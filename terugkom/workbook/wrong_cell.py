"""The error of a cell that cannot be read as what its column holds."""


class WrongCell(Exception):
    """An invalid cell; the import turns it into a finding and continues.

    `message` names the message of the finding where it is not that of its code.
    """

    def __init__(self, code: str, message: str = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {**details, "message": message} if message else details
