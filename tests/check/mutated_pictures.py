#!/usr/bin/env python3
"""Pictures that were damaged by chance: 1,000 of them, or with --long 10,000, then also of pictures from others' tests."""

from __future__ import annotations

import json
import pathlib
import subprocess

from report import Report, Request, run

SETUP = pathlib.Path(__file__).resolve().parents[2] / ".setup"
MOST_MILLISECONDS = 250
MOST_MEBIBYTES = 512


def check(request: Request, report: Report) -> None:
    count = 10_000 if request.long else 1_000
    program = request.build / "tests" / "check" / "mutated_pictures"
    command = [program, str(count), str(request.seed)]
    folders = ["pictures", "picture_seeds"] if request.long else ["pictures"]
    command += [str(SETUP / folder) for folder in folders if (SETUP / folder).is_dir()]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    tally = json.loads(ran.stdout)
    name = f"{count:,} mutated pictures of {tally['seeds']} seeds, drawn with {request.seed}"
    outcomes = f"{tally['ok']} ok, {tally['partial']} partial, {tally['refused']} refused"
    all_ended = tally["ok"] + tally["partial"] + tally["refused"] == count
    report.row(name, outcomes, "an outcome each", all_ended)
    report.row("mutated pictures: crashes", str(tally["crashes"]), "0", tally["crashes"] == 0)
    report.row("mutated pictures: hangs", str(tally["hangs"]), "0", tally["hangs"] == 0)
    with_code = tally["refused"] - tally["without_code"]
    share = 100 * with_code / max(tally["refused"], 1)
    report.row("mutated pictures: refusals with a code", f"{share:.0f} %", "100 %", tally["without_code"] == 0)
    report.timed_row(
        "mutated pictures: the slowest, processor time",
        f"{tally['slowest_ms']} ms",
        f"< {MOST_MILLISECONDS} ms",
        tally["slowest_ms"] < MOST_MILLISECONDS,
    )
    peak = tally["peak_rss_mib"]
    report.row("mutated pictures: peak memory", f"{peak} MiB", f"< {MOST_MEBIBYTES} MiB", peak < MOST_MEBIBYTES)


if __name__ == "__main__":
    run(__doc__, check)
