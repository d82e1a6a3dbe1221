"""Ends clip jobs with Ctrl-C and SIGTERM at random moments, and resumes them."""

from __future__ import annotations

import collections
import pathlib
import random
import signal
import sys

import jobs
from report import Report, Request, run

FRAMES = 60  # of a clip: enough for a job to be caught in the middle
SIGNALS = 10
SIGNALS_OF_ALL = 50
LONGEST_SECONDS = 2.0
FIRST_SECONDS = 0.05  # in which a program starts
OF_FORMATS = tuple(kind for kind in jobs.KINDS if kind.name in ("jsonl", "json", "track", "annotate", "one thread"))


class Tally:
    def __init__(self) -> None:
        self.ends = collections.Counter[str]()
        self.longest = 0.0
        self.wrong: list[str] = []

    def hits(self) -> int:
        return self.ends["told"] + self.ends["before the program began"]


def how_it_ended(ended: jobs.Ended, number: signal.Signals, whole: jobs.Whole, folder: pathlib.Path) -> str:
    if ended.exit_code == whole.exit_code and jobs.files_of(folder) == whole.files:
        return "had finished"
    if ended.exit_code == 128 + number and "interrupted" in ended.errors:
        return "told"
    # The system ends what has not run an instruction of its own yet. Shells give the same exit code for that.
    if ended.exit_code == -number and not any(folder.iterdir()):
        return "before the program began"
    return "wrong"


def interrupt(kind: jobs.Kind, words: list[str], whole: jobs.Whole, folder: pathlib.Path, moment: float,
              number: signal.Signals, tally: Tally) -> None:
    ended = jobs.end_after(words, jobs.fresh(folder), moment, number)
    how = how_it_ended(ended, number, whole, folder)
    tally.ends[how] += 1
    if how == "had finished":
        return
    tally.longest = max(tally.longest, ended.seconds)
    resumed = jobs.run([*words, "--resume"], folder)
    if how == "wrong" or resumed.returncode != whole.exit_code or jobs.files_of(folder) != whole.files:
        tally.wrong.append(f"{kind.name}, {number.name} after {moment} s: exit code {ended.exit_code}: {ended.errors}"
                           f"resumed: exit code {resumed.returncode}: {resumed.stderr}")


def check(request: Request, report: Report) -> None:
    chance = random.Random(request.seed)
    wanted = SIGNALS_OF_ALL if request.long else SIGNALS
    tally = Tally()
    folder = request.folder
    jobs.make_clips(folder, FRAMES)
    wholes: dict[str, jobs.Whole] = {}
    turn = 0
    while tally.hits() < wanted and not tally.wrong:
        kind = OF_FORMATS[turn % len(OF_FORMATS)]
        words = kind.words(request.program)
        if kind.name not in wholes:
            wholes[kind.name] = jobs.run_whole(words, folder / "whole")
        whole = wholes[kind.name]
        moment = chance.uniform(0, FIRST_SECONDS if turn % 4 == 0 else whole.seconds)
        number = signal.SIGTERM if turn % 5 == 4 else signal.SIGINT
        interrupt(kind, words, whole, folder / "job", moment, number, tally)
        turn += 1
    for wrong in tally.wrong:
        print(wrong, file=sys.stderr)
    report.row("Ctrl-C and SIGTERM at random moments of clip jobs, then --resume",
               f"{tally.hits()} signals: {tally.ends['told']} told of by the program, "
               f"{tally.ends['before the program began']} before its first instruction (nothing was begun), "
               f"{len(tally.wrong)} not resumed to the same bytes",
               "exit code 130 or 143, resumed to the same bytes", not tally.wrong)
    report.timed_row("the slowest of these to end", f"{tally.longest:.2f} s", f"within {LONGEST_SECONDS:g} s",
                     tally.longest <= LONGEST_SECONDS)


if __name__ == "__main__":
    run(__doc__, check)
