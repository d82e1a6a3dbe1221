"""The three networks as Core ML's ML programs. Needs coremltools, which makes them on any system; they run on Apple's.

Every program reads ``input``, float32 of the shape (batch, 3, rows, columns): red, green and blue as
``(value - 127.5) * 0.0078125``. It gives ``logits`` (no face, face) and ``regression``, the ONet also ``landmarks`` (x
of all five, then y), float32 too. They are (batch, values), those of the PNet (1, values, rows, columns) with one cell
every two pixels.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from . import _core
from ._errors import Error
from ._extras import import_extra
from .detector import read_weights

Precision = Literal["fp32", "fp16"]
Weights = dict[str, npt.NDArray[np.float32]]
# A value of the program that is being built; coremltools has no types.
Value = Any

PRECISIONS = {"fp32": "FLOAT32", "fp16": "FLOAT16"}
PNET_SIDES = (12, 4096)
BATCHES = (1, 50)


def export(
    folder: str | os.PathLike[str],
    precision: Precision = "fp32",
    weights: str | os.PathLike[str] | bytes | None = None,
) -> list[Path]:
    """Writes ``pnet.mlpackage``, ``rnet.mlpackage`` and ``onet.mlpackage``, over those that are there.

    The PNet takes one picture of 12 to 4096 pixels a side, the RNet 1 to 50 crops of 24x24 pixels, the ONet 1 to 50 of
    48x48.

    Args:
        folder: where they go; it is made where it is missing.
        precision: in which numbers they compute. What goes in and out is float32 with "fp16" too.
        weights: a safetensors file, by its path or its bytes; those in the package where it is None.

    Raises:
        mtcnn_turbo.Error: the precision is unknown, or the weights are not MTCNN's.
        ImportError: coremltools is not installed.
        OSError: a file cannot be read or written.
    """
    if precision not in PRECISIONS:
        raise Error(f'the precision must be "fp32" or "fp16", not {precision!r}')
    arrays = _core.weights(*read_weights(weights))
    coremltools = import_coremltools()
    Path(folder).mkdir(parents=True, exist_ok=True)
    packages = []
    for network in NETWORKS:
        package = Path(folder, f"{network}.mlpackage")
        model(coremltools, arrays, network, precision).save(str(package))
        packages.append(package)
    return packages


def import_coremltools() -> Any:
    """Without its warnings about what only Macs have."""
    log = logging.getLogger("coremltools")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        return import_extra("coremltools", "coreml", "coremltools")
    finally:
        log.setLevel(level)


def model(coremltools: Any, weights: Weights, network: str, precision: Precision) -> Any:
    build, shape_of = NETWORKS[network]
    shape = shape_of(coremltools.RangeDim)
    target = coremltools.target.iOS15  # the first with ML programs, together with macOS 12
    with quiet():
        made = coremltools.convert(
            program(coremltools, Layers(coremltools, weights, network), build, shape, target),
            source="milinternal",
            inputs=[coremltools.TensorType("input", shape=shape)],
            compute_precision=getattr(coremltools.precision, PRECISIONS[precision]),
            minimum_deployment_target=target,
            skip_model_load=True,  # which only Macs can
        )
    made.author = "mtcnn-turbo"
    made.version = _core.version()
    made.license = "MIT"
    made.short_description = f"The {network[0].upper()}Net of MTCNN (Zhang et al., 2016)"
    return made


def program(coremltools: Any, layers: Layers, build: Callable[[Layers, Value], None], shape: Any, target: Any) -> Any:
    builder = coremltools.converters.mil.Builder

    def network(input: Value) -> tuple[Value, ...]:
        build(layers, input)
        return tuple(layers.outputs)

    inputs = [builder.TensorSpec(coremltools.Shape(shape).symbolic_shape)]
    return builder.program(input_specs=inputs, opset_version=target)(network)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the progress bars of a second's work, for which coremltools has no switch."""
    with contextlib.redirect_stderr(io.StringIO()):
        yield


