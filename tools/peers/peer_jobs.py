"""What the drivers of the three peers share. Each driver runs in the environment of its peer, reads jobs from standard
input, one JSON object a line, and writes one answer a line.

A job:     {"picture": PATH, "min_face_size": PIXELS, "thresholds": [P, R, O], "scale_factor": RATIO}
An answer: {"pixels": COUNT, "faces": [{"box": [X, Y, WIDTH, HEIGHT], "score": S, "landmarks": [[X, Y], ...]}, ...]}
           or {"error": REASON}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

# Set before the libraries that read them are loaded, which is after this module.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[_name] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cv2
import numpy as np

Job = dict[str, Any]
Detect = Callable[[np.ndarray, Job], Iterable[dict[str, Any]]]


def sort_equal_scores_stably() -> None:
    """numpy's default sort leaves the order of equal values open; a stable one makes a peer's answer defined."""
    unstable = np.argsort

    def argsort(values: Any, axis: int = -1, kind: Any = None, order: Any = None, **options: Any) -> Any:
        return unstable(values, axis=axis, kind="stable", order=order, **options)

    np.argsort = argsort


def face(box: Iterable[float], score: float, landmarks: Any) -> dict[str, Any]:
    """A face of an answer; `box` is x, y, width, height."""
    return {
        "box": [float(number) for number in box],
        "score": float(score),
        "landmarks": [[float(x), float(y)] for x, y in landmarks],
    }


def face_of_corners(corners: Iterable[float], score: float, landmarks: Any) -> dict[str, Any]:
    """A face whose box is given by its left, upper, right and lower edge."""
    x1, y1, x2, y2 = (float(number) for number in corners)
    return face((x1, y1, x2 - x1, y2 - y1), score, landmarks)


def answer_jobs(detect: Detect) -> None:
    """Answers every job. `detect` gets the picture as BGR, EXIF orientation applied."""
    cv2.setNumThreads(1)
    answers = sys.stdout
    sys.stdout = sys.stderr  # what peers print is no answer
    for line in sys.stdin:
        print(json.dumps(answer_job(detect, json.loads(line))), file=answers, flush=True)


def answer_job(detect: Detect, job: Job) -> dict[str, Any]:
    picture = cv2.imread(job["picture"], cv2.IMREAD_COLOR)
    if picture is None:
        return {"error": "OpenCV does not decode it"}
    try:
        faces = list(detect(picture, job))
    except Exception as error:  # whatever a peer raises is its answer
        return {"error": f"{type(error).__name__}: {error}"}
    return {"pixels": picture.shape[0] * picture.shape[1], "faces": faces}
