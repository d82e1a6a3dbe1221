"""The networks as ML programs of Core ML: read back from their files, and computed in NumPy."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import ml_programs
from mtcnn_turbo import Error, _core, coreml

NETWORKS = ("pnet", "rnet", "onet")
FREE_SIDE, FREE_BATCH = (12, 4096), (1, 50)
# The least and the most of each size of the input.
RANGES = {
    "pnet": [(1, 1), (3, 3), FREE_SIDE, FREE_SIDE],
    "rnet": [FREE_BATCH, (3, 3), (24, 24), (24, 24)],
    "onet": [FREE_BATCH, (3, 3), (48, 48), (48, 48)],
}
OPERATIONS = {
    "pnet": "conv prelu max_pool conv prelu conv prelu conv conv",
    "rnet": "conv prelu max_pool conv prelu max_pool conv prelu conv prelu conv squeeze conv squeeze",
    "onet": "conv prelu max_pool conv prelu max_pool conv prelu max_pool conv prelu conv prelu "
    "conv squeeze conv squeeze conv squeeze",
}

# What facenet-pytorch 2.6.0 gives for `pattern`, to which tests/backends/reference/networks_test.cc holds `reference`
# too; the PNet's for 13 pixels, at which the last pooling window of each row and column is cut off.
ANSWERS: dict[str, dict[str, Any]] = {
    "pnet": {
        "logits": [
            [[0.6881983, 1.5089378], [1.1032605, 1.6199178]],
            [[-0.0371076, -0.8918299], [-0.5269217, -1.3574696]],
        ],
        "regression": [
            [[0.0484494, 0.0473270], [0.0700748, 0.0304800]],
            [[0.0291117, 0.0606929], [0.0147100, 0.0188373]],
            [[-0.0672291, -0.0944162], [-0.0715551, -0.0992166]],
            [[0.1202413, 0.1329943], [0.1040556, 0.1272194]],
        ],
    },
    "rnet": {
        "logits": [1.6854976, -1.6844531],
        "regression": [0.0394239, 0.0641320, -0.1490220, 0.2263225],
    },
    "onet": {
        "logits": [5.2299619, -5.2251334],
        "regression": [0.0508967, -0.2042773, -0.0487202, -0.0330428],
        "landmarks": [0.4341576, 0.7013432, 0.4265665, 0.1759211, 0.3748457]
        + [0.1981473, 0.3080978, 0.5536218, 0.5990969, 0.7187715],
    },
}
SIDES = {"pnet": 13, "rnet": 24, "onet": 48}

needs_coremltools = pytest.mark.skipif(
    importlib.util.find_spec("coremltools") is None, reason="coremltools is not installed: ./run test-export does so"
)
every_program = pytest.mark.parametrize(
    ("precision", "network"), [(precision, network) for precision in coreml.PRECISIONS for network in NETWORKS]
)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of the packages, by precision."""
    folders = {}
    for precision in coreml.PRECISIONS:
        folders[precision] = tmp_path_factory.mktemp(precision) / "made" / "new"
        command = [sys.executable, "-m", "mtcnn_turbo", "export", "--format", "coreml", "--precision", precision]
        done = subprocess.run([*command, folders[precision]], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [str(folders[precision] / f"{network}.mlpackage") for network in NETWORKS]
    return folders


def pattern(side: int) -> npt.NDArray[np.float32]:
    """One picture as the networks read it."""
    rows, columns, channels = np.ogrid[:side, :side, :3]
    values = (7 * rows + 13 * columns + 29 * channels + rows * columns % 11) % 256
    pixels = (values.astype(np.float32) - np.float32(127.5)) * np.float32(0.0078125)
    return pixels.transpose(2, 0, 1)[np.newaxis]


def test_weights_are_those_of_all_layers() -> None:
    weights = _core.weights(None, "")
    assert sum(array.size for array in weights.values()) == 495_850
    assert weights["rnet.conv2.weight"].shape == (48, 28, 3, 3)
    assert all(array.dtype == np.float32 for array in weights.values())


@needs_coremltools
@every_program
def test_inputs_and_outputs(precision: str, network: str, packages: dict[str, Path]) -> None:
    description, _ = ml_programs.load(packages[precision] / f"{network}.mlpackage")
    (input,) = description.input
    assert input.name == "input"
    ranges = input.type.multiArrayType.shapeRange.sizeRanges
    assert [(size.lowerBound, size.upperBound) for size in ranges] == RANGES[network]
    assert [output.name for output in description.output] == list(ANSWERS[network])
    float32 = input.type.multiArrayType.FLOAT32
    assert {value.type.multiArrayType.dataType for value in (input, *description.output)} == {float32}


@needs_coremltools
@every_program
def test_operations(precision: str, network: str, packages: dict[str, Path]) -> None:
    _, program = ml_programs.load(packages[precision] / f"{network}.mlpackage")
    kinds = [operation.op_type for operation in ml_programs.operations(program)]
    casts = 1 + len(ANSWERS[network]) if precision == "fp16" else 0
    assert kinds.count("cast") == casts
    assert [kind for kind in kinds if kind != "cast"] == OPERATIONS[network].split()


@needs_coremltools
@every_program
def test_weights_are_the_packages_own(precision: str, network: str, packages: dict[str, Path]) -> None:
    _, program = ml_programs.load(packages[precision] / f"{network}.mlpackage")
    found = [
        ml_programs.constant(operation, name)
        for operation in ml_programs.operations(program)
        for name in ("weight", "bias", "alpha")
        if name in operation.inputs
    ]
    number_type = np.float16 if precision == "fp16" else np.float32
    assert {array.dtype for array in found} == {np.dtype(number_type)}
    # In the order of the layers, but for that of the values in dense ones, with which the answers would not be right.
    weights = _core.weights(None, "")
    expected = [array.astype(number_type) for name, array in weights.items() if name.startswith(network)]
    assert len(found) == len(expected)
    for ours, theirs in zip(expected, found, strict=True):
        assert np.array_equal(np.sort(ours, axis=None), np.sort(theirs, axis=None))


@needs_coremltools
@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-4), ("fp16", 1e-2)])
@pytest.mark.parametrize("network", NETWORKS)
def test_answers_are_the_peers(precision: str, tolerance: float, network: str, packages: dict[str, Path]) -> None:
    _, program = ml_programs.load(packages[precision] / f"{network}.mlpackage")
    answers = ml_programs.compute(program, pattern(SIDES[network]))
    assert list(answers) == list(ANSWERS[network])
    for name, expected in ANSWERS[network].items():
        np.testing.assert_allclose(answers[name], np.array([expected]), rtol=0, atol=tolerance, err_msg=name)


