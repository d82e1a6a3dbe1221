"""Answers of mtcnn-turbo and of its peers, in one form."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


class NoAnswersError(Exception):
    """One sentence about a program that did not answer as it should."""


@dataclass(frozen=True)
class Setting:
    """How faces are looked for."""

    min_face_size: int
    thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7)
    scale_factor: float = 0.709

    def __str__(self) -> str:
        thresholds = ",".join(map(str, self.thresholds))
        return f"{self.min_face_size} px; {thresholds}; {self.scale_factor}"


# x, y, width, height
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Face:
    box: Box
    score: float
    landmarks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Answer:
    """The faces in one picture, or why there is no answer."""

    faces: tuple[Face, ...] = ()
    pixels: int = 0
    error: str | None = None


def own_answers(
    program: Path, recipe: str, pictures: list[Path], setting: Setting, backend: str = "auto"
) -> list[Answer]:
    """One answer a picture, by one run of mtcnn-turbo; raises NoAnswersError where it does not give as many."""
    command = [
        str(program), "detect", "--format", "jsonl", "--quiet", "--recipe", recipe, "--backend", backend,
        "--min-face-size", str(setting.min_face_size),
        "--thresholds", ",".join(map(str, setting.thresholds)),
        "--scale-factor", str(setting.scale_factor),
        "--", *map(str, pictures),
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    records = done.stdout.splitlines()
    # 1 where a picture failed, of which its record tells.
    if done.returncode not in (0, 1) or len(records) != len(pictures):
        raise NoAnswersError(
            f"{program} gave {len(records)} records for {len(pictures)} pictures and the exit code {done.returncode}."
        )
    return [own_answer(json.loads(record)) for record in records]


def own_answer(record: dict[str, Any]) -> Answer:
    if "error" in record:
        return Answer(error=record["error"]["message"])
    faces = tuple(
        Face(
            numbers(face["bbox"][name] for name in ("x", "y", "width", "height")),
            number(face["bbox"]["confidence"]),
            tuple(numbers(face["landmarks"][name]) for name in LANDMARKS),
        )
        for face in record["faces"]
    )
    return Answer(faces, record["width"] * record["height"])


def numbers(values: Iterable[float | None]) -> tuple[float, ...]:
    return tuple(map(number, values))


def number(value: float | None) -> float:
    """A record says null where a value is not finite."""
    return math.nan if value is None else value


class Peer:
    """A peer's driver, running in its environment; a context manager. What it says goes to the file `log`."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
            )

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        # It has nothing left to do: all that it was asked has been answered, or nobody waits for the answer.
        self._process.kill()
        self._process.communicate()

    def answers(self, pictures: list[Path], setting: Setting) -> Iterator[Answer]:
        """One answer a picture; raises NoAnswersError where the driver ends before that."""
        for picture in pictures:
            yield peer_answer(json.loads(self._ask(picture, setting)))

    def _ask(self, picture: Path, setting: Setting) -> str:
        job = {
            "picture": str(picture),
            "min_face_size": setting.min_face_size,
            "thresholds": setting.thresholds,
            "scale_factor": setting.scale_factor,
        }
        answer = ""
        try:
            print(json.dumps(job), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            pass
        if not answer:
            raise NoAnswersError(f"The peer's driver ended at {picture}; what it said last is in {self._log}.")
        return answer


def peer_answer(answer: dict[str, Any]) -> Answer:
    if "error" in answer:
        return Answer(error=answer["error"])
    faces = tuple(
        Face(tuple(face["box"]), face["score"], tuple(tuple(point) for point in face["landmarks"]))
        for face in answer["faces"]
    )
    return Answer(faces, answer["pixels"])
