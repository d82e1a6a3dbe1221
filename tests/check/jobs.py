"""Clip jobs that checks end before their time, and what is left of them."""

from __future__ import annotations

import dataclasses
import pathlib
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = ROOT / ".setup" / "pictures" / "astronaut.png"

TWO_CLIPS = ("../one.mp4", "../broken.mp4", "../two.mp4")
ONE_CLIP = ("../one.mp4",)
FACES = ("--min-face-size=40",)  # found in every frame, and quickly

# Far above what a job takes, even beside others on a slow machine.
HANG_SECONDS = 120


@dataclasses.dataclass(frozen=True)
class Kind:
    """A job by what it writes."""

    name: str
    options: tuple[str, ...]
    inputs: tuple[str, ...] = TWO_CLIPS

    def words(self, program: pathlib.Path) -> list[str]:
        return [str(program), "detect", *self.inputs, *FACES, *self.options, "-o", "out"]


KINDS = (
    Kind("jsonl", ("--format=jsonl",)),
    Kind("json", ("--format=json",)),
    Kind("csv", ("--format=csv",)),
    Kind("coco", ("--format=coco",)),
    Kind("wider", ("--format=wider",)),
    Kind("openface", ("--format=openface",), ONE_CLIP),
    Kind("mot", ("--format=mot",), ONE_CLIP),
    Kind("track", ("--track",)),
    Kind("annotate", ("--annotate", "drawn")),
    Kind("crops", ("--crops", "cut", "--every=4")),
    Kind("one thread", ("--threads=1",)),
)


@dataclasses.dataclass(frozen=True)
class Whole:
    """A job that nothing ended."""

    files: dict[str, bytes]
    exit_code: int
    seconds: float


def make_clips(folder: pathlib.Path, frames: int) -> None:
    """Two clips that come slowly nearer to an astronaut, and a file that is none."""
    zoom = f"zoompan=z='1+0.6*on/{frames}':x='(iw-iw/zoom)/2':y=0:d={frames}:s=160x160:fps=25"
    encoding = ("-frames:v", str(frames), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    make_from_picture(zoom, encoding, folder / "one.mp4")
    shutil.copy(folder / "one.mp4", folder / "two.mp4")
    (folder / "broken.mp4").write_bytes(b"no clip at all")


def make_small_picture(path: pathlib.Path) -> None:
    make_from_picture("scale=128:128", (), path)


def make_from_picture(filters: str, encoding: tuple[str, ...], path: pathlib.Path) -> None:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(PICTURE), "-vf", filters, *encoding, str(path)]
    subprocess.run(command, check=True)


def files_of(folder: pathlib.Path) -> dict[str, bytes]:
    """All that a job left but its journal, which tells the time of the output too."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".journal"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def fresh(folder: pathlib.Path) -> pathlib.Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def run(words: list[str], folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=HANG_SECONDS)


def run_whole(words: list[str], folder: pathlib.Path) -> Whole:
    started = time.monotonic()
    result = run(words, fresh(folder))
    return Whole(files_of(folder), result.returncode, time.monotonic() - started)


@dataclasses.dataclass(frozen=True)
class Ended:
    """A run to which a signal was sent."""

    exit_code: int  # as subprocess has it: below zero where the signal ended it by itself
    seconds: float  # from the signal to its end
    errors: str


def end_after(words: list[str], folder: pathlib.Path, seconds: float, number: signal.Signals) -> Ended:
    """Runs a program and sends it a signal after a while, if it has not ended by then."""
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(seconds)
        sent = time.monotonic()
        process.send_signal(number)
        try:
            _, errors = process.communicate(timeout=HANG_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
        return Ended(process.returncode, time.monotonic() - sent, errors)
