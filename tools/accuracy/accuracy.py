#!/usr/bin/env python3
"""Precision, recall and average precision (AP) on labelled pictures, at an IoU of 0.5; docs/accuracy.md explains them.

AP is of all boxes of the last network, whatever their score; precision, recall and counts are at the usual threshold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers import Answer, NoAnswersError, Setting, own_answers
from evaluation import LEAST_IOU, Counts, average_precision, count, judge
from labels import LabelledPicture, LabelsError, read_labels
from wider_results import ResultsError, write_results

PROGRAM = Path(__file__).resolve().parents[2] / "build/release/src/cli/mtcnn-turbo"
RECIPES = ("openface", "facenet", "mtcnn")

USUAL_THRESHOLD = 0.7
# The last network has run on what the first two let through, so that its low scores cost nothing; a box with a lower
# score takes nothing from one with a higher, so that those above the usual threshold are the same.
THRESHOLDS = (0.6, 0.7, 0.0)

# As command lines may only be so long.
PICTURES_A_RUN = 1000

HEADER = f"{'recipe':10} {'backend':12}     AP  precision  recall  found  missed  wrong"


@dataclass(frozen=True)
class Accuracy:
    """Of one recipe on one backend."""

    recipe: str
    backend: str
    average_precision: float
    counts: Counts  # at the usual threshold

    def __str__(self) -> str:
        counts = self.counts
        precision = "-" if counts.precision is None else f"{counts.precision:.4f}"
        return (
            f"{self.recipe:10} {self.backend:12} {self.average_precision:.4f}  {precision:>9}  {counts.recall:.4f}"
            f"  {counts.found:5}  {counts.labelled - counts.found:6}  {counts.wrong:5}"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "recipe": self.recipe,
            "backend": self.backend,
            "average_precision": self.average_precision,
            "precision": self.counts.precision,
            "recall": self.counts.recall,
            "found": self.counts.found,
            "missed": self.counts.labelled - self.counts.found,
            "wrong": self.counts.wrong,
        }


def main() -> None:
    arguments = parse_arguments()
    try:
        measure(arguments)
    except (LabelsError, NoAnswersError, ResultsError) as error:
        sys.exit(str(error))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run accuracy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "labels", type=Path, metavar="LABELS", help="LABELS.jsonl, or WIDER FACE's wider_face_val_bbx_gt.txt"
    )
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER",
        help="where the labels' paths begin (default: the folder of LABELS)",
    )  # fmt: skip
    parser.add_argument(
        "--recipe", action="append", choices=RECIPES, help="measure this recipe alone; may be given again"
    )
    parser.add_argument(
        "--backend", action="append", help="measure this backend instead of native; may be given again"
    )
    parser.add_argument(
        "--min-face-size", type=int, default=20, metavar="PIXELS",
        help="side of the smallest face that is looked for (default: 20)",
    )  # fmt: skip
    parser.add_argument(
        "--results", type=Path, metavar="FOLDER",
        help="also write what WIDER FACE's own evaluation reads, to FOLDER/RECIPE-BACKEND/EVENT/PICTURE.txt",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    return parser.parse_args()


def measure(arguments: argparse.Namespace) -> None:
    pictures = read_labels(arguments.labels, arguments.pictures or arguments.labels.parent)
    labelled = sum(not face.ignored for picture in pictures for face in picture.faces)
    ignored = sum(face.ignored for picture in pictures for face in picture.faces)
    print(f"{len(pictures)} pictures, {labelled} faces that count and {ignored} that are ignored")
    print(f"smallest face {arguments.min_face_size}; all but AP at scores from {USUAL_THRESHOLD}\n{HEADER}", flush=True)
    measured = []
    for recipe in dict.fromkeys(arguments.recipe or RECIPES):
        for backend in dict.fromkeys(arguments.backend or ["native"]):
            found = list(zip(pictures, search(pictures, recipe, backend, arguments.min_face_size), strict=True))
            if arguments.results:
                write_results(arguments.results / f"{recipe}-{backend}", found)
            measured.append(evaluate(recipe, backend, found, labelled))
            print(measured[-1], flush=True)
    if arguments.json:
        write_json(arguments.json, {
            "labels": str(arguments.labels), "pictures": len(pictures), "faces": labelled, "ignored": ignored,
            "iou": LEAST_IOU, "min_face_size": arguments.min_face_size, "threshold": USUAL_THRESHOLD,
            "results": [one.as_json() for one in measured],
        })  # fmt: skip


def search(pictures: list[LabelledPicture], recipe: str, backend: str, min_face_size: int) -> Iterator[Answer]:
    setting = Setting(min_face_size, THRESHOLDS)
    for first in range(0, len(pictures), PICTURES_A_RUN):
        # Absolute, as no such path is taken for standard input or for a stream.
        paths = [picture.path.absolute() for picture in pictures[first : first + PICTURES_A_RUN]]
        for answer in own_answers(PROGRAM, recipe, paths, setting, backend):
            if answer.error is not None:
                raise NoAnswersError(f"The measurement ended at a picture that cannot be searched: {answer.error}.")
            yield answer


def evaluate(recipe: str, backend: str, found: list[tuple[LabelledPicture, Answer]], labelled: int) -> Accuracy:
    judgements = [judgement for picture, answer in found for judgement in judge(answer.faces, picture.faces)]
    counts = count(judgements, labelled, USUAL_THRESHOLD)
    return Accuracy(recipe, backend, average_precision(judgements, labelled), counts)


def write_json(path: Path, figures: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ResultsError(f"{path}: {error.strerror}.") from error


if __name__ == "__main__":
    main()
