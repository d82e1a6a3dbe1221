"""How much of what strangers' bytes and numbers reach is run by the tests, in branches. Only all of the check has it."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import tempfile

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
    "boxes": (r"detector/boxes\.h",),  # by the path below the build folder by which the compiler knows it
    "NMS": (r"detector/nms\.h",),
}

# The test programs that run them, by their folders; and the program, which some of them run.
PROGRAMS = {
    "cli_test": "cli",
    "detector_test": "detector",
    "image_test": "image",
    "model_test": "model",
    "picture_test": "media",
    "program_test": "cli",
    "record_test": "media",
}
PROGRAM = "src/cli/mtcnn-turbo"


def main() -> None:
    request = report.parse_request(__doc__)
    results = report.Report(request)
    if request.long:
        check(results)
    results.exit()


def check(results: report.Report) -> None:
    build = presets.build("coverage", *PROGRAMS)
    with tempfile.TemporaryDirectory() as folder:
        # Each of up to four files takes the counters of one program after the other.
        environment = {"LLVM_PROFILE_FILE": f"{folder}/%4m.profraw"}
        tests = presets.run_tests("coverage", f"^({'|'.join(PROGRAMS)})\\.", environment)
        results.row("tests whose branches are counted", str(tests), "all pass", not tests.failed and tests.passed > 0)
        summaries = branches(build, pathlib.Path(folder))
    for part, patterns in PARTS.items():
        pattern = re.compile(f"(?:.*/)?(?:{'|'.join(patterns)})")
        counts = [counts for name, counts in summaries.items() if pattern.fullmatch(name)]
        covered, total = (sum(count[which] for count in counts) for which in ("covered", "count"))
        percent = 100 * covered / max(total, 1)
        figure = f"{covered} of {total}: {percent:.1f} %"
        results.row(f"branches of {part}", figure, f"≥ {LEAST_PERCENT} %", percent >= LEAST_PERCENT)


def branches(build: pathlib.Path, profiles: pathlib.Path) -> dict[str, dict[str, int]]:
    """Of each source file: how many branches it has, as its conditions say, and how many of them were taken."""
    merged = profiles / "merged.profdata"
    presets.quietly("llvm-profdata", "merge", "--sparse", "--output", str(merged), *map(str, profiles.glob("*.profraw")))
    programs = [build / "tests" / folder / name for name, folder in PROGRAMS.items()] + [build / PROGRAM]
    objects = [argument for program in programs[1:] for argument in ("-object", program)]
    command = ["llvm-cov", "export", "-summary-only", "-instr-profile", merged, programs[0], *objects]
    exported = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {file["filename"]: file["summary"]["branches"] for file in exported["data"][0]["files"]}


if __name__ == "__main__":
    main()
