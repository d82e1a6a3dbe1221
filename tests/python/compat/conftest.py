"""What the tests of the drop-ins share: answers of the packages themselves, and faces to compare them with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

ANSWERS = Path(__file__).resolve().parents[2] / "parity" / "answers"


@dataclass(frozen=True)
class Answer:
    """What a package answered; the drop-in must do the same with the same picture and settings."""

    picture: np.ndarray  # RGB
    min_face_size: float
    thresholds: list[float]
    factor: float
    boxes: np.ndarray  # (N, 4): x, y, width, height
    scores: np.ndarray
    landmarks: np.ndarray


@pytest.fixture
def answers(request: pytest.FixtureRequest, pictures: Path) -> list[Answer]:
    """All answers of the package that the test names; without JPEGs, whose pixels depend on the decoder."""
    files = sorted((ANSWERS / request.param).glob("*.json"))
    loaded = [json.loads(file.read_text()) for file in files]
    found = [as_answer(answer, pictures) for answer in loaded if answer["picture"].endswith(".png")]
    assert len(found) >= 8
    return found


def as_answer(answer: dict[str, Any], pictures: Path) -> Answer:
    picture = np.array(Image.open(pictures / answer["picture"]).convert("RGB"))
    parameters, faces = answer["params"], answer["faces"]
    return Answer(
        picture,
        parameters["min_face_size"],
        parameters["thresholds"],
        parameters["factor"],
        np.reshape([face["bbox"] for face in faces], (-1, 4)),
        np.array([face["score"] for face in faces]),
        np.reshape([face["landmarks"] for face in faces], (-1, 5, 2)),
    )


@pytest.fixture
def two_faces(astronaut_rgb: np.ndarray) -> np.ndarray:
    return np.concatenate([astronaut_rgb, astronaut_rgb[:, ::-1]], axis=1)


@pytest.fixture
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
