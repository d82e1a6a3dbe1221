"""Kills, interrupts and feeds `detect --sandbox`, and measures what it costs."""

from __future__ import annotations

import json
import pathlib
import random
import resource
import signal
import statistics
import subprocess
import time

import jobs
from report import Report, Request, run

ASKED_COST = 1.05
FRAME_RATE = 25


def make_clip(path: pathlib.Path, seconds: float, size: str) -> None:
    """A clip that comes slowly nearer to an astronaut."""
    frames = round(seconds * FRAME_RATE)
    zoom = f"zoompan=z='1+0.002*on':d={frames}:s={size}:fps={FRAME_RATE},format=yuv420p"
    jobs.make_from_picture(zoom, ("-frames:v", str(frames), "-c:v", "libx264", "-preset", "veryfast"), path)


def words_of(program: pathlib.Path, *inputs: str) -> list[str]:
    return [str(program), "detect", *inputs, "--min-face-size=40", "--quiet", "--sandbox"]


def children_of(process: int) -> list[int]:
    found: list[int] = []
    for thread in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:  # the thread is gone
            continue
    return found


def kill_a_worker(words: list[str], folder: pathlib.Path, moment: float) -> tuple[str, int]:
    """What a job writes whose decoder is killed after this time; and how many there were to kill."""
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as job:
        time.sleep(moment)
        workers = children_of(job.pid)
        for worker in workers:
            # It is a child of a process that is not waited for yet: the number is nobody else's.
            subprocess.run(["kill", "-KILL", str(worker)], check=False, stderr=subprocess.DEVNULL)
        output, _ = job.communicate(timeout=jobs.HANG_SECONDS)
    return output, len(workers)


def is_right_after_kill(output: str, whole: str) -> bool:
    """Whether only the input that was being decoded is lost, from some frame on, and with an error of its own."""
    kept = [line for line in output.splitlines() if "error" not in json.loads(line)]
    errors = [json.loads(line) for line in output.splitlines() if "error" in json.loads(line)]
    expected = whole.splitlines()
    lost = [json.loads(line)["source"] for line in expected if line not in set(kept)]
    return (
        [line for line in expected if line in set(kept)] == kept
        and len(errors) <= 1
        and all(error["error"]["message"].endswith("(signal 9: Killed)") for error in errors)
        and set(lost) <= {error["source"] for error in errors}
    )


def check_kills(request: Request, report: Report, chance: random.Random) -> None:
    rounds = 50 if request.long else 6
    words = words_of(request.program, "one.mp4", "astronaut.png", "two.mp4", "astronaut.png")
    start = time.monotonic()
    whole = subprocess.run(words, cwd=request.folder, capture_output=True, text=True, check=True).stdout
    seconds = time.monotonic() - start
    hits = wrong = 0
    for _ in range(rounds):
        output, killed = kill_a_worker(words, request.folder, chance.uniform(0.05, seconds))
        if not output and killed:  # before the first input: the job says that it cannot begin
            continue
        hits += output != whole
        wrong += not is_right_after_kill(output, whole)
    report.row("sandbox: decoder killed at random moments",
               f"{rounds} jobs, {hits} with a lost input, {wrong} wrong", "one error record, the rest as it was",
               wrong == 0)


def is_left(worker: int) -> bool:
    """Whether it goes on without the program, which it notices a moment later."""
    end = time.monotonic() + 2
    while pathlib.Path(f"/proc/{worker}").exists() and time.monotonic() < end:
        time.sleep(0.01)
    return pathlib.Path(f"/proc/{worker}").exists()


