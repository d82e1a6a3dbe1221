"""The exception of the package."""

from __future__ import annotations

from typing import Any


class Error(ValueError):
    """Something that cannot be read or makes no sense; the message says what, and why.

    ``code`` is what kind of thing went wrong ("invalid_argument", "unsupported", ...), ``stage`` where ("options",
    "weights", "read", "decode", "detect", "write"). They are the same as in the records of the command line.
    As far as they are known, ``input`` is what was refused ("frame 3", a path), ``where`` the place in it, ``limit`` what
    is allowed and ``actual`` what was there instead; else "" and None.
    """

    def __init__(
        self,
        message: str,
        code: str = "invalid_argument",
        stage: str = "options",
        input: str = "",
        where: str = "",
        limit: float | None = None,
        actual: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.stage = stage
        self.input = input
        self.where = where
        self.limit = limit
        self.actual = actual

    def __reduce__(self) -> tuple[type[Error], tuple[Any, ...]]:
        return type(self), (str(self), self.code, self.stage, self.input, self.where, self.limit, self.actual)
