"""What a good programmer writes in Python: MTCNN with the recipe `openface` on NumPy, OpenCV and ONNX Runtime, crops in one
batch, sessions that do not spin against each other. Further argument: the folder of the models that `export` writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from contest import MIN_FACE_SIZE, THREADS, compete  # first: it limits the threads

import cv2
import numpy as np
import onnxruntime

THRESHOLDS = (0.6, 0.7, 0.7)
FACTOR = 0.709


def session(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Cascade:
    """Boxes are rows of left, upper, right and lower edge."""

    def __init__(self, folder: Path) -> None:
        self.pnet, self.rnet, self.onet = (session(folder / f"{name}.onnx") for name in ("pnet", "rnet", "onet"))

    def detect(self, frame: np.ndarray) -> np.ndarray:
        pixels = frame[..., ::-1].astype(np.float32)
        boxes = squared(self.proposals(pixels))
        boxes, scores, regression = self.survivors(self.rnet, pixels, boxes, 24, THRESHOLDS[1])
        kept = nms(boxes, scores, 0.7)
        boxes = squared(moved(boxes[kept], regression[kept]))
        boxes, scores, regression = self.survivors(self.onet, pixels, boxes, 48, THRESHOLDS[2])
        sizes = boxes[:, 2:] - boxes[:, :2] + 1
        boxes = np.hstack([boxes[:, :2], boxes[:, :2] + sizes]) + regression * np.tile(sizes, 2)
        boxes = boxes[nms(boxes, scores, 0.7, of_smaller=True)]
        width, height = (boxes[:, 2:] - boxes[:, :2]).T
        return np.stack([boxes[:, 0] - 0.0075 * width, boxes[:, 1] + 0.2459 * height, 1.0323 * width, 0.7751 * height], 1)

    def proposals(self, pixels: np.ndarray) -> np.ndarray:
        height, width = pixels.shape[:2]
        scale = 12 / MIN_FACE_SIZE
        found = [np.empty((0, 9))]
        while min(height, width) * scale >= 12:
            size = (int(np.ceil(width * scale)), int(np.ceil(height * scale)))
            found.append(self.level(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), scale))
            scale *= FACTOR
        cells = np.vstack(found)
        cells = cells[nms(cells[:, :4], cells[:, 4], 0.7)]
        return moved(cells[:, :4], cells[:, 5:])

    def level(self, pixels: np.ndarray, scale: float) -> np.ndarray:
        """Rows of box, score and regression."""
        logits, regression = self.pnet.run(None, {"input": planes(pixels)[None]})
        scores = probability(logits)[0]
        rows, columns = np.nonzero(scores >= THRESHOLDS[0])
        corners = 2 * np.stack([columns, rows], 1) + 1
        boxes = np.floor(np.hstack([corners, corners + 11]) / scale)
        cells = np.hstack([boxes, scores[rows, columns, None], regression[0][:, rows, columns].T])
        return cells[nms(boxes, cells[:, 4], 0.5)]

    def survivors(self, network: Any, pixels: np.ndarray, boxes: np.ndarray, side: int, threshold: float) -> Any:
        if len(boxes) == 0:
            return boxes, np.empty(0), np.empty((0, 4))
        crops = np.stack([planes(crop(pixels, box, side)) for box in boxes.astype(int)])
        logits, regression, *_ = network.run(None, {"input": crops})  # landmarks too, which the contest does not ask for
        scores = probability(logits)
        passed = scores >= threshold
        return boxes[passed], scores[passed], regression[passed]


def planes(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray((pixels.transpose(2, 0, 1) - 127.5) * np.float32(0.0078125))


def probability(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(logits[:, 0] - logits[:, 1]))


def crop(pixels: np.ndarray, box: np.ndarray, side: int) -> np.ndarray:
    """Black beyond the borders."""
    left, top, right, bottom = box[0] - 1, box[1] - 1, box[2], box[3]
    height, width = pixels.shape[:2]
    part = pixels[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    if part.shape[:2] != (bottom - top, right - left):
        black = np.zeros((bottom - top, right - left, 3), np.float32)
        black[max(-top, 0) : max(-top, 0) + part.shape[0], max(-left, 0) : max(-left, 0) + part.shape[1]] = part
        part = black
    return cv2.resize(part, (side, side), interpolation=cv2.INTER_LINEAR)


def moved(boxes: np.ndarray, regression: np.ndarray) -> np.ndarray:
    return boxes + regression * np.tile(boxes[:, 2:] - boxes[:, :2], 2)


def squared(boxes: np.ndarray) -> np.ndarray:
    sizes = boxes[:, 2:] - boxes[:, :2]
    side = sizes.max(axis=1, keepdims=True)
    origin = np.trunc(boxes[:, :2] + (sizes - side) / 2)
    return np.hstack([origin, origin + np.trunc(side)])


def nms(boxes: np.ndarray, scores: np.ndarray, threshold: float, of_smaller: bool = False) -> np.ndarray:
    """The indices of those that are kept, the highest score first."""
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    order = np.argsort(scores, kind="stable")[::-1]
    kept = []
    while len(order) > 0:
        first, others = order[0], order[1:]
        kept.append(first)
        sides = np.minimum(boxes[first, 2:], boxes[others, 2:]) - np.maximum(boxes[first, :2], boxes[others, :2])
        shared = np.prod(np.maximum(sides, 0), axis=1)
        whole = np.minimum(areas[first], areas[others]) if of_smaller else areas[first] + areas[others] - shared
        order = others[shared <= threshold * whole]
    return np.array(kept, int)


if __name__ == "__main__":
    compete(Cascade(Path(sys.argv[6])).detect)
