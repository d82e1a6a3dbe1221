"""Does the same things over and over in one process: memory must not grow, and no file may stay open."""

from __future__ import annotations

import json
import subprocess

import jobs
from report import Report, Request, run

LARGEST_GROWTH = 0.01  # after warm-up
LARGEST_GROWTH_OF_PART = 0.03  # of work that is hardly longer than its warm-up

# What, how often in the fast part, and how often in all of it.
WORK = (
    ("frames", "frames of 48x40 searched", 10_000, 100_000),
    ("large", "frames of 640x480 searched", 60, 3_000),
    ("detectors", "detectors made and used", 200, 1_000),
    ("pictures", "pictures read", 500, 1_000),
    ("clips", "clips opened, a frame read, and closed", 200, 1_000),
)


def check(request: Request, report: Report) -> None:
    folder = request.folder
    jobs.make_clips(folder, 5)
    jobs.make_small_picture(folder / "small.png")
    files = {"pictures": folder / "small.png", "clips": folder / "one.mp4"}
    for kind, what, count, count_of_all in WORK:
        times = count_of_all if request.long else count
        words = [str(request.build / "tests" / "check" / "soak"), kind, str(times), str(files.get(kind, ""))]
        told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        growth = told["bytes_after"] / told["bytes"] - 1
        left = told["descriptors_after"] - told["descriptors"]
        largest = LARGEST_GROWTH if request.long else LARGEST_GROWTH_OF_PART
        report.row(f"soak: {times:,} {what}",
                   f"{told['bytes'] / 2**20:.1f} MB after warm-up, {100 * growth:+.2f} %; {left} descriptors left",
                   f"growth below {100 * largest:g} %, no descriptor left", growth < largest and left == 0)


if __name__ == "__main__":
    run(__doc__, check)
