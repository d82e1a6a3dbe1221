"""What the checks of `./run check` share: their arguments, and one row of a table for each figure."""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import sys


@dataclasses.dataclass(frozen=True)
class Request:
    program: pathlib.Path  # the program mtcnn-turbo
    build: pathlib.Path  # the build folder that it lies in, for the programs of tests
    long: bool  # all of the check, or the part that suits every change
    seed: int  # of what is drawn by chance


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

    def exit(self) -> None:
        """Ends the program: with 1 where a figure is not what is asked."""
        sys.exit(0 if self.holds else 1)


def parse_request(description: str) -> Request:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=pathlib.Path, required=True, help="the program mtcnn-turbo")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build folder that it lies in")
    parser.add_argument("--long", action="store_true", help="all of the check")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by chance (default: %(default)s)")
    arguments = parser.parse_args()
    return Request(arguments.program.resolve(), arguments.build.resolve(), arguments.long, arguments.seed)
