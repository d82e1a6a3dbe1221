from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__version__: str

def recipes() -> dict[str, str]: ...
def backends() -> list[dict[str, Any]]: ...

class Image:
    @staticmethod
    def interleaved(pixels: npt.NDArray[np.uint8], color: str) -> Image: ...
    @staticmethod
    def nv12(
        luma: npt.NDArray[np.uint8], chroma: npt.NDArray[np.uint8], matrix: str, range: str, orientation: int
    ) -> Image: ...
    @staticmethod
    def i420(
        luma: npt.NDArray[np.uint8],
        cb: npt.NDArray[np.uint8],
        cr: npt.NDArray[np.uint8],
        matrix: str,
        range: str,
        orientation: int,
    ) -> Image: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...

def align(
    image: Image, landmarks: npt.NDArray[np.float32], size: int, margin: float, is_rgb: bool
) -> npt.NDArray[np.uint8]: ...

class Detector:
    def __init__(
        self,
        min_face_size: float,
        max_face_size: float | None,
        thresholds: tuple[float, float, float],
        factor: float,
        max_faces: int | None,
        recipe: str,
        backend: str,
        threads: int,
        weights: bytes | None,
        weights_origin: str,
    ) -> None: ...
    def detect(self, images: Sequence[Image]) -> list[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]: ...
    @property
    def backend(self) -> str: ...

class Tracker:
    def __init__(self) -> None: ...
    def update(self, bboxes: npt.NDArray[np.float32]) -> list[int]: ...
