"""From what people have pixels in to what the detector reads."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import Error

Color: TypeAlias = Literal["bgr", "rgb"]
Pixels: TypeAlias = npt.NDArray[np.uint8]

COLORS = ("bgr", "rgb")


class Image:
    """Pixels in a layout that an array does not tell: planes of luma and chroma, as decoders of video give them.

    Nothing is copied: the arrays must not change while they are searched. Make one with :meth:`nv12` or :meth:`i420`.
    """

    def __init__(self, core: _core.Image) -> None:
        self._core = core

    @classmethod
    def nv12(
        cls, luma: Any, chroma: Any, *, matrix: str = "bt709", range: str = "limited", orientation: int = 1
    ) -> Image:
        """A plane of luma (H, W), and one of chroma (H/2, W/2, 2) or (H/2, W), sides rounded up.

        ``matrix`` is "bt601" or "bt709", ``range`` "limited" or "full"; ``orientation`` is EXIF's number, from 1 to 8,
        for how the picture is to be turned for display.
        """
        luma, chroma = plane_of(luma, "luma"), plane_of(chroma, "chroma")
        return cls(_core.Image.nv12(luma, chroma, matrix, range, orientation))

    @classmethod
    def i420(
        cls, luma: Any, cb: Any, cr: Any, *, matrix: str = "bt709", range: str = "limited", orientation: int = 1
    ) -> Image:
        """A plane of luma (H, W), and one of Cb and one of Cr, each (H/2, W/2), sides rounded up. Else as `nv12`."""
        luma, cb, cr = plane_of(luma, "luma"), plane_of(cb, "cb"), plane_of(cr, "cr")
        return cls(_core.Image.i420(luma, cb, cr, matrix, range, orientation))

    @property
    def width(self) -> int:
        """Pixels across as displayed."""
        return self._core.width

    @property
    def height(self) -> int:
        """Pixels down as displayed."""
        return self._core.height

    def __repr__(self) -> str:
        return f"<mtcnn_turbo.Image of {self.width}x{self.height} pixels>"


def is_pil(frame: Any) -> bool:
    """Whether it is a picture of Pillow's, without importing Pillow."""
    return hasattr(frame, "mode") and hasattr(frame, "convert") and hasattr(frame, "getbands")


def array_of(frame: Any, name: str = "the frame") -> npt.NDArray[Any]:
    """An array over the memory of anything with NumPy's, DLPack's or the buffer protocol."""
    if isinstance(frame, np.ndarray):
        return frame
    if hasattr(frame, "__array__") or hasattr(frame, "__array_interface__"):
        return np.asarray(frame)
    if hasattr(frame, "__dlpack__"):
        return np.from_dlpack(frame)
    try:
        return np.asarray(memoryview(frame))
    except TypeError:
        raise TypeError(
            f"{name} is a {type(frame).__name__}; an array of uint8, a picture of Pillow's, an mtcnn_turbo.Image or "
            "something with the buffer protocol is needed"
        ) from None


def plane_of(plane: Any, name: str) -> Pixels:
    array = array_of(plane, name)
    check_type(array, name)
    return array


def check_type(array: npt.NDArray[Any], name: str) -> None:
    if array.dtype != np.uint8:
        raise TypeError(f"{name} has the dtype {array.dtype}; pixels are uint8, from 0 to 255")


def check_color(color: str) -> None:
    if color not in COLORS:
        raise Error(f'color must be "bgr" or "rgb", not {color!r}')


def to_image(frame: Any, color: str, name: str = "the frame") -> _core.Image:
    """What the detector reads, over the memory of the frame."""
    if isinstance(frame, Image):
        return frame._core
    if is_pil(frame):
        array, color = np.asarray(frame if frame.mode in ("L", "RGB", "RGBA") else frame.convert("RGB")), "rgb"
    else:
        array = array_of(frame, name)
    check_frame(array, name)
    try:
        return _core.Image.interleaved(array, color)
    except BufferError:  # one pixel that is repeated along each row
        return _core.Image.interleaved(np.ascontiguousarray(array), color)


def check_frame(array: npt.NDArray[Any], name: str) -> None:
    check_type(array, name)
    shape = array.shape
    if len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3, 4)):
        if 0 in shape:
            raise Error(f"{name} has the shape {shape}, in which there are no pixels", stage="detect")
        return
    hint = ""
    if len(shape) == 3 and shape[0] in (1, 3, 4):
        hint = "; the colours come last: frame.transpose(1, 2, 0)"
    elif len(shape) == 4:
        hint = "; for several frames there is detect_batch"
    raise Error(f"{name} has the shape {shape}; (H, W), (H, W, 3) or (H, W, 4) is needed{hint}", stage="detect")
