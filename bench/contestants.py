"""Runs contestants side by side: processes that hold the frames in memory and make one pass over them when told."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field
from typing import Any

Box = list[float]


@dataclass
class Contestant:
    """One way to find the faces of the frames."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    frames: list[list[Box]] = field(default_factory=list)
    memory_kilobytes: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer("ready")
        self.run()  # the first pass warms up, and does not count
        self.seconds.clear()

    def run(self) -> None:
        assert self.process is not None and self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        answer = json.loads(self._answer("{"))
        self.seconds.append(answer["seconds"])
        self.frames = answer["frames"]
        self.memory_kilobytes = answer["memory_kilobytes"]

    def stop(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            self.process.wait()

    def _answer(self, beginning: str) -> str:
        assert self.process is not None and self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(beginning):
                return line
        raise RuntimeError(f"{self.name} ended without an answer")

    @property
    def milliseconds(self) -> float:
        """The median over the passes, for one frame."""
        return statistics.median(self.seconds) / len(self.frames) * 1000

    def times_as_fast_as(self, other: Contestant) -> float:
        """The median of the rounds' ratios: within a round both ran on the machine as it then was."""
        return statistics.median(theirs / own for own, theirs in zip(self.seconds, other.seconds, strict=True))

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles, as a share of the median."""
        if len(self.seconds) < 4:
            return 0.0
        low, _, high = statistics.quantiles(self.seconds, n=4)
        return (high - low) / 2 / statistics.median(self.seconds)

    @property
    def faces(self) -> int:
        return sum(len(boxes) for boxes in self.frames)

    def matches(self, other: Contestant) -> int:
        """Faces of this one that lie on a face of the other."""
        return sum(
            any(overlap(box, candidate) > 0.5 for candidate in others)
            for boxes, others in zip(self.frames, other.frames, strict=True)
            for box in boxes
        )

    def mean_overlap(self, other: Contestant) -> float:
        """The mean IoU of the other's faces, each with the face of this one that lies on it best."""
        best = [
            max((overlap(box, candidate) for candidate in mine), default=0.0)
            for mine, theirs in zip(self.frames, other.frames, strict=True)
            for box in theirs
        ]
        return statistics.fmean(best) if best else 1.0

    def summary(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "milliseconds_a_frame": self.milliseconds,
            "seconds": self.seconds,
            "faces": self.faces,
            "memory_kilobytes": self.memory_kilobytes,
        }


def overlap(a: Box, b: Box) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def race(contestants: list[Contestant], rounds: int) -> None:
    """Round by round, each contestant in turn, so that what changes on the machine hits all alike."""
    try:
        for contestant in contestants:
            contestant.start()
        for _ in range(rounds):
            for contestant in contestants:
                contestant.run()
    finally:
        for contestant in contestants:
            contestant.stop()
