"""The files that WIDER FACE's evaluation reads: one a picture, in a folder an event."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from answers import Answer
from labels import LabelledPicture


class ResultsError(Exception):
    """One sentence about a file that cannot be written."""


def write_results(folder: Path, found: Iterable[tuple[LabelledPicture, Answer]]) -> None:
    """Writes EVENT/NAME.txt below the folder: the name, the count, and x, y, width, height and score of each face."""
    written: set[Path] = set()
    for picture, answer in found:
        name = PurePosixPath(picture.name).with_suffix("")
        path = folder / f"{name}.txt"
        if path in written:
            raise ResultsError(f"{path}: two pictures differ only in their endings, and would share this file.")
        written.add(path)
        faces = [" ".join(map(str, (*face.box, face.score))) for face in answer.faces]
        text = "".join(f"{line}\n" for line in (name.name, len(faces), *faces))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ResultsError(f"{path}: {error.strerror}.") from error
