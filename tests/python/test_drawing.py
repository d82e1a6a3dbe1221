"""Faces drawn, and cut out."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mtcnn_turbo import MTCNN, Error, align, annotate


def test_align_is_what_the_program_cuts_out(
    detector: MTCNN, astronaut: np.ndarray, program: Path, pictures: Path, tmp_path: Path
) -> None:
    _, landmarks = detector.detect(astronaut)
    command = [program, "detect", pictures / "astronaut.png", "--min-face-size=40", "--crops", tmp_path, "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    expected = np.array(Image.open(path).convert("RGB"))
    np.testing.assert_array_equal(align(astronaut, landmarks[0])[..., ::-1], expected)


def test_align_shapes_and_colours(detector: MTCNN, astronaut: np.ndarray, astronaut_rgb: np.ndarray) -> None:
    _, landmarks = detector.detect(astronaut)
    crop = align(astronaut, landmarks[0], 64)
    assert (crop.shape, crop.dtype) == ((64, 64, 3), np.uint8)
    assert align(astronaut, landmarks).shape == (1, 112, 112, 3)
    assert align(astronaut, landmarks[:0]).shape == (0, 112, 112, 3)
    np.testing.assert_array_equal(align(astronaut_rgb, landmarks[0], 64, color="rgb"), crop[..., ::-1])
    np.testing.assert_array_equal(align(Image.fromarray(astronaut_rgb), landmarks[0], 64), crop[..., ::-1])


@pytest.mark.parametrize(
    ("landmarks", "options", "message"),
    [
        (np.zeros((4, 2)), {}, r"landmarks have the shape \(4, 2\)"),
        (np.full((5, 2), np.nan), {}, "landmarks must be finite"),
        (np.zeros((5, 2)), {}, "say no direction"),
        (np.ones((5, 2)), {"size": 4}, "size must be from 8 to 4096"),
        (np.ones((5, 2)), {"margin": -1}, "margin must be from 0 to 4"),
    ],
)
def test_align_refuses(landmarks: np.ndarray, options: dict[str, Any], message: str, astronaut: np.ndarray) -> None:
    with pytest.raises(Error, match=message):
        align(astronaut, landmarks, **options)


def test_annotate_draws_on_a_copy(detector: MTCNN, astronaut: np.ndarray) -> None:
    bboxes, landmarks = detector.detect(astronaut)
    drawn = annotate(astronaut, bboxes, landmarks)
    assert (drawn.shape, drawn.dtype) == (astronaut.shape, np.uint8)
    changed = np.flatnonzero((drawn != astronaut).any(axis=2).any(axis=0))
    x, _, width, _, _ = bboxes[0]
    assert abs(changed[0] - x) <= 4
    assert abs(changed[-1] - (x + width)) <= 4
    nose_x, nose_y = landmarks[0, 2].round().astype(int)
    assert drawn[nose_y, nose_x].tolist() == [255, 255, 255]
    np.testing.assert_array_equal(annotate(astronaut, bboxes[:0], landmarks[:0]), astronaut)


def test_annotate_keeps_the_order_of_colours(detector: MTCNN, astronaut: np.ndarray, astronaut_rgb: np.ndarray) -> None:
    bboxes, landmarks = detector.detect(astronaut)
    expected = annotate(astronaut, bboxes, landmarks)[..., ::-1]
    np.testing.assert_array_equal(annotate(astronaut_rgb, bboxes, landmarks, color="rgb"), expected)
    np.testing.assert_array_equal(annotate(Image.fromarray(astronaut_rgb), bboxes, landmarks), expected)


def test_annotate_beyond_the_borders(black: np.ndarray) -> None:
    landmarks = np.array([[[-50, -50], [500, 0], [80, 60], [0, 500], [1e6, -1e6]]])
    assert annotate(black, [[-30, -30, 400, 50, 0.9]], landmarks).shape == black.shape
    assert annotate(black[..., 0], [[1e7, 1e7, 10, 10, 0.9]]).shape == black.shape


def test_annotate_refuses_what_is_not_finite(black: np.ndarray) -> None:
    with pytest.raises(Error, match="must be finite"):
        annotate(black, [[0, 0, np.inf, 1, 1]])
    with pytest.raises(Error, match="shape"):
        annotate(black, [[1, 2, 3]])
