"""Labelled pictures, in JSON Lines or as WIDER FACE has them. docs/accuracy.md describes both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import jsonl_labels
import wider_labels
from label_lines import BrokenLineError, LabelledFace

READERS = {".jsonl": jsonl_labels.read, ".txt": wider_labels.read}


class LabelsError(Exception):
    """One sentence that names the file, the line where there is one, and the reason."""


@dataclass(frozen=True)
class LabelledPicture:
    name: str  # as in the labels, relative to the folder of the pictures
    path: Path
    faces: tuple[LabelledFace, ...]


def read_labels(labels: Path, folder: Path) -> list[LabelledPicture]:
    """The pictures in the order of the labels, all of them there, with at least one face that counts."""
    read = READERS.get(labels.suffix.lower())
    if read is None:
        raise LabelsError(f"{labels}: labels end in {' or '.join(READERS)}, for JSON Lines or WIDER FACE's text.")
    pictures: dict[str, LabelledPicture] = {}
    try:
        for number, name, faces in read(text_lines(labels)):
            if name in pictures:
                raise BrokenLineError(number, f"{name} has labels already")
            pictures[name] = LabelledPicture(name, find_picture(number, name, folder), faces)
    except BrokenLineError as error:
        raise LabelsError(f"{labels}:{error.number}: {error.reason}.") from error
    if not any(not face.ignored for picture in pictures.values() for face in picture.faces):
        raise LabelsError(f"{labels}: there is no face in these labels that counts.")
    return list(pictures.values())


def text_lines(labels: Path) -> list[str]:
    try:
        return labels.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise LabelsError(f"{labels}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise LabelsError(f"{labels}: this is no text in UTF-8.") from error


def find_picture(number: int, name: str, folder: Path) -> Path:
    # Result files are written under this name, and must not leave their folder.
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise BrokenLineError(number, f"{name} is not a path below the folder of the pictures")
    path = folder / name
    if "\0" in name or not path.is_file():
        raise BrokenLineError(number, f"there is no picture {path}")
    return path
