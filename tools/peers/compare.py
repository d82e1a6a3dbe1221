#!/usr/bin/env python3
"""Compares mtcnn-turbo with the projects whose answers its recipes give, live, and prints a table for each recipe.

Exits with 1 where an answer lies outside of the tolerances of docs/recipes.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from agreement import Agreement, Tolerance, agreement
from answers import Answer, Peer, Setting, own_answers

TOOLS = Path(__file__).resolve().parent
ROOT = TOOLS.parents[1]
SETUP = ROOT / ".setup"

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

PICTURE_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")


@dataclass(frozen=True)
class Recipe:
    """A recipe and the peer that it answers as."""

    name: str
    environment: str  # below .setup/peers/
    tolerance: Tolerance
    large_tolerance: Tolerance

    def peer(self) -> Peer:
        folder = SETUP / "peers" / self.environment
        driver = TOOLS / f"{self.environment}_answers.py"
        return Peer([str(folder / "venv/bin/python"), str(driver), str(folder / "models")], folder / "answers.log")

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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", nargs="*", type=Path,
                        help="pictures, and folders of pictures (default: those of $MTCNN_SHARED, of shared/ beside the "
                             "project, or else of the tests)")  # fmt: skip
    parser.add_argument("--recipe", action="append", choices=[recipe.name for recipe in RECIPES],
                        help="compare this recipe alone; may be given again")  # fmt: skip
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/src/cli/mtcnn-turbo")
    arguments = parser.parse_args()
    pictures = find_pictures(arguments.pictures or default_folders())
    chosen = [recipe for recipe in RECIPES if not arguments.recipe or recipe.name in arguments.recipe]
    agreed = [compare_recipe(recipe, arguments.program, pictures) for recipe in chosen]
    return 0 if all(agreed) else 1


def default_folders() -> list[Path]:
    shared = Path(os.environ.get("MTCNN_SHARED", ROOT.parent / "shared")) / "data"
    return [shared / "images", shared / "frames"] if shared.is_dir() else [SETUP / "pictures"]


def find_pictures(paths: list[Path]) -> list[Path]:
    pictures = []
    for path in paths:
        if path.is_dir():
            pictures += sorted(file for file in path.rglob("*") if file.suffix.lower() in PICTURE_ENDINGS)
        elif path.exists():
            pictures.append(path)
        else:
            sys.exit(f"{path}: there is no such picture")
    return pictures


def compare_recipe(recipe: Recipe, program: Path, pictures: list[Path]) -> bool:
    """Prints the table of a recipe; true where everything agrees."""
    print(f"\n{recipe.name}: {len(pictures)} pictures")
    print(f"{'smallest face; thresholds; factor':38} pictures  faces  1 - IoU  landmark   score  disagree")
    all_agree = True
    with recipe.peer() as peer:
        for setting in SETTINGS:
            own = own_answers(program, recipe.name, pictures, setting)
            expected = list(peer.answers(pictures, setting))
            all_agree &= print_setting(recipe, setting, pictures, expected, own)
    return all_agree


def print_setting(
    recipe: Recipe, setting: Setting, pictures: list[Path], expected: list[Answer], own: list[Answer]
) -> bool:
    agreements: list[Agreement] = []
    remarks: list[str] = []
    disagreeing = 0
    for picture, peers, ours in zip(pictures, expected, own, strict=True):
        if peers.error:
            remarks.append(f"{picture}: no answer of the peer: {peers.error}; here {len(ours.faces)} faces")
            continue
        found = agreement(peers, ours)
        if ours.error or not found.within(recipe.tolerance_for(picture, peers.pixels)):
            disagreeing += 1
            remarks.append(f"{picture}: {ours.error or found}")
        if recipe.tolerance_for(picture, peers.pixels) is not SAME_FACES:
            agreements.append(found)
    faces = sum(len(answer.faces) for answer in expected)
    worst_iou = max((1 - one.iou for one in agreements), default=0)
    worst_landmark = max((one.landmark for one in agreements), default=0)
    worst_score = max((one.score for one in agreements), default=0)
    print(
        f"{str(setting):38} {len(pictures):8}  {faces:5}  {worst_iou:7.1e}  {worst_landmark:8.1e} {worst_score:7.1e}"
        f"  {disagreeing or 'none'}"
    )
    for remark in remarks:
        print(f"    {remark}")
    sys.stdout.flush()
    return disagreeing == 0


if __name__ == "__main__":
    sys.exit(main())
