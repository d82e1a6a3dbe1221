"""Labels in JSON Lines: {"file": "images/a.jpg", "faces": [[x, y, width, height], ...]}."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from label_lines import BrokenLineError, LabelledFace, is_measure


def read(lines: list[str]) -> Iterator[tuple[int, str, tuple[LabelledFace, ...]]]:
    """The number of the line, the picture and its faces; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, *read_picture(number, line)


def read_picture(number: int, line: str) -> tuple[str, tuple[LabelledFace, ...]]:
    try:
        picture = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenLineError(number, "this is no JSON") from error
    if not isinstance(picture, dict) or not isinstance(picture.get("file"), str) or not picture["file"]:
        raise BrokenLineError(number, 'this is no object with the path of a picture as "file"')
    if not isinstance(picture.get("faces"), list):
        raise BrokenLineError(number, '"faces" is no list')
    return picture["file"], tuple(read_face(number, face) for face in picture["faces"])


def read_face(number: int, face: Any) -> LabelledFace:
    if not isinstance(face, list) or len(face) != 4 or not all(map(is_measure, face)):
        raise BrokenLineError(number, f"{json.dumps(face)} is no face: x, y, width and height are four numbers")
    x, y, width, height = map(float, face)
    if width <= 0 or height <= 0:
        raise BrokenLineError(number, f"{json.dumps(face)} is no face: width and height are more than 0")
    return LabelledFace((x, y, width, height))
