"""Lets the system's calls fail under the program, one after the other: memory, writes, syncs, renames, opens, threads;
and fills a small disk."""

from __future__ import annotations

import collections
import dataclasses
import errno
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jobs
from report import Report, parse_request

FRAMES = 4
DRAWINGS = ("--annotate", "drawn", "--crops", "cut")
MEGABYTE = "1m"


@dataclasses.dataclass(frozen=True)
class Failure:
    what: str
    call: str
    error: int | str
    is_always: bool = False  # all calls from one on fail, not that one alone
    is_harmless: bool = False  # the program has to try again, and nobody sees anything of it
    may_be_recorded: bool = False  # an input can fail of it, and the job goes on
    samples: int = 6  # in the fast part


FAILURES = (
    Failure("the Nth allocation", "memory", errno.ENOMEM, may_be_recorded=True, samples=24),
    Failure("the Nth allocation and all after it", "memory", errno.ENOMEM, is_always=True, may_be_recorded=True),
    Failure("the Nth write: no space", "write", errno.ENOSPC),
    Failure("the Nth write and all after it: no space", "write", errno.ENOSPC, is_always=True),
    Failure("the Nth write: input/output error", "write", errno.EIO),
    Failure("the Nth write: half of it", "write", "short", is_harmless=True),
    Failure("the Nth write: interrupted", "write", errno.EINTR, is_harmless=True),
    Failure("the Nth sync", "sync", errno.EIO),
    Failure("the Nth rename", "rename", errno.EACCES),
    Failure("the Nth open", "open", errno.EMFILE, may_be_recorded=True),
    Failure("the Nth open and all after it", "open", errno.EMFILE, is_always=True, may_be_recorded=True),
    Failure("the Nth start of a thread", "thread", errno.EAGAIN),
)


@dataclasses.dataclass(frozen=True)
class Job:
    words: list[str]
    earlier: pathlib.Path  # a folder with what an earlier job of other settings left
    whole: jobs.Whole


class FailingSystem:
    def __init__(self, library: pathlib.Path, folder: pathlib.Path) -> None:
        self.library = library
        self.folder = folder

    def run(self, job: Job, failure: Failure, number: int) -> tuple[str, bool, int]:
        """What is wrong, if anything; whether a call failed at all; and how many calls there were, if that is known."""
        folder = self.folder / "job"
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(job.earlier, folder, copy_function=shutil.copy2)
        environment = {**os.environ, "LD_PRELOAD": str(self.library), "FAILING_CALL": failure.call,
                       "FAILING_NUMBER": str(number), "FAILING_ERROR": str(failure.error), "FAILING_LOG": str(log)}
        if failure.is_always:
            environment["FAILING_ALWAYS"] = "1"
        try:
            result = subprocess.run(job.words, cwd=folder, capture_output=True, text=True, check=False,
                                    timeout=jobs.HANG_SECONDS, env=environment)
        except subprocess.TimeoutExpired:
            return "hung", True, 0
        lines = log.read_text().split("\n") if log.exists() else []
        calls = sum(int(line.removeprefix("calls ")) for line in lines if line.startswith("calls "))
        wrong = self.judge(job, failure, folder, result)
        return (f"{wrong}: exit code {result.returncode}: {result.stderr}" if wrong else ""), "failed" in lines, calls

    @staticmethod
    def judge(job: Job, failure: Failure, folder: pathlib.Path, result: subprocess.CompletedProcess[str]) -> str:
        files = jobs.files_of(folder)
        if result.returncode not in (0, 1, 2):
            return "crashed"
        if result.returncode == 0 or failure.is_harmless:
            is_whole = result.returncode == job.whole.exit_code and files == job.whole.files
            return "" if is_whole else "not told of"
        if "error: " not in result.stderr:
            return "without a message"
        if strays := [name for name in files if name.endswith(".part") and name != ".out.part"]:
            return f"left {strays}"
        earlier = (job.earlier / "out").read_bytes()
        is_recorded = failure.may_be_recorded and b'"error"' in files["out"]
        is_told = "cannot be annotated" in result.stderr or "cannot be cropped" in result.stderr
        if files["out"] not in (earlier, job.whole.files["out"]) and not is_recorded:
            return "the output is neither the earlier one nor whole"
        if is_recorded or is_told:
            return ""
        resumed = jobs.run([*job.words, "--resume"], folder)
        files = jobs.files_of(folder)
        if files == job.whole.files or (failure.may_be_recorded and b'"error"' in files["out"]):
            return ""
        return f"resumed to something else, exit code {resumed.returncode}: {resumed.stderr}"


def make_job(program: pathlib.Path, folder: pathlib.Path, name: str, options: tuple[str, ...]) -> Job:
    words = [str(program), "detect", "../one.mp4", "../small.png", *jobs.FACES, "-o", "out", *options]
    earlier = jobs.fresh(folder / f"earlier {name}")
    jobs.run([*words, "--every=2"], earlier)
    return Job(words, earlier, jobs.run_whole(words, folder / f"whole {name}"))


def numbers(calls: int, samples: int | None) -> list[int]:
    """All of them, or so many spread over them; the first and the last among them."""
    if samples is None or calls <= samples:
        return list(range(1, calls + 1))
    return sorted({1 + round(index * (calls - 1) / (samples - 1)) for index in range(samples)})


