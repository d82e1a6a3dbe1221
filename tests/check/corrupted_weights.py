"""Weight files that were damaged, or that contradict themselves, are refused at once, and with a code."""

from __future__ import annotations

import pathlib
import subprocess
from typing import NamedTuple

from report import Report, Request, run

LONG_COUNT = 1000
SHORT_COUNT = 200
MOST_MILLISECONDS = 100

EMBEDDED = pathlib.Path(__file__).resolve().parents[2] / ".setup" / "weights" / "mtcnn.safetensors"


class Tally(NamedTuple):
    """What the checker prints for each kind of damage."""

    kind: str
    files: str
    refused: str
    slowest_ms: str


def check(request: Request, report: Report) -> None:
    """Damages both files that we write: the one of tools/make_weights.py, and that of `export`."""
    subprocess.run(
        [request.program, "export", request.folder, "--format", "safetensors"], check=True, stdout=subprocess.DEVNULL
    )
    checker = request.build / "tests" / "check" / "check_corrupted_weights"
    count = LONG_COUNT if request.long else SHORT_COUNT
    command = [checker, str(count), str(request.seed), EMBEDDED, request.folder / "mtcnn.safetensors"]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()

    tallies = [Tally(*line.split("\t")) for line in lines]
    files = sum(int(tally.files) for tally in tallies)
    refused = sum(int(tally.refused) for tally in tallies)
    accepted = [tally.kind for tally in tallies if tally.refused != tally.files]
    report.row(
        f"{files:,} corrupted weight files: {len(tallies)} kinds of damage to the files that we write",
        f"{refused:,} refused with a code" + (f"; not: {', '.join(accepted)}" if accepted else ""),
        "100 %",
        files == count and not accepted,
    )
    slowest = max(tallies, key=lambda tally: float(tally.slowest_ms))
    report.timed_row(
        "the slowest of these refusals, CPU time",
        f"{float(slowest.slowest_ms):.1f} ms ({slowest.kind})",
        f"< {MOST_MILLISECONDS} ms",
        float(slowest.slowest_ms) < MOST_MILLISECONDS,
    )


if __name__ == "__main__":
    run(__doc__, check)
