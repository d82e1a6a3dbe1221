"""Clips made on the spot, of the astronaut coming nearer."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

FRAMES = 12
RATE = 25


def write_clip(
    path: Path, astronaut_rgb: np.ndarray, codec: str = "libx264", pixels: str = "yuv420p", size: tuple[int, int] = (320, 240)
) -> Path:
    picture = Image.fromarray(astronaut_rgb)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        for index in range(FRAMES):
            zoomed = picture.crop((90 + index, index, 400 - index, 232 - index)).resize(size)
            frame = av.VideoFrame.from_image(zoomed)
            frame.pts, frame.time_base = index * 40, Fraction(1, 1000)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path
