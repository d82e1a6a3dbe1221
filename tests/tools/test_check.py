"""`./run check`, with topics that are made up."""

from __future__ import annotations

import shutil
import sys
import unittest

from checkout import CheckoutTest

HEADER = "| what | figure | asked | holds |\n| --- | --- | --- | --- |\n"
GOOD = "| good | 1 | 1 | yes |\n"
BAD = "| bad | 2 | 1 | NO |\n"


class CheckTest(CheckoutTest):
    def setUp(self) -> None:
        super().setUp()
        for name in "head mktemp paste sed sort".split():
            (self.commands / name).symlink_to(str(shutil.which(name)))
        self.make_command("dpkg-query", "echo 'ii '")
        self.make_command("cmake", "")
        self.make_command("nproc", "echo 4")
        self.make_command("lscpu", "echo 'Model name:  A chip'")
        python = f'[[ $1 != */tests/check/* ]] || exec "{sys.executable}" "$@"'
        self.make_script(self.checkout / ".setup/venv/bin/python", python)
        self.make_topic("shared", "no program")

    def make_topic(self, name: str, lines: str) -> None:
        path = self.checkout / "tests/check" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines)

    def make_program(self, name: str, output: str, code: int) -> None:
        lines = ("import sys", 'if __name__ == "__main__":', f'    print({output!r}, end="")', f"    sys.exit({code})")
        self.make_topic(name, "\n".join(lines))

    def assert_table(self, arguments: list[str], rows: str, last_line: str, code: int) -> None:
        table = f"{HEADER}{rows}\n{last_line}; A chip, 4 threads\n"
        exit_code, output, errors = self.run_script("check", *arguments)
        self.assertEqual((exit_code, output), (code, table), errors)
        self.assertEqual((self.checkout / "build/check/check.md").read_text(), table)

    def test_one_table_of_all_topics_in_order(self) -> None:
        self.make_program("second", GOOD, 0)
        self.make_program("first", GOOD + GOOD, 0)
        self.assert_table([], GOOD * 3, "3 of 3 hold; seed 1", 0)
        self.assert_table(["second"], GOOD, "1 of 1 hold; seed 1", 0)

    def test_fails_where_a_figure_does_not_hold_and_goes_on(self) -> None:
        self.make_program("first", BAD, 1)
        self.make_program("second", GOOD, 0)
        self.assert_table([], BAD + GOOD, "1 of 2 hold; seed 1", 1)

    def test_a_topic_that_breaks_off_does_not_hold(self) -> None:
        self.make_program("broken", GOOD, 3)
        self.assert_table([], GOOD + "| broken | ended with 3 | ends with 0 | NO |\n", "1 of 2 hold; seed 1", 1)

    def test_topics_get_the_arguments(self) -> None:
        self.make_topic("told", 'import sys\nif __name__ == "__main__":\n    print("|", *sys.argv[5:], "| yes |")\n')
        self.assert_table(["--seed", "7", "--long"], "| --seed 7 --long | yes |\n", "1 of 1 hold; seed 7", 0)

    def test_what_it_does_not_know_is_refused(self) -> None:
        self.make_program("first", GOOD, 0)
        for arguments, sentence in (
            (["shared"], "there is no check shared: the checks are first."),
            (["--fast"], "./run check knows no --fast: its options are --long and --seed NUMBER."),
            (["--seed"], "--seed needs a number."),
        ):
            code, output, errors = self.run_script("check", *arguments)
            self.assertEqual((code, output, errors), (1, "", f"run: {sentence}\n"))


if __name__ == "__main__":
    unittest.main()
