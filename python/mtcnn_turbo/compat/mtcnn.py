"""Takes the place of mtcnn 1.0 and 0.1: ``from mtcnn_turbo.compat.mtcnn import MTCNN``."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .._extras import import_extra
from ._mtcnn_batch import Place, laid_on_canvas
from ._shared import as_bytes, detector_for

Table = npt.NDArray[np.float64]

KEYPOINTS = {"nose": 2, "mouth_right": 4, "right_eye": 1, "left_eye": 0, "mouth_left": 3}
OLD_KEYPOINTS = {"left_eye": 0, "right_eye": 1, "nose": 2, "mouth_left": 3, "mouth_right": 4}

# Columns of a table: number of the picture, x1, y1, x2, y2, score, x of the five landmarks, y of the five landmarks.
COLUMNS = 16
BOX_COLUMNS_WITHOUT_FACES = 6
ACROSS, DOWN = [1, 3], [2, 4]
LANDMARKS_ACROSS, LANDMARKS_DOWN = list(range(6, 11)), list(range(11, 16))


class MTCNN:
    """mtcnn's detector, of version 1.0, or of 0.1 where one of its arguments is given: pictures are arrays of RGB.

    Args:
        stages: "face_and_landmarks_detection"; "face_detection_only", which stops before ONet, is not there.
        device: is remembered; faces are found on the CPU.
        weights_file, min_face_size, steps_threshold, scale_factor: those of 0.1. Then the answers have the form of 0.1;
            their numbers are those of 1.0's cascade, whose boxes lie a little otherwise than 0.1's. `weights_file` is not
            read.
    """

    def __init__(
        self,
        stages: str = "face_and_landmarks_detection",
        device: str = "CPU:0",
        *,
        weights_file: str | None = None,
        min_face_size: float | None = None,
        steps_threshold: Sequence[float] | None = None,
        scale_factor: float | None = None,
    ) -> None:
        if stages != "face_and_landmarks_detection":
            raise ValueError(f"stages {stages!r} cannot be had; only 'face_and_landmarks_detection'")
        self._device = device
        old_arguments = (weights_file, min_face_size, steps_threshold, scale_factor)
        self._is_old = any(argument is not None for argument in old_arguments)
        self.min_face_size = 20 if min_face_size is None else min_face_size
        self._thresholds = [0.6, 0.7, 0.7] if steps_threshold is None else steps_threshold
        self._factor = 0.709 if scale_factor is None else scale_factor

    @property
    def device(self) -> str:
        return self._device

    def predict(
        self,
        image: Any,
        fit_to_image: bool = True,
        limit_boundaries_landmarks: bool = False,
        box_format: str = "xywh",
        output_type: str = "json",
        postprocess: bool = True,
        **kwargs: Any,
    ) -> Any:
        """The same as `detect_faces`."""
        return self.detect_faces(
            image, fit_to_image, limit_boundaries_landmarks, box_format, output_type, postprocess, **kwargs
        )

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
        min_face_size: float = 20,
        min_size: int = 12,
        scale_factor: float = 0.709,
        threshold_pnet: float = 0.6,
        threshold_rnet: float = 0.7,
        threshold_onet: float = 0.8,
        nms_pnet1: float = 0.5,
        nms_pnet2: float = 0.7,
        nms_rnet: float = 0.7,
        nms_onet: float = 0.7,
    ) -> Any:
        """Finds the faces of an array (H, W, 3) of RGB, of a file's path or its bytes, or of a list of these.

        As there, the pictures of a list are laid on one canvas where their sizes differ, `min_size` changes nothing, and
        files that cannot be read have no face, of which here a warning tells. The thresholds of the NMS cannot be changed.

        Returns:
            A list of dictionaries with "box", "confidence" and "keypoints", in whole pixels; for a list of pictures a list
            of such lists. With `output_type` "numpy", an array (N, 16): number of the picture, box, confidence, x of the
            five landmarks, y of the five landmarks; (0, 6) where there is no face.
        """
        if self._is_old:
            return self._detect_as_old(image)
        if (nms_pnet1, nms_pnet2, nms_rnet, nms_onet) != (0.5, 0.7, 0.7, 0.7):
            raise ValueError("the thresholds of the NMS cannot be changed; nms_pnet1 is 0.5, the others are 0.7")
        is_batch = isinstance(image, list)
        try:
            pictures = [load(picture) for picture in (image if is_batch else [image])]
        except OSError as error:
            warnings.warn(f"no faces, because a picture cannot be read: {error}", stacklevel=2)
            return no_faces(len(image) if is_batch else None, output_type)

        canvases, places = laid_on_canvas(pictures, batch_stack_justification)
        thresholds = (threshold_pnet, threshold_rnet, threshold_onet)
        found = detector_for("mtcnn", "rgb", min_face_size, thresholds, scale_factor)
        tables = [table_of(number, *faces) for number, faces in enumerate(found.detect_batch(canvases))]
        if postprocess:
            for table, place in zip(tables, places, strict=True):
                put_back(table, place, fit_to_image, limit_boundaries_landmarks)
        if output_type == "numpy":
            return joined(tables, box_format)
        faces = [[face_of(row, box_format) for row in table] for table in tables]
        return faces if is_batch else faces[0]

    def _detect_as_old(self, image: Any) -> list[dict[str, Any]]:
        if not hasattr(image, "shape"):
            raise ValueError(f"a {type(image).__name__} is no picture; an array (H, W, 3) of RGB is needed")
        found = detector_for("mtcnn", "rgb", self.min_face_size, self._thresholds, self._factor)
        return [old_face_of(row) for row in table_of(0, *found.detect(as_bytes(image)))]

    def __repr__(self) -> str:
        return f"MTCNN(device={self._device!r})"


def load(picture: Any) -> npt.NDArray[np.uint8]:
    """An array of RGB; files are read with Pillow."""
    if isinstance(picture, (str, bytes, os.PathLike)):
        pillow = import_extra("PIL.Image", "pictures", "Pillow")
        with pillow.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture) as image:
            return np.asarray(image.convert("RGB"))
    return np.asarray(as_bytes(picture))


def table_of(number: int, bboxes: npt.NDArray[np.float32], landmarks: npt.NDArray[np.float32]) -> Table:
    """The faces of one picture as rows of mtcnn's table, boxes as corners."""
    table = np.empty((len(bboxes), COLUMNS))
    table[:, 0] = number
    table[:, 1:5] = bboxes[:, :4]
    table[:, 3:5] += table[:, 1:3]
    table[:, 5] = bboxes[:, 4]
    table[:, 6:11] = landmarks[:, :, 0]
    table[:, 11:16] = landmarks[:, :, 1]
    return table


