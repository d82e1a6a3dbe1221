"""A checkout of ./run whose commands are stand-ins: no package manager, no download and no compiler."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A user who owns nothing, and whether a test may act as that user.
NOBODY = 65534
AS_ROOT = os.geteuid() == 0

# What ./run calls on any system, besides the commands that a test makes up.
COMMON_COMMANDS = (
    "bash cat chmod df env find flock grep ln mkdir mv readlink rm sleep tail tee touch true".split()
)


class CheckoutTest(unittest.TestCase):
    """Each test begins with a checkout whose program is built and up to date."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.commands = self.folder / "commands"
        self.commands.mkdir()
        for name in COMMON_COMMANDS:
            (self.commands / name).symlink_to(str(shutil.which(name)))

        self.checkout = self.folder / "a checkout"
        self.program = self.checkout / "build/release/src/cli/mtcnn-turbo"
        self.stamp = self.checkout / "build/release/program.stamp"
        self.weights = self.checkout / ".setup/weights/mtcnn.safetensors"
        for name in ("include", "cmake", "src", "CMakeLists.txt", "CMakePresets.json", "src/cpu.cc", self.weights):
            path = self.checkout / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch() if path.suffix else path.mkdir()
        shutil.copy(ROOT / "run", self.checkout)
        shutil.copytree(ROOT / "tools" / "setup", self.checkout / "tools" / "setup")
        self.make_script(self.checkout / ".setup/venv/bin/python", "")
        self.make_script(self.program, "")
        self.finish_build()

    def finish_build(self) -> None:
        """Makes the program count as built from all that is there, and waits until the clock of the disk has moved."""
        time.sleep(0.02)
        self.stamp.touch()
        time.sleep(0.02)

    def make_script(self, path: Path, lines: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{lines}\n")
        path.chmod(0o755)

    def make_command(self, name: str, lines: str) -> None:
        self.make_script(self.commands / name, lines)

    def start(self, *arguments: str, user: int | None = None, folder: Path | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.checkout / "run", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder or self.folder,
            env={"PATH": str(self.commands), "LC_ALL": "C.UTF-8", "CHECKOUT": str(self.checkout)},
            user=user,
        )

    def run_script(self, *arguments: str, user: int | None = None, folder: Path | None = None) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        process = self.start(*arguments, user=user, folder=folder)
        output, errors = process.communicate("from standard input\n", timeout=60)
        return process.returncode, output, errors

    def give_to_nobody(self, *paths: Path) -> None:
        """As root: lets another user in, and gives these paths away."""
        self.folder.chmod(0o755)
        for path in paths:
            os.chown(path, NOBODY, NOBODY)
