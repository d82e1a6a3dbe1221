"""The backend "onnxruntime", and the ONNX models that the command line writes."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mtcnn_turbo
from mtcnn_turbo import MTCNN, Error

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

INPUTS = {"pnet": (61, 43), "rnet": (24, 24), "onet": (48, 48)}
BATCHES = (1, 4, 50)


def exported(program: Path, folder: Path, *options: str) -> list[Path]:
    printed = subprocess.run([program, "export", folder, *options], check=True, capture_output=True, text=True).stdout
    return [Path(line) for line in printed.splitlines()]


def noise(model: Path, batch: int) -> np.ndarray:
    """The same for every form of a model."""
    return np.random.default_rng(batch).uniform(-1, 1, (batch, 3, *INPUTS[model.stem])).astype(np.float32)


def answers(model: Path, batch: int) -> dict[str, Any]:
    session = onnxruntime.InferenceSession(model)
    outputs = session.run(None, {"input": noise(model, batch)})
    return dict(zip([output.name for output in session.get_outputs()], outputs, strict=True))


@pytest.mark.parametrize("form", ["onnx", "onnx-fp16"])
@pytest.mark.parametrize("scores", ["logits", "probabilities"])
def test_models_are_valid(form: str, scores: str, program: Path, tmp_path: Path) -> None:
    models = exported(program, tmp_path / "models", "--format", form, "--scores", scores)
    assert [model.name for model in models] == ["pnet.onnx", "rnet.onnx", "onet.onnx"]
    for model in models:
        onnx.checker.check_model(model, full_check=True)
        for batch in BATCHES:
            outputs = answers(model, batch)
            assert list(outputs)[:2] == [scores, "regression"]
            assert outputs[scores].shape[:2] == (batch, 2)
            if scores == "probabilities":
                np.testing.assert_allclose(outputs[scores].sum(axis=1), 1, atol=1e-3)


def test_batches_give_what_their_parts_give(program: Path, tmp_path: Path) -> None:
    """That the parts are what `reference` gives is for tests/backends/onnxruntime."""
    for model in exported(program, tmp_path):
        session = onnxruntime.InferenceSession(model)
        for batch in BATCHES:
            pixels = noise(model, batch)
            alone = [session.run(None, {"input": pixels[index : index + 1]}) for index in range(batch)]
            for together, parts in zip(session.run(None, {"input": pixels}), zip(*alone, strict=True), strict=True):
                np.testing.assert_allclose(together, np.concatenate(parts), atol=1e-5)


def test_float16_is_near(program: Path, tmp_path: Path) -> None:
    for whole, half in zip(
        exported(program, tmp_path / "whole"), exported(program, tmp_path / "half", "--format", "onnx-fp16"), strict=True
    ):
        assert half.stat().st_size < 0.6 * whole.stat().st_size
        for name, expected in answers(whole, 4).items():
            np.testing.assert_allclose(answers(half, 4)[name], expected, atol=0.02)


def test_probabilities_are_those_of_the_logits(program: Path, tmp_path: Path) -> None:
    for logits, probabilities in zip(
        exported(program, tmp_path / "logits"), exported(program, tmp_path / "p", "--scores", "probabilities"), strict=True
    ):
        powers = np.exp(answers(logits, 4)["logits"])
        expected = powers / powers.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(answers(probabilities, 4)["probabilities"], expected, atol=1e-5)


def test_safetensors_hold_the_weights(program: Path, tmp_path: Path, astronaut: np.ndarray) -> None:
    (weights,) = exported(program, tmp_path, "--format", "safetensors")
    expected = MTCNN(40).detect(astronaut)
    for found, wanted in zip(MTCNN(40, weights=weights).detect(astronaut), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_finds_the_same_faces(astronaut: np.ndarray) -> None:
    for recipe in mtcnn_turbo.recipes():
        bboxes, landmarks = MTCNN(40, recipe=recipe, backend="onnxruntime").detect(astronaut)
        expected_bboxes, expected_landmarks = MTCNN(40, recipe=recipe).detect(astronaut)
        np.testing.assert_allclose(bboxes, expected_bboxes, atol=0.01)
        np.testing.assert_allclose(landmarks, expected_landmarks, atol=0.01)


def test_batches_change_nothing(astronaut: np.ndarray) -> None:
    detector = MTCNN(40, backend="onnxruntime", threads=2)
    frames = [np.roll(astronaut, 7 * shift, axis=1) for shift in range(16)]
    alone = [detector.detect(frame) for frame in frames]
    for batch in (4, 8, 16):
        for found, wanted in zip(detector.detect_batch(frames[:batch]), alone, strict=False):
            np.testing.assert_array_equal(found[0], wanted[0])
            np.testing.assert_array_equal(found[1], wanted[1])


def test_library_and_providers_are_checked(tmp_path: Path) -> None:
    version, providers = mtcnn_turbo.onnxruntime_info()
    assert version == onnxruntime.__version__
    assert "cpu" in providers
    with pytest.raises(Error, match='no provider "abacus" here; it has: .*cpu'):
        MTCNN(backend="onnxruntime", providers=["abacus"])
    with pytest.raises(Error, match="none.so"):
        MTCNN(backend="onnxruntime", onnxruntime=tmp_path / "none.so")


def test_options_are_kept(astronaut: np.ndarray) -> None:
    detector = MTCNN(40, backend="onnxruntime")
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(detector)).detect(astronaut)[0], detector.detect(astronaut)[0])
    assert "providers" not in repr(detector)
