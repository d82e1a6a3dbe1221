"""Faces cut out as facenet-pytorch cuts them out, and its arithmetic on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .._images import is_pil


def size_of(image: Any) -> tuple[int, int]:
    """Width and height."""
    if is_pil(image):
        return int(image.size[0]), int(image.size[1])
    return int(image.shape[1]), int(image.shape[0])


def extract_face(img: Any, box: Any, image_size: int = 160, margin: int = 0, save_path: Any = None) -> Any:
    """The part of a picture in a box of corners, as a tensor (3, image_size, image_size) of float32 from 0 to 255.

    The margin is counted in pixels of the result. With `save_path` it is saved there too, in a folder that is made.
    """
    import torch

    width, height = size_of(img)
    extra = [margin * (box[axis + 2] - box[axis]) / (image_size - margin) for axis in (0, 1)]
    x1, y1 = (int(max(box[axis] - extra[axis] / 2, 0)) for axis in (0, 1))
    x2, y2 = (int(min(box[axis + 2] + extra[axis] / 2, limit)) for axis, limit in ((0, width), (1, height)))
    face, save = cut_out(img, (x1, y1, x2, y2), image_size)
    if save_path is not None:
        Path(save_path).parent.mkdir(parents=True, exist_ok=True)
        save(str(save_path))
    pixels = np.atleast_3d(np.asarray(face, np.float32))
    return torch.as_tensor(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def cut_out(img: Any, corners: tuple[int, int, int, int], side: int) -> tuple[Any, Callable[[str], Any]]:
    """The part of a picture at another size, and how to save it. Each kind of picture is resized by what facenet-pytorch
    uses for it, so the pixels are the same."""
    x1, y1, x2, y2 = corners
    if is_pil(img):
        from PIL.Image import Resampling

        face = img.crop(corners).resize((side, side), Resampling.BILINEAR)
        return face, face.save
    import cv2

    if isinstance(img, np.ndarray):
        array = cv2.resize(img[y1:y2, x1:x2], (side, side), interpolation=cv2.INTER_AREA)
    else:
        from torch.nn.functional import interpolate

        part = img[y1:y2, x1:x2].permute(2, 0, 1).unsqueeze(0).float()
        array = interpolate(part, size=(side, side), mode="area").byte().squeeze(0).permute(1, 2, 0).cpu().numpy()
    return array, lambda path: cv2.imwrite(path, cv2.cvtColor(array, cv2.COLOR_RGB2BGR))


def fixed_image_standardization(image_tensor: Any) -> Any:
    """(x - 127.5) / 128"""
    return (image_tensor - 127.5) / 128.0


def prewhiten(x: Any) -> Any:
    """The tensor with a mean of 0 and a standard deviation of 1."""
    return (x - x.mean()) / x.std().clamp(min=float(x.numel()) ** -0.5)
