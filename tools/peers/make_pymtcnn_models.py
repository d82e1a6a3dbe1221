"""Makes pymtcnn's ONNX files out of the shared weights, with its own converter. Its wheel holds none.

Arguments: the weights as safetensors, and the folder for the files. Refuses unless each file is the one that pymtcnn
expects, by its sha256.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
import pymtcnn._convert as converter

Tensors = dict[str, np.ndarray]

CONVOLUTIONS = {"pnet": 3, "rnet": 3, "onet": 4}
# The map that the first dense layer reads: side and channels.
DENSE_INPUT = {"rnet": (3, 64), "onet": (3, 128)}


def main() -> None:
    weights, folder = Path(sys.argv[1]), Path(sys.argv[2])
    tensors = read_safetensors(weights.read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    for network in CONVOLUTIONS:
        parameters = {name: np.ascontiguousarray(values) for name, values in named_as_pymtcnn(network, tensors).items()}
        content = converter.build_onnx(network, parameters)
        if hashlib.sha256(content).hexdigest() != converter.EXPECTED_SHA256[f"{network}.onnx"]:
            sys.exit(f"{network}.onnx is not the file that pymtcnn expects")
        (folder / f"{network}.onnx").write_bytes(content)


def read_safetensors(content: bytes) -> Tensors:
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    data = content[8 + length :]
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
        for name, entry in header.items()
    }


def named_as_pymtcnn(network: str, tensors: Tensors) -> Tensors:
    """The parameters of a network under the names of pymtcnn's converter."""
    names = converter._ARCH[network]["param_index"]
    convolutions = CONVOLUTIONS[network]
    parameters = {}

    def put(place: int, weight: np.ndarray, bias: np.ndarray) -> None:
        parameters[f"{names[place]}.weight"] = weight
        parameters[f"{names[place]}.bias"] = bias

    def tensor(name: str) -> np.ndarray:
        return tensors[f"{network}.{name}"]

    for number in range(convolutions):
        put(number, tensor(f"conv{number + 1}.weight"), tensor(f"conv{number + 1}.bias"))
        parameters[f"prelu{number}"] = tensor(f"prelu{number + 1}.weight")

    heads = ["conv4_1", "conv4_2"]
    if network in DENSE_INPUT:
        number = convolutions + 1
        side, channels = DENSE_INPUT[network]
        weight = tensor(f"dense{number}.weight")
        # (column, row, channel) here, (channel, column, row) there.
        weight = weight.reshape(len(weight), side, side, channels).transpose(0, 3, 1, 2).reshape(len(weight), -1)
        put(convolutions, weight, tensor(f"dense{number}.bias"))
        parameters[f"prelu{convolutions}"] = tensor(f"prelu{number}.weight")
        heads = [f"dense{number + 1}_{head + 1}" for head in range(3 if network == "onet" else 2)]

    put(
        -1,
        np.concatenate([tensor(f"{head}.weight") for head in heads]),
        np.concatenate([tensor(f"{head}.bias") for head in heads]),
    )
    return parameters


if __name__ == "__main__":
    main()
