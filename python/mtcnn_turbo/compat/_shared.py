"""What the modules that take other packages' places have in common."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import detector
from .._images import Color, array_of, is_pil


def detector_for(
    recipe: str, color: Color, min_face_size: float, thresholds: Sequence[float], factor: float
) -> detector.MTCNN:
    """Asked for at each call: the packages let their settings be changed at any time, and a detector never changes."""
    return cached_detector(recipe, color, min_face_size, tuple(thresholds), factor)


@functools.lru_cache(maxsize=16)
def cached_detector(
    recipe: str, color: Color, min_face_size: float, thresholds: tuple[float, ...], factor: float
) -> detector.MTCNN:
    return detector.MTCNN(min_face_size, thresholds, factor, recipe, color=color)


def as_bytes(picture: Any) -> Any:
    """The packages take pixels of any type, from 0 to 255; the detector takes bytes, so fractions are rounded."""
    if is_pil(picture):
        return picture
    array = array_of(picture)
    if array.size == 0:
        return np.zeros((1, 1, 3), np.uint8)  # where there are no pixels there is no face, either
    if array.dtype == np.uint8:
        return array
    return np.rint(array).clip(0, 255).astype(np.uint8)
