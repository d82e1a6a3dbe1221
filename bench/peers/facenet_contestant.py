"""facenet-pytorch 2.6.0, which wants RGB."""

from __future__ import annotations

from contest import MIN_FACE_SIZE, THREADS, compete  # first: it limits the threads

import numpy as np
import torch
from facenet_pytorch import MTCNN


def main() -> None:
    torch.set_num_threads(THREADS)
    peer = MTCNN(min_face_size=MIN_FACE_SIZE, thresholds=[0.6, 0.7, 0.7], factor=0.709, keep_all=True)

    def detect(frame: np.ndarray) -> list[list[float]]:
        boxes, _ = peer.detect(np.ascontiguousarray(frame[..., ::-1]))
        return [] if boxes is None else [[x1, y1, x2 - x1, y2 - y1] for x1, y1, x2, y2 in boxes]

    compete(detect)


if __name__ == "__main__":
    main()
