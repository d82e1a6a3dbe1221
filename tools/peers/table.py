"""The table of a recipe: a line for each setting, below it the pictures that do not agree, and a verdict at the end."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from pathlib import Path

from agreement import Agreement, Tolerance, agreement
from answers import Answer, Setting

HEADER = f"{'smallest face; thresholds; factor':34} compared  faces  1 - IoU  landmark    score  disagree  no answer"


class Verdict(Enum):
    AGREES = auto()
    DISAGREES = auto()
    NO_ANSWER = auto()  # of the peer, so that there is nothing to agree with


@dataclass(frozen=True)
class Comparison:
    """One picture with one setting."""

    picture: Path
    expected: Answer  # the peer's
    found: Answer
    tolerance: Tolerance

    @cached_property
    def agreement(self) -> Agreement:
        return agreement(self.expected, self.found)

    @property
    def verdict(self) -> Verdict:
        if self.expected.error is not None:
            return Verdict.NO_ANSWER
        if self.found.error is not None or not self.agreement.within(self.tolerance):
            return Verdict.DISAGREES
        return Verdict.AGREES

    def __str__(self) -> str:
        if self.verdict is Verdict.NO_ANSWER:
            own = self.found.error or f"{len(self.found.faces)} faces"
            return f"{self.picture}: no answer of the peer ({self.expected.error}); mtcnn-turbo: {own}"
        return f"{self.picture}: {self.found.error or self.agreement}"


def setting_lines(setting: Setting, comparisons: list[Comparison]) -> Iterable[str]:
    counts = count_verdicts(comparisons)
    compared = counts[Verdict.AGREES] + counts[Verdict.DISAGREES]
    faces = sum(len(one.expected.faces) for one in comparisons)
    # Without those of which only the boxes are compared, and roughly: they would hide the others.
    exact = [one for one in comparisons if one.expected.error is None and math.isfinite(one.tolerance.landmark)]
    worst_iou = max((1 - one.agreement.iou for one in exact), default=0)
    worst_landmark = max((one.agreement.landmark for one in exact), default=0)
    worst_score = max((one.agreement.score for one in exact), default=0)
    yield (
        f"{setting!s:34} {compared:8}  {faces:5}  {worst_iou:7.1e}  {worst_landmark:8.1e}  {worst_score:7.1e}"
        f"  {counts[Verdict.DISAGREES]:8}  {counts[Verdict.NO_ANSWER]:9}"
    )
    yield from (f"    {one}" for one in comparisons if one.verdict is not Verdict.AGREES)


def conclusion(recipe: str, comparisons: list[Comparison]) -> str:
    counts = count_verdicts(comparisons)
    if agree(comparisons):
        sentence = f"{recipe} agrees with all {counts[Verdict.AGREES]} answers of the peer"
    elif counts[Verdict.DISAGREES] > 0:
        compared = counts[Verdict.AGREES] + counts[Verdict.DISAGREES]
        sentence = f"{recipe} DISAGREES with {counts[Verdict.DISAGREES]} of {compared} answers of the peer"
    else:
        return f"{recipe} was NOT COMPARED: the peer gave no answer"
    if counts[Verdict.NO_ANSWER] > 0:
        sentence += f", which gave none in {counts[Verdict.NO_ANSWER]} cases"
    return sentence


def agree(comparisons: list[Comparison]) -> bool:
    """False, too, where nothing could be compared."""
    counts = count_verdicts(comparisons)
    return counts[Verdict.DISAGREES] == 0 and counts[Verdict.AGREES] > 0


def count_verdicts(comparisons: list[Comparison]) -> Counter[Verdict]:
    return Counter(one.verdict for one in comparisons)
