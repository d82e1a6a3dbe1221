#!/usr/bin/env python3
"""No input that libFuzzer finds crashes, hangs or costs too much.

A crash, a report of a sanitizer, a failed check, 10 s for one input or 512 MB of memory end a target, and its input
stays in the folder `findings` of the build folder `fuzz`. Whatever took over a second is run again by itself and asked for the
processor's time, because a busy machine is slow at everything.
"""

from __future__ import annotations

import os
import pathlib
import re
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor

import presets
from report import Report, Request, run

SECONDS = 60
LONG_SECONDS = 300
MEGABYTES = 512
# Of addresses that one call may ask for, as FFmpeg limits itself: they take no memory before they are written to.
ALLOCATED_MEGABYTES = 2048
SECONDS_A_UNIT = 1.0
FAILED = "the target ended by itself"
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "fuzz"


def check(request: Request, report: Report) -> None:
    folder = presets.build("fuzz", "fuzz")
    targets = sorted(dictionary.stem for dictionary in (SOURCES / "dictionaries").glob("*.dict"))
    seconds = LONG_SECONDS if request.long else SECONDS
    with ThreadPoolExecutor(os.cpu_count()) as executor:

        def fuzz(target: str) -> str:
            return run_target(folder, target, request.folder, seconds, request.seed)

        # All of them have ended before the slow units are run again.
        for target, output in zip(targets, list(executor.map(fuzz, targets)), strict=True):
            judge_target(folder, target, request.folder, seconds, output, report)


def run_target(folder: pathlib.Path, target: str, work: pathlib.Path, seconds: int, seed: int) -> str:
    """What libFuzzer says; the inputs that it found worth telling of are in the folder `work`/`target`-units."""
    corpus = work / f"{target}-corpus"
    units = work / f"{target}-units"
    corpus.mkdir()
    units.mkdir()
    command = [folder / "fuzz" / f"fuzz_{target}", f"-max_total_time={seconds}", f"-seed={seed}", "-print_final_stats=1"]
    command += [f"-dict={SOURCES / 'dictionaries' / target}.dict", "-timeout=10"]
    command += [f"-rss_limit_mb={MEGABYTES}", f"-malloc_limit_mb={ALLOCATED_MEGABYTES}"]
    command += ["-report_slow_units=1", f"-artifact_prefix={units}/", corpus]
    command += [path for kind in ("corpus", "findings") if (path := SOURCES / kind / target).is_dir()]
    # What AddressSanitizer keeps of freed memory is not the target's.
    environment = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=16"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    return ended.stderr if ended.returncode == 0 else f"{FAILED}\n{ended.stderr}"


def judge_target(
    folder: pathlib.Path, target: str, work: pathlib.Path, seconds: int, output: str, report: Report
) -> None:
    units = work / f"{target}-units"
    slowest = slowest_unit(folder / "fuzz" / f"fuzz_{target}", units)
    findings = folder / "findings"
    findings.mkdir(exist_ok=True)
    kept = keep_findings(target, units, findings)
    executions = statistic(output, "number_of_executed_units")
    rate = statistic(output, "average_exec_per_sec")
    memory = statistic(output, "peak_rss_mb")
    crashes = 1 if output.startswith(FAILED) else 0
    figure = f"{crashes} crashes, {memory} MB; {executions:,} executions in {seconds} s, {rate:,} a second"
    if crashes:
        figure += f"; {reason(output)}: {', '.join(kept) or 'no input was kept'}"
    holds = crashes == 0 and memory < MEGABYTES
    report.row(f"fuzz `{target}`", figure, f"0 crashes, < {MEGABYTES} MB", holds)
    report.timed_row(f"fuzz `{target}`: the slowest unit", slowest, f"< {SECONDS_A_UNIT:g} s", slowest.startswith("<"))


def slowest_unit(program: pathlib.Path, folder: pathlib.Path) -> str:
    """How long the processor needs for the slowest of the slow units by itself, the start of the target included."""
    slowest = max((min(processor_seconds(program, unit) for _ in range(3)) for unit in folder.glob("slow-unit-*")), default=0.0)
    return f"< {SECONDS_A_UNIT:g} s" if slowest < SECONDS_A_UNIT else f"{slowest:.1f} s"


def processor_seconds(program: pathlib.Path, unit: pathlib.Path) -> float:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    subprocess.run([program, unit], capture_output=True)
    return used() - before


def keep_findings(target: str, found: pathlib.Path, findings: pathlib.Path) -> list[str]:
    """Copies what ended the target, or was slow, and returns the names of the former."""
    for path in found.iterdir():
        (findings / f"{target}-{path.name}").write_bytes(path.read_bytes())
    return [str(findings / f"{target}-{path.name}") for path in found.iterdir() if not path.name.startswith("slow-unit")]


def statistic(output: str, name: str) -> int:
    found = re.search(rf"stat::{name}:\s*(\d+)", output)
    return int(found[1]) if found else 0


def reason(output: str) -> str:
    found = re.search(r"SUMMARY: (.*)|fuzz: (.*)", output)
    return (found[1] or found[2]) if found else "it ended"


if __name__ == "__main__":
    run(__doc__, check)
