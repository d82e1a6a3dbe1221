"""Takes the place of mtcnn 1.0 and 0.1: ``from mtcnn_turbo.compat.mtcnn import MTCNN``."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import detector
from .._extras import import_extra

KEYPOINTS = {"nose": 2, "mouth_right": 4, "right_eye": 1, "left_eye": 0, "mouth_left": 3}
COLUMNS = 16  # image, two corners, score, x of the five landmarks, y of the five landmarks

# Whoever gives the constructor one of these writes for mtcnn 0.1.
OLD_ARGUMENTS = ("weights_file", "min_face_size", "steps_threshold", "scale_factor")


class MTCNN:
    """mtcnn's detector, of version 1.0, or of 0.1 where one of its arguments is given: pictures are arrays of RGB.

    Args:
        stages: "face_and_landmarks_detection"; the other one of mtcnn's, which stops half way, is not there.
        device: is remembered; faces are found on the CPU.
        weights_file, min_face_size, steps_threshold, scale_factor: those of 0.1, with its defaults; `weights_file` is
            not read.
    """

    def __init__(
        self, stages: str = "face_and_landmarks_detection", device: str = "CPU:0", **old_arguments: Any
    ) -> None:
        if stages != "face_and_landmarks_detection":
            raise ValueError(f"stages {stages!r} cannot be had; only 'face_and_landmarks_detection'")
        for name in old_arguments:
            if name not in OLD_ARGUMENTS:
                raise TypeError(f"MTCNN() has no argument {name!r}")
        self._device = device
        self._is_old = bool(old_arguments)
        self._min_face_size = old_arguments.get("min_face_size") or 20
        self._scale_factor = old_arguments.get("scale_factor") or 0.709
        self._thresholds = old_arguments.get("steps_threshold") or ((0.6, 0.7, 0.7) if self._is_old else (0.6, 0.7, 0.8))
        self._detectors: dict[tuple[Any, ...], detector.MTCNN] = {}

    @property
    def device(self) -> str:
        return self._device

    def predict(self, image: Any, **kwargs: Any) -> Any:
        """The same as `detect_faces`."""
        return self.detect_faces(image, **kwargs)

    def detect_faces(
        self,
        image: Any,
        fit_to_image: bool = True,
        limit_boundaries_landmarks: bool = False,
        box_format: str = "xywh",
        output_type: str = "json",
        postprocess: bool = True,
        batch_stack_justification: str = "center",
        *,
        min_face_size: float | None = None,
        scale_factor: float | None = None,
        threshold_pnet: float | None = None,
        threshold_rnet: float | None = None,
        threshold_onet: float | None = None,
        min_size: int = 12,
    ) -> Any:
        """Finds the faces of an array (H, W, 3) of RGB, of a file's path or its bytes, or of a list of these.

        Returns:
            A list of dictionaries with "box", "confidence" and "keypoints", whole pixels; for a list of pictures a list
            of such lists. With `output_type` "numpy", an array (N, 16): number of the picture, box, confidence, x of the
            five landmarks, y of the five landmarks.

        Pictures of a list are searched one by one, not laid on one canvas, so `batch_stack_justification` changes nothing.
        """
        if min_size != 12:
            raise ValueError(f"min_size {min_size} cannot be had; PNet's window is 12 pixels")
        is_batch = isinstance(image, list)
        pictures = [load(picture) for picture in (image if is_batch else [image])]
        given = (threshold_pnet, threshold_rnet, threshold_onet)
        thresholds = tuple(
            float(default if threshold is None else threshold)
            for threshold, default in zip(given, self._thresholds, strict=True)
        )
        found = self._detector(min_face_size or self._min_face_size, thresholds, scale_factor or self._scale_factor)
        rows = [
            rows_of(number, *faces, picture.shape, fit_to_image and postprocess, limit_boundaries_landmarks)
            for number, (picture, faces) in enumerate(zip(pictures, found.detect_batch(pictures), strict=True))
        ]
        if output_type == "numpy":
            table = np.concatenate([np.empty((0, COLUMNS)), *rows])
            if box_format == "xywh":
                table[:, 3:5] -= table[:, 1:3]
            return table
        faces = [[self._face(row, box_format) for row in of_picture] for of_picture in rows]
        return faces if is_batch else faces[0]

    def _detector(self, min_face_size: float, thresholds: Sequence[float], factor: float) -> detector.MTCNN:
        key = (min_face_size, *thresholds, factor)
        if key not in self._detectors:
            self._detectors[key] = detector.MTCNN(min_face_size, thresholds, factor, recipe="mtcnn", color="rgb")
        return self._detectors[key]

    def _face(self, row: npt.NDArray[np.float64], box_format: str) -> dict[str, Any]:
        x1, y1, x2, y2 = row[1:5]
        box = [x1, y1, x2 - x1, y2 - y1] if box_format == "xywh" else [x1, y1, x2, y2]
        marks = row[6:].round().astype(int)
        points = {name: [marks[index], marks[index + 5]] for name, index in KEYPOINTS.items()}
        if self._is_old:
            points = {name: (int(x), int(y)) for name, (x, y) in points.items()}  # type: ignore[misc]
        return {"box": np.round(box).astype(int).tolist(), "confidence": row[5], "keypoints": points}

    def __repr__(self) -> str:
        return f"MTCNN(device={self._device!r})"


def rows_of(
    number: int,
    bboxes: npt.NDArray[np.float32],
    landmarks: npt.NDArray[np.float32],
    shape: tuple[int, ...],
    fit: bool,
    limit_landmarks: bool,
) -> npt.NDArray[np.float64]:
    """The faces of one picture as rows of mtcnn's table."""
    rows = np.empty((len(bboxes), COLUMNS))
    rows[:, 0] = number
    rows[:, 1:3] = bboxes[:, :2]
    rows[:, 3:5] = bboxes[:, :2] + bboxes[:, 2:4]
    rows[:, 5] = bboxes[:, 4]
    rows[:, 6:11] = landmarks[:, :, 0]
    rows[:, 11:16] = landmarks[:, :, 1]
    if fit:
        height, width = shape[:2]
        across = [1, 3, *(range(6, 11) if limit_landmarks else ())]
        down = [2, 4, *(range(11, 16) if limit_landmarks else ())]
        rows[:, across] = rows[:, across].clip(0, width - 1)
        rows[:, down] = rows[:, down].clip(0, height - 1)
    return rows


def load(picture: Any) -> Any:
    """An array of RGB; files are read with Pillow."""
    if not isinstance(picture, (str, bytes, os.PathLike)):
        return np.asarray(picture)
    pillow = import_extra("PIL.Image", "pillow", "Pillow")
    with pillow.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture) as image:
        return np.asarray(image.convert("RGB"))
