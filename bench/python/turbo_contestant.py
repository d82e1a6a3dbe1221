"""The Python package. Further arguments: how many frames a call of `detect_batch` gets, or 0 for `detect`; and how many
threads of Python share the detector."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "peers"))

from contest import MIN_FACE_SIZE, THREADS, Boxes, compete_with_all
from mtcnn_turbo import MTCNN

import numpy as np


def main() -> None:
    batch, workers = map(int, sys.argv[6:8])
    detector = MTCNN(MIN_FACE_SIZE, threads=THREADS)

    def detect_all(frames: np.ndarray) -> list[Boxes]:
        if batch:
            starts = range(0, len(frames), batch)
            return [boxes for start in starts for boxes, _ in detector.detect_batch(frames[start : start + batch])]
        if workers == 1:
            return [detector.detect(frame)[0] for frame in frames]
        with ThreadPoolExecutor(workers) as pool:
            return [boxes for boxes, _ in pool.map(detector.detect, frames)]

    compete_with_all(detect_all)


if __name__ == "__main__":
    main()
