"""Labels as in WIDER FACE's wider_face_val_bbx_gt.txt: a line with the picture, one with the count, one a face.

A face is x, y, width, height, blur, expression, illumination, invalid, occlusion, pose, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from label_lines import BrokenLineError, LabelledFace, is_measure

NUMBERS_A_FACE = 10
INVALID = 7


def read(lines: list[str]) -> Iterator[tuple[int, str, tuple[LabelledFace, ...]]]:
    """The number of the picture's line, the picture and its faces."""
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())
    for number, name in numbered:
        # Stands for the faces of a picture that has none.
        if set(name.split()) == {"0"}:
            continue
        count = read_count(name, *next(numbered, (len(lines), "")))
        faces = (read_face(name, *next(numbered, (len(lines), ""))) for _ in range(count))
        yield number, name, tuple(faces)


def read_count(name: str, number: int, line: str) -> int:
    if not (line.isascii() and line.isdigit() and len(line) < 10):
        raise BrokenLineError(number, f"the number of faces in {name} is expected here")
    return int(line)


def read_face(name: str, number: int, line: str) -> LabelledFace:
    try:
        numbers = list(map(int, line.split()))
    except ValueError:
        numbers = []
    if len(numbers) != NUMBERS_A_FACE or not all(map(is_measure, numbers)):
        raise BrokenLineError(number, f"a face in {name} is expected here: {NUMBERS_A_FACE} whole numbers")
    x, y, width, height = map(float, numbers[:4])
    # A few labels have no area, and cannot be found.
    return LabelledFace((x, y, width, height), ignored=numbers[INVALID] != 0 or width <= 0 or height <= 0)
