#!/usr/bin/env python3
"""Climbs from plain loops to batches of frames: what each step buys on this machine, and what it costs in accuracy.
docs/journey.md explains the rungs."""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builds import COMMAND_LINE, PROGRAM, Footage, cpu_name, draw_speeds, run, table
from contestants import Contestant, race

PROVIDERS = ("cuda", "tensorrt", "coreml", "openvino")
OTHER_SIZES = (80, 100)


@dataclass
class Rung:
    """`program` takes "compete" or "profile", the footage, and then the settings."""

    name: str
    program: str
    settings: list[str]
    exact: bool = True  # in float32
    contestant: Contestant = field(init=False)
    stages: dict[str, Any] = field(default_factory=dict)

    def command(self, mode: str, footage: Footage) -> list[str]:
        return [self.program, mode, *footage.arguments, footage.pixels, *self.settings]


def rungs(size: float) -> list[Rung]:
    cores = len(os.sched_getaffinity(0))
    program, face = str(PROGRAM), f"min_face_size={size:g}"

    def ours(name: str, backend: str, *settings: str, threads: int = cores, program: str = program, exact: bool = True) -> Rung:
        return Rung(name, program, [f"backend={backend}", f"threads={threads}", face, *settings], exact)

    def onnxruntime(name: str, *settings: str, exact: bool = True) -> Rung:
        library = f"onnxruntime={os.environ['MTCNN_ONNXRUNTIME']}"
        return ours(f"ONNX Runtime, {name}", "onnxruntime", library, *settings, exact=exact)

    def openvino(precision: str, name: str, exact: bool) -> Rung:
        return Rung(name, program + "-openvino", [str(cores), "1", f"{size:g}", precision], exact)

    crop_by_crop = "one_by_one=yes"
    return [
        ours("plain loops, crop by crop, 1 thread", "reference", crop_by_crop, "rounds=1", threads=1),
        ours("the same, vectorised by the compiler", "reference", crop_by_crop, "rounds=1", threads=1,
             program=program + "-vectorised"),
        onnxruntime("crop by crop", crop_by_crop),
        onnxruntime("crops of a frame batched"),
        ours("native, crop by crop", "native", crop_by_crop),
        ours("native, crops of a frame batched", "native"),
        *(ours(f"native, batches of {frames} frames", "native", f"batch={frames}") for frames in (4, 8, 16)),
        onnxruntime("batched, float16", "half=yes", exact=False),
        openvino("f32", "OpenVINO, batched, float32", True),
        openvino("bf16", "OpenVINO, batched, bf16", False),
        *(onnxruntime(f"with {provider}", f"provider={provider}", exact=False) for provider in PROVIDERS
          if provider in available_providers()),
    ]


@functools.cache
def available_providers() -> list[str]:
    line = next(line for line in run([str(COMMAND_LINE), "info"]).splitlines() if "ONNX Runtime" in line)
    return line.split("providers: ")[1].split(", ")


def climb(footage: Footage, size: float, rounds: int, chosen: slice = slice(None)) -> list[Rung]:
    climbed = rungs(size)[chosen]
    for rung in climbed:
        rung.contestant = Contestant(rung.name, rung.command("compete", footage))
    race([rung.contestant for rung in climbed], rounds)
    return climbed


def measure_stages(climbed: list[Rung], footage: Footage) -> None:
    """Of the rungs that take a frame at a time; in batches each thread takes frames of its own."""
    for rung in climbed:
        if not any(setting.startswith("batch=") for setting in rung.settings):
            rung.stages = json.loads(run(rung.command("profile", footage)))


def print_ladder(climbed: list[Rung]) -> None:
    first = climbed[0].contestant
    rows = []
    for rung in climbed:
        c = rung.contestant
        rows.append([
            rung.name, f"{1000 / c.milliseconds:.2f}", f"{c.milliseconds:.1f}", f"{c.times_as_fast_as(first):.1f}×",
            f"{100 * c.matches(first) / first.faces:.0f} % ({c.faces} of {first.faces})" if first.faces else "none",
            f"{c.mean_overlap(first):.6f}", *stage_cells(rung),
        ])
    for provider in PROVIDERS:
        if provider not in available_providers():
            rows.append([f"ONNX Runtime with {provider}", "not in this ONNX Runtime", *[""] * 8])
    print(table(["rung", "frames/s", "ms a frame", "against the first", "faces of the first found", "mean IoU with the first",
                 "PNet, ms", "RNet", "ONet", "all else"], rows))


def stage_cells(rung: Rung) -> list[str]:
    if not rung.stages:
        return [""] * 4
    per_frame = 1000 / rung.stages["frames"]
    networks = [rung.stages[f"{name}_seconds"] * per_frame for name in ("pnet", "rnet", "onet")]
    return [f"{part:.1f}" for part in (*networks, rung.stages["seconds"] * per_frame - sum(networks))]


def print_sizes(by_size: dict[float, list[Rung]]) -> None:
    names = [rung.name for rung in next(iter(by_size.values()))]
    rows = [
        [f"{size:g}", str(climbed[0].contestant.faces), *(f"{1000 / rung.contestant.milliseconds:.1f}" for rung in climbed)]
        for size, climbed in by_size.items()
    ]
    print(table(["smallest face", "faces", *(f"{name}, frames/s" for name in names)], rows))


def check(climbed: list[Rung]) -> None:
    """Every rung in float32 must find what the first one finds."""
    first = climbed[0].contestant
    for rung in climbed:
        c = rung.contestant
        if rung.exact and not (c.faces == first.faces == c.matches(first) and c.mean_overlap(first) >= 0.999):
            raise RuntimeError(f"{rung.name} does not find the faces of the first rung")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run ladder", description=__doc__)
    parser.add_argument("source", type=Path, help="a clip or picture")
    parser.add_argument("--frames", type=int, default=16, help="how many of the clip (default: 16)")
    parser.add_argument("--rounds", type=int, default=3, help="passes that are timed (default: 3)")
    parser.add_argument("--json", type=Path, help="write all numbers to this file")
    parser.add_argument("--plot", type=Path, help="draw the ladder to this .png")
    return parser.parse_args()


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory() as folder:
        footage = Footage(options.source, options.frames, "bgr", Path(folder))
        print(f"{cpu_name()}, {len(os.sched_getaffinity(0))} cores; {options.source.name}, "
              f"{footage.width}x{footage.height}, {options.frames} frames, smallest face 60\n")
        climbed = climb(footage, 60, options.rounds)
        measure_stages(climbed, footage)
        print_ladder(climbed)
        check(climbed)
        fast = slice(3, 6)
        by_size = {60.0: climbed[fast], **{size: climb(footage, size, options.rounds, fast) for size in OTHER_SIZES}}
        print_sizes(by_size)
    if options.json:
        rows = [{**rung.contestant.summary(), "stages": rung.stages} for rung in climbed]
        sizes = {f"{size:g}": [rung.contestant.summary() for rung in of_size] for size, of_size in by_size.items()}
        options.json.write_text(json.dumps({"cpu": cpu_name(), "rungs": rows, "sizes": sizes}, indent=1) + "\n")
    if options.plot:
        speeds = {rung.name: 1000 / rung.contestant.milliseconds for rung in climbed}
        draw_speeds(speeds, "frames a second", options.plot, logarithmic=True)


if __name__ == "__main__":
    try:
        main()
    except (subprocess.CalledProcessError, OSError, RuntimeError) as error:
        sys.exit(f"ladder: {error}")
