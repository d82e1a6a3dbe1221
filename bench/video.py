"""The second half of `./run bench --video`: `detect` on a clip against what decoding and searching cost by themselves."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contestants import Contestant

REPETITIONS = 6  # of the clip, in one file


@dataclass
class Cost:
    """What running a program took."""

    seconds: float
    processor_seconds: float
    megabytes: float


def cost_of(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@dataclass
class Measurement:
    """One thing that is measured in each round."""

    measure: Callable[[], Cost]
    costs: list[Cost] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(cost.seconds for cost in self.costs)

    @property
    def processor_seconds(self) -> float:
        return statistics.median(cost.processor_seconds for cost in self.costs)

    @property
    def megabytes(self) -> float:
        return max(cost.megabytes for cost in self.costs)


def repeated(source: Path, folder: Path, times: int) -> Path:
    target = folder / f"repeated{source.suffix}"
    loop = ["-stream_loop", str(times - 1), "-i", str(source)]
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *loop, "-an", "-c", "copy", str(target)], check=True)
    return target


def frames_of(clip: Path) -> int:
    probe = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=nb_frames", "-of", "csv=p=0", str(clip)]
    return int(subprocess.run(probe, check=True, capture_output=True, text=True).stdout)


class Searching:
    """The frames of the clip in memory, searched on one thread, so that the time is that of the processor."""

    def __init__(self, contestant: Contestant) -> None:
        self.contestant = contestant
        contestant.start()

    def cost(self) -> Cost:
        self.contestant.run()
        seconds = self.contestant.seconds[-1] * REPETITIONS
        return Cost(seconds, seconds, 0)


def measure_video(
    program: Path, source: Path, searching_frames: Contestant, rounds: int, peer: list[str] | None, folder: Path
) -> dict[str, Any]:
    """Prints the table. `peer` is the command of another project that reads the source itself, and prints seconds."""
    clip = repeated(source, folder, REPETITIONS)
    frames = frames_of(clip)
    records = folder / "records.jsonl"
    detect = [str(program), "detect", "--quiet", "--force", "-o", str(records), str(clip)]
    decode = ["ffmpeg", "-nostdin", "-v", "error", "-threads", "1", "-i", str(clip), "-map", "0:v", "-f", "null", "-"]
    searching = Searching(searching_frames)
    measurements = {
        "job": Measurement(lambda: cost_of(detect)),
        "start": Measurement(lambda: cost_of([*detect, "--frames", "0:1"])),
        "decoding": Measurement(lambda: cost_of(decode)),
        "searching": Measurement(searching.cost),
    }
    if peer:
        measurements["peer"] = Measurement(lambda: peer_cost(peer, frames))
    for _ in range(rounds):
        for measurement in measurements.values():
            measurement.costs.append(measurement.measure())
    searching_frames.stop()

    job, start = measurements["job"], measurements["start"]
    decoding, search = measurements["decoding"].processor_seconds, measurements["searching"].processor_seconds
    seconds = job.seconds - start.seconds
    work = job.processor_seconds - start.processor_seconds
    cores = len(os.sched_getaffinity(0))

    def a_frame(processor_seconds: float) -> str:
        return f"{1000 * processor_seconds / frames:.2f} ms a frame, {100 * processor_seconds / work:.0f} % of that"

    def over(costs: Callable[[int], float]) -> float:
        """The median of the rounds' ratios: within a round all ran on the machine as it then was."""
        return statistics.median(
            (job.costs[round_].seconds - start.costs[round_].seconds) / costs(round_) for round_ in range(rounds)
        )

    def decoding_in(round_: int) -> float:
        return measurements["decoding"].costs[round_].processor_seconds

    def both_in(round_: int) -> float:
        return decoding_in(round_) + measurements["searching"].costs[round_].processor_seconds

    rows = [
        ["`detect`, start-up excluded", f"{1000 * seconds / frames:.2f} ms a frame, {frames / seconds:.0f} frames/s"],
        ["start-up, with the first frame", f"{1000 * start.seconds:.0f} ms"],
        ["its processor time", f"{1000 * work / frames:.2f} ms a frame"],
        ["decoding by itself, processor time", a_frame(decoding)],
        ["searching by itself, processor time", a_frame(search)],
        ["what is in neither: writing, and what the two cost each other", a_frame(work - decoding - search)],
        [f"`detect` over (decoding + searching) / {cores} cores", f"{over(lambda round_: both_in(round_) / cores):.2f}×"],
        ["`detect` over decoding on one core", f"{over(decoding_in):.2f}×"],
        ["cores kept busy", f"{job.processor_seconds / job.seconds:.2f}"],
        ["largest resident memory", f"{job.megabytes:.0f} MB"],
    ]
    if peer:
        rows.append(["pymtcnn through OpenCV's VideoCapture over `detect`", f"{1 / over(lambda round_: measurements['peer'].costs[round_].seconds):.1f}×"])
    print(f"{clip.name}: {source.name} {REPETITIONS} times over, {frames} frames\n")
    for row in [["a clip", ""], ["---", "---"], *rows]:
        print("| " + " | ".join(row) + " |")
    print()
    return {"frames": frames, **{name: [vars(cost) for cost in m.costs] for name, m in measurements.items()}}


def peer_cost(command: list[str], frames: int) -> Cost:
    """Of as many frames as the job has; the peer reads the clip once."""
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    seconds = answer["seconds"] / answer["frames"] * frames
    return Cost(seconds, seconds, 0)


def measure_growth(program: Path, source: Path, minutes: int, folder: Path) -> dict[str, Any]:
    """Prints how memory grows while a clip of so many minutes of 25 frames a second is searched."""
    one_minute = 60 * 25
    once = frames_of(source)
    clip = repeated(source, folder, minutes * one_minute // once + 1)
    process = subprocess.Popen([str(program), "detect", "--quiet", str(clip)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    samples = []
    for count, _ in enumerate(process.stdout, 1):
        if count % 250 == 0:
            samples.append((count, resident_megabytes(process.pid)))
    if process.wait() != 0:
        raise subprocess.CalledProcessError(process.returncode, "detect")
    first = max(megabytes for count, megabytes in samples if count <= one_minute)
    later = max(megabytes for count, megabytes in samples if count > one_minute)
    print(f"{count} frames: {first:.1f} MB in the first minute, {later:.1f} MB at most later ({100 * (later / first - 1):+.2f} %)\n")
    return {"samples": samples}


def resident_megabytes(process: int) -> float:
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024
