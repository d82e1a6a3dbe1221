"""Answers jobs with pymtcnn 1.2.0 and its ONNX backend. Argument: the folder of its model files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from peer_jobs import Job, answer_jobs, face, sort_equal_scores_stably  # first: it limits the threads

import numpy as np
import onnxruntime


def limit_sessions() -> None:
    """One thread a session; spinning threads of three sessions would only get in each other's way."""
    unlimited = onnxruntime.InferenceSession

    def session(path: str, sess_options: Any = None, **others: Any) -> Any:
        options = sess_options or onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return unlimited(path, sess_options=options, **others)

    onnxruntime.InferenceSession = session


def main() -> None:
    sort_equal_scores_stably()
    limit_sessions()
    from pymtcnn import MTCNN

    peer = MTCNN(backend="cpu", model_dir=sys.argv[1])
    detector = next(part for part in vars(peer).values() if hasattr(part, "min_face_size"))

    # `detect` returns no scores: they are taken from what its last NMS keeps.
    last_kept = np.zeros((0, 5))
    suppress = detector._nms

    def watched(boxes: Any, threshold: float, method: str) -> Any:
        nonlocal last_kept
        picks = suppress(boxes, threshold, method)
        last_kept = np.array(boxes)[picks].copy() if len(boxes) else np.zeros((0, 5))
        return picks

    detector._nms = watched

    def detect(picture: np.ndarray, job: Job) -> Iterator[dict[str, Any]]:
        detector.min_face_size = job["min_face_size"]
        detector.thresholds = job["thresholds"]
        detector.factor = job["scale_factor"]
        boxes, landmarks = peer.detect(picture)
        if len(boxes) == 0:
            return
        for box, kept, points in zip(boxes, last_kept, landmarks, strict=True):
            yield face(box, kept[4], points)

    answer_jobs(detect)


if __name__ == "__main__":
    main()
