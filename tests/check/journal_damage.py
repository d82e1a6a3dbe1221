"""Damages what interrupted jobs left, their journals and unfinished records, and resumes them: the result must be that
of a job that nothing happened to, or a refusal with a reason."""

from __future__ import annotations

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile

import jobs
from report import Report, Request, run

MEMORY = pathlib.Path("/dev/shm")  # where waiting for the disk, which is not what this is about, takes no time
STEP = 7
FLIPS = 152
FLIPS_OF_ALL = 1000
SAMPLE = 16  # damages that the whole program has to cope with
SAMPLE_OF_ALL = 200
FRAMES = 60  # of a clip: enough for a job to be caught in the middle
KINDS = tuple(kind for kind in jobs.KINDS if kind.name in ("jsonl", "json", "csv", "track"))


def check_classes(program: pathlib.Path, folder: pathlib.Path, seed: int, is_all: bool, report: Report) -> None:
    """The job's classes go on with made-up records: quick enough for every byte."""
    words = [str(program), str(folder), str(seed), "1" if is_all else str(STEP), str(FLIPS_OF_ALL if is_all else FLIPS)]
    counts = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    cut_at = "every byte" if is_all else f"every {STEP}th byte"
    report.row(f"journal and unfinished records cut at {cut_at}, bits flipped, then resumed by the job's classes",
               f"{counts['cuts']} cuts, {counts['flips']} flips: {counts['identical']} byte-identical, "
               f"{counts['refused']} refused, {counts['wrong']} wrong", "byte-identical or refused, never wrong",
               counts["wrong"] == 0)


def damaged(content: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Cut off or with a bit flipped, and what was done in words."""
    place = chance.randrange(len(content))
    if chance.random() < 0.5:
        return content[:place], f"cut at byte {place}"
    bit = chance.randrange(8)
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1:], f"bit {bit} of byte {place}"


def leave_unfinished(words: list[str], whole: jobs.Whole, folder: pathlib.Path) -> None:
    """Kills a job in its second half, with records to go on from."""
    for _ in range(20):
        jobs.end_after(words, jobs.fresh(folder), 0.7 * whole.seconds, signal.SIGKILL)
        if (folder / ".out.part").exists() and b'["checkpoint"' in (folder / ".out.journal").read_bytes():
            return
    raise RuntimeError("no job could be caught in its second half")


def check_program(program: pathlib.Path, folder: pathlib.Path, chance: random.Random, sample: int,
                  report: Report) -> None:
    jobs.make_clips(folder, FRAMES)
    identical = refused = 0
    wrong: list[str] = []
    for kind in KINDS:
        words = kind.words(program)
        whole = jobs.run_whole(words, folder / "whole")
        leave_unfinished(words, whole, folder / "left")
        for _ in range(sample // len(KINDS)):
            job = folder / "job"
            shutil.rmtree(job, ignore_errors=True)
            shutil.copytree(folder / "left", job)
            victim = job / chance.choice((".out.part", ".out.journal"))
            content, deed = damaged(victim.read_bytes(), chance)
            victim.write_bytes(content)
            result = jobs.run([*words, "--resume"], job)
            if result.returncode == whole.exit_code and jobs.files_of(job) == whole.files:
                identical += 1
            elif result.returncode == 2 and "error: -o out: " in result.stderr and not (job / "out").exists():
                refused += 1
            else:
                wrong.append(f"{kind.name}, {victim.name}, {deed}: exit code {result.returncode}: {result.stderr}")
    for text in wrong:
        print(text, file=sys.stderr)
    report.row("the same, a sample resumed by the program itself: " + ", ".join(kind.name for kind in KINDS),
               f"{identical + refused + len(wrong)} damages: {identical} byte-identical, {refused} refused, "
               f"{len(wrong)} wrong", "byte-identical or refused, never wrong", not wrong)


def check(request: Request, report: Report) -> None:
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        check_classes(request.build / "tests" / "check" / "journal_damage", pathlib.Path(name), request.seed,
                      request.long, report)
    check_program(request.program, request.folder, random.Random(request.seed),
                  SAMPLE_OF_ALL if request.long else SAMPLE, report)


if __name__ == "__main__":
    run(__doc__, check)
