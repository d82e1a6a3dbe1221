"""The exception of the package."""

from __future__ import annotations


class Error(ValueError):
    """Something that cannot be read or makes no sense; the message says what, and why.

    ``code`` is what kind of thing went wrong ("invalid_argument", "unsupported", ...), ``stage`` where ("options",
    "weights", "read", "decode", "detect", "write"). They are the same as in the records of the command line.
    """

    def __init__(self, message: str, code: str = "invalid_argument", stage: str = "options") -> None:
        super().__init__(message)
        self.code = code
        self.stage = stage

    def __reduce__(self) -> tuple[type[Error], tuple[str, str, str]]:
        return type(self), (str(self), self.code, self.stage)
