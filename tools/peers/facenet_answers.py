"""Answers jobs with facenet-pytorch 2.6.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peer_jobs import Job, answer_jobs, face_of_corners, sort_equal_scores_stably  # first: it limits the threads

import cv2
import numpy as np
import torch
from facenet_pytorch import MTCNN


def detect(picture: np.ndarray, job: Job) -> Iterator[dict[str, Any]]:
    peer = MTCNN(
        min_face_size=job["min_face_size"], thresholds=job["thresholds"], factor=job["scale_factor"], keep_all=True
    )
    boxes, scores, landmarks = peer.detect(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), landmarks=True)
    if boxes is None:
        return
    for box, score, points in zip(boxes, scores, landmarks, strict=True):
        yield face_of_corners(box, score, points)


if __name__ == "__main__":
    sort_equal_scores_stably()
    torch.set_num_threads(1)
    answer_jobs(detect)