def put_back(table: Table, place: Place, fit: bool, limit_landmarks: bool) -> None:
    """From coordinates of the canvas to those of the picture, and where wanted into the picture."""
    table[:, ACROSS + LANDMARKS_ACROSS] -= place.left
    table[:, DOWN + LANDMARKS_DOWN] -= place.top
    if fit:
        across = ACROSS + LANDMARKS_ACROSS if limit_landmarks else ACROSS
        down = DOWN + LANDMARKS_DOWN if limit_landmarks else DOWN
        table[:, across] = table[:, across].clip(0, place.width - 1)
        table[:, down] = table[:, down].clip(0, place.height - 1)


def joined(tables: Sequence[Table], box_format: str) -> Table:
    table = np.concatenate([np.empty((0, COLUMNS)), *tables])
    if len(table) == 0:
        return np.empty((0, BOX_COLUMNS_WITHOUT_FACES))
    if box_format == "xywh":
        table[:, 3:5] -= table[:, 1:3]
    return table


def no_faces(pictures: int | None, output_type: str) -> Any:
    """What mtcnn answers where it gives up: for so many pictures, or for one that is in no list."""
    if output_type == "numpy":
        return np.empty((0, COLUMNS))
    return [] if pictures is None else [[] for _ in range(pictures)]


def face_of(row: Table, box_format: str) -> dict[str, Any]:
    x1, y1, x2, y2 = row[1:5]
    box = np.array([x1, y1, x2 - x1, y2 - y1] if box_format == "xywh" else [x1, y1, x2, y2])
    across, down = row[6:11].round().astype(int), row[11:16].round().astype(int)
    keypoints = {name: [across[index], down[index]] for name, index in KEYPOINTS.items()}
    return {"box": box.round().astype(int).tolist(), "confidence": row[5], "keypoints": keypoints}


def old_face_of(row: Table) -> dict[str, Any]:
    """As 0.1 has it: fractions cut off, and only the left and upper edge inside of the picture."""
    x, y = max(0, int(row[1])), max(0, int(row[2]))
    keypoints = {name: (int(row[6 + index]), int(row[11 + index])) for name, index in OLD_KEYPOINTS.items()}
    return {"box": [x, y, int(row[3] - x), int(row[4] - y)], "confidence": row[5], "keypoints": keypoints}
