"""Pictures of what was found."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import Error
from ._images import Color, Image, Pixels, array_of, check_color, check_frame, is_pil, to_image

BOX_BGR = (80, 220, 60)
OUTLINE_BGR = (0, 0, 0)
LANDMARKS_BGR = ((255, 120, 30), (30, 60, 255), (255, 255, 255), (255, 255, 0), (0, 150, 255))


def align(
    frame: Any, landmarks: npt.ArrayLike, size: int = 112, *, margin: float = 0.0, color: Color = "bgr"
) -> Pixels:
    """Cuts faces out of a frame, turned, scaled and moved so that their landmarks come as near as can be to where
    ArcFace expects them.

    Args:
        frame: as for :meth:`MTCNN.detect`.
        landmarks: (5, 2) of one face, or (N, 5, 2).
        size: side of the result, in pixels.
        margin: further picture on each side, in sides.
        color: the order of the colours in the frame and in the result; pictures of Pillow's give "rgb".

    Returns:
        uint8 (size, size, 3), or (N, size, size, 3). What lies beyond the frame is black.

    Raises:
        mtcnn_turbo.Error: the landmarks have another shape, are not finite, or lie all at one place.
    """
    check_color(color)
    if not 8 <= size <= 4096:
        raise Error(f"size must be from 8 to 4096, not {size}")
    if not 0 <= margin <= 4:
        raise Error(f"margin must be from 0 to 4, not {margin}")
    points = np.ascontiguousarray(landmarks, dtype=np.float32)
    if points.shape[-2:] != (5, 2) or points.ndim not in (2, 3):
        raise Error(f"landmarks have the shape {points.shape}; (5, 2) or (N, 5, 2) is needed")
    if not np.isfinite(points).all():
        raise Error("landmarks must be finite numbers")
    image = to_image(frame, color)
    is_rgb = color == "rgb" or is_pil(frame)
    if points.ndim == 2:
        return _core.align(image, points, size, margin, is_rgb)
    faces = [_core.align(image, face, size, margin, is_rgb) for face in points]
    return np.stack(faces) if faces else np.empty((0, size, size, 3), np.uint8)


def annotate(frame: Any, bboxes: npt.ArrayLike, landmarks: npt.ArrayLike | None = None, *, color: Color = "bgr") -> Pixels:
    """A copy of the frame with a box around each face and a dot on each landmark.

    Args:
        frame: an array (H, W), (H, W, 3) or (H, W, 4) of uint8, or a picture of Pillow's.
        bboxes: (N, 4) or (N, 5): x, y, width, height, ...
        landmarks: (N, 5, 2), or None.
        color: the order of the colours in the frame and in the result; pictures of Pillow's give "rgb".

    Returns:
        uint8 (H, W, 3).
    """
    check_color(color)
    if isinstance(frame, Image):
        raise TypeError("planes of luma and chroma cannot be drawn on; convert them to an array of colours")
    if is_pil(frame):
        array, color = np.asarray(frame.convert("RGB")), "rgb"
    else:
        array = array_of(frame)
    check_frame(array, "the frame")
    picture = np.array(array if array.ndim == 3 else array[..., None])
    picture = np.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else np.ascontiguousarray(picture[..., :3])

    boxes = np.asarray(bboxes, dtype=float)
    boxes = boxes.reshape(len(boxes), -1)
    points = np.empty((0, 5, 2)) if landmarks is None else np.asarray(landmarks, dtype=float).reshape(-1, 5, 2)
    if (boxes.size and boxes.shape[1] < 4) or not np.isfinite(boxes).all() or not np.isfinite(points).all():
        raise Error(f"bboxes of the shape {boxes.shape} and landmarks must be finite numbers, (N, 4 or more) and (N, 5, 2)")
    order = slice(None) if color == "bgr" else slice(None, None, -1)
    for x, y, width, height in boxes[:, :4]:
        line = max(1, round(min(picture.shape[:2]) / 400))
        draw_frame(picture, x - line, y - line, width + 2 * line, height + 2 * line, 3 * line, OUTLINE_BGR)
        draw_frame(picture, x, y, width, height, line, BOX_BGR[order])
    for index, face in enumerate(points):
        radius = max(1.5, float(boxes[index, 2]) / 40 if index < len(boxes) else 2.0)
        for (x, y), dot in zip(face, LANDMARKS_BGR, strict=True):
            draw_dot(picture, x, y, radius + 1, OUTLINE_BGR)
            draw_dot(picture, x, y, radius, dot[order])
    return picture


def draw_frame(
    picture: Pixels, x: float, y: float, width: float, height: float, line: int, bgr: tuple[int, ...]
) -> None:
    left, top, right, bottom = (round(edge) for edge in (x, y, x + width, y + height))
    for y0, y1, x0, x1 in (
        (top, top + line, left, right),
        (bottom - line, bottom, left, right),
        (top, bottom, left, left + line),
        (top, bottom, right - line, right),
    ):
        picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = bgr


def draw_dot(picture: Pixels, x: float, y: float, radius: float, bgr: tuple[int, ...]) -> None:
    height, width = picture.shape[:2]
    x0, x1 = (min(max(int(edge), 0), width) for edge in (x - radius, x + radius + 2))
    y0, y1 = (min(max(int(edge), 0), height) for edge in (y - radius, y + radius + 2))
    rows, columns = np.ogrid[y0:y1, x0:x1]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    picture[y0:y1, x0:x1][inside] = bgr
