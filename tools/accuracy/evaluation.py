"""Precision, recall and average precision, as WIDER FACE's evaluation defines them, at an IoU of 0.5.

docs/accuracy.md has its rules. Two details differ: every score is a point of the curve, instead of 1000 levels of all
scores, and a box from x to x + width is as wide as that, instead of one pixel wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from agreement import intersection_over_union
from answers import Face
from label_lines import LabelledFace

LEAST_IOU = 0.5


@dataclass(frozen=True)
class Judgement:
    """Of a box that counts: it is the best on a face, or it is wrong."""

    score: float
    correct: bool


@dataclass(frozen=True)
class Counts:
    """At a threshold on the score."""

    labelled: int  # faces that count
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.found / self.labelled

    @property
    def precision(self) -> float | None:
        """None where there is no box."""
        boxes = self.found + self.wrong
        return self.found / boxes if boxes else None


def judge(faces: Sequence[Face], labelled: Sequence[LabelledFace]) -> list[Judgement]:
    """Judges the boxes of one picture, those on ignored faces left out.

    A box belongs to the face that it overlaps most, even where that one has been found by a box with a higher score; it
    is wrong then.
    """
    judgements = []
    found = set()
    for face in sorted(faces, key=lambda face: -face.score):
        overlaps = [intersection_over_union(face.box, other.box) for other in labelled]
        best = max(range(len(overlaps)), key=overlaps.__getitem__, default=None)
        if best is None or overlaps[best] < LEAST_IOU:
            judgements.append(Judgement(face.score, correct=False))
        elif not labelled[best].ignored:
            judgements.append(Judgement(face.score, correct=best not in found))
            found.add(best)
    return judgements


def count(judgements: Sequence[Judgement], labelled: int, threshold: float) -> Counts:
    reached = [judgement.correct for judgement in judgements if judgement.score >= threshold]
    return Counts(labelled, found=sum(reached), wrong=len(reached) - sum(reached))


def average_precision(judgements: Sequence[Judgement], labelled: int) -> float:
    """The area below the curve, on which precision at a recall is the best at that recall or a higher one."""
    area, precision = 0.0, 0.0
    points = curve(judgements, labelled)
    for point, before in zip(reversed(points), [*reversed(points[:-1]), Counts(labelled, 0, 0)]):
        precision = max(precision, point.precision or 0.0)
        area += (point.recall - before.recall) * precision
    return area


def curve(judgements: Sequence[Judgement], labelled: int) -> list[Counts]:
    """One point a score, from the highest down; boxes with the same score reach a threshold together."""
    points = []
    found = wrong = 0
    ranked = sorted(judgements, key=lambda judgement: -judgement.score)
    for _, group in groupby(ranked, key=lambda judgement: judgement.score):
        for judgement in group:
            found += judgement.correct
            wrong += not judgement.correct
        points.append(Counts(labelled, found, wrong))
    return points
