"""./run test-peers with stand-ins for the program, for pip, and for the peers' drivers."""

from __future__ import annotations

import json
import shutil
import sys
import unittest
from pathlib import Path

from checkout import ROOT, CheckoutTest

NO_FACES = '{"pixels": 100, "faces": []}'
ONE_FACE = json.dumps(
    {"pixels": 100, "faces": [{"box": [1, 1, 5, 5], "score": 0.9, "landmarks": [[n, n] for n in range(5)]}]}
)

# A python3 whose virtual environments hold the pip and the python of the test.
PYTHON = f"""
[[ $1 == -m ]] || exec {sys.executable} "$@"
mkdir -p "$3/bin"
cp "$CHECKOUT/pip" "$3/bin/pip"
cp "$CHECKOUT/driver" "$3/bin/python"
"""


class PeersRunTest(CheckoutTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("cmp", "cp"):
            (self.commands / name).symlink_to(str(shutil.which(name)))
        shutil.copytree(ROOT / "tools/peers", self.checkout / "tools/peers")
        self.make_command("python3", PYTHON)
        self.make_script(self.checkout / "pip", 'echo "${*: -1}" >>"$CHECKOUT/installations"')
        self.make_driver(NO_FACES)
        self.make_script(self.program, """echo '{"width": 10, "height": 10, "faces": []}'""")
        self.finish_build()
        self.picture = self.folder / "a picture.png"
        self.picture.touch()

    def make_driver(self, answer: str) -> None:
        """A driver that gives the same answer to all, and makes model files that nobody reads."""
        lines = f"""
        [[ $1 != *make_pymtcnn_models.py ]] || exec mkdir "$3"
        while read -r; do echo '{answer}'; done
        """
        self.make_script(self.checkout / "driver", lines)

    def installations(self) -> list[str]:
        """The requirements that were installed."""
        log = self.checkout / "installations"
        return [Path(line).stem for line in log.read_text().splitlines()] if log.exists() else []

    def test_installs_what_is_needed_once(self) -> None:
        for arguments, installed in (
            (["--recipe", "openface"], ["pymtcnn"]),
            (["--recipe", "openface"], ["pymtcnn"]),
            ([], ["pymtcnn", "facenet", "mtcnn"]),
        ):
            code, output, errors = self.run_script("test-peers", *arguments, str(self.picture))
            self.assertEqual(code, 0, errors)
            self.assertIn("openface agrees with all 6 answers of the peer", output)
            self.assertEqual(self.installations(), [f"requirements-{peer}" for peer in installed])

    def test_installs_again_for_other_requirements(self) -> None:
        arguments = ("test-peers", "--recipe", "facenet", str(self.picture))
        self.run_script(*arguments)
        with (self.checkout / "tools/peers/requirements-facenet.txt").open("a") as requirements:
            requirements.write("another==1.0\n")
        self.run_script(*arguments)
        self.assertEqual(self.installations(), ["requirements-facenet"] * 2)

    def test_failed_installation_is_done_again(self) -> None:
        arguments = ("test-peers", "--recipe", "facenet", str(self.picture))
        self.make_script(self.checkout / "pip", "echo pip says this; exit 1")
        code, _, errors = self.run_script(*arguments)
        self.assertEqual(code, 1)
        self.assertIn("pip says this", errors)
        self.assertIn("run: installing what requirements-facenet.txt asks for failed", errors)
        self.assertIn(".setup/log/facenet.log", errors)
        self.make_script(self.checkout / "pip", "")
        self.assertEqual(self.run_script(*arguments)[0], 0)

    def test_wrong_arguments_install_nothing(self) -> None:
        for arguments in (["--recipe", "unknown"], [str(self.folder / "missing.png")], ["--help"]):
            self.run_script("test-peers", *arguments)
        self.assertEqual(self.installations(), [])

    def test_disagreement_is_a_failure(self) -> None:
        self.make_driver(ONE_FACE)
        code, output, _ = self.run_script("test-peers", "--recipe", "mtcnn", str(self.picture))
        self.assertEqual(code, 1)
        self.assertIn(f"    {self.picture}: 0 of 1 faces", output)
        self.assertIn("mtcnn DISAGREES with 6 of 6 answers of the peer", output)

    def test_driver_that_ends_is_told_in_a_sentence(self) -> None:
        self.make_script(self.checkout / "driver", "echo the driver says this >&2")
        code, _, errors = self.run_script("test-peers", "--recipe", "mtcnn", str(self.picture))
        log = self.checkout / ".setup/log/peer-mtcnn-answers.log"
        self.assertEqual(code, 1)
        sentence = f"The peer's driver ended at {self.picture}; what it said last is in {log}."
        self.assertEqual(errors.splitlines()[-1], sentence)
        self.assertEqual(log.read_text(), "the driver says this\n")

    def test_program_without_an_answer_is_told_in_a_sentence(self) -> None:
        self.make_script(self.program, "exit 3")
        self.finish_build()
        code, _, errors = self.run_script("test-peers", "--recipe", "mtcnn", str(self.picture))
        self.assertEqual(code, 1)
        self.assertIn("gave 0 records for 1 pictures and the exit code 3.", errors.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
