"""Takes the place of pymtcnn 1.2: ``from mtcnn_turbo.compat.pymtcnn import MTCNN``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import detector

BACKENDS = ("auto", "coreml", "onnx", "cuda", "cpu")

Faces = tuple[npt.NDArray[np.float64], npt.NDArray[Any]]


class MTCNN:
    """pymtcnn's detector: frames are BGR, the smallest face is 60 pixels, boxes are (N, 4) without a score.

    Args:
        backend: one of pymtcnn's names, which is checked; the answers are computed by mtcnn-turbo all the same.
        model_dir: is not read; the weights are in the package.
        verbose: print one line about what is used.
        debug_mode: let `detect` return a third value, as pymtcnn does where its backend has nothing to tell.
    """

    def __init__(
        self,
        backend: str | None = None,
        model_dir: Any = None,
        verbose: bool = False,
        debug_mode: bool = False,
        **kwargs: Any,
    ) -> None:
        name = (backend or "auto").lower()
        if name not in BACKENDS:
            raise ValueError(f"Invalid backend '{name}'. Must be one of: {', '.join(BACKENDS)}")
        self.verbose = verbose
        self.debug_mode = debug_mode
        self._detector = detector.MTCNN(**kwargs)
        self.backend_name = f"mtcnn-turbo ({self._detector.backend})"
        if verbose:
            print(f"[OK] PyMTCNN initialized with {self.backend_name} backend")

    def detect(self, img: Any, return_debug: bool = False) -> Any:
        """``bboxes`` (N, 4): x, y, width, height, float64; and ``landmarks`` (N, 5, 2), float32. With `return_debug`,
        or in debug mode, also a dictionary with a warning that there is nothing to tell of the stages."""
        faces = as_peer(*self._detector.detect(img))
        if return_debug or self.debug_mode:
            return *faces, {"warning": "Backend does not support debug mode"}
        return faces

    def detect_batch(self, frames: Iterable[Any]) -> list[Faces]:
        """One pair of arrays for each frame."""
        return [as_peer(*faces) for faces in self._detector.detect_batch(frames)]

    def get_backend_info(self) -> dict[str, str]:
        return {"backend": self.backend_name, "provider": "CPUExecutionProvider"}

    def __repr__(self) -> str:
        return f"MTCNN(backend={self.backend_name})"


class ONNXMTCNN(MTCNN):
    """pymtcnn's detector on ONNX Runtime, by its own arguments."""

    def __init__(self, model_dir: Any = None, provider: str | None = None, verbose: bool = False) -> None:
        super().__init__("onnx", model_dir, verbose)


def ensure_models(*_: Any, **__: Any) -> None:
    """There is nothing to download: the weights are in the package."""


def as_peer(bboxes: npt.NDArray[np.float32], landmarks: npt.NDArray[np.float32]) -> Faces:
    if len(bboxes) == 0:
        return np.empty((0, 4)), np.empty((0, 5, 2))
    return bboxes[:, :4].astype(np.float64), landmarks
