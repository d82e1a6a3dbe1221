#!/usr/bin/env python3
"""Compares mtcnn-turbo with the projects whose answers its recipes give, live, and prints a table for each recipe.

A line gives the worst figures of a setting, without those of pictures whose pixels depend on the decoder (cmyk.jpg,
sixteen_bit.png). The exit code is 1 where an answer lies outside of the tolerances of docs/recipes.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from agreement import Tolerance
from answers import NoAnswersError, Peer, Setting, own_answers
from table import HEADER, Comparison, agree, conclusion, setting_lines

TOOLS = Path(__file__).resolve().parent
ROOT = TOOLS.parents[1]
SETUP = ROOT / ".setup"
PROGRAM = ROOT / "build/release/src/cli/mtcnn-turbo"

SETTINGS = (
    Setting(20),
    Setting(40),
    Setting(60),
    Setting(100),
    Setting(40, (0.5, 0.6, 0.6), 0.8),
    Setting(60, (0.8, 0.9, 0.95), 0.5),
)

EXACT = Tolerance(iou=0.9999, landmark=0.01, score=1e-5)
LARGE_PIXELS = 8_000_000
# Pictures whose pixels depend on how a decoder converts them: the same faces, not the same decimals.
DEPEND_ON_DECODER = ("cmyk.jpg", "sixteen_bit.png")
SAME_FACES = Tolerance(iou=0.9)

# What OpenCV, through which the peers see pictures, decodes.
PICTURE_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")


@dataclass(frozen=True)
class Recipe:
    """A recipe and the peer that it answers as."""

    name: str
    peer: str  # as its files here and its folder in .setup/peers/ are named
    tolerance: Tolerance
    large_tolerance: Tolerance

    def start_peer(self) -> Peer:
        folder = SETUP / "peers" / self.peer
        driver = [str(folder / "venv/bin/python"), str(TOOLS / f"{self.peer}_answers.py"), str(folder / "models")]
        return Peer(driver, log=SETUP / "log" / f"peer-{self.peer}-answers.log")

    def tolerance_for(self, picture: Path, pixels: int) -> Tolerance:
        if picture.name in DEPEND_ON_DECODER:
            return SAME_FACES
        return self.large_tolerance if pixels > LARGE_PIXELS else self.tolerance


RECIPES = (
    Recipe("openface", "pymtcnn", EXACT, EXACT),
    Recipe("facenet", "facenet", EXACT, EXACT),
    # mtcnn 1.0.0 rounds nothing before it crops, so float noise reaches its answers, and more so in large pictures.
    Recipe("mtcnn", "mtcnn", Tolerance(0.999, 0.1, 1e-4), Tolerance(0.999, 0.5, 1e-3)),
)


def main() -> int:
    arguments = parse_arguments()
    recipes = [recipe for recipe in RECIPES if not arguments.recipe or recipe.name in arguments.recipe]
    pictures = find_pictures(arguments.pictures)
    if arguments.list_peers:
        print(*(recipe.peer for recipe in recipes))
        return 0
    pictures = pictures or find_pictures(default_folders())
    try:
        agreed = [compare_recipe(recipe, pictures) for recipe in recipes]
    except NoAnswersError as error:
        sys.exit(str(error))
    return 0 if all(agreed) else 1


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run test-peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "pictures", nargs="*", type=Path, metavar="PICTURE",
        help="pictures, and folders of pictures (default: those of $MTCNN_SHARED, of shared/ beside the project, or "
             "else of the tests)",
    )  # fmt: skip
    parser.add_argument(
        "--recipe", action="append", choices=[recipe.name for recipe in RECIPES],
        help="compare this recipe alone; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--list-peers", action="store_true", help="only print the names of the peers that these arguments ask for"
    )
    return parser.parse_args()


def default_folders() -> list[Path]:
    shared = Path(os.environ.get("MTCNN_SHARED", ROOT.parent / "shared")) / "data"
    return [shared / "images", shared / "frames"] if shared.is_dir() else [SETUP / "pictures"]


def find_pictures(paths: list[Path]) -> list[Path]:
    """The paths, folders replaced by the pictures in them; ends the program where there are none."""
    pictures = []
    for path in paths:
        found = pictures_in(path) if path.is_dir() else [path] if path.exists() else []
        if not found:
            sys.exit(f"{path}: there is no such picture, and no folder with pictures.")
        pictures += found
    return pictures


def pictures_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURE_ENDINGS)


def compare_recipe(recipe: Recipe, pictures: list[Path]) -> bool:
    """Prints the table of a recipe; true where everything agrees."""
    print(f"\n{recipe.name}: {len(pictures)} pictures\n{HEADER}", flush=True)
    everything: list[Comparison] = []
    with recipe.start_peer() as peer:
        for setting in SETTINGS:
            found = own_answers(PROGRAM, recipe.name, pictures, setting)
            expected = peer.answers(pictures, setting)
            comparisons = [
                Comparison(picture, peers, ours, recipe.tolerance_for(picture, peers.pixels))
                for picture, peers, ours in zip(pictures, expected, found, strict=True)
            ]
            print(*setting_lines(setting, comparisons), sep="\n", flush=True)
            everything += comparisons
    print(conclusion(recipe.name, everything), flush=True)
    return agree(everything)


if __name__ == "__main__":
    sys.exit(main())
