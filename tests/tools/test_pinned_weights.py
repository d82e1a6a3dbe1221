"""The real wheel, where the set-up has fetched it, gives the one file that is pinned."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from make_weights import WEIGHTS_SHA256, WHEEL, sha256
from pinned_wheel import TOOLS, WHEELS


class PinnedWeightsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.wheel = WHEELS / WHEEL.file_name
        if not self.wheel.exists():
            self.skipTest(f"{self.wheel.name} is not in {WHEELS}, where `./run build` puts it")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.wheels = Path(folder.name)
        self.output = self.wheels / "out" / "mtcnn.safetensors"

    def make_weights(self, wheel: bytes) -> subprocess.CompletedProcess[str]:
        (self.wheels / WHEEL.file_name).write_bytes(wheel)
        command = [sys.executable, "-B", TOOLS / "make_weights.py", "--wheels", self.wheels, "--output", self.output]
        return subprocess.run(command, capture_output=True, text=True)

    def test_the_file_is_the_pinned_one(self) -> None:
        made = self.make_weights(self.wheel.read_bytes())
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        self.assertEqual(sha256(self.output.read_bytes()), WEIGHTS_SHA256)
        self.assertEqual(os.listdir(self.output.parent), [self.output.name])

    def test_a_damaged_file_is_made_again(self) -> None:
        self.output.parent.mkdir()
        self.output.write_bytes(b"damaged")
        self.make_weights(self.wheel.read_bytes())
        self.assertEqual(sha256(self.output.read_bytes()), WEIGHTS_SHA256)

    def test_an_altered_wheel_is_refused_with_one_sentence(self) -> None:
        altered = bytearray(self.wheel.read_bytes())
        altered[100_000] ^= 1
        for wheel in (bytes(altered), self.wheel.read_bytes()[:100_000]):
            refused = self.make_weights(wheel)
            self.assertEqual(refused.returncode, 1)
            self.assertRegex(refused.stderr, rf"\A\S+{WHEEL.file_name} is not the pinned file of [^\n]*\.\n\Z")
            self.assertFalse(self.output.parent.exists())


if __name__ == "__main__":
    unittest.main()
