"""The same records, byte for byte, whatever threads, batches and instruction sets compute them."""

from __future__ import annotations

import itertools
import os
import pathlib
import re
import subprocess

from report import Report, Request, run

THREADS = (1, 2, 8)
BATCHES = (1, 7, 16)
LONG_RUNS = 20  # of each combination; of the fast part: one

PICTURES = pathlib.Path(__file__).resolve().parents[2] / ".setup" / "pictures"
SAMPLES = ("astronaut.png", "camera.png", "motorcycle_left.png", "hubble_deep_field.jpg", "logo.png", "rocket.jpg")


def check(request: Request, report: Report) -> None:
    inputs = [*(PICTURES / name for name in SAMPLES), make_clip(request.folder / "clip.mp4")]
    names = instruction_sets(request.program)
    runs = LONG_RUNS if request.long else 1
    expected = records(request.program, inputs, request.folder / "expected.jsonl", names[0], THREADS[0], BATCHES[0])

    different = []
    combinations = list(itertools.product(names, THREADS, BATCHES))
    for _ in range(runs):
        for name, threads, batch in combinations:
            if records(request.program, inputs, request.folder / "records.jsonl", name, threads, batch) != expected:
                different.append(f"{name}, {threads} threads, batches of {batch}")

    lines, faces = expected.count(b"\n"), expected.count(b'"face_id"')
    report.row(
        f"records of {lines} pictures and frames with {faces} faces: threads {listed(THREADS)} × batches "
        f"{listed(BATCHES)} × {listed(names)}, {runs} run{'s' if runs > 1 else ''} each",
        f"{len(different)} of {runs * len(combinations)} differ" + (f", first {different[0]}" if different else ""),
        "byte-identical",
        not different and faces > 0,
    )


def make_clip(clip: pathlib.Path) -> pathlib.Path:
    """A face that comes nearer, so that every frame is another."""
    zoom = "zoompan=z='1+0.02*on':x='(iw-iw/zoom)/2':y=0:d=33:s=320x240:fps=25"
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", PICTURES / "astronaut.png", "-vf", zoom]
    subprocess.run([*command, "-frames:v", "33", "-pix_fmt", "yuv420p", clip], check=True)
    return clip


def instruction_sets(program: pathlib.Path) -> list[str]:
    info = subprocess.run([program, "info"], check=True, capture_output=True, text=True).stdout
    return re.search(r"native .*available here: ([^;]*)", info).group(1).split(", ")


def records(
    program: pathlib.Path, inputs: list[pathlib.Path], output: pathlib.Path, name: str, threads: int, batch: int
) -> bytes:
    options = ["--quiet", "--force", "--min-face-size", "24", "--threads", str(threads), "--batch-size", str(batch)]
    command = [program, "detect", *options, "--output", output, *inputs]
    subprocess.run(command, check=True, env={**os.environ, "MTCNN_ISA": name})
    return output.read_bytes()


def listed(values: tuple[int, ...] | list[str]) -> str:
    return "{" + ", ".join(str(value) for value in values) + "}"


if __name__ == "__main__":
    run(__doc__, check)
