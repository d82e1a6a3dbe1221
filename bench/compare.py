"""The second half of bench/compare: ROOT BASE HEAD [KEY=VALUE]..."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench import Footage
from contestants import Contestant, race

ROUNDS = 15


def main() -> None:
    root, base, head, *settings = sys.argv[1:]
    shared = Path(os.environ.get("MTCNN_SHARED", Path(root).parent / "shared"))
    clip = shared / "data/clips/five_people_1080p.mp4"
    source = clip if clip.is_file() else Path(root) / ".setup/pictures/astronaut.png"
    with tempfile.TemporaryDirectory() as folder:
        footage = Footage(source, 16, "bgr", Path(folder))
        pair = [
            Contestant(name, [f"{root}/build/compare/{name}/build/bench/mtcnn-bench", "compete", *footage.arguments,
                              footage.pixels, *settings])
            for name in (base, head)
        ]
        race(pair, ROUNDS)
    ratios = sorted(after / before for before, after in zip(pair[0].seconds, pair[1].seconds, strict=True))
    low, _, high = statistics.quantiles(ratios, n=4)
    print(f"{base} {pair[0].milliseconds:.2f} ms a frame, {head} {pair[1].milliseconds:.2f} ms")
    print(f"{head} takes {statistics.median(ratios):.3f} of the time of {base} (half of the rounds: {low:.3f} to {high:.3f})")
    if pair[0].frames != pair[1].frames:
        print("They find different faces.")


if __name__ == "__main__":
    main()
