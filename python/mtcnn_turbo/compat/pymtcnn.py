"""Takes the place of pymtcnn 1.2: ``from mtcnn_turbo.compat.pymtcnn import MTCNN``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ._shared import as_bytes, detector_for

BACKENDS = ("auto", "coreml", "onnx", "cuda", "cpu")
PROVIDER = "CPUExecutionProvider"

Faces = tuple[npt.NDArray[np.float64], npt.NDArray[Any]]


class ModelsNotInstalledError(FileNotFoundError):
    """Is never raised: the weights are in the package."""


def ensure_models(accept_license: bool = False, *, cache_dir: Any = None, progress: Any = None) -> Path:
    """The folder with the weights. There is nothing to download, so nothing is asked for."""
    return Path(__file__).parents[1]


class ONNXMTCNN:
    """pymtcnn's detector on ONNX Runtime; the answers are computed by mtcnn-turbo.

    Args:
        model_dir: is not read; the weights are in the package.
        provider: is not looked at; faces are found on the CPU.
        verbose: print one line about what is used.
    """

    def __init__(self, model_dir: Any = None, provider: str | None = None, verbose: bool = False) -> None:
        self.min_face_size = 60
        self.thresholds = [0.6, 0.7, 0.7]
        self.factor = 0.709
        if verbose:
            print("mtcnn-turbo: the weights are in the package")

    def detect(self, img: Any) -> Faces:
        """As :meth:`MTCNN.detect`."""
        return self._detect_batch([img])[0]

    def get_active_provider(self) -> str:
        return PROVIDER

    def _detect_batch(self, frames: Iterable[Any]) -> list[Faces]:
        found = detector_for("openface", "bgr", self.min_face_size, self.thresholds, self.factor)
        return [as_peer(*faces) for faces in found.detect_batch(map(as_bytes, frames))]


class CoreMLMTCNN(ONNXMTCNN):
    """pymtcnn's detector on CoreML; the answers are computed by mtcnn-turbo, on any system."""

    def __init__(self, coreml_dir: Any = None, verbose: bool = False) -> None:
        super().__init__(coreml_dir, verbose=verbose)


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
        name = "auto" if backend is None else backend.lower()
        if name not in BACKENDS:
            raise ValueError(f"backend must be one of {', '.join(BACKENDS)}, not {backend!r}")
        for argument in kwargs:
            raise TypeError(f"MTCNN() has no argument {argument!r}")
        self.verbose = verbose
        self.debug_mode = debug_mode
        self.backend_name = "mtcnn-turbo"
        # pymtcnn has no arguments for it, so whoever wants another smallest face sets it in here.
        self._detector = ONNXMTCNN(model_dir, verbose=verbose)

    def detect(self, img: Any, return_debug: bool = False) -> tuple[Any, ...]:
        """Finds the faces of one frame.

        Returns:
            Boxes (N, 4): x, y, width, height, float64; and landmarks (N, 5, 2), float32, or float64 where N is 0. With
            `return_debug`, or in debug mode, also a dictionary with a warning that nothing is told of the stages.
        """
        return self._with_debug(self._detector.detect(img), return_debug)

    def detect_batch(self, frames: Iterable[Any]) -> list[tuple[Any, ...]]:
        """What `detect` returns, for each frame."""
        return [self._with_debug(faces, False) for faces in self._detector._detect_batch(frames)]

    def get_backend_info(self) -> dict[str, str]:
        return {"backend": self.backend_name, "provider": PROVIDER}

    def _with_debug(self, faces: Faces, return_debug: bool) -> tuple[Any, ...]:
        if return_debug or self.debug_mode:
            return *faces, {"warning": "mtcnn-turbo tells nothing of its stages"}
        return faces

    def __repr__(self) -> str:
        return f"MTCNN(backend={self.backend_name})"


def as_peer(bboxes: npt.NDArray[np.float32], landmarks: npt.NDArray[np.float32]) -> Faces:
    if len(bboxes) == 0:
        return np.empty((0, 4)), np.empty((0, 5, 2))
    return bboxes[:, :4].astype(np.float64), landmarks
