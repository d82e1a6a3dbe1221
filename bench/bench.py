#!/usr/bin/env python3
"""Measures mtcnn-turbo on a clip or picture, by itself and, with --peers, beside other projects. bench/README.md."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from builds import COMMAND_LINE, PEERS, PROGRAM, Footage, cpu_name, draw_speeds, exported_models, instruction_sets, run, table
from contestants import Contestant, race
from python_package import measure_python
from video import frames_of, measure_growth, measure_video

PEER_THREADS = (2, 1)


def ours(
    footage: Footage, options: argparse.Namespace, name: str, isa: str, threads: int, batch: int, *further: str
) -> Contestant:
    settings = [f"threads={threads}", f"batch={batch}", f"min_face_size={options.min_face_size}", *further]
    command = [str(PROGRAM), "compete", *footage.arguments, footage.pixels, *settings, f"recipe={options.recipe}"]
    return Contestant(name, command, {"MTCNN_ISA": isa})


def profiled(footage: Footage, options: argparse.Namespace, isa: str, threads: int) -> dict[str, Any]:
    settings = [f"threads={threads}", f"min_face_size={options.min_face_size}", f"recipe={options.recipe}"]
    command = [str(PROGRAM), "profile", *footage.arguments, footage.pixels, *settings]
    return json.loads(run(["env", f"MTCNN_ISA={isa}", *command]))


def measure_ourselves(footage: Footage, options: argparse.Namespace, results: dict[str, Any]) -> None:
    best = instruction_sets()[0]
    contestants = []
    for isa in instruction_sets():
        for threads in (1, 2):
            for batch in (1, 4, 8, 16) if isa == best else (1,):
                contestants.append(ours(footage, options, f"{isa}, {threads} threads, batches of {batch}", isa, threads, batch))
    race(contestants, options.rounds)
    rows = [
        [c.name, f"{c.milliseconds:.2f}", f"{1000 / c.milliseconds:.0f}", f"{c.times_as_fast_as(contestants[0]):.2f}×",
         f"{100 * c.spread:.1f} %", str(c.faces), f"{c.memory_kilobytes / 1024:.1f}"]
        for c in contestants
    ]
    print(table(["mtcnn-turbo", "ms a frame", "frames/s", "against the first", "±", "faces", "MB beyond the frames"], rows))
    results["ours"] = [c.summary() for c in contestants]
    measure_stages(footage, options, results)


def measure_stages(footage: Footage, options: argparse.Namespace, results: dict[str, Any]) -> None:
    rows = []
    results["stages"] = []
    for isa in instruction_sets():
        for threads in (1, 2):
            p = profiled(footage, options, isa, threads)
            results["stages"].append({"isa": isa, "threads": threads, **p})
            frames = p["frames"]
            networks = p["pnet_seconds"] + p["rnet_seconds"] + p["onet_seconds"]
            sampling = p["sampling_seconds_one_thread"] / threads
            rest = p["seconds"] - networks
            def milliseconds(seconds: float) -> str:
                return f"{1000 * seconds / frames:.2f}"
            rows.append([
                f"{isa}, {threads} threads", milliseconds(p["seconds"]), milliseconds(p["pnet_seconds"]),
                milliseconds(p["rnet_seconds"]), milliseconds(p["onet_seconds"]), milliseconds(sampling),
                milliseconds(rest), f"{100 * (sampling + rest) / p['seconds']:.0f} %",
                f"{p['rnet_rois'] / frames:.0f}, {p['onet_rois'] / frames:.0f}",
                f"{p['multiply_adds'] / frames / 1e6:.0f}", f"{p['peak_multiply_adds'] / 1e9:.0f}",
                f"{100 * p['multiply_adds'] / (networks - sampling) / p['peak_multiply_adds']:.0f} %",
                f"{100 * p['multiply_adds'] / p['seconds'] / p['peak_multiply_adds']:.0f} %",
            ])
    print(table(["stages, ms a frame", "all", "PNet", "RNet", "ONet", "of these, sampling", "boxes, NMS",
                 "share of all but networks", "crops", "million multiply-adds", "peak, billion/s",
                 "networks' share of the peak", "whole share"], rows))


def measure_scaling(source: Path, options: argparse.Namespace, folder: Path, results: dict[str, Any]) -> None:
    small = Footage(source, 8, options.format, folder, "1920:1080")
    large = Footage(source, 8, options.format, folder, "2716:1528")
    isa = instruction_sets()[0]
    pair = [ours(footage, options, f"{footage.width}x{footage.height}", isa, 1, 1) for footage in (small, large)]
    race(pair, options.rounds)
    ratio = pair[0].times_as_fast_as(pair[1])
    results["twice_the_area"] = ratio
    print(f"Twice the area takes {ratio:.2f} times as long.\n")


def peers(footage: Footage, options: argparse.Namespace, threads: int) -> list[Contestant]:
    here = Path(__file__).resolve().parent
    size = str(options.min_face_size)
    frames = [*footage.arguments, str(threads), size]

    def python(peer: str, *further: str) -> list[str]:
        script = here / "peers" / f"{peer}_contestant.py"
        return [str(PEERS / peer / "venv/bin/python"), str(script), *frames, *further]

    models = str(PEERS / "pymtcnn/models")
    openvino = [str(PROGRAM) + "-openvino", "compete", *footage.arguments, footage.pixels, str(threads), "1", size]
    onnxruntime = [str(PEERS / "pymtcnn/venv/bin/python"), str(here / "peers/onnxruntime_contestant.py"), *frames,
                   exported_models()]
    best = instruction_sets()[0]
    return [
        ours(footage, options, "mtcnn-turbo", best, threads, 1),
        ours(footage, options, "mtcnn-turbo, batches of 4", best, threads, 4),
        ours(footage, options, "mtcnn-turbo, backend onnxruntime", best, threads, 1, "backend=onnxruntime",
             f"onnxruntime={os.environ['MTCNN_ONNXRUNTIME']}"),
        Contestant("this cascade on OpenVINO, float32", [*openvino, "f32"]),
        Contestant("this cascade on OpenVINO, bf16", [*openvino, "bf16"]),
        Contestant("pymtcnn 1.2.0, its defaults", python("pymtcnn", models, "defaults")),
        Contestant("pymtcnn 1.2.0, sessions limited, not spinning", python("pymtcnn", models, "quiet")),
        Contestant("this cascade in Python on ONNX Runtime, not spinning", onnxruntime),
        Contestant("facenet-pytorch 2.6.0", python("facenet")),
        Contestant("mtcnn 1.0.0, its pyramid mended", python("mtcnn")),
    ]


def measure_peers(footage: Footage, options: argparse.Namespace, results: dict[str, Any]) -> None:
    results["peers"] = {}
    for threads in PEER_THREADS:
        contestants = peers(footage, options, threads)
        race(contestants, options.rounds)
        we = contestants[0]
        rows = [
            [c.name, f"{c.milliseconds:.1f}", f"{1000 / c.milliseconds:.1f}", f"{we.times_as_fast_as(c):.2f}×",
             f"{100 * c.spread:.1f} %", f"{c.faces}, {c.matches(we)} of them ours", f"{c.memory_kilobytes / 1024:.0f}"]
            for c in contestants
        ]
        print(table([f"{threads} threads", "ms a frame", "frames/s", "mtcnn-turbo is faster by", "±", "faces", "MB"], rows))
        results["peers"][threads] = [c.summary() for c in contestants]


def measure_clip(options: argparse.Namespace, folder: Path, results: dict[str, Any]) -> None:
    footage = Footage(options.source, frames_of(options.source), "i420", folder)
    searching = ours(footage, options, "searching", instruction_sets()[0], 1, 1)
    script = Path(__file__).resolve().parent / "peers/pymtcnn_video.py"
    peer = [str(PEERS / "pymtcnn/venv/bin/python"), str(script), str(options.source), str(PEERS / "pymtcnn/models"),
            str(options.min_face_size)]
    results["video"] = measure_video(
        COMMAND_LINE, options.source, searching, options.rounds, peer if options.peers else None, folder
    )
    if options.minutes:
        results["growth"] = measure_growth(COMMAND_LINE, options.source, options.minutes, folder)


def measure_package(footage: Footage, options: argparse.Namespace, results: dict[str, Any]) -> None:
    script = Path(__file__).resolve().parent / "peers/pymtcnn_contestant.py"

    def pymtcnn(way: str) -> list[str]:
        python = str(PEERS / "pymtcnn/venv/bin/python")
        return [python, str(script), *footage.arguments, "2", str(options.min_face_size), str(PEERS / "pymtcnn/models"), way]

    rows, results["python"] = measure_python(
        footage.arguments,
        options.min_face_size,
        options.rounds,
        lambda threads: ours(footage, options, f"C++, {threads} threads", instruction_sets()[0], threads, 1),
        pymtcnn if options.peers else None,
    )
    print(table(["the Python package", ""], rows))


def plot(results: dict[str, Any], file: Path) -> None:
    rows = results["peers"][PEER_THREADS[0]] if "peers" in results else results["ours"]
    label = f"frames a second, {PEER_THREADS[0]} threads" if "peers" in results else "frames a second"
    draw_speeds({row["name"]: 1000 / row["milliseconds_a_frame"] for row in rows}, label, file)


def write_json(options: argparse.Namespace, results: dict[str, Any]) -> None:
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("source", type=Path, help="a clip or picture")
    parser.add_argument("--peers", action="store_true", help="measure other projects beside ours")
    parser.add_argument("--video", action="store_true", help="measure `detect` on the clip, decoding included")
    parser.add_argument("--python", action="store_true", help="measure the Python package")
    parser.add_argument("--minutes", type=int, help="with --video: also watch the memory over a clip of this length")
    parser.add_argument("--min-face-size", type=float, default=60)
    parser.add_argument("--recipe", default="openface")
    parser.add_argument("--format", choices=("bgr", "nv12", "i420"), default="bgr", help="of the frames in memory")
    parser.add_argument("--frames", type=int, default=32, help="how many of the clip (default: 32)")
    parser.add_argument("--rounds", type=int, default=7, help="passes that are timed (default: 7)")
    parser.add_argument("--json", type=Path, help="write all numbers to this file")
    parser.add_argument("--plot", type=Path, help="draw the frames a second to this .png (needs matplotlib)")
    options = parser.parse_args()
    if options.plot and (options.video or options.python):
        parser.error("there is no plot of --video and --python")
    return options


def main() -> None:
    options = parse()
    results: dict[str, Any] = {"cpu": cpu_name(), "source": options.source.name, "frames": options.frames}
    with tempfile.TemporaryDirectory() as folder:
        if options.video:
            print(f"{cpu_name()}\n")
            measure_clip(options, Path(folder), results)
            write_json(options, results)
            return
        footage = Footage(options.source, options.frames, "bgr" if options.peers or options.python else options.format, Path(folder))
        print(f"{cpu_name()}; {options.source.name}, {footage.width}x{footage.height}, smallest face {options.min_face_size:g}\n")
        if options.python:
            measure_package(footage, options, results)
        elif options.peers:
            measure_peers(footage, options, results)
        else:
            measure_ourselves(footage, options, results)
            measure_scaling(options.source, options, Path(folder), results)
    write_json(options, results)
    if options.plot:
        plot(results, options.plot)


if __name__ == "__main__":
    try:
        main()
    except (subprocess.CalledProcessError, OSError, RuntimeError) as error:
        sys.exit(f"bench: {error}")
