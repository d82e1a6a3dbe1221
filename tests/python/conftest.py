"""What the tests of the Python package share. `./run test-python` installs the package and says where pictures are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from mtcnn_turbo import MTCNN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def pictures() -> Path:
    return Path(os.environ.get("MTCNN_PICTURES", ROOT / ".setup" / "pictures"))


@pytest.fixture(scope="session")
def program() -> Path:
    """The C++ command line."""
    path = Path(os.environ.get("MTCNN_PROGRAM", ROOT / "build/release/src/cli/mtcnn-turbo"))
    if not path.exists():
        pytest.skip("the command line is not built")
    return path


@pytest.fixture(scope="session")
def astronaut_rgb(pictures: Path) -> npt.NDArray[np.uint8]:
    pixels = np.array(Image.open(pictures / "astronaut.png").convert("RGB"))
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="session")
def astronaut(astronaut_rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """In BGR, as OpenCV reads it; 512x512 pixels, one face of about 90."""
    pixels = np.ascontiguousarray(astronaut_rgb[..., ::-1])
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="session")
def black() -> npt.NDArray[np.uint8]:
    return np.zeros((120, 160, 3), np.uint8)


@pytest.fixture(scope="session")
def detector() -> MTCNN:
    return MTCNN(min_face_size=40)
