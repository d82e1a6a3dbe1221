#!/usr/bin/env python3
"""Checks that the installed package `mtcnn_turbo` stands on its own: run it with the Python of an environment in which
there is nothing else.

Libraries that it loads from anywhere but the environment must be the system's most basic ones, which every Linux has.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

# What manylinux wheels may take from the system.
BASIC = re.compile(r"(ld-linux|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+))[-.\d]")


def main() -> None:
    os.chdir("/")
    import numpy

    loaded_before = loaded_libraries()
    import mtcnn_turbo

    bboxes, landmarks = mtcnn_turbo.MTCNN().detect_batch([numpy.zeros((240, 320, 3), numpy.uint8)] * 4)[0]
    if bboxes.shape != (0, 5) or landmarks.shape != (0, 5, 2):
        sys.exit(f"a black frame gives boxes of the shape {bboxes.shape} and landmarks of {landmarks.shape}.")
    loaded = sorted(loaded_libraries() - loaded_before)
    if strangers := [str(library) for library in loaded if is_strange(library)]:
        sys.exit(f"the package loads libraries of this system: {', '.join(strangers)}.")
    print(f"mtcnn_turbo {mtcnn_turbo.__version__} stands on its own, with {', '.join(path.name for path in loaded)}.")


def loaded_libraries() -> set[Path]:
    lines = Path("/proc/self/maps").read_text().splitlines()
    return {Path(line.split(maxsplit=5)[5]) for line in lines if ".so" in line}


def is_strange(library: Path) -> bool:
    is_of_python = library.is_relative_to(sys.prefix) or library.parent.name == "lib-dynload"
    return not is_of_python and not BASIC.match(library.name)


if __name__ == "__main__":
    main()
