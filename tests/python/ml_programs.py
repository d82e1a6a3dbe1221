"""Computes ML programs in plain NumPy, because Core ML itself is on Macs alone.

Maps are (batch, channel, row, column).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Array = npt.NDArray[Any]


def load(package: Path) -> tuple[Any, Any]:
    """A package's description of inputs and outputs, and its program with the weights in it, read from its files."""
    import coremltools
    from coremltools.converters.mil.frontend.milproto import load as milproto

    model = coremltools.models.MLModel(str(package), skip_model_load=True)
    specification = model.get_spec()
    program = milproto.load(specification, specification.specificationVersion, model.weights_dir)
    return specification.description, program


def operations(program: Any) -> list[Any]:
    every = program.functions["main"].operations
    return [operation for operation in every if operation.op_type != "const"]


def constant(operation: Any, name: str) -> Any:
    return operation.inputs[name].val


def compute(program: Any, input: Array) -> dict[str, Array]:
    """The program's outputs. Products are added in float32; what an operation gives has the type of its input."""
    values = {"input": input}
    for operation in operations(program):
        values[operation.outputs[0].name] = OPERATIONS[operation.op_type](operation, values[operation.inputs["x"].name])
    return {output.name: values[output.name] for output in program.functions["main"].outputs}


def convolution(operation: Any, x: Array) -> Array:
    assert constant(operation, "pad_type") == "valid"
    assert list(constant(operation, "strides")) == [1, 1] == list(constant(operation, "dilations"))
    weight, bias = constant(operation, "weight"), constant(operation, "bias")
    windows = sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    sums = np.einsum("bcrsij,ocij->bors", windows, weight, dtype=np.float32, optimize=True)
    return (sums + bias.astype(np.float32)[:, np.newaxis, np.newaxis]).astype(x.dtype)


def prelu(operation: Any, x: Array) -> Array:
    slopes = constant(operation, "alpha")[:, np.newaxis, np.newaxis]
    return np.where(x > 0, x, x * slopes)


def max_pool(operation: Any, x: Array) -> Array:
    assert constant(operation, "pad_type") == "valid"
    assert constant(operation, "ceil_mode")
    (side, also_side), (step, also_step) = constant(operation, "kernel_sizes"), constant(operation, "strides")
    assert (side, step) == (also_side, also_step)
    missing = [(0, -(size - side) % step) for size in x.shape[2:]]
    whole = np.pad(x, [(0, 0), (0, 0), *missing], constant_values=-np.inf)
    return sliding_window_view(whole, (side, side), axis=(2, 3))[:, :, ::step, ::step].max(axis=(4, 5))


def squeeze(operation: Any, x: Array) -> Array:
    return x.squeeze(axis=tuple(constant(operation, "axes")))


def cast(operation: Any, x: Array) -> Array:
    return x.astype({"fp16": np.float16, "fp32": np.float32}[constant(operation, "dtype")])


OPERATIONS: dict[str, Callable[[Any, Array], Array]] = {
    "cast": cast,
    "conv": convolution,
    "max_pool": max_pool,
    "prelu": prelu,
    "squeeze": squeeze,
}
