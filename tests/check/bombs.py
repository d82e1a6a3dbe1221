#!/usr/bin/env python3
"""What small files cost that would cost much if a decoder believed them: in one process, and in the real program."""

from __future__ import annotations

import json
import pathlib
import resource
import subprocess
import time

from report import Report, Request, run

MOST_MILLISECONDS = 10
MOST_MEBIBYTES = 8
ALLOWED = {"ok", "partial", "limit", "corrupt", "unsupported", "out_of_memory"}


def report_costs(report: Report, request: Request) -> None:
    """By the program `bomb_costs`, which decodes each in a process of its own."""
    program = request.build / "tests" / "check" / "bomb_costs"
    output = subprocess.run([program], capture_output=True, text=True, check=False).stdout
    bombs = [json.loads(line) for line in output.splitlines()]
    of_size = [bomb for bomb in bombs if bomb["kind"] == "size"]
    hidden = [bomb for bomb in bombs if bomb["kind"] == "hidden"]
    for what, group, outcomes in (
        ("claims of 65535², 30000², 1×10⁶, 16383², refused", of_size, {"limit", "unsupported"}),
        ("hidden bombs, refused or decoded within bounds", hidden, ALLOWED),
    ):
        expected = [bomb for bomb in group if bomb["outcome"] in outcomes]
        report.row(f"{what}", f"{len(expected)} of {len(group)}", "all", len(expected) == len(group) > 0)
        slowest = max(group, key=lambda bomb: bomb.get("ms", 1e9))
        report.timed_row(
            f"{what}: the slowest",
            f"{slowest.get('ms')} ms of processor time ({slowest['name']})",
            f"< {MOST_MILLISECONDS} ms",
            slowest.get("ms", 1e9) < MOST_MILLISECONDS,
        )
        largest = max(group, key=lambda bomb: bomb.get("rss_growth_kib", 1e9))
        report.row(
            f"{what}: most memory",
            f"+ {largest.get('rss_growth_kib', 1e9) / 1024:.1f} MiB ({largest['name']})",
            f"< {MOST_MEBIBYTES} MiB",
            largest.get("rss_growth_kib", 1e9) < 1024 * MOST_MEBIBYTES,
        )


def run_program(request: Request, path: pathlib.Path) -> tuple[dict, int]:
    """The record that the program writes for a file, and its peak memory in KiB with that of all before."""
    command = [request.program, "detect", "--quiet", "--threads", "1", path, "-o", "-"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return json.loads(output), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def report_program(report: Report, request: Request) -> None:
    """By `mtcnn-turbo detect`, one after the other."""
    folder = request.folder
    program = request.build / "tests" / "check" / "bomb_costs"
    subprocess.run([program, "--write", folder], check=True)
    (folder / "none.ppm").write_bytes(b"P6 1 1 255\n")
    base = run_program(request, folder / "none.ppm")[1]
    (folder / "none.ppm").unlink()
    paths = sorted(folder.iterdir())
    paths = paths if request.long else [path for path in paths if "30000x30000" in path.name]
    started = time.monotonic()
    results = [run_program(request, path) for path in paths]
    seconds = time.monotonic() - started
    refused = [record for record, _ in results if record.get("error", {}).get("code") or "num_faces" in record]
    most = max(memory for _, memory in results)
    report.row("`detect` of bombs: a record each", f"{len(refused)} of {len(paths)}", "all", len(refused) == len(paths))
    report.row("`detect` of bombs: mean time of the program", f"{1000 * seconds / len(paths):.0f} ms", "printed", True)
    if not request.long:  # with all of them, some are decoded, and searched for faces
        growth = (most - base) / 1024
        report.row("`detect` of bombs: most memory", f"+ {growth:.1f} MiB", f"< {MOST_MEBIBYTES} MiB", growth < MOST_MEBIBYTES)


def check(request: Request, report: Report) -> None:
    report_costs(report, request)
    report_program(report, request)


if __name__ == "__main__":
    run(__doc__, check)
