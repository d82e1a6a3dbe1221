"""Kills clip jobs at random moments and resumes them: the result must be that of a job that nothing killed."""

from __future__ import annotations

import pathlib
import random
import signal
import sys

import jobs
from report import Report, Request, run

FRAMES = 60  # of a clip: enough for a job to be caught in the middle
KILLS = 15
KILLS_OF_ALL = 100


class Tally:
    def __init__(self) -> None:
        self.kills = 0
        self.resumed = 0  # kills after which there was something to go on with
        self.jobs = 0
        self.wrong: list[str] = []


def has_checkpoint(folder: pathlib.Path) -> bool:
    journal = folder / ".out.journal"
    return journal.exists() and b'["checkpoint"' in journal.read_bytes()


def kill_and_resume(kind: jobs.Kind, words: list[str], whole: jobs.Whole, folder: pathlib.Path, chance: random.Random,
                    tally: Tally) -> None:
    """One job, which is killed once or several times before it may come to its end."""
    jobs.fresh(folder)
    moments = []
    command = words
    while not moments or chance.random() < 0.4:
        moments.append(chance.uniform(0, whole.seconds))
        ended = jobs.end_after(command, folder, moments[-1], signal.SIGKILL)
        command = [*words, "--resume"]
        if ended.exit_code == -signal.SIGKILL:
            tally.kills += 1
            tally.resumed += has_checkpoint(folder)
    result = jobs.run([*words, "--resume"], folder)
    tally.jobs += 1
    if result.returncode != whole.exit_code or jobs.files_of(folder) != whole.files:
        tally.wrong.append(f"{kind.name}, killed after {moments} s: exit code {result.returncode}: {result.stderr}")


def check(request: Request, report: Report) -> None:
    chance = random.Random(request.seed)
    wanted = KILLS_OF_ALL if request.long else KILLS
    tally = Tally()
    folder = request.folder
    jobs.make_clips(folder, FRAMES)
    wholes: dict[str, jobs.Whole] = {}
    turn = 0
    while tally.kills < wanted:
        kind = jobs.KINDS[turn % len(jobs.KINDS)]
        turn += 1
        words = kind.words(request.program)
        if kind.name not in wholes:
            wholes[kind.name] = jobs.run_whole(words, folder / "whole")
        kill_and_resume(kind, words, wholes[kind.name], folder / "job", chance, tally)
    for wrong in tally.wrong:
        print(wrong, file=sys.stderr)
    report.row("kill -9 at random moments of clip jobs, then --resume: " + ", ".join(kind.name for kind in jobs.KINDS),
               f"{tally.kills} kills of {tally.jobs} jobs, {tally.resumed} with records to go on from; "
               f"{tally.jobs - len(tally.wrong)} byte-identical, {len(tally.wrong)} not",
               "each byte-identical", not tally.wrong)


if __name__ == "__main__":
    run(__doc__, check)
