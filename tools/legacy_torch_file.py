"""Reads a state dict from a file in torch's legacy format (before its zip archives), without torch.

Such a file is a sequence of pickles and a block of raw numbers: a magic number, the protocol's number, facts about the
system that wrote it, the state dict (whose tensors are views of storages that it names), the list of the storages'
keys, and then each storage: its number of values as a 64-bit integer, and the values, all little endian.

A pickle can call any function that it names. This reader knows the three names that plain weights need, and refuses
every other.
"""

from __future__ import annotations

import collections
import io
import math
import pickle
import struct
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pinned_wheel import SetupError

MAGIC_NUMBER = 0x1950A86A20F9469CFC6C
PROTOCOL_VERSION = 1001
BYTES_PER_VALUE = 4


@dataclass(frozen=True)
class Tensor:
    """Float32 values in row-major order."""

    shape: tuple[int, ...]
    values: array[float]


def read_state_dict(content: bytes, origin: str) -> dict[str, Tensor]:
    """The tensors of a file by name. Raises SetupError, which begins with `origin`, where there is anything wrong."""
    stream = io.BytesIO(content)
    try:
        views = _read_views(stream)
        storages = _read_storages(stream, {view.storage.key: view.storage.count for view in views.values()})
        return {name: view.gather(storages[view.storage.key]) for name, view in views.items()}
    except _Refused as refused:
        raise SetupError(f"{origin}: {refused}.") from refused
    # What a damaged pickle raises is anybody's guess; whatever it is, the file is no good.
    except Exception as error:
        raise SetupError(f"{origin}: no state dict in torch's legacy format, or a damaged one ({error!r}).") from error


class _Refused(Exception):
    """What is wrong with the file, to be completed with its name."""


def _require(condition: bool, reason: str) -> None:
    if not condition:
        raise _Refused(reason)


class _FloatStorage:
    """Stands for torch.FloatStorage, of which only the name matters."""


@dataclass(frozen=True)
class _Storage:
    key: str
    count: int


@dataclass(frozen=True)
class _View:
    """A tensor as the pickle describes it: which values of a storage, in which order."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(isinstance(self.storage, _Storage), "a tensor without a storage")
        numbers = (self.offset, *self.shape, *self.strides)
        _require(all(type(number) is int and number >= 0 for number in numbers), "a tensor with an odd shape")
        _require(len(self.shape) == len(self.strides), "a tensor with more sides than strides, or fewer")
        _require(math.prod(self.shape) <= self.storage.count, "a tensor with more values than its storage")
        last = self.offset + sum((side - 1) * stride for side, stride in zip(self.shape, self.strides))
        _require(0 not in self.shape and last < self.storage.count, "a tensor that reaches beyond its storage")

    def gather(self, storage: array[float]) -> Tensor:
        positions = [self.offset]
        for side, stride in zip(self.shape, self.strides):
            positions = [position + step * stride for position in positions for step in range(side)]
        return Tensor(self.shape, array("f", (storage[position] for position in positions)))


def _rebuild_tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], _gradient: bool, _hooks: Any
) -> _View:
    return _View(storage, offset, shape, strides)


class _Unpickler(pickle.Unpickler):
    """Knows the names that plain weights need, and no others."""

    NAMES = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch", "FloatStorage"): _FloatStorage,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
    }

    def find_class(self, module: str, name: str) -> Any:
        _require((module, name) in self.NAMES, f"it asks for {module}.{name}, which weights have no use for")
        return self.NAMES[module, name]

    def persistent_load(self, identity: Any) -> _Storage:
        tag, kind, key, _device, count, view = identity
        _require((tag, kind, view) == ("storage", _FloatStorage, None), "a storage that is not of plain float32 values")
        _require(type(key) is str and type(count) is int and count > 0, "a storage without a key or a length")
        return _Storage(key, count)


def _unpickle(stream: io.BytesIO) -> Any:
    return _Unpickler(stream, fix_imports=False).load()


def _read_views(stream: io.BytesIO) -> dict[str, _View]:
    _require(_unpickle(stream) == MAGIC_NUMBER, "not a file in torch's legacy format")
    _require(_unpickle(stream) == PROTOCOL_VERSION, "another version of torch's legacy format")
    _require(_unpickle(stream).get("little_endian") is True, "not written as little endian")
    state = _unpickle(stream)
    _require(isinstance(state, Mapping), "what it holds is not a state dict")
    for name, view in state.items():
        _require(isinstance(name, str) and isinstance(view, _View), f"{name!r} is not a tensor")
    return dict(state)


def _read_storages(stream: io.BytesIO, counts: dict[str, int]) -> dict[str, array[float]]:
    keys = _unpickle(stream)
    same = isinstance(keys, list) and sorted(keys) == sorted(counts)
    _require(same, "its storages are not those that its tensors name")
    storages = {}
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        _require(count == counts[key], f"storage {key} has {count} values instead of {counts[key]}")
        raw = stream.read(count * BYTES_PER_VALUE)
        _require(len(raw) == count * BYTES_PER_VALUE, f"it breaks off in storage {key}")
        storages[key] = array("f", raw)
        if sys.byteorder == "big":
            storages[key].byteswap()
    _require(not stream.read(1), "there are bytes behind its last storage")
    return storages
