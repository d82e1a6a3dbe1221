#!/usr/bin/env python3
"""Makes the weights file that the library embeds, out of the pinned wheel of facenet-pytorch.

The file holds the three networks in the safetensors format: tensors named `pnet.conv1.weight` and so on, with the
shapes and values that facenet-pytorch gives them. Its metadata name the source, and carry a checksum by which the
library notices any altered byte: the 64-bit FNV-1a hash of the whole file, its own 16 hexadecimal digits counted as
'0'.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path
from zipfile import ZipFile

from legacy_torch_file import Tensor, read_state_dict
from pinned_wheel import SETUP, TOOLS, WHEELS, PinnedWheel, SetupError, read_member, run_tool, write_whole

WHEEL = PinnedWheel(TOOLS / "requirements-weights.txt", "facenet_pytorch-2.6.0-py3-none-any.whl")
SOURCE = "facenet-pytorch 2.6.0, data/{p,r,o}net.pt (Zhang et al., 2016)"
WEIGHTS = SETUP / "weights" / "mtcnn.safetensors"
WEIGHTS_SHA256 = "7e1cdb2f2fe9409e7f1453f5b1bff2d5a528d2e586f38b75c0a2af0bd4f64254"

# The layers of each network: (outputs, inputs, rows, columns), or (outputs, inputs) where they are fully connected.
LAYERS = {
    "pnet": {
        "conv1": (10, 3, 3, 3),
        "conv2": (16, 10, 3, 3),
        "conv3": (32, 16, 3, 3),
        "conv4_1": (2, 32, 1, 1),
        "conv4_2": (4, 32, 1, 1),
    },
    "rnet": {
        "conv1": (28, 3, 3, 3),
        "conv2": (48, 28, 3, 3),
        "conv3": (64, 48, 2, 2),
        "dense4": (128, 576),
        "dense5_1": (2, 128),
        "dense5_2": (4, 128),
    },
    "onet": {
        "conv1": (32, 3, 3, 3),
        "conv2": (64, 32, 3, 3),
        "conv3": (64, 64, 3, 3),
        "conv4": (128, 64, 2, 2),
        "dense5": (256, 1152),
        "dense6_1": (2, 256),
        "dense6_2": (4, 256),
        "dense6_3": (10, 256),
    },
}

CHECKSUM_PREFIX = "fnv1a64:"
CHECKSUM_DIGITS = 16


def main() -> None:
    """Makes the file, unless the right one is there already."""
    parser = argparse.ArgumentParser(description="Makes the weights file out of the pinned wheel of facenet-pytorch.")
    parser.add_argument("--wheels", type=Path, default=WHEELS, help="folder of the wheel (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="(default: %(default)s)")
    arguments = parser.parse_args()
    if not arguments.output.exists() or sha256(arguments.output.read_bytes()) != WEIGHTS_SHA256:
        make_weights(WHEEL, arguments.wheels, arguments.output)


def make_weights(wheel: PinnedWheel, wheels: Path, output: Path) -> None:
    """Writes `output` from the wheel in the folder `wheels`, or raises SetupError and writes nothing."""
    with wheel.open(wheels) as archive:
        content = safetensors(read_networks(archive))
    if sha256(content) != WEIGHTS_SHA256:
        origin = wheels / wheel.file_name
        raise SetupError(f"{origin}: the weights made of it are not the expected ones (sha256 {sha256(content)}).")
    write_whole(output, content)


def read_networks(wheel: ZipFile) -> dict[str, Tensor]:
    """The tensors of the three networks by name; raises SetupError where one is missing, misshapen or not finite."""
    tensors = {}
    for network, layers in LAYERS.items():
        member = f"facenet_pytorch/data/{network}.pt"
        state = read_state_dict(read_member(wheel, member), member)
        check_network(state, expected_shapes(layers), member)
        tensors.update({f"{network}.{name}": tensor for name, tensor in state.items()})
    return tensors


def expected_shapes(layers: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The shapes of a network's tensors: each layer's weights and biases, and the slopes of the PReLUs.

    A PReLU follows every layer but the heads, which are the ones with an underscore in their names.
    """
    shapes: dict[str, tuple[int, ...]] = {}
    for name, shape in layers.items():
        shapes[f"{name}.weight"] = shape
        shapes[f"{name}.bias"] = shape[:1]
        if "_" not in name:
            shapes[f"prelu{name[-1]}.weight"] = shape[:1]
    return shapes


def check_network(state: dict[str, Tensor], expected: dict[str, tuple[int, ...]], origin: str) -> None:
    """Raises SetupError, which begins with `origin`, unless the tensors are those that are expected."""
    if missing := sorted(expected.keys() - state.keys()):
        raise SetupError(f"{origin}: the tensor {missing[0]} is missing.")
    if unknown := sorted(state.keys() - expected.keys()):
        raise SetupError(f"{origin}: the tensor {unknown[0]} is none of MTCNN's.")
    for name, tensor in state.items():
        if tensor.shape != expected[name]:
            raise SetupError(f"{origin}: the tensor {name} has the shape {tensor.shape} instead of {expected[name]}.")
        if not all(map(math.isfinite, tensor.values)):
            raise SetupError(f"{origin}: the tensor {name} holds a value that is not finite.")


def safetensors(tensors: dict[str, Tensor]) -> bytes:
    """The bytes of a safetensors file, the same for the same tensors, with its checksum filled in."""
    zeros = "0" * CHECKSUM_DIGITS
    header: dict[str, object] = {
        "__metadata__": {"format": "mtcnn-turbo", "source": SOURCE, "checksum": CHECKSUM_PREFIX + zeros}
    }
    data = bytearray()
    for name, tensor in sorted(tensors.items()):
        begin = len(data)
        data += little_endian(tensor)
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [begin, len(data)]}

    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    content = len(text).to_bytes(8, "little") + text + data
    checksum = f"{fnv1a64(content):0{CHECKSUM_DIGITS}x}"
    return content.replace((CHECKSUM_PREFIX + zeros).encode(), (CHECKSUM_PREFIX + checksum).encode(), 1)


def little_endian(tensor: Tensor) -> bytes:
    values = tensor.values[:]
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def fnv1a64(content: bytes) -> int:
    """The 64-bit hash of Fowler, Noll and Vo, in its variant 1a."""
    state = 0xCBF29CE484222325
    for byte in content:
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    run_tool(main)
