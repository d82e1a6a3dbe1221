"""What the Python contestants share: frames in memory, and a pass over them for each line "go".

Arguments of a contestant: FRAMES WIDTH HEIGHT THREADS MIN_FACE_SIZE, and what it needs itself. The frames are BGR, one
behind the other.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable

FRAMES, WIDTH, HEIGHT, THREADS, MIN_FACE_SIZE = sys.argv[1], *map(int, sys.argv[2:5]), float(sys.argv[5])

# Set before the libraries that read them are loaded, which is after this module.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[_name] = str(THREADS)
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

# The boxes of one frame: x, y, width, height.
Boxes = Iterable[Iterable[float]]


def compete(detect: Callable[[np.ndarray], Boxes]) -> None:
    """`detect` gets one frame: (height, width, 3), uint8, BGR."""
    compete_with_all(lambda frames: [detect(frame) for frame in frames])


def compete_with_all(detect: Callable[[np.ndarray], list[Boxes]]) -> None:
    """`detect` gets all frames: (N, height, width, 3), uint8, BGR."""
    frames = np.fromfile(FRAMES, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)
    answers = sys.stdout
    sys.stdout = sys.stderr  # what peers print is no answer
    print("ready", file=answers, flush=True)
    before = status_kilobytes("VmRSS")
    with open("/proc/self/clear_refs", "w") as references:
        references.write("5")
    for line in sys.stdin:
        if line.strip() != "go":
            break
        start = time.perf_counter()
        found = detect(frames)
        seconds = time.perf_counter() - start
        boxes = [[[float(number) for number in box] for box in of_frame] for of_frame in found]
        answer = {"seconds": seconds, "frames": boxes, "memory_kilobytes": status_kilobytes("VmHWM") - before}
        print(json.dumps(answer), file=answers, flush=True)


def status_kilobytes(key: str) -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(key + ":"))
