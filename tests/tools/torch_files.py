"""Writes what the weights tool reads: state dicts in torch's legacy format, and wheels that hold them."""

from __future__ import annotations

import hashlib
import io
import pickle
import struct
import zipfile
from array import array
from collections import OrderedDict
from pathlib import Path
from typing import Any

from legacy_torch_file import MAGIC_NUMBER, PROTOCOL_VERSION
from make_weights import LAYERS, expected_shapes
from pinned_wheel import PinnedWheel


class Name:
    """An object that is pickled as a module's name, such as torch.FloatStorage, whether that can be imported or not."""

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name


class Call:
    """An object that is pickled as the call of a function."""

    def __init__(self, function: Name, *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments


class Storage:
    def __init__(self, key: str, values: list[float]) -> None:
        self.key = key
        self.values = values


class _Pickler(pickle._Pickler):  # the variant in Python, because that in C cannot write names that are not there
    def save(self, obj: Any, save_persistent_id: bool = True) -> None:
        if isinstance(obj, Name):
            self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
        elif isinstance(obj, Call):
            self.save(obj.function)
            self.save(obj.arguments)
            self.write(pickle.REDUCE)
        elif isinstance(obj, Storage):
            self.save(("storage", Name("torch", "FloatStorage"), obj.key, "cpu", len(obj.values), None))
            self.write(pickle.BINPERSID)
        else:
            super().save(obj, save_persistent_id)


def pickled(value: Any) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, protocol=2).dump(value)
    return stream.getvalue()


def tensor(storage: Storage, shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0) -> Call:
    function = Name("torch._utils", "_rebuild_tensor_v2")
    return Call(function, storage, offset, shape, strides, False, OrderedDict())


def torch_file(state: dict[str, Any], storages: list[Storage]) -> bytes:
    """A file in torch's legacy format."""
    system = {"protocol_version": PROTOCOL_VERSION, "little_endian": True}
    parts = [MAGIC_NUMBER, PROTOCOL_VERSION, system, state, [storage.key for storage in storages]]
    blocks = [struct.pack("<q", len(storage.values)) + array("f", storage.values).tobytes() for storage in storages]
    return b"".join(map(pickled, parts)) + b"".join(blocks)


def network_file(shapes: dict[str, tuple[int, ...]], value: float = 0.5) -> bytes:
    """A file with tensors of the given shapes, all of whose values are the same."""
    state = {}
    storages = []
    for name, shape in shapes.items():
        strides = [1]
        for side in reversed(shape[1:]):
            strides.insert(0, strides[0] * side)
        storage = Storage(name, [value] * (strides[0] * shape[0]))
        storages.append(storage)
        state[name] = tensor(storage, shape, tuple(strides))
    return torch_file(state, storages)


def network_files() -> dict[str, bytes]:
    """Files for the three networks that are right but for their values."""
    return {network: network_file(expected_shapes(layers)) for network, layers in LAYERS.items()}


def pinned_wheel(folder: Path, files: dict[str, bytes]) -> PinnedWheel:
    """A wheel in `folder` with these network files, pinned by its own hash."""
    path = folder / "networks.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for network, content in files.items():
            archive.writestr(f"facenet_pytorch/data/{network}.pt", content)
    requirements = folder / "requirements.txt"
    requirements.write_text(f"networks==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return PinnedWheel(requirements, path.name)