@needs_coremltools
def test_crops_of_a_batch_do_not_mix(packages: dict[str, Path]) -> None:
    _, program = ml_programs.load(packages["fp32"] / "rnet.mlpackage")
    crops = np.concatenate([pattern(24), -pattern(24), pattern(24)[..., ::-1]])
    together = ml_programs.compute(program, crops)["regression"]
    assert together.shape == (3, 4)
    for crop, regression in zip(crops, together, strict=True):
        alone = ml_programs.compute(program, crop[np.newaxis])["regression"]
        np.testing.assert_allclose(alone[0], regression, rtol=0, atol=1e-5)


def test_weights_that_are_not_mtcnns_are_named(tmp_path: Path) -> None:
    with pytest.raises(Error, match="^weights: not a safetensors file"):
        coreml.export(tmp_path / "none", weights=b"nonsense")
    file = tmp_path / "file"
    file.write_bytes(b"nonsense")
    with pytest.raises(Error, match=f"^{file}: not a safetensors file"):
        coreml.export(tmp_path / "none", weights=file)
    assert not (tmp_path / "none").exists()


def test_an_unknown_precision_is_named(tmp_path: Path) -> None:
    with pytest.raises(Error, match="the precision must be \"fp32\" or \"fp16\", not 'int8'"):
        coreml.export(tmp_path / "none", "int8")  # type: ignore[arg-type]


def test_without_coremltools_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "coremltools", None)
    with pytest.raises(ImportError, match=r"pip install 'mtcnn-turbo\[coreml\]'"):
        coreml.export(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@needs_coremltools
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OSError, match=str(file)):
        coreml.export(file)
