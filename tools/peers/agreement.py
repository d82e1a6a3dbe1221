"""How far two answers lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

from answers import Answer, Box


@dataclass(frozen=True)
class Tolerance:
    iou: float  # at least
    landmark: float = math.inf  # pixels along an axis, at most
    score: float = math.inf  # at most


@dataclass(frozen=True)
class Agreement:
    """The worst over all faces of one picture."""

    expected: int
    found: int
    iou: float = 1.0
    landmark: float = 0.0
    score: float = 0.0

    def within(self, tolerance: Tolerance) -> bool:
        return (
            self.expected == self.found
            and self.iou >= tolerance.iou
            and self.landmark <= tolerance.landmark
            and self.score <= tolerance.score
        )

    def __str__(self) -> str:
        return (
            f"{self.found} of {self.expected} faces, 1 - IoU {1 - self.iou:.1e}, "
            f"landmarks {self.landmark:.1e} px, scores {self.score:.1e}"
        )


def agreement(expected: Answer, found: Answer) -> Agreement:
    """Matches the faces one to one, each with the one that it overlaps most; one that is left over has an IoU of 0."""
    iou, landmark, score = 1.0, 0.0, 0.0
    left = list(found.faces)
    for face in expected.faces:
        match = max(left, key=lambda other: intersection_over_union(face.box, other.box), default=None)
        overlap = intersection_over_union(face.box, match.box) if match else 0.0
        iou = min(iou, overlap)
        if overlap == 0.0:
            continue
        left.remove(match)
        score = max(score, difference(face.score, match.score))
        for (x, y), (other_x, other_y) in zip(face.landmarks, match.landmarks, strict=True):
            landmark = max(landmark, difference(x, other_x), difference(y, other_y))
    if left:
        iou = 0.0
    return Agreement(len(expected.faces), len(found.faces), iou, landmark, score)


# What is not a number must count as far away; `min` and `max` pass over it.


def difference(a: float, b: float) -> float:
    return math.inf if math.isnan(a - b) else abs(a - b)


def intersection_over_union(a: Box, b: Box) -> float:
    if any(map(math.isnan, (*a, *b))):
        return 0.0
    (ax, ay, a_width, a_height), (bx, by, b_width, b_height) = a, b
    width = max(0.0, min(ax + a_width, bx + b_width) - max(ax, bx))
    height = max(0.0, min(ay + a_height, by + b_height) - max(ay, by))
    shared = width * height
    return shared / (a_width * a_height + b_width * b_height - shared) if shared > 0 else 0.0
