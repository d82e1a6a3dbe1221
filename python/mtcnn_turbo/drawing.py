"""Faces drawn into a frame."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ._errors import Error
from ._images import Color, Image, Pixels, array_of, check_color, check_frame, is_pil

Colour: TypeAlias = tuple[int, ...]

BOX_BGR: Colour = (80, 220, 60)
OUTLINE_BGR: Colour = (0, 0, 0)
# Eyes, nose, corners of the mouth: left and right can be told apart.
LANDMARKS_BGR: tuple[Colour, ...] = ((255, 120, 30), (30, 60, 255), (255, 255, 255), (255, 255, 0), (0, 150, 255))

LINES_A_SIDE = 400  # the shorter side of a frame, over the width of a line
DOTS_A_BOX = 40  # the width of a box, over the radius of a dot
SMALLEST_RADIUS = 1.5


def annotate(
    frame: Any, bboxes: npt.ArrayLike, landmarks: npt.ArrayLike | None = None, *, color: Color = "bgr"
) -> Pixels:
    """A copy of the frame with a box around each face and a dot on each landmark.

    Args:
        frame: an array (H, W), (H, W, 3) or (H, W, 4) of uint8, or a picture of Pillow's.
        bboxes: (N, 4) or (N, 5): x, y, width, height, and what follows is not read.
        landmarks: (N, 5, 2), or None.
        color: the order of the colours in the frame and in the result; pictures of Pillow's give "rgb".

    Returns:
        uint8 (H, W, 3).

    Raises:
        TypeError: the frame is none of these.
        mtcnn_turbo.Error: boxes or landmarks have another shape, or are not finite.
    """
    check_color(color)
    if is_pil(frame):
        frame, color = frame.convert("RGB"), "rgb"
    order = slice(None) if color == "bgr" else slice(None, None, -1)
    picture = colour_copy(frame)
    boxes = numbers(bboxes, "bboxes", "(N, 4) or (N, 5)", (4,), (5,))
    faces = numbers([] if landmarks is None else landmarks, "landmarks", "(N, 5, 2)", (5, 2))

    line = max(1, round(min(picture.shape[:2]) / LINES_A_SIDE))
    for x, y, width, height in boxes[:, :4]:
        draw_frame(picture, x - line, y - line, width + 2 * line, height + 2 * line, 3 * line, OUTLINE_BGR)
        draw_frame(picture, x, y, width, height, line, BOX_BGR[order])
    for index, face in enumerate(faces):
        radius = max(SMALLEST_RADIUS, boxes[index, 2] / DOTS_A_BOX if index < len(boxes) else 0)
        for (x, y), dot in zip(face, LANDMARKS_BGR, strict=True):
            draw_dot(picture, x, y, radius + 1, OUTLINE_BGR)
            draw_dot(picture, x, y, radius, dot[order])
    return picture


def colour_copy(frame: Any) -> Pixels:
    """A copy of three colours, in their order."""
    if isinstance(frame, Image):
        raise TypeError("planes of luma and chroma cannot be drawn on; convert them to an array of colours")
    array = array_of(frame)
    check_frame(array, "the frame")
    if array.ndim == 2:
        array = array[..., None]
    return np.repeat(array, 3, axis=2) if array.shape[2] == 1 else np.array(array[..., :3], order="C")


def numbers(values: npt.ArrayLike, name: str, wanted: str, *shapes: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """An array of such rows; an empty one has any shape."""
    array = np.asarray(values, dtype=float)
    if array.size == 0:
        return np.empty((0, *shapes[0]))
    if array.shape[1:] not in shapes:
        raise Error(f"{name} have the shape {array.shape}; {wanted} is needed")
    if not np.isfinite(array).all():
        raise Error(f"{name} must be finite numbers")
    return array


def draw_frame(
    picture: Pixels, x: float, y: float, width: float, height: float, line: int, colour: Colour
) -> None:
    left, top, right, bottom = (round(edge) for edge in (x, y, x + width, y + height))
    for y0, y1, x0, x1 in (
        (top, top + line, left, right),
        (bottom - line, bottom, left, right),
        (top, bottom, left, left + line),
        (top, bottom, right - line, right),
    ):
        picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = colour


def draw_dot(picture: Pixels, x: float, y: float, radius: float, colour: Colour) -> None:
    height, width = picture.shape[:2]
    x0, x1 = (min(max(int(edge), 0), width) for edge in (x - radius, x + radius + 2))
    y0, y1 = (min(max(int(edge), 0), height) for edge in (y - radius, y + radius + 2))
    rows, columns = np.ogrid[y0:y1, x0:x1]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    picture[y0:y1, x0:x1][inside] = colour
