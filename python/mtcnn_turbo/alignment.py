"""Faces cut out, as networks that recognise them want them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import Error
from ._images import Color, Pixels, check_color, is_pil, to_image


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