def check_interruptions(request: Request, report: Report, chance: random.Random) -> None:
    rounds = 20 if request.long else 4
    words = [*words_of(request.program, "one.mp4", "two.mp4"), "-o", "out.jsonl", "--force"]
    longest = 0.0
    wrong = left = 0
    for _ in range(rounds):
        with subprocess.Popen(words, cwd=request.folder, stderr=subprocess.DEVNULL) as job:
            time.sleep(chance.uniform(0.3, 1.5))
            workers = children_of(job.pid)
            start = time.monotonic()
            job.send_signal(signal.SIGINT)
            code = job.wait(timeout=jobs.HANG_SECONDS)
        longest = max(longest, time.monotonic() - start)
        wrong += code not in (0, 128 + signal.SIGINT, -signal.SIGINT)
        left += sum(is_left(worker) for worker in workers)
    report.row("sandbox: Ctrl-C at random moments", f"{rounds} jobs, {wrong} wrong, {left} processes left",
               "exit 130, nothing left", wrong == 0 and left == 0)
    report.timed_row("sandbox: the slowest of these to end", f"{longest:.2f} s", "within 2 s", longest <= 2)


def damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randint(len(changed) // 4, len(changed))])


def check_damage(request: Request, report: Report, chance: random.Random) -> None:
    count = 400 if request.long else 40
    bad = request.folder / "bad"
    bad.mkdir()
    seeds = [request.folder / "small.mp4", request.folder / "small.mkv", jobs.PICTURE]
    for index in range(count):
        seed = chance.choice(seeds)
        (bad / f"{index:04}{seed.suffix}").write_bytes(damaged(seed.read_bytes(), chance))
    results = []
    for sandbox in (True, False):
        words = words_of(request.program, "bad")[: None if sandbox else -1]
        done = subprocess.run(words, cwd=request.folder, capture_output=True, text=True, timeout=20 * jobs.HANG_SECONDS)
        results.append((done.returncode, done.stdout))
    differing = sum(a != b for a, b in zip(results[0][1].splitlines(), results[1][1].splitlines(), strict=False))
    report.row("sandbox: damaged pictures and clips", f"{count} inputs, {len(results[0][1].splitlines())} records, "
               f"{differing} different", "the same records as without", results[0] == results[1])


def seconds_of(words: list[str], folder: pathlib.Path) -> tuple[float, float]:
    """Time on the clock, and of all cores together, of a job and the processes that it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(words, cwd=folder, check=True)
    clock = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check_cost(request: Request, report: Report) -> None:
    for size, seconds in (("1920x1080", 12.0), ("640x480", 40.0)):
        make_clip(request.folder / "long.mp4", seconds if request.long else seconds / 4, size)
        plain = [str(request.program), "detect", "long.mp4", "--quiet", "--force", "-o", "cost.jsonl"]
        clocks, cores = [], []
        for pair in range(15 if request.long else 3):
            order = (False, True) if pair % 2 == 0 else (True, False)
            times = {sandbox: seconds_of([*plain, "--sandbox"] if sandbox else plain, request.folder) for sandbox in order}
            clocks.append(times[True][0] / times[False][0])
            cores.append(times[True][1] / times[False][1])
        clock, core = statistics.median(clocks), statistics.median(cores)
        # Without --long: a few seconds of a clip tell what it costs to start a process, and nothing of the rest.
        report.timed_row(f"sandbox: time of a clip of {size}, with to without",
                         f"{clock:.3f} (CPU time {core:.3f}), medians of {len(clocks)} pairs",
                         f"below {ASKED_COST}", clock < ASKED_COST)


def check(request: Request, report: Report) -> None:
    chance = random.Random(request.seed)
    (request.folder / "astronaut.png").write_bytes(jobs.PICTURE.read_bytes())
    make_clip(request.folder / "one.mp4", 2, "640x480")
    make_clip(request.folder / "two.mp4", 1.5, "640x480")
    make_clip(request.folder / "small.mp4", 0.4, "160x120")
    make_clip(request.folder / "small.mkv", 0.4, "160x120")
    check_kills(request, report, chance)
    check_interruptions(request, report, chance)
    check_damage(request, report, chance)
    check_cost(request, report)


if __name__ == "__main__":
    run(__doc__, check)
