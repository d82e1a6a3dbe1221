"""No report of AddressSanitizer, UndefinedBehaviorSanitizer or ThreadSanitizer."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile

import presets
from report import Report, Request, run

# Tests of what several threads do at once; they are parts of these programs.
THREADED_TESTS = r"Parallel|Pool|Conveyor|^detector_test\.|^c_api_cases\.threads"
THREADED_PROGRAMS = ("base_test", "detector_test", "cli_test", "c_api_cases")


def check(request: Request, report: Report) -> None:
    check_shared_detector(report)
    if request.long:
        check_threaded_tests(report)
        check_whole_suite(report)


def check_shared_detector(report: Report) -> None:
    build = presets.build("tsan", "check_shared_detector")
    with Reports() as reports:
        program = build / "tests" / "check" / "check_shared_detector"
        finished = subprocess.run([program], env={**os.environ, **reports.environment}, stdout=subprocess.PIPE, text=True)
        report.row(
            "ThreadSanitizer: one detector, 8 threads, 200 pictures, batches of 1 to 16",
            f"{reports.count()} reports; {finished.stdout.strip()}",
            "0 reports, 0 differ",
            reports.count() == 0 and finished.returncode == 0,
        )


def check_threaded_tests(report: Report) -> None:
    presets.build("tsan", *THREADED_PROGRAMS)
    with Reports() as reports:
        check_tests("ThreadSanitizer: tests of threads", "tsan", THREADED_TESTS, reports, report)


def check_whole_suite(report: Report) -> None:
    presets.build("asan-ubsan", "all")
    with Reports() as reports:
        check_tests("AddressSanitizer, UndefinedBehaviorSanitizer: the whole suite", "asan-ubsan", "", reports, report)


def check_tests(what: str, preset: str, names: str, reports: Reports, report: Report) -> None:
    tests = presets.run_tests(preset, names, reports.environment)
    report.row(
        what,
        f"{reports.count()} reports; {tests}",
        "0 reports, all pass",
        reports.count() == 0 and not tests.failed and tests.passed > 0,
    )


class Reports:
    """Where the sanitizers write what they find, whichever program finds it, and whoever reads that program's messages."""

    def __enter__(self) -> Reports:
        self._folder = tempfile.TemporaryDirectory()
        path = f"log_path={self._folder.name}/report"
        # ThreadSanitizer cannot see how oneTBB, which is not built with it, hands memory from one thread to the next:
        # what that library itself reads and writes is not looked at, while locks and atomics everywhere are.
        threads = f"{path}:ignore_noninstrumented_modules=1"
        self.environment = {"ASAN_OPTIONS": path, "UBSAN_OPTIONS": path, "TSAN_OPTIONS": threads}
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files():
            print(file.read_text(errors="replace"), file=sys.stderr)
        self._folder.cleanup()

    def count(self) -> int:
        starts = ("WARNING: ThreadSanitizer", "ERROR: AddressSanitizer", "ERROR: LeakSanitizer", ": runtime error: ")
        text = "".join(file.read_text(errors="replace") for file in self._files())
        return sum(text.count(start) for start in starts)

    def _files(self) -> list[pathlib.Path]:
        return sorted(pathlib.Path(self._folder.name).iterdir())


if __name__ == "__main__":
    run(__doc__, check)
