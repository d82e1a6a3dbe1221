"""The same calls of a peer and of what takes its place, and where their results differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Calls:
    """Types, shapes, dtypes, keys and order must be the same; numbers within these."""

    iou: float  # of boxes, at least
    near: float  # of other numbers, in pixels or as a score, at most
    pictures: int = 0
    made: int = 0
    faces: int = 0
    worst: float = 0.0  # 1 - IoU
    refused: list[str] = field(default_factory=list)  # calls that the peer itself does not answer
    differences: list[str] = field(default_factory=list)

    def make(
        self,
        name: str,
        theirs: Any,
        ours: Any,
        call: Callable[[Any], Any],
        boxes: Callable[[Any], Any] | None = None,
    ) -> None:
        """Calls both; `boxes` takes boxes (N, 4) of corners out of the results, to have their IoU measured."""
        self.made += 1
        try:
            expected = call(theirs)
        except Exception as error:  # whatever it raises, it has no answer
            self.refused.append(f"{name}: {type(error).__name__}")
            return
        try:
            found = call(ours)
        except Exception as error:
            self._differs(name, [f": {type(error).__name__}: {error}"])
            return
        differences = list(self.compare("", expected, found))
        if boxes and not differences:
            differences += self._compare_boxes(boxes(expected), boxes(found))
        self._differs(name, differences)

    def _differs(self, name: str, differences: list[str]) -> None:
        for difference in differences[:3]:
            print(f"  {name}{difference}", flush=True)
        self.differences += differences

    def _compare_boxes(self, theirs: Any, ours: Any) -> Iterator[str]:
        if theirs is None or len(theirs) == 0:
            return
        worst = float(np.max(1 - overlap(np.asarray(theirs, float), np.asarray(ours, float))))
        self.faces += len(theirs)
        self.worst = max(self.worst, worst)
        if worst > 1 - self.iou:
            yield f": 1 - IoU is {worst:.1e}"

    def compare(self, path: str, theirs: Any, ours: Any) -> Iterator[str]:
        """The differences, as sentences."""
        if type(theirs) is not type(ours):
            yield f"{path}: {type(theirs).__name__} and {type(ours).__name__}: {theirs!r} and {ours!r}"
        elif isinstance(theirs, (list, tuple)):
            if len(theirs) != len(ours):
                yield f"{path}: {len(theirs)} and {len(ours)} elements"
                return
            for index, pair in enumerate(zip(theirs, ours, strict=True)):
                yield from self.compare(f"{path}[{index}]", *pair)
        elif isinstance(theirs, dict):
            if list(theirs) != list(ours):
                yield f"{path}: keys {list(theirs)} and {list(ours)}"
                return
            for key in theirs:
                yield from self.compare(f"{path}[{key!r}]", theirs[key], ours[key])
        elif hasattr(theirs, "shape"):
            yield from self._compare_arrays(path, theirs, ours)
        elif isinstance(theirs, (int, float)) and not self._near(theirs, ours):
            yield f"{path}: {theirs} and {ours}"

    def _compare_arrays(self, path: str, theirs: Any, ours: Any) -> Iterator[str]:
        if theirs.shape != ours.shape or theirs.dtype != ours.dtype:
            yield f"{path}: {theirs.dtype} {tuple(theirs.shape)} and {ours.dtype} {tuple(ours.shape)}"
        elif str(theirs.dtype) == "object":
            yield from self.compare(path, theirs.tolist(), ours.tolist())
        elif not self._near(np.asarray(theirs), np.asarray(ours)):
            yield f"{path}: numbers differ by up to {np.abs(np.asarray(theirs) - np.asarray(ours)).max()}"

    def _near(self, theirs: Any, ours: Any) -> bool:
        # Where a number is rounded, its last decimals decide between two whole ones.
        allowed = 1 if np.issubdtype(np.asarray(theirs).dtype, np.integer) else self.near
        return bool(np.all(np.abs(np.asarray(theirs, float) - np.asarray(ours, float)) <= allowed))

    def __str__(self) -> str:
        return (
            f"{self.pictures} pictures, {self.made} calls, {self.faces} faces, 1 - IoU {self.worst:.1e}, "
            f"{len(self.differences)} differences; {len(self.refused)} calls that the peer refuses"
        )


def overlap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The IoU of each box of corners with its counterpart."""
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = sides.clip(0).prod(axis=1)
    return shared / (areas(a) + areas(b) - shared)


def areas(corners: np.ndarray) -> np.ndarray:
    return (corners[:, 2:] - corners[:, :2]).prod(axis=1)
