"""How much of what strangers' bytes and numbers reach is run by the tests, in branches. Only all of the check has it."""

from __future__ import annotations

import json
import pathlib
import subprocess

import presets
import report

LEAST_PERCENT = 95

PARTS = {
    "parsers": (
        r"src/cli/(clip_selection|command_line|thresholds)\.cc",
        r"src/media/(decimal|exif|picture_format|utf8)\.(cc|h)",
        r"src/media/decoders/ffmpeg_end\.cc",
        r"src/media/headers/.*",
        r"src/media/picture_header.*",
        r"src/model/(safetensors|weights|weights_checksum)\.cc",
    ),
    "limits": (r"src/detector/options\.cc", r"src/image/view\.cc"),
    "journal": (r"src/cli/job/journal(_line)?\.cc",),
    "boxes": (r".*/detector/boxes\.h",),  # by the path below the build folder by which the compiler knows it
    "NMS": (r".*/detector/nms\.h",),
}

# The test programs that run them.
PROGRAMS = ("cli_test", "detector_test", "image_test", "model_test", "picture_test", "program_test", "record_test")

GCOVR = presets.ROOT / ".setup" / "coverage" / "venv" / "bin" / "gcovr"


def main() -> None:
    request = report.parse_request(__doc__)
    results = report.Report()
    if request.long:
        check(results)
    results.exit()


def check(results: report.Report) -> None:
    build = presets.build("coverage", *PROGRAMS)
    for counters in build.rglob("*.gcda"):
        counters.unlink()
    tests = presets.run_tests("coverage", f"^({'|'.join(PROGRAMS)})\\.")
    results.row("tests whose branches are counted", str(tests), "all pass", not tests.failed and tests.passed > 0)
    for part, patterns in PARTS.items():
        covered, total = branches(build, patterns)
        percent = 100 * covered / max(total, 1)
        what = f"branches of {part}, those of exceptions apart"
        results.row(what, f"{covered} of {total}: {percent:.1f} %", f"≥ {LEAST_PERCENT} %", percent >= LEAST_PERCENT)


def branches(build: pathlib.Path, patterns: tuple[str, ...]) -> tuple[int, int]:
    """How many are covered, and how many there are."""
    filters = [argument for pattern in patterns for argument in ("--filter", f"{presets.ROOT}/{pattern}$")]
    exclusions = ["--exclude-throw-branches", "--exclude-unreachable-branches"]
    command = [GCOVR, "--root", presets.ROOT, *filters, *exclusions, "--json-summary", "-", build]
    summary = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return summary["branch_covered"], summary["branch_total"]


if __name__ == "__main__":
    main()
