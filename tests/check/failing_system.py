"""Lets the system's calls fail under the program, one after the other: memory, writes, syncs, renames, opens, threads;
and fills a small disk.

Some libraries crash, hang or silently go on with something else when an allocation of their own fails: fontconfig, which
cairo asks for a font, and FFmpeg's decoders. Who calls them cannot help that, so these runs are counted by themselves.
"""

from __future__ import annotations

import collections
import dataclasses
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import jobs
from report import Report, Request, run

FRAMES = 4
DRAWINGS = ("--annotate", "drawn", "--crops", "cut")
MEGABYTE = "1m"
PROGRAM = "mtcnn-turbo"
HANG_SECONDS = 20  # of a job of a tenth of a second


@dataclasses.dataclass(frozen=True)
class Failure:
    what: str
    call: str
    error: int | str
    is_always: bool = False  # all calls from one on fail, not that one alone
    is_harmless: bool = False  # the program has to try again, and nobody sees anything of it
    may_be_recorded: bool = False  # an input can fail of it, and the job goes on
    samples: int = 4  # in the fast part


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


@dataclasses.dataclass(frozen=True)
class Run:
    wrong: str  # what is wrong, if anything
    place: str  # the program or library whose call failed, or that crashed
    has_failed: bool  # a call did
    calls: int  # how many there were, if that is known
    details: str


class FailingSystem:
    def __init__(self, library: pathlib.Path, folder: pathlib.Path) -> None:
        self.library = library
        self.folder = folder

    def run(self, job: Job, failure: Failure, number: int) -> Run:
        folder = self.folder / "job"
        log = self.folder / "log"
        log.write_text("")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(job.earlier, folder)
        environment = {**os.environ, "LD_PRELOAD": str(self.library), "FAILING_CALL": failure.call,
                       "FAILING_NUMBER": str(number), "FAILING_ERROR": str(failure.error), "FAILING_LOG": str(log)}
        if failure.is_always:
            environment["FAILING_ALWAYS"] = "1"
        with subprocess.Popen(job.words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              env=environment) as process:
            try:
                _, errors = process.communicate(timeout=HANG_SECONDS)
                wrong = judge(job, failure, folder, process.returncode, errors)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGABRT)
                _, errors = process.communicate()
                wrong = "hung"
        told = dict(line.split(" ", 1) for line in log.read_text().splitlines())
        return Run(wrong, told.get("ended", told.get("failed", PROGRAM)), "failed" in told, int(told.get("calls", "0")),
                   f"exit code {process.returncode}: {errors}")


def judge(job: Job, failure: Failure, folder: pathlib.Path, exit_code: int, errors: str) -> str:
    """What is wrong with what a run did, if anything."""
    files = jobs.files_of(folder)
    if exit_code not in (0, 1, 2):
        return "crashed"
    if exit_code == 0 or failure.is_harmless:
        return "" if exit_code == job.whole.exit_code and files == job.whole.files else "not told"
    if "error: " not in errors and "warning: " not in errors:
        return "without a message"
    if any(name.endswith(".part") and name != ".out.part" for name in files):
        return "files left over"
    is_partial = "cannot be annotated" in errors or "cannot be cropped" in errors or (
        failure.may_be_recorded and (b'"error"' in files["out"] or "warning: " in errors))
    if files["out"] not in ((job.earlier / "out").read_bytes(), job.whole.files["out"]) and not is_partial:
        return "output neither intact nor whole"
    if is_partial:
        return ""
    jobs.run([*job.words, "--resume"], folder)
    return "" if jobs.files_of(folder) == job.whole.files else "resumed to something else"


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
    calls = system.run(job, failure, never).calls
    failed = 0
    wrong = collections.Counter[str]()
    beyond_us = collections.Counter[str]()
    for number in numbers(calls, None if is_all else failure.samples):
        run = system.run(job, failure, number)
        # Threads do not run the same way twice, so the last calls may not come.
        failed += run.has_failed
        if run.wrong and run.place != PROGRAM:
            beyond_us[f"{run.wrong} in {run.place}"] += 1
        elif run.wrong:
            wrong[run.wrong] += 1
            print(f"{name}: {failure.what}, N = {number}: {run.wrong}: {run.details}", file=sys.stderr)
    figure = f"{failed} of N = 1 to {calls}: {listed(wrong) or 'none wrong'}"
    if beyond_us:
        figure += f"; libraries by themselves: {listed(beyond_us)}"
    asked = "nobody sees anything of it" if failure.is_harmless else (
        "exit code 1 or 2 with a message, earlier output intact or the new one whole, nothing else left, resumable")
    report.row(f"{name}: {failure.what} fails", figure, asked, not wrong)


def listed(counts: collections.Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))


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
    words = [str(program), "detect", "one.mp4", *jobs.FACES]
    no_room = "cannot be written: No space left on device"
    # A reader that has left before the first record comes, as `head` may.
    reading, left = os.pipe()
    os.close(reading)
    with open("/dev/full", "wb") as full:
        for what, more, output, message in (
            ("standard output is full", (), full, f"standard output: {no_room}"),
            ("-o /dev/full", ("-o", "/dev/full"), subprocess.DEVNULL, f"/dev/full: {no_room}"),
            ("the reader of standard output has left", (), left, ""),
        ):
            result = subprocess.run([*words, *more], cwd=folder, stdout=output, stderr=subprocess.PIPE, text=True,
                                    check=False, timeout=jobs.HANG_SECONDS)
            told = "".join(result.stderr.splitlines()[:1])
            is_right = result.returncode == 1 and (message in told if message else told == "")
            report.row(what, f"exit code {result.returncode}: {told or 'no word'}", f"exit code 1: {message or 'no word'}",
                       is_right)
    os.close(left)


def check(request: Request, report: Report) -> None:
    folder = request.folder
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
            # Most allocations for a drawing are fontconfig's.
            if options and failure.call == "memory" and not request.long:
                continue
            check_failure(system, kind, job, failure, request.long, report)


if __name__ == "__main__":
    run(__doc__, check)
