"""Answers of mtcnn-turbo and of its peers, in one form."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


@dataclass(frozen=True)
class Setting:
    """How faces are looked for."""

    min_face_size: int
    thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7)
    scale_factor: float = 0.709

    def __str__(self) -> str:
        thresholds = ",".join(str(threshold) for threshold in self.thresholds)
        return f"{self.min_face_size} px; {thresholds}; {self.scale_factor}"


@dataclass(frozen=True)
class Face:
    box: tuple[float, float, float, float]  # x, y, width, height
    score: float
    landmarks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Answer:
    """The faces in one picture, or why there is no answer."""

    faces: tuple[Face, ...] = ()
    pixels: int = 0
    error: str | None = None


def own_answers(program: Path, recipe: str, pictures: list[Path], setting: Setting) -> list[Answer]:
    """One answer a picture, by one run of mtcnn-turbo."""
    command = [
        str(program), "detect", "--quiet", "--recipe", recipe,
        "--min-face-size", str(setting.min_face_size),
        "--thresholds", ",".join(str(threshold) for threshold in setting.thresholds),
        "--scale-factor", str(setting.scale_factor),
        "--", *map(str, pictures),
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    answers = [own_answer(json.loads(line)) for line in done.stdout.splitlines()]
    if len(answers) != len(pictures):
        raise RuntimeError(f"mtcnn-turbo gave {len(answers)} records for {len(pictures)} pictures")
    return answers


def own_answer(record: dict) -> Answer:
    if "error" in record:
        return Answer(error=record["error"]["message"])
    faces = tuple(
        Face(
            tuple(face["bbox"][name] for name in ("x", "y", "width", "height")),
            face["bbox"]["confidence"],
            tuple(tuple(face["landmarks"][name]) for name in LANDMARKS),
        )
        for face in record["faces"]
    )
    return Answer(faces, record["width"] * record["height"])


class Peer:
    """A peer's driver, running in its environment; a context manager. What it prints on the side goes to a log."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log
        with log.open("w") as side:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=side, text=True
            )

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()

    def answers(self, pictures: list[Path], setting: Setting) -> Iterator[Answer]:
        for picture in pictures:
            job = {
                "picture": str(picture),
                "min_face_size": setting.min_face_size,
                "thresholds": setting.thresholds,
                "scale_factor": setting.scale_factor,
            }
            print(json.dumps(job), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
            if not line:
                raise RuntimeError(f"the peer's driver ended at {picture}; {self._log} may say why")
            yield peer_answer(json.loads(line))


def peer_answer(answer: dict) -> Answer:
    if "error" in answer:
        return Answer(error=answer["error"])
    faces = tuple(
        Face(tuple(face["box"]), face["score"], tuple(tuple(point) for point in face["landmarks"]))
        for face in answer["faces"]
    )
    return Answer(faces, answer["pixels"])
