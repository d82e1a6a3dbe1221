"""The summary counts every test case once, says why some were skipped, and fails where anything did."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from pinned_wheel import TOOLS

PASSED = '<testcase name="good" status="run"/>'
FAILED = '<testcase name="bad" status="fail"><failure message=""/></testcase>'
NOT_BUILT = '<testcase name="gone" status="notrun"><skipped message="Unable to find executable"/></testcase>'
DISABLED = '<testcase name="off" status="disabled"/>'
SKIPPED = """<testcase name="elsewhere" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
<system-out>[ RUN      ] elsewhere
elsewhere_test.cc:4: Skipped
there are no golden answers here
[  SKIPPED ] elsewhere (0 ms)</system-out></testcase>"""
SKIPPED_IN_PYTHON = """<testcase name="python" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
<system-out>test_it ... skipped "the wheel isn't here"
OK (skipped=1)</system-out></testcase>"""
PASSED_IN_PYTEST = '<testcase classname="tests.python.test_it" name="test_good" time="0.1"/>'
FAILED_IN_PYTEST = '<testcase name="test_bad" time="0.1"><failure message="assert 1 == 2">text</failure></testcase>'
BROKEN_IN_PYTEST = '<testcase name="test_broken" time="0.1"><error message="no fixture">text</error></testcase>'
SKIPPED_IN_PYTEST = '<testcase name="test_x"><skipped type="pytest.skip" message="no camera">text</skipped></testcase>'


class SummaryTest(unittest.TestCase):
    def summary(self, *results: str) -> tuple[int, list[str]]:
        """Exit code and lines for the results of the presets p0, p1 and so on."""
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, cases in enumerate(results):
                paths.append(Path(folder, f"p{number}", "results.xml"))
                paths[-1].parent.mkdir()
                paths[-1].write_text(f"<testsuite>{cases}</testsuite>" if cases else "")
            command = [sys.executable, TOOLS / "test_summary.py", *paths]
            called = subprocess.run(command, capture_output=True, text=True)
        return called.returncode, (called.stdout or called.stderr).splitlines()

    def test_all_passed(self) -> None:
        self.assertEqual(self.summary(PASSED * 2, PASSED), (0, ["3 passed, 0 failed"]))

    def test_failures_are_named(self) -> None:
        code, lines = self.summary(PASSED + FAILED, NOT_BUILT)
        self.assertEqual((code, lines), (1, ["Failed:", "  p0: bad", "  p1: gone", "1 passed, 2 failed"]))

    def test_skipped_tests_are_listed_by_reason(self) -> None:
        code, lines = self.summary(PASSED + SKIPPED + SKIPPED_IN_PYTHON, SKIPPED + DISABLED)
        expected = [
            "Skipped: there are no golden answers here",
            "  p0: elsewhere",
            "  p1: elsewhere",
            "Skipped: the wheel isn't here",
            "  p0: python",
            "Skipped: disabled",
            "  p1: off",
            "1 passed, 0 failed, 4 skipped",
        ]
        self.assertEqual((code, lines), (0, expected))

    def test_results_of_pytest_count_too(self) -> None:
        cases = PASSED_IN_PYTEST * 2 + SKIPPED_IN_PYTEST
        expected = ["Skipped: no camera", "  p1: test_x", "3 passed, 0 failed, 1 skipped"]
        self.assertEqual(self.summary(PASSED, cases), (0, expected))

    def test_failures_of_pytest_are_failures(self) -> None:
        code, lines = self.summary(PASSED_IN_PYTEST + FAILED_IN_PYTEST + BROKEN_IN_PYTEST)
        self.assertEqual((code, lines), (1, ["Failed:", "  p0: test_bad", "  p0: test_broken", "1 passed, 2 failed"]))

    def test_no_test_at_all_is_a_failure(self) -> None:
        self.assertEqual(self.summary(SKIPPED)[0], 1)

    def test_missing_results_are_a_failure(self) -> None:
        code, lines = self.summary("")
        self.assertEqual(code, 1)
        self.assertRegex(lines[0], "^there are no results in .*p0/results.xml: ")


if __name__ == "__main__":
    unittest.main()
