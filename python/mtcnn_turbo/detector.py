"""The detector."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _core, video
from ._errors import Error
from ._images import Color, check_color, to_image
from ._onnxruntime import find_library
from .records import Record

Boxes = npt.NDArray[np.float32]
Landmarks = npt.NDArray[np.float32]


class Detection(NamedTuple):
    """What came of one frame."""

    bboxes: Boxes  #: as `MTCNN.detect` gives them; (0, 5) where there is an error
    landmarks: Landmarks  #: as `MTCNN.detect` gives them; (0, 5, 2) where there is an error
    capped: bool = False  #: it had more proposals than allowed, so that faces may be missing
    error: Exception | None = None  #: what `MTCNN.detect` raises for this frame

    @classmethod
    def refused(cls, error: Exception) -> Detection:
        return cls(np.empty((0, 5), np.float32), np.empty((0, 5, 2), np.float32), error=error)


class Threads:
    """Whether this process has started threads, and whether it has lost them: a forked process inherits the state of its
    parent's threads without the threads, and would wait for them for ever."""

    started = False
    lost = False

    @classmethod
    def note_fork(cls) -> None:
        cls.lost = cls.lost or cls.started


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Threads.note_fork)


class MTCNN:
    """Finds faces and five landmarks in frames.

    Making one takes some milliseconds, so keep it. It never changes, may be called from any number of threads at once,
    and releases the GIL while it works. It can be pickled, and used after a fork; in a forked process it works on one
    thread, because the threads of the parent are not there.

    Args:
        min_face_size: side of the smallest face that is looked for, in pixels, at least 1; half costs four times the
            work.
        thresholds: scores, from 0 to 1, that a candidate must reach in the three networks.
        factor: ratio of one level of the image pyramid to the one before it, between 0 and 1.
        recipe: whose answers to give: one of :func:`mtcnn_turbo.recipes`.
        backend: how the networks are computed: "auto", "native" or "reference", which change no answer; or "onnxruntime",
            whose answers differ in the last digits.
        threads: at most so many; one per core where it is None. Changes no answer.
        max_face_size: the largest window that is searched, in pixels; no limit where it is None.
        max_faces: keep only so many faces of a frame, those with the highest scores; all where it is None.
        max_proposals: of a frame only so many windows, those with the highest scores in the first network, go on to the
            second. Photographs do not come near the default; a warning tells where it is hit.
        deadline: seconds after which the search of a frame is given up with an error; none where it is None.
        weights: a safetensors file, by its path or its bytes; those in the package where it is None.
        color: the order of the colours in arrays, "bgr" (as OpenCV has it) or "rgb".
        onnxruntime: the library of ONNX Runtime for the backend of that name; that of the installed package onnxruntime
            where it is None.
        providers: what ONNX Runtime computes with, in the order of preference; :func:`mtcnn_turbo.onnxruntime_info` gives
            what there is.

    Raises:
        mtcnn_turbo.Error: an option is out of its range; the message names it.
    """

    def __init__(
        self,
        min_face_size: float = 60,
        thresholds: Sequence[float] = (0.6, 0.7, 0.7),
        factor: float = 0.709,
        recipe: str = "openface",
        backend: str = "auto",
        threads: int | None = None,
        *,
        max_face_size: float | None = None,
        max_faces: int | None = None,
        max_proposals: int = 32768,
        deadline: float | None = None,
        weights: str | os.PathLike[str] | bytes | None = None,
        color: Color = "bgr",
        onnxruntime: str | os.PathLike[str] | None = None,
        providers: Sequence[str] = ("cpu",),
    ) -> None:
        check_color(color)
        self._options: dict[str, Any] = {
            "min_face_size": float(min_face_size),
            "thresholds": three_numbers(thresholds),
            "factor": float(factor),
            "recipe": recipe,
            "backend": backend,
            "threads": threads,
            "max_face_size": max_face_size,
            "max_faces": max_faces,
            "max_proposals": max_proposals,
            "deadline": deadline,
            "weights": weights if weights is None or isinstance(weights, bytes) else os.fspath(weights),
            "color": color,
            "onnxruntime": onnxruntime if onnxruntime is None else os.fspath(onnxruntime),
            "providers": tuple(providers),
        }
        if threads is not None and threads < 1:
            raise Error(f"threads must be at least 1, or None for one per core, not {threads}")
        self._core = self._make()

    def detect(self, frame: Any, *, color: Color | None = None) -> tuple[Boxes, Landmarks]:
        """Finds the faces of one frame.

        Args:
            frame: uint8 pixels, (H, W, 3) or (H, W, 4) or grey (H, W), of any strides; a picture of Pillow's; an
                :class:`mtcnn_turbo.Image`; or whatever has NumPy's, DLPack's or the buffer protocol. It is only read.
            color: the order of the colours, where it is not the detector's; of no meaning for pictures of Pillow's.

        Returns:
            ``bboxes`` (N, 5): x, y, width, height, confidence, highest confidence first; and ``landmarks`` (N, 5, 2):
            x and y of left eye, right eye, nose, left and right corner of the mouth, left meaning left in the picture.
            Both float32, in pixels from the upper left corner; N is 0 where there is no face.

        Raises:
            TypeError: the frame is no image, or not of uint8.
            mtcnn_turbo.Error: its shape is none of those, or the search was given up at the deadline.

        Warns:
            UserWarning: the frame has more than ``max_proposals`` proposals.
        """
        return self._detect([to_image(frame, self._color(color))], [""])[0]

    def detect_batch(
        self, frames: Iterable[Any], *, color: Color | None = None
    ) -> list[tuple[Boxes, Landmarks]]:
        """Finds the faces of many frames at once: a list of frames, which may differ in size and kind, or an array
        (B, H, W, 3). Each result has the bits of :meth:`detect` on that frame alone. Raises what `detect` raises; the
        message names the frame."""
        order = self._color(color)
        images = [to_image(frame, order, f"frame {index}") for index, frame in enumerate(frames)]
        return self._detect(images, [f"frame {index}" for index in range(len(images))])

    def detect_each(self, frames: Iterable[Any], *, color: Color | None = None) -> list[Detection]:
        """Finds the faces of many frames at once, as `detect_batch` does, and gives each an outcome of its own: one that is
        refused, or whose search is given up, has its error, and the others their faces. So None in the place of a
        picture that could not be read costs nothing but itself. Nothing is warned of."""
        order = self._color(color)
        images: list[_core.Image] = []
        names: list[str] = []
        refusals: list[Detection | None] = []
        for index, frame in enumerate(frames):
            name = f"frame {index}"
            try:
                images.append(to_image(frame, order, name))
            except (Error, TypeError) as error:
                refusals.append(Detection.refused(error))
            else:
                names.append(name)
                refusals.append(None)
        found = iter(self._search(images, names))
        return [refusal or next(found) for refusal in refusals]

    def detect_video(
        self,
        path: str | os.PathLike[str],
        batch_size: int = 8,
        progress: bool = True,
        track: bool = False,
        *,
        every: int = 1,
        max_duration: float | None = None,
    ) -> Iterator[Record]:
        """Finds the faces of a clip, frame by frame; needs PyAV (``pip install 'mtcnn-turbo[video]'``).

        Frames are read in the decoder's own planes, and the next ones are decoded while these are searched.

        Args:
            path: a file or URL that FFmpeg reads.
            batch_size: frames that are searched at once; changes no answer.
            progress: show a line on standard error, where that is a terminal.
            track: follow faces from frame to frame, as `Record.track_ids`.
            every: one frame in so many.
            max_duration: only the first so many seconds.

        Raises:
            mtcnn_turbo.Error: an argument is out of its range; or, with the first record, the clip cannot be opened or
                has no video.

        Warns:
            UserWarning: the clip is damaged, at its end; there are records of what could be decoded. Or a frame has more
                than ``max_proposals`` proposals, once.
        """
        selection = video.Selection(every, max_duration)
        return video.detect_video(
            self, os.fspath(path), selection, batch_size=batch_size, progress=progress, track=track
        )

    @property
    def backend(self) -> str:
        """The backend that "auto" came to, or the one that was asked for."""
        return self._core.backend

    def __repr__(self) -> str:
        defaults = {"max_face_size": None, "max_faces": None, "max_proposals": 32768, "deadline": None, "weights": None,
                    "color": "bgr", "threads": None, "onnxruntime": None, "providers": ("cpu",)}
        shown = {**self._options, "backend": self.backend}
        if isinstance(shown["weights"], bytes):
            shown["weights"] = "..."
        arguments = [f"{name}={value!r}" for name, value in shown.items() if value != defaults.get(name, ...)]
        return f"MTCNN({', '.join(arguments)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return remake, (type(self), self._options)

    def _color(self, color: Color | None) -> str:
        if color is None:
            return str(self._options["color"])
        check_color(color)
        return color

    def _make(self) -> _core.Detector:
        options = self._options
        self._has_lost_threads = Threads.lost
        weights, origin = read_weights(options["weights"])
        return _core.Detector(
            options["min_face_size"],
            options["max_face_size"],
            options["thresholds"],
            options["factor"],
            options["max_faces"],
            options["max_proposals"],
            options["deadline"],
            options["recipe"],
            options["backend"],
            1 if Threads.lost else options["threads"] or 0,
            weights,
            origin,
            find_library(options["onnxruntime"]) if options["backend"] == "onnxruntime" else "",
            options["providers"],
        )

    def _detect(self, images: list[_core.Image], names: list[str]) -> list[tuple[Boxes, Landmarks]]:
        detections = self._search(images, names)
        for name, detection in zip(names, detections, strict=True):
            if detection.error:
                raise detection.error
            if detection.capped:
                warnings.warn(f"{name or 'the frame'} has {self._cap_note}", stacklevel=3)
        return [(detection.bboxes, detection.landmarks) for detection in detections]

    @property
    def _cap_note(self) -> str:
        most = self._options["max_proposals"]
        return f"more than {most} proposals; the weakest were left out, so that faces may be missing"

    def _search(self, images: list[_core.Image], names: list[str]) -> list[Detection]:
        """What came of each image; errors bear their names."""
        if Threads.lost and not self._has_lost_threads:
            # The old one is left as it is: its end would wait for its threads.
            self._abandoned = self._core
            self._core = self._make()
        Threads.started = True
        return [Detection(*outcome) for outcome in self._core.detect(images, names)]


def onnxruntime_info(library: str | os.PathLike[str] | None = None) -> tuple[str, list[str]]:
    """The version of ONNX Runtime, and what it can compute with, such as "cpu" and "cuda". `library` is that of
    :class:`MTCNN`. Raises mtcnn_turbo.Error where it is not there or cannot be used."""
    return _core.onnxruntime_info(find_library(None if library is None else os.fspath(library)))


def remake(kind: type[MTCNN], options: dict[str, Any]) -> MTCNN:
    return kind(**options)


def three_numbers(thresholds: Sequence[float]) -> tuple[float, float, float]:
    numbers = tuple(float(threshold) for threshold in thresholds)
    if len(numbers) != 3:
        raise Error(f"thresholds must be three numbers, one for each network, not {len(numbers)}")
    return numbers[0], numbers[1], numbers[2]


def read_weights(weights: str | os.PathLike[str] | bytes | None) -> tuple[bytes | None, str]:
    if weights is None or isinstance(weights, bytes):
        return weights, "weights"
    return Path(weights).read_bytes(), os.fspath(weights)
