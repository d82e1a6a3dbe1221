#!/usr/bin/env python3
"""No input that libFuzzer finds crashes, hangs or costs too much.

A crash, a report of a sanitizer, a failed check, 10 s for one input or 512 MB of memory end a target, and its input
stays in the folder `findings` of the build folder `fuzz`. Whatever took over a second is run again by itself and asked for the
processor's time, because a busy machine is slow at everything.
"""

from __future__ import annotations

import pathlib
import re
import resource
import subprocess
import tempfile

import presets
from report import Report, Request, parse_request

SECONDS = 20
LONG_SECONDS = 60
MEGABYTES = 512
SECONDS_A_UNIT = 1.0
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "fuzz"


def main() -> None:
    request = parse_request(__doc__)
    report = Report()
    folder = presets.build("fuzz", "fuzz")
    for dictionary in sorted((SOURCES / "dictionaries").glob("*.dict")):
        check_target(dictionary.stem, folder, request, report)
    report.exit()


def check_target(target: str, folder: pathlib.Path, request: Request, report: Report) -> None:
    program = folder / "fuzz" / f"fuzz_{target}"
    seconds = LONG_SECONDS if request.long else SECONDS
    findings = folder / "findings"
    findings.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus, tempfile.TemporaryDirectory() as slow_units:
        command = [program, f"-max_total_time={seconds}", f"-seed={request.seed}", "-print_final_stats=1"]
        command += [f"-dict={SOURCES / 'dictionaries' / target}.dict", f"-rss_limit_mb={MEGABYTES}", "-timeout=10"]
        command += ["-report_slow_units=1", f"-artifact_prefix={slow_units}/", corpus]
        command += [path for kind in ("corpus", "findings") if (path := SOURCES / kind / target).is_dir()]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace")
        slowest = slowest_unit(program, pathlib.Path(slow_units))
        kept = keep_findings(target, pathlib.Path(slow_units), findings)
    executions = statistic(ended.stderr, "number_of_executed_units")
    rate = statistic(ended.stderr, "average_exec_per_sec")
    memory = statistic(ended.stderr, "peak_rss_mb")
    crashes = 0 if ended.returncode == 0 else 1
    figure = f"{crashes} crashes, slowest unit {slowest}, {memory} MB; {executions:,} executions in {seconds} s, {rate:,} a second"
    if crashes:
        figure += f"; {reason(ended.stderr)}: {', '.join(kept) or 'no input was kept'}"
    holds = crashes == 0 and slowest.startswith("<") and memory < MEGABYTES
    report.row(f"fuzz `{target}`", figure, f"0 crashes, < {SECONDS_A_UNIT:g} s a unit, < {MEGABYTES} MB", holds)


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
    main()
