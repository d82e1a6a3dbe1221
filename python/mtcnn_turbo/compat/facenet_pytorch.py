"""Takes the place of facenet-pytorch 2.6's MTCNN: ``from mtcnn_turbo.compat.facenet_pytorch import MTCNN``.

torch is imported only where a tensor is returned, and Pillow or OpenCV only where faces are cut out, as there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .. import detector
from .._images import array_of, is_pil

METHODS = ("probability", "largest", "largest_over_threshold", "center_weighted_size")


class MTCNN:
    """facenet-pytorch's detector: pictures of Pillow's, or arrays and tensors (H, W, 3) of RGB, or batches of them.

    The arguments are facenet-pytorch's. `device` is remembered, and tensors are returned on the CPU, as there; faces
    are found on the CPU. Pictures of a batch may differ in size.
    """

    def __init__(
        self,
        image_size: int = 160,
        margin: int = 0,
        min_face_size: float = 20,
        thresholds: Sequence[float] = (0.6, 0.7, 0.7),
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
        self.thresholds = list(thresholds)
        self.factor = factor
        self.post_process = post_process
        self.select_largest = select_largest
        self.keep_all = keep_all
        self.selection_method = selection_method or ("largest" if select_largest else "probability")
        self.device = device if device is not None else "cpu"
        self._detector = detector.MTCNN(min_face_size, thresholds, factor, recipe="facenet", color="rgb")

    def __call__(self, img: Any, save_path: Any = None, return_prob: bool = False) -> Any:
        return self.forward(img, save_path, return_prob)

    def to(self, device: Any = None, *_: Any, **__: Any) -> MTCNN:
        """Remembers the device."""
        self.device = device
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
        """Boxes (N, 4) of corners x1, y1, x2, y2, their N probabilities, and where wanted landmarks (N, 5, 2); None,
        [None] and None where there is no face. Arrays of objects with another dimension in front for a batch."""
        is_batch = is_batched(img)
        pictures = list(img) if is_batch else [img]
        boxes, probs, points = [], [], []
        for found, marks in self._detector.detect_batch(map(readable, pictures)):
            if len(found) == 0:
                boxes.append(None)
                probs.append([None])
                points.append(None)
                continue
            corners = np.concatenate([found[:, :2], found[:, :2] + found[:, 2:4]], axis=1)
            order = largest_first(corners) if self.select_largest else np.arange(len(found))
            boxes.append(corners[order])
            probs.append(found[order, 4])
            points.append(marks[order])
        results = tuple(np.array(values, dtype=object) for values in (boxes, probs, points))
        if not is_batch:
            results = tuple(values[0] for values in (boxes, probs, points))
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
        "largest_over_threshold" or "center_weighted_size"."""
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
                selected.append(tuple(np.array(values)[[best]] for values in (boxes, probs, points)))  # type: ignore[arg-type]
        if is_batch:
            return tuple(stacked(values) for values in zip(*selected, strict=True))  # type: ignore[return-value]
        box, prob, point = selected[0]
        return box, prob[0], point

    def extract(self, img: Any, batch_boxes: Any, save_path: Any) -> Any:
        """The faces in these boxes as tensors; saved under `save_path` too, where that is given."""
        is_batch = is_batched(img)
        if not is_batch:
            img, batch_boxes = [img], [batch_boxes]
        paths = [save_path] if isinstance(save_path, (str, os.PathLike)) else save_path or [None] * len(img)
        faces = [self._extract(*one) for one in zip(img, batch_boxes, paths, strict=False)]
        return faces if is_batch else faces[0]

    def _extract(self, image: Any, boxes: Any, path: Any) -> Any:
        if boxes is None:
            return None
        import torch

        faces = []
        for index, box in enumerate(boxes if self.keep_all else boxes[:1]):
            name, extension = os.path.splitext(path or "")
            numbered = path if index == 0 or path is None else f"{name}_{index + 1}{extension}"
            face = extract_face(image, box, self.image_size, self.margin, numbered)
            faces.append(fixed_image_standardization(face) if self.post_process else face)
        return torch.stack(faces) if self.keep_all else faces[0]

    def __repr__(self) -> str:
        return f"MTCNN(min_face_size={self.min_face_size}, keep_all={self.keep_all}, device={str(self.device)!r})"


