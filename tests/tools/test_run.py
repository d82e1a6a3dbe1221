"""The script ./run in front of a program that is built and up to date."""

from __future__ import annotations

import subprocess
import time
import unittest
from pathlib import Path

from checkout import AS_ROOT, NOBODY, CheckoutTest

MOST_ADDED_SECONDS = 0.050


class RunTest(CheckoutTest):
    def test_help_is_what_there_is_without_a_command(self) -> None:
        for arguments in ((), ("help",), ("--help",)):
            code, output, errors = self.run_script(*arguments)
            self.assertEqual((code, errors), (0, ""))
            self.assertIn("./run detect INPUT...", output)

    def test_program_gets_folder_arguments_and_standard_input(self) -> None:
        lines = "printf 'in %s\\n' \"$PWD\"; printf 'argument %s\\n' \"$@\"; cat; echo complaint >&2; exit 3"
        self.make_script(self.program, lines)
        self.finish_build()
        folder = self.folder / "where the usér stands 顔"
        folder.mkdir()
        code, output, errors = self.run_script("detect", "a picture à é 顔.jpg", "", "*", folder=folder)
        self.assertEqual((code, errors), (3, "complaint\n"))
        arguments = ["argument detect", "argument a picture à é 顔.jpg", "argument ", "argument *"]
        self.assertEqual(output.splitlines(), [f"in {folder}", *arguments, "from standard input"])

    def test_script_may_be_called_through_a_link(self) -> None:
        linked = self.folder / "linked"
        linked.symlink_to(self.checkout / "run")
        called = subprocess.run([linked, "info"], capture_output=True, text=True)
        self.assertEqual((called.returncode, called.stderr), (0, ""))

    def test_program_is_told_of_the_onnx_runtime_that_is_there(self) -> None:
        self.make_script(self.program, 'echo "${MTCNN_ONNXRUNTIME-none}"')
        self.finish_build()
        self.assertEqual(self.run_script("info"), (0, "none\n", ""))
        library = self.checkout / ".setup/onnxruntime/venv/lib/python3.11/site-packages/onnxruntime/capi/libonnxruntime.so.1.2.3"
        library.parent.mkdir(parents=True)
        library.touch()
        self.assertEqual(self.run_script("info"), (0, f"{library}\n", ""))

    @unittest.skipUnless(AS_ROOT, "only root can act as another user")
    def test_another_user_may_run_what_is_built(self) -> None:
        self.make_script(self.program, "echo found")
        self.finish_build()
        self.give_to_nobody()
        self.assertEqual(self.run_script("info", user=NOBODY), (0, "found\n", ""))

    def test_costs_little(self) -> None:
        for number in range(300):
            (self.checkout / "src" / f"{number}.cc").touch()
        self.finish_build()
        added = self.shortest_time(self.checkout / "run") - self.shortest_time(self.program)
        self.assertLess(added, MOST_ADDED_SECONDS)

    def shortest_time(self, command: Path) -> float:
        times = []
        for _ in range(20):
            begin = time.perf_counter()
            subprocess.run([command, "info"], check=True, stdin=subprocess.DEVNULL)
            times.append(time.perf_counter() - begin)
        return min(times)


if __name__ == "__main__":
    unittest.main()
