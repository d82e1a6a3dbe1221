"""What the readers of all label formats share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answers import Box


@dataclass(frozen=True)
class LabelledFace:
    box: Box
    ignored: bool = False  # need not be found, and is not wrong where it is


class BrokenLineError(Exception):
    def __init__(self, number: int, reason: str) -> None:
        super().__init__(number, reason)
        self.number = number  # of the line, from 1
        self.reason = reason  # without a full stop


def is_measure(value: Any) -> bool:
    """True of a number that can be meant in pixels: to Python, true and NaN are numbers too."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9