class Layers:
    """Adds the layers of one network to the program that is being built. Maps are (batch, channel, row, column)."""

    def __init__(self, coremltools: Any, weights: Weights, network: str) -> None:
        self._builder = coremltools.converters.mil.Builder
        self._weights = weights
        self._network = network
        self.outputs: list[Value] = []

    def activated(self, map: Value, number: int) -> Value:
        """The convolution of a number and its PReLU."""
        name = f"conv{number}"
        return self._prelu(self._convolution(map, name, self._weight(f"{name}.weight"), name), number)

    def pool(self, map: Value, side: int) -> Value:
        """A cut-off window at the end of a row or column counts."""
        sizes = {"kernel_sizes": [side, side], "strides": [2, 2]}
        return self._builder.max_pool(x=map, **sizes, pad_type="valid", ceil_mode=True)

    def dense(self, map: Value, number: int, side: int) -> Value:
        """The first dense layer and its PReLU, as a convolution whose window is the whole map: Core ML has PReLUs with
        a slope a channel for maps alone. The weights are stored for a map read by (column, row, channel)."""
        name = f"dense{number}"
        stored = self._weight(f"{name}.weight")
        by_column = stored.reshape(len(stored), side, side, -1)
        weight = np.ascontiguousarray(by_column.transpose(0, 3, 2, 1))
        return self._prelu(self._convolution(map, name, weight, name), number)

    def map_output(self, map: Value, name: str, output: str) -> None:
        self.outputs.append(self._convolution(map, name, self._weight(f"{name}.weight"), output))

    def output(self, features: Value, name: str, output: str) -> None:
        """A dense layer over features, which are a map of one cell."""
        weight = self._weight(f"{name}.weight")
        map = self._convolution(features, name, weight[:, :, np.newaxis, np.newaxis], name)
        self.outputs.append(self._builder.squeeze(x=map, axes=[2, 3], name=output))

    def _convolution(self, map: Value, layer: str, weight: npt.NDArray[np.float32], name: str) -> Value:
        return self._builder.conv(x=map, weight=weight, bias=self._weight(f"{layer}.bias"), pad_type="valid", name=name)

    def _prelu(self, map: Value, number: int) -> Value:
        name = f"prelu{number}"
        return self._builder.prelu(x=map, alpha=self._weight(f"{name}.weight"), name=name)

    def _weight(self, name: str) -> npt.NDArray[np.float32]:
        return self._weights[f"{self._network}.{name}"]


def build_pnet(layers: Layers, picture: Value) -> None:
    map = layers.pool(layers.activated(picture, 1), 2)
    map = layers.activated(layers.activated(map, 2), 3)
    layers.map_output(map, "conv4_1", "logits")
    layers.map_output(map, "conv4_2", "regression")


def build_rnet(layers: Layers, crops: Value) -> None:
    map = layers.pool(layers.activated(crops, 1), 3)
    map = layers.pool(layers.activated(map, 2), 3)
    features = layers.dense(layers.activated(map, 3), 4, 3)
    layers.output(features, "dense5_1", "logits")
    layers.output(features, "dense5_2", "regression")


def build_onet(layers: Layers, crops: Value) -> None:
    map = layers.pool(layers.activated(crops, 1), 3)
    map = layers.pool(layers.activated(map, 2), 3)
    map = layers.pool(layers.activated(map, 3), 2)
    features = layers.dense(layers.activated(map, 4), 5, 3)
    layers.output(features, "dense6_1", "logits")
    layers.output(features, "dense6_2", "regression")
    layers.output(features, "dense6_3", "landmarks")


def pnet_shape(free: Any) -> tuple[Any, ...]:
    least, most = PNET_SIDES
    return (1, 3, free(least, most), free(least, most))


def crops_shape(side: int) -> Callable[[Any], tuple[Any, ...]]:
    return lambda free: (free(*BATCHES), 3, side, side)


# How each network is built, and the shape of its input.
NETWORKS: dict[str, tuple[Callable[[Layers, Value], None], Callable[[Any], tuple[Any, ...]]]] = {
    "pnet": (build_pnet, pnet_shape),
    "rnet": (build_rnet, crops_shape(24)),
    "onet": (build_onet, crops_shape(48)),
}
