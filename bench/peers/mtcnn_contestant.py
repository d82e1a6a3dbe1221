"""mtcnn 1.0.0. Its pyramid is stopped at PNet's window: by itself it goes on below, fails there, and finds nothing."""

from __future__ import annotations

from contest import MIN_FACE_SIZE, compete  # first: it limits the threads

import mtcnn.stages.stage_pnet
import numpy as np
from mtcnn import MTCNN


def scales(width: int, height: int, min_face_size: float, scale_factor: float, min_size: int = 12) -> np.ndarray:
    all_scales = min_size / min_face_size * scale_factor ** np.arange(100)
    return all_scales[min(width, height) * all_scales >= min_size]


def main() -> None:
    mtcnn.stages.stage_pnet.build_scale_pyramid = scales
    peer = MTCNN()

    def detect(frame: np.ndarray) -> list[list[float]]:
        faces = peer.detect_faces(np.ascontiguousarray(frame[..., ::-1]), min_face_size=MIN_FACE_SIZE)
        return [face["box"] for face in faces]

    compete(detect)


if __name__ == "__main__":
    main()
