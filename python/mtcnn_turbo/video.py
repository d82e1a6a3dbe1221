"""Clips in, records out; PyAV decodes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import Error
from ._extras import import_extra
from ._images import Image, Pixels, to_image
from ._progress import Progress
from .records import Record

if TYPE_CHECKING:
    from .detector import MTCNN, Detection

# Where a stream does not say which it is.
HD_LINES = 720
# The numbers of ISO/IEC 23091-2, which FFmpeg uses too.
MATRICES = {1: "bt709", 4: "bt601", 5: "bt601", 6: "bt601"}
FULL_RANGE = 2
# EXIF's numbers, by the degrees counter-clockwise by which PyAV says that a frame is to be turned.
ORIENTATIONS = {0: 1, 90: 8, 180: 3, 270: 6}
QUARTER_TURNS = {1: 0, 8: 1, 3: 2, 6: 3}


@dataclass(frozen=True)
class Selection:
    """Which frames of a clip."""

    every: int = 1  #: one in so many
    max_duration: float | None = None  #: only the first so many seconds

    def __post_init__(self) -> None:
        if self.every < 1:
            raise Error(f"every must be at least 1, not {self.every}")
        if self.max_duration is not None and not self.max_duration > 0:
            raise Error(f"max_duration must be above 0, not {self.max_duration}")


@dataclass(frozen=True)
class Frame:
    image: Image
    index: int
    timestamp: float
    partial: bool


def detect_video(
    detector: MTCNN, path: str, selection: Selection, *, batch_size: int, progress: bool, track: bool
) -> Iterator[Record]:
    """The records of a clip; :meth:`MTCNN.detect_video` explains the arguments."""
    if batch_size < 1:
        raise Error(f"batch_size must be at least 1, not {batch_size}")
    av = import_extra("av", "video", "PyAV")
    return records_of(av, detector, path, selection, batch_size, Progress(path, progress), track)


def records_of(
    av: Any, detector: MTCNN, path: str, selection: Selection, batch_size: int, progress: Progress, track: bool
) -> Iterator[Record]:
    tracker = _core.Tracker() if track else None
    has_warned = False
    try:
        for frame, found in searched(detector, path, decoded(av, path, selection, progress), batch_size):
            if found.error:
                raise found.error
            track_ids = tracker.update(found.bboxes) if tracker else None
            progress.count(len(found.bboxes))
            if found.capped and not has_warned:
                warnings.warn(f"{path}: frame {frame.index} has {detector._cap_note}", stacklevel=2)
                has_warned = True
            yield Record(
                path,
                frame.index,
                frame.timestamp,
                frame.image.width,
                frame.image.height,
                found.bboxes,
                found.landmarks,
                track_ids,
                frame.partial,
                found.capped,
            )
    finally:
        progress.close()


def searched(detector: MTCNN, path: str, frames: Iterator[Frame], batch_size: int) -> Iterator[tuple[Frame, Detection]]:
    """Frames with what was found in them; while one batch is searched, the next is decoded."""
    waiting: tuple[list[Frame], Future[list[Detection]]] | None = None
    with ThreadPoolExecutor(1) as executor:
        for batch in batches(frames, batch_size):
            images = [to_image(frame.image, "bgr") for frame in batch]
            started = executor.submit(detector._search, images, [f"{path}: frame {frame.index}" for frame in batch])
            if waiting:
                yield from zip(waiting[0], waiting[1].result(), strict=True)
            waiting = batch, started
        if waiting:
            yield from zip(waiting[0], waiting[1].result(), strict=True)


def batches(frames: Iterator[Frame], size: int) -> Iterator[list[Frame]]:
    batch: list[Frame] = []
    for frame in frames:
        batch.append(frame)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def decoded(av: Any, path: str, selection: Selection, progress: Progress) -> Iterator[Frame]:
    """The frames of the first video stream. What is damaged is left out, and a warning says so."""
    try:
        container = av.open(path)
    except (OSError, av.error.FFmpegError) as error:
        raise Error(f"{path}: the clip cannot be opened: {error}", "unreadable", "read") from error
    with container:
        if not container.streams.video:
            raise Error(f"{path}: there is no video in this file", "unsupported", "decode")
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        progress.expect(stream.frames // selection.every)
        damage = Damage()
        start = stream.start_time or 0
        for index, frame in enumerate(frames_of(av, container, stream, damage)):
            damage.decoded = index + 1
            timestamp = 0.0 if frame.pts is None else float((frame.pts - start) * frame.time_base)
            if selection.max_duration is not None and timestamp >= selection.max_duration:
                return
            if index % selection.every == 0:
                yield Frame(image_of(frame), index, timestamp, bool(frame.is_corrupt))
        damage.warn(path, stream.frames)


@dataclass
class Damage:
    decoded: int = 0
    packets: int = 0  #: that could not be decoded
    ending: str = ""  #: why the file could not be read to its end

    def warn(self, path: str, expected: int) -> None:
        if not self.packets and not self.ending and self.decoded >= expected:
            return
        text = f"{path}: the clip is damaged: {self.decoded} frames could be decoded"
        if expected:
            text += f" of {expected}"
        if self.ending:
            text += f" ({self.ending})"
        warnings.warn(text, stacklevel=2)


def frames_of(av: Any, container: Any, stream: Any, damage: Damage) -> Iterator[Any]:
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError as error:
            damage.ending = str(error)
            return
        if packet is None:
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            damage.packets += 1


def image_of(frame: Any) -> Image:
    """A view of a frame in its decoder's own planes, or of its colours where the detector does not read these."""
    name = frame.format.name
    orientation = ORIENTATIONS.get(round(frame.rotation) % 360, 1)
    if name not in ("yuv420p", "yuvj420p", "nv12"):
        return Image(to_image(np.rot90(frame.to_ndarray(format="bgr24"), QUARTER_TURNS[orientation]), "bgr"))
    layout: dict[str, Any] = {
        "matrix": MATRICES.get(frame.colorspace) or ("bt709" if frame.height >= HD_LINES else "bt601"),
        "range": "full" if name == "yuvj420p" or frame.color_range == FULL_RANGE else "limited",
        "orientation": orientation,
    }
    luma, *chroma = (rows_of(plane) for plane in frame.planes)
    luma = luma[:, : frame.width]
    half = (frame.width + 1) // 2
    if name == "nv12":
        return Image.nv12(luma, chroma[0][:, : 2 * half], **layout)
    return Image.i420(luma, chroma[0][:, :half], chroma[1][:, :half], **layout)


def rows_of(plane: Any) -> Pixels:
    """The rows of a plane with what pads them."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
