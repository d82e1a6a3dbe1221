#!/usr/bin/env python3
"""Takes the pictures of the demo and the tests out of the pinned wheel of scikit-image."""

from __future__ import annotations

import argparse
from pathlib import Path

from pinned_wheel import SETUP, TOOLS, WHEELS, PinnedWheel, read_member, run_tool, write_whole

WHEEL = PinnedWheel(
    TOOLS / "requirements-pictures.txt",
    "scikit_image-0.25.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    pip_options=(
        "--only-binary=:all:",
        "--platform=manylinux2014_x86_64",
        "--implementation=cp",
        "--python-version=311",
        "--abi=cp311",
    ),
)

PICTURES = (
    "astronaut.png",  # a portrait, 512x512
    "camera.png",  # grey, a man at a camera
    "chelsea.png",  # a cat
    "coffee.png",
    "coins.png",  # grey, with portraits on the coins
    "horse.png",  # alpha
    "hubble_deep_field.jpg",
    "ihc.png",
    "logo.png",  # alpha
    "microaneurysms.png",  # grey, small
    "motorcycle_left.png",
    "motorcycle_right.png",
    "no_time_for_that_tiny.gif",
    "retina.jpg",
    "rocket.jpg",
)


def main() -> None:
    """Writes the pictures that are not there yet."""
    parser = argparse.ArgumentParser(description="Takes the demo's and the tests' pictures from scikit-image's wheel.")
    parser.add_argument("--wheels", type=Path, default=WHEELS, help="folder of the wheel (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=SETUP / "pictures", help="(default: %(default)s)")
    arguments = parser.parse_args()
    fetch_pictures(arguments.wheels, arguments.output)


def fetch_pictures(wheels: Path, output: Path) -> None:
    """Writes those of PICTURES that are missing in `output`, from the wheel in the folder `wheels`."""
    missing = [name for name in PICTURES if not (output / name).exists()]
    if not missing:
        return
    with WHEEL.open(wheels) as archive:
        for name in missing:
            write_whole(output / name, read_member(archive, f"skimage/data/{name}"))


if __name__ == "__main__":
    run_tool(main)
