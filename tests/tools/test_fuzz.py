"""`./run fuzz`, with targets that are made up."""

from __future__ import annotations

import shutil
import unittest

from checkout import CheckoutTest


class FuzzTest(CheckoutTest):
    def setUp(self) -> None:
        super().setUp()
        for name in ("cmp", "head", "paste"):
            (self.commands / name).symlink_to(str(shutil.which(name)))
        self.make_command("dpkg-query", "echo 'ii '")
        self.make_command("cmake", "")
        for name in ("clip", "picture"):
            dictionary = self.checkout / "fuzz/dictionaries" / f"{name}.dict"
            dictionary.parent.mkdir(parents=True, exist_ok=True)
            dictionary.touch()
            self.make_target(name, f'echo "{name}:" "$@"')

    def make_target(self, name: str, lines: str) -> None:
        self.make_script(self.checkout / "build/fuzz/fuzz" / f"fuzz_{name}", lines)

    def test_all_targets_or_those_that_are_named(self) -> None:
        code, output, errors = self.run_script("fuzz")
        self.assertEqual((code, [line.split(":")[0] for line in output.splitlines()]), (0, ["clip", "picture"]), errors)
        code, output, errors = self.run_script("fuzz", "picture", "--seconds", "7")
        self.assertEqual((code, output.count("\n")), (0, 1), errors)
        self.assertIn(" -max_total_time=7 ", output)

    def test_starts_from_what_is_kept(self) -> None:
        for kind in ("corpus", "findings"):
            (self.checkout / "fuzz" / kind / "clip").mkdir(parents=True)
        _, output, _ = self.run_script("fuzz", "clip")
        folders = [self.checkout / path for path in ("build/fuzz/corpus/clip", "fuzz/corpus/clip", "fuzz/findings/clip")]
        self.assertTrue(output.startswith("clip: " + " ".join(str(folder) for folder in folders) + " -"), output)
        self.assertTrue(folders[0].is_dir())

    def test_fails_for_a_finding_and_goes_on(self) -> None:
        self.make_target("clip", "exit 77")
        code, output, errors = self.run_script("fuzz")
        self.assertEqual((code, output.split(":")[0]), (1, "picture"))
        self.assertIn("there are findings in ", errors)

    def test_what_it_does_not_know_is_refused(self) -> None:
        for arguments, sentence in (
            (["video"], "there is no fuzz target video: the targets are clip picture."),
            (["--seconds"], "--seconds needs a whole number."),
            (["--seconds", "0"], "--seconds needs a whole number."),
        ):
            code, output, errors = self.run_script("fuzz", *arguments)
            self.assertEqual((code, output, errors), (1, "", f"run: {sentence}\n"))


if __name__ == "__main__":
    unittest.main()
