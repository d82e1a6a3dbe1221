"""What the checks of `./run check` share: their arguments, and one row of a table for each figure."""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import NoReturn


@dataclasses.dataclass(frozen=True)
class Request:
    program: pathlib.Path  # the program mtcnn-turbo
    build: pathlib.Path  # the build folder that it lies in, for the programs of tests
    long: bool  # all of the check, or the part that suits every change
    seed: int  # of what is drawn by chance
    folder: pathlib.Path  # for files of the check's own: empty, and gone afterwards


class Report:
    """Prints a row of Markdown for each figure as soon as it is known.

    What is measured in time is judged with --long only: the rest runs wherever a change is checked, on machines that are
    busy with other things.
    """

    def __init__(self, request: Request) -> None:
        self.holds = True
        self._judges_times = request.long

    def row(self, what: str, figure: str, asked: str, holds: bool) -> None:
        self.holds = self.holds and holds
        self._print(what, figure, asked, "yes" if holds else "NO")

    def timed_row(self, what: str, figure: str, asked: str, holds: bool) -> None:
        if holds or self._judges_times:
            self.row(what, figure, asked, holds)
        else:
            self._print(what, figure, asked, "not judged")

    @staticmethod
    def _print(what: str, figure: str, asked: str, verdict: str) -> None:
        print(f"| {what} | {figure} | {asked} | {verdict} |", flush=True)


def run(description: str | None, check: Callable[[Request, Report], None]) -> NoReturn:
    """What a topic's program does. It ends with 1 where a figure is not what is asked."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=pathlib.Path, required=True, help="the program mtcnn-turbo")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build folder that it lies in")
    parser.add_argument("--long", action="store_true", help="all of the check")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by chance (default: %(default)s)")
    given = parser.parse_args()
    # Whoever started this check in a shell's background had Ctrl-C ignored, for the program too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="mtcnn-check-") as folder:
        request = Request(given.program.resolve(), given.build.resolve(), given.long, given.seed, pathlib.Path(folder))
        report = Report(request)
        check(request, report)
    sys.exit(0 if report.holds else 1)