def is_batched(img: Any) -> bool:
    return isinstance(img, (list, tuple)) or (not is_pil(img) and getattr(img, "ndim", 3) == 4)


def readable(picture: Any) -> Any:
    """Whole numbers of another type, as arrays of floats often hold them, become bytes."""
    if is_pil(picture):
        return picture
    array = array_of(picture)
    if array.dtype != np.uint8 and array.size and ((array >= 0) & (array <= 255) & (array == np.floor(array))).all():
        return array.astype(np.uint8)
    return array


def areas(corners: Any) -> Any:
    return (corners[:, 2] - corners[:, 0]) * (corners[:, 3] - corners[:, 1])


def largest_first(corners: Any) -> Any:
    return np.argsort(areas(corners))[::-1]


def best_face(boxes: Any, probs: Any, image: Any, method: str, threshold: float, center_weight: float) -> int | None:
    """The index of the face, or None."""
    boxes, probs = np.array(boxes, dtype=float), np.array(probs, dtype=float)
    if method == "probability":
        return int(np.argsort(probs)[-1])
    merit = areas(boxes)
    if method == "center_weighted_size":
        offsets = (boxes[:, :2] + boxes[:, 2:]) / 2 - np.array(size_of(image)) / 2
        merit = merit - (offsets**2).sum(axis=1) * center_weight
    if method == "largest_over_threshold":
        candidates = np.flatnonzero(probs > threshold)
        return int(candidates[np.argsort(merit[candidates])[-1]]) if len(candidates) else None
    return int(np.argsort(merit)[-1])


def stacked(values: Sequence[Any]) -> Any:
    """One array, of objects where pictures without a face are among them."""
    if any(value is None or (isinstance(value, list) and value == [None]) for value in values):
        array = np.empty(len(values), dtype=object)
        array[:] = values
        return array
    return np.array(values)


def size_of(image: Any) -> tuple[int, int]:
    """Width and height."""
    if is_pil(image):
        return int(image.size[0]), int(image.size[1])
    return int(image.shape[1]), int(image.shape[0])


def extract_face(img: Any, box: Any, image_size: int = 160, margin: int = 0, save_path: Any = None) -> Any:
    """The part of the picture in the box as a tensor (3, image_size, image_size) of floats from 0 to 255, the margin
    counted in pixels of the result; saved under `save_path` too, where that is given."""
    import torch

    width, height = size_of(img)
    extra = [margin * (box[axis + 2] - box[axis]) / (image_size - margin) / 2 for axis in (0, 1)]
    x1, y1 = (int(max(box[axis] - extra[axis], 0)) for axis in (0, 1))
    x2, y2 = (int(min(box[axis + 2] + extra[axis], limit)) for axis, limit in ((0, width), (1, height)))
    face, save = crop(img, (x1, y1, x2, y2), image_size)
    if save_path is not None:
        Path(save_path).parent.mkdir(parents=True, exist_ok=True)
        save(str(save_path))
    return torch.as_tensor(np.ascontiguousarray(np.asarray(face, np.float32).transpose(2, 0, 1)))


def crop(img: Any, corners: tuple[int, int, int, int], side: int) -> tuple[Any, Callable[[str], Any]]:
    """The part of the picture, at the size that is wanted, and how to save it; resized by what facenet-pytorch uses
    for pictures of this kind."""
    x1, y1, x2, y2 = corners
    if is_pil(img):
        face = img.crop(corners).resize((side, side), 2)  # Pillow's number for bilinear
        return face, face.save
    import cv2

    if isinstance(img, np.ndarray):
        array = cv2.resize(img[y1:y2, x1:x2], (side, side), interpolation=cv2.INTER_AREA)
    else:
        from torch.nn.functional import interpolate

        part = img[y1:y2, x1:x2].permute(2, 0, 1).unsqueeze(0).float()
        array = interpolate(part, size=(side, side), mode="area").byte().squeeze(0).permute(1, 2, 0).numpy()
    return array, lambda path: cv2.imwrite(path, cv2.cvtColor(array, cv2.COLOR_RGB2BGR))


def fixed_image_standardization(image_tensor: Any) -> Any:
    """(x - 127.5) / 128"""
    return (image_tensor - 127.5) / 128.0


def prewhiten(x: Any) -> Any:
    """The tensor with a mean of 0 and a standard deviation of 1."""
    return (x - x.mean()) / x.std().clamp(min=float(x.numel()) ** -0.5)
