"""pymtcnn 1.2.0 on a clip as its users run it: frames from OpenCV's VideoCapture, one by one. Arguments: the clip, the
folder of the model files, the smallest face. Prints {"seconds", "frames", "faces"}."""

from __future__ import annotations

import json
import sys
import time

import cv2
from pymtcnn import MTCNN


def main() -> None:
    clip, models, min_face_size = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr
    peer = MTCNN(backend="cpu", model_dir=models)
    detector = next(part for part in vars(peer).values() if hasattr(part, "min_face_size"))
    detector.min_face_size = float(min_face_size)
    detector.thresholds = [0.6, 0.7, 0.7]
    detector.factor = 0.709
    frames = faces = 0
    start = time.perf_counter()
    capture = cv2.VideoCapture(clip)
    while True:
        is_frame, frame = capture.read()
        if not is_frame:
            break
        frames += 1
        faces += len(peer.detect(frame)[0])
    print(json.dumps({"seconds": time.perf_counter() - start, "frames": frames, "faces": faces}), file=answers)


if __name__ == "__main__":
    main()
