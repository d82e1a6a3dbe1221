#!/usr/bin/env python3
"""Adds up the results that CTest and pytest wrote as JUnit files: lists what was skipped and why, and what failed.

The last line is `N passed, N failed`, with `, N skipped` behind it where there is anything skipped. The exit code is 0
if tests were run and none failed.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

# How GoogleTest and Python's unittest give the reason for which a test was skipped.
SKIP_REASONS = (re.compile(r": Skipped\n(.*?)\n\[  SKIPPED \]", re.DOTALL), re.compile(r"skipped ['\"](.*)['\"]"))


def main() -> None:
    passed = 0
    failed: list[str] = []
    skipped: dict[str, list[str]] = defaultdict(list)
    for path in map(Path, sys.argv[1:]):
        for case in test_cases(path):
            name = f"{path.parent.name}: {case.get('name')}"
            reason = skip_reason(case)
            if has_passed(case):
                passed += 1
            elif reason:
                skipped[reason].append(name)
            else:
                failed.append(name)

    for reason, names in skipped.items():
        print_list(f"Skipped: {reason}", names)
    if failed:
        print_list("Failed:", failed)
    count = sum(map(len, skipped.values()))
    print(f"{passed} passed, {len(failed)} failed" + (f", {count} skipped" if count else ""))
    sys.exit(1 if failed or passed == 0 else 0)


def test_cases(path: Path) -> list[ElementTree.Element]:
    """The cases of a results file; ends the program where its runner did not get so far as to write it."""
    try:
        return list(ElementTree.parse(path).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError) as error:
        sys.exit(f"there are no results in {path}: {error}")


def has_passed(case: ElementTree.Element) -> bool:
    if (status := case.get("status")) is not None:
        return status == "run"
    # pytest writes no status, and an element for whatever is not well.
    return all(case.find(trouble) is None for trouble in ("failure", "error", "skipped"))


def skip_reason(case: ElementTree.Element) -> str | None:
    """Why a case was skipped; None where it was not, which includes a program that CTest could not start."""
    if case.get("status") == "disabled":
        return "disabled"
    mark = case.find("skipped")
    if mark is not None and mark.get("type") == "pytest.skip":
        return mark.get("message")
    if mark is None or not mark.get("message", "").startswith("SKIP_"):
        return None
    output = case.findtext("system-out") or ""
    reasons = [found.group(1) for pattern in SKIP_REASONS if (found := pattern.search(output))]
    return reasons[0] if reasons else "no reason given"


def print_list(title: str, names: list[str]) -> None:
    print(title)
    for name in names:
        print(f"  {name}")


if __name__ == "__main__":
    main()
