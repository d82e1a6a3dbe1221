"""Builds a preset of CMakePresets.json for a check, and runs tests of it."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class TestResults:
    passed: int
    failed: list[str]
    skipped: int

    def __str__(self) -> str:
        tests = self.passed + len(self.failed)
        failed = f", not {', '.join(self.failed[:3])}" if self.failed else ""
        return f"{self.passed} of {tests} tests pass{failed}" + (f", {self.skipped} skipped" if self.skipped else "")


def build(preset: str, *targets: str) -> pathlib.Path:
    """Brings the targets up to date; returns the build folder."""
    quietly("cmake", "-S", str(ROOT), "--preset", preset, "-DMTCNN_BUILD_TESTS=ON")
    folder = ROOT / "build" / preset
    quietly("cmake", "--build", str(folder), "--target", *targets)
    return folder


def run_tests(preset: str, names: str = "", environment: dict[str, str] | None = None) -> TestResults:
    """The tests that the regular expression `names` finds in a preset that is built."""
    results = ROOT / "build" / preset / "check-results.xml"
    results.unlink(missing_ok=True)
    command = ["ctest", "--preset", preset, "--parallel", str(os.cpu_count()), "--timeout", "600"]
    command += ["--output-junit", str(results), "--tests-regex", names]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=sys.stderr)
    cases = list(ElementTree.parse(results).getroot().iter("testcase"))
    by_status = {
        status: [case.get("name", "") for case in cases if case.get("status") == status]
        for status in ("run", "fail", "notrun", "disabled")
    }
    skipped = len(by_status["notrun"]) + len(by_status["disabled"])
    return TestResults(len(by_status["run"]), by_status["fail"], skipped)


def quietly(*command: str) -> None:
    """Shows what the command says only where it fails, and ends the program then."""
    finished = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if finished.returncode != 0:
        sys.exit(f"{finished.stdout[-4000:]}\n{' '.join(command)}: ended with {finished.returncode}")
