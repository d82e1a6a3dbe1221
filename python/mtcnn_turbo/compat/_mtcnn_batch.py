"""Pictures of different sizes on one canvas, as mtcnn 1.0 lays them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

JUSTIFICATIONS = ("center", "top", "topleft", "topright", "bottom", "bottomleft", "bottomright", "left", "right")


@dataclass(frozen=True)
class Place:
    """Where a picture lies on its canvas."""

    left: int
    top: int
    width: int
    height: int


def laid_on_canvas(pictures: Sequence[Pixels], justification: str) -> tuple[list[Pixels], list[Place]]:
    """All pictures at the size of the widest and highest, black around them; one that fills it is not copied."""
    if justification not in JUSTIFICATIONS:
        raise ValueError(f"batch_stack_justification must be one of {', '.join(JUSTIFICATIONS)}, not {justification!r}")
    width = max((picture.shape[1] for picture in pictures), default=0)
    height = max((picture.shape[0] for picture in pictures), default=0)
    canvases, places = [], []
    for picture in pictures:
        right, below = width - picture.shape[1], height - picture.shape[0]
        left = 0 if justification.endswith("left") else right if justification.endswith("right") else right // 2
        top = 0 if justification.startswith("top") else below if justification.startswith("bottom") else below // 2
        places.append(Place(left, top, picture.shape[1], picture.shape[0]))
        if right or below:
            picture = np.pad(picture, ((top, below - top), (left, right - left), (0, 0)))
        canvases.append(picture)
    return canvases, places
