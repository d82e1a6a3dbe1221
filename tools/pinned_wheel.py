"""Wheels and source distributions that are pinned by version and sha256, and from which data files are taken, never code.

What the set-up's tools share: fetching such a package once, checking it at every use, writing a file all at once, and
ending with one sentence where something is wrong.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
SETUP = TOOLS.parent / ".setup"
WHEELS = SETUP / "wheels"

PIN = re.compile(r"^([\w.-]+==[\w.]+) --hash=sha256:([0-9a-f]{64})$", re.MULTILINE)


class SetupError(Exception):
    """One sentence for the user, which names the file and the reason."""


@dataclass(frozen=True)
class PinnedPackage:
    """A file of a package index whose requirement stands with its hash in a file that pip reads too."""

    requirements: Path
    file_name: str
    pip_options: tuple[str, ...] = ()

    def read(self, directory: Path) -> bytes:
        """The content of the file in `directory`, to where pip fetches it if it is not there yet.

        Raises SetupError where it cannot be fetched, or is not the pinned one.
        """
        path = directory / self.file_name
        if not path.exists():
            self._download_to(path)
        content = path.read_bytes()
        requirement, expected = self._pin()
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise SetupError(
                f"{path} is not the pinned file of {requirement}: its sha256 is {found} instead of {expected}; "
                "delete it and run again."
            )
        return content

    def _pin(self) -> tuple[str, str]:
        pins = PIN.findall(self.requirements.read_text())
        if len(pins) != 1:
            raise SetupError(f"{self.requirements} does not pin exactly one file by its sha256.")
        return pins[0]

    def _download_to(self, path: Path) -> None:
        requirement, _ = self._pin()
        print(f"Fetching {requirement} with pip.", flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that the finished file is moved there in one step.
        with tempfile.TemporaryDirectory(dir=path.parent) as fresh:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--dest", fresh]
            pip = subprocess.run(
                [*command, *self.pip_options, "--requirement", self.requirements],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            print(pip.stdout, flush=True)
            if pip.returncode != 0:
                raise SetupError(
                    f"pip could not fetch {requirement} ({reason_of_pip(pip.stdout)}); check the network and pip's "
                    f"settings, or put {path.name} into {path.parent} by hand."
                )
            os.replace(Path(fresh) / path.name, path)


class PinnedWheel(PinnedPackage):
    def open(self, directory: Path) -> zipfile.ZipFile:
        """Opens the wheel in `directory`, as `read` gets it."""
        return zipfile.ZipFile(io.BytesIO(self.read(directory)))


def reason_of_pip(output: str) -> str:
    """Why pip failed, in a few words."""
    if "DO NOT MATCH THE HASHES" in output:
        return "the package index serves another file than the pinned one"
    errors = [line for line in output.splitlines() if line.startswith("ERROR: ")]
    return errors[-1].removeprefix("ERROR: ") if errors else "it gives no reason"


def read_member(wheel: zipfile.ZipFile, name: str) -> bytes:
    """The content of one file of a wheel; raises SetupError where it is missing or damaged."""
    try:
        return wheel.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise SetupError(f"{name} cannot be read from its wheel: {error}.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file under a temporary name first, so that it is there whole or not at all; raises SetupError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def run_tool(main: Callable[[], None]) -> None:
    """Runs a tool; ends the program with a sentence and exit code 1 where it fails."""
    try:
        main()
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error}.")
