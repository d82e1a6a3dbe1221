"""Takes the place of facenet-pytorch 2.6's MTCNN: ``from mtcnn_turbo.compat.facenet_pytorch import MTCNN``.

torch is imported only where a tensor is returned, and OpenCV only where faces are cut out of arrays, as there. Its other
networks, such as InceptionResnetV1, are not here: import them from facenet_pytorch as before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .._images import is_pil
from ._facenet_faces import extract_face, fixed_image_standardization, prewhiten, size_of
from ._shared import as_bytes, detector_for

__all__ = ["MTCNN", "extract_face", "fixed_image_standardization", "prewhiten"]

METHODS = ("probability", "largest", "largest_over_threshold", "center_weighted_size")


class MTCNN:
    """facenet-pytorch's detector: pictures of Pillow's, or arrays and tensors (H, W, 3) of RGB, or batches of them.

    The arguments are facenet-pytorch's. `device` is remembered; faces are found on the CPU, and tensors are on the CPU,
    as there. Pictures of a batch may differ in size.
    """

    def __init__(
        self,
        image_size: int = 160,
        margin: int = 0,
        min_face_size: float = 20,
        thresholds: Sequence[float] = [0.6, 0.7, 0.7],  # a list, as there; it is not changed
        factor: float = 0.709,
        post_process: bool = True,
        select_largest: bool = True,
        selection_method: str | None = None,
        keep_all: bool = False,
        device: Any = None,
    ) -> None:
        self.image_size = image_size
        self.margin = margin
        self.min_face_size = min_face_size
        self.thresholds = thresholds
        self.factor = factor
        self.post_process = post_process
        self.select_largest = select_largest
        self.keep_all = keep_all
        self.selection_method = selection_method or ("largest" if select_largest else "probability")
        self.device = "cpu" if device is None else device

    def __call__(self, img: Any, save_path: Any = None, return_prob: bool = False) -> Any:
        return self.forward(img, save_path, return_prob)

    def to(self, *_: Any, **__: Any) -> MTCNN:
        """Does nothing: there are no weights to move."""
        return self

    def eval(self) -> MTCNN:
        """Does nothing: there is nothing to train."""
        return self

    def forward(self, img: Any, save_path: Any = None, return_prob: bool = False) -> Any:
        """Cut out faces as tensors (3, image_size, image_size), or (N, 3, ...) with `keep_all`, or None where there is
        no face; a list of these for a batch. With `return_prob` also the probabilities."""
        boxes, probs, points = self.detect(img, landmarks=True)
        if not self.keep_all:
            boxes, probs, points = self.select_boxes(boxes, probs, points, img, method=self.selection_method)
        faces = self.extract(img, boxes, save_path)
        return (faces, probs) if return_prob else faces

    def detect(self, img: Any, landmarks: bool = False) -> tuple[Any, ...]:
        """Boxes (N, 4) of corners x1, y1, x2, y2, their N probabilities, and where wanted landmarks (N, 5, 2), all in
        arrays of objects; None, [None] and None where there is no face. With another dimension in front for a batch."""
        is_batch = is_batched(img)
        found = detector_for("facenet", "rgb", self.min_face_size, self.thresholds, self.factor)
        boxes: list[Any] = []
        probs: list[Any] = []
        points: list[Any] = []
        for bboxes, marks in found.detect_batch(map(as_bytes, img if is_batch else [img])):
            if len(bboxes) == 0:
                boxes.append(None)
                probs.append([None])
                points.append(None)
                continue
            corners = np.concatenate([bboxes[:, :2], bboxes[:, :2] + bboxes[:, 2:4]], axis=1)
            order = ascending(areas(corners))[::-1] if self.select_largest else np.arange(len(bboxes))
            boxes.append(corners[order])
            probs.append(bboxes[order, 4])
            points.append(marks[order])
        results = tuple(np.array(values, dtype=object) for values in (boxes, probs, points))
        if not is_batch:
            results = tuple(values[0] for values in results)
        return results if landmarks else results[:2]

    def select_boxes(
        self,
        all_boxes: Any,
        all_probs: Any,
        all_points: Any,
        imgs: Any,
        method: str = "probability",
        threshold: float = 0.9,
        center_weight: float = 2.0,
    ) -> tuple[Any, Any, Any]:
        """One face of each picture, by one of facenet-pytorch's methods: "probability", "largest",
        "largest_over_threshold" or "center_weighted_size".

        With "largest_over_threshold", probability and landmarks are those of the face; facenet-pytorch returns another
        face's where a larger face lies below the threshold.
        """
        if method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, not {method!r}")
        is_batch = is_batched(imgs)
        if not is_batch:
            imgs, all_boxes, all_probs, all_points = [imgs], [all_boxes], [all_probs], [all_points]

        selected: list[tuple[Any, Any, Any]] = []
        for boxes, probs, points, image in zip(all_boxes, all_probs, all_points, imgs, strict=True):
            best = None if boxes is None else best_face(boxes, probs, image, method, threshold, center_weight)
            if best is None:
                selected.append((None, [None], None))
            else:
                selected.append((np.array(boxes)[[best]], np.array(probs)[[best]], np.array(points)[[best]]))
        if not is_batch:
            box, prob, point = selected[0]
            return box, prob[0], point
        of_boxes, of_probs, of_points = zip(*selected, strict=True)
        return stacked(of_boxes), np.array(of_probs), stacked(of_points)

    def extract(self, img: Any, batch_boxes: Any, save_path: Any) -> Any:
        """The faces in these boxes as tensors; saved under `save_path` too, where that is given: one path, or one for
        each picture of a batch. Further faces of a picture get its path with _2, _3 and so on."""
        is_batch = is_batched(img)
        if not is_batch:
            img, batch_boxes = [img], [batch_boxes]
        paths = [save_path] if isinstance(save_path, (str, os.PathLike)) else save_path or [None] * len(img)
        # As there, pictures for which there is no path are left out.
        faces = [self._extract(*one) for one in zip(img, batch_boxes, paths, strict=False)]
        return faces if is_batch else faces[0]

    def _extract(self, image: Any, boxes: Any, path: Any) -> Any:
        if boxes is None:
            return None
        import torch

        faces = []
        for index, box in enumerate(boxes if self.keep_all else boxes[:1]):
            face = extract_face(image, box, self.image_size, self.margin, numbered(path, index))
            faces.append(fixed_image_standardization(face) if self.post_process else face)
        return torch.stack(faces) if self.keep_all else faces[0]

    def __repr__(self) -> str:
        return f"MTCNN(min_face_size={self.min_face_size}, keep_all={self.keep_all}, device={str(self.device)!r})"


def is_batched(img: Any) -> bool:
    return isinstance(img, (list, tuple)) or (not is_pil(img) and getattr(img, "ndim", 3) == 4)


def numbered(path: Any, index: int) -> Any:
    if path is None or index == 0:
        return path
    name, extension = os.path.splitext(path)
    return f"{name}_{index + 1}{extension}"


def areas(corners: npt.NDArray[Any]) -> npt.NDArray[Any]:
    areas: npt.NDArray[Any] = (corners[:, 2] - corners[:, 0]) * (corners[:, 3] - corners[:, 1])
    return areas


def ascending(values: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    return np.argsort(values, kind="stable")


def best_face(boxes: Any, probs: Any, image: Any, method: str, threshold: float, center_weight: float) -> int | None:
    """The index of the face, or None."""
    corners, scores = np.array(boxes, dtype=float), np.array(probs, dtype=float)
    merits = scores if method == "probability" else areas(corners)
    if method == "center_weighted_size":
        offsets = (corners[:, :2] + corners[:, 2:]) / 2 - np.array(size_of(image)) / 2
        merits = merits - (offsets**2).sum(axis=1) * center_weight
    candidates = np.arange(len(merits))
    if method == "largest_over_threshold":
        candidates = np.flatnonzero(scores > threshold)
    return int(candidates[ascending(merits[candidates])[-1]]) if len(candidates) else None


def stacked(values: Sequence[Any]) -> npt.NDArray[Any]:
    """One array; of objects where pictures without a face are among them, for which facenet-pytorch itself fails."""
    if all(value is not None for value in values):
        return np.array(values)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
