"""How much of what strangers' bytes and numbers reach is run by the tests, in branches. Only all of the check has it."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys

import presets
from report import Report, Request, run

LEAST_PERCENT = 95

PARTS = {
    "parsers": (
        r"src/cli/(clip_selection|command_line|detect_options|thresholds)\.cc",
        r"src/media/(decimal|exif|picture_format|place|utf8)\.cc",
        r"src/media/decoders/ffmpeg_(end|format)\.cc",
        r"src/media/headers/.*",
        r"src/model/(safetensors|safetensors_header|weights|weights_checksum)\.cc",
    ),
    "limits": (
        r"src/backends/strongest_cells\.cc",
        r"src/c_api/(image|options)\.cc",
        r"src/detector/(options|punctual_backend|pyramid)\.cc",
        r"src/image/view\.cc",
        r"src/media/decoders/decoders\.cc",
    ),
    "journal": (
        r"src/cli/job/(job_description|job_output|journal|journal_line)\.(cc|h)",
        r"src/cli/job_settings\.cc",
    ),
    "boxes": (r"src/detector/boxes\.h",),
    "NMS": (r"src/detector/nms\.h",),
}

# The test programs that run them, by their folders; the program, which some of them run; and the library of those in C.
PROGRAMS = {
    "backends_test": "backends",
    "c_api_cases": "c_api",
    "c_api_test": "c_api",
    "cli_test": "cli",
    "detector_test": "detector",
    "image_test": "image",
    "input_test": "media",
    "model_test": "model",
    "picture_test": "media",
    "program_test": "cli",
    "record_test": "media",
}
PROGRAM = "src/cli/mtcnn-turbo"
LIBRARY = "libmtcnn.so"


def check(request: Request, report: Report) -> None:
    if not request.long:
        return
    build = presets.build("coverage", *PROGRAMS)
    # A file for each process: tests kill programs, and one that is killed as it writes its counters would spoil those
    # of others.
    environment = {"LLVM_PROFILE_FILE": f"{request.folder}/%p-%m.profraw"}
    tests = presets.run_tests("coverage", f"^({'|'.join(PROGRAMS)})\\.", environment)
    report.row("tests whose branches are counted", str(tests), "all pass", not tests.failed and tests.passed > 0)
    taken = branches(build, request.folder)
    for part, patterns in PARTS.items():
        ways = [way for pattern in patterns for name in names_of(pattern, taken) for way in taken[name].values()]
        percent = 100 * sum(ways) / max(len(ways), 1)
        figure = f"{sum(ways)} of {len(ways)}: {percent:.1f} %"
        report.row(f"branches of {part}", figure, f"≥ {LEAST_PERCENT} %", percent >= LEAST_PERCENT)


def names_of(pattern: str, taken: dict[str, dict[tuple, bool]]) -> list[str]:
    """The files that a pattern means, of which there must be some: what has another name by now is not left out unseen."""
    names = [name for name in taken if re.fullmatch(pattern, name)]
    return names or sys.exit(f"coverage.py: there is no file {pattern} in the programs")


def branches(build: pathlib.Path, profiles: pathlib.Path) -> dict[str, dict[tuple, bool]]:
    """Of each source file: the two ways out of each condition, by their place, and whether one of the programs took it.

    A template has its conditions once, however many types it is compiled for.
    """
    merged = profiles / "merged.profdata"
    inputs = profiles / "profiles.txt"
    inputs.write_text("".join(f"{profile}\n" for profile in profiles.glob("*.profraw")))
    merge = ("llvm-profdata", "merge", "--sparse", "--failure-mode=all", "--output", str(merged))
    presets.quietly(*merge, f"--input-files={inputs}")
    programs = [build / "tests" / folder / name for name, folder in PROGRAMS.items()]
    programs += [build / PROGRAM, build / LIBRARY]
    objects = [argument for program in programs[1:] for argument in ("-object", program)]
    command = ["llvm-cov", "export", "-skip-functions", "-skip-expansions", "-instr-profile", merged, programs[0]]
    exported = json.loads(subprocess.run([*command, *objects], check=True, stdout=subprocess.PIPE).stdout)
    taken: dict[str, dict[tuple, bool]] = {}
    for file in exported["data"][0]["files"]:
        # The compiler knows headers by links in the build folder, one for each layer.
        path = pathlib.Path(file["filename"]).resolve()
        if not path.is_relative_to(presets.ROOT / "src"):
            continue
        of_file = taken.setdefault(str(path.relative_to(presets.ROOT)), {})
        for *place, if_true, if_false, _, _, _ in file["branches"]:
            for way, count in ((True, if_true), (False, if_false)):
                key = (*place, way)
                of_file[key] = of_file.get(key, False) or count > 0
    return taken


if __name__ == "__main__":
    run(__doc__, check)
