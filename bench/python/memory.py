"""Prints the resident kilobytes after 2,000 and after 20,000 frames of mixed sizes, kinds and batches."""

from __future__ import annotations

import numpy as np

from mtcnn_turbo import MTCNN

WARM_UP, FRAMES = 2_000, 20_000
SIDES = (60, 97, 128, 180, 241, 320)


def resident_kilobytes() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main() -> None:
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (max(SIDES), max(SIDES), 4), np.uint8)
    detector = MTCNN(20, (0.3, 0.3, 0.3))
    done = 0
    for target in (WARM_UP, FRAMES):
        while done < target:
            batch = []
            for _ in range(random.integers(1, 9)):
                height, width = random.choice(SIDES, 2)
                channels = random.choice([1, 3, 4])
                frame = pixels[:height, :width, :channels]
                batch.append(frame[..., 0] if channels == 1 else frame)
            detector.detect_batch(batch)
            done += len(batch)
        print(resident_kilobytes(), flush=True)


if __name__ == "__main__":
    main()