def check_failure(system: FailingSystem, name: str, job: Job, failure: Failure, is_all: bool, report: Report) -> None:
    never = 1 << 30
    wrong, _, calls = system.run(job, failure, never)
    tally = collections.Counter[str]({"wrong": bool(wrong)})
    for number in numbers(calls, None if is_all else failure.samples):
        wrong, has_failed, _ = system.run(job, failure, number)
        # Threads do not run the same way twice, so the last calls may not come.
        tally["failed"] += has_failed
        if wrong:
            tally["wrong"] += 1
            print(f"{name}: {failure.what}, N = {number}: {wrong}", file=sys.stderr)
    asked = "nobody sees anything of it" if failure.is_harmless else (
        "exit code 1 or 2 with a message, earlier output intact or the new one whole, nothing else left, resumable")
    report.row(f"{name}: {failure.what} fails", f"{tally['failed']} of N = 1 to {calls}: {tally['wrong']} wrong", asked,
               tally["wrong"] == 0)


def check_full_disk(program: pathlib.Path, folder: pathlib.Path, report: Report) -> None:
    """The crops of a clip do not fit on a disk of a megabyte."""
    words = [str(program), "detect", "../long.mp4", *jobs.FACES, "-o", "out"]
    crops = ("--crops", "cut", "--crop-size=224")
    earlier = jobs.fresh(folder / "earlier")
    jobs.run([*words, "--every=7"], earlier)
    disk = jobs.fresh(folder / "disk")
    left = jobs.fresh(folder / "left")
    script = ('mount -t tmpfs -o size=' + MEGABYTE + ' none "$1" && cp -p "$2/out" "$2/.out.journal" "$1" && left=$3 && '
              'cd "$1" && shift 3 && { "$@"; code=$?; cp -a . "$left"; exit $code; }')
    probe = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(disk)], capture_output=True, check=False)
    if probe.returncode != 0:
        report.row("a full disk of 1 MB", "not made: this machine lets nobody mount one", "earlier output intact", True)
        return
    result = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", str(disk), str(earlier), str(left), *words,
                             *crops], capture_output=True, text=True, check=False, timeout=jobs.HANG_SECONDS)
    files = jobs.files_of(left)
    whole = jobs.run_whole([*words, *crops], folder / "whole")
    strays = [name for name in files if name.endswith(".part") and name != ".out.part"]
    is_right = (result.returncode == 1 and "No space left on device" in result.stderr and not strays
                and files["out"] in ((earlier / "out").read_bytes(), whole.files["out"]))
    jobs.run([*words, *crops, "--resume"], left)
    is_resumed = jobs.files_of(left)["out"] == whole.files["out"]
    if not is_right or not is_resumed:
        print(f"full disk: exit code {result.returncode}, left {sorted(files)}: {result.stderr}", file=sys.stderr)
    kept = "the earlier output intact" if files["out"] == (earlier / "out").read_bytes() else "the new records whole"
    report.row(f"a full disk of 1 MB ({sum(map(len, whole.files.values()))} bytes to write)",
               f"exit code {result.returncode}, {kept}, {len(strays)} files left over; then, with room, resumed: "
               f"{'byte-identical' if is_resumed else 'not the same'}",
               "exit code 1 with the reason, no output half written, resumable", is_right and is_resumed)


def check_standard_output(program: pathlib.Path, folder: pathlib.Path, report: Report) -> None:
    job = f'"{program}" detect one.mp4 --min-face-size=40'
    for what, command, code, message in (
        ("standard output is full", f"{job} >/dev/full", 1, "standard output: cannot be written: No space left on device"),
        ("standard output is closed", f"{job} >&-", 1, "standard output: cannot be written: Bad file descriptor"),
        ("-o /dev/full", f"{job} -o /dev/full", 1, "/dev/full: cannot be written: No space left on device"),
        ("| head -1", f"set -o pipefail; {job} | head -1 >/dev/null", 1, ""),
    ):
        result = jobs.run(["bash", "-c", command], folder)
        is_right = result.returncode == code and message in result.stderr and "terminate" not in result.stderr
        is_right = is_right and (bool(message) or result.stderr == "")
        report.row(what, f"exit code {result.returncode}: {result.stderr.strip().splitlines()[:1] or 'no word'}",
                   f"exit code {code}, {message or 'no word'}", is_right)


def main() -> None:
    request = parse_request(__doc__)
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        jobs.make_clips(folder, 60)
        (folder / "one.mp4").rename(folder / "long.mp4")
        jobs.make_clips(folder, FRAMES)
        jobs.make_small_picture(folder / "small.png")
        check_standard_output(request.program, folder, report)
        check_full_disk(request.program, folder, report)
        system = FailingSystem(request.build / "tests" / "check" / "failing_calls.so", folder)
        for kind, options in (("records", ()), ("drawings and crops", DRAWINGS)):
            job = make_job(request.program, folder, kind, options)
            for failure in FAILURES:
                check_failure(system, kind, job, failure, request.long, report)
    report.exit()


if __name__ == "__main__":
    main()
