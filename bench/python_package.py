"""The Python package against the library's own call, against pymtcnn, over threads; its memory, import and size."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contestants import Contestant, race

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PYTHON = ROOT / ".setup/python/tests/venv/bin/python"

# Prints the seconds that the import takes, NumPy being there.
TIME_IMPORT = "import numpy, time; t = time.perf_counter(); import mtcnn_turbo; print(time.perf_counter() - t)"


def measure_python(
    frames: list[str],
    min_face_size: float,
    rounds: int,
    library: Callable[[int], Contestant],
    pymtcnn: Callable[[str], list[str]] | None,
) -> tuple[list[list[str]], dict[str, Any]]:
    """Rows of a table, and all numbers. `library` makes the contestant in C++ for a number of threads; `pymtcnn` gives
    the command for a way to call it."""

    def package(name: str, threads: int, batch: int, workers: int) -> Contestant:
        script = str(HERE / "python/turbo_contestant.py")
        settings = [str(threads), str(min_face_size), str(batch), str(workers)]
        return Contestant(name, [str(PYTHON), script, *frames, *settings])

    contestants = {
        "c++": library(2),
        "detect": package("detect, 2 threads", 2, 0, 1),
        "batches": package("detect_batch of 4, 2 threads", 2, 4, 1),
        "c++ alone": library(1),
        "alone": package("detect, threads=1", 1, 0, 1),
        "workers": package("detect, threads=1, from 4 threads of Python", 1, 0, 4),
    }
    if pymtcnn:
        contestants["pymtcnn"] = Contestant("pymtcnn 1.2.0, detect_batch of 4", pymtcnn("batches"))
        contestants["quiet pymtcnn"] = Contestant("pymtcnn 1.2.0, sessions limited, not spinning", pymtcnn("quiet"))
    race(list(contestants.values()), rounds)

    def ratio(slow: str, fast: str) -> float:
        return contestants[fast].times_as_fast_as(contestants[slow])

    for contestant in contestants.values():
        if not contestant.faces == contestants["c++"].faces == contestant.matches(contestants["c++"]):
            raise RuntimeError(f"{contestant.name} does not find the same faces")

    growth = memory_growth()
    rows = [[contestant.name, f"{contestant.milliseconds:.2f} ms a frame"] for contestant in contestants.values()]
    rows += [
        ["`detect` over the call in C++, 2 threads", f"{ratio('detect', 'c++'):.3f}×"],
        ["the same with 1 thread", f"{ratio('alone', 'c++ alone'):.3f}×"],
        ["4 threads of Python that share a detector with `threads=1`, over 1", f"{ratio('alone', 'workers'):.2f}×"],
    ]
    if pymtcnn:
        rows += [
            ["`detect_batch` of 4 against that of pymtcnn", f"{ratio('pymtcnn', 'batches'):.1f}×"],
            ["against `detect` of pymtcnn with its sessions limited", f"{ratio('quiet pymtcnn', 'batches'):.1f}×"],
        ]
    rows += [
        ["memory after 20,000 mixed frames over that after 2,000", f"{100 * growth:+.2f} %"],
        ["import, NumPy being there", f"{1000 * import_seconds():.0f} ms"],
        ["wheel", f"{wheel_megabytes():.1f} MB"],
    ]
    numbers = {"contestants": [contestant.summary() for contestant in contestants.values()], "growth": growth}
    return rows, numbers


def memory_growth() -> float:
    printed = subprocess.run([PYTHON, HERE / "python/memory.py"], check=True, capture_output=True, text=True).stdout
    early, late = map(int, printed.split())
    return late / early - 1


def import_seconds() -> float:
    command = [PYTHON, "-c", TIME_IMPORT]
    return statistics.median(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(15)
    )


def wheel_megabytes() -> float:
    (wheel,) = (ROOT / "build/wheel/finished").glob("*.whl")
    return wheel.stat().st_size / 1e6
