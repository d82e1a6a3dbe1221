"""Answers jobs with mtcnn 1.0.0, its boxes not fitted to the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peer_jobs import Job, answer_jobs, face_of_corners, sort_equal_scores_stably  # first: it limits the threads

import cv2
import numpy as np
import mtcnn.stages.stage_pnet
from mtcnn import MTCNN

WINDOW = 12
ENOUGH_LEVELS = 400


def scales_that_hold_a_window(
    width: int, height: int, min_face_size: float, scale_factor: float, min_size: int = WINDOW
) -> np.ndarray:
    """The package's scales, as many as leave a level that holds PNet's window.

    By itself the package goes on below, fails there, and takes the failure for a picture without faces.
    """
    scales = min_size / min_face_size * scale_factor ** np.arange(ENOUGH_LEVELS)
    return scales[min(width, height) * scales >= min_size]


def main() -> None:
    sort_equal_scores_stably()
    mtcnn.stages.stage_pnet.build_scale_pyramid = scales_that_hold_a_window
    peer = MTCNN()

    def detect(picture: np.ndarray, job: Job) -> Iterator[dict[str, Any]]:
        rows = peer.detect_faces(
            cv2.cvtColor(picture, cv2.COLOR_BGR2RGB),
            fit_to_image=False,
            box_format="xyxy",
            output_type="numpy",
            min_face_size=job["min_face_size"],
            scale_factor=job["scale_factor"],
            threshold_pnet=job["thresholds"][0],
            threshold_rnet=job["thresholds"][1],
            threshold_onet=job["thresholds"][2],
        )
        # Columns: image, x1, y1, x2, y2, score, x of the five landmarks, y of the five landmarks.
        for row in np.asarray(rows, float):
            yield face_of_corners(row[1:5], row[5], zip(row[6:11], row[11:16], strict=True))

    answer_jobs(detect)


if __name__ == "__main__":
    main()
